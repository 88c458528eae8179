import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Credential } from './api-key.ts'

/** Public keys as clients register them: SPKI PEM, Ed25519 or RSA of 2048 to 4096 bits (spec: wire, signature). */
const MIN_RSA_BITS = 2048
const MAX_RSA_BITS = 4096

type AsymmetricCredential = Exclude<Credential, { kind: 'hmac' }>
export type ParsedPublicKey = { readonly ok: true; readonly credential: AsymmetricCredential } | { readonly ok: false; readonly text: string }

const refused = (text: string): ParsedPublicKey => ({ ok: false, text })

/** Reads what somebody pasted as a public key; refuses all else in words that say what it was. */
export const parsePublicKey = (pem: string): ParsedPublicKey => {
  const text = pem.trim()
  if (text.includes('PRIVATE KEY')) return refused('This is a private key. It must never leave your hands: throw it away, make a new pair, and give the public half ("BEGIN PUBLIC KEY").')
  if (text.includes('BEGIN CERTIFICATE')) return refused('This is a certificate; give the public key alone ("BEGIN PUBLIC KEY").')
  if (text.includes('BEGIN RSA PUBLIC KEY')) return refused('This is an RSA key in PKCS#1 form; convert it with: openssl rsa -RSAPublicKey_in -pubout')
  if (/^(ssh-|ecdsa-)/.test(text)) return refused('This is an SSH key; give a PEM ("BEGIN PUBLIC KEY"): ssh-keygen -e -m PKCS8 -f FILE')
  if (!/^-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----$/.test(text)) return refused('A public key in PEM form is needed: it begins with "-----BEGIN PUBLIC KEY-----" and ends with "-----END PUBLIC KEY-----".')
  let key: KeyObject
  try {
    key = createPublicKey({ key: text, format: 'pem', type: 'spki' })
  } catch {
    return refused('The text between BEGIN and END is not a public key: it was cut or changed on the way.')
  }
  const publicKey = new Uint8Array(key.export({ format: 'der', type: 'spki' }))
  if (key.asymmetricKeyType === 'ed25519') return { ok: true, credential: { kind: 'ed25519', publicKey } }
  if (key.asymmetricKeyType !== 'rsa') return refused(`This is a key of type ${key.asymmetricKeyType}; Ed25519 (recommended) and RSA keys can sign here.`)
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) return refused(`This RSA key has ${bits} bits; ${MIN_RSA_BITS} to ${MAX_RSA_BITS} are accepted.`)
  return { ok: true, credential: { kind: 'rsa', publicKey } }
}
