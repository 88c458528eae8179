import { apiKeyId } from '../../ids.ts'
import { brokenRules } from '../broken-rules.ts'
import { summarize } from '../key-summary.ts'
import type { Operation } from '../operation.ts'
import type { EditedKey } from '../operator.ts'
import { done } from '../outcome.ts'
import { DEFAULT_PERIOD_DAYS } from '../../authority/key-life.ts'
import { aboutKey, actOf, keyOfId, type KeyParts, rehearsal } from './key-parts.ts'
import { namedKey, nameOfKey, particulars } from './key-words.ts'

export interface ExtendWish {
  /** Its id. */
  readonly key: string
  /** Another length than the key's period, for this time alone. */
  readonly days: number | null
}

/** Gives a key its period once more, from now; it counts as still needed. */
export const extendKey = (parts: KeyParts): Operation<ExtendWish, EditedKey> => ({
  name: 'keys.extend',
  about: ({ key }) => aboutKey(key, 'key.extend', parts),
  describe: async ({ key: id, days }) => {
    const found = await keyOfId(id, parts)
    if (!found.ok) return found
    const key = found.value
    const rehearsed = await parts.authority.extend(key.id, days, rehearsal(parts))
    if (!rehearsed.ok) return brokenRules(rehearsed)
    const length = days ?? key.life.periodDays ?? DEFAULT_PERIOD_DAYS
    return done({ change: { act: 'key.extend', accountId: key.accountId, subject: key.id, details: { key: particulars(key), days }, sentence: `Extend ${nameOfKey(key)}: it is still needed, for ${length} more days from now.`, told: { is: 'key.extend', key: namedKey(key), days: length } }, holderId: key.holderId })
  },
  perform: async ({ key: id, days }, doing) => {
    const found = await keyOfId(id, parts)
    if (!found.ok) return found
    const before = await summarize(found.value, parts)
    const changed = await parts.authority.extend(apiKeyId(id), days, actOf(doing))
    return changed.ok ? done({ before, after: await summarize(changed.key, parts), remarks: changed.remarks }) : brokenRules(changed)
  },
})
