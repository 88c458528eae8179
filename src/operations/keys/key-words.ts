import { hash } from 'node:crypto'
import type { AuditObject, AuditValue } from '../../audit/entry.ts'
import type { AllowList, ApiKey } from '../../authority/api-key.ts'
import { railWords } from '../../authority/guard-rails.ts'
import type { AfterPeriod } from '../../authority/key-life.ts'
import { sentenceOf } from '../../authority/sentence.ts'
import type { KeyDifference, KeyShape, NamedKey } from '../../people/told-change.ts'
import { PERMISSION_TABLE, permissionsOf } from '../../permission.ts'
import { HOUR, type TimeUs, toMs } from '../../time.ts'

/**
 * Changes of keys in words and in particulars. What a person confirms is described again when it is made, minutes later: so nothing here may
 * depend on the moment, and a date is a date, never "in five hours".
 */
export const nameOfKey = ({ label, id }: Pick<ApiKey, 'label' | 'id'>): string => `the key "${label}" (${id})`

const labelOf = (name: string): string => PERMISSION_TABLE.find((row) => row.name === name)?.label ?? name
const rightsText = (bits: number): string => permissionsOf(bits).map((name) => `"${labelOf(name)}"`).join(', ')
const listText = (list: AllowList): string => (list.mode === 'unrestricted' ? 'any address' : list.entries.join(', ') || 'no address at all')
const dateText = (timeUs: TimeUs | null): string => (timeUs === null ? 'never' : `at ${new Date(toMs(timeUs)).toISOString().slice(0, 16).replace('T', ' ')} UTC`)
const railsText = (key: ApiKey): string => railWords(key.guardRails).join('; ') || 'none'
const AFTER_WORDS: Readonly<Record<AfterPeriod, string>> = { expire: 'it ends', disable: 'it is disabled', warn: 'its owner is told', delete: 'it is deleted' }

/** @param days null = never */
export const endWords = (days: number | null): string => (days === null ? 'never' : `${days} ${days === 1 ? 'day' : 'days'} from now`)

/** One thing that differs, in words and as a code with its arguments. */
interface Difference {
  readonly text: string
  readonly told: KeyDifference
}

/** What differs between a key as it is and as it would be, with before and after. @param newEnd how a new end was asked for, in days; null = never, undefined = it was not */
export const differences = (before: ApiKey, after: ApiKey, newEnd: number | null | undefined): readonly Difference[] => {
  const gained = after.permissions & ~before.permissions
  const lost = before.permissions & ~after.permissions
  const [listBefore, listAfter] = [listText(before.allowList), listText(after.allowList)]
  const [railsBefore, railsAfter] = [railsText(before), railsText(after)]
  const [ofPeriod, thenOfPeriod] = [before.life.afterPeriod, after.life.afterPeriod]
  const when = (isDifferent: boolean, text: string, told: KeyDifference): readonly Difference[] => (isDifferent ? [{ text, told }] : [])
  return [
    ...when(before.label !== after.label, `it is called "${after.label}"`, { of: 'label', after: after.label }),
    ...when(gained !== 0, `it gains ${rightsText(gained)}`, { of: 'gained', rights: permissionsOf(gained) }),
    ...when(lost !== 0, `it loses ${rightsText(lost)}`, { of: 'lost', rights: permissionsOf(lost) }),
    ...when(listBefore !== listAfter, `it works from ${listAfter} (before: ${listBefore})`, { of: 'addresses', before: before.allowList, after: after.allowList }),
    ...when(railsBefore !== railsAfter, `its limits are: ${railsAfter} (before: ${railsBefore})`, { of: 'limits', before: before.guardRails, after: after.guardRails }),
    ...(newEnd === undefined ? [] : when(true, `it ends ${endWords(newEnd)} (before: ${dateText(before.expiresAtUs)})`, { of: 'end', before: before.expiresAtUs === null ? null : new Date(toMs(before.expiresAtUs)).toISOString(), afterDays: newEnd })),
    ...when(before.replayGuard !== after.replayGuard, `its replay guard is ${after.replayGuard ? 'on' : 'off'}`, { of: 'replayGuard', after: after.replayGuard }),
    ...when(ofPeriod !== thenOfPeriod, `after its period ${AFTER_WORDS[thenOfPeriod]} (before: ${AFTER_WORDS[ofPeriod]})`, { of: 'afterPeriod', before: ofPeriod, after: thenOfPeriod }),
  ]
}

export const namedKey = ({ id, label }: Pick<ApiKey, 'id' | 'label'>): NamedKey => ({ id, label })

/** What a key would be, for whoever words it. */
export const shapeOf = ({ permissions, allowList, guardRails, environment }: ApiKey): KeyShape => ({ permissions: permissionsOf(permissions), allowList, guardRails, environment })

/** Whole hours from now; null where there is no such moment. */
export const hoursUntil = (timeUs: TimeUs | null, nowUs: TimeUs): number | null => (timeUs === null ? null : Math.round((timeUs - nowUs) / HOUR))

/** What it would be, without its end. */
export const shapeSentence = (key: ApiKey): string => sentenceOf({ ...key, isEnabled: true, expiresAtUs: null, tradingLapsesAtUs: null }, 0).replace(', without an end.', '.')

/** A key to the last detail that decides what a change of it does. A call that is taken off, or a use, is none. */
export const particulars = (key: ApiKey): AuditObject => ({
  id: key.id, label: key.label, account: key.accountId, environment: key.environment, kind: key.credential.kind, permissions: [...permissionsOf(key.permissions)],
  allowList: key.allowList.mode === 'unrestricted' ? 'unrestricted' : [...key.allowList.entries],
  // Limits are texts, numbers, lists and plain objects of them.
  guardRails: JSON.parse(JSON.stringify(key.guardRails)) as AuditValue,
  isEnabled: key.isEnabled, deletedAtUs: key.deletedAtUs, expiresAtUs: key.expiresAtUs, tradingLapsesAtUs: key.tradingLapsesAtUs, replayGuard: key.replayGuard,
  life: { ...key.life, callsLeft: null }, holderId: key.holderId, ...(key.boundTo !== null && { boundTo: key.boundTo }),
})

/** A public key in a description: what tells it from every other. */
export const fingerprint = (publicKey: string | undefined): string | null => (publicKey === undefined ? null : hash('sha256', publicKey.replace(/\s+/g, '')))
