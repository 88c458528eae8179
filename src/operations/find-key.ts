import type { ApiKey } from '../authority/api-key.ts'
import { apiKeyId } from '../ids.ts'
import type { OperatorParts } from './operator-parts.ts'
import { done, type Outcome, refused } from './outcome.ts'

/** Shorter beginnings are too likely to name another key one day. */
const LEAST_PREFIX = 6
const MOST_CANDIDATES = 10

const nameOf = (key: ApiKey): string => `${key.id}  ${key.text.slice(0, 12)}…  ${key.label}${key.deletedAtUs === null ? '' : ' (deleted)'}`

const ambiguous = (reference: string, keys: readonly ApiKey[]) => refused(
  'keyAmbiguous', `"${reference}" names ${keys.length} keys:\n${keys.slice(0, MOST_CANDIDATES).map((key) => `  ${nameOf(key)}`).join('\n')}${keys.length > MOST_CANDIDATES ? '\n  …' : ''}`,
  'Name one by its id (the first column).')

const unknown = (reference: string, keys: readonly ApiKey[]) => {
  const wanted = reference.toLowerCase()
  const near = keys.filter((key) => key.label.toLowerCase().includes(wanted)).slice(0, 3)
  return refused('keyUnknown', `No key is called "${reference}".`,
    near.length === 0 ? 'All keys: ./bitting keys list' : `Did you mean one of these?\n${near.map((key) => `  ${nameOf(key)}`).join('\n')}`)
}

/**
 * The key that somebody means: its id, its whole text, its label when no other key has it, or an unambiguous beginning of id or text.
 * Keys that live come first; a deleted one is found when no living one fits. Nothing is guessed.
 */
export const findKey = async (reference: string, { authority, keys }: Pick<OperatorParts, 'authority' | 'keys'>): Promise<Outcome<ApiKey>> => {
  const exact = reference === '' ? undefined : await keys.byId(apiKeyId(reference)) ?? authority.byText(reference)
  if (exact) return done(exact)
  const all = reference === '' ? [] : await keys.ofAccount(null)
  const living = all.filter((key) => key.deletedAtUs === null)
  const deleted = all.filter((key) => key.deletedAtUs !== null)
  for (const group of [living, deleted]) {
    const named = group.filter((key) => key.label === reference)
    const begun = reference.length < LEAST_PREFIX ? [] : group.filter((key) => key.text.startsWith(reference) || key.id.startsWith(reference))
    const found = named.length > 0 ? named : begun
    if (found.length > 1) return ambiguous(reference, found)
    if (found[0]) return done(found[0])
  }
  return unknown(reference, living)
}
