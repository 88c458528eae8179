import type { RandomBytes } from '../authority/key-text.ts'
import type { TimeUs } from '../time.ts'
import type { Kept } from './person.ts'
import { hashOfToken } from './secret-token.ts'

const RECOVERY_CODES = 10

/** One of ten ways back in, each good once. 120 random bits, so a plain hash keeps it (ASVS 5.0, 6.5.2: from 112 on). Those of 80 bits that were given out before are good still. */
export interface RecoveryCode extends Kept {
  readonly personId: string
  readonly hash: string
  readonly usedAtUs: TimeUs | null
}

/** Crockford's base 32: no letter looks like a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const CHARACTERS = 24

/** @returns `xxxx-xxxx-xxxx-xxxx-xxxx-xxxx` */
const newCode = (randomBytes: RandomBytes): string =>
  // 256 is a multiple of 32: every character is equally likely.
  (Array.from(randomBytes(CHARACTERS), (byte) => ALPHABET.charAt(byte % 32)).join('').match(/.{4}/g) ?? []).join('-')

/** As people type it: capitals, spaces, a letter O for a zero. */
const plain = (code: string): string => code.toLowerCase().replace(/[^0-9a-z]/g, '').replaceAll('o', '0').replace(/[il]/g, '1')

export const hashOfRecoveryCode = (personId: string, code: string): string => hashOfToken(`${personId}\n${plain(code)}`)

/** @returns the codes to show once, and what is kept of them */
export const makeRecoveryCodes = (personId: string, newId: () => string, randomBytes: RandomBytes): { codes: readonly string[]; records: readonly RecoveryCode[] } => {
  const codes = Array.from({ length: RECOVERY_CODES }, () => newCode(randomBytes))
  return { codes, records: codes.map((code) => ({ id: newId(), version: 1, personId, hash: hashOfRecoveryCode(personId, code), usedAtUs: null })) }
}
