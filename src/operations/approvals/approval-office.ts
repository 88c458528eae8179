import { type Approval, CLOSED, type Remark } from '../../approvals/approval.ts'
import type { Approvals, By, Settled } from '../../approvals/approvals.ts'
import { canonicalJson } from '../../audit/canonical.ts'
import type { Confirmation } from '../../confirmation.ts'
import type { Venue } from '../../exchange/venue.ts'
import type { AccountId } from '../../ids.ts'
import type { Decider } from '../../people/deciders.ts'
import type { Doer } from '../../people/ports.ts'
import type { ChangeDescription } from '../../people/step-up.ts'
import { type Clock, toMs } from '../../time.ts'
import { approvalIdOf, awaitingWithdrawals, RELEASE } from '../money-out/money-out.ts'
import type { ApprovalAsked, ApprovalDesk, Described, Doing, Operation } from '../operation.ts'
import { done, type OperationRefused, type Outcome, refused } from '../outcome.ts'
import { unconfirmed } from '../money-out/parts.ts'
import { type ApprovalSummary, closerOf, type Obstacle, summaryOfApproval } from './approval-summary.ts'
import { approvalsAskedFor } from './what-needs-approval.ts'

export interface ApprovalOfficeParts {
  readonly approvals: Approvals
  /** The table of operations: an approved payload is carried out by name. */
  readonly operationNamed: (name: string) => Operation<unknown, unknown> | undefined
  readonly people: { decidersOf(accountId: number): Promise<readonly Decider[]>; nameOf(personId: string): Promise<string> }
  readonly accounts: { all(): Iterable<{ readonly id: AccountId }> }
  /** The live venue; null while no server runs. */
  readonly liveVenue: () => Venue | null
  readonly randomText: (length: number) => string
  /** The authority's calendar. */
  readonly clock: Clock
  readonly wallClock: Clock
  /** Whether an error says that the store refused this one change, and nothing is wrong otherwise. */
  readonly isRefusedChange: (error: unknown) => boolean
}

/** How far back a list of what was decided goes. */
const MOST_LISTED = 200

/**
 * Where changes wait for several people, and where they are carried out once enough have approved: exactly once, also when the process dies in
 * between. The execution of a payload is used up in the transaction of its change, as a step-up is; what the venue does instead is asked of the venue.
 */
export class ApprovalOffice implements ApprovalDesk {
  readonly #parts: ApprovalOfficeParts
  readonly #executing = new Map<string, Promise<void>>()

  constructor(parts: ApprovalOfficeParts) {
    this.#parts = parts
  }

  async isNeeded(operation: string, wish: unknown, described: Described): Promise<boolean> {
    return this.#needed(operation, wish, described) > 0
  }

  #needed(operation: string, wish: unknown, { change }: Described): number {
    return change.accountId === null ? 0 : approvalsAskedFor(operation, wish, change, this.#parts.approvals)
  }

  async request(operation: string, wish: unknown, described: Described, doing: Doing): Promise<Outcome<ApprovalAsked>> {
    const { change } = described
    const needed = this.#needed(operation, wish, described)
    if (change.accountId === null || needed === 0) throw new Error(`${operation} waits for nobody`)
    const { approvals, randomText } = this.#parts
    const { actor, source, nowUs, recordedAtUs, personId, confirmation } = doing
    const approval = await approvals.request({ id: `a_${randomText(24)}`, accountId: change.accountId, operation, wish, change, needed, lifetimeUs: approvals.rulesOf(change.accountId).lifetimeUs }, { actor, source, nowUs, recordedAtUs, personId, confirmation })
    if (approval === 'unconfirmed') return unconfirmed
    return done(askedOf(approval))
  }

  async waiting(operation: string, { change }: Described): Promise<ApprovalAsked | undefined> {
    const nowUs = this.#parts.clock.nowUs()
    const same = this.#parts.approvals.open().find((approval) => approval.state === 'waiting' && approval.expiresAtUs > nowUs && approval.operation === operation && essenceOf(approval.change) === essenceOf(change))
    return same && askedOf(same)
  }

  /** One person's yes or no; the last yes that is needed carries the payload out before this resolves. */
  async decide(id: string, decision: 'approve' | 'reject', personId: string, by: By): Promise<Outcome<ApprovalSummary>> {
    await this.#expire(id, by)
    const { approvals, people } = this.#parts
    const accountId = approvals.byId(id)?.accountId
    const deciders = new Set(accountId === undefined ? [] : (await people.decidersOf(accountId)).map((decider) => decider.personId))
    return this.#settled(await approvals.decide(id, { personId, decision, deciders }, by), by)
  }

  async cancel(id: string, by: By): Promise<Outcome<ApprovalSummary>> {
    await this.#expire(id, by)
    return this.#settled(await this.#parts.approvals.cancel(id, by), by)
  }

  async #settled(settled: Settled, by: By): Promise<Outcome<ApprovalSummary>> {
    if (!settled.ok) return refusalOf(settled.reason)
    const { approval } = settled
    if (approval.state === 'approved') await this.#execute(approval.id)
    else if (CLOSED.has(approval.state)) await this.#giveBack(approval)
    return done(await this.summary(this.#parts.approvals.byId(approval.id) ?? approval, by))
  }

  /** What waits, oldest first; with `all` also what was decided, newest first. */
  async list(accountId: number | null, all: boolean): Promise<readonly ApprovalSummary[]> {
    const { approvals, accounts } = this.#parts
    const by = this.#system()
    const found = all
      ? (accountId === null ? [...accounts.all()].map(({ id }): number => id) : [accountId]).flatMap((id) => approvals.ofAccount(id, MOST_LISTED))
      : approvals.open().filter((approval) => accountId === null || approval.accountId === accountId)
    return Promise.all(found.map((approval) => this.summary(approval, by)))
  }

  async summary(approval: Approval, { nowUs }: Pick<By, 'nowUs'>): Promise<ApprovalSummary> {
    const { people } = this.#parts
    const named = new Set([...approval.votes.map(({ personId }) => personId), ...[approval.makerPersonId, closerOf(approval)].filter((id) => id !== null)])
    const names = new Map(await Promise.all([...named].map(async (personId) => [personId, await people.nameOf(personId)] as const)))
    const shown: Approval = approval.state === 'waiting' && approval.expiresAtUs <= nowUs ? { ...approval, state: 'expired' } : approval
    return summaryOfApproval(shown, await people.decidersOf(approval.accountId), (personId) => names.get(personId) ?? personId, shown.state === 'waiting' ? await this.#obstacleTo(shown) : null)
  }

  byId(id: string): Approval | undefined {
    return this.#parts.approvals.byId(id)
  }

  /** Ends what waited too long. Asked now and then, and when the calendar was moved. @returns how many ended */
  async expireDue(): Promise<number> {
    const due = this.#parts.approvals.due(this.#parts.clock.nowUs())
    for (const { id } of due) await this.#expire(id, this.#system())
    return due.length
  }

  async #expire(id: string, by: By): Promise<void> {
    const settled = await this.#parts.approvals.expire(id, { ...this.#system(), nowUs: by.nowUs, recordedAtUs: by.recordedAtUs })
    if (settled.ok) await this.#giveBack(settled.approval)
  }

  /** Off-boarding: what somebody asked for is taken back, and what they approved counts no more. */
  async withdrawApprovalsOf(personId: string, { actor, source, nowUs }: Doer): Promise<{ readonly approvals: number }> {
    const { ended, touched } = await this.#parts.approvals.withdrawOf(personId, { actor, source, nowUs: this.#parts.clock.nowUs(), recordedAtUs: nowUs, personId: null, confirmation: null })
    for (const approval of ended) await this.#giveBack(approval)
    return { approvals: touched }
  }

  /**
   * Asked at start, once the venue is there: goes on with what a crash interrupted, in both directions. What was approved is carried out; a
   * withdrawal that waits gets its money back where its request is over, and where it has none: that was never acknowledged, and who asked for it
   * is not known any more, so that nobody could be kept from approving their own.
   */
  async resume(): Promise<void> {
    const { approvals, accounts } = this.#parts
    for (const { id, state } of approvals.open()) if (state !== 'waiting') await this.#execute(id)
    await this.expireDue()
    const venue = this.#parts.liveVenue()
    if (venue === null) return
    for (const withdrawal of awaitingWithdrawals(venue.view, [...accounts.all()].map(({ id }) => id))) {
      const approval = approvals.byId(approvalIdOf(withdrawal.id))
      if (!approval) await end(venue, withdrawal.id, 'reject')
      else if (CLOSED.has(approval.state)) await this.#giveBack(approval)
    }
  }

  /** One execution at a time of each: whoever comes second waits for the first. */
  #execute(id: string): Promise<void> {
    const running = this.#executing.get(id) ?? this.#carryOut(id).finally(() => this.#executing.delete(id))
    this.#executing.set(id, running)
    return running
  }

  async #carryOut(id: string): Promise<void> {
    const { approvals } = this.#parts
    const approval = approvals.byId(id)
    if (!approval || (approval.state !== 'approved' && approval.state !== 'executing')) return
    // Without a venue nothing leaves: it is carried out when the server starts.
    if (approval.operation === RELEASE && this.#parts.liveVenue() === null) return
    if (approval.state === 'approved') await approvals.begin(id, this.#system())
    // It died between the change and the word on it: the change is made, and is not made again.
    const failure = approvals.isExecuted(id) ? null : await this.#perform(approval)
    const finished = await approvals.finish(id, failure, this.#system())
    if (finished.ok && failure !== null) await this.#giveBack(finished.approval)
  }

  /** @returns why it could not be done; null = it was */
  async #perform(approval: Approval): Promise<Remark | null> {
    const { approvals, isRefusedChange } = this.#parts
    const operation = await this.#stillThe(approval)
    if (!operation.ok) return remarkOf(operation.refused)
    try {
      const performed = await operation.value.perform(approval.wish, this.#doingOf(approval))
      return performed.ok ? null : remarkOf(performed.refused)
    } catch (error) {
      if (!isRefusedChange(error)) throw error
      return approvals.isExecuted(approval.id) ? null : { code: 'conflict', text: 'The store refused the change: something was changed at the same moment. Ask anew.' }
    }
  }

  /** The operation of a payload, where it would change now what people were asked for. */
  async #stillThe({ operation: name, wish, change }: Approval): Promise<Outcome<Operation<unknown, unknown>>> {
    const operation = this.#parts.operationNamed(name)
    if (!operation) return refused('actUnknown', `This program has no act called ${name}.`, 'Ask anew for the change.')
    const described = await operation.describe(wish)
    // A withdrawal that went already is told by its own act.
    if (!described.ok) return described
    if (essenceOf(described.value.change) !== essenceOf(change)) return refused('changedMeanwhile', 'What would change now is not what was asked for: something was changed in between.', 'Ask anew for the change.')
    return done(operation)
  }

  /** While no server runs nobody knows what the venue would say. */
  async #obstacleTo(approval: Approval): Promise<Obstacle | null> {
    if (approval.operation === RELEASE && this.#parts.liveVenue() === null) return null
    const still = await this.#stillThe(approval)
    if (still.ok) return null
    const { code, message, remedy } = still.refused
    return { code, message, remedy }
  }

  #doingOf({ id, digest, votes, makerPersonId }: Approval): Doing {
    const { nowUs, recordedAtUs } = this.#system()
    const confirmation: Confirmation = { stepUpId: id, position: 0, digest, factors: votes.map(({ personId }) => `approval:${personId}`), nowUs: recordedAtUs, approvalId: id }
    return { actor: 'system', source: `approval:${id}`, nowUs, recordedAtUs, confirmation, personId: makerPersonId }
  }

  /** What the venue held for an approval that came to nothing goes back. Asked again, it finds nothing left to do. */
  async #giveBack({ operation, change, state }: Approval): Promise<void> {
    const venue = this.#parts.liveVenue()
    if (operation === RELEASE && venue !== null) await end(venue, change.subject, state === 'cancelled' ? 'cancel' : 'reject')
  }

  #system(): By {
    return { actor: 'system', source: 'local', nowUs: this.#parts.clock.nowUs(), recordedAtUs: this.#parts.wallClock.nowUs(), personId: null, confirmation: null }
  }
}

const remarkOf = ({ code, message }: OperationRefused): Remark => ({ code, text: message })

/** The venue gives back what it held for a withdrawal. */
const end = async (venue: Venue, withdrawalId: string, decision: 'cancel' | 'reject'): Promise<void> => {
  venue.execute({ kind: 'decideWithdrawal', withdrawalId, decision })
  await venue.settled()
}

const askedOf = ({ id, change, needed, expiresAtUs }: Approval): ApprovalAsked => ({ id, sentence: change.sentence, told: change.told ?? null, approvalsNeeded: needed, expiresAt: new Date(toMs(expiresAtUs)).toISOString() })

/** What a change does. Its sentence may tell of the time that is left, which passes while it waits. */
const essenceOf = ({ act, accountId, subject, details }: ChangeDescription): string => canonicalJson({ act, accountId, subject, details })

const refusalOf = (reason: Extract<Settled, { ok: false }>['reason']) => {
  switch (reason) {
    case 'approvalUnknown': return refused('approvalUnknown', 'There is no such approval.', 'What waits: ./bitting approvals list')
    case 'approvalClosed': return refused('approvalClosed', 'It waits for nobody any more.', 'What became of it: ./bitting approvals list --all')
    case 'approvalExpired': return refused('approvalExpired', 'It waited too long and is over.', 'Ask anew for the change.')
    case 'ownApproval': return refused('ownApproval', 'Whoever asks for a change does not decide on it.', 'Somebody else approves or rejects it; you can take it back: ./bitting approvals cancel')
    case 'alreadyApproved': return refused('alreadyApproved', 'You approved it already; it waits for others.', 'Who may: ./bitting approvals list')
    case 'notADecider': return refused('notADecider', 'Your role on this account does not decide on approvals.', 'Who may: ./bitting approvals list')
    case 'notTheMaker': return refused('notTheMaker', 'Only whoever asked for it takes it back.', 'To end it, reject it: ./bitting approvals reject')
    case 'conflict': return refused('conflict', 'Somebody decided at the same moment, or this confirmation was used already.', 'Look again, then try again.')
  }
}
