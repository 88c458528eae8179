import { Secret, TOTP } from 'otpauth'
import type { RandomBytes } from '../authority/key-text.ts'
import { SECOND, type TimeUs } from '../time.ts'
import type { Kept } from './person.ts'
import { openSealed, type Sealed, sealText, type SecretSealer } from './sealed.ts'

/** RFC 6238 as every authenticator app has it: SHA-1, six digits, 30 s; one step of clock difference either way. */
const PERIOD_S = 30
const DIGITS = 6
const WINDOW_STEPS = 1
const SECRET_BYTES = 20
const ISSUER = 'Bitting'

/** An authenticator. Its secret is sealed at rest. */
export interface Totp extends Kept, Sealed {
  readonly personId: string
  readonly label: string
  /** The newest 30 s step whose code was taken: that one and older ones are never taken again. */
  readonly lastStep: number
  /** Null until its first code proved that the app has the secret. */
  readonly confirmedAtUs: TimeUs | null
  readonly createdAtUs: TimeUs
}

export const totpSealId = (id: string): string => `totp:${id}`
const ofSecret = (secret: Secret, label: string): TOTP => new TOTP({ issuer: ISSUER, label, secret, algorithm: 'SHA1', digits: DIGITS, period: PERIOD_S })

/** Base32 of a fresh secret. */
export const newTotpSecret = (randomBytes: RandomBytes): string => new Secret({ buffer: Uint8Array.from(randomBytes(SECRET_BYTES)).buffer }).base32

/** What the app reads from the picture. */
export const totpUri = (secret: string, email: string): string => ofSecret(Secret.fromBase32(secret), email).toString()

/** The code that an app with this secret shows at that moment. */
export const totpCode = (secret: string, nowUs: TimeUs): string => ofSecret(Secret.fromBase32(secret), '').generate({ timestamp: nowUs / 1_000 })

export interface NewTotp {
  readonly id: string
  readonly personId: string
  readonly label: string
  readonly secret: string
  readonly nowUs: TimeUs
}

export const makeTotp = ({ id, personId, label, secret, nowUs }: NewTotp, sealer: SecretSealer): Totp =>
  ({ id, version: 1, personId, label, ...sealText(sealer, Secret.fromBase32(secret).bytes, totpSealId(id)), lastStep: -1, confirmedAtUs: null, createdAtUs: nowUs })

/** @returns the record after this code was taken; undefined where the code is wrong or was taken before */
export const takeTotpCode = (totp: Totp, presented: string, nowUs: TimeUs, sealer: SecretSealer): Totp | undefined => {
  const code = presented.replace(/\s/g, '')
  const secret = /^\d{6}$/.test(code) ? openSealed(sealer, totp, totpSealId(totp.id)) : undefined
  if (!secret) return undefined
  const delta = ofSecret(new Secret({ buffer: Uint8Array.from(secret).buffer }), '').validate({ token: code, timestamp: nowUs / 1_000, window: WINDOW_STEPS })
  if (delta === null) return undefined
  const step = Math.floor(nowUs / (PERIOD_S * SECOND)) + delta
  return step > totp.lastStep ? { ...totp, version: totp.version + 1, lastStep: step } : undefined
}

/**
 * What the app shows now, for how many whole seconds more, and whether it was taken already; undefined where the secret does not open.
 * `fresh` is a code that would be taken now: the present one, or the next, which the window allows; null where both were.
 */
export const presentTotpCode = (totp: Totp, nowUs: TimeUs, sealer: SecretSealer): { code: string; secondsLeft: number; isUsed: boolean; fresh: string | null } | undefined => {
  const secret = openSealed(sealer, totp, totpSealId(totp.id))
  if (!secret) return undefined
  const step = Math.floor(nowUs / (PERIOD_S * SECOND))
  const totpOf = ofSecret(new Secret({ buffer: Uint8Array.from(secret).buffer }), '')
  const codeOf = (one: number): string => totpOf.generate({ timestamp: one * PERIOD_S * 1_000 })
  const untaken = [step, step + WINDOW_STEPS].find((one) => one > totp.lastStep)
  return { code: codeOf(step), secondsLeft: Math.ceil(((step + 1) * PERIOD_S * SECOND - nowUs) / SECOND), isUsed: step <= totp.lastStep, fresh: untaken === undefined ? null : codeOf(untaken) }
}
