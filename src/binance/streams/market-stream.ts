import type { ExchangeEvent } from '../../exchange/event.ts'
import type { TimeUs } from '../../time.ts'
import type { TimeUnit } from '../wire-time.ts'

/** One message of a stream, worded when it is known in which unit somebody wants its times. */
export type StreamMessage = (unit: TimeUnit) => unknown

/** How often a stream is asked what there is to tell. */
const BEATS_MS = [100, 250, 500, 1_000, 2_000, 3_000] as const
export type BeatMs = (typeof BEATS_MS)[number]

/**
 * One stream as long as somebody hears it. What it tells in `onCommand` is told at once (when it is durable), what in `onBeat` at each
 * beat; it reads the venue in these two alone.
 */
export interface MarketStream {
  /** The market whose commands it hears; null = every market's. */
  readonly symbol: string | null
  /** Null: it tells at once or never. */
  readonly beatMs: BeatMs | null
  /** A command changed something of the market, just now. */
  onCommand?(events: readonly ExchangeEvent[], timeUs: TimeUs): readonly StreamMessage[]
  onBeat?(nowUs: TimeUs): readonly StreamMessage[]
}

/** A stream of what does not happen at this venue: it can be asked for, and says nothing. */
export const silent = (symbol: string | null): MarketStream => ({ symbol, beatMs: null })

/** The streams of one venue by name: a table for each product (spot, futures …), the same sockets for all. */
export interface StreamCatalogue {
  /** A new stream of that name; undefined where the name says nothing here. */
  open(name: string): MarketStream | undefined
}

/** How one kind of stream is named, and made for a market and what stands behind the `@`. */
export interface StreamKind<Venue> {
  /** Over the part behind the symbol: `depth5@100ms`. */
  readonly pattern: RegExp
  readonly open: (venue: Venue, symbol: string, match: RegExpExecArray) => MarketStream
}

const NAME = /^([^@]{1,30})@(.+)$/

/** Finds streams of `<symbol>@<kind>` in a table; `whole` are the names without a symbol (`!ticker@arr`). */
export const catalogueOf = <Venue>(venue: Venue, { kinds, whole, symbolOf }: {
  readonly kinds: readonly StreamKind<Venue>[]
  readonly whole: Readonly<Record<string, (venue: Venue) => MarketStream>>
  readonly symbolOf: (venue: Venue, lowercase: string) => string | undefined
}): StreamCatalogue => ({
  open(name) {
    if (Object.hasOwn(whole, name)) return whole[name]?.(venue)
    const [, lowercase = '', kind = ''] = NAME.exec(name) ?? []
    const symbol = lowercase === lowercase.toLowerCase() ? symbolOf(venue, lowercase) : undefined
    if (symbol === undefined) return undefined
    for (const { pattern, open } of kinds) {
      const match = pattern.exec(kind)
      if (match) return open(venue, symbol, match)
    }
    return undefined
  },
})
