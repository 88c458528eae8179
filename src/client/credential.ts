import { createHmac, createPrivateKey, type KeyObject, sign } from 'node:crypto'

/** How a key proves itself. */
export type SigningKind = 'hmac' | 'ed25519' | 'rsa'

/** A key with what signs for it. What signs is never readable from outside: neither printed, nor in JSON, nor in an error. */
export class Credential {
  readonly apiKey: string
  readonly kind: SigningKind
  readonly #sign: (payload: Buffer) => string

  private constructor(apiKey: string, kind: SigningKind, signPayload: (payload: Buffer) => string) {
    this.apiKey = apiKey
    this.kind = kind
    this.#sign = signPayload
  }

  /** A key with a shared secret (HMAC-SHA256, RFC 2104). @throws where the two cannot be what they are said to be */
  static hmac(apiKey: string, secret: string): Credential {
    const key = readApiKey(apiKey)
    const trimmed = secret.trim()
    if (trimmed === '') throw new Error('The secret is empty.')
    if (trimmed === key) throw new Error('Key and secret are the same text: the secret is the other one that was shown.')
    return new Credential(key, 'hmac', (payload) => createHmac('sha256', trimmed).update(payload).digest('hex'))
  }

  /** A key whose public half was registered: Ed25519 (RFC 8032), or RSA with PKCS #1 v1.5 and SHA-256. @param privateKey PEM @throws where it is no such key */
  static privateKey(apiKey: string, privateKey: string, passphrase?: string): Credential {
    const key = readPrivateKey(privateKey, passphrase)
    const kind = key.asymmetricKeyType
    if (kind !== 'ed25519' && kind !== 'rsa') throw new Error(`The private key is of the kind ${kind ?? 'unknown'}; Ed25519 and RSA keys sign calls.`)
    return new Credential(readApiKey(apiKey), kind, (payload) => sign(kind === 'rsa' ? 'sha256' : null, payload, key).toString('base64'))
  }

  /** Either, by what the second text is: a private key in PEM or a shared secret. */
  static of(apiKey: string, secretOrPrivateKey: string, passphrase?: string): Credential {
    return secretOrPrivateKey.includes('PRIVATE KEY') ? Credential.privateKey(apiKey, secretOrPrivateKey, passphrase) : Credential.hmac(apiKey, secretOrPrivateKey)
  }

  /** Signs the very bytes that are sent. @returns hex for HMAC, base64 otherwise; not yet percent-encoded */
  signatureOf(payload: string): string {
    return this.#sign(Buffer.from(payload))
  }

  toString(): string {
    return `${this.kind} key ${this.apiKey.slice(0, 8)}…`
  }
}

const readApiKey = (text: string): string => {
  const key = text.trim()
  if (key.startsWith('bis1')) throw new Error('What was given as the key is a secret (it begins with bis1): swap the two.')
  if (!/^[A-Za-z0-9]{64}$/.test(key)) throw new Error(`What was given as the key is not one: keys have 64 letters and digits, and this has ${key.length} characters.`)
  return key
}

const readPrivateKey = (text: string, passphrase: string | undefined): KeyObject => {
  // Some readers of `.env` files leave the line breaks escaped.
  const pem = text.replaceAll('\\n', '\n')
  try {
    return createPrivateKey(passphrase === undefined ? pem : { key: pem, passphrase })
  } catch {
    const isLocked = passphrase === undefined && pem.includes('ENCRYPTED')
    throw new Error(isLocked ? 'The private key is encrypted, and no passphrase was given.' : 'The private key could not be read: it should be PEM (-----BEGIN PRIVATE KEY-----), with its passphrase where it has one.')
  }
}
