import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MarginStory } from '../../../test/stories/margin-story.ts'
import { ALICE } from '../../../test/stories/market-story.ts'
import { amount, formatDecimal } from '../../money.ts'
import { HOUR } from '../../time.ts'
import { INSURANCE_FUND_ACCOUNT } from '../ledger.ts'

/* Numbers worked out by hand from the tables of docs/differences.md, not by the code that they judge. */

/** principal × daily rate ÷ 24, rounded up to 10⁻⁸, once at borrowing and once at each full hour. */
const INTEREST: readonly (readonly [asset: string, principal: string, hourly: string, afterHours: number, owed: string])[] = [
  // 1000 × 0.0002 ÷ 24 = 0.008333333…
  ['USDT', '1000', '0.00833334', 0, '0.00833334'],
  ['USDT', '1000', '0.00833334', 1, '0.01666668'],
  ['USDT', '1000', '0.00833334', 29, '0.25000020'],
  // 0.5 × 0.00005 ÷ 24 = 0.00000104166…
  ['BTC', '0.5', '0.00000105', 4, '0.00000525'],
  // 7 × 0.00006 ÷ 24, exactly
  ['ETH', '7', '0.00001750', 24, '0.00043750'],
  // 0.01 × 0.0002 ÷ 24 = 0.0000000833…
  ['USDT', '0.01', '0.00000009', 4, '0.00000045'],
]

test('interest by the hour is as worked out by hand, hour by hour and over hours that nobody saw', () => {
  for (const [asset, principal, hourly, hours, owed] of INTEREST) {
    for (const steps of [1, hours].filter((count) => count > 0)) {
      const story = new MarginStory()
      story.must(story.borrow(asset, principal))
      for (let step = 0; step < steps && hours > 0; step++) story.tick((hours / steps) * HOUR)
      const name = `${principal} ${asset} after ${hours} hours in ${steps} steps`
      const balance = story.account().balances.find((each) => each.asset === asset)
      assert.equal(formatDecimal(balance?.interest ?? 0n), owed, name)
      assert.equal(formatDecimal(balance?.principal ?? 0n), formatDecimal(amount(principal)), `${name}: interest bears none`)
      const [first, ...others] = story.exchange.margin.interestRecords(ALICE)
      assert.equal(formatDecimal(first?.interest ?? 0n), hourly, name)
      assert.equal(others.reduce((sum, { interest }) => sum + interest, first?.interest ?? 0n), amount(owed), name)
      story.assertSound()
    }
  }
})

test('interest of an hour is charged on what is owed when it begins', () => {
  const story = new MarginStory()
  story.must(story.borrow('USDT', '2400'))
  // 2400 × 0.0002 ÷ 24 = 0.02 at once; repaying 1200.02 leaves 1200.
  story.must(story.repay('USDT', '1200.02'))
  story.tick(HOUR)
  assert.deepEqual(story.has('USDT').slice(2), ['1200', '0.01'])
  // Another 1200 are charged at once, and from then on with the others.
  story.must(story.borrow('USDT', '1200'))
  assert.deepEqual(story.has('USDT').slice(2), ['2400', '0.02'])
  story.tick(HOUR)
  assert.deepEqual(story.has('USDT').slice(2), ['2400', '0.04'])
})

/** Alice has 201 BTC in cross margin and owes 10,000 USDT with an hour of interest: 10,000.08333334. */
const indebted = (): MarginStory => {
  const story = new MarginStory()
  story.move('crossMargin', 'spot', 'USDT', '10000')
  story.deposit(ALICE, 'BTC', '201')
  story.move('spot', 'crossMargin', 'BTC', '201')
  story.must(story.borrow('USDT', '10000'))
  story.move('crossMargin', 'spot', 'USDT', '10000')
  return story
}

interface Fall {
  readonly price: string
  /** 201 × price ÷ 10,000.08333334, cut. */
  readonly level: string
  /** (owed + 2 %) × 102 % ÷ price in lots of 0.001, or all there is; null where nothing is sold. */
  readonly sold: string | null
  readonly left: { readonly btc: string; readonly usdt: string }
  /** What the insurance fund gets of it: 2 % of 10,000.08333334, cut; below zero what it pays. */
  readonly fund: string
}

const FALLS: readonly Fall[] = [
  // Above 1.1 nothing happens.
  { price: '54.73', level: '1.10006383', sold: null, left: { btc: '201', usdt: '0' }, fund: '0' },
  // 10,200.085 × 1.02 ÷ 54.5 = 190.9006…: 190.901 at 54.5 are 10,404.1045, less 10,000.08333334 and 200.00166666.
  { price: '54.5', level: '1.09544087', sold: '190.901', left: { btc: '10.099', usdt: '204.0195' }, fund: '200.00166666' },
  // 10,200.085 × 1.02 ÷ 52 = 200.0785…: 200.079 at 52 are 10,404.108.
  { price: '52', level: '1.04519129', sold: '200.079', left: { btc: '0.921', usdt: '204.023' }, fund: '200.00166666' },
  // All of it are 9,045: the interest, and 9,044.91666666 of what was lent; the fund pays the other 955.08333334.
  { price: '45', level: '0.90449246', sold: '201', left: { btc: '0', usdt: '0' }, fund: '-955.08333334' },
]

test('a liquidation is as worked out by hand', () => {
  for (const { price, level, sold, left, fund } of FALLS) {
    const story = indebted()
    story.must({ kind: 'fundInsurance', asset: 'USDT', amount: amount('5000') })
    story.price('BTCUSDT', price)
    assert.equal(formatDecimal(story.account().level), level, price)
    story.tick()
    const records = story.exchange.margin.liquidationRecords(ALICE)
    assert.deepEqual(records.map(({ side, filledQuantity, averagePrice }) => [side, formatDecimal(filledQuantity), formatDecimal(averagePrice)]), sold === null ? [] : [['SELL', formatDecimal(amount(sold)), formatDecimal(amount(price))]], price)
    assert.deepEqual([story.has('BTC')[0], story.has('USDT')[0]], [left.btc, left.usdt], price)
    assert.deepEqual(story.has('USDT').slice(2), sold === null ? ['10000', '0.08333334'] : ['0', '0'], price)
    const paid = story.exchange.ledger.free(INSURANCE_FUND_ACCOUNT, 'USDT') - amount('5000')
    assert.equal(formatDecimal(paid), fund === '0' ? '0.00000000' : fund, price)
    story.assertSound()
  }
})
