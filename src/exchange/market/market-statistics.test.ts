import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { UNIT } from '../../money.ts'
import { DAY, HOUR, MINUTE, SECOND, type TimeUs } from '../../time.ts'
import { type AggregateTrade, type Kline, KLINE_INTERVALS, type KlineInterval, type WindowStatistics } from '../exchange-view.ts'
import type { Trade } from '../order.ts'
import { candleOpen, nextCandleOpen } from './interval.ts'
import { MarketStatistics } from './market-statistics.ts'

const START = Date.UTC(2026, 1, 27, 22, 58, 30) * 1_000 // two months, a weekend and a day end are near

interface Taken { readonly trade: Trade; readonly takerOrderId: number }

/** Trades that are `pauses` apart, several of one taker order among them. */
const tape = (pauses: fc.Arbitrary<number>, maxLength: number): fc.Arbitrary<Taken[]> =>
  fc.array(fc.record({ pauseUs: pauses, price: fc.bigInt(1n, 50n), quantity: fc.bigInt(1n, 1_000_000_000n), isBuyerMaker: fc.boolean(), isSameTaker: fc.boolean() }), { minLength: 1, maxLength, size: 'max' }).map((draws) => {
    const taken: Taken[] = []
    let timeUs = START
    let takerOrderId = 0
    for (const [at, draw] of draws.entries()) {
      const isSame = draw.isSameTaker && at > 0
      if (!isSame) { timeUs += draw.pauseUs; takerOrderId += 1 }
      const price = draw.price * UNIT
      const isBuyerMaker = isSame ? taken[at - 1]!.trade.isBuyerMaker : draw.isBuyerMaker
      taken.push({ takerOrderId, trade: { id: at + 1, symbol: 'AAABBB', price, quantity: draw.quantity, quote: (price * draw.quantity) / UNIT, timeUs, isBuyerMaker } })
    }
    return taken
  })

const short = tape(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 900_000 }), fc.integer({ min: 0, max: 20 * SECOND })), 120)
const long = tape(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90 * SECOND }), fc.integer({ min: 0, max: 5 * HOUR })), 60)

const folded = (taken: readonly Taken[]): MarketStatistics => {
  const market = new MarketStatistics()
  for (const { trade, takerOrderId } of taken) market.onTrade(trade, takerOrderId)
  return market
}

const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n)
const most = (values: readonly bigint[]): bigint => values.reduce((a, b) => (a > b ? a : b))
const least = (values: readonly bigint[]): bigint => values.reduce((a, b) => (a < b ? a : b))

/** All candles from the first trade to the last, each computed from the trades alone. */
const naiveKlines = (trades: readonly Trade[], interval: KlineInterval, zone: number): Kline[] => {
  const klines: Kline[] = []
  const lastUs = trades.at(-1)!.timeUs
  let close = 0n
  for (let open = candleOpen(interval, trades[0]!.timeUs, zone); open <= lastUs; open = nextCandleOpen(interval, open, zone)) {
    const end = nextCandleOpen(interval, open, zone)
    const inside = trades.filter((trade) => trade.timeUs >= open && trade.timeUs < end)
    const prices = inside.map((trade) => trade.price)
    const takerBuys = inside.filter((trade) => !trade.isBuyerMaker)
    const first = prices[0] ?? close
    close = prices.at(-1) ?? close
    klines.push({
      openTimeUs: open, closeTimeUs: end - 1, open: first, high: most([first, ...prices]), low: least([first, ...prices]), close,
      volume: sum(inside.map((t) => t.quantity)), quoteVolume: sum(inside.map((t) => t.quote)), firstTradeId: inside[0]?.id ?? -1, tradeCount: inside.length,
      takerBuyVolume: sum(takerBuys.map((t) => t.quantity)), takerBuyQuoteVolume: sum(takerBuys.map((t) => t.quote)),
    })
  }
  return klines
}

const naiveStatistics = (trades: readonly Trade[], startUs: TimeUs, nowUs: TimeUs): WindowStatistics => {
  const inside = trades.filter((trade) => trade.timeUs >= startUs)
  const before = trades.filter((trade) => trade.timeUs < startUs)
  const newest = trades.at(-1)!
  const prices = inside.length > 0 ? inside.map((trade) => trade.price) : [newest.price]
  const volume = sum(inside.map((t) => t.quantity))
  const quoteVolume = sum(inside.map((t) => t.quote))
  return {
    symbol: 'AAABBB', openTimeUs: startUs, closeTimeUs: nowUs, open: prices[0]!, high: most(prices), low: least(prices), last: newest.price, lastQuantity: newest.quantity,
    previousClose: before.at(-1)?.price ?? prices[0]!, weightedAverage: volume > 0n ? (quoteVolume * UNIT) / volume : newest.price,
    volume, quoteVolume, firstTradeId: inside[0]?.id ?? -1, lastTradeId: inside.at(-1)?.id ?? -1, tradeCount: inside.length,
  }
}

const minuteOf = (timeUs: TimeUs): TimeUs => Math.floor(timeUs / MINUTE) * MINUTE

describe('klines', () => {
  for (const zone of [0, 8 * HOUR, -5.5 * HOUR, 5.75 * HOUR]) {
    test(`of every interval equal a recomputation from the trades, zone ${zone / HOUR}`, () => {
      fc.assert(fc.property(long, (taken) => {
        const market = folded(taken)
        const trades = taken.map((one) => one.trade)
        for (const interval of KLINE_INTERVALS) {
          if (interval === '1s') continue
          assert.deepEqual(market.klines('AAABBB', interval, { limit: 500, zoneOffsetUs: zone }), naiveKlines(trades, interval, zone).slice(-500), interval)
        }
      }), { numRuns: 100 })
    })
  }

  test('of one second equal a recomputation from the trades', () => {
    fc.assert(fc.property(short, (taken) => {
      assert.deepEqual(folded(taken).klines('AAABBB', '1s', { limit: 1_000 }), naiveKlines(taken.map((one) => one.trade), '1s', 0).slice(-1_000))
    }), { numRuns: 40 })
  })

  test('within times: the start alone gives the oldest from there, the end alone the newest until there', () => {
    fc.assert(fc.property(long, fc.integer({ min: -HOUR, max: 60 * HOUR }), fc.integer({ min: -HOUR, max: 60 * HOUR }), fc.constantFrom<KlineInterval>('5m', '1h', '1d'), (taken, a, b, interval) => {
      const market = folded(taken)
      const all = naiveKlines(taken.map((one) => one.trade), interval, 0)
      const [startUs, endUs] = [START + a, START + b]
      assert.deepEqual(market.klines('AAABBB', interval, { limit: 7, startUs }), all.filter((one) => one.openTimeUs >= startUs).slice(0, 7))
      assert.deepEqual(market.klines('AAABBB', interval, { limit: 7, endUs }), all.filter((one) => one.openTimeUs <= endUs).slice(-7))
      assert.deepEqual(market.klines('AAABBB', interval, { limit: 7, startUs, endUs }), all.filter((one) => one.openTimeUs >= startUs && one.openTimeUs <= endUs).slice(0, 7))
    }), { numRuns: 60 })
  })

  test('until now are flat where nothing was traded', () => {
    const market = folded([{ takerOrderId: 1, trade: { id: 1, symbol: 'AAABBB', price: 5n, quantity: 1n, quote: 1n, timeUs: START, isBuyerMaker: true } }])
    const klines = market.klines('AAABBB', '1m', { limit: 10, nowUs: START + 3 * MINUTE })
    assert.deepEqual(klines.map((one) => [one.close, one.tradeCount]), [[5n, 1], [5n, 0], [5n, 0], [5n, 0]])
  })

  test('begin weeks on Monday and months on the first', () => {
    const at = Date.UTC(2026, 2, 1, 12) * 1_000 // a Sunday
    assert.equal(candleOpen('1w', at), Date.UTC(2026, 1, 23) * 1_000)
    assert.equal(candleOpen('1M', at), Date.UTC(2026, 2, 1) * 1_000)
    assert.equal(candleOpen('1M', at, -13 * HOUR), Date.UTC(2026, 1, 1, 13) * 1_000)
    assert.equal(nextCandleOpen('1M', Date.UTC(2026, 11, 1) * 1_000), Date.UTC(2027, 0, 1) * 1_000)
  })

  test('that lost their beginning are not shown', () => {
    const market = new MarketStatistics()
    for (let id = 1; id <= 12 * 24 * 9; id++) market.onTrade({ id, symbol: 'AAABBB', price: 1n, quantity: 1n, quote: 1n, timeUs: START + id * 5 * MINUTE, isBuyerMaker: true }, id)
    const klines = market.klines('AAABBB', '30m', { limit: 1_000 })
    assert.ok(klines.length < 24 * 2 * 9)
    for (const one of klines.slice(0, -1)) assert.equal(one.tradeCount, 6)
    assert.equal(sum(market.klines('AAABBB', '1d', { limit: 1_000 }).map((one) => one.volume)), BigInt(12 * 24 * 9))
  })
})

describe('statistics', () => {
  test('of every window equal a recomputation from the trades', () => {
    fc.assert(fc.property(long, fc.integer({ min: 0, max: 2 * DAY }), (taken, laterUs) => {
      const market = folded(taken)
      const trades = taken.map((one) => one.trade)
      const nowUs = trades.at(-1)!.timeUs + laterUs
      for (const windowUs of [MINUTE, 7 * MINUTE, 59 * MINUTE, HOUR, 5 * HOUR, 23 * HOUR, DAY, 3 * DAY, 7 * DAY]) {
        assert.deepEqual(market.window('AAABBB', windowUs, nowUs), naiveStatistics(trades, minuteOf(nowUs - windowUs), nowUs))
      }
      const dayUs = candleOpen('1d', nowUs, 3 * HOUR)
      assert.deepEqual(market.since('AAABBB', dayUs, nowUs), naiveStatistics(trades, dayUs, nowUs))
    }), { numRuns: 120 })
  })

  test('of a market without trades are zero', () => {
    const statistics = new MarketStatistics().window('AAABBB', DAY, START)
    assert.deepEqual([statistics.last, statistics.volume, statistics.firstTradeId, statistics.tradeCount], [0n, 0n, -1, 0])
    assert.equal(new MarketStatistics().averagePrice('AAABBB', 5, START), null)
  })

  test('the average price is weighted by volume, and asked between trades', () => {
    fc.assert(fc.property(short, fc.constantFrom(1, 5), (taken, minutes) => {
      const market = new MarketStatistics()
      const trades: Trade[] = []
      for (const { trade, takerOrderId } of taken) {
        market.onTrade(trade, takerOrderId)
        trades.push(trade)
        const inside = trades.filter((one) => one.timeUs >= minuteOf(trade.timeUs) - minutes * MINUTE)
        const expected = (sum(inside.map((one) => one.quote)) * UNIT) / sum(inside.map((one) => one.quantity))
        assert.deepEqual(market.averagePrice('AAABBB', minutes, trade.timeUs), { price: expected, closeTimeUs: trade.timeUs })
        assert.equal(market.averagePrice('AAABBB', 0, trade.timeUs)?.price, trade.price)
      }
      const last = trades.at(-1)!
      assert.equal(market.averagePrice('AAABBB', minutes, last.timeUs + HOUR)?.price, last.price)
    }), { numRuns: 40 })
  })
})

describe('the tape', () => {
  const naiveAggregates = (taken: readonly Taken[]): AggregateTrade[] => {
    const groups: Taken[][] = []
    for (const one of taken) {
      const last = groups.at(-1)?.at(-1)
      if (last && last.takerOrderId === one.takerOrderId && last.trade.price === one.trade.price && last.trade.timeUs === one.trade.timeUs) groups.at(-1)!.push(one)
      else groups.push([one])
    }
    return groups.map((group, at) => ({
      id: at + 1, price: group[0]!.trade.price, quantity: sum(group.map((one) => one.trade.quantity)), firstTradeId: group[0]!.trade.id,
      lastTradeId: group.at(-1)!.trade.id, timeUs: group[0]!.trade.timeUs, isBuyerMaker: group[0]!.trade.isBuyerMaker,
    }))
  }

  test('aggregates what one order took at one price and time', () => {
    fc.assert(fc.property(short, fc.integer({ min: 0, max: 130 }), fc.integer({ min: 0, max: 10 * MINUTE }), (taken, fromId, afterUs) => {
      const market = folded(taken)
      const all = naiveAggregates(taken)
      assert.deepEqual(market.aggregateTrades('AAABBB', { limit: 1_000 }), all)
      assert.deepEqual(market.aggregateTrades('AAABBB', { limit: 5 }), all.slice(-5))
      assert.deepEqual(market.aggregateTrades('AAABBB', { limit: 5, fromId }), all.filter((one) => one.id >= fromId).slice(0, 5))
      const startUs = START + afterUs
      assert.deepEqual(market.aggregateTrades('AAABBB', { limit: 5, startUs }), all.filter((one) => one.timeUs >= startUs).slice(0, 5))
      assert.deepEqual(market.aggregateTrades('AAABBB', { limit: 5, endUs: startUs }), all.filter((one) => one.timeUs <= startUs).slice(-5))
      assert.deepEqual(market.aggregateTrades('AAABBB', { limit: 500, startUs, endUs: startUs + MINUTE }), all.filter((one) => one.timeUs >= startUs && one.timeUs <= startUs + MINUTE))
    }), { numRuns: 60 })
  })

  test('remembers the newest trades and forgets the oldest', () => {
    const market = new MarketStatistics()
    for (let id = 1; id <= 5_000; id++) market.onTrade({ id, symbol: 'AAABBB', price: 1n, quantity: 1n, quote: 1n, timeUs: START + id, isBuyerMaker: true }, id)
    assert.deepEqual(market.trades('AAABBB', { limit: 3 }).map((one) => one.id), [4_998, 4_999, 5_000])
    assert.deepEqual(market.trades('AAABBB', { limit: 2, fromId: 4_000 }).map((one) => one.id), [4_000, 4_001])
    assert.deepEqual(market.trades('AAABBB', { limit: 2, fromId: 1 }).map((one) => one.id), [3_001, 3_002])
    assert.deepEqual(market.trades('AAABBB', { limit: 2, fromId: 6_000 }), [])
  })
})

describe('a snapshot', () => {
  test('restores to a market that answers and goes on the same', () => {
    fc.assert(fc.property(long, fc.nat(59), (taken, cut) => {
      const whole = folded(taken.slice(0, cut))
      const restored = new MarketStatistics()
      restored.restore(JSON.parse(JSON.stringify(whole.state())))
      assert.deepEqual(restored.state(), whole.state())
      for (const { trade, takerOrderId } of taken.slice(cut)) {
        whole.onTrade(trade, takerOrderId)
        restored.onTrade(trade, takerOrderId)
      }
      assert.deepEqual(restored.state(), whole.state())
      assert.deepEqual(restored.klines('AAABBB', '15m', { limit: 100 }), whole.klines('AAABBB', '15m', { limit: 100 }))
      assert.deepEqual(restored.aggregateTrades('AAABBB', { limit: 100 }), whole.aggregateTrades('AAABBB', { limit: 100 }))
    }), { numRuns: 40 })
  })
})
