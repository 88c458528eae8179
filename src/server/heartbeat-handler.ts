import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Heartbeat } from '../authority/moving-address.ts'
import type { Moved } from '../operations/moving-addresses/move.ts'

export interface HeartbeatParts {
  /** The caller's address, as every listener reads it. */
  readonly addressOf: (request: IncomingMessage) => string
  readonly hear: (heartbeat: Heartbeat, from: string) => Promise<Moved | undefined>
}

export const HEARTBEAT_PATH = '/api/heartbeat'
const MOST_BYTES = 1_024
const MOST_READ = 65_536

const send = (response: ServerResponse, status: number, body: object): void => {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text), 'Cache-Control': 'no-store' })
  response.end(text)
}

const bodyOf = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MOST_READ) throw new Error('a heartbeat without end')
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

/** `POST /api/heartbeat`: no session, only the token's signature. Whatever is wrong with one, the answer is the same. */
export const heartbeatHandler = ({ addressOf, hear }: HeartbeatParts) => async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  if (request.method !== 'POST') return send(response, 405, { refused: { code: 'methodNotAllowed', message: 'A heartbeat is posted.', remedy: 'POST it.' } })
  const from = addressOf(request)
  const heartbeat = parsed(await bodyOf(request))
  const moved = heartbeat && await hear(heartbeat, from)
  if (!moved) return send(response, 401, { refused: { code: 'notHeard', message: 'This heartbeat is not heard.', remedy: 'Sign id and time with the token, with a clock that is right, and never send one twice.' } })
  return send(response, 200, { value: moved.is === 'kept' ? { address: from, is: 'kept', why: moved.fault } : { address: from, is: moved.is } })
}
