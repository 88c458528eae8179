import { parseEntry } from '../authority/allow-list.ts'
import type { AllowList, ApiKey } from '../authority/api-key.ts'
import type { KeyEdit } from '../authority/authority.ts'
import { permissionBits, permissionsOf } from '../permission.ts'
import { DAY, type TimeUs } from '../time.ts'
import { brokenRules } from './broken-rules.ts'
import { findKey } from './find-key.ts'
import { summarize } from './key-summary.ts'
import type { EditedKey, KeyChange } from './operator.ts'
import { actNow, type OperatorParts } from './operator-parts.ts'
import { done, type Outcome, refused } from './outcome.ts'

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

const editOf = (key: ApiKey, change: KeyChange, nowUs: TimeUs): Outcome<KeyEdit> => {
  const allowList = allowListAfter(key, change)
  if (!allowList.ok) return allowList
  const days = change.expiresInDays
  return done({
    label: change.label, permissions: permissionsAfter(key, change), allowList: allowList.value, replayGuard: change.replayGuard, afterPeriod: change.afterPeriod,
    expiresAtUs: days === undefined || days === null ? days : nowUs + days * DAY,
  })
}

/** Changes a key. What is relative (grant, add-address …) is relative to the key as it is when this runs. */
export const editKey = async (reference: string, change: KeyChange, parts: OperatorParts): Promise<Outcome<EditedKey>> => {
  const found = await findKey(reference, parts)
  if (!found.ok) return found
  const act = actNow(parts)
  const edit = editOf(found.value, change, act.nowUs)
  if (!edit.ok) return edit
  const before = await summarize(found.value, parts)
  const changed = await parts.authority.edit(found.value.id, edit.value, act)
  return changed.ok ? done({ before, after: await summarize(changed.key, parts), remarks: changed.remarks }) : brokenRules(changed)
}
