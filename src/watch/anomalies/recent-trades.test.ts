import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anAccount } from '../../../test/harness/in-process.ts'
import { MINUTE } from '../../time.ts'
import { type Dealings, RecentTrades, type SeenFill } from './recent-trades.ts'

const SELF = anAccount(1).id
const OTHERS = [anAccount(2).id, anAccount(3).id, anAccount(4).id]

/** The slow and obvious twin: every fill is remembered, and each question reads them all. */
class AllTrades {
  readonly #all: { readonly fill: SeenFill; readonly worsePercent: number }[] = []

  get #recent() {
    const newestUs = this.#all.at(-1)?.fill.timeUs ?? 0
    return this.#all.slice(-200).filter(({ fill }) => newestUs - fill.timeUs <= 30 * MINUTE)
  }

  add(fill: SeenFill, worsePercent: number): Dealings {
    this.#all.push({ fill, worsePercent })
    const ofMarket = this.#recent.filter((one) => one.fill.symbol === fill.symbol)
    const between = ofMarket.filter((one) => one.fill.counterparty === fill.counterparty).map((one) => one.fill)
    return { fills: between.length, turns: between.filter((one, at) => at > 0 && one.isBuyer !== between[at - 1]?.isBuyer).length, firstUs: between[0]?.timeUs ?? 0, ofMarket: ofMarket.length }
  }

  worseThan(percent: number, symbol: string, isBuyer: boolean) {
    return this.#recent.filter((one) => one.worsePercent >= percent && one.fill.symbol === symbol && one.fill.isBuyer === isBuyer)
  }
}

const step = fc.record({
  counterparty: fc.constantFrom(...OTHERS), symbol: fc.constantFrom('BTCUSDT', 'ETHUSDT'), isBuyer: fc.boolean(), worsePercent: fc.integer({ min: -3, max: 6 }),
  // Mostly in the same step, sometimes so much later that some or all of what was is old.
  afterUs: fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, { weight: 10, arbitrary: fc.nat(MINUTE) }, { weight: 1, arbitrary: fc.nat(40 * MINUTE) }),
})

test('what is counted as fills come and go is what a look at all of them finds', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 700, size: 'max' }), (steps) => {
    const [trades, twin] = [new RecentTrades(), new AllTrades()]
    let timeUs = 1_000_000
    for (const { counterparty, symbol, isBuyer, worsePercent, afterUs } of steps) {
      timeUs += afterUs
      const fill: SeenFill = { accountId: SELF, counterparty, symbol, isBuyer, price: 1, mark: null, timeUs }
      assert.deepEqual(trades.add(fill, worsePercent), twin.add(fill, worsePercent))
      assert.deepEqual(trades.worseThan(2, symbol, isBuyer).map((one) => one.fill), twin.worseThan(2, symbol, isBuyer).map((one) => one.fill))
    }
  }), { numRuns: 40 })
})

test('of more than 200 fills the oldest are not counted any more', () => {
  const trades = new RecentTrades()
  let dealings: Dealings | undefined
  for (let at = 0; at < 250; at += 1) dealings = trades.add({ accountId: SELF, counterparty: OTHERS[0] ?? SELF, symbol: 'BTCUSDT', isBuyer: at % 2 === 0, price: 1, mark: null, timeUs: 1_000 + at }, 0)
  assert.deepEqual(dealings, { fills: 200, turns: 199, firstUs: 1_050, ofMarket: 200 })
})
