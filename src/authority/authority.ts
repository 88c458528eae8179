import { hash } from 'node:crypto'
import type { Account } from '../accounts/account.ts'
import type { AuditEntry, AuditValue } from '../audit/entry.ts'
import type { Environment } from '../environment.ts'
import type { AccountId, ApiKeyId } from '../ids.ts'
import { type Permission, permissionBits, permissionsOf } from '../permission.ts'
import { DAY, type TimeUs } from '../time.ts'
import { type AccountPolicy, DEFAULT_POLICY, presetsUnder } from './account-policy.ts'
import { parseAllowList } from './allow-list.ts'
import type { AllowList, ApiKey, Credential, GuardRails, KeyKind } from './api-key.ts'
import type { KeyDirectory } from './key-directory.ts'
import type { KeyStore } from './key-store.ts'
import { beginHandover, completeHandover, handoverViolations, MAX_OVERLAP_US, successorLabel, successorShape } from './handover.ts'
import { type AfterPeriod, closureOf, extended, periodDates, PLAIN_LIFE, withAfterPeriod } from './key-life.ts'
import { makeKeyText, makeSecretText, type RandomBytes } from './key-text.ts'
import type { PresetRow } from './presets.ts'
import { parsePublicKey } from './public-key.ts'
import { DEFAULT_RULES, expiryViolations, guardRailViolations, labelViolations, lapseTime, periodViolations, presetViolations, replayGuardByDefault, rightsViolations, type RuleSettings, type Violation } from './rules.ts'
import { canBeSplit } from './risk.ts'
import type { Sealer } from './sealing.ts'

/** What somebody wants a new key to be. What is left out takes the careful default: reading only, and no address until one is given. */
export interface NewKey {
  readonly accountId: AccountId
  readonly environment: Environment
  readonly label: string
  readonly kind: KeyKind
  /** SPKI PEM; asymmetric kinds only, and needed there. */
  readonly publicKey?: string | undefined
  readonly permissions?: readonly Permission[] | undefined
  readonly allowList: AllowList
  readonly guardRails?: GuardRails | undefined
  readonly expiresAtUs?: TimeUs | null | undefined
  readonly replayGuard?: boolean | undefined
  /** The name of a preset: gives rights, period and what follows it, and holds the wish to them. */
  readonly preset?: string | undefined
  readonly periodDays?: number | null | undefined
  readonly afterPeriod?: AfterPeriod | undefined
  /** It is deleted after so many admitted calls. */
  readonly calls?: number | undefined
}

/** What a new pair of halves, or secret, is made from. */
export interface NewCredential {
  readonly kind: KeyKind
  readonly publicKey?: string | undefined
  /** Left out: the key's own with a number behind. */
  readonly label?: string | undefined
}

/** A key, and the one made from it. */
export type MadeFrom = { readonly ok: true; readonly former: ApiKey; readonly key: ApiKey; readonly secret: string | null } | NotChanged

/** What is to change; the rest stays. */
export interface KeyEdit {
  readonly label?: string | undefined
  readonly permissions?: readonly Permission[] | undefined
  readonly allowList?: AllowList | undefined
  readonly guardRails?: GuardRails | undefined
  readonly expiresAtUs?: TimeUs | null | undefined
  readonly replayGuard?: boolean | undefined
  readonly afterPeriod?: AfterPeriod | undefined
}

/** Who acts, from where, and when on the authority's calendar. */
export interface Act {
  readonly actor: string
  readonly source: string
  readonly nowUs: TimeUs
  /** Wall time, for the record; absent = `nowUs`. */
  readonly recordedAtUs?: TimeUs
}

export type Changed = { readonly ok: true; readonly key: ApiKey; /** Remarks on entries that were accepted. */ readonly remarks: readonly string[] } | NotChanged
export type Created = { readonly ok: true; readonly key: ApiKey; /** HMAC only, and only this once. */ readonly secret: string | null; readonly remarks: readonly string[] } | NotChanged
export interface NotChanged {
  readonly ok: false
  /** Every rule that the wish breaks. */
  readonly violations: readonly Violation[]
}

/** What is to become of a key, unless it breaks rules. */
interface Decided {
  readonly key: ApiKey
  readonly violations: readonly Violation[]
  readonly remarks: readonly string[]
}

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

/**
 * The keys: who may have which, and what becomes of them. Every change is decided by the rules, made durable with its audit entry, and in
 * force in the directory before its promise resolves: the next request sees it. Changes are made one after the other.
 */
export class Authority {
  readonly #parts: AuthorityParts
  readonly #rules: RuleSettings
  #sealer: Sealer
  #lastChange: Promise<unknown> = Promise.resolve()
  /** Living keys that are deleted when they end. */
  readonly #oneTime = new Map<ApiKeyId, ApiKey['text']>()

  constructor(parts: AuthorityParts) {
    this.#parts = parts
    this.#rules = parts.rules ?? DEFAULT_RULES
    this.#sealer = parts.sealer
  }

  /** Fills the directory from the store, once, at start. */
  load(): void {
    this.#parts.directory.load(this.#noted(this.#parts.store.all()))
  }

  /** Deletes the keys that were made to be used once and have ended. @returns how many */
  async deleteEnded(act: Act): Promise<number> {
    let deleted = 0
    for (const [id, text] of this.#oneTime) {
      const key = this.byText(text)
      if (key && closureOf(key, act.nowUs) === 'keyExpired' && (await this.delete(id, act)).ok) deleted += 1
    }
    return deleted
  }

  /** The key of that text as it is now, deleted since the start or not; undefined when there is none. */
  byText(text: string): ApiKey | undefined {
    return this.#parts.directory.find(text)?.key
  }

  byId(id: ApiKeyId): Promise<ApiKey | undefined> {
    return this.#parts.store.byId(id)
  }

  create(wish: NewKey, act: Act): Promise<Created> {
    return this.#inTurn(() => this.#create(wish, act))
  }

  edit(id: ApiKeyId, edit: KeyEdit, act: Act): Promise<Changed> {
    return this.#change(id, 'key.edit', act, async (key, account) => this.#edited(key, account, edit, act.nowUs, edit.label === undefined ? [] : occupying(await this.#others(key), act.nowUs)))
  }

  /**
   * Makes a successor with everything but the secret. It sleeps, and its first admitted call retires this key; or, with an overlap, both
   * open until a hard end.
   */
  rotate(id: ApiKeyId, credential: NewCredential, overlapUs: number | null, act: Act): Promise<MadeFrom> {
    return this.#madeFrom(id, credential, 'key.rotate', act, async (key, label) => {
      const successor = key.life.successorId === null ? undefined : await this.#parts.store.byId(key.life.successorId)
      const violations = [
        ...handoverViolations(key, successor, act.nowUs),
        ...(overlapUs === null || (overlapUs > 0 && overlapUs <= MAX_OVERLAP_US) ? [] : [{ rule: 'handover', text: `An overlap lasts up to ${MAX_OVERLAP_US / DAY} days.` } as const]),
      ]
      return {
        violations,
        make: (fresh) => {
          const pair = beginHandover(key, { ...fresh, ...successorShape(key, act.nowUs), label: label(key.life.generation + 1) }, overlapUs, act.nowUs)
          return { former: pair.old, made: pair.successor }
        },
      }
    })
  }

  /** Makes two of a key that trades spot and futures: this one keeps spot and all else, a new one has futures alone. */
  split(id: ApiKeyId, credential: NewCredential, act: Act): Promise<MadeFrom> {
    return this.#madeFrom(id, credential, 'key.split', act, async (key) => ({
      violations: canBeSplit(key) && closureOf(key, act.nowUs) !== 'keyRetired' ? [] : [{ rule: 'split', text: `Key ${key.id} does not trade both spot and futures: there is nothing to part.` }],
      make: (fresh) => {
        const futures = permissionBits(['futures'])
        const held = permissionBits(['reading', 'futures']) & key.permissions
        const shape = { ...successorShape(key, act.nowUs), permissions: held, expiresAtUs: key.expiresAtUs }
        return {
          former: { ...key, permissions: key.permissions & ~futures, changedAtUs: act.nowUs },
          made: { ...fresh, ...shape, label: credential.label?.trim() ?? `${key.label} futures`, life: { ...key.life, generation: 1, predecessorId: null, successorId: null, isAsleep: false, retiresAtUs: null } },
        }
      },
    }))
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
    const next: ApiKey = callsLeft > 1 ? { ...key, life } : { ...key, life, credential: withoutSecret(key.credential), isEnabled: false, deletedAtUs: act.nowUs, changedAtUs: act.nowUs }
    await this.#parts.store.update(next, auditOf(callsLeft > 1 ? 'key.call' : 'key.delete', key, next, act))
    this.#put(next)
  }

  /** Makes a key from another one: both are changed together, or neither is. */
  #madeFrom(id: ApiKeyId, credential: NewCredential, name: string, act: Act, decide: (key: ApiKey, label: (generation: number) => string) => Promise<{ violations: readonly Violation[]; make(fresh: ApiKey): { former: ApiKey; made: ApiKey } }>): Promise<MadeFrom> {
    return this.#inTurn(async () => {
      const key = await this.#parts.store.byId(id)
      if (!key) return refused({ rule: 'unknownKey', text: `There is no key ${id}.` })
      if (key.deletedAtUs !== null) return refused({ rule: 'keyDeleted', text: `Key ${id} was deleted; nothing is made from it.` })
      const account = this.#parts.accounts.byId(key.accountId)
      if (!account) return refused(noAccount(key))
      const held = occupying(await this.#parts.store.ofAccount(key.accountId), act.nowUs)
      const newId = this.#parts.newKeyId()
      const made = this.#makeCredential(credential, newId)
      const label = (generation: number): string => credential.label?.trim() ?? successorLabel(key.label, generation, (text) => labelViolations(text, held).length > 0)
      const { violations, make } = await decide(key, label)
      if (!made.ok) return refused(...violations, { rule: 'publicKey', text: made.text })
      if (violations.length > 0) return refused(...violations)
      const fresh: ApiKey = { ...key, id: newId, text: makeKeyText(this.#parts.randomBytes), credential: made.credential, isEnabled: true, deletedAtUs: null, createdAtUs: act.nowUs, changedAtUs: act.nowUs }
      const pair = make(fresh)
      const broken = [
        ...labelViolations(pair.made.label, held), ...rightsViolations({ ...pair.made, kind: credential.kind }, account, this.#policyOf(account)),
        ...(isSamePublicKey(key.credential, made.credential) ? [{ rule: 'publicKey', text: 'This is the public key that the key has already: make a new pair.' } as const] : []),
        ...(name === 'key.split' ? this.#tooManyViolations(account, held.length) : []),
      ]
      if (broken.length > 0) return refused(...broken)
      await this.#parts.store.saveTogether([pair.made], [pair.former], pairAudit(name, key, pair.former, pair.made, act))
      this.#put(pair.former)
      this.#put(pair.made)
      return { ok: true, former: pair.former, key: pair.made, secret: made.secret }
    })
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

  /** Ends a key for good. It stays in the record; its sealed secret does not. */
  delete(id: ApiKeyId, act: Act): Promise<Changed> {
    return this.#change(id, 'key.delete', act, (key) => ({
      key: { ...key, credential: withoutSecret(key.credential), isEnabled: false, deletedAtUs: act.nowUs }, violations: [], remarks: [],
    }))
  }

  /**
   * Seals every secret anew, for the sealing key has changed: opens with the former sealer, seals with the next one.
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
      await this.#parts.store.updateAll(resealed, {
        timeUs: act.recordedAtUs ?? act.nowUs, actor: act.actor, source: act.source, act: 'sealingKey.rotate', subject: `sealing-key:${next.currentVersion}`,
        before: { version: this.#sealer.currentVersion }, after: { version: next.currentVersion, resealed: resealed.length },
      })
      this.#sealer = next
      this.#parts.directory.replaceSealer(next)
      for (const key of resealed) this.#parts.directory.put(key)
      return { resealed: resealed.length }
    })
  }

  * #noted(keys: Iterable<ApiKey>): Iterable<ApiKey> {
    for (const key of keys) {
      this.#note(key)
      yield key
    }
  }

  #note({ id, text, life, deletedAtUs }: ApiKey): void {
    if (life.afterPeriod === 'delete' && deletedAtUs === null) this.#oneTime.set(id, text)
    else this.#oneTime.delete(id)
  }

  /** In force from here on: the next request sees it. */
  #put(key: ApiKey): void {
    this.#parts.directory.put(key)
    this.#note(key)
  }

  /** One change after the other: two wishes can never both take the last place of an account. */
  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const turn = this.#lastChange.then(change)
    this.#lastChange = turn.catch(() => undefined)
    return turn
  }

  async #create(wish: NewKey, act: Act): Promise<Created> {
    const account = this.#parts.accounts.byId(wish.accountId)
    if (!account) return refused({ rule: 'unknownAccount', text: `There is no account ${wish.accountId}.` })
    const held = occupying(await this.#parts.store.ofAccount(account.id), act.nowUs)
    // A successor that sleeps stands in another's place.
    const count = held.filter((key) => !key.life.isAsleep).length
    const list = parseAllowList(wish.allowList, this.#rules.maxEntries)
    const id = this.#parts.newKeyId()
    const made = this.#makeCredential(wish, id)
    const policy = this.#policyOf(account)
    const presets = presetsUnder(policy)
    const preset = presets.find(({ name }) => name === wish.preset)
    const guardRails = wish.guardRails ?? policy.guardRails
    const permissions = permissionBits(wish.permissions ?? preset?.rights ?? ['reading'])
    const periodDays = wish.periodDays ?? preset?.periodDays ?? null
    const afterPeriod = wish.afterPeriod ?? preset?.afterPeriod ?? 'expire'
    const { expiresAtUs, rotationDueAtUs } = periodDates(periodDays, afterPeriod, wish.expiresAtUs ?? null, act.nowUs)
    const shape = { permissions, allowList: list.ok ? list.allowList : wish.allowList, environment: wish.environment }
    const violations: Violation[] = [
      ...this.#tooManyViolations(account, count),
      ...labelViolations(wish.label, held),
      ...(list.ok ? [] : list.texts.map((text) => ({ rule: 'allowList', text }) as const)),
      ...(made.ok ? [] : [{ rule: 'publicKey', text: made.text } as const]),
      ...rightsViolations({ ...shape, kind: wish.kind }, account, policy),
      ...guardRailViolations(guardRails),
      ...expiryViolations(wish.expiresAtUs ?? null, act.nowUs),
      ...periodViolations(periodDays),
      ...(wish.calls === undefined || (Number.isSafeInteger(wish.calls) && wish.calls >= 1) ? [] : [{ rule: 'oneTime', text: 'A key is used at least once: give a whole number of calls.' } as const]),
      ...(wish.preset !== undefined && preset === undefined ? [unknownPreset(wish.preset, presets)] : []),
      ...(preset === undefined ? [] : presetViolations(preset, { permissions, allowList: shape.allowList, periodDays })),
    ]
    if (violations.length > 0 || !list.ok || !made.ok) return refused(...violations)

    const key: ApiKey = {
      id, text: makeKeyText(this.#parts.randomBytes), accountId: account.id, environment: wish.environment, label: wish.label.trim(),
      credential: made.credential, permissions, allowList: list.allowList, guardRails,
      isEnabled: true, deletedAtUs: null, createdAtUs: act.nowUs, changedAtUs: act.nowUs, expiresAtUs,
      tradingLapsesAtUs: lapseTime(null, shape, true, act.nowUs), replayGuard: wish.replayGuard ?? replayGuardByDefault(permissions),
      life: { ...PLAIN_LIFE, preset: preset?.name ?? null, periodDays, afterPeriod, rotationDueAtUs, callsLeft: wish.calls ?? null },
    }
    await this.#parts.store.insert(key, auditOf('key.create', null, key, act))
    this.#put(key)
    return { ok: true, key, secret: made.secret, remarks: list.remarks }
  }

  #policyOf(account: Account): AccountPolicy {
    return this.#parts.policyOf?.(account) ?? DEFAULT_POLICY
  }

  #tooManyViolations(account: Account, count: number): readonly Violation[] {
    const { maxKeys } = this.#policyOf(account)
    return count >= maxKeys ? [{ rule: 'tooManyKeys', text: `${account.email} has ${count} keys; at most ${maxKeys} are allowed. Delete one that is not used.` }] : []
  }

  #makeCredential(wish: Pick<NewKey, 'kind' | 'publicKey'>, id: ApiKeyId): { readonly ok: true; readonly credential: Credential; readonly secret: string | null } | { readonly ok: false; readonly text: string } {
    if (wish.kind === 'hmac') {
      if (wish.publicKey !== undefined) return { ok: false, text: 'An HMAC key has no public key: choose Ed25519 or RSA, or leave it out.' }
      const secret = makeSecretText(this.#parts.randomBytes)
      return { ok: true, credential: { kind: 'hmac', secret: this.#sealer.seal(Buffer.from(secret), id) }, secret }
    }
    if (wish.publicKey === undefined) return { ok: false, text: 'A public key is needed: make a pair, keep the private half, and give the public one.' }
    const parsed = parsePublicKey(wish.publicKey)
    if (!parsed.ok) return parsed
    return parsed.credential.kind === wish.kind ? { ...parsed, secret: null } : { ok: false, text: `This public key is of kind ${parsed.credential.kind}, not ${wish.kind}.` }
  }

  #change(id: ApiKeyId, name: string, act: Act, decide: (key: ApiKey, account: Account | undefined) => Decided | Promise<Decided>): Promise<Changed> {
    return this.#inTurn(async () => {
      const key = await this.#parts.store.byId(id)
      if (!key) return refused({ rule: 'unknownKey', text: `There is no key ${id}.` })
      if (key.deletedAtUs !== null) return refused({ rule: 'keyDeleted', text: `Key ${id} was deleted; a deleted key is never opened again. Make a new one.` })
      // A key that gave way can be closed further and nothing else.
      if (closureOf(key, act.nowUs) === 'keyRetired' && name !== 'key.delete' && name !== 'key.disable') return refused({ rule: 'handover', text: `Key ${id} has been rotated: ${key.life.successorId ?? 'its successor'} took over, and it is never opened again. Change that one.` })
      const decided = await decide(key, this.#parts.accounts.byId(key.accountId))
      if (decided.violations.length > 0) return refused(...decided.violations)
      const next: ApiKey = { ...decided.key, changedAtUs: act.nowUs }
      await this.#parts.store.update(next, auditOf(name, key, next, act))
      this.#put(next)
      return { ok: true, key: next, remarks: decided.remarks }
    })
  }

  /** The other keys of a key's account. */
  async #others({ id, accountId }: ApiKey): Promise<readonly ApiKey[]> {
    return (await this.#parts.store.ofAccount(accountId)).filter((key) => key.id !== id)
  }

  #edited(key: ApiKey, account: Account | undefined, edit: KeyEdit, nowUs: TimeUs, others: readonly ApiKey[]): Decided {
    if (!account) return { key, violations: [noAccount(key)], remarks: [] }
    const list = edit.allowList === undefined ? { ok: true, allowList: key.allowList, remarks: [] } as const : parseAllowList(edit.allowList, this.#rules.maxEntries)
    const allowList = list.ok ? list.allowList : key.allowList
    const permissions = edit.permissions === undefined ? key.permissions : permissionBits(edit.permissions)
    const label = (edit.label ?? key.label).trim()
    const shape = { permissions, allowList, environment: key.environment }
    // A withdrawals right that comes with this edit brings its guard along; one that was there keeps what its owner chose.
    const guardByDefault = key.replayGuard || (replayGuardByDefault(permissions) && !replayGuardByDefault(key.permissions))
    // Taking away is never refused for what stays: only what this edit would break anew counts.
    const policy = this.#policyOf(account)
    const formerTexts = rightsViolations({ ...key, kind: key.credential.kind }, account, policy).map(({ text }) => text)
    const newlyBroken = rightsViolations({ ...shape, kind: key.credential.kind }, account, policy).filter(({ text }) => !formerTexts.includes(text))
    const periodical = edit.afterPeriod === undefined ? key : withAfterPeriod(key, edit.afterPeriod)
    return {
      key: {
        ...periodical, label, permissions, allowList, guardRails: edit.guardRails ?? key.guardRails,
        expiresAtUs: edit.expiresAtUs === undefined ? periodical.expiresAtUs : edit.expiresAtUs,
        tradingLapsesAtUs: lapseTime(key, shape, edit.permissions !== undefined, nowUs),
        replayGuard: edit.replayGuard ?? guardByDefault,
      },
      violations: [
        ...(edit.label === undefined ? [] : labelViolations(edit.label, others)),
        ...(list.ok ? [] : list.texts.map((text) => ({ rule: 'allowList', text }) as const)),
        ...newlyBroken,
        ...(edit.guardRails === undefined ? [] : guardRailViolations(edit.guardRails)),
        ...(edit.expiresAtUs === undefined ? [] : expiryViolations(edit.expiresAtUs, nowUs)),
      ],
      remarks: list.ok && edit.allowList !== undefined ? list.remarks : [],
    }
  }
}

/** Keys that take a place and a label: not those that were deleted, nor those that gave way to a successor. */
const occupying = (keys: readonly ApiKey[], nowUs: TimeUs): ApiKey[] => keys.filter((key) => {
  const closure = closureOf(key, nowUs)
  return closure !== 'keyDeleted' && closure !== 'keyRetired'
})

const isSamePublicKey = (one: Credential, other: Credential): boolean => one.kind !== 'hmac' && other.kind !== 'hmac' && Buffer.compare(one.publicKey, other.publicKey) === 0

/** A change of two keys at once, recorded under the one that was made or took over. */
const pairAudit = (name: string, before: ApiKey | null, former: ApiKey | null, made: ApiKey, act: Act): AuditEntry => ({
  timeUs: act.recordedAtUs ?? act.nowUs, actor: act.actor, source: act.source, act: name, subject: made.id,
  before: { former: before && auditValueOf(before) }, after: { former: former && auditValueOf(former), key: auditValueOf(made) },
})

const unknownPreset = (name: string, presets: readonly PresetRow[]): Violation => ({ rule: 'preset', text: `"${name}" is not a preset; there are ${presets.map((preset) => preset.name).join(', ')}.` })

/** A key without its account can be closed, and nothing else. */
const noAccount = (key: ApiKey): Violation => ({ rule: 'unknownAccount', text: `Key ${key.id} belongs to account ${key.accountId}, which is not here.` })

const withoutSecret = (credential: Credential): Credential =>
  credential.kind === 'hmac' ? { kind: 'hmac', secret: { sealingKeyVersion: credential.secret.sealingKeyVersion, bytes: new Uint8Array() } } : credential

/** A key as the audit chain records it: everything but the secret; a public key by its fingerprint. */
export const auditValueOf = (key: ApiKey): AuditValue => ({
  id: key.id, apiKey: key.text, accountId: key.accountId, environment: key.environment, label: key.label, kind: key.credential.kind,
  publicKeySha256: key.credential.kind === 'hmac' ? null : hash('sha256', key.credential.publicKey),
  permissions: permissionsOf(key.permissions), allowList: key.allowList.mode === 'unrestricted' ? 'unrestricted' : [...key.allowList.entries],
  guardRails: key.guardRails.symbols === undefined ? {} : { symbols: [...key.guardRails.symbols] },
  isEnabled: key.isEnabled, deletedAtUs: key.deletedAtUs, createdAtUs: key.createdAtUs, changedAtUs: key.changedAtUs,
  expiresAtUs: key.expiresAtUs, tradingLapsesAtUs: key.tradingLapsesAtUs, replayGuard: key.replayGuard, life: { ...key.life },
})

const auditOf = (name: string, before: ApiKey | null, after: ApiKey, { actor, source, nowUs, recordedAtUs }: Act): AuditEntry => ({
  timeUs: recordedAtUs ?? nowUs, actor, source, act: name, subject: after.id, before: before && auditValueOf(before), after: auditValueOf(after),
})
