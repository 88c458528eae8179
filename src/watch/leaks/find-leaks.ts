import { createPrivateKey, createPublicKey } from 'node:crypto'
import { isKeyText, isSecretText, KEY_PREFIX, KEY_TEXT_LENGTH, SECRET_PREFIX } from '../../authority/key-text.ts'

/** Something that should not stand where it was found. Its checksum fits, so that it is hardly there by chance. */
export interface Leak {
  /** `key`: what a client sends; worth little alone. `secret` and `privateKey`: what signs. */
  readonly kind: 'key' | 'secret' | 'privateKey'
  /** The key or secret itself; of a private key its public half (SPKI, DER, base64), by which it is known. */
  readonly text: string
  /** Where it begins, in bytes. */
  readonly at: number
}

const PEM_BEGIN = '-----BEGIN '
const PEM_END = '-----END '
/** An RSA key of 4096 bits in PEM has about 3,300 characters; line breaks may be written out. */
const LONGEST_PEM = 8_000

/** All that was found in a text, in order. Bytes that are no text are passed over. */
export const findLeaks = (bytes: Buffer): readonly Leak[] =>
  [...texts(bytes, KEY_PREFIX, 'key', isKeyText), ...texts(bytes, SECRET_PREFIX, 'secret', isSecretText), ...privateKeys(bytes)].sort((one, other) => one.at - other.at)

const texts = (bytes: Buffer, prefix: string, kind: 'key' | 'secret', fits: (text: string) => boolean): Leak[] => {
  const leaks: Leak[] = []
  for (let at = bytes.indexOf(prefix); at !== -1; at = bytes.indexOf(prefix, at + 1)) {
    if (isWordByte(bytes[at - 1]) || isWordByte(bytes[at + KEY_TEXT_LENGTH])) continue
    const text = bytes.toString('latin1', at, at + KEY_TEXT_LENGTH)
    if (fits(text)) leaks.push({ kind, text, at })
  }
  return leaks
}

/** A longer run of letters and digits is something else. */
const isWordByte = (byte: number | undefined): boolean => byte !== undefined && ((byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122))

const privateKeys = (bytes: Buffer): Leak[] => {
  const leaks: Leak[] = []
  for (let at = bytes.indexOf(PEM_BEGIN); at !== -1; at = bytes.indexOf(PEM_BEGIN, at + 1)) {
    const publicHalf = publicHalfOf(bytes.toString('latin1', at, at + LONGEST_PEM))
    if (publicHalf !== null) leaks.push({ kind: 'privateKey', text: publicHalf, at })
  }
  return leaks
}

/** Line breaks as they stand in a file, in JSON, in YAML and in one line of an environment file. */
const publicHalfOf = (text: string): string | null => {
  const [, label = '', body = ''] = /^-----BEGIN ((?:RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\s\\rn"',]+?)-----END \1-----/.exec(text) ?? []
  if (label === '') return null
  const pem = `${PEM_BEGIN}${label}-----\n${body.replace(/\\[rn]/g, '').replace(/[^A-Za-z0-9+/=]/g, '')}\n${PEM_END}${label}-----\n`
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType !== 'ed25519' && key.asymmetricKeyType !== 'rsa') return null
    return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64')
  } catch {
    return null
  }
}

/** A leak as it may be shown: enough to find it again, not enough to use it. */
export const masked = ({ kind, text }: Leak): string => (kind === 'privateKey' ? `private key of ${text.slice(-12)}` : `${text.slice(0, 8)}…${text.slice(-4)}`)
