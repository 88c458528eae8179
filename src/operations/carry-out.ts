import type { Act } from '../people/acts.ts'
import { actRow } from '../people/acts.ts'
import type { Principal } from '../people/office.ts'
import type { People } from '../people/people.ts'
import { isCalled } from '../people/stand-in.ts'
import type { ChangeDescription } from '../people/step-up.ts'
import { type Clock, toMs } from '../time.ts'
import type { ApprovalAsked, ApprovalDesk, Asker, Carried, Described, Doing, Operation, StepUpAsked } from './operation.ts'
import { done, type OperationRefused, type Outcome, refused } from './outcome.ts'
import { refusalOfPeople } from './refusal-of-people.ts'

/** What the changes of every way to ask for them need. */
export interface ChangeParts {
  readonly people: Pick<People, 'may' | 'beginStepUp' | 'confirmation' | 'standIns' | 'standInsToRenew' | 'needsFirstOwner'>
  readonly accounts: { parentOf(accountId: number): number | null | undefined }
  /** The authority's calendar. */
  readonly clock: Clock
  readonly wallClock: Clock
  /** Where changes wait for several people; absent = none do. */
  readonly approvals?: ApprovalDesk
}

/** One change as it is asked for. */
export interface Asked<Wish, Value> {
  readonly operation: Operation<Wish, Value>
  readonly wish: Wish
}

/**
 * What the local operator does without anybody's factors: a reading key, and whatever only narrows. Closing must not be hard when it matters,
 * and a program that stole the data folder could do worse than close a key. `withdrawal.restrict` (the white list on, a lock, a longer wait) is a
 * part of what a lockdown does; what opens again (`key.enable`, `withdrawal.loosen`) asks.
 */
const OPERATOR_FREE: ReadonlySet<Act> = new Set<Act>(['key.createReading', 'key.disable', 'key.delete', 'key.lockdown', 'subAccount.close', 'withdrawal.restrict'])

const notTheirs = refused('notAllowed', 'This is for the person who asked for it, and for nobody else.', 'They do it themselves, with their own factors.')

type Answered<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refused: OperationRefused }

/**
 * Every change that somebody asks for goes through here, one after the other: described on the state as it stands, held against the table of
 * acts, confirmed by fresh factors for exactly that description, handed to other people where a rule asks for them, and made with the
 * confirmation used up in the same transaction. A description is never taken from the caller: where something changed since it was
 * confirmed, its digest is another, and the change is refused.
 */
export class Changes {
  readonly #parts: ChangeParts
  #lastTurn: Promise<unknown> = Promise.resolve()

  constructor(parts: ChangeParts) {
    this.#parts = parts
  }

  /** @param stepUpId the step-up whose factors were given; null to be asked for them where the table asks */
  carryOut<Wish, Value>({ operation, wish }: Asked<Wish, Value>, asker: Asker, stepUpId: string | null = null): Promise<Carried<Value>> {
    return this.#inTurn(async (): Promise<Carried<Value>> => {
      const described = await this.#describe({ operation, wish }, asker)
      if (!described.ok) return { is: 'refused', refused: described.refused }
      const waiting = await this.#waiting({ operation, wish }, described.value, asker)
      if (waiting) return { is: 'awaitingApproval', approval: waiting }
      const doing = await this.#doing(described.value, asker, stepUpId)
      if (doing.is !== 'ready') return doing
      const { approvals } = this.#parts
      if (approvals && asker.kind !== 'system' && await approvals.isNeeded(operation.name, wish, described.value)) {
        const asked = await approvals.request(operation.name, wish, described.value, doing.doing)
        return asked.ok ? { is: 'awaitingApproval', approval: asked.value } : { is: 'refused', refused: asked.refused }
      }
      const performed = await operation.perform(wish, doing.doing)
      return performed.ok ? { is: 'done', value: performed.value } : { is: 'refused', refused: performed.refused }
    })
  }

  /** Begins one step-up for several changes, reviewed and confirmed together. Each is then asked for with its id. */
  review(asked: readonly Asked<never, unknown>[], asker: Asker): Promise<Outcome<StepUpAsked>> {
    return this.#inTurn(async (): Promise<Outcome<StepUpAsked>> => {
      const changes: Described[] = []
      for (const one of asked) {
        const described = await this.#describe(one, asker)
        if (!described.ok) return described
        // What waits for other people already is not confirmed a second time.
        if (!await this.#waiting(one, described.value, asker)) changes.push(described.value)
      }
      const first = changes.find(({ change }) => !this.#isFree(change, asker))
      if (!first) return refused('nothingToConfirm', 'Nothing among these changes asks for a confirmation.', 'Ask for each of them as it is.')
      const principal = asker.kind === 'person' ? done(asker.principal) : asker.kind === 'operator' ? await this.#standIn(asker.as, first.change, first.onlyPersonId) : refused('notAllowed', 'Only people confirm changes.', 'Ask for them one by one.')
      return principal.ok ? this.#begin(principal.value, changes.filter(({ change }) => asker.kind === 'person' || !this.#isFree(change, asker)).map(({ change }) => change), asker) : principal
    })
  }

  async #waiting<Wish, Value>({ operation, wish }: Asked<Wish, Value>, described: Described, asker: Asker): Promise<ApprovalAsked | undefined> {
    const { approvals } = this.#parts
    return approvals && asker.kind !== 'system' && await approvals.isNeeded(operation.name, wish, described) ? approvals.waiting(operation.name, described) : undefined
  }

  /** Describes it, to whoever may know of it and may do it. */
  async #describe<Wish, Value>({ operation, wish }: Asked<Wish, Value>, asker: Asker): Promise<Outcome<Described>> {
    if (operation.about && asker.kind === 'person') {
      const about = await operation.about(wish)
      const isOwn = about?.isMakersOwn === true || about?.holderId === asker.principal.personId
      if (!about || !this.#parts.people.may(asker.principal, about.see, about.accountId, { isOwn }).ok) return refused('unknownSubject', 'There is nothing of that name.', 'Look at the list of what you may see.')
      const may = this.#parts.people.may(asker.principal, about.needs, about.accountId, { isOwn })
      if (!may.ok) return refusalOfPeople(may.refused)
    }
    const described = await operation.describe(wish)
    if (!described.ok) return described
    const may = this.#mayAsk(described.value, asker)
    return may.ok ? described : may
  }

  #mayAsk({ change: { act, accountId }, holderId, isMakersOwn, onlyPersonId, furtherActs = [] }: Described, asker: Asker): Answered<null> {
    switch (asker.kind) {
      case 'operator':
      case 'system': return done(null)
      case 'key': {
        const isWithin = accountId !== null && (accountId === asker.accountId || this.#parts.accounts.parentOf(accountId) === asker.accountId)
        return isWithin ? done(null) : refused('notAllowed', 'A key acts on its own account and the sub-accounts below it.', 'Use a key of the account above.')
      }
      case 'person': {
        if (onlyPersonId !== undefined && onlyPersonId !== asker.principal.personId) return notTheirs
        if (accountId === null) return done(null)
        const { people } = this.#parts
        const may = people.may(asker.principal, act, accountId, { isOwn: isMakersOwn === true || holderId === asker.principal.personId })
        const further = furtherActs.map((one) => people.may(asker.principal, one, accountId)).find(({ ok }) => !ok)
        const refusal = may.ok ? further : may
        return refusal && !refusal.ok ? refusalOfPeople(refusal.refused) : done(null)
      }
    }
  }

  /** Who does it, with what; or what is asked first. */
  async #doing({ change, onlyPersonId }: Described, asker: Asker, stepUpId: string | null): Promise<{ readonly is: 'ready'; readonly doing: Doing } | Exclude<Carried<never>, { is: 'done' }>> {
    const ready = (actor: string, source: string, personId: string | null = null, confirmation: Doing['confirmation'] = null) =>
      ({ is: 'ready', doing: { actor, source, nowUs: this.#parts.clock.nowUs(), recordedAtUs: this.#parts.wallClock.nowUs(), confirmation, personId } } as const)
    if (asker.kind === 'system') return ready('system', 'local')
    if (asker.kind === 'key') return ready(`key:${asker.keyId}`, asker.address)
    const isFree = this.#isFree(change, asker)
    if (asker.kind === 'operator' && isFree) return ready('operator:local', 'local')
    const principal = asker.kind === 'person' ? done(asker.principal) : await this.#standIn(asker.as, change, onlyPersonId)
    if (!principal.ok) return { is: 'refused', refused: principal.refused }
    const { personId } = principal.value
    const [actor, source] = asker.kind === 'person' ? [`person:${personId}`, asker.address] : ['operator:local', 'local']
    if (isFree) return ready(actor, source, personId)
    if (stepUpId === null) {
      const begun = await this.#begin(principal.value, [change], asker)
      return begun.ok ? { is: 'stepUpNeeded', stepUp: begun.value } : { is: 'refused', refused: begun.refused }
    }
    const confirmed = await this.#parts.people.confirmation(principal.value, stepUpId, change, this.#parts.wallClock.nowUs())
    return confirmed.ok ? ready(actor, source, personId, confirmed.value) : { is: 'refused', refused: refusalOfPeople(confirmed.refused).refused }
  }

  #isFree({ act }: ChangeDescription, asker: Asker): boolean {
    return actRow(act).gravity === 'none' || (asker.kind === 'operator' && OPERATOR_FREE.has(act))
  }

  async #begin(principal: Principal, changes: readonly ChangeDescription[], asker: Asker): Promise<Outcome<StepUpAsked>> {
    const address = asker.kind === 'person' ? asker.address : 'local'
    const begun = await this.#parts.people.beginStepUp(principal, changes, { nowUs: this.#parts.wallClock.nowUs(), address, deviceLabel: '', deviceToken: null, sessionToken: null, language: null })
    if (!begun.ok) return refusalOfPeople(begun.refused)
    const { id, sentences, told, requirement, given, expiresAtUs } = begun.value
    return done({ id, email: principal.email, sentences, told, requirement, given, expiresAt: new Date(toMs(expiresAtUs)).toISOString() })
  }

  /** Whose factors confirm what the local operator does. */
  async #standIn(as: string | null, { act, accountId }: ChangeDescription, onlyPersonId?: string | null): Promise<Outcome<Principal>> {
    const { people } = this.#parts
    const everybody = accountId === null ? [] : await people.standIns(act, accountId)
    const able = everybody.filter(({ personId }) => onlyPersonId === undefined || personId === onlyPersonId)
    if (everybody.length > 0 && able.length === 0) return notTheirs
    const [first, second] = able
    if (!first) {
      const [renewing, ...others] = accountId === null ? [] : await people.standInsToRenew(accountId)
      if (renewing !== undefined) return refused('renewalNeeded', `${[renewing, ...others].join(', ')} must choose a new password and second factor before anything is confirmed: a lockdown asked for it.`, 'Sign in to the console, where it is asked for first.')
      return await people.needsFirstOwner()
        ? refused('ownerNeeded', 'Nobody is set up yet whose factors could confirm this.', 'Set the owner up first, by the one-time link that ./bitting start prints. Until then a key with reading alone can be made here.')
        : refused('ownerNeeded', 'Nobody has a role on this account that allows this.', 'An owner can invite somebody in the console.')
    }
    if (as !== null) {
      const called = able.find((principal) => isCalled(principal, as))
      return called ? done(called) : refused('personUnknown', `${as} may not do this.`, `These may: ${able.map(({ email }) => `--as ${email}`).join(', ')}`)
    }
    const owners = able.filter(({ held }) => held.some(({ role }) => role === 'owner'))
    const [only, another] = owners
    if (only && !another) return done(only)
    return second ? refused('personNeeded', 'Several people could confirm this.', `Say whose codes are given: ${able.map(({ email }) => `--as ${email}`).join(', ')}`) : done(first)
  }

  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const turn = this.#lastTurn.then(change)
    this.#lastTurn = turn.catch(() => undefined)
    return turn
  }
}
