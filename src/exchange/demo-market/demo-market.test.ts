import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accountId } from '../../ids.ts'
import { amount } from '../../money.ts'
import { DAY, HOUR, MINUTE, SECOND, type TimeUs } from '../../time.ts'
import type { Command } from '../command.ts'
import type { Exchange } from '../exchange.ts'
import { genesis } from '../listing/genesis.ts'
import { SYMBOLS } from '../listing/symbols.ts'
import { newExchange } from '../new-exchange.ts'
import { DemoMarket } from './demo-market.ts'
import { DEMO_TRADERS, MAKERS, TAKER } from './demo-traders.ts'
import { ladder, LADDER_RUNGS, unevenness } from './ladder.ts'

const START = Date.UTC(2026, 1, 27, 6, 12) * 1_000
const USER = accountId(100_001)

/** A venue with a demo market at work in it. */
class Town {
  readonly exchange: Exchange = newExchange()
  demo = new DemoMarket(7)
  nowUs: TimeUs = START
  commands = 0
  trades = 0

  constructor() {
    for (const command of genesis()) this.must(command)
    this.open()
  }

  must(command: Command): void {
    const outcome = this.exchange.execute(command, this.nowUs)
    assert.ok(outcome.ok, `${command.kind}: ${outcome.ok ? '' : outcome.rejection.reason}`)
    for (const event of outcome.events) if (event.kind === 'trade') this.trades += 1
  }

  open(): void {
    for (const command of this.demo.open(this.nowUs, this.exchange)) this.must(command)
  }

  /** @returns how many of the commands were refused. */
  step(us: number): number {
    this.nowUs += us
    let refused = 0
    for (const command of this.demo.step(this.nowUs, this.exchange)) {
      this.commands += 1
      const outcome = this.exchange.execute(command, this.nowUs)
      if (!outcome.ok) refused += 1
      else for (const event of outcome.events) if (event.kind === 'trade') this.trades += 1
    }
    return refused
  }

  restart(): void {
    this.demo = new DemoMarket(7)
    this.open()
  }

  /** Levels on the emptier side of the emptiest book. */
  fewestLevels(): number {
    return Math.min(...SYMBOLS.flatMap(({ name }) => {
      const { bids, asks } = this.exchange.market.depth(name, 100)
      return [bids.length, asks.length]
    }))
  }

  assertTwoSided(levels: number): void {
    assert.ok(this.fewestLevels() >= levels, `${this.fewestLevels()} levels at ${new Date(this.nowUs / 1_000).toISOString()}`)
    for (const { name } of SYMBOLS) {
      const { bids, asks } = this.exchange.market.depth(name, 1)
      assert.ok(bids[0]!.price < asks[0]!.price)
    }
  }

  assertBalanced(): void {
    for (const { name } of this.exchange.assets()) assert.equal(this.exchange.ledger.sumOf(name), 0n, name)
  }
}

describe('the demo market', () => {
  test('has history and full books after the first step', () => {
    const town = new Town()
    assert.equal(town.step(SECOND), 0)
    town.assertTwoSided(20)
    for (const { name } of SYMBOLS) {
      assert.equal(town.exchange.market.klines(name, '1h', { limit: 500, nowUs: town.nowUs }).length, 500)
      assert.ok(town.exchange.market.window(name, DAY, town.nowUs).tradeCount > 1_000)
      assert.ok(town.exchange.market.trades(name, { limit: 500 }).length >= 200)
    }
  })

  test('a shock moves books and last prices of every market of the asset, and they stay two-sided', () => {
    const town = new Town()
    town.step(SECOND)
    const lastOf = (name: string): number => Number(town.exchange.market.lastPrice(name))
    const before = new Map(SYMBOLS.map(({ name }) => [name, lastOf(name)]))
    for (const command of town.demo.moveValue('BTC', 0.8, town.exchange)) town.must(command)
    for (let second = 0; second < 30; second += 1) town.step(SECOND)
    const change = (name: string): number => lastOf(name) / (before.get(name) ?? NaN)
    assert.ok(Math.abs(change('BTCUSDT') - 0.8) < 0.02, `BTCUSDT × ${change('BTCUSDT')}`)
    assert.ok(Math.abs(change('ETHBTC') - 1.25) < 0.05, `ETHBTC × ${change('ETHBTC')}`)
    assert.ok(Math.abs(change('ETHUSDT') - 1) < 0.02, `ETHUSDT × ${change('ETHUSDT')}`)
    town.assertTwoSided(15)
    town.assertBalanced()
  })

  test('a thin book shows a part of what it showed', () => {
    const shown = (part: number): number => {
      const town = new Town()
      town.demo.show(part)
      town.step(SECOND)
      return Number(town.exchange.market.depth('BTCUSDT', 20).bids.reduce((sum, level) => sum + level.quantity, 0n))
    }
    assert.ok(Math.abs(shown(0.1) / shown(1) - 0.1) < 0.03)
  })

  test('trades at its pace: every second or two on the main markets, with at most twenty commands a second in all', () => {
    const town = new Town()
    town.step(SECOND)
    town.commands = 0
    const first = town.exchange.market.trades('BTCUSDT', { limit: 1 })[0]!.id
    const slow = town.exchange.market.trades('LTCUSDT', { limit: 1 })[0]!.id
    for (let at = 0; at < 4 * 300; at++) {
      town.step(SECOND / 4)
      if (at % 8 === 0) town.assertTwoSided(10)
    }
    assert.ok(town.commands / 300 <= 20, `${town.commands / 300} commands a second`)
    assert.ok(town.exchange.market.trades('BTCUSDT', { limit: 1 })[0]!.id - first > 150)
    assert.ok(town.exchange.market.trades('LTCUSDT', { limit: 1 })[0]!.id - slow > 15)
  })

  test('keeps a two-sided book on every market for a day, cross rates in step, funds alive', () => {
    const town = new Town()
    for (let at = 0; at < DAY / (15 * SECOND); at++) {
      town.step(15 * SECOND)
      town.assertTwoSided(10)
      if (at % 240 === 0) {
        const last = (name: string): number => Number(town.exchange.market.lastPrice(name)) / 1e8
        for (const base of ['ETH', 'BNB', 'SOL']) assert.ok(Math.abs(last(`${base}BTC`) / (last(`${base}USDT`) / last('BTCUSDT')) - 1) < 0.005, base)
        assert.ok(Math.abs(last('USDCUSDT') - 1) < 0.002)
      }
    }
    for (const id of DEMO_TRADERS) for (const { asset, free, locked } of town.exchange.wallet.balances(id)) {
      const [first] = town.exchange.wallet.deposits(id).filter((deposit) => deposit.asset === asset)
      assert.ok((free + locked) * 2n > first!.amount, `${id} ${asset}`)
    }
    assert.equal(DEMO_TRADERS.flatMap((id) => town.exchange.wallet.deposits(id)).length, DEMO_TRADERS.length * town.exchange.assets().length)
    town.assertBalanced()
  })

  test('is the same for the same seed and times', () => {
    const hash = (): string => {
      const town = new Town()
      for (let at = 0; at < 60; at++) town.step(SECOND)
      return town.exchange.stateHash()
    }
    assert.equal(hash(), hash())
  })

  test('goes on after a restart, from the books as they stand', () => {
    const town = new Town()
    for (let at = 0; at < 120; at++) town.step(SECOND)
    const before = town.exchange.market.depth('BTCUSDT', 100)
    town.restart()
    town.commands = 0
    town.step(SECOND)
    assert.ok(town.commands < 60, `${town.commands} commands to go on`)
    town.assertTwoSided(10)
    const mark = before.bids[0]!.price
    assert.ok(Math.abs(Number(town.exchange.market.depth('BTCUSDT', 1).bids[0]!.price - mark)) / Number(mark) < 0.005)
  })

  test('fills the candles of the time in which the server was off', () => {
    const town = new Town()
    for (let at = 0; at < 60; at++) town.step(SECOND)
    town.nowUs += 5 * HOUR
    town.restart()
    town.step(SECOND)
    const klines = town.exchange.market.klines('BTCUSDT', '1m', { limit: 400, nowUs: town.nowUs })
    assert.equal(klines.length, 400)
    assert.ok(klines.every((one) => one.tradeCount > 0))
    town.assertTwoSided(10)
  })

  test('comes back from a user who takes a whole side, and from one who quotes far through the market', () => {
    const town = new Town()
    town.step(SECOND)
    town.must({ kind: 'openAccount', accountId: USER, terms: { makerRate: 0n, takerRate: 0n, tradeGroupId: -1, keepsHistory: true } })
    for (const [asset, text] of [['USDT', '50000000'], ['ETH', '50000']] as const) town.must({ kind: 'announceDeposit', accountId: USER, asset, network: 'ETH', amount: amount(text), txId: `faucet ${asset}`, isCreditedAtOnce: true })
    town.must({ kind: 'placeOrder', accountId: USER, symbol: 'ETHUSDT', order: { side: 'BUY', type: 'MARKET', timeInForce: 'GTC', quantity: amount('2000'), clientOrderId: 'everything' } })
    assert.equal(town.exchange.market.depth('ETHUSDT', 10).asks.length, 0)
    town.step(2 * SECOND)
    town.assertTwoSided(10)
    const { bids, asks } = town.exchange.market.depth('ETHUSDT', 1)
    town.must({ kind: 'placeOrder', accountId: USER, symbol: 'ETHUSDT', order: { side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: amount('3000'), price: ((bids[0]!.price * 99n) / 100_000_000n) * 1_000_000n, clientOrderId: 'cheap' } })
    for (let at = 0; at < 60; at++) town.step(SECOND)
    town.assertTwoSided(10)
    assert.ok(Math.abs(Number(town.exchange.market.depth('ETHUSDT', 1).bids[0]!.price) / Number(asks[0]!.price) - 1) < 0.01)
    town.assertBalanced()
  })

  test('fills up what users have taken from its traders', () => {
    const town = new Town()
    town.step(SECOND)
    const [maker] = MAKERS
    const free = town.exchange.wallet.balance(maker, 'LTC').free
    const { address } = town.exchange.wallet.depositAddress(TAKER, 'LTC', 'LTC')
    town.must({ kind: 'setFastWithdraw', accountId: maker, isEnabled: true })
    for (let left = free - free % 100_000_000n; left > 0n; left -= amount('75000')) {
      const part = left < amount('75000') ? left : amount('75000')
      town.must({ kind: 'requestWithdrawal', accountId: maker, withdrawal: { id: `w${left}`, asset: 'LTC', network: 'LTC', address, addressTag: '', amount: part, clientWithdrawalId: null, walletType: 'spot', feeIsReturned: true, name: '', state: 'processing' } })
    }
    assert.ok(town.exchange.wallet.balance(maker, 'LTC').free < amount('2'))
    town.step(MINUTE)
    const after = town.exchange.wallet.balance(maker, 'LTC')
    assert.ok(after.free + after.locked > free / 2n)
    town.assertTwoSided(10)
  })

  test('leaves a halted market alone', () => {
    const town = new Town()
    town.step(SECOND)
    town.must({ kind: 'setSymbolStatus', symbol: 'LTCUSDT', status: 'HALT' })
    for (let at = 0; at < 20; at++) assert.ok(town.demo.step((town.nowUs += SECOND), town.exchange).every((command) => !('symbol' in command) || command.symbol !== 'LTCUSDT'))
  })
})

describe('a ladder', () => {
  const grid = { tickSize: 10_000n, minPrice: 10_000n, stepSize: 1n, minQuantity: 1n, typicalQuantity: 1n }

  test('goes down for buyers and up for sellers, at least a tick a rung, never across the reference', () => {
    for (const reference of [0.42e8, 1e8, 90_000e8]) for (const scale of [1, 0.05]) {
      const [bids, asks] = [ladder('BUY', grid, reference, scale), ladder('SELL', grid, reference, scale)]
      assert.equal(bids.length, LADDER_RUNGS)
      assert.ok(Number(bids[0]) < reference && Number(asks[0]) > reference)
      for (let rung = 1; rung < LADDER_RUNGS; rung++) assert.ok(bids[rung]! < bids[rung - 1]! && asks[rung]! > asks[rung - 1]!)
      assert.ok([...bids, ...asks].every((price) => price % grid.tickSize === 0n))
    }
  })

  test('is even with orders on its own prices, and names what is missing or too much', () => {
    for (const side of ['BUY', 'SELL'] as const) {
      const rungs = ladder(side, grid, 1e8, 1)
      const orders = rungs.map((price) => ({ price }))
      assert.deepEqual(unevenness(side, rungs, orders), { empty: [], surplus: [] })
      const far = { price: side === 'BUY' ? 10_000n : 500_000_000n }
      const through = { price: side === 'BUY' ? 120_000_000n : 80_000_000n }
      assert.deepEqual(unevenness(side, rungs, [far, ...orders.slice(0, 3), through, ...orders.slice(4)]), { empty: [3], surplus: [through, far] })
    }
  })
})
