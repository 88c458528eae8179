import type { ListenKey } from '../../binance/listen-keys.ts'
import { wireTime } from '../../binance/wire-time.ts'
import type { Clock } from '../../time.ts'
import { type ControlMessage, faultText, isFault, readControl, resultText } from './control-message.ts'
import { CLOSE, type Peer, type SocketConnection } from './peer.ts'
import { inEnvelope, type StreamHub, type Subscriber } from './stream-hub.ts'
import type { UserStreams } from './user-streams.ts'

/** The streams that a connection can hear. */
export interface StreamParts {
  readonly clock: Clock
  readonly hub: StreamHub
  /** Whose events a listenKey stands for; null = names of accounts mean nothing on these paths. */
  readonly accounts: { readonly listenKey: (text: string) => ListenKey | undefined; readonly streams: UserStreams } | null
  /** Null lifts it. */
  readonly messagesPerSecond: number | null
}

/** What the path of the socket asked for. */
export interface StreamWish {
  readonly streams: readonly string[]
  /** Of an account's events only these; absent or null = all. */
  readonly events?: readonly string[] | null
  readonly isCombined: boolean
}

const MOST_STREAMS = 1_024
const SECOND_US = 1_000_000

/** Every event of an account begins with its name. */
const nameOf = (event: string): string => event.slice(6, event.indexOf('"', 6))

/** One connection that hears streams: those of its path, and those it asks for. */
export class StreamConnection implements SocketConnection, Subscriber {
  readonly #parts: StreamParts
  readonly #peer: Peer
  #isCombined: boolean
  readonly #events: ReadonlySet<string> | null
  /** Every name that was asked for, and how to stop hearing it; a name that says nothing here is heard by nobody, and is listed all the same. */
  readonly #streams = new Map<string, () => void>()
  #second = 0
  #messages = 0

  constructor(parts: StreamParts, peer: Peer, { streams, isCombined, events = null }: StreamWish) {
    this.#parts = parts
    this.#peer = peer
    this.#isCombined = isCombined
    this.#events = events && new Set(events)
    for (const name of streams.slice(0, MOST_STREAMS)) this.#subscribe(name)
  }

  get timeUnit(): Peer['timeUnit'] {
    return this.#peer.timeUnit
  }

  get isCombined(): boolean {
    return this.#isCombined
  }

  hear(frames: Buffer): void {
    this.#peer.sendFrame(frames)
  }

  onText(text: string): void {
    if (this.#isTooMuch()) return
    const message = readControl(text)
    this.#peer.send(isFault(message) ? faultText(message) : this.#answer(message))
  }

  onControl(): void {
    this.#isTooMuch()
  }

  onDrain(): void {
    const event = `{"e":"serverShutdown","E":${wireTime(this.#parts.clock.nowUs(), this.timeUnit)}}`
    this.#peer.send(this.#isCombined ? inEnvelope('!serverShutdown', event) : event)
  }

  onClosed(): void {
    for (const stop of this.#streams.values()) stop()
    this.#streams.clear()
  }

  /** Whoever sends more than is allowed in a second is sent away. */
  #isTooMuch(): boolean {
    const { messagesPerSecond, clock } = this.#parts
    if (messagesPerSecond === null) return false
    const second = Math.floor(clock.nowUs() / SECOND_US)
    if (second !== this.#second) {
      this.#second = second
      this.#messages = 0
    }
    this.#messages += 1
    if (this.#messages <= messagesPerSecond) return false
    this.#peer.close(CLOSE.violation, 'Too many requests')
    return true
  }

  #answer(message: ControlMessage): string {
    switch (message.method) {
      case 'SUBSCRIBE': {
        const added = message.streams.filter((name) => !this.#streams.has(name))
        if (this.#streams.size + added.length > MOST_STREAMS) return faultText({ code: 2, msg: `Invalid request: too many streams; at most ${MOST_STREAMS} on one connection`, id: message.id })
        for (const name of added) this.#subscribe(name)
        return resultText(null, message.id)
      }
      case 'UNSUBSCRIBE': {
        for (const name of message.streams) this.#unsubscribe(name)
        return resultText(null, message.id)
      }
      case 'LIST_SUBSCRIPTIONS': return resultText([...this.#streams.keys()], message.id)
      case 'SET_PROPERTY': {
        this.#isCombined = message.isCombined
        return resultText(null, message.id)
      }
      case 'GET_PROPERTY': return resultText(this.#isCombined, message.id)
    }
  }

  #subscribe(name: string): void {
    if (this.#streams.has(name)) return
    this.#streams.set(name, this.#parts.hub.subscribe(name, this) ?? this.#listen(name) ?? (() => {}))
  }

  #unsubscribe(name: string): void {
    this.#streams.get(name)?.()
    this.#streams.delete(name)
  }

  #listen(name: string): (() => void) | undefined {
    const { accounts } = this.#parts
    const held = accounts?.listenKey(name)
    // A name is as good as the key that asked for it, and from where that may be used.
    if (!accounts || !held || !accounts.streams.opens(held.caller, this.#peer.address)) return undefined
    const tell = (event: string): void => { this.#peer.send(this.#isCombined ? inEnvelope(name, event) : event) }
    return accounts.streams.listen({
      caller: held.caller, address: this.#peer.address, topic: held.topic, timeUnit: this.timeUnit, listenKey: held,
      hear: (event) => { if (this.#events === null || this.#events.has(nameOf(event))) tell(event) },
      onEnded: () => {
        this.#streams.delete(name)
        tell(`{"e":"listenKeyExpired","E":${wireTime(this.#parts.clock.nowUs(), this.timeUnit)},"listenKey":${JSON.stringify(name)}}`)
      },
    })
  }
}
