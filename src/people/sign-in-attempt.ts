import { MINUTE, type TimeUs } from '../time.ts'
import type { Kept } from './person.ts'
import type { Factor } from './step-up-policy.ts'

export const SIGN_IN_LIFETIME_US = 15 * MINUTE
export const SIGN_IN_TRIES = 10

/** A sign-in under way: the password was right, and what is still missing is the stage. Known by a token of its own, which opens nothing. */
export interface SignInAttempt extends Kept {
  readonly personId: string
  readonly tokenHash: string
  readonly stage: 'factor' | 'device'
  readonly given: readonly Factor[]
  readonly deviceLabel: string
  readonly triesLeft: number
  readonly expiresAtUs: TimeUs
  readonly usedAtUs: TimeUs | null
  readonly forgetAtUs: TimeUs
}
