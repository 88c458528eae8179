import { createHmac } from 'node:crypto'
import type { RandomBytes } from '../authority/key-text.ts'
import { DAY, MINUTE, type TimeUs } from '../time.ts'
import type { Kept } from './person.ts'
import { openSealed, type Sealed, sealText, type SecretSealer } from './sealed.ts'
import { isSameText } from './secret-token.ts'

const CODE_DIGITS = 8
const CODE_LIFETIME_US = 10 * MINUTE
const CODE_TRIES = 5

/**
 * A code sent by mail or SMS, for one purpose. Eight digits are guessed from a plain hash in a moment, so it is kept as an HMAC
 * under a key of its own, which is sealed: whoever has only the database has no code.
 */
export interface OneTimeCode extends Kept, Sealed {
  readonly personId: string
  readonly channel: 'mail' | 'sms'
  /** What it is for: a code for one thing does nothing for another. */
  readonly purpose: string
  readonly hash: string
  readonly triesLeft: number
  readonly expiresAtUs: TimeUs
  readonly usedAtUs: TimeUs | null
  readonly forgetAtUs: TimeUs
}

/** Eight digits, every code equally likely. */
export const randomDigits = (randomBytes: RandomBytes): string => {
  let digits = ''
  while (digits.length < CODE_DIGITS) for (const byte of randomBytes(CODE_DIGITS)) if (byte < 250 && digits.length < CODE_DIGITS) digits += String(byte % 10)
  return digits
}

const hashOf = (key: Uint8Array, purpose: string, code: string): string => createHmac('sha256', key).update(`${purpose}\n${code}`).digest('hex')
export const codeSealId = (id: string): string => `code:${id}`

export interface CodeWish {
  readonly id: string
  readonly personId: string
  readonly channel: 'mail' | 'sms'
  readonly purpose: string
  readonly nowUs: TimeUs
}

/** @returns the record to keep and the code to send */
export const makeCode = ({ id, personId, channel, purpose, nowUs }: CodeWish, sealer: SecretSealer, randomBytes: RandomBytes): { record: OneTimeCode; code: string } => {
  const code = randomDigits(randomBytes)
  const key = randomBytes(32)
  const expiresAtUs = nowUs + CODE_LIFETIME_US
  return { code, record: { id, version: 1, personId, channel, purpose, hash: hashOf(key, purpose, code), ...sealText(sealer, key, codeSealId(id)), triesLeft: CODE_TRIES, expiresAtUs, usedAtUs: null, forgetAtUs: expiresAtUs + DAY } }
}

/**
 * One try. @returns whether it was right, and the record as it is afterwards (to be stored before the answer is told);
 * undefined where the code can no longer be tried
 */
export const tryCode = (record: OneTimeCode, purpose: string, presented: string, nowUs: TimeUs, sealer: SecretSealer): { isRight: boolean; after: OneTimeCode } | undefined => {
  if (record.purpose !== purpose || record.usedAtUs !== null || record.triesLeft <= 0 || record.expiresAtUs <= nowUs) return undefined
  const key = openSealed(sealer, record, codeSealId(record.id))
  if (!key) return undefined
  const isRight = isSameText(hashOf(key, purpose, presented.replace(/\s/g, '')), record.hash)
  return { isRight, after: { ...record, version: record.version + 1, triesLeft: record.triesLeft - 1, usedAtUs: isRight ? nowUs : null } }
}
