import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { DAY, HOUR, MINUTE } from '../../time.ts'
import type { Kline, KlineInterval } from '../exchange-view.ts'
import { referencePrice, SYMBOLS } from '../listing/symbols.ts'
import type { SymbolDefinition } from '../symbol.ts'
import { MarketStatistics } from './market-statistics.ts'

const NOW = Date.UTC(2026, 2, 3, 14, 37, 12) * 1_000 + 345_678
const listed = (name: string): SymbolDefinition => SYMBOLS.find((symbol) => symbol.name === name)!
const seeded = (name: string, nowUs = NOW): MarketStatistics => {
  const market = new MarketStatistics()
  market.seed(listed(name), 42, referencePrice(name)!, nowUs)
  return market
}
const add = (klines: readonly Kline[], pick: (kline: Kline) => bigint): bigint => klines.reduce((all, one) => all + pick(one), 0n)

describe('drawn history', () => {
  test('ends at the wanted price, with trades in the last minutes and ids without gaps', () => {
    const market = new MarketStatistics()
    const price = referencePrice('BTCUSDT')!
    const { nextTradeId, lastPrice } = market.seed(listed('BTCUSDT'), 42, price, NOW)
    const trades = market.trades('BTCUSDT', { limit: 1_000 })
    assert.equal(lastPrice, price)
    assert.equal(trades.at(-1)?.price, price)
    assert.equal(trades.at(-1)?.id, nextTradeId - 1)
    assert.ok(trades.length >= 200 && trades.every((trade, at) => at === 0 || (trade.id === trades[at - 1]!.id + 1 && trade.timeUs >= trades[at - 1]!.timeUs)))
    assert.ok(trades.at(-1)!.timeUs <= NOW && trades.at(-1)!.timeUs > NOW - MINUTE)
    const whole = market.klines('BTCUSDT', '1d', { limit: 1_000 })
    assert.equal(whole.reduce((count, one) => count + one.tradeCount, 0), nextTradeId - 1)
  })

  test('has minutes for two days, hours for sixty, days for two years', () => {
    const market = seeded('ETHUSDT')
    const count = (interval: KlineInterval, spanUs: number): number => market.klines('ETHUSDT', interval, { limit: 5_000, startUs: NOW - spanUs }).length
    assert.equal(count('1m', 2 * DAY), 2 * 1_440)
    assert.equal(count('1h', 60 * DAY), 60 * 24)
    assert.equal(count('1d', 730 * DAY), 730)
  })

  test('is one history: short candles add up to long ones, and each begins where the last ended', () => {
    for (const symbol of SYMBOLS) {
      const market = seeded(symbol.name)
      const days = market.klines(symbol.name, '1d', { limit: 3_000 })
      for (const [at, day] of days.entries()) {
        assert.ok(day.low <= day.open && day.low <= day.close && day.high >= day.open && day.high >= day.close && day.low > 0n)
        if (at > 0 && at < days.length - 1) assert.equal(day.open, days[at - 1]!.close, `${symbol.name} ${at}`)
        assert.ok(day.volume > 0n && day.takerBuyVolume <= day.volume && day.quoteVolume > 0n)
      }
      for (const [short, long, span] of [['1m', '1h', 30 * HOUR], ['1h', '1d', 20 * DAY]] as const) {
        const startUs = Math.floor((NOW - span) / DAY) * DAY
        const shorts = market.klines(symbol.name, short, { limit: 5_000, startUs })
        const longs = market.klines(symbol.name, long, { limit: 5_000, startUs })
        for (const pick of [(one: Kline) => one.volume, (one: Kline) => one.quoteVolume, (one: Kline) => one.takerBuyVolume, (one: Kline) => BigInt(one.tradeCount)]) assert.equal(add(shorts, pick), add(longs, pick))
        assert.equal(shorts.reduce((high, one) => (one.high > high ? one.high : high), 0n), longs.reduce((high, one) => (one.high > high ? one.high : high), 0n))
      }
    }
  })

  test('is the same for the same seed, and another for another', () => {
    assert.deepEqual(seeded('SOLBTC').state(), seeded('SOLBTC').state())
    const other = new MarketStatistics()
    other.seed(listed('SOLBTC'), 43, referencePrice('SOLBTC')!, NOW)
    assert.notDeepEqual(other.state(), seeded('SOLBTC').state())
  })

  test('is what every version drew: a journal tells the seed alone, and its replay must come to the same state', () => {
    const markets = new MarketStatistics()
    for (const { name } of SYMBOLS) for (const nowUs of [NOW, NOW + 3 * DAY]) markets.seed(listed(name), 42, referencePrice(name)!, nowUs)
    assert.equal(createHash('sha256').update(JSON.stringify(markets.state())).digest('hex'), 'b493288e684a09cdb757c591dd59f8572cff00a38a719e8d507f8f6097b982dd')
  })

  test('keeps cross markets in step with the dollar markets', () => {
    const closes = (name: string): number[] => seeded(name).klines(name, '1d', { limit: 700 }).map((one) => Number(one.close))
    const [cross, eth, btc] = [closes('ETHBTC'), closes('ETHUSDT'), closes('BTCUSDT')]
    for (const [at, rate] of cross.entries()) assert.ok(Math.abs(rate / 1e8 / (eth[at]! / btc[at]!) - 1) < 0.003, `${at}`)
  })

  for (const pauseUs of [3 * MINUTE, 5 * HOUR, 9 * DAY, 400 * DAY]) {
    test(`fills a pause of ${pauseUs / HOUR} hours from the last price to the new one`, () => {
      const market = seeded('LTCUSDT')
      const before = market.trades('LTCUSDT', { limit: 1 })[0]!
      const later = NOW + pauseUs
      const { nextTradeId, lastPrice } = market.seed(listed('LTCUSDT'), 42, 90_00000000n, later)
      assert.equal(lastPrice, 90_00000000n)
      const trades = market.trades('LTCUSDT', { limit: 1_000 })
      assert.equal(trades.at(-1)?.id, nextTradeId - 1)
      assert.ok(trades.every((trade, at) => at === 0 || trade.id === trades[at - 1]!.id + 1))
      const days = market.klines('LTCUSDT', '1d', { limit: 3_000 })
      assert.equal(days.reduce((count, one) => count + one.tradeCount, 0), nextTradeId - 1)
      for (const [at, day] of days.entries()) assert.ok(at === 0 || day.openTimeUs === days[at - 1]!.openTimeUs + DAY)
      const minutes = market.klines('LTCUSDT', '1m', { limit: 1_000, endUs: later })
      assert.ok(minutes.every((one, at) => at === 0 || one.openTimeUs === minutes[at - 1]!.openTimeUs + MINUTE))
      const jump = market.klines('LTCUSDT', pauseUs > 2 * DAY ? '1d' : '1m', { limit: 1_000 }).find((one) => one.openTimeUs > before.timeUs)!
      assert.ok(Math.abs(Number(jump.open) / Number(before.price) - 1) < 0.1)
    })
  }

  test('draws nothing where trading went on', () => {
    const market = seeded('BTCUSDT')
    const state = market.state()
    const drawn = market.seed(listed('BTCUSDT'), 42, 1n, NOW + MINUTE)
    assert.deepEqual(market.state(), state)
    assert.equal(drawn.lastPrice, referencePrice('BTCUSDT'))
  })

  test('restores from a snapshot', () => {
    const market = seeded('BTCUSDT')
    const restored = new MarketStatistics()
    restored.restore(JSON.parse(JSON.stringify(market.state())))
    assert.deepEqual(restored.state(), market.state())
    assert.deepEqual(restored.window('BTCUSDT', DAY, NOW), market.window('BTCUSDT', DAY, NOW))
  })
})
