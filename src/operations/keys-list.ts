import type { ApiKey } from '../authority/api-key.ts'
import { accountOfWish } from './account-of-wish.ts'
import { summarize } from './key-summary.ts'
import type { KeyFilter, KeySummary } from './operator.ts'
import type { OperatorParts } from './operator-parts.ts'
import { done, type Outcome, refused } from './outcome.ts'

/** A list is made on the thread that serves the wire: a longer one would be felt there. */
const MOST_LISTED = 5_000

const byAccountThenAge = (one: ApiKey, other: ApiKey): number =>
  one.accountId - other.accountId || one.environment.localeCompare(other.environment) || one.createdAtUs - other.createdAtUs || one.label.localeCompare(other.label) || (one.id < other.id ? -1 : 1)

/** The keys that a filter leaves, those of one account together, the oldest first. */
export const keysOfFilter = async ({ account, includeDeleted = false }: KeyFilter, parts: OperatorParts): Promise<Outcome<readonly ApiKey[]>> => {
  const owner = account === undefined ? done(null) : accountOfWish(account, parts)
  if (!owner.ok) return owner
  const count = owner.value === null ? parts.keyFinder.countByAccount().values().reduce((sum, keys) => sum + keys, 0) : 0
  if (count > MOST_LISTED) return refused('tooManyKeys', `There are ${count.toLocaleString('en-US')} keys: too many for one list.`, 'Name an account with --account UID, or one key: ./bitting keys show KEY')
  const keys = await parts.keys.ofAccount(owner.value?.id ?? null)
  return done(keys.filter((key) => includeDeleted || key.deletedAtUs === null).sort(byAccountThenAge))
}

/** Those keys, as people may see them. */
export const listKeys = async (filter: KeyFilter, parts: OperatorParts): Promise<Outcome<readonly KeySummary[]>> => {
  const keys = await keysOfFilter(filter, parts)
  return keys.ok ? done(await Promise.all(keys.value.map((key) => summarize(key, parts)))) : keys
}
