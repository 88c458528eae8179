import type { LetterFault } from '../people/message.ts'

/** What a carrier rejects with when it can say why a letter was not taken. */
export class NotTaken extends Error {
  readonly reason: LetterFault['reason']

  /** @param said what the other side said, for people */
  constructor(reason: LetterFault['reason'], said: string, cause?: unknown) {
    super(said, { cause })
    this.reason = reason
  }
}

const MOST_SAID = 300

/** Another server's words: one line, with an end. */
const line = (text: string): string => [...text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()].slice(0, MOST_SAID).join('')

/** Why a letter was not taken, as it is kept with the letter. */
export const faultOf = (error: unknown, atUs: number): LetterFault =>
  ({ atUs, reason: error instanceof NotTaken ? error.reason : 'refused', said: line(error instanceof Error ? error.message : String(error)) })
