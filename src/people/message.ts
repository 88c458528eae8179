import { DAY, type TimeUs } from '../time.ts'
import type { Kept } from './person.ts'
import { type Sealed, sealText, type SecretSealer } from './sealed.ts'

export type Channel = 'mail' | 'sms'

/** What a person is to be told. It may carry a code or a link, so its text is sealed at rest. */
export interface Letter {
  readonly channel: Channel
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Why a letter was not taken at its last try. */
export interface LetterFault {
  /** Wall time. */
  readonly atUs: TimeUs
  readonly reason: 'unreachable' | 'encryption' | 'login' | 'recipient' | 'refused' | 'unreadable'
  /** One line, in the words of the other side. */
  readonly said: string
}

/** A letter in the outbox: stored with the change that it tells of, sent afterwards. */
export interface OutboxMessage extends Kept, Sealed {
  readonly channel: Channel
  readonly recipient: string
  readonly subject: string
  readonly timeUs: TimeUs
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly attempts: number
  readonly nextTryAtUs: TimeUs
  readonly forgetAtUs: TimeUs
  /** Null: it was not tried yet, or it was taken. */
  readonly fault: LetterFault | null
}

export const messageSealId = (id: string): string => `message:${id}`

/** A message that cannot be delivered any more is kept for so long; so is one that the outbox shows. */
const LETTERS_KEPT_US = 7 * DAY

/** A letter as it waits in the outbox. */
export const newMessage = (id: string, { channel, to, subject, text }: Letter, sealer: SecretSealer, nowUs: TimeUs): OutboxMessage =>
  ({ id, version: 1, channel, recipient: to, subject, ...sealText(sealer, text, messageSealId(id)), timeUs: nowUs, state: 'waiting', attempts: 0, nextTryAtUs: nowUs, forgetAtUs: nowUs + LETTERS_KEPT_US, fault: null })
