import type { ExchangeEvent } from '../../exchange/event.ts'
import type { FuturesView } from '../../exchange/futures/futures-view.ts'
import { fundingRate } from '../../exchange/futures/mark-and-funding.ts'
import type { FuturesMarket } from '../../exchange/futures/futures-state.ts'
import { formatDecimal, type Price, UNIT } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { type TimeUnit, wireTime } from '../wire-time.ts'
import type { BeatMs, MarketStream, StreamMessage } from './market-stream.ts'

/** The kind of contract as messages tell it since both kinds share their streams: 1 is margined in dollars, 2 in coins. */
export const USD_MARGINED = 1

/** Over how many minutes the mark price's moving average goes. */
const AVERAGE_MINUTES = 5

/** When perpetual contracts are delivered, as Binance has it: the last moment of the century. */
const NEVER_MS = 4_133_404_800_000

/** The mean of what the last minutes closed with. */
const averageMark = ({ marks, markPrice }: Pick<FuturesMarket, 'marks' | 'markPrice'>): Price => {
  const closes = marks.slice(-AVERAGE_MINUTES).map(({ close }) => close)
  return closes.length === 0 ? markPrice : closes.reduce((sum, close) => sum + close, 0n) / BigInt(closes.length)
}

/** Mark and index price and the funding to come, of one contract or of all as one list. */
export class MarkPrices implements MarketStream {
  readonly symbol: string | null
  readonly beatMs: BeatMs
  readonly #futures: FuturesView

  constructor(futures: FuturesView, symbol: string | null, beatMs: BeatMs) {
    this.#futures = futures
    this.symbol = symbol
    this.beatMs = beatMs
  }

  onBeat(nowUs: TimeUs): readonly StreamMessage[] {
    const words = this.#futures.contracts.flatMap(({ name }) => {
      const market = this.symbol === null || this.symbol === name ? this.#futures.market(name) : undefined
      if (!market || market.markPrice === 0n) return []
      const told = { s: name, p: formatDecimal(market.markPrice), i: formatDecimal(market.indexPrice), P: formatDecimal(market.indexPrice), r: formatDecimal(fundingRate(market)), ap: formatDecimal(averageMark(market)) }
      const { nextFundingUs } = market
      return [(unit: TimeUnit) => ({ e: 'markPriceUpdate', E: wireTime(nowUs, unit), ...told, T: wireTime(nextFundingUs, unit), st: USD_MARGINED })]
    })
    return words.length === 0 || this.symbol !== null ? words : [(unit) => words.map((word) => word(unit))]
  }
}

/** Orders by which the venue itself closed a position that its margin did not carry. */
export class ForcedOrders implements MarketStream {
  readonly symbol: string | null
  readonly beatMs = null

  constructor(symbol: string | null) {
    this.symbol = symbol
  }

  onCommand(events: readonly ExchangeEvent[], timeUs: TimeUs): readonly StreamMessage[] {
    return events.flatMap((one): StreamMessage[] => {
      if (one.kind !== 'futures' || one.event.what !== 'forcedOrder' || one.event.autoClose !== 'LIQUIDATION') return []
      const { order } = one.event
      if (this.symbol !== null && order.symbol !== this.symbol) return []
      const average = order.filledQuantity === 0n ? 0n : (order.filledQuote * UNIT) / order.filledQuantity
      return [(unit) => ({
        e: 'forceOrder', E: wireTime(timeUs, unit),
        o: {
          s: order.symbol, S: order.side, o: order.type, f: order.timeInForce, q: formatDecimal(order.quantity), p: formatDecimal(order.price), ap: formatDecimal(average),
          X: order.status, l: formatDecimal(order.filledQuantity), z: formatDecimal(order.filledQuantity), T: wireTime(order.updatedAtUs, unit),
        },
        ...(this.symbol === null && { ps: order.symbol, st: USD_MARGINED }),
      })]
    })
  }
}

/** A contract's state, told when it changed. */
export class ContractChanges implements MarketStream {
  readonly symbol = null
  readonly beatMs = null
  readonly #futures: FuturesView

  constructor(futures: FuturesView) {
    this.#futures = futures
  }

  onCommand(events: readonly ExchangeEvent[], timeUs: TimeUs): readonly StreamMessage[] {
    return events.flatMap((one): StreamMessage[] => {
      if (one.kind !== 'futures' || one.event.what !== 'contract') return []
      const contract = this.#futures.contract(one.event.symbol)
      const status = this.#futures.market(one.event.symbol)?.status
      if (!contract || !status) return []
      return [(unit) => ({
        e: 'contractInfo', E: wireTime(timeUs, unit), s: contract.name, ps: contract.name, ct: 'PERPETUAL', dt: NEVER_MS, ot: wireTime(contract.onboardedAtUs, unit), cs: status,
        bks: contract.brackets.map((row) => ({
          bs: row.bracket, bnf: Number(formatDecimal(row.notionalFloor)), bnc: Number(formatDecimal(row.notionalCap)), mmr: Number(formatDecimal(row.maintenanceRate)),
          cf: Number(formatDecimal(row.deduction)), mi: 1, ma: row.initialLeverage,
        })),
        st: USD_MARGINED,
      })]
    })
  }
}
