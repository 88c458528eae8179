import { NotSent, OutcomeUnknown, Refused } from './call-errors.ts'
import type { Credential } from './credential.ts'
import { type HeartbeatToken, sendHeartbeat } from './heartbeat.ts'
import { Pacing, retryAfterMs } from './pacing.ts'
import { encodeParameters, type Parameters } from './payload.ts'
import { type ClockReading, ServerClock } from './server-clock.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface ClientOptions {
  /** The server alone: `http://127.0.0.1:8080`, `https://api.binance.com`; the testnet stands under `/testnet`. */
  readonly baseUrl: string
  /** Absent = public calls alone. */
  readonly credential?: Credential
  /** How old a call may be when it arrives, in milliseconds. Default 5000; at most 60000. */
  readonly recvWindowMs?: number
  /** Default 10 s. */
  readonly timeoutMs?: number
  /** How often a call that only reads is repeated when the network or the server fails. Default 3. */
  readonly mostRetries?: number
  /** A wait that the server asks for and that is longer fails at once. Default 65 s: the rest of a minute. */
  readonly longestWaitMs?: number
  /** Weight that is never used up. Default 0. */
  readonly weightReserve?: number
  /** Tells the authority where this program calls from, before its first signed call. */
  readonly heartbeat?: HeartbeatToken
  /** Sent as `User-Agent`: whoever reads the call log knows the program by it. */
  readonly userAgent?: string
  /** Whether a signed call may go over plain HTTP to another machine: whoever is on the way reads the key and the answers. */
  readonly allowsPlainHttp?: boolean
  /** What sends the calls. Default: this program's own. */
  readonly fetch?: Fetch
}

/** The part of the platform's `fetch` that calls need. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface CallAnswer<Body> {
  readonly status: number
  readonly body: Body
  readonly headers: Headers
  readonly requestId: string | null
}

const TIMING_REFUSED = -1021
/** Internal errors whose outcome the server itself does not know (errors of the families 10xx). */
const UNKNOWN_OUTCOMES: readonly (number | null)[] = [-1006, -1007]
const FIRST_BACK_OFF_MS = 250
const TIME_PATH: Readonly<Record<string, string>> = { fapi: '/fapi/v1/time', dapi: '/dapi/v1/time' }

const sleep = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })
const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || host.startsWith('127.')

/**
 * Speaks Binance's wire: signs with every kind of key, keeps the server's time, obeys what the server says of its limits, and never
 * repeats a call of which it is not known whether it was done.
 */
export class BittingClient {
  readonly #base: string
  readonly #options: ClientOptions
  readonly #clock = new ServerClock(() => Date.now())
  readonly #pacing: Pacing
  #prepared: Promise<void> | undefined

  /** @throws where the URL is none, or where a key would travel in the clear */
  constructor(options: ClientOptions) {
    const url = new URL(options.baseUrl)
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error(`${options.baseUrl} is no address of a server: it begins with https://, or http:// on this machine.`)
    if (options.credential && url.protocol === 'http:' && !isLoopback(url.hostname) && !options.allowsPlainHttp) {
      throw new Error(`A key would travel to ${url.host} in the clear. Use https://, or say allowsPlainHttp where nobody is on the way.`)
    }
    this.#base = options.baseUrl.replace(/\/+$/, '')
    this.#options = options
    this.#pacing = new Pacing({ longestWaitMs: options.longestWaitMs ?? 65_000, reserve: options.weightReserve ?? 0, nowMs: () => Date.now(), sleep })
  }

  /** How far the server's clock is ahead of this machine's, as far as it was asked. */
  get clock(): ClockReading | undefined {
    return this.#clock.reading
  }

  /** Asks the server for its time. @param path of the family that will be called */
  async readClock(path = '/api/v3/time'): Promise<ClockReading> {
    const sentAtMs = Date.now()
    const { body } = await this.public<{ readonly serverTime: number }>(path)
    this.#clock.note(sentAtMs, body.serverTime)
    const { reading } = this.#clock
    if (!reading || !Number.isFinite(body.serverTime)) throw new NotSent({ method: 'GET', path }, 'the server told no time')
    return reading
  }

  /** A call that needs no key, or a key without a signature. @throws Refused, NotSent, OutcomeUnknown */
  async public<Body = unknown>(path: string, parameters: Parameters = {}, method: Method = 'GET'): Promise<CallAnswer<Body>> {
    return this.#repeated<Body>(method, path, () => encodeParameters(parameters))
  }

  /**
   * A signed call. Time and signature are put behind the parameters; what is sent is what was signed.
   * @throws Refused where the server said no, NotSent where nothing left, OutcomeUnknown where it left and nothing came back
   */
  async signed<Body = unknown>(method: Method, path: string, parameters: Parameters = {}): Promise<CallAnswer<Body>> {
    const { credential } = this.#options
    if (!credential) throw new NotSent({ method, path }, 'it must be signed, and no key was given')
    await this.#prepare(path)
    const send = (): Promise<CallAnswer<Body>> => this.#repeated<Body>(method, path, () => {
      const payload = encodeParameters({ ...parameters, recvWindow: this.#options.recvWindowMs, timestamp: this.#clock.serverMs })
      return `${payload}&signature=${encodeURIComponent(credential.signatureOf(payload))}`
    })
    try {
      return await send()
    } catch (error) {
      // Refused for its time alone, so it was not done: once more with the server's time.
      if (!(error instanceof Refused) || error.code !== TIMING_REFUSED) throw error
      this.#clock.forget()
      await this.readClock(timePathOf(path))
      return send()
    }
  }

  /** Tells the authority where this program calls from now. */
  async beat(): Promise<void> {
    if (this.#options.heartbeat) await sendHeartbeat(this.#options.heartbeat, this.#clock.serverMs, this.#options.timeoutMs)
  }

  /** Once, before the first signed call: the server's time, then the heartbeat, which carries that time. */
  async #prepare(path: string): Promise<void> {
    this.#prepared ??= this.readClock(timePathOf(path)).then(() => this.beat())
    try {
      await this.#prepared
    } catch (error) {
      this.#prepared = undefined
      throw error
    }
    if (!this.#clock.reading) await this.readClock(timePathOf(path))
  }

  /** Only what reads is repeated: of what acts nobody knows whether it was done. @param content made anew at each try, for its time is part of it */
  async #repeated<Body>(method: Method, path: string, content: () => string): Promise<CallAnswer<Body>> {
    const most = method === 'GET' ? this.#options.mostRetries ?? 3 : 0
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.#once<Body>(method, path, content)
      } catch (error) {
        if (tries >= most || !isPassing(error)) throw error
        // Full jitter, so that many programs do not come back in one moment. What the server said of its limits is obeyed besides.
        await sleep(Math.random() * FIRST_BACK_OFF_MS * 2 ** tries)
      }
    }
  }

  async #once<Body>(method: Method, path: string, content: () => string): Promise<CallAnswer<Body>> {
    const waitMs = await this.#pacing.turn(path)
    if (waitMs > 0) throw new NotSent({ method, path }, `the server asked to be left alone for another ${Math.ceil(waitMs / 1_000)} s`, waitMs)
    const answer = await this.#fetch(method, path, content())
    const text = await answer.text().catch((error: unknown) => { throw new OutcomeUnknown({ method, path }, 'its answer was cut off', error) })
    this.#pacing.note(path, answer.status, answer.headers)
    const requestId = answer.headers.get('x-mbx-uuid')
    const body = parsed(text)
    // What the endpoint answers is the caller's to say: it is Binance's page that types it.
    if (answer.ok) return { status: answer.status, body: body as Body, headers: answer.headers, requestId }
    const code = codeOf(body)
    if (answer.status >= 500 || UNKNOWN_OUTCOMES.includes(code)) throw new OutcomeUnknown({ method, path }, `the server answered ${answer.status}${code === null ? '' : ` (${code})`}`)
    throw new Refused({ method, path }, { status: answer.status, code, text: messageOf(body) ?? `status ${answer.status}`, requestId, retryAfterMs: retryAfterMs(answer.headers.get('retry-after'), Date.now()) ?? null, body })
  }

  async #fetch(method: Method, path: string, content: string): Promise<Response> {
    const isForm = method === 'POST' || method === 'PUT'
    const headers: Record<string, string> = { ...(this.#options.credential && { 'X-MBX-APIKEY': this.#options.credential.apiKey }), ...(isForm && { 'Content-Type': 'application/x-www-form-urlencoded' }), 'User-Agent': this.#options.userAgent ?? 'bitting-client' }
    const url = `${this.#base}${path}${isForm || content === '' ? '' : `?${content}`}`
    try {
      // A redirection would take the key to whoever is named.
      return await (this.#options.fetch ?? fetch)(url, { method, headers, redirect: 'error', signal: AbortSignal.timeout(this.#options.timeoutMs ?? 10_000), ...(isForm && { body: content }) })
    } catch (error) {
      if (neverLeft(error)) throw new NotSent({ method, path }, `${new URL(this.#base).host} could not be reached`, null, error)
      throw new OutcomeUnknown({ method, path }, error instanceof DOMException && error.name === 'TimeoutError' ? 'no answer came in time' : `the connection ended (${causeOf(error)})`, error)
    }
  }
}

/** Whether the next try may fare better. A wait that was too long is told, not tried again. */
const isPassing = (error: unknown): boolean => error instanceof OutcomeUnknown || (error instanceof NotSent && error.retryAfterMs === null) || (error instanceof Refused && error.status === 429)

const timePathOf = (path: string): string => TIME_PATH[path.split('/', 2)[1] ?? ''] ?? '/api/v3/time'

/** Faults of the network before the first byte of a request. */
const BEFORE_SENDING: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'SELF_SIGNED_CERT_IN_CHAIN']

const neverLeft = (error: unknown): boolean => {
  const cause = error instanceof Error ? error.cause : undefined
  return typeof cause === 'object' && cause !== null && 'code' in cause && BEFORE_SENDING.includes(cause.code)
}

const causeOf = (error: unknown): string => (error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error))

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const codeOf = (body: unknown): number | null => (typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'number' ? body.code : null)
const messageOf = (body: unknown): string | null => (typeof body === 'object' && body !== null && 'msg' in body && typeof body.msg === 'string' ? body.msg : null)
