import type { Caller, Gate } from '../../gate/gate.ts'
import type { ApiKeyId, AccountId } from '../../ids.ts'
import type { Environment } from '../../environment.ts'
import type { ExchangeEvent } from '../../exchange/event.ts'
import type { Clock, TimeUs } from '../../time.ts'
import type { ListenKey } from '../../binance/listen-keys.ts'
import type { AccountFeed } from '../../binance/user-events/account-feed.ts'
import type { UserTopic } from '../../binance/user-events/user-topic.ts'
import { ownerOf } from '../../binance/user-events/account-feed.ts'
import type { TimeUnit } from '../../binance/wire-time.ts'
import type { Mishaps } from '../mishap.ts'
import type { DurableQueue } from './durable-queue.ts'

/** Somebody who hears an account's events. */
export interface UserListener {
  readonly caller: Caller
  /** What of the account; the spot wallet where nothing is named. */
  readonly topic?: UserTopic
  /** When it is over, whatever becomes of the key. */
  readonly expiresAtUs?: TimeUs
  readonly address: string
  readonly timeUnit: TimeUnit
  /** The name by which it listens, where it does by one. */
  readonly listenKey?: ListenKey
  /** One event as JSON text. */
  readonly hear: (event: string) => void
  /** The key no longer opens this: nothing more is heard. */
  readonly onEnded: () => void
}

export interface UserStreamParts {
  readonly environment: Environment
  readonly queue: DurableQueue
  readonly feedOf: (accountId: AccountId, topic: UserTopic) => AccountFeed
  readonly gate: Pick<Gate, 'mayListen'>
  readonly clock: Clock
  /** Where a key's holder seems to be, if not where the connection comes from: what a scenario plays. */
  readonly mishaps?: Pick<Mishaps, 'addressOf'> | undefined
}

interface TopicListeners {
  readonly feed: AccountFeed
  readonly listeners: Set<UserListener>
}

/** Carries the events of accounts to whoever listens to them, once they are durable and for as long as the listener's key opens them. */
export class UserStreams {
  readonly #parts: UserStreamParts
  readonly #accounts = new Map<AccountId, Map<UserTopic, TopicListeners>>()

  constructor(parts: UserStreamParts) {
    this.#parts = parts
  }

  /** Listeners there are. */
  get size(): number {
    let size = 0
    for (const { listeners } of this.#all()) size += listeners.size
    return size
  }

  /** @returns how to stop */
  listen(listener: UserListener): () => void {
    const { caller: { account: { id } }, topic = 'spot' } = listener
    const topics = this.#accounts.get(id) ?? new Map<UserTopic, TopicListeners>()
    this.#accounts.set(id, topics)
    const those = topics.get(topic) ?? { feed: this.#parts.feedOf(id, topic), listeners: new Set() }
    topics.set(topic, those)
    those.listeners.add(listener)
    return () => this.#remove(listener)
  }

  /** Whether a key opens its account's events to somebody there. */
  opens(caller: Caller, address: string): boolean {
    const { gate, environment, clock, mishaps } = this.#parts
    return gate.mayListen({ keyText: caller.key.text, environment, address: mishaps?.addressOf({ environment, apiKey: caller.key.text }) ?? address, nowUs: clock.nowUs() })
  }

  /** What a command did. */
  onCommand(events: readonly ExchangeEvent[], timeUs: TimeUs): void {
    if (this.#accounts.size === 0) return
    const touched = new Set<AccountId>()
    for (const event of events) {
      const owner = ownerOf(event)
      if (owner !== undefined && this.#accounts.has(owner)) touched.add(owner)
    }
    for (const id of touched) for (const listeners of this.#accounts.get(id)?.values() ?? []) this.#tell(listeners, events, timeUs)
  }

  #tell({ feed, listeners }: TopicListeners, events: readonly ExchangeEvent[], timeUs: TimeUs): void {
    const told = feed.onCommand(events, timeUs)
    if (told.length === 0) return
    // Who begins to listen later asks for the state as it is then; who has stopped hears no more.
    const those = [...listeners]
    this.#parts.queue.do(() => {
      for (const event of told) {
        const texts: Partial<Record<TimeUnit, string>> = {}
        for (const listener of those) if (listeners.has(listener)) listener.hear(texts[listener.timeUnit] ??= JSON.stringify(event(listener.timeUnit)))
      }
    })
  }

  /** A key changed, or time went on: who may no longer listen is cut off now. Without a key all are looked at. */
  recheck(keyId?: ApiKeyId): void {
    const nowUs = this.#parts.clock.nowUs()
    for (const { listeners } of this.#all()) for (const listener of [...listeners]) {
      const isOver = listener.expiresAtUs !== undefined && listener.expiresAtUs <= nowUs
      if (isOver) this.#end(listener)
      else if ((keyId === undefined || listener.caller.key.id === keyId) && !this.opens(listener.caller, listener.address)) this.#end(listener)
    }
  }

  /** A listenKey is over: so is every stream that it opened. */
  endListenKey(ended: ListenKey): void {
    for (const { listeners } of this.#all()) for (const listener of [...listeners]) if (listener.listenKey === ended) this.#end(listener)
  }

  /** The venue went on from another state: what was heard so far leads nowhere. */
  endAll(): void {
    for (const { listeners } of this.#all()) for (const listener of [...listeners]) this.#end(listener)
  }

  #end(listener: UserListener): void {
    this.#remove(listener)
    listener.onEnded()
  }

  #remove(listener: UserListener): void {
    const { caller: { account: { id } }, topic = 'spot' } = listener
    const topics = this.#accounts.get(id)
    const those = topics?.get(topic)
    if (!topics || !those?.listeners.delete(listener) || those.listeners.size > 0) return
    topics.delete(topic)
    if (topics.size === 0) this.#accounts.delete(id)
  }

  #all(): readonly TopicListeners[] {
    return [...this.#accounts.values()].flatMap((topics) => [...topics.values()])
  }
}
