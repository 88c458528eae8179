import { hash } from 'node:crypto'
import type { ApiKey } from './api-key.ts'
import type { KeyStore } from './key-store.ts'
import type { Sealer } from './sealing.ts'

/** Secrets that are opened in one go: some milliseconds. */
const LOOKED_AT_ONCE = 200

/**
 * The living HMAC keys that sign with these secrets. Opens one secret after the other, each once however many are sought, and lets requests in between:
 * strangers may invent a secret and have it sought. What is compared are digests, so that the time it takes tells nothing of a secret.
 * @param sealer as it is then: the sealing key may change while it looks
 */
export const keysBySecret = async (secrets: readonly string[], store: Pick<KeyStore, 'livingAfter'>, sealer: () => Sealer): Promise<ReadonlyMap<string, ApiKey>> => {
  const found = new Map<string, ApiKey>()
  const sought = new Map(secrets.map((secret) => [hash('sha256', secret), secret]))
  if (sought.size === 0) return found
  // Page by page: while a reading is open, everybody who reads besides would see the store as it was when it began.
  let page = await store.livingAfter(null, LOOKED_AT_ONCE)
  for (let last = page.at(-1); last; last = page.at(-1)) {
    for (const key of page) {
      const opened = key.credential.kind === 'hmac' ? sealer().open(key.credential.secret, key.id) : undefined
      const secret = opened?.ok ? sought.get(hash('sha256', opened.secret)) : undefined
      if (secret !== undefined) found.set(secret, key)
    }
    await new Promise(setImmediate)
    page = await store.livingAfter(last.id, LOOKED_AT_ONCE)
  }
  return found
}
