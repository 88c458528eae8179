import type { Role } from './acts.ts'
import { DAY, HOUR, MINUTE, SECOND, type TimeUs } from '../time.ts'
import type { Kept } from './person.ts'

/** How long a session lives. */
export interface SessionLimits {
  readonly idleUs: number
  readonly absoluteUs: number
}

export const DEFAULT_SESSION_LIMITS: SessionLimits = { idleUs: 30 * MINUTE, absoluteUs: 12 * HOUR }

/** Use is noted when so much time has passed since the last note: a page that asks often does not write as often. */
export const NOTED_EVERY_US = 30 * SECOND
/** A token that was replaced may still be on its way in another tab for so long; after that, whoever has it took it. */
export const REPLACED_TOKEN_GRACE_US = 60 * SECOND
const KEPT_AFTER_END_US = 30 * DAY

export interface Session extends Kept {
  readonly personId: string
  readonly tokenHash: string
  /** The token before the last rotation; null where there was none. */
  readonly previousTokenHash: string | null
  readonly rotatedAtUs: TimeUs
  readonly deviceId: string
  readonly deviceLabel: string
  readonly address: string
  readonly createdAtUs: TimeUs
  readonly lastSeenAtUs: TimeUs
  readonly endedAtUs: TimeUs | null
  readonly forgetAtUs: TimeUs
}

/** A named way in for scripts: one account, one role, until a day. */
export interface BearerToken extends Kept {
  readonly personId: string
  readonly tokenHash: string
  readonly name: string
  readonly accountId: number
  readonly role: Role
  readonly createdAtUs: TimeUs
  readonly expiresAtUs: TimeUs
  readonly lastUsedAtUs: TimeUs | null
  readonly endedAtUs: TimeUs | null
}

export type SessionState = 'alive' | 'ended' | 'idle' | 'tooOld'

export const sessionState = ({ createdAtUs, lastSeenAtUs, endedAtUs }: Session, nowUs: TimeUs, { idleUs, absoluteUs }: SessionLimits): SessionState => {
  if (endedAtUs !== null) return 'ended'
  if (nowUs - createdAtUs >= absoluteUs) return 'tooOld'
  return nowUs - lastSeenAtUs >= idleUs ? 'idle' : 'alive'
}

export const ended = (session: Session, nowUs: TimeUs): Session => ({ ...session, version: session.version + 1, endedAtUs: nowUs, forgetAtUs: nowUs + KEPT_AFTER_END_US })

/** The same session under a new token: what was known of it before opens nothing any more. */
export const rotated = (session: Session, tokenHash: string, nowUs: TimeUs): Session =>
  ({ ...session, version: session.version + 1, tokenHash, previousTokenHash: session.tokenHash, rotatedAtUs: nowUs })

export const forgottenAt = (createdAtUs: TimeUs, { absoluteUs }: SessionLimits): TimeUs => createdAtUs + absoluteUs + KEPT_AFTER_END_US
