import type { Amount, Price, Quantity } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { Trade } from '../order.ts'

/** What happened in one span of time in which something was traded. */
export class Candle {
  readonly openUs: TimeUs
  readonly open: Price
  high: Price
  low: Price
  close: Price
  volume: Quantity
  quoteVolume: Amount
  takerBuyVolume: Quantity
  takerBuyQuoteVolume: Amount
  tradeCount: number
  /** Ids have no gaps: the last one is `firstTradeId + tradeCount - 1`. */
  readonly firstTradeId: number

  constructor(openUs: TimeUs, open: Price, high: Price, low: Price, close: Price, volume: Quantity, quoteVolume: Amount, takerBuyVolume: Quantity, takerBuyQuoteVolume: Amount, tradeCount: number, firstTradeId: number) {
    this.openUs = openUs
    this.open = open
    this.high = high
    this.low = low
    this.close = close
    this.volume = volume
    this.quoteVolume = quoteVolume
    this.takerBuyVolume = takerBuyVolume
    this.takerBuyQuoteVolume = takerBuyQuoteVolume
    this.tradeCount = tradeCount
    this.firstTradeId = firstTradeId
  }

  addTrade(trade: Trade): void {
    const { price, quantity, quote } = trade
    if (price > this.high) this.high = price
    else if (price < this.low) this.low = price
    this.close = price
    this.volume += quantity
    this.quoteVolume += quote
    if (!trade.isBuyerMaker) {
      this.takerBuyVolume += quantity
      this.takerBuyQuoteVolume += quote
    }
    this.tradeCount += 1
  }

  /** Adds what came right after. */
  addCandle(later: Candle): void {
    if (later.high > this.high) this.high = later.high
    if (later.low < this.low) this.low = later.low
    this.close = later.close
    this.volume += later.volume
    this.quoteVolume += later.quoteVolume
    this.takerBuyVolume += later.takerBuyVolume
    this.takerBuyQuoteVolume += later.takerBuyQuoteVolume
    this.tradeCount += later.tradeCount
  }

  /** A copy that can grow on its own, told to have opened at `openUs`. */
  copyFrom(openUs: TimeUs): Candle {
    return new Candle(openUs, this.open, this.high, this.low, this.close, this.volume, this.quoteVolume, this.takerBuyVolume, this.takerBuyQuoteVolume, this.tradeCount, this.firstTradeId)
  }
}

export const candleOfTrade = (trade: Trade, openUs: TimeUs): Candle => {
  const { price, quantity, quote } = trade
  return new Candle(openUs, price, price, price, price, quantity, quote, trade.isBuyerMaker ? 0n : quantity, trade.isBuyerMaker ? 0n : quote, 1, trade.id)
}

/** One line of a snapshot. */
export const encodeCandle = (candle: Candle): string =>
  `${candle.openUs} ${candle.open} ${candle.high} ${candle.low} ${candle.close} ${candle.volume} ${candle.quoteVolume} ${candle.takerBuyVolume} ${candle.takerBuyQuoteVolume} ${candle.tradeCount} ${candle.firstTradeId}`

export const decodeCandle = (line: string): Candle => {
  const fields = line.split(' ')
  if (fields.length !== 11) throw new Error(`not a candle: ${line}`)
  const [openUs, open, high, low, close, volume, quoteVolume, takerBuyVolume, takerBuyQuoteVolume, tradeCount, firstTradeId] = fields as [string, string, string, string, string, string, string, string, string, string, string] // as many as were just counted
  return new Candle(Number(openUs), BigInt(open), BigInt(high), BigInt(low), BigInt(close), BigInt(volume), BigInt(quoteVolume), BigInt(takerBuyVolume), BigInt(takerBuyQuoteVolume), Number(tradeCount), Number(firstTradeId))
}
