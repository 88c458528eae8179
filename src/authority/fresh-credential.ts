import type { ApiKeyId } from '../ids.ts'
import type { TimeUs } from '../time.ts'
import type { ApiKey, Credential, KeyKind } from './api-key.ts'
import { makeSecretText, type RandomBytes } from './key-text.ts'
import { parsePublicKey } from './public-key.ts'
import type { Sealer } from './sealing.ts'

export type FreshCredential = { readonly ok: true; readonly credential: Credential; /** HMAC only. */ readonly secret: string | null } | { readonly ok: false; readonly text: string }

/** What a new key signs with: a secret made here, or the public half that somebody brings. */
export const freshCredential = (wish: { readonly kind: KeyKind; readonly publicKey?: string | undefined }, id: ApiKeyId, sealer: Sealer, randomBytes: RandomBytes): FreshCredential => {
  if (wish.kind === 'hmac') {
    if (wish.publicKey !== undefined) return { ok: false, text: 'An HMAC key has no public key: choose Ed25519 or RSA, or leave it out.' }
    const secret = makeSecretText(randomBytes)
    return { ok: true, credential: { kind: 'hmac', secret: sealer.seal(Buffer.from(secret), id) }, secret }
  }
  if (wish.publicKey === undefined) return { ok: false, text: 'A public key is needed: make a pair, keep the private half, and give the public one.' }
  const parsed = parsePublicKey(wish.publicKey)
  if (!parsed.ok) return parsed
  return parsed.credential.kind === wish.kind ? { ...parsed, secret: null } : { ok: false, text: `This public key is of kind ${parsed.credential.kind}, not ${wish.kind}.` }
}

export const isSamePublicKey = (one: Credential, other: Credential): boolean => one.kind !== 'hmac' && other.kind !== 'hmac' && Buffer.compare(one.publicKey, other.publicKey) === 0

/** What stays of a credential when its key ends for good. */
const withoutSecret = (credential: Credential): Credential =>
  (credential.kind === 'hmac' ? { kind: 'hmac', secret: { sealingKeyVersion: credential.secret.sealingKeyVersion, bytes: new Uint8Array() } } : credential)

/** The key as it stays in the record when it has ended for good. */
export const endedForGood = (key: ApiKey, nowUs: TimeUs): ApiKey => ({ ...key, credential: withoutSecret(key.credential), isEnabled: false, deletedAtUs: nowUs })
