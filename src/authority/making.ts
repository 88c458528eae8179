import type { Account } from '../accounts/account.ts'
import type { ApiKeyId } from '../ids.ts'
import { permissionBits } from '../permission.ts'
import type { TimeUs } from '../time.ts'
import { type AccountPolicy, presetsUnder } from './account-policy.ts'
import { parseAllowList } from './allow-list.ts'
import type { ApiKey } from './api-key.ts'
import { freshCredential } from './fresh-credential.ts'
import { keptRails } from './guard-rails.ts'
import { periodDates, PLAIN_LIFE, SECRET_WAITS_US } from './key-life.ts'
import { makeKeyText, type RandomBytes } from './key-text.ts'
import type { NewKey } from './key-wishes.ts'
import type { PresetRow } from './presets.ts'
import { expiryViolations, guardRailViolations, labelViolations, lapseTime, periodViolations, placeViolations, presetViolations, replayGuardByDefault, rightsViolations, type RuleSettings, type Violation } from './rules.ts'
import type { Sealer } from './sealing.ts'

export type Created = { readonly ok: true; readonly key: ApiKey; /** HMAC only, and only this once. */ readonly secret: string | null; readonly remarks: readonly string[] } | NotChanged
export interface NotChanged {
  readonly ok: false
  /** Every rule that the wish breaks. */
  readonly violations: readonly Violation[]
}

/** What a key is made in and of, besides the wish. */
export interface Making {
  readonly account: Account
  /** Keys of the account that take a place and a label. */
  readonly held: readonly ApiKey[]
  readonly policy: AccountPolicy
  readonly rules: RuleSettings
  readonly id: ApiKeyId
  readonly sealer: Sealer
  readonly randomBytes: RandomBytes
  readonly nowUs: TimeUs
}

/** Makes the key that somebody wishes for, where no rule speaks against it; nothing is kept yet. */
export const newKey = (wish: NewKey, { account, held, policy, rules, id, sealer, randomBytes, nowUs }: Making): Created => {
  const list = parseAllowList(wish.allowList, rules.maxEntries)
  const made = freshCredential(wish, id, sealer, randomBytes)
  const presets = presetsUnder(policy)
  const preset = presets.find(({ name }) => name === wish.preset)
  const guardRails = wish.guardRails ?? policy.guardRails
  const permissions = permissionBits(wish.permissions ?? preset?.rights ?? ['reading'])
  const periodDays = wish.periodDays ?? preset?.periodDays ?? null
  const afterPeriod = wish.afterPeriod ?? preset?.afterPeriod ?? 'expire'
  const { expiresAtUs, rotationDueAtUs } = periodDates(periodDays, afterPeriod, wish.expiresAtUs ?? null, nowUs)
  const shape = { permissions, allowList: list.ok ? list.allowList : wish.allowList, environment: wish.environment, boundTo: wish.boundTo ?? null }
  const violations: Violation[] = [
    ...placeViolations(account, held, policy),
    ...labelViolations(wish.label, held),
    ...(list.ok ? [] : list.texts.map((text) => ({ rule: 'allowList', text }) as const)),
    ...(made.ok ? [] : [{ rule: 'publicKey', text: made.text } as const]),
    ...rightsViolations({ ...shape, kind: wish.kind }, account, policy),
    ...guardRailViolations(guardRails),
    ...expiryViolations(wish.expiresAtUs ?? null, nowUs),
    ...periodViolations(periodDays),
    ...(wish.calls === undefined || (Number.isSafeInteger(wish.calls) && wish.calls >= 1) ? [] : [{ rule: 'oneTime', text: 'A key is used at least once: give a whole number of calls.' } as const]),
    ...(wish.preset !== undefined && preset === undefined ? [unknownPreset(wish.preset, presets)] : []),
    ...(preset === undefined ? [] : presetViolations(preset, { permissions, allowList: shape.allowList, periodDays })),
  ]
  if (violations.length > 0 || !list.ok || !made.ok) return { ok: false, violations }

  const secretWaits = wish.secretWaitsFor === undefined || made.secret === null ? null : { forPersonId: wish.secretWaitsFor, untilUs: nowUs + SECRET_WAITS_US }
  const key: ApiKey = {
    id, text: makeKeyText(randomBytes), accountId: account.id, environment: wish.environment, label: wish.label.trim(),
    credential: made.credential, permissions, allowList: list.allowList, guardRails: keptRails(guardRails),
    isEnabled: true, deletedAtUs: null, createdAtUs: nowUs, changedAtUs: nowUs, expiresAtUs,
    tradingLapsesAtUs: lapseTime(null, shape, true, nowUs), replayGuard: wish.replayGuard ?? replayGuardByDefault(permissions),
    life: { ...PLAIN_LIFE, preset: preset?.name ?? null, periodDays, afterPeriod, rotationDueAtUs, callsLeft: wish.calls ?? null, firstId: wish.countsWith ?? null, secretWaits }, holderId: wish.holderId ?? null, boundTo: shape.boundTo,
  }
  return { ok: true, key, secret: secretWaits ? null : made.secret, remarks: list.remarks }
}

const unknownPreset = (name: string, presets: readonly PresetRow[]): Violation => ({ rule: 'preset', text: `"${name}" is not a preset; there are ${presets.map((preset) => preset.name).join(', ')}.` })
