import type { ChangeDescription } from '../people/step-up.ts'
import type { TimeUs } from '../time.ts'

/**
 * `waiting` until enough people approved, then `approved`; `executing` while the payload is carried out, and then `done` or `failed`. Or, while it
 * waits, `rejected` by one of them, `cancelled` by its maker, `expired`.
 */
export type ApprovalState = 'waiting' | 'approved' | 'executing' | 'done' | 'failed' | 'rejected' | 'cancelled' | 'expired'

/** States that nothing leaves any more. */
export const CLOSED: ReadonlySet<ApprovalState> = new Set(['done', 'failed', 'rejected', 'cancelled', 'expired'])

/** One person's yes. A no ends the approval, and stands in `closedBy`. */
export interface Vote {
  readonly personId: string
  readonly atUs: TimeUs
  readonly factors: readonly string[]
}

/** A text for people, and its code for readers of other languages; null = there is none. */
export interface Remark {
  readonly code: string | null
  readonly text: string
}

/** A change that waits for several people: the payload, bound to the digest of its description. */
export interface Approval {
  /** `a_…` */
  readonly id: string
  readonly version: number
  readonly accountId: number
  /** The operation that the payload is for. */
  readonly operation: string
  /** JSON, as the operation takes it. */
  readonly wish: unknown
  readonly change: ChangeDescription
  /** SHA-256 (hex) of the description: what the people approve is exactly this. */
  readonly digest: string
  /** As the audit chain names them. */
  readonly maker: string
  /** Null where a program made it whose person is not known. */
  readonly makerPersonId: string | null
  readonly needed: number
  readonly state: ApprovalState
  readonly votes: readonly Vote[]
  /** On the calendar. */
  readonly madeAtUs: TimeUs
  readonly expiresAtUs: TimeUs
  /** Wall time. */
  readonly recordedAtUs: TimeUs
  readonly closedAtUs: TimeUs | null
  /** Who ended it, where somebody did. */
  readonly closedBy: string | null
  /** Why it failed, or was not carried out, for people. */
  readonly remark: Remark | null
}

export type ApprovalRefusal = 'approvalClosed' | 'approvalExpired' | 'ownApproval' | 'alreadyApproved' | 'notADecider' | 'notTheMaker'

export type Moved = { readonly ok: true; readonly approval: Approval } | { readonly ok: false; readonly reason: ApprovalRefusal }

const moved = (approval: Approval, change: Partial<Approval>): Moved => ({ ok: true, approval: { ...approval, ...change, version: approval.version + 1 } })
const stays = (reason: ApprovalRefusal): Moved => ({ ok: false, reason })

export const isDue = ({ state, expiresAtUs }: Approval, nowUs: TimeUs): boolean => state === 'waiting' && expiresAtUs <= nowUs

const openFor = (approval: Approval, nowUs: TimeUs): ApprovalRefusal | null => (approval.state !== 'waiting' ? 'approvalClosed' : isDue(approval, nowUs) ? 'approvalExpired' : null)

export interface Decision {
  readonly personId: string
  readonly decision: 'approve' | 'reject'
  readonly factors: readonly string[]
  /** Everybody who may decide now: whoever lost the role since they approved counts no more. */
  readonly deciders: ReadonlySet<string>
}

/** A person says yes or no. Nobody decides on what they asked for themselves, and nobody counts twice. */
export const decided = (approval: Approval, { personId, decision, factors, deciders }: Decision, nowUs: TimeUs): Moved => {
  const closed = openFor(approval, nowUs)
  if (closed) return stays(closed)
  if (approval.makerPersonId === personId) return stays('ownApproval')
  if (!deciders.has(personId)) return stays('notADecider')
  if (decision === 'reject') return moved(approval, { state: 'rejected', closedAtUs: nowUs, closedBy: `person:${personId}` })
  if (approval.votes.some((vote) => vote.personId === personId)) return stays('alreadyApproved')
  const votes = [...approval.votes.filter((vote) => deciders.has(vote.personId)), { personId, atUs: nowUs, factors }]
  return moved(approval, { votes, state: votes.length >= approval.needed ? 'approved' : 'waiting' })
}

/** Its maker takes it back. */
export const cancelled = (approval: Approval, personId: string | null, actor: string, nowUs: TimeUs): Moved => {
  const closed = openFor(approval, nowUs)
  if (closed) return stays(closed)
  const isMaker = approval.makerPersonId === null ? approval.maker === actor : approval.makerPersonId === personId
  return isMaker ? moved(approval, { state: 'cancelled', closedAtUs: nowUs, closedBy: actor }) : stays('notTheMaker')
}

export const expired = (approval: Approval, nowUs: TimeUs): Moved => (isDue(approval, nowUs) ? moved(approval, { state: 'expired', closedAtUs: nowUs }) : stays('approvalClosed'))

const MAKER_LEFT: Remark = { code: 'makerLeft', text: 'Whoever asked for it has left.' }

/** Somebody leaves: what they asked for is taken back, and their yes counts no more where the others are still asked. Undefined = nothing of theirs. */
export const withoutPerson = (approval: Approval, personId: string, actor: string, nowUs: TimeUs): Approval | undefined => {
  if (approval.state !== 'waiting') return undefined
  if (approval.makerPersonId === personId) return { ...approval, version: approval.version + 1, state: 'cancelled', closedAtUs: nowUs, closedBy: actor, remark: MAKER_LEFT }
  const votes = approval.votes.filter((vote) => vote.personId !== personId)
  return votes.length === approval.votes.length ? undefined : { ...approval, version: approval.version + 1, votes }
}

/** The payload is being carried out; again after a crash. */
export const begun = (approval: Approval): Moved => (approval.state === 'approved' ? moved(approval, { state: 'executing' }) : stays('approvalClosed'))

/** It was carried out, or could not be. */
export const finished = (approval: Approval, failure: Remark | null, nowUs: TimeUs): Moved =>
  approval.state === 'executing' ? moved(approval, { state: failure === null ? 'done' : 'failed', remark: failure, closedAtUs: nowUs }) : stays('approvalClosed')
