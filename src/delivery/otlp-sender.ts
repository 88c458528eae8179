import type { CallLog, CallRecord } from '../watch/call-log.ts'
import { isSampled, type OtlpSpan, otlpBody, spansOf } from '../watch/call-spans.ts'
import { logFault } from '../system-log.ts'

export interface OtlpOptions {
  /** Where the collector listens: `http://localhost:4318`. */
  readonly url: string
  /** Headers that the collector asks for. */
  readonly headers: Readonly<Record<string, string>>
  /** The part of all calls that is traced: 0 to 1. */
  readonly ratio: number
  readonly version: string
}

/** Spans that wait; the newest are dropped beyond. */
const MOST_WAITING = 20_000
/** Spans of one request. */
const AT_ONCE = 3_000
const SEND_EVERY_MS = 1_000
const ANSWER_WITHIN_MS = 10_000
const COMPLAIN_EVERY_MS = 60_000

/** Sends what the call log records as traces to a collector (OTLP over HTTP, JSON). A collector that is slow or away costs spans, which are counted, and no request. */
export class OtlpSender {
  readonly #options: OtlpOptions
  readonly #stop: () => void
  readonly #timer: NodeJS.Timeout
  #waiting: OtlpSpan[] = []
  #sending: Promise<void> | undefined
  #complainedAtMs = -Infinity
  /** Spans that no collector took. */
  dropped = 0

  constructor(callLog: Pick<CallLog, 'hearBatches'>, options: OtlpOptions) {
    this.#options = options
    this.#stop = callLog.hearBatches((calls) => this.#note(calls))
    this.#timer = setInterval(() => { this.#sending ??= this.#send().finally(() => { this.#sending = undefined }) }, SEND_EVERY_MS).unref()
  }

  /** Sends what waits, once, and stops. */
  async close(): Promise<void> {
    this.#stop()
    clearInterval(this.#timer)
    await this.#sending
    await this.#send()
  }

  #note(calls: readonly CallRecord[]): void {
    for (const call of calls) {
      if (!isSampled(call, this.#options.ratio)) continue
      const spans = spansOf(call)
      if (this.#waiting.length + spans.length > MOST_WAITING) this.dropped += spans.length
      else this.#waiting.push(...spans)
    }
  }

  async #send(): Promise<void> {
    while (this.#waiting.length > 0) {
      const spans = this.#waiting.splice(0, AT_ONCE)
      try {
        const answer = await fetch(new URL('v1/traces', this.#options.url.replace(/\/*$/, '/')), {
          // What the collector is let in by goes to nobody else.
          method: 'POST', redirect: 'error', headers: { ...this.#options.headers, 'content-type': 'application/json' }, body: otlpBody(spans, this.#options.version), signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        })
        await answer.arrayBuffer()
        if (!answer.ok) throw new Error(`it answered ${answer.status}`)
      } catch (error) {
        this.dropped += spans.length
        this.#complain(error)
        return
      }
    }
  }

  #complain(error: unknown): void {
    if (performance.now() - this.#complainedAtMs < COMPLAIN_EVERY_MS) return
    this.#complainedAtMs = performance.now()
    logFault(`Traces could not be sent (${error instanceof Error ? error.message : String(error)}). Requests are not touched by it.`, undefined, { host: new URL(this.#options.url).host, spansDropped: this.dropped })
  }
}
