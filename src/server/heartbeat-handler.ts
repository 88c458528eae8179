import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Heartbeat } from '../authority/moving-address.ts'
import { MINUTE_MS } from '../gate/rate-limits/settings.ts'
import { Visitors } from '../gate/rate-limits/visitors.ts'
import { untilWindowEndMs } from '../gate/rate-limits/window-counter.ts'
import type { Heard } from '../operations/moving-addresses/move.ts'
import type { Clock } from '../time.ts'
import { sendJson, sendRefusal } from './json-answer.ts'

export interface HeartbeatParts {
  /** The caller's address, as every listener reads it. */
  readonly addressOf: (request: IncomingMessage) => string
  readonly hear: (heartbeat: Heartbeat, from: string) => Promise<Heard | undefined>
  readonly clock: Clock
}

export const HEARTBEAT_PATH = '/api/heartbeat'
const MOST_BYTES = 1_024
const MOST_READ_BYTES = 65_536
/** Of an address, good ones and others alike. */
const MOST_PER_MINUTE = 30
const REMEMBERED_ADDRESSES = 10_000

const bodyOf = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) { // no encoding is set, so the pieces are bytes
    length += chunk.length
    if (length > MOST_READ_BYTES) throw new Error('a heartbeat without end')
    // What is too long is read to its end, so that it can be answered, and not kept.
    if (length <= MOST_BYTES) chunks.push(chunk)
  }
  return length <= MOST_BYTES ? Buffer.concat(chunks).toString('utf8') : undefined
}

const parsed = (text: string | undefined): Heartbeat | undefined => {
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('id' in value) || !('timestamp' in value) || !('signature' in value)) return undefined
    const { id, timestamp, signature } = value
    return typeof id === 'string' && typeof timestamp === 'number' && typeof signature === 'string' ? { id, timestamp, signature } : undefined
  } catch {
    return undefined
  }
}

const sendTooMany = (response: ServerResponse, message: string, retryAfterMs: number): void => {
  const seconds = String(Math.ceil(retryAfterMs / 1_000))
  sendRefusal(response, 429, 'tooMany', message, `Send the next one in ${seconds} s. One in five minutes is plenty, and one whenever the address may have changed.`, { 'Retry-After': seconds })
}

/** `POST /api/heartbeat`: no session, only the token's signature. Whatever is wrong with one, the answer is the same. */
export const heartbeatHandler = ({ addressOf, hear, clock }: HeartbeatParts): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
  const visitors = new Visitors(REMEMBERED_ADDRESSES)
  // One after the other: of two that carry the same time the second finds it heard.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (heartbeat: Heartbeat, from: string): Promise<Heard | undefined> => {
    const turn = last.then(() => hear(heartbeat, from))
    last = turn.catch(() => undefined)
    return turn
  }
  return async (request, response) => {
    const from = addressOf(request)
    const nowMs = clock.nowUs() / 1_000
    if (visitors.of(from, nowMs).rawRequests.add(1, nowMs, MINUTE_MS) > MOST_PER_MINUTE) return sendTooMany(response, `More than ${MOST_PER_MINUTE} heartbeats came from this address in a minute.`, untilWindowEndMs(nowMs, MINUTE_MS))
    if (request.method !== 'POST') return sendRefusal(response, 405, 'methodNotAllowed', 'A heartbeat is posted.', 'POST it.')
    const heartbeat = parsed(await bodyOf(request))
    answer(response, from, heartbeat && await inTurn(heartbeat, from))
  }
}

const answer = (response: ServerResponse, from: string, moved: Heard | undefined): void => {
  if (moved?.is === 'tooSoon') return sendTooMany(response, 'The last heartbeat of this token was heard a moment ago.', moved.retryAfterMs)
  if (!moved) return sendRefusal(response, 401, 'notHeard', 'This heartbeat is not heard.', 'Sign id and time with the token, with a clock that is right, and never send one twice.')
  return sendJson(response, 200, { value: moved.is === 'kept' ? { address: from, is: 'kept', why: moved.fault } : { address: from, is: moved.is } })
}
