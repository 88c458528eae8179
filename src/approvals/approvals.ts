import type { AuditEntry, AuditValue } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { OutboxMessage } from '../people/message.ts'
import { type ChangeDescription, digestOfChange } from '../people/step-up.ts'
import type { TimeUs } from '../time.ts'
import { type Approval, type ApprovalRefusal, begun, cancelled, type Decision, decided, expired, finished, isDue, type Moved, type Remark, withoutPerson } from './approval.ts'
import { type ApprovalRules, noRules } from './approval-rules.ts'
import type { ApprovalStore } from './approval-store.ts'

/** Who does it and when. */
export interface By {
  readonly actor: string
  readonly source: string
  /** The calendar. */
  readonly nowUs: TimeUs
  /** Wall time, for the record. */
  readonly recordedAtUs: TimeUs
  readonly personId: string | null
  readonly confirmation: Confirmation | null
}

export interface ApprovalWish {
  readonly id: string
  readonly accountId: number
  readonly operation: string
  readonly wish: unknown
  readonly change: ChangeDescription
  readonly needed: number
  readonly lifetimeUs: TimeUs
}

export type Settled = { readonly ok: true; readonly approval: Approval } | { readonly ok: false; readonly reason: ApprovalRefusal | 'approvalUnknown' | 'conflict' }

/** The letters that go with a step of a request, to be stored with it: to whoever may decide while it waits, to its maker afterwards. None where nobody has anything to hear. */
export type TellsPeople = (approval: Approval, nowUs: TimeUs) => Promise<readonly OutboxMessage[]>

/** An act that others crossed is decided anew so many times. */
const ATTEMPTS = 5

/** The changes that wait for several people, and the rules that make them wait. Rules are in memory: a withdrawal is judged without waiting. */
export class Approvals {
  readonly #store: ApprovalStore
  readonly #parentOf: (accountId: number) => number | null | undefined
  readonly #tells: TellsPeople
  readonly #rules = new Map<number, ApprovalRules>()

  constructor(store: ApprovalStore, accounts: { parentOf(accountId: number): number | null | undefined }, tells: TellsPeople) {
    this.#store = store
    this.#tells = tells
    this.#parentOf = (accountId) => accounts.parentOf(accountId)
  }

  /** Reads the rules, once, at start. */
  load(): void {
    for (const rules of this.#store.rules()) this.#rules.set(rules.accountId, rules)
  }

  /** The rules that hold on an account: its own, else those of the account above. */
  rulesOf(accountId: number): ApprovalRules {
    const parent = this.#parentOf(accountId)
    return this.#rules.get(accountId) ?? (typeof parent === 'number' ? this.#rules.get(parent) : undefined) ?? noRules(accountId)
  }

  /** The rules that were set on this very account; a change is decided on their version. */
  ownRulesOf(accountId: number): ApprovalRules {
    return this.#rules.get(accountId) ?? { ...this.rulesOf(accountId), accountId, version: 0 }
  }

  async setRules(rules: ApprovalRules, before: ApprovalRules, by: By): Promise<Kept> {
    const kept = await this.#store.saveRules(rules, { ...entry('approvalRule.edit', String(rules.accountId), by), before: rulesValue(before), after: confirmedValue(rulesValue(rules), by.confirmation) }, by.confirmation)
    if (kept === 'kept') this.#rules.set(rules.accountId, rules)
    return kept
  }

  byId(id: string): Approval | undefined {
    return this.#store.byId(id)
  }

  /** Those that are not closed, oldest first. */
  open(): readonly Approval[] {
    return this.#store.open()
  }

  ofAccount(accountId: number, limit: number): readonly Approval[] {
    return this.#store.ofAccount(accountId, limit)
  }

  isExecuted(id: string): boolean {
    return this.#store.isExecuted(id)
  }

  /** Stores what is asked for; from now on it waits. */
  async request({ id, accountId, operation, wish, change, needed, lifetimeUs }: ApprovalWish, by: By): Promise<Approval | 'unconfirmed'> {
    const approval: Approval = {
      id, version: 1, accountId, operation, wish, change, digest: digestOfChange(change), maker: by.actor, makerPersonId: by.personId, needed, state: 'waiting', votes: [],
      madeAtUs: by.nowUs, expiresAtUs: by.nowUs + lifetimeUs, recordedAtUs: by.recordedAtUs, closedAtUs: null, closedBy: null, remark: null,
    }
    const kept = await this.#store.insert(approval, { ...entry('approval.request', id, by), before: null, after: confirmedValue(approvalValue(approval), by.confirmation) }, by.confirmation, await this.#tells(approval, by.recordedAtUs))
    return kept === 'kept' ? approval : kept
  }

  decide(id: string, decision: Omit<Decision, 'factors'>, by: By): Promise<Settled> {
    return this.#move(id, `approval.${decision.decision}`, (approval) => decided(approval, { ...decision, factors: by.confirmation?.factors ?? [] }, by.nowUs), by)
  }

  cancel(id: string, by: By): Promise<Settled> {
    return this.#move(id, 'approval.cancel', (approval) => cancelled(approval, by.personId, by.actor, by.nowUs), by)
  }

  expire(id: string, by: By): Promise<Settled> {
    return this.#move(id, 'approval.expire', (approval) => expired(approval, by.nowUs), by)
  }

  begin(id: string, by: By): Promise<Settled> {
    return this.#move(id, null, begun, by)
  }

  /** @param failure null = it was carried out */
  finish(id: string, failure: Remark | null, by: By): Promise<Settled> {
    return this.#move(id, failure === null ? 'approval.execute' : 'approval.fail', (approval) => finished(approval, failure, by.nowUs), by)
  }

  /** Those whose time is over, and that still stand as waiting. */
  due(nowUs: TimeUs): readonly Approval[] {
    return this.open().filter((approval) => isDue(approval, nowUs))
  }

  /** Takes back what somebody asked for and approved, as far as it still waits. @returns those that ended by it, and how many were touched */
  async withdrawOf(personId: string, by: By): Promise<{ readonly ended: readonly Approval[]; readonly touched: number }> {
    const ended: Approval[] = []
    let touched = 0
    for (const { id } of this.open()) {
      const settled = await this.#move(id, 'approval.withdraw', (approval) => {
        const next = withoutPerson(approval, personId, by.actor, by.nowUs)
        return next ? { ok: true, approval: next } : { ok: false, reason: 'approvalClosed' }
      }, by)
      if (!settled.ok) continue
      touched += 1
      if (settled.approval.state !== 'waiting') ended.push(settled.approval)
    }
    return { ended, touched }
  }

  /** Two who act at once: the second decides anew on what the first left. */
  async #move(id: string, act: string | null, move: (approval: Approval) => Moved, by: By): Promise<Settled> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const before = this.#store.byId(id)
      if (!before) return { ok: false, reason: 'approvalUnknown' }
      const next = move(before)
      if (!next.ok) return next
      const audit = act === null ? null : { ...entry(act, id, by), before: stateValue(before), after: confirmedValue(stateValue(next.approval), by.confirmation) }
      const letters = next.approval.state === before.state ? [] : await this.#tells(next.approval, by.recordedAtUs)
      if (await this.#store.update(next.approval, audit, by.confirmation, letters) === 'saved') return next
    }
    return { ok: false, reason: 'conflict' }
  }
}

const entry = (act: string, subject: string, { actor, source, recordedAtUs }: By): Pick<AuditEntry, 'timeUs' | 'actor' | 'source' | 'act' | 'subject'> => ({ timeUs: recordedAtUs, actor, source, act, subject })

const confirmedValue = (value: { readonly [name: string]: AuditValue }, confirmation: Confirmation | null): AuditValue =>
  confirmation === null ? value : { ...value, confirmation: { stepUp: confirmation.stepUpId, factors: [...confirmation.factors], digest: confirmation.digest } }

const rulesValue = ({ withdrawals, withdrawalRight, newAddress, ruleChange, lifetimeUs }: ApprovalRules) =>
  ({ withdrawals: withdrawals.map(({ per, from, approvals }) => ({ per, from: String(from), approvals })), withdrawalRight, newAddress, ruleChange, lifetimeUs })

const approvalValue = ({ accountId, operation, change, digest, maker, makerPersonId, needed, expiresAtUs }: Approval) =>
  ({ account: accountId, operation, change: change.sentence, details: change.details, digest, maker, makerPersonId, needed, expiresAtUs })

const stateValue = ({ state, digest, votes, needed, remark }: Approval) => ({ state, digest, approvedBy: votes.map(({ personId }) => personId), needed, remark: remark?.text ?? null })
