import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'

/** scrypt (RFC 7914) as OWASP's Password Storage Cheat Sheet sets it: 128 MiB and about half a second a guess. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1 } as const
const SCRYPT_MEMORY = 2 * 128 * SCRYPT.N * SCRYPT.r
const KEY_BYTES = 32
const SALT_BYTES = 16
const NONCE_BYTES = 12
const TAG_BYTES = 16
const ALGORITHM = 'aes-256-gcm'
const SHORTEST_PASSPHRASE = 12

/** The file's text, as JSON. The key's own text stands in the open: it is no secret. */
interface SealedCredential {
  readonly format: 'bitting sealed credential v1'
  readonly apiKey: string
  readonly salt: string
  readonly nonce: string
  readonly sealed: string
}

const FORMAT = 'bitting sealed credential v1'

const keyFrom = (passphrase: string, salt: Uint8Array): Promise<Buffer> => new Promise((resolve, reject) => {
  scrypt(passphrase.normalize('NFKC'), salt, KEY_BYTES, { ...SCRYPT, maxmem: SCRYPT_MEMORY }, (error, key) => { if (error) reject(error); else resolve(key) })
})

/** Bound to the key's text, so that a secret cannot be put beside another key. */
const associated = (apiKey: string): Buffer => Buffer.from(`${FORMAT}\n${apiKey}`)

/**
 * Seals a secret or a private key under a passphrase (scrypt, then AES-256-GCM, NIST SP 800-38D).
 * @returns the text of the file, for `credentialFromFile`
 */
export const sealCredential = async (apiKey: string, secret: string, passphrase: string): Promise<string> => {
  if (passphrase.length < SHORTEST_PASSPHRASE) throw new Error(`The passphrase has ${passphrase.length} characters; at least ${SHORTEST_PASSPHRASE} keep a copy of the file shut.`)
  const [salt, nonce] = [randomBytes(SALT_BYTES), randomBytes(NONCE_BYTES)]
  const cipher = createCipheriv(ALGORITHM, await keyFrom(passphrase, salt), nonce).setAAD(associated(apiKey))
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
  const file: SealedCredential = { format: FORMAT, apiKey, salt: salt.toString('base64'), nonce: nonce.toString('base64'), sealed: sealed.toString('base64') }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** @throws where it is no such file, the passphrase is wrong, or something was changed */
export const openCredential = async (text: string, passphrase: string): Promise<{ readonly apiKey: string; readonly secret: string }> => {
  const { apiKey, salt, nonce, sealed } = read(text)
  const bytes = Buffer.from(sealed, 'base64')
  const key = await keyFrom(passphrase, Buffer.from(salt, 'base64'))
  try {
    const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(nonce, 'base64'), { authTagLength: TAG_BYTES }).setAAD(associated(apiKey)).setAuthTag(bytes.subarray(-TAG_BYTES))
    return { apiKey, secret: Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8') }
  } catch {
    throw new Error('The sealed credential does not open: the passphrase is wrong, or the file was changed.')
  }
}

const read = (text: string): SealedCredential => {
  try {
    const file = JSON.parse(text) as Partial<SealedCredential>
    if (file.format === FORMAT && [file.apiKey, file.salt, file.nonce, file.sealed].every((field) => typeof field === 'string')) return file as SealedCredential
  } catch {
    // Told below.
  }
  throw new Error('This is no sealed credential: it should be a file that `bitting credential seal` wrote.')
}
