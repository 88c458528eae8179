import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PEOPLE, Town, usdt } from '../../../test/harness/futures-town.ts'
import { accountId } from '../../ids.ts'
import { amount } from '../../money.ts'
import { INSURANCE_FUND_ACCOUNT } from '../ledger.ts'

/** Figures worked out by hand. Makers pay 0.02 %, takers 0.05 %; everybody begins with 10,000 USDT. */
const [ALICE, BOB, CAROL] = PEOPLE
const DAVE = accountId(2001)

const leverage = (town: Town, id: typeof BOB, times: number): void => assert.equal(town.act({ do: 'leverage', accountId: id, symbol: 'BTCUSDT', leverage: times }), 'done')
const fund = (town: Town): bigint => town.exchange.ledger.free(INSURANCE_FUND_ACCOUNT, 'USDT')
const held = (town: Town, id: typeof BOB): bigint => town.exchange.futures.positions(id).find(({ symbol }) => symbol === 'BTCUSDT')?.quantity ?? 0n
const cleared = (town: Town, id: typeof BOB): bigint[] => town.exchange.futures.incomes(id).filter(({ type }) => type === 'INSURANCE_CLEAR').map((income) => income.amount)

/**
 * Bob holds 4 BTC, bought of Alice at 50,000: 100 of commission left him 9,900. He is taken over where 9,900 + 4 × (mark − 50,000) < 0.4 % × 4 × mark, below
 * 47,715.86, and nothing of his is left at 47,525. The mark comes to about 47,570.
 */
const fallsWith = (bid: string | null, insurance: string): Town => {
  const town = new Town()
  if (insurance !== '0') town.must({ kind: 'fundInsurance', asset: 'USDT', amount: amount(insurance) })
  for (const id of [ALICE, BOB, CAROL]) leverage(town, id, 50)
  town.order(ALICE, 'SELL', '4', '50000')
  assert.equal(town.order(BOB, 'BUY', '4', '50000'), 'done')
  assert.equal(town.wallet(BOB), usdt('9900'))
  if (bid !== null) assert.equal(town.order(CAROL, 'BUY', '4', bid), 'done')
  town.index('47450')
  assert.ok(town.mark > usdt('47525') && town.mark < usdt('47715.86'), `${town.mark}`)
  assert.equal(held(town, BOB), 0n)
  town.assertSound()
  return town
}

const CASES: readonly { readonly what: string; readonly bid: string | null; readonly insurance: string; readonly bob: string; readonly alice: string; readonly carol: string; readonly fund: string; readonly clear: readonly string[]; readonly forced: readonly string[] }[] = [
  {
    // Lost 9,600, commission 95.2 on 190,400: 204.80 are left. The liquidation fee, 1.25 % of it, would be 2,380, and takes what there is. Carol paid 38.08.
    what: 'who keeps something pays it to the insurance fund, as far as the fee goes', bid: '47600', insurance: '5000', bob: '0', alice: '9960', carol: '9961.92', fund: '5204.8', clear: ['-204.8'], forced: ['LIQUIDATION FILLED'],
  },
  {
    // Lost 10,400, commission 94.8 on 189,600: 594.80 more than he had. Carol paid 37.92.
    what: 'what is lost beyond the margin the insurance fund pays', bid: '47400', insurance: '5000', bob: '0', alice: '9960', carol: '9962.08', fund: '4405.2', clear: ['594.8'], forced: ['LIQUIDATION FILLED'],
  },
  {
    // Nobody bids: Alice, who won, is closed at 47,525, where nothing is left of Bob's: she gets 9,900, less 38.02 on 190,100. His own commission, 95.05, the fund pays.
    what: 'where nobody bids the winner is closed at the price at which nothing is left', bid: null, insurance: '5000', bob: '0', alice: '19821.98', carol: '10000', fund: '4904.95', clear: ['95.05'], forced: ['LIQUIDATION EXPIRED', 'ADL FILLED'],
  },
  {
    what: 'a fund that is empty pays nothing: what is owed is owed', bid: null, insurance: '0', bob: '-95.05', alice: '19821.98', carol: '10000', fund: '0', clear: [], forced: ['LIQUIDATION EXPIRED', 'ADL FILLED'],
  },
  {
    // The bid of 47,400 is 125 below nothing, 500 for all four; of a fund of 300 nobody can promise that, so the book is sold to no further than 47,450, and the winner is closed.
    what: 'a fund that could not pay for the book leaves it alone', bid: '47400', insurance: '300', bob: '0', alice: '19821.98', carol: '10000', fund: '204.95', clear: ['95.05'], forced: ['LIQUIDATION EXPIRED', 'ADL FILLED'],
  },
]

describe('a position that is taken over', () => {
  for (const { what, bid, insurance, bob, alice, carol, fund: left, clear, forced } of CASES) {
    test(what, () => {
      const town = fallsWith(bid, insurance)
      assert.deepEqual([town.wallet(BOB), town.wallet(ALICE), town.wallet(CAROL), fund(town)], [bob, alice, carol, left].map(usdt))
      assert.deepEqual(cleared(town, BOB), clear.map(usdt))
      assert.deepEqual(town.exchange.futures.forcedOrders(BOB).map(({ autoClose, status }) => `${autoClose} ${status}`), forced)
    })
  }

  for (const { carolSells, aliceSells, after } of [{ carolSells: '2', aliceSells: '1', after: { carol: '0', alice: '-1' } }, { carolSells: '1', aliceSells: '2', after: { carol: '0', alice: '-1' } }] as const) {
    test(`of those who won most by the most leverage is taken first: Carol by 50×, who sold ${carolSells}, before Alice by 20×, who sold ${aliceSells}`, () => {
      const town = new Town()
      town.must({ kind: 'transfer', from: { accountId: DAVE, wallet: 'spot' }, to: { accountId: DAVE, wallet: 'usdFutures' }, asset: 'USDT', amount: amount('10000') })
      for (const id of [BOB, CAROL]) leverage(town, id, 50)
      town.order(ALICE, 'SELL', aliceSells, '50000')
      town.order(CAROL, 'SELL', carolSells, '50000')
      assert.equal(town.order(BOB, 'BUY', '2', '50000'), 'done')
      assert.equal(town.order(DAVE, 'BUY', '1', '50000'), 'done')
      // 9,950 stand behind 2 BTC: taken over below 45,205.82, nothing left at 45,025.
      town.index('45000')
      assert.deepEqual([held(town, BOB), held(town, CAROL), held(town, ALICE), held(town, DAVE)], ['0', after.carol, after.alice, '1'].map(usdt))
      // Both sides of each at 45,025: what one won by 4,975 a bitcoin, Bob lost.
      const won = town.exchange.futures.incomes(CAROL).filter(({ type }) => type === 'REALIZED_PNL').reduce((sum, income) => sum + income.amount, 0n)
      assert.equal(won, usdt('4975') * BigInt(carolSells))
      assert.equal(town.exchange.futures.incomes(BOB).filter(({ type }) => type === 'REALIZED_PNL').reduce((sum, income) => sum + income.amount, 0n), usdt('-9950'))
    })
  }

  test('the queue is told in fifths, the winner by the most leverage first', () => {
    const town = new Town()
    leverage(town, CAROL, 50)
    town.order(ALICE, 'SELL', '0.1', '50000')
    town.order(CAROL, 'SELL', '0.1', '50000')
    town.order(BOB, 'BUY', '0.2', '50000')
    town.index('49000')
    assert.deepEqual([CAROL, ALICE, BOB].map((id) => town.exchange.futures.adlQuantile(id, town.exchange.futures.positions(id)[0]!)), [4, 2, 4])
  })

  test('funding goes from one pocket into another: all sums over many payments are nothing but what rounding left to the insurance fund', () => {
    const town = new Town()
    town.order(ALICE, 'SELL', '0.333', '50000')
    town.order(BOB, 'BUY', '0.2', '50000')
    town.order(CAROL, 'BUY', '0.133', '50000')
    for (const [hours, index] of [[1, '49999.97'], [8, '50123.31'], [8, '49876.43'], [8, '50000.01']] as const) {
      town.tick(hours * 3_600_000_000)
      town.index(index)
    }
    const paid = PEOPLE.flatMap((id) => town.exchange.futures.incomes(id)).filter(({ type }) => type === 'FUNDING_FEE')
    assert.ok(paid.length >= 9, `${paid.length} payments`)
    const sum = paid.reduce((all, income) => all + income.amount, 0n)
    assert.ok(sum <= 0n && sum > -10n, `${sum} units`)
    assert.equal(fund(town), -sum)
    town.assertSound()
  })
})
