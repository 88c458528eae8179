import { apiKeyId } from '../../ids.ts'
import { brokenRules } from '../broken-rules.ts'
import { summarize } from '../key-summary.ts'
import type { Operation } from '../operation.ts'
import type { CreatedKey } from '../operator.ts'
import { done } from '../outcome.ts'
import { aboutKey, actOf, keyOfId, type KeyParts, rehearsal } from './key-parts.ts'
import { namedKey, nameOfKey } from './key-words.ts'

/**
 * `keys.tellSecret`: the secret of an HMAC key that several people approved, told once to whoever asked for the key. It answers what making the
 * key would have answered, had its maker looked.
 */
export const tellSecret = (parts: KeyParts): Operation<{ readonly key: string }, CreatedKey> => ({
  name: 'keys.tellSecret',
  about: ({ key }) => aboutKey(key, 'key.tellSecret', parts),
  describe: async ({ key: id }) => {
    const found = await keyOfId(id, parts)
    if (!found.ok) return found
    const key = found.value
    const rehearsed = await parts.authority.tellSecret(key.id, null, rehearsal(parts))
    if (!rehearsed.ok) return brokenRules(rehearsed)
    return done({
      change: { act: 'key.tellSecret', accountId: key.accountId, subject: key.id, details: { key: key.id }, sentence: `Show the secret of ${nameOfKey(key)}, this once.`, told: { is: 'key.tellSecret', key: namedKey(key) } },
      holderId: key.holderId, onlyPersonId: key.life.secretWaits?.forPersonId ?? null,
    })
  },
  perform: async ({ key: id }, doing) => {
    const told = await parts.authority.tellSecret(apiKeyId(id), doing.personId, actOf(doing))
    return told.ok ? done({ key: await summarize(told.key, parts), secretKey: told.secret, remarks: [] }) : brokenRules(told)
  },
})
