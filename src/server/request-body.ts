import type { IncomingMessage } from 'node:http'
import { HeldBytes } from './held-bytes.ts'

export const MAX_BODY_BYTES = 128 * 1024

/** Bodies up to this are not worth counting while they come in. */
const SMALL_BODY_BYTES = 4 * 1024
/** What bodies that are not whole yet may hold, all together: one bound, because the memory is the process's. */
const HELD = new HeldBytes(64 * 1024 * 1024)

/**
 * Collects a body as latin1 text, byte for byte: the signature is over the bytes as sent.
 * @returns the text, `'too large'` past the limit, or `'aborted'` when the caller went away.
 */
export const readBody = (request: IncomingMessage, done: (body: { text: string } | 'too large' | 'aborted') => void, most = MAX_BODY_BYTES): void => {
  const chunks: Buffer[] = []
  let length = 0
  let held = 0
  let isDone = false
  const finish = (body: { text: string } | 'too large' | 'aborted'): void => {
    if (isDone) return
    isDone = true
    if (held > 0) HELD.letGo(request.socket, held)
    done(body)
  }
  request.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (isDone) return
    if (length > most) return finish('too large')
    chunks.push(chunk)
    if (length <= SMALL_BODY_BYTES) return
    HELD.hold(request.socket, length - held)
    held = length
  })
  request.on('end', () => finish({ text: Buffer.concat(chunks).toString('latin1') }))
  request.on('error', () => finish('aborted'))
  request.on('close', () => finish('aborted'))
}
