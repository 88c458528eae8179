import { hash } from 'node:crypto'
import type { AuditEntry, AuditValue } from '../audit/entry.ts'
import { randomText } from '../authority/key-text.ts'
import type { Confirmation } from '../confirmation.ts'
import { DEFAULT_LANGUAGE, type Language } from '../language.ts'
import { SECOND, type TimeUs } from '../time.ts'
import { type Act, type Circumstances, mayAct, type Role, type RoleHeld, roleOfPrincipal } from './acts.ts'
import type { Notice, PeopleLetters, Written } from './letters.ts'
import { type Letter, newMessage } from './message.ts'
import type { PeopleChange } from './people-store.ts'
import type { Device, Person, Renewal } from './person.ts'
import type { Doer, PeopleParts, Visit } from './ports.ts'
import { allowed, refusal, type Result } from './result.ts'
import type { SecretSealer } from './sealed.ts'
import { hashOfToken } from './secret-token.ts'
import { type ChangeDescription, confirmationFor } from './step-up.ts'
import { ADDRESS_RULE, addressKey, type Counted, PERSON_RULE, Throttle } from './throttle.ts'

/** Whoever was let in: by a session of a browser, or by a token of a script. */
export interface Principal {
  readonly kind: 'session' | 'token'
  /** Of the session or the token. */
  readonly id: string
  readonly personId: string
  readonly email: string
  readonly name: string
  readonly held: readonly RoleHeld[]
  /** Of a token: the roles of its person, who may have a lesser one on a sub-account than above it. Where both have a say, the lesser counts. */
  readonly atMost?: readonly RoleHeld[]
  /** What they must choose anew first: until then they hold no role anywhere. Absent or empty: nothing. */
  readonly mustRenew?: readonly Renewal[]
}

/** What an act decided: what changes, what is recorded, and what the caller is told once that is durable. */
export interface Plan<Value> {
  readonly answer: Result<Value>
  readonly changes: readonly PeopleChange[]
  readonly audit: AuditEntry | null
  readonly confirmation?: Confirmation | null
}

/** A plan that changes nothing. */
export const only = <Value>(answer: Result<Value>): Plan<Value> => ({ answer, changes: [], audit: null })

/** An act that others crossed is decided anew so many times. */
const ATTEMPTS = 4

/** What every act of this room works with. */
export class Office {
  readonly parts: PeopleParts
  readonly throttle = new Throttle()
  #lastTurn: Promise<unknown> = Promise.resolve()
  #sealer: SecretSealer

  constructor(parts: PeopleParts) {
    this.parts = parts
    this.#sealer = parts.sealer
  }

  get sealer(): SecretSealer {
    return this.#sealer
  }

  newId(prefix: string): string {
    return `${prefix}_${randomText(this.parts.randomBytes, 16)}`
  }

  /** Carries a plan out; decides anew where somebody else changed in between what it was decided on. */
  async carryOut<Value>(decide: () => Promise<Plan<Value>>): Promise<Result<Value>> {
    const counted: readonly PeopleChange[] = this.throttle.takeChanged().map((record) => ({ do: 'put', kind: 'throttle', record }))
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { answer, changes, audit, confirmation } = await decide()
      const all = [...counted, ...changes]
      if (all.length === 0 && audit === null && !confirmation) return answer
      if (await this.parts.store.save(all, audit, confirmation) === 'saved') {
        if (changes.some(({ kind }) => kind === 'message')) this.parts.onLetters()
        return answer
      }
    }
    return refusal('conflict')
  }

  /** The same, one after the other: for what is decided on whether there is one, or on how many there are, which the version of no record tells. */
  carryOutInTurn<Value>(decide: () => Promise<Plan<Value>>): Promise<Result<Value>> {
    const turn = this.#lastTurn.then(() => this.carryOut(decide))
    this.#lastTurn = turn.catch(() => undefined)
    return turn
  }

  /** Stores what was counted since, where no other change takes it along. */
  async keepCounts(): Promise<void> {
    await this.carryOut(() => Promise.resolve(only(allowed(null))))
  }

  /** A letter to be stored with the change that it tells of. */
  letter(letter: Letter, nowUs: TimeUs): PeopleChange {
    return { do: 'insert', kind: 'message', record: newMessage(this.newId('m'), letter, this.#sealer, nowUs) }
  }

  mail(person: Pick<Person, 'email'>, words: Written, nowUs: TimeUs): PeopleChange {
    return this.letter({ channel: 'mail', to: person.email, ...words }, nowUs)
  }

  /** The letters in the first language that is known: that of their reader, else that of the page which brings them about. */
  lettersIn(...languages: readonly (Language | null | undefined)[]): PeopleLetters {
    return this.parts.lettersIn(languages.find((language) => language !== null && language !== undefined) ?? DEFAULT_LANGUAGE)
  }

  notice(person: Pick<Person, 'email' | 'language'>, notice: Notice, { deviceLabel, address, language, nowUs }: Pick<Visit, 'deviceLabel' | 'address' | 'language' | 'nowUs'>): PeopleChange {
    return this.mail(person, this.lettersIn(person.language, language).notice(notice, deviceLabel, address), nowUs)
  }

  /** The role that somebody has on an account, if any. */
  roleOn(principal: Pick<Principal, 'held' | 'atMost'>, accountId: number): Role | undefined {
    const parent = this.parts.accounts.parentOf(accountId)
    return parent === undefined ? undefined : roleOfPrincipal(principal, accountId, parent)
  }

  may(principal: Pick<Principal, 'held' | 'atMost'>, act: Act, accountId: number, circumstances: Circumstances = {}): Result<null> {
    const role = this.roleOn(principal, accountId)
    return role !== undefined && mayAct(role, act, circumstances) ? allowed(null) : refusal('notAllowed')
  }

  /** The right to make this change now: what was confirmed must be exactly it. */
  async confirm(principal: Principal, stepUpId: string, change: ChangeDescription, nowUs: TimeUs): Promise<Result<Confirmation>> {
    const { store } = this.parts
    const stepUp = await store.byId('stepUp', stepUpId)
    const uses = stepUp ? await store.find('stepUpUse', { stepUpId }) : []
    const used = new Set(uses.map(({ id }) => Number(id.slice(id.lastIndexOf(':') + 1))))
    return confirmationFor(stepUp, change, used, { personId: principal.personId, principalId: principal.id }, nowUs)
  }

  async activePerson(personId: string): Promise<Person | undefined> {
    const person = await this.parts.store.byId('person', personId)
    return person?.state === 'active' ? person : undefined
  }

  async personOfEmail(email: string): Promise<Person | undefined> {
    return (await this.parts.store.find('person', { email }))[0]
  }

  async deviceOf(visit: Visit): Promise<Device | undefined> {
    return visit.deviceToken === null ? undefined : (await this.parts.store.find('device', { tokenHash: hashOfToken(visit.deviceToken) }))[0]
  }

  /** What attempts to be this person are counted for. A device that the person confirmed counts by itself, so that strangers cannot lock the person out. */
  counted(email: string, person: Person | undefined, device: Device | undefined, visit: Visit): readonly Counted[] {
    const isOwnDevice = device !== undefined && device.personId === person?.id
    return [{ key: isOwnDevice ? `device:${device.id}` : `person:${hash('sha256', email, 'hex')}`, rule: PERSON_RULE }, { key: addressKey(visit.address), rule: ADDRESS_RULE }]
  }

  /** Charges an attempt before it is looked at. */
  charge(counted: readonly Counted[], nowUs: TimeUs): Result<null> {
    const charged = this.throttle.charge(counted, nowUs)
    return charged.isOpen ? allowed(null) : refusal('tooManyAttempts', { retryAfterS: Math.ceil(charged.retryAfterUs / SECOND) })
  }

  /** Takes what an earlier process counted. */
  async load(): Promise<void> {
    this.throttle.load(await this.parts.store.find('throttle', {}))
  }

  /** From now on this one seals; it opens what former ones sealed too. */
  useSealer(sealer: SecretSealer): void {
    this.#sealer = sealer
  }
}

export const doerOf = (personId: string, { address, nowUs }: Visit): Doer => ({ actor: `person:${personId}`, source: address, nowUs })

export interface Recorded {
  readonly act: string
  readonly subject: string
  readonly before?: AuditValue
  readonly after?: Readonly<Record<string, AuditValue>> | null
}

/** What the audit chain keeps of an act: who, from where, with which factors, before and after. */
export const recordedBy = ({ actor, source, nowUs }: Doer, { act, subject, before = null, after = null }: Recorded, confirmation: Confirmation | null = null): AuditEntry => ({
  timeUs: nowUs, actor, source, act, subject, before,
  after: confirmation ? { ...after, confirmation: { stepUp: confirmation.stepUpId, factors: [...confirmation.factors], digest: confirmation.digest } } : after,
})
