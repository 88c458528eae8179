import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accountId } from '../../ids.ts'
import { amount } from '../../money.ts'
import { HOUR, SECOND, type TimeUs } from '../../time.ts'
import type { Command } from '../command.ts'
import type { Exchange } from '../exchange.ts'
import { CONTRACTS } from '../futures/contract.ts'
import { genesis } from '../listing/genesis.ts'
import { newExchange } from '../new-exchange.ts'
import { DEMO_TRADERS } from './demo-traders.ts'
import { WholeMarket } from './whole-market.ts'

/** Seven minutes before a funding. */
const START = Date.UTC(2026, 1, 27, 7, 53) * 1_000
const USER = accountId(100_001)

class Town {
  readonly exchange: Exchange = newExchange()
  demo = new WholeMarket(7)
  nowUs: TimeUs = START
  readonly refused = new Map<string, number>()
  trades = 0
  taken = 0

  constructor() {
    for (const command of genesis()) this.must(command)
    this.open()
  }

  must(command: Command): void {
    const outcome = this.exchange.execute(command, this.nowUs)
    assert.ok(outcome.ok, `${command.kind}: ${outcome.ok ? '' : outcome.rejection.reason}`)
  }

  open(): void {
    for (const command of this.demo.open(this.nowUs, this.exchange)) this.must(command)
  }

  run(seconds: number): void {
    for (let second = 0; second < seconds; second += 1) {
      this.nowUs += SECOND
      this.exchange.execute({ kind: 'tick' }, this.nowUs)
      for (const command of this.demo.step(this.nowUs, this.exchange)) {
        const outcome = this.exchange.execute(command, this.nowUs)
        if (!outcome.ok && command.kind === 'futures') this.refused.set(outcome.rejection.reason, (this.refused.get(outcome.rejection.reason) ?? 0) + 1)
        if (outcome.ok) for (const event of outcome.events) if (event.kind === 'futures' && event.event.what === 'trade') this.trades += 1
      }
    }
  }

  assertAlive(levels: number): void {
    for (const { name } of CONTRACTS) {
      const { bids, asks } = this.exchange.futures.depth(name, 100)
      assert.ok(bids.length >= levels && asks.length >= levels, `${name}: ${bids.length} bids, ${asks.length} asks`)
      assert.ok(bids[0]!.price < asks[0]!.price)
      const index = Number(this.exchange.market.lastPrice(name))
      const middle = Number(bids[0]!.price + asks[0]!.price) / 2
      assert.ok(Math.abs(middle / index - 1) < 0.01, `${name} stands ${middle} at ${index}`)
    }
  }

  /** The largest position of a trader, in dollars. */
  largestPosition(): number {
    return Math.max(...DEMO_TRADERS.flatMap((id) => this.exchange.futures.positions(id).map(({ symbol, quantity }) => (Math.abs(Number(quantity)) * Number(this.exchange.futures.market(symbol)!.markPrice)) / 1e16)))
  }

  assertBalanced(): void {
    for (const { name } of this.exchange.assets()) assert.equal(this.exchange.ledger.sumOf(name), 0n, name)
  }
}

describe('the demo market of futures', () => {
  test('has candles, two-sided books and marks after its first moments, and tells no funding that was not paid', () => {
    const town = new Town()
    town.run(2)
    town.assertAlive(15)
    for (const { name } of CONTRACTS) {
      assert.equal(town.exchange.futures.statistics.klines(name, '1h', { limit: 500, nowUs: town.nowUs }).length, 500)
      const market = town.exchange.futures.market(name)!
      assert.ok(market.markPrice > 0n)
      assert.deepEqual(market.funding, [])
    }
  })

  test('trades for ten minutes with bounded positions, pays funding once, and money is conserved', () => {
    const town = new Town()
    town.run(200)
    const early = town.largestPosition()
    town.run(400)
    town.assertAlive(10)
    town.assertBalanced()
    assert.ok(town.trades > 600, `${town.trades} trades`)
    assert.ok(town.largestPosition() < Math.max(early * 4, 400_000), `${early} then ${town.largestPosition()}`)
    for (const { name } of CONTRACTS) assert.deepEqual(town.exchange.futures.market(name)!.funding.map(({ timeUs }) => timeUs), [START - (START % (8 * HOUR)) + 8 * HOUR])
    const refusals = [...town.refused.values()].reduce((sum, count) => sum + count, 0)
    assert.ok(refusals < 40, JSON.stringify([...town.refused]))
  })

  test('follows a shock on spot, and goes on after a restart', () => {
    const town = new Town()
    town.run(5)
    const before = Number(town.exchange.futures.market('BTCUSDT')!.markPrice)
    for (const command of town.demo.moveValue('BTC', 0.8, town.exchange)) town.must(command)
    town.run(60)
    assert.ok(Math.abs(Number(town.exchange.futures.market('BTCUSDT')!.lastPrice) / before - 0.8) < 0.03)
    town.assertAlive(10)
    town.demo = new WholeMarket(7)
    town.open()
    town.run(30)
    town.assertAlive(10)
    town.assertBalanced()
  })

  test('a user always finds the other side, and the traders hold exactly that', () => {
    const town = new Town()
    town.must({ kind: 'openAccount', accountId: USER, terms: { makerRate: 0n, takerRate: 0n, tradeGroupId: -1, keepsHistory: true } })
    town.must({ kind: 'announceDeposit', accountId: USER, asset: 'USDT', network: 'ETH', amount: amount('100000'), txId: 'user', isCreditedAtOnce: true })
    town.must({ kind: 'transfer', from: { accountId: USER, wallet: 'spot' }, to: { accountId: USER, wallet: 'usdFutures' }, asset: 'USDT', amount: amount('50000') })
    town.run(5)
    town.must({ kind: 'futures', act: { do: 'place', accountId: USER, symbol: 'BTCUSDT', order: { side: 'BUY', positionSide: 'BOTH', type: 'MARKET', timeInForce: 'GTC', quantity: amount('0.5'), reduceOnly: false, clientOrderId: 'user', priceMatch: 'NONE', selfTradePrevention: 'NONE' } } })
    town.run(120)
    const held = DEMO_TRADERS.flatMap((id) => town.exchange.futures.positions(id)).reduce((sum, { symbol, quantity }) => (symbol === 'BTCUSDT' ? sum + quantity : sum), 0n)
    assert.equal(held, -amount('0.5'))
  })
})
