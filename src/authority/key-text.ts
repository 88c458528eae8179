import { crc32 } from 'node:zlib'
import { type ApiKeyText, apiKeyText } from '../ids.ts'

/**
 * The text of a key and of an HMAC secret: 64 characters `[A-Za-z0-9]`, a prefix that scanners recognise, 54 random ones and
 * 6 of checksum, so that a mistyped or invented key is known as such without asking anybody.
 */
export const KEY_PREFIX = 'bit1'
export const SECRET_PREFIX = 'bis1'
export const KEY_TEXT_LENGTH = 64

const RANDOM_LENGTH = 54
const CHECKSUM_LENGTH = 6
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** The greatest multiple of 62 in a byte: what lies above it is thrown away, so that every character is equally likely. */
const UNBIASED_LIMIT = 248

/** Gives that many unpredictable bytes. */
export type RandomBytes = (length: number) => Uint8Array

/** Unpredictable text over `[A-Za-z0-9]`, every character equally likely. */
export const randomText = (randomBytes: RandomBytes, length: number): string => {
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < UNBIASED_LIMIT && text.length < length) text += ALPHABET.charAt(byte % ALPHABET.length)
    }
  }
  return text
}

/** CRC-32 of the text, six digits in base 62. */
const checksumOf = (text: string): string => {
  let rest = crc32(text)
  let digits = ''
  for (let i = 0; i < CHECKSUM_LENGTH; i += 1) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits
    rest = Math.floor(rest / ALPHABET.length)
  }
  return digits
}

const make = (prefix: string, randomBytes: RandomBytes): string => {
  const body = prefix + randomText(randomBytes, RANDOM_LENGTH)
  return body + checksumOf(body)
}

/** A new API key: `bit1` + 54 random characters + checksum. */
export const makeKeyText = (randomBytes: RandomBytes): ApiKeyText => apiKeyText(make(KEY_PREFIX, randomBytes))

/** A new HMAC secret: `bis1` + 54 random characters + checksum. */
export const makeSecretText = (randomBytes: RandomBytes): string => make(SECRET_PREFIX, randomBytes)

/** Whether the text has the shape that the wire asks of any key: 64 letters and digits. */
export const hasKeyShape = (text: string): boolean => {
  if (text.length !== KEY_TEXT_LENGTH) return false
  for (let i = 0; i < KEY_TEXT_LENGTH; i += 1) {
    const code = text.charCodeAt(i)
    if (!((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122))) return false
  }
  return true
}

/** What a letter or digit counts as in base 62. */
const digitOf = (code: number): number => (code <= 57 ? code - 48 : code <= 90 ? code - 55 : code - 61)

/** Whether the last six characters are the checksum of those before; read as a number, for strangers' keys are checked by the thousand. */
const hasChecksum = (text: string): boolean => {
  let sum = 0
  for (let i = KEY_TEXT_LENGTH - CHECKSUM_LENGTH; i < KEY_TEXT_LENGTH; i += 1) sum = sum * ALPHABET.length + digitOf(text.charCodeAt(i))
  return crc32(text.slice(0, -CHECKSUM_LENGTH)) === sum
}

const fits = (prefix: string, text: string): boolean => text.startsWith(prefix) && hasKeyShape(text) && hasChecksum(text)

/** Whether the text can be a key made here: prefix, shape and checksum. */
export const isKeyText = (text: string): text is ApiKeyText => fits(KEY_PREFIX, text)

/** Whether the text can be a secret made here; seen in a header, somebody has sent the secret in place of the key. */
export const isSecretText = (text: string): boolean => fits(SECRET_PREFIX, text)
