import { hash } from 'node:crypto'
import type { AuditValue } from '../../audit/entry.ts'
import type { AllowList, ApiKey } from '../../authority/api-key.ts'
import { railWords } from '../../authority/guard-rails.ts'
import { sentenceOf } from '../../authority/sentence.ts'
import { PERMISSION_TABLE, permissionsOf } from '../../permission.ts'
import { type TimeUs, toMs } from '../../time.ts'

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
const AFTER_WORDS: Readonly<Record<string, string>> = { expire: 'it ends', disable: 'it is disabled', warn: 'its owner is told', delete: 'it is deleted' }

/** What differs between a key as it is and as it would be, with before and after in words. @param newEnd how a new end was asked for; undefined = it was not */
export const differences = (before: ApiKey, after: ApiKey, newEnd: string | undefined): string[] => {
  const gained = rightsText(after.permissions & ~before.permissions)
  const lost = rightsText(before.permissions & ~after.permissions)
  const [listBefore, listAfter] = [listText(before.allowList), listText(after.allowList)]
  const [railsBefore, railsAfter] = [railsText(before), railsText(after)]
  return [
    ...(before.label === after.label ? [] : [`it is called "${after.label}"`]),
    ...(gained === '' ? [] : [`it gains ${gained}`]),
    ...(lost === '' ? [] : [`it loses ${lost}`]),
    ...(listBefore === listAfter ? [] : [`it works from ${listAfter} (before: ${listBefore})`]),
    ...(railsBefore === railsAfter ? [] : [`its limits are: ${railsAfter} (before: ${railsBefore})`]),
    ...(newEnd === undefined ? [] : [`it ends ${newEnd} (before: ${dateText(before.expiresAtUs)})`]),
    ...(before.replayGuard === after.replayGuard ? [] : [`its replay guard is ${after.replayGuard ? 'on' : 'off'}`]),
    ...(before.life.afterPeriod === after.life.afterPeriod ? [] : [`after its period ${AFTER_WORDS[after.life.afterPeriod] ?? after.life.afterPeriod} (before: ${AFTER_WORDS[before.life.afterPeriod] ?? before.life.afterPeriod})`]),
  ]
}

/** What it would be, without its end. */
export const shapeSentence = (key: ApiKey): string => sentenceOf({ ...key, isEnabled: true, expiresAtUs: null, tradingLapsesAtUs: null }, 0).replace(', without an end.', '.')

/** A key to the last detail that decides what a change of it does. A call that is taken off, or a use, is none. */
export const particulars = (key: ApiKey): AuditValue => ({
  id: key.id, label: key.label, account: key.accountId, environment: key.environment, kind: key.credential.kind, permissions: [...permissionsOf(key.permissions)],
  allowList: key.allowList.mode === 'unrestricted' ? 'unrestricted' : [...key.allowList.entries],
  // Limits are texts, numbers, lists and plain objects of them.
  guardRails: JSON.parse(JSON.stringify(key.guardRails)) as AuditValue,
  isEnabled: key.isEnabled, deletedAtUs: key.deletedAtUs, expiresAtUs: key.expiresAtUs, tradingLapsesAtUs: key.tradingLapsesAtUs, replayGuard: key.replayGuard,
  life: { ...key.life, callsLeft: null }, holderId: key.holderId,
})

/** A public key in a description: what tells it from every other. */
export const fingerprint = (publicKey: string | undefined): string | null => (publicKey === undefined ? null : hash('sha256', publicKey.replace(/\s+/g, '')))
