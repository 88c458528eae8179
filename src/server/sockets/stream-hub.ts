import type { MarketStream, StreamCatalogue, StreamMessage } from '../../binance/streams/market-stream.ts'
import type { TimeUnit } from '../../binance/wire-time.ts'
import type { ExchangeEvent } from '../../exchange/event.ts'
import type { FuturesEvent } from '../../exchange/futures/futures-event.ts'
import type { TimeUs } from '../../time.ts'
import type { DurableQueue } from './durable-queue.ts'
import { textFrame } from './text-frame.ts'

/** Who hears a stream. */
export interface Subscriber {
  readonly timeUnit: TimeUnit
  /** Whether messages come in an envelope that names their stream. */
  readonly isCombined: boolean
  /** One frame or several in one piece. */
  hear(frames: Buffer): void
}

/** Envelopes that name a stream, as the combined form has them. */
export const inEnvelope = (stream: string, payload: string): string => `{"stream":${JSON.stringify(stream)},"data":${payload}}`

/** One stream and its subscribers: what it tells is put into bytes once for all who hear it in the same form. */
class Topic {
  readonly name: string
  readonly stream: MarketStream
  readonly subscribers = new Set<Subscriber>()
  #untold: StreamMessage[] = []

  constructor(name: string, stream: MarketStream) {
    this.name = name
    this.stream = stream
  }

  /** Messages of one turn leave in one piece. */
  publish(messages: readonly StreamMessage[]): void {
    if (this.#untold.length === 0) queueMicrotask(this.#tell)
    this.#untold.push(...messages)
  }

  readonly #tell = (): void => {
    const messages = this.#untold
    this.#untold = []
    const forms = new Map<string, Buffer>()
    for (const subscriber of this.subscribers) {
      const form = `${subscriber.timeUnit}${subscriber.isCombined ? '+' : ''}`
      let frames = forms.get(form)
      if (!frames) forms.set(form, frames = this.#frames(messages, subscriber))
      subscriber.hear(frames)
    }
  }

  #frames(messages: readonly StreamMessage[], { timeUnit, isCombined }: Subscriber): Buffer {
    const made = messages.map((message) => {
      const payload = JSON.stringify(message(timeUnit))
      return textFrame(isCombined ? inEnvelope(this.name, payload) : payload)
    })
    const [only] = made
    return made.length === 1 && only ? only : Buffer.concat(made)
  }
}

/** Brings the streams of one venue to their subscribers. A stream lives as long as somebody hears it. */
export class StreamHub {
  readonly #catalogue: StreamCatalogue
  readonly #queue: DurableQueue
  readonly #topics = new Map<string, Topic>()
  /** Topics that hear commands, by market; those of no market hear every one. */
  readonly #hearing = new Map<string | null, Set<Topic>>()
  readonly #beating = new Set<Topic>()

  constructor(catalogue: StreamCatalogue, queue: DurableQueue) {
    this.#catalogue = catalogue
    this.#queue = queue
  }

  /** @returns how to stop; undefined where there is no stream of that name */
  subscribe(name: string, subscriber: Subscriber): (() => void) | undefined {
    const topic = this.#topics.get(name) ?? this.#open(name)
    if (!topic) return undefined
    topic.subscribers.add(subscriber)
    return () => {
      topic.subscribers.delete(subscriber)
      if (topic.subscribers.size === 0) this.#close(topic)
    }
  }

  /** Streams that somebody hears. */
  get openStreams(): number {
    return this.#topics.size
  }

  /** A command was applied just now; what it makes streams tell leaves when it is durable. */
  onCommand(events: readonly ExchangeEvent[], timeUs: TimeUs): void {
    if (this.#hearing.size === 0) return
    const everywhere = this.#hearing.get(null)
    if (everywhere) this.#ask(everywhere, events, timeUs)
    for (const symbol of symbolsOf(events)) {
      const topics = this.#hearing.get(symbol)
      if (topics) this.#ask(topics, events, timeUs)
    }
  }

  #ask(topics: ReadonlySet<Topic>, events: readonly ExchangeEvent[], timeUs: TimeUs): void {
    for (const topic of topics) this.#tellLater(topic, topic.stream.onCommand?.(events, timeUs) ?? [])
  }

  /** So many milliseconds have gone by on the venue's clock, in steps of the shortest beat. */
  beat(elapsedMs: number, nowUs: TimeUs): void {
    for (const topic of this.#beating) {
      const { beatMs } = topic.stream
      if (beatMs !== null && elapsedMs % beatMs === 0) this.#tellLater(topic, topic.stream.onBeat?.(nowUs) ?? [])
    }
  }

  #tellLater(topic: Topic, messages: readonly StreamMessage[]): void {
    if (messages.length > 0) this.#queue.do(() => topic.publish(messages))
  }

  #open(name: string): Topic | undefined {
    const stream = this.#catalogue.open(name)
    if (!stream) return undefined
    const topic = new Topic(name, stream)
    this.#topics.set(name, topic)
    if (stream.onCommand) {
      const topics = this.#hearing.get(stream.symbol) ?? new Set()
      this.#hearing.set(stream.symbol, topics.add(topic))
    }
    if (stream.beatMs !== null) this.#beating.add(topic)
    return topic
  }

  #close(topic: Topic): void {
    if (this.#topics.get(topic.name) !== topic) return
    this.#topics.delete(topic.name)
    this.#beating.delete(topic)
    const { symbol } = topic.stream
    const topics = this.#hearing.get(symbol)
    topics?.delete(topic)
    if (topics?.size === 0) this.#hearing.delete(symbol)
  }
}

const symbolsOf = (events: readonly ExchangeEvent[]): ReadonlySet<string> => {
  const symbols = new Set<string>()
  for (const event of events) {
    if (event.kind === 'depth') symbols.add(event.symbol)
    else if (event.kind === 'trade') symbols.add(event.trade.symbol)
    else if (event.kind === 'futures') {
      const symbol = symbolOfFutures(event.event)
      if (symbol !== undefined) symbols.add(symbol)
    }
  }
  return symbols
}

const symbolOfFutures = (event: FuturesEvent): string | undefined => {
  switch (event.what) {
    case 'depth': return event.symbol
    case 'trade': return event.trade.symbol
    case 'forcedOrder': return event.order.symbol
    default: return undefined
  }
}
