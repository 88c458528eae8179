import { createCipheriv, createDecipheriv, pbkdf2, randomBytes, scrypt } from 'node:crypto'
import { parseEnv } from 'node:util'

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

/** What the console's "Download encrypted" writes: a browser has PBKDF2 and no scrypt, and what is sealed is a `.env` file. */
interface ConsoleFile {
  readonly format: 'bitting-secret v1'
  readonly iterations: number
  readonly salt: string
  readonly iv: string
  readonly sealed: string
}

const CONSOLE_FORMAT = 'bitting-secret v1'
/** More would be somebody who keeps this program busy. */
const MOST_ITERATIONS = 10_000_000

const opened = (sealed: Buffer, key: Buffer, nonce: Buffer, bound: Buffer | null): string => {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAuthTag(sealed.subarray(-TAG_BYTES))
    if (bound) decipher.setAAD(bound)
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    throw new Error('The sealed credential does not open: the passphrase is wrong, or the file was changed.')
  }
}

const openConsoleFile = async ({ iterations, salt, iv, sealed }: ConsoleFile, passphrase: string): Promise<{ readonly apiKey: string; readonly secret: string }> => {
  const key = await new Promise<Buffer>((resolve, reject) => {
    pbkdf2(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), iterations, KEY_BYTES, 'sha256', (error, drawn) => { if (error) reject(error); else resolve(drawn) })
  })
  const { BITTING_API_KEY: apiKey = '', BITTING_SECRET_KEY: secretKey, BITTING_PRIVATE_KEY: privateKey = '' } = parseEnv(opened(Buffer.from(sealed, 'base64'), key, Buffer.from(iv, 'base64'), null))
  return { apiKey, secret: secretKey ?? privateKey }
}

/** Opens what `sealCredential` sealed, or the file that the console downloads. @throws where it is neither, the passphrase is wrong, or something was changed */
export const openCredential = async (text: string, passphrase: string): Promise<{ readonly apiKey: string; readonly secret: string }> => {
  const file = read(text)
  if (file.format === CONSOLE_FORMAT) return openConsoleFile(file, passphrase)
  const { apiKey, salt, nonce, sealed } = file
  return { apiKey, secret: opened(Buffer.from(sealed, 'base64'), await keyFrom(passphrase, Buffer.from(salt, 'base64')), Buffer.from(nonce, 'base64'), associated(apiKey)) }
}

/** Whether it says of itself that it is one of the two. */
export const isSealedCredential = ({ format }: { readonly format?: unknown }): boolean => format === FORMAT || format === CONSOLE_FORMAT

const areTexts = (...fields: readonly unknown[]): boolean => fields.every((field) => typeof field === 'string')

const read = (text: string): SealedCredential | ConsoleFile => {
  try {
    // It is what it says only once each member has been looked at.
    const file = JSON.parse(text) as Partial<SealedCredential> | Partial<ConsoleFile>
    if (file.format === FORMAT && areTexts(file.apiKey, file.salt, file.nonce, file.sealed)) return file as SealedCredential
    if (file.format === CONSOLE_FORMAT && areTexts(file.salt, file.iv, file.sealed) && Number.isInteger(file.iterations) && Number(file.iterations) > 0 && Number(file.iterations) <= MOST_ITERATIONS) return file as ConsoleFile
  } catch {
    // Told below.
  }
  throw new Error('This is no sealed credential: it should be a file that sealCredential wrote, or the console\'s encrypted download.')
}
