import type { ServerResponse } from 'node:http'
import { brotliCompress, constants, deflate, gzip } from 'node:zlib'
import { HeldBytes } from './held-bytes.ts'
import { LeavingTogether } from './leaving-together.ts'

/** What callers may leave untaken, all together: one bound, because the memory is the process's. */
const HELD = new HeldBytes(128 * 1024 * 1024)
const LEAVING = new LeavingTogether()

/** Below this a compressed answer is hardly smaller and costs a trip through the thread pool. */
const COMPRESS_FROM_BYTES = 1_400

type Compress = (body: Buffer, done: (error: Error | null, packed: Buffer) => void) => void

const ENCODINGS: readonly (readonly [string, Compress])[] = [
  ['gzip', (body, done) => gzip(body, { level: 4 }, done)],
  ['br', (body, done) => brotliCompress(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }, done)],
  ['deflate', (body, done) => deflate(body, { level: 4 }, done)],
]

/** Sends one answer, with the others of this turn: headers as a flat list of names and values, the body compressed when the caller asked and it pays. */
export const sendAnswer = (response: ServerResponse, status: number, headers: string[], body: string, acceptEncoding: string | undefined): void => {
  const bytes = Buffer.byteLength(body)
  const encoding = acceptEncoding === undefined || bytes < COMPRESS_FROM_BYTES ? undefined : ENCODINGS.find(([name]) => accepts(acceptEncoding, name))
  if (!encoding) {
    headers.push('Content-Length', String(bytes))
    response.writeHead(status, headers)
    LEAVING.end(response, body, bytes, () => HELD.noteAnswer(response, bytes))
    return
  }
  encoding[1](Buffer.from(body), (error, packed) => {
    if (error) {
      response.destroy(error)
      return
    }
    // While it was packed the request may have failed and been answered so.
    if (response.headersSent) return
    headers.push('Content-Encoding', encoding[0], 'Vary', 'Accept-Encoding', 'Content-Length', String(packed.length))
    response.writeHead(status, headers)
    response.end(packed)
    HELD.noteAnswer(response, packed.length)
  })
}

/** RFC 9110 §12.5.3, as far as the three codings go: named, and not with a weight of zero. */
const accepts = (acceptEncoding: string, name: string): boolean =>
  acceptEncoding.split(',').some((part) => {
    const [coding = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    return coding === name && !parameters.some((text) => /^q=0(\.0*)?$/.test(text))
  })
