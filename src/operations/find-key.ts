import type { ApiKey } from '../authority/api-key.ts'
import { apiKeyId } from '../ids.ts'
import type { OperatorParts } from './operator-parts.ts'
import { done, type Outcome, refused } from './outcome.ts'

/** Shorter beginnings are too likely to name another key one day. */
const LEAST_PREFIX = 6
const MOST_CANDIDATES = 10
/** More are told as "many": whoever names so many has to be clearer anyway. */
const MOST_NAMED = 100
/** Longer than any id, text or label: it names nothing, and no store is asked for it. */
const MOST_CHARACTERS = 200

const nameOf = (key: ApiKey): string => `${key.id}  ${key.text.slice(0, 12)}…  ${key.label}${key.deletedAtUs === null ? '' : ' (deleted)'}`

const ambiguous = (reference: string, keys: readonly ApiKey[]) => refused(
  'keyAmbiguous', `"${reference}" names ${keys.length < MOST_NAMED ? keys.length : 'many'} keys:\n${keys.slice(0, MOST_CANDIDATES).map((key) => `  ${nameOf(key)}`).join('\n')}${keys.length > MOST_CANDIDATES ? '\n  …' : ''}`,
  'Name one by its id (the first column).')

const unknown = (reference: string, near: readonly ApiKey[]) =>
  refused('keyUnknown', `No key is called "${reference}".`,
    near.length === 0 ? 'All keys: ./bitting keys list' : `Did you mean one of these?\n${near.map((key) => `  ${nameOf(key)}`).join('\n')}`)

/**
 * The key that somebody means: its id, its whole text, its label when no other key has it, or an unambiguous beginning of id or text.
 * Keys that live come first; a deleted one is found when no living one fits. Nothing is guessed.
 */
export const findKey = async (reference: string, { authority, keys, keyFinder }: Pick<OperatorParts, 'authority' | 'keys' | 'keyFinder'>): Promise<Outcome<ApiKey>> => {
  if (reference.trim() === '') return unknown(reference, [])
  if (reference.length > MOST_CHARACTERS) return unknown(`${reference.slice(0, 40)}…`, [])
  const exact = await keys.byId(apiKeyId(reference)) ?? authority.byText(reference)
  if (exact) return done(exact)
  const all = keyFinder.named(reference, LEAST_PREFIX, MOST_NAMED)
  const living = all.filter((key) => key.deletedAtUs === null)
  const deleted = all.filter((key) => key.deletedAtUs !== null)
  for (const group of [living, deleted]) {
    const named = group.filter((key) => key.label === reference)
    const found = named.length > 0 ? named : group
    if (found.length > 1) return ambiguous(reference, found)
    if (found[0]) return done(found[0])
  }
  return unknown(reference, keyFinder.labelledLike(reference, 3))
}
