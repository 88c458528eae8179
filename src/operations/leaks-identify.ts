import type { ApiKey } from '../authority/api-key.ts'
import { apiKeyText } from '../ids.ts'
import type { Leak } from '../watch/leaks/find-leaks.ts'
import { summarize } from './key-summary.ts'
import type { KeySummary } from './operator.ts'
import type { OperatorParts } from './operator-parts.ts'
import { done, type Outcome } from './outcome.ts'

/** Whose each leak is; null for one that is of no living key here. */
export const identifyLeaks = async (leaks: readonly Pick<Leak, 'kind' | 'text'>[], parts: OperatorParts): Promise<Outcome<readonly (KeySummary | null)[]>> => {
  const byPublicHalf = leaks.some(({ kind }) => kind === 'privateKey') ? publicHalves(await parts.keys.ofAccount(null)) : new Map<string, ApiKey>()
  const keyOf = ({ kind, text }: Pick<Leak, 'kind' | 'text'>): ApiKey | undefined => {
    switch (kind) {
      case 'key': return parts.authority.byText(apiKeyText(text))
      case 'secret': return parts.authority.bySecret(text)
      case 'privateKey': return byPublicHalf.get(text)
    }
  }
  const found: (KeySummary | null)[] = []
  for (const leak of leaks) {
    const key = keyOf(leak)
    found.push(key && key.deletedAtUs === null ? await summarize(key, parts) : null)
  }
  return done(found)
}

const publicHalves = (keys: readonly ApiKey[]): Map<string, ApiKey> => new Map(keys.flatMap((key) =>
  key.credential.kind === 'hmac' ? [] : [[Buffer.from(key.credential.publicKey).toString('base64'), key] as const]))
