import { parseEntry } from '../../authority/allow-list.ts'
import type { AllowList } from '../../authority/api-key.ts'
import { periodDates, PLAIN_LIFE } from '../../authority/key-life.ts'
import { presetNamed } from '../../authority/presets.ts'
import { GRADE_WORDS, riskOf } from '../../authority/risk.ts'
import { TRADING_LAPSES_AFTER_US } from '../../authority/rules.ts'
import { sentenceOf, TRADING_BITS } from '../../authority/sentence.ts'
import { accountId, apiKeyId, type ApiKeyText } from '../../ids.ts'
import { permissionBits } from '../../permission.ts'
import { DAY, type TimeUs } from '../../time.ts'
import type { RiskSummary } from '../key-risk.ts'
import type { KeyWish } from '../operator.ts'
import { adviceOn, createKey } from './create.ts'
import type { KeyParts } from './key-parts.ts'
import type { KeyShape } from '../../people/told-change.ts'
import type { FieldFault } from '../outcome.ts'
import { hoursUntil, shapeOf } from './key-words.ts'

/** What a key would be, before it exists. */
export interface KeyDraft {
  readonly sentence: string
  /** The same as what it says, for whoever words it otherwise. Whole hours from now; null = without an end, or nothing of it lapses. */
  readonly told: { readonly shape: KeyShape; readonly endsInHours: number | null; readonly lapsesInHours: number | null }
  readonly risk: RiskSummary
  /** What the rules would refuse, each beside its field. */
  readonly faults: readonly FieldFault[]
  readonly remarks: readonly string[]
}

const canonical = (list: AllowList): AllowList => (list.mode === 'unrestricted' ? list : {
  mode: 'trusted', entries: list.entries.map((text) => {
    const parsed = parseEntry(text)
    return parsed.ok ? parsed.entry.text : text.trim()
  }),
})

/** The key as the wish has it, whether the rules let it be made or not: somebody who is still choosing sees the grade move all the same. */
const wishedKey = (wish: KeyWish, nowUs: TimeUs): Parameters<typeof sentenceOf>[0] => {
  const preset = wish.preset === undefined ? undefined : presetNamed(wish.preset)
  const permissions = permissionBits(wish.permissions ?? preset?.rights ?? ['reading'])
  const afterPeriod = wish.afterPeriod ?? preset?.afterPeriod ?? PLAIN_LIFE.afterPeriod
  const periodDays = wish.periodDays ?? preset?.periodDays ?? null
  const { expiresAtUs, rotationDueAtUs } = periodDates(periodDays, afterPeriod, wish.expiresInDays === undefined ? null : nowUs + wish.expiresInDays * DAY, nowUs)
  const lapses = wish.allowList.mode === 'unrestricted' && wish.environment === 'live' && (permissions & TRADING_BITS) !== 0
  return {
    // It has neither yet, and nobody sees them.
    id: apiKeyId(''), text: '' as ApiKeyText, accountId: accountId(wish.account ?? 0), environment: wish.environment, label: wish.label, credential: { kind: 'ed25519', publicKey: new Uint8Array() }, permissions, allowList: canonical(wish.allowList),
    guardRails: wish.guardRails ?? {}, isEnabled: true, deletedAtUs: null, createdAtUs: nowUs, changedAtUs: nowUs, expiresAtUs, tradingLapsesAtUs: lapses ? nowUs + TRADING_LAPSES_AFTER_US : null, replayGuard: wish.replayGuard ?? false,
    life: { ...PLAIN_LIFE, preset: wish.preset ?? null, periodDays, afterPeriod, rotationDueAtUs, callsLeft: wish.calls ?? null }, holderId: null, boundTo: wish.boundTo ?? null,
  }
}

/** Tells what a wish would come to, and makes nothing. The rules are asked by the very operation that would make it. */
export const draftKey = async (wish: KeyWish, parts: KeyParts): Promise<KeyDraft> => {
  const nowUs = parts.clock.nowUs()
  const wished = wishedKey(wish, nowUs)
  const described = await createKey(parts).describe(wish)
  const told = described.ok ? described.value.change.told : null
  // Limits that it does not ask for are those that the account gives its new keys.
  const key = told?.is === 'key.create' ? { ...wished, guardRails: told.shape.guardRails } : wished
  const { grade, tier, reasons, grounds, best } = riskOf(key, undefined, nowUs)
  const faults = described.ok ? [] : described.refused.fields ?? [{ field: '', text: described.refused.message }]
  return {
    sentence: sentenceOf(key, nowUs), told: { shape: shapeOf(key), endsInHours: hoursUntil(key.expiresAtUs, nowUs), lapsesInHours: hoursUntil(key.tradingLapsesAtUs, nowUs) }, faults, remarks: adviceOn(key.permissions),
    risk: { grade, word: GRADE_WORDS[grade], tier, reasons, grounds, best: best && { change: best.change, permissions: best.permissions, text: best.text, gradeAfter: best.gradeAfter, remedy: best.text } },
  }
}
