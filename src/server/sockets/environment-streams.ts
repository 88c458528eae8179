import type { ListenKeys } from '../../binance/listen-keys.ts'
import type { StreamCatalogue } from '../../binance/streams/market-stream.ts'
import type { StreamProduct } from '../../binance/streams/socket-paths.ts'
import { userFeed } from '../../binance/user-events/user-topic.ts'
import type { Environment } from '../../environment.ts'
import type { ExchangeEvent } from '../../exchange/event.ts'
import type { ExchangeView } from '../../exchange/exchange-view.ts'
import type { Gate } from '../../gate/gate.ts'
import type { ApiKeyId } from '../../ids.ts'
import type { Clock, TimeUs } from '../../time.ts'
import type { Mishaps } from '../mishap.ts'
import { DurableQueue } from './durable-queue.ts'
import { StreamHub } from './stream-hub.ts'
import { UserStreams } from './user-streams.ts'
import { logFault } from '../../system-log.ts'

/** The port by which streams follow a venue. */
export interface EventSource {
  readonly view: ExchangeView
  nowUs(): TimeUs
  settled(): Promise<void> | undefined
  /** Told in the very step in which a command is applied. */
  onEvents(listener: (events: readonly ExchangeEvent[], timeUs: TimeUs) => void): () => void
  onRestored(listener: () => void): () => void
}

export interface EnvironmentStreamParts {
  readonly environment: Environment
  readonly venue: EventSource
  readonly catalogues: Readonly<Partial<Record<StreamProduct, StreamCatalogue>>>
  readonly listenKeys: ListenKeys
  readonly gate: Pick<Gate, 'mayListen'>
  readonly clock: Clock
  /** Absent: nothing is played here. */
  readonly mishaps?: Pick<Mishaps, 'addressOf'>
}

/** All that one environment tells by itself: the market streams of each product, and the accounts' events. */
export class EnvironmentStreams {
  readonly environment: Environment
  readonly hubs: ReadonlyMap<StreamProduct, StreamHub>
  readonly user: UserStreams
  readonly listenKeys: ListenKeys
  readonly #parts: EnvironmentStreamParts
  readonly #onRestored = new Set<() => void>()

  constructor(parts: EnvironmentStreamParts) {
    const { environment, venue, catalogues, listenKeys, gate, clock, mishaps } = parts
    this.#parts = parts
    this.environment = environment
    this.listenKeys = listenKeys
    const queue = new DurableQueue(() => venue.settled())
    // The table's keys are its products.
    this.hubs = new Map((Object.entries(catalogues) as [StreamProduct, StreamCatalogue][]).map(([product, catalogue]) => [product, new StreamHub(catalogue, queue)]))
    this.user = new UserStreams({ environment, queue, gate, clock, mishaps, feedOf: (accountId, topic) => userFeed(topic, accountId, venue.view) })
    listenKeys.onEnded((ended) => this.user.endListenKey(ended))
    const beginAnew = (): void => {
      queue.clear()
      this.user.endAll()
      for (const listener of this.#onRestored) listener()
    }
    venue.onEvents((events, timeUs) => {
      try {
        for (const hub of this.hubs.values()) hub.onCommand(events, timeUs)
        this.user.onCommand(events, timeUs)
      } catch (error) {
        // The command was applied and is right: what cannot be worded must not break the venue, and nobody may follow with a gap.
        logFault('What happened in a venue could not be told; who follows it begins anew', error, { environment })
        beginAnew()
      }
    })
    venue.onRestored(beginAnew)
  }

  /** Hears that the venue went on from another state: whoever follows its streams has to begin anew. */
  onRestored(listener: () => void): void {
    this.#onRestored.add(listener)
  }

  /** So many milliseconds have gone by since the start, in steps of 50. */
  beat(elapsedMs: number): void {
    const nowUs = this.#parts.venue.nowUs()
    for (const hub of this.hubs.values()) hub.beat(elapsedMs, nowUs)
  }

  /** Looks again at who may listen: at one key when it changed, at all as time goes on. */
  recheck(keyId?: ApiKeyId): void {
    if (keyId === undefined) this.listenKeys.endExpired(this.#parts.clock.nowUs())
    this.user.recheck(keyId)
  }
}
