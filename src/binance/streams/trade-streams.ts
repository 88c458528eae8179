import type { ExchangeEvent } from '../../exchange/event.ts'
import type { MarketView } from '../../exchange/exchange-view.ts'
import type { Trade } from '../../exchange/order.ts'
import { formatDecimal } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { presentAggregateTrade } from '../present/trade.ts'
import { wireTime } from '../wire-time.ts'
import type { MarketStream, StreamMessage } from './market-stream.ts'

const tradesOf = (events: readonly ExchangeEvent[], symbol: string): readonly Trade[] =>
  events.flatMap((event) => (event.kind === 'trade' && event.trade.symbol === symbol ? [event.trade] : []))

/** Every trade of a market. */
export class Trades implements MarketStream {
  readonly symbol: string
  readonly beatMs = null

  constructor(symbol: string) {
    this.symbol = symbol
  }

  onCommand(events: readonly ExchangeEvent[], timeUs: TimeUs): readonly StreamMessage[] {
    return tradesOf(events, this.symbol).map((trade) => (unit) => ({
      e: 'trade', E: wireTime(timeUs, unit), s: trade.symbol, t: trade.id, p: formatDecimal(trade.price), q: formatDecimal(trade.quantity), T: wireTime(trade.timeUs, unit),
      m: trade.isBuyerMaker, M: true,
    }))
  }
}

/** Trades of one taker at one price, as one. */
export class AggregateTrades implements MarketStream {
  readonly symbol: string
  readonly beatMs = null
  readonly #market: MarketView

  constructor(market: MarketView, symbol: string) {
    this.#market = market
    this.symbol = symbol
  }

  onCommand(events: readonly ExchangeEvent[], timeUs: TimeUs): readonly StreamMessage[] {
    const trades = tradesOf(events, this.symbol)
    const [first] = trades
    if (!first) return []
    const aggregates = this.#market.aggregateTrades(this.symbol, { limit: trades.length }).filter(({ firstTradeId }) => firstTradeId >= first.id)
    return aggregates.map((aggregate) => (unit) => ({ e: 'aggTrade', E: wireTime(timeUs, unit), s: this.symbol, ...presentAggregateTrade(aggregate, unit) }))
  }
}
