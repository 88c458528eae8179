import type { OperatorParts } from './operator-parts.ts'
import { done, type Outcome } from './outcome.ts'

/** A letter to a person, as the operator may read it where nothing carries it away. */
export interface LetterSummary {
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly channel: 'mail' | 'sms'
  readonly to: string
  readonly subject: string
  readonly state: 'waiting' | 'sent' | 'failed'
  /** Null once it was sent: then it is its reader's alone. */
  readonly text: string | null
}

export interface OutboxReader {
  /** Newest first. */
  newest(limit: number): Promise<readonly LetterSummary[]>
}

const MOST = 200

/** The newest letters, newest first. */
export const listOutbox = async (limit: number, { outbox }: OperatorParts): Promise<Outcome<readonly LetterSummary[]>> =>
  done(await outbox.newest(Math.min(Math.max(1, limit), MOST)))
