import type { Kline, KlineInterval, MarketView } from '../../exchange/exchange-view.ts'
import { formatDecimal } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { type TimeUnit, wireTime } from '../wire-time.ts'
import type { BeatMs, MarketStream, StreamMessage } from './market-stream.ts'

/** A candle that was quiet for long is not told for every one that followed it. */
const MOST_AT_ONCE = 10

/** The growing candle of a market, told when it grew; and each finished one once, as closed. */
export class Klines implements MarketStream {
  readonly symbol: string
  readonly beatMs: BeatMs
  readonly #market: MarketView
  readonly #interval: KlineInterval
  readonly #zoneOffsetUs: number
  /** The candle that was told last, and how many trades it had. */
  #told: { readonly openTimeUs: TimeUs; readonly tradeCount: number; readonly isClosed: boolean } | undefined

  constructor(market: MarketView, symbol: string, interval: KlineInterval, zoneOffsetUs: number) {
    this.#market = market
    this.symbol = symbol
    this.#interval = interval
    this.#zoneOffsetUs = zoneOffsetUs
    this.beatMs = interval === '1s' ? 1_000 : 2_000
  }

  onBeat(nowUs: TimeUs): readonly StreamMessage[] {
    const range = { limit: this.#told ? MOST_AT_ONCE : 1, zoneOffsetUs: this.#zoneOffsetUs, nowUs, ...(this.#told && { startUs: this.#told.openTimeUs }) }
    const klines = this.#market.klines(this.symbol, this.#interval, range)
    const newest = klines.at(-1)
    if (!newest) return []
    const told = this.#told
    this.#told = { openTimeUs: newest.openTimeUs, tradeCount: newest.tradeCount, isClosed: newest.closeTimeUs < nowUs }
    return klines.flatMap((kline) => {
      const isClosed = kline.closeTimeUs < nowUs
      const isAsTold = kline.openTimeUs === told?.openTimeUs && kline.tradeCount === told.tradeCount && isClosed === told.isClosed
      return !isAsTold ? [(unit: TimeUnit) => this.#word(kline, isClosed, nowUs, unit)] : []
    })
  }

  #word(kline: Kline, isClosed: boolean, nowUs: TimeUs, unit: TimeUnit): object {
    return {
      e: 'kline', E: wireTime(nowUs, unit), s: this.symbol,
      k: {
        t: wireTime(kline.openTimeUs, unit), T: wireTime(kline.closeTimeUs, unit), s: this.symbol, i: this.#interval,
        f: kline.firstTradeId, L: kline.tradeCount === 0 ? -1 : kline.firstTradeId + kline.tradeCount - 1,
        o: formatDecimal(kline.open), c: formatDecimal(kline.close), h: formatDecimal(kline.high), l: formatDecimal(kline.low),
        v: formatDecimal(kline.volume), n: kline.tradeCount, x: isClosed, q: formatDecimal(kline.quoteVolume),
        V: formatDecimal(kline.takerBuyVolume), Q: formatDecimal(kline.takerBuyQuoteVolume), B: '0',
      },
    }
  }
}
