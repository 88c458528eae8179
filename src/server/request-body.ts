import type { IncomingMessage } from 'node:http'

export const MAX_BODY_BYTES = 128 * 1024

/**
 * Collects a body as latin1 text, byte for byte: the signature is over the bytes as sent.
 * @returns the text, `'too large'` past the limit, or `'aborted'` when the caller went away.
 */
export const readBody = (request: IncomingMessage, done: (body: { text: string } | 'too large' | 'aborted') => void): void => {
  const chunks: Buffer[] = []
  let length = 0
  let isDone = false
  const finish = (body: { text: string } | 'too large' | 'aborted'): void => {
    if (isDone) return
    isDone = true
    done(body)
  }
  request.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > MAX_BODY_BYTES) finish('too large')
    else chunks.push(chunk)
  })
  request.on('end', () => finish({ text: Buffer.concat(chunks).toString('latin1') }))
  request.on('error', () => finish('aborted'))
  request.on('close', () => finish('aborted'))
}
