import type { Approval, ApprovalState } from '../../approvals/approval.ts'
import type { AuditValue } from '../../audit/entry.ts'
import type { Decider } from '../../people/deciders.ts'
import type { ToldChange } from '../../people/told-change.ts'
import { type TimeUs, toMs } from '../../time.ts'
import type { OperationRefused } from '../outcome.ts'

/** What waits for several people, or did, as people see it. Times are ISO 8601 in UTC. */
export interface ApprovalSummary {
  readonly id: string
  readonly account: number
  readonly operation: string
  /** What would be done. */
  readonly sentence: string
  /** Null: it is told by its sentence alone. */
  readonly told: ToldChange | null
  readonly details: AuditValue
  /** SHA-256 (hex) of the whole description: whoever approves, approves exactly this. */
  readonly digest: string
  readonly askedBy: string
  /** The person who asked; null where a program did whose person is not known. */
  readonly askedByPerson: string | null
  readonly state: ApprovalState
  readonly approvalsNeeded: number
  readonly approvedBy: readonly { readonly person: string; readonly name: string; readonly at: string }[]
  /** Who may still decide; empty once it is closed. */
  readonly mayDecide: readonly { readonly person: string; readonly name: string }[]
  readonly askedAt: string
  readonly expiresAt: string
  readonly closedAt: string | null
  /** Who ended it, by name, where somebody did. */
  readonly closedBy: string | null
  readonly remark: string | null
  /** By which the remark is told in other languages; null: by its text alone. */
  readonly remarkCode: string | null
  /** While it waits: why it could not be carried out as things stand now; null = nothing stands against it. */
  readonly obstacle: Obstacle | null
}

/** A refusal without the fields of whoever wishes: whoever decides corrects none. */
export type Obstacle = Pick<OperationRefused, 'code' | 'message' | 'remedy'>

const iso = (timeUs: TimeUs): string => new Date(toMs(timeUs)).toISOString()

/** The person who ended it; null where time or a program did. */
export const closerOf = ({ closedBy }: Pick<Approval, 'closedBy'>): string | null => (closedBy?.startsWith('person:') ? closedBy.slice('person:'.length) : null)

/** @param deciders everybody whose role may decide on the account's approvals */
export const summaryOfApproval = (approval: Approval, deciders: readonly Decider[], nameOf: (personId: string) => string, obstacle: Obstacle | null): ApprovalSummary => {
  const closer = closerOf(approval)
  const voted = new Set(approval.votes.map(({ personId }) => personId))
  return {
    id: approval.id, account: approval.accountId, operation: approval.operation, sentence: approval.change.sentence, told: approval.change.told ?? null, details: approval.change.details, digest: approval.digest,
    askedBy: approval.makerPersonId === null ? approval.maker : nameOf(approval.makerPersonId), askedByPerson: approval.makerPersonId, state: approval.state, approvalsNeeded: approval.needed,
    approvedBy: approval.votes.map(({ personId, atUs }) => ({ person: personId, name: nameOf(personId), at: iso(atUs) })),
    mayDecide: approval.state !== 'waiting' ? [] : deciders.filter(({ personId }) => personId !== approval.makerPersonId && !voted.has(personId)).map(({ personId, name }) => ({ person: personId, name })),
    askedAt: iso(approval.madeAtUs), expiresAt: iso(approval.expiresAtUs), closedAt: approval.closedAtUs === null ? null : iso(approval.closedAtUs), closedBy: closer === null ? approval.closedBy : nameOf(closer), remark: approval.remark?.text ?? null, remarkCode: approval.remark?.code ?? null, obstacle,
  }
}
