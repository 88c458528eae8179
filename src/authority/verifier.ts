import { createPublicKey, hash, type KeyObject } from 'node:crypto'
import type { ApiKey } from './api-key.ts'
import type { Sealer } from './sealing.ts'

/** A credential made ready for checking signatures: the secret's key blocks (RFC 2104), or the imported public key. */
export type Verifier =
  | { readonly kind: 'hmac'; /** 64 bytes: key ⊕ 0x36. */ readonly innerBlock: Uint8Array; /** 64 bytes: key ⊕ 0x5c; then room for the inner digest. */ readonly outer: Buffer }
  | { readonly kind: 'ed25519' | 'rsa'; readonly publicKey: KeyObject }

const BLOCK_BYTES = 64
const DIGEST_BYTES = 32

const keyBlock = (secret: Uint8Array, pad: number): Uint8Array => {
  const key = secret.length > BLOCK_BYTES ? hash('sha256', secret, 'buffer') : secret
  const block = new Uint8Array(BLOCK_BYTES).fill(pad)
  for (let i = 0; i < key.length; i += 1) block[i] = (key[i] ?? 0) ^ pad
  return block
}

/** HMAC-SHA256 with this secret, by its definition: H(outer ‖ H(inner ‖ message)). */
export const hmacVerifier = (secret: Uint8Array): Verifier & { kind: 'hmac' } => ({ kind: 'hmac', innerBlock: keyBlock(secret, 0x36), outer: Buffer.concat([keyBlock(secret, 0x5c), new Uint8Array(DIGEST_BYTES)]) })

/** @throws when the secret does not open or the key does not import: the store was damaged, and the gate closes. */
export const verifierOf = (key: Pick<ApiKey, 'id' | 'credential'>, sealer: Pick<Sealer, 'open'>): Verifier => {
  const { credential } = key
  if (credential.kind !== 'hmac') return { kind: credential.kind, publicKey: createPublicKey({ key: Buffer.from(credential.publicKey), format: 'der', type: 'spki' }) }
  const opened = sealer.open(credential.secret, key.id)
  if (!opened.ok) throw new Error(`the secret of key ${key.id} does not open with sealing key ${opened.sealingKeyVersion} (${opened.fault})`)
  return hmacVerifier(opened.secret)
}
