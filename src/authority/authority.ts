import type { Account } from '../accounts/account.ts'
import type { AccountId, ApiKeyId } from '../ids.ts'
import type { Kept } from '../confirmation.ts'
import type { TimeUs } from '../time.ts'
import { type AccountPolicy, DEFAULT_POLICY } from './account-policy.ts'
import type { ApiKey } from './api-key.ts'
import type { DailyHours } from './daily-hours.ts'
import { type Decided, edited } from './editing.ts'
import { endedForGood } from './fresh-credential.ts'
import { completeHandover } from './handover.ts'
import { type Act, auditOf, manyAudit, pairAudit } from './key-audit.ts'
import type { KeyDirectory } from './key-directory.ts'
import { closureOf, extended, isOverByItself, isUsedUp, occupying } from './key-life.ts'
import type { ReviewOutcome } from './key-review.ts'
import type { KeyStore } from './key-store.ts'
import type { RandomBytes } from './key-text.ts'
import type { KeyEdit, NewCredential, NewKey } from './key-wishes.ts'
import { keyFrom, type MadeFrom, type MakingFrom, rotation, SPLIT } from './making-from.ts'
import { type Created, type Making, newKey, type NotChanged } from './making.ts'
import { DEFAULT_RULES, periodViolations, rightsViolations, type RuleSettings, type Violation } from './rules.ts'
import type { Sealer } from './sealing.ts'
import { keysBySecret } from './secret-search.ts'
import { TimedKeys } from './timed-keys.ts'
import { tellingViolations } from './waiting-secret.ts'

export type { Act } from './key-audit.ts'
export type { MadeFrom } from './making-from.ts'
export type { Created, NotChanged } from './making.ts'
export type { KeyEdit, NewCredential, NewKey } from './key-wishes.ts'

export type Changed = { readonly ok: true; readonly key: ApiKey; /** Remarks on entries that were accepted. */ readonly remarks: readonly string[] } | NotChanged

export interface AuthorityParts {
  readonly store: KeyStore
  readonly directory: KeyDirectory
  readonly sealer: Sealer
  readonly accounts: { byId(id: AccountId): Account | undefined }
  readonly randomBytes: RandomBytes
  /** A fresh internal id (`k_…`). */
  readonly newKeyId: () => ApiKeyId
  readonly rules?: RuleSettings
  /** What each account lets its keys be; absent = the default for all. */
  readonly policyOf?: (account: Account) => AccountPolicy
}

const refused = (...violations: readonly Violation[]): NotChanged => ({ ok: false, violations })

const UNCONFIRMED = refused({ rule: 'confirmation', text: 'This confirmation was used already or has expired. Nothing was changed.' })

/**
 * The keys: who may have which, and what becomes of them. Every change is decided by the rules, made durable with its audit entry, and in
 * force in the directory before its promise resolves: the next request sees it. Changes are made one after the other.
 */
export class Authority {
  readonly #parts: AuthorityParts
  readonly #rules: RuleSettings
  #sealer: Sealer
  #lastChange: Promise<unknown> = Promise.resolve()
  readonly #timed = new TimedKeys()

  constructor(parts: AuthorityParts) {
    this.#parts = parts
    this.#rules = parts.rules ?? DEFAULT_RULES
    this.#sealer = parts.sealer
  }

  /** Fills the directory from the store, once, at start. */
  load(): void {
    this.#parts.directory.load(this.#timed.noted(this.#parts.store.all()))
  }

  /** Deletes the keys that were made to be used once and were, or have ended, and those whose secret waited in vain. @returns how many */
  async deleteEnded(act: Act): Promise<number> {
    let deleted = 0
    for (const [id, text] of this.#timed.ending) {
      const key = this.byText(text)
      if (!key) continue
      const isOver = isOverByItself(key, act.nowUs) || isUsedUp(key, (await this.#parts.store.lastUse(id))?.timeUs, act.nowUs)
      if (isOver && (await this.delete(id, act)).ok) deleted += 1
    }
    return deleted
  }

  /** The hours to which a key's limits hold it; undefined where they hold it to none. */
  hoursOf(id: ApiKeyId): DailyHours | undefined {
    return this.#timed.hoursOf(id)
  }

  /** The key of that text as it is now, deleted since the start or not; undefined when there is none. */
  byText(text: string): ApiKey | undefined {
    return this.#parts.directory.find(text)?.key
  }

  /** The living HMAC keys that sign with these secrets, by the secret. */
  bySecrets(secrets: readonly string[]): Promise<ReadonlyMap<string, ApiKey>> {
    return keysBySecret(secrets, this.#parts.store, () => this.#sealer)
  }

  byId(id: ApiKeyId): Promise<ApiKey | undefined> {
    return this.#parts.store.byId(id)
  }

  create(wish: NewKey, act: Act): Promise<Created> {
    return this.#inTurn(() => this.#create(wish, act))
  }

  async #create(wish: NewKey, act: Act): Promise<Created> {
    const account = this.#parts.accounts.byId(wish.accountId)
    if (!account) return refused({ rule: 'unknownAccount', text: `There is no account ${wish.accountId}.` })
    const held = occupying(await this.#parts.store.ofAccount(account.id), act.nowUs)
    const made = newKey(wish, this.#making(account, held, act))
    if (!made.ok) return made
    const kept = await this.#keep(act, () => this.#parts.store.insert(made.key, auditOf('key.create', null, made.key, act), act.confirmation), made.key)
    return kept ? made : UNCONFIRMED
  }

  edit(id: ApiKeyId, edit: KeyEdit, act: Act): Promise<Changed> {
    return this.#change(id, 'key.edit', act, (key, account) => this.#edited(key, account, edit, act.nowUs))
  }

  async #edited(key: ApiKey, account: Account | undefined, edit: KeyEdit, nowUs: TimeUs): Promise<Decided> {
    return account === undefined ? { key, violations: [noAccount(key)], remarks: [] } : edited(key, account, edit, edit.label === undefined ? [] : occupying(await this.#others(key), nowUs), this.#rules, this.#policyOf(account), nowUs)
  }

  /**
   * Makes a successor with everything but the secret. It sleeps, and its first admitted call retires this key; or, with an overlap, both
   * open until a hard end.
   */
  rotate(id: ApiKeyId, credential: NewCredential, overlapUs: number | null, act: Act): Promise<MadeFrom> {
    return this.#inTurn(() => this.#makeFrom(id, credential, rotation(overlapUs), act))
  }

  /** Makes two of a key that trades spot and futures: this one keeps spot and all else, a new one has futures alone. */
  split(id: ApiKeyId, credential: NewCredential, act: Act): Promise<MadeFrom> {
    return this.#inTurn(() => this.#makeFrom(id, credential, SPLIT, act))
  }

  /**
   * What an admitted call of a key sets off, durable when the promise resolves: a successor takes over, a counted call is taken off.
   * @param isStillHeld asked when no other change is under way: whether the call is admitted still
   * @returns whether it was; if not, nothing has changed
   */
  payToll(id: ApiKeyId, isStillHeld: () => boolean, act: Act): Promise<boolean> {
    return this.#inTurn(async () => {
      const key = await this.#parts.store.byId(id)
      if (!key || !isStillHeld()) return false
      if (key.life.isAsleep) await this.#wake(key, act)
      else if (key.life.callsLeft !== null) await this.#takeCall(key, key.life.callsLeft, act)
      return true
    })
  }

  async #wake(key: ApiKey, act: Act): Promise<void> {
    const former = key.life.predecessorId === null ? undefined : await this.#parts.store.byId(key.life.predecessorId)
    const { old, successor } = completeHandover(former, key, act.nowUs)
    await this.#parts.store.saveTogether([], old ? [old, successor] : [successor], pairAudit('key.handover', former ?? null, old ?? null, successor, act))
    if (old) this.#put(old)
    this.#put(successor)
  }

  async #takeCall(key: ApiKey, callsLeft: number, act: Act): Promise<void> {
    const life = { ...key.life, callsLeft: callsLeft - 1 }
    const next: ApiKey = callsLeft > 1 ? { ...key, life } : { ...endedForGood({ ...key, life }, act.nowUs), changedAtUs: act.nowUs }
    await this.#parts.store.update(next, auditOf(callsLeft > 1 ? 'key.call' : 'key.delete', key, next, act))
    this.#put(next)
  }

  /** Makes a key from another one: both are changed together, or neither is. */
  async #makeFrom(id: ApiKeyId, credential: NewCredential, making: MakingFrom, act: Act): Promise<MadeFrom> {
    const key = await this.#parts.store.byId(id)
    if (!key) return refused(noKey(id))
    if (key.deletedAtUs !== null) return refused({ rule: 'keyDeleted', text: `Key ${id} was deleted; nothing is made from it.` })
    const account = this.#parts.accounts.byId(key.accountId)
    if (!account) return refused(noAccount(key))
    const held = occupying(await this.#parts.store.ofAccount(key.accountId), act.nowUs)
    const successor = key.life.successorId === null ? undefined : await this.#parts.store.byId(key.life.successorId)
    const made = keyFrom(key, successor, making, credential, this.#making(account, held, act))
    if (!made.ok) return made
    const kept = await this.#keep(act, () => this.#parts.store.saveTogether([made.key], [made.former], pairAudit(making.name, key, made.former, made.key, act), act.confirmation), made.former, made.key)
    return kept ? made : UNCONFIRMED
  }

  /** Gives a key its period once more from now (another length for this time, where one is given), and says that it is still needed. */
  extend(id: ApiKeyId, days: number | null, act: Act): Promise<Changed> {
    return this.#change(id, 'key.extend', act, (key) => ({
      key: extended(key, days, act.nowUs), remarks: [],
      violations: [
        ...(key.life.afterPeriod === 'delete' ? [{ rule: 'oneTime', text: `Key ${key.id} was made to be used once: it is not extended. Make another when it is needed.` } as const] : []),
        ...(days === null ? [] : periodViolations(days)),
      ],
    }))
  }

  disable(id: ApiKeyId, act: Act): Promise<Changed> {
    return this.#change(id, 'key.disable', act, (key) => ({ key: { ...key, isEnabled: false }, violations: [], remarks: [] }))
  }

  /** Opens a disabled key again, one that its period closed for another period; the rules may have come to refuse what it carries. */
  enable(id: ApiKeyId, act: Act): Promise<Changed> {
    return this.#change(id, 'key.enable', act, (key, account) => ({
      key: { ...(closureOf({ ...key, isEnabled: true }, act.nowUs) === 'keyDisabled' ? extended(key, null, act.nowUs) : key), isEnabled: true }, violations: account ? rightsViolations({ ...key, kind: key.credential.kind }, account, this.#policyOf(account)) : [noAccount(key)], remarks: [],
    }))
  }

  /**
   * Tells a secret that waited, once, to the person it waits for. It stays sealed here, because signatures are verified with it; what is used up is the telling.
   * @returns the secret; null for a rehearsal
   */
  async tellSecret(id: ApiKeyId, personId: string | null, act: Act): Promise<{ readonly ok: true; readonly key: ApiKey; readonly secret: string | null } | NotChanged> {
    let secret: string | null = null
    const told = await this.#change(id, 'key.tellSecret', act, (key) => {
      const opened = key.credential.kind === 'hmac' && key.life.secretWaits !== null ? this.#sealer.open(key.credential.secret, key.id) : undefined
      if (opened?.ok && !act.isRehearsal) secret = Buffer.from(opened.secret).toString()
      return { key: { ...key, life: { ...key.life, secretWaits: null } }, violations: tellingViolations(key, personId, opened?.ok ?? false, act), remarks: [] }
    })
    return told.ok ? { ok: true, key: told.key, secret } : told
  }

  /** Notes what a review of a key came to and does it: the decision and what it changes are kept in one transaction. */
  review(id: ApiKeyId, outcome: ReviewOutcome, act: Act): Promise<Changed> {
    return this.#change(id, 'key.review', act, async (key, account) => {
      const decided = await this.#decidedBy(outcome, key, account, act.nowUs)
      return { ...decided, key: { ...decided.key, life: { ...decided.key.life, reviewed: { atUs: act.nowUs, by: act.personId ?? act.actor, decision: outcome.decision, note: outcome.note } } } }
    })
  }

  #decidedBy(outcome: ReviewOutcome, key: ApiKey, account: Account | undefined, nowUs: TimeUs): Decided | Promise<Decided> {
    switch (outcome.decision) {
      case 'keep': return { key, violations: [], remarks: [] }
      case 'narrow': return this.#edited(key, account, outcome.edit, nowUs)
      case 'delete': return { key: endedForGood(key, nowUs), violations: [], remarks: [] }
    }
  }

  /** Ends a key for good. It stays in the record; its sealed secret does not. */
  delete(id: ApiKeyId, act: Act): Promise<Changed> {
    return this.#change(id, 'key.delete', act, (key) => ({ key: endedForGood(key, act.nowUs), violations: [], remarks: [] }))
  }

  /** Closes several keys in one transaction: all of them, or none. Those that are closed already stay as they are. */
  disableMany(ids: readonly ApiKeyId[], act: Act): Promise<{ readonly ok: true; readonly keys: readonly ApiKey[] } | NotChanged> {
    return this.#inTurn(async () => {
      const keys: ApiKey[] = []
      for (const id of new Set(ids)) {
        const key = await this.#parts.store.byId(id)
        if (!key) return refused(noKey(id))
        keys.push(key)
      }
      const changed = keys.filter(({ isEnabled, deletedAtUs }) => isEnabled && deletedAtUs === null).map((key): ApiKey => ({ ...key, isEnabled: false, changedAtUs: act.nowUs }))
      const kept = await this.#keep(act, () => this.#parts.store.saveTogether([], changed, manyAudit('key.disableMany', keys, changed, act), act.confirmation), ...changed)
      return kept ? { ok: true, keys: keys.map((key) => changed.find(({ id }) => id === key.id) ?? key) } : UNCONFIRMED
    })
  }

  /**
   * Closes the keys that a person holds, or hands them to another person, in one transaction. Asked again, it does what is left to do.
   * @returns how many were changed
   */
  closeHeldBy(holderId: string, heirId: string | null, act: Act): Promise<number> {
    return this.#inTurn(async () => {
      const held = (await this.#parts.store.ofHolder(holderId)).filter(({ deletedAtUs, isEnabled }) => deletedAtUs === null && (heirId !== null || isEnabled))
      const changed = held.map((key): ApiKey => ({ ...key, ...(heirId === null ? { isEnabled: false } : { holderId: heirId }), changedAtUs: act.nowUs }))
      if (changed.length > 0) await this.#keep(act, () => this.#parts.store.saveTogether([], changed, manyAudit(heirId === null ? 'key.disableMany' : 'key.handOn', held, changed, act)), ...changed)
      return changed.length
    })
  }

  /**
   * Seals every secret of the store anew, for the sealing key has changed: opens with the former sealer, seals with the next one.
   * @throws when a secret does not open; then nothing has changed.
   */
  reseal(next: Sealer, act: Act): Promise<{ readonly resealed: number }> {
    return this.#inTurn(async () => {
      const resealed: ApiKey[] = []
      for (const key of this.#parts.store.all()) {
        if (key.credential.kind !== 'hmac') continue
        const opened = this.#sealer.open(key.credential.secret, key.id)
        if (!opened.ok) throw new Error(`the secret of key ${key.id} does not open with sealing key ${opened.sealingKeyVersion} (${opened.fault})`)
        resealed.push({ ...key, credential: { kind: 'hmac', secret: next.seal(opened.secret, key.id) } })
      }
      const count = await this.#parts.store.reseal(resealed, next, (many) => ({
        timeUs: act.recordedAtUs ?? act.nowUs, actor: act.actor, source: act.source, act: 'sealingKey.rotate', subject: `sealing-key:${next.currentVersion}`,
        before: { version: this.#sealer.currentVersion }, after: { version: next.currentVersion, resealed: many },
      }))
      this.#sealer = next
      this.#parts.directory.replaceSealer(next)
      for (const key of resealed) this.#parts.directory.put(key)
      return { resealed: count }
    })
  }

  #policyOf(account: Account): AccountPolicy {
    return this.#parts.policyOf?.(account) ?? DEFAULT_POLICY
  }

  #making(account: Account, held: readonly ApiKey[], { nowUs }: Act): Making {
    return { account, held, policy: this.#policyOf(account), rules: this.#rules, id: this.#parts.newKeyId(), sealer: this.#sealer, randomBytes: this.#parts.randomBytes, nowUs }
  }

  /** Makes a decided change durable, then in force; a rehearsal ends before. @returns false where its confirmation was good no more */
  async #keep(act: Act, save: () => Promise<Kept>, ...keys: readonly ApiKey[]): Promise<boolean> {
    if (act.isRehearsal) return true
    if (await save() === 'unconfirmed') return false
    for (const key of keys) this.#put(key)
    return true
  }

  /** In force from here on: the next request sees it. */
  #put(key: ApiKey): void {
    this.#parts.directory.put(key)
    this.#timed.note(key)
  }

  /** One change after the other: two wishes can never both take the last place of an account. */
  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const turn = this.#lastChange.then(change)
    this.#lastChange = turn.catch(() => undefined)
    return turn
  }

  #change(id: ApiKeyId, name: string, act: Act, decide: (key: ApiKey, account: Account | undefined) => Decided | Promise<Decided>): Promise<Changed> {
    return this.#inTurn(async () => {
      const key = await this.#parts.store.byId(id)
      if (!key) return refused(noKey(id))
      if (key.deletedAtUs !== null) return refused({ rule: 'keyDeleted', text: `Key ${id} was deleted; a deleted key is never opened again. Make a new one.` })
      // A key that gave way can be closed further and nothing else.
      if (closureOf(key, act.nowUs) === 'keyRetired' && name !== 'key.delete' && name !== 'key.disable') return refused({ rule: 'handover', text: `Key ${id} has been rotated: ${key.life.successorId ?? 'its successor'} took over, and it is never opened again. Change that one.` })
      const decided = await decide(key, this.#parts.accounts.byId(key.accountId))
      if (decided.violations.length > 0) return refused(...decided.violations)
      const next: ApiKey = { ...decided.key, changedAtUs: act.nowUs }
      const kept = await this.#keep(act, () => this.#parts.store.update(next, auditOf(name, key, next, act), act.confirmation), next)
      return kept ? { ok: true, key: next, remarks: decided.remarks } : UNCONFIRMED
    })
  }

  /** The other keys of a key's account. */
  async #others({ id, accountId }: ApiKey): Promise<readonly ApiKey[]> {
    return (await this.#parts.store.ofAccount(accountId)).filter((key) => key.id !== id)
  }
}

const noKey = (id: ApiKeyId): Violation => ({ rule: 'unknownKey', text: `There is no key ${id}.` })

/** A key without its account can be closed, and nothing else. */
const noAccount = (key: ApiKey): Violation => ({ rule: 'unknownAccount', text: `Key ${key.id} belongs to account ${key.accountId}, which is not here.` })
