import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ReportKeys } from '../delivery/report-keys.ts'
import { MINUTE_MS } from '../gate/rate-limits/settings.ts'
import { Visitors } from '../gate/rate-limits/visitors.ts'
import { untilWindowEndMs } from '../gate/rate-limits/window-counter.ts'
import type { Clock } from '../time.ts'
import { type Feedback, isReportSigned, readReport, type Sighting } from '../watch/leaks/github-report.ts'
import { sendJson, sendRefusal } from './json-answer.ts'
import { readBody } from './request-body.ts'

export interface LeakReportParts {
  /** Null: nobody is heard. */
  readonly keys: ReportKeys | null
  /** The caller's address, as every listener reads it. */
  readonly addressOf: (request: IncomingMessage) => string
  readonly hear: (sightings: readonly Sighting[], from: string) => Promise<readonly Feedback[]>
  readonly clock: Clock
  /** Told what failed; never a token. */
  readonly onFault: (error: unknown) => void
}

export const LEAK_REPORT_PATH = '/api/leaks/github'
/** Some thousand tokens with their addresses. */
const MOST_BYTES = 2 * 1024 * 1024
/** Of an address, good ones and others alike. */
const MOST_PER_MINUTE = 120
const REMEMBERED_ADDRESSES = 10_000

type Answer = { readonly is: 'heard'; readonly feedback: readonly Feedback[] } | Refused
interface Refused { readonly is: 'refused'; readonly status: number; readonly code: string; readonly message: string; readonly remedy: string; readonly retryAfterS?: number }

const refused = (status: number, code: string, message: string, remedy: string): Refused => ({ is: 'refused', status, code, message, remedy })

const OFF = refused(404, 'off', 'Reports of leaks are not taken here.', 'Whoever runs this server switches them on: BITTING_GITHUB_LEAKS=yes, or BITTING_GITHUB_KEYS_FILE.')
/** One answer, whichever of the two is wrong. */
const NOT_HEARD = refused(401, 'notHeard', 'This report is not heard.', 'Send the body exactly as it was signed, with Github-Public-Key-Identifier and Github-Public-Key-Signature, by a current key.')
const TOO_LARGE = refused(413, 'tooLarge', `A report has at most ${MOST_BYTES} bytes.`, 'Send it in several parts.')
const NO_REPORT = refused(400, 'wrongInput', 'This is signed, but it is no report.', 'Send a JSON array of {"token", "type", "url", "source"}.')
const NOT_NOW = refused(503, 'notNow', 'The report could not be taken now.', 'Send it again in a minute; heard twice, it does nothing more.')

const bytesOf = (request: IncomingMessage): Promise<Buffer | 'too large' | 'aborted'> => new Promise((resolve) =>
  readBody(request, (body) => resolve(typeof body === 'string' ? body : Buffer.from(body.text, 'latin1')), MOST_BYTES))

const headerOf = (request: IncomingMessage, name: string): string => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : ''
}

/**
 * `POST /api/leaks/github`, as GitHub's secret scanning sends it to its partners: no session, only the signature, which is checked over the bytes
 * as they came before anything reads them.
 */
export const leakReportHandler = (parts: LeakReportParts): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
  const { addressOf, clock, onFault } = parts
  const visitors = new Visitors(REMEMBERED_ADDRESSES)
  const inTurn = oneAfterTheOther()
  return async (request, response) => {
    const from = addressOf(request)
    const nowMs = clock.nowUs() / 1_000
    const isTooMany = visitors.of(from, nowMs).rawRequests.add(1, nowMs, MINUTE_MS) > MOST_PER_MINUTE
    const answer = isTooMany ? tooMany(nowMs) : await judge(request, parts, (sightings) => inTurn(() => parts.hear(sightings, from))).catch((error: unknown) => { onFault(error); return NOT_NOW })
    if (answer === 'aborted') return
    if (answer.is === 'heard') return sendJson(response, 200, answer.feedback)
    const { status, code, message, remedy, retryAfterS } = answer
    // What was not read of it is not waited for.
    sendRefusal(response, status, code, message, remedy, { Connection: 'close', ...(retryAfterS !== undefined && { 'Retry-After': String(retryAfterS) }) })
  }
}

const judge = async (request: IncomingMessage, { keys }: LeakReportParts, hear: (sightings: readonly Sighting[]) => Promise<readonly Feedback[]>): Promise<Answer | 'aborted'> => {
  if (!keys) return OFF
  if (request.method !== 'POST') return refused(405, 'methodNotAllowed', 'A report is posted.', 'POST it.')
  const key = await keys.of(headerOf(request, 'github-public-key-identifier'))
  if (!key) return NOT_HEARD
  const bytes = await bytesOf(request)
  if (bytes === 'aborted') return bytes
  if (bytes === 'too large') return TOO_LARGE
  if (!isReportSigned(key, bytes, headerOf(request, 'github-public-key-signature'))) return NOT_HEARD
  const sightings = readReport(bytes.toString('utf8'))
  return sightings ? { is: 'heard', feedback: await hear(sightings) } : NO_REPORT
}

const tooMany = (nowMs: number): Refused => {
  const retryAfterS = Math.ceil(untilWindowEndMs(nowMs, MINUTE_MS) / 1_000)
  return { ...refused(429, 'tooMany', `More than ${MOST_PER_MINUTE} reports came from this address in a minute.`, `Send the next one in ${retryAfterS} s.`), retryAfterS }
}

/** Of two that name the same key the second finds it closed. */
const oneAfterTheOther = (): (<Value>(act: () => Promise<Value>) => Promise<Value>) => {
  let last: Promise<unknown> = Promise.resolve()
  return (act) => {
    const turn = last.then(act)
    last = turn.catch(() => undefined)
    return turn
  }
}
