import { isListWithin, parseEntry } from '../../authority/allow-list.ts'
import type { AllowList, ApiKey } from '../../authority/api-key.ts'
import type { KeyEdit } from '../../authority/authority.ts'
import { isLooser } from '../../authority/guard-rails.ts'
import type { Act } from '../../people/acts.ts'
import { permissionBits, permissionsOf } from '../../permission.ts'
import { DAY, type TimeUs } from '../../time.ts'
import { brokenRules } from '../broken-rules.ts'
import { summarize } from '../key-summary.ts'
import type { Operation } from '../operation.ts'
import type { EditedKey, KeyChange } from '../operator.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import { adviceOn, READING } from './create.ts'
import { aboutKey, actOf, furtherActsOf, keyOfId, type KeyParts, rehearsal } from './key-parts.ts'
import { differences, endWords, namedKey, nameOfKey, particulars, shapeOf, shapeSentence } from './key-words.ts'

export interface EditWish {
  /** Its id. */
  readonly key: string
  readonly change: KeyChange
}

const permissionsAfter = (key: ApiKey, change: KeyChange): KeyEdit['permissions'] => {
  if (change.permissions === undefined && change.grant === undefined && change.revoke === undefined) return undefined
  const from = change.permissions === undefined ? key.permissions : permissionBits(change.permissions)
  return permissionsOf((from | permissionBits(change.grant ?? [])) & ~permissionBits(change.revoke ?? []))
}

/** The canonical text of an entry, so that `127.0.0.1` finds `::ffff:127.0.0.1`; what is no entry stays as it is and is refused by the rules. */
const canonical = (text: string): string => {
  const parsed = parseEntry(text)
  return parsed.ok ? parsed.entry.text : text.trim()
}

const allowListAfter = (key: ApiKey, change: KeyChange): Outcome<AllowList | undefined> => {
  const added = change.addAddresses ?? []
  const removed = (change.removeAddresses ?? []).map(canonical)
  if (added.length === 0 && removed.length === 0) return done(change.allowList)
  const from = change.allowList ?? key.allowList
  if (from.mode === 'unrestricted') {
    return refused('notBound', 'The key may be used from anywhere: there is no list to add to or to take from.', `Bind it to a list first: --allow ${added[0] ?? '203.0.113.45'}`)
  }
  const missing = removed.find((text) => !from.entries.includes(text))
  if (missing !== undefined) return refused('addressNotListed', `${missing} is not on the key's list, which has ${from.entries.join(', ') || 'no entries'}.`, 'Name an entry as the list has it.')
  return done({ mode: 'trusted', entries: [...from.entries.filter((text) => !removed.includes(text)), ...added] })
}

/** What is relative in a change (grant, add an address …) is relative to the key as it is when this runs. */
export const editOf = (key: ApiKey, change: KeyChange, nowUs: TimeUs): Outcome<KeyEdit> => {
  const allowList = allowListAfter(key, change)
  if (!allowList.ok) return allowList
  const days = change.expiresInDays
  const guardRails = change.guardRails === undefined ? undefined : Object.fromEntries(Object.entries({ ...key.guardRails, ...change.guardRails }).filter(([, value]) => value !== null))
  return done({
    label: change.label, permissions: permissionsAfter(key, change), allowList: allowList.value, guardRails, replayGuard: change.replayGuard, afterPeriod: change.afterPeriod,
    expiresAtUs: days === undefined || days === null ? days : nowUs + days * DAY,
  })
}

/** How grave an edit is: decided by comparing the key before and after, not by what was asked for. */
const actOfEdit = (before: ApiKey, after: ApiKey): Act => {
  if ((after.permissions & ~before.permissions & ~READING) !== 0) return 'key.grant'
  return isWidened(before, after) ? 'key.widen' : 'key.edit'
}

/** Whether calls would be let in that were not before, with the same rights. */
const isWidened = (before: ApiKey, after: ApiKey): boolean =>
  !isListWithin(after.allowList, before.allowList) || isLooser(before.guardRails, after.guardRails) || (before.replayGuard && !after.replayGuard)

const newEndOf = ({ expiresInDays }: KeyChange): string | undefined => (expiresInDays === undefined ? undefined : endWords(expiresInDays))

/** Changes what a key carries. In force from the next request on; open orders stay. */
export const editKey = (parts: KeyParts): Operation<EditWish, EditedKey> => ({
  name: 'keys.edit',
  about: ({ key }) => aboutKey(key, 'key.edit', parts),
  describe: async ({ key: id, change }) => {
    const found = await keyOfId(id, parts)
    if (!found.ok) return found
    const before = found.value
    const act = rehearsal(parts)
    const edit = editOf(before, change, act.nowUs)
    if (!edit.ok) return edit
    const edited = await parts.authority.edit(before.id, edit.value, act)
    if (!edited.ok) return brokenRules(edited)
    const after = edited.key
    const newEnd = newEndOf(change)
    const changed = differences(before, after, change.expiresInDays)
    const { expiresAtUs: _end, tradingLapsesAtUs: _lapse, life: _life, ...shape } = particulars(after)
    return done({
      change: {
        act: actOfEdit(before, after), accountId: before.accountId, subject: before.id,
        details: { before: particulars(before), after: { ...shape, afterPeriod: after.life.afterPeriod, newEnd: newEnd ?? null } },
        sentence: `Change ${nameOfKey(before)}: ${changed.length === 0 ? 'nothing differs' : changed.map(({ text }) => text).join('; ')}. Then: ${shapeSentence(after)}`,
        told: { is: 'key.edit', key: namedKey(before), differences: changed.map(({ told }) => told), shape: shapeOf(after) },
      },
      // Where more calls are let in, that is more for every right that stays.
      holderId: before.holderId, ...furtherActsOf(isWidened(before, after) ? after.permissions : after.permissions & ~before.permissions),
    })
  },
  perform: async ({ key: id, change }, doing) => {
    const found = await keyOfId(id, parts)
    if (!found.ok) return found
    const edit = editOf(found.value, change, doing.nowUs)
    if (!edit.ok) return edit
    const before = await summarize(found.value, parts)
    const changed = await parts.authority.edit(found.value.id, edit.value, actOf(doing))
    return changed.ok ? done({ before, after: await summarize(changed.key, parts), remarks: [...changed.remarks, ...(changed.key.permissions === found.value.permissions ? [] : adviceOn(changed.key.permissions))] }) : brokenRules(changed)
  },
})
