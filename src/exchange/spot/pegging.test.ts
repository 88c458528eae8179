import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALICE, BOB, CAROL, emptyExchange, order, standing, Story } from '../../../test/stories/market-story.ts'
import { amount, formatDecimal } from '../../money.ts'
import type { Order } from '../order.ts'
import type { SymbolFilter } from '../symbol.ts'
import { replay } from '../replay.ts'
import { takeSnapshot } from '../snapshot.ts'

const PRIMARY = { peg: { priceType: 'PRIMARY_PEG' } } as const
const MARKET = { peg: { priceType: 'MARKET_PEG' } } as const
const primary = (offsetLevels: number) => ({ peg: { priceType: 'PRIMARY_PEG', offsetLevels } }) as const

/** Bids of 1 at 99, 98, 96; asks of 1 at 101, 102, 105; the last trade at 100. */
const ladder = (filters: readonly SymbolFilter[] = []): Story => {
  const story = new Story({ filters })
  for (const account of [ALICE, BOB, CAROL]) {
    story.funds(account, 'USDT', '1000000')
    story.funds(account, 'BTC', '1000')
  }
  trades(story, '100')
  for (const price of ['99', '98', '96']) story.buys(BOB, '1', price)
  for (const price of ['101', '102', '105']) story.sells(BOB, '1', price)
  return story
}

const trades = (story: Story, price: string): void => {
  story.sells(BOB, '0.001', price)
  story.buys(CAROL, '0.001', price, { timeInForce: 'IOC' })
}

const pegged = ({ price, peg }: Order): string => `${short(price)} → ${peg?.price == null ? '-' : short(peg.price)}`
const short = (value: bigint): string => formatDecimal(value).replace(/\.?0+$/, '')

test('a pegged order takes its price from the book when it enters it, and keeps it', () => {
  for (const [side, written, expected] of [
    ['BUY', PRIMARY, '0 → 99'], ['SELL', PRIMARY, '0 → 101'],
    ['BUY', primary(0), '0 → 99'], ['BUY', primary(1), '0 → 98'], ['BUY', primary(2), '0 → 96'], ['SELL', primary(2), '0 → 105'],
    ['BUY', MARKET, '0 → 101'], ['SELL', MARKET, '0 → 99'],
    ['BUY', { peg: { priceType: 'MARKET_PEG', offsetLevels: 1 } }, '0 → 102'],
    ['BUY', { ...MARKET, timeInForce: 'IOC' }, '0 → 101'], ['BUY', { ...MARKET, timeInForce: 'FOK' }, '0 → 101'],
    ['BUY', { ...PRIMARY, type: 'LIMIT_MAKER' }, '0 → 99'],
    // A price beside it bounds it: no worse one is taken.
    ['BUY', { ...PRIMARY, price: '98.5' }, '98.5 → 98.5'], ['BUY', { ...PRIMARY, price: '150' }, '150 → 99'],
    ['SELL', { ...PRIMARY, price: '103' }, '103 → 103'], ['SELL', { ...PRIMARY, price: '50' }, '50 → 101'],
    ['BUY', { ...PRIMARY, price: '150', type: 'LIMIT_MAKER' }, '150 → 99'],
  ] as const) {
    const story = ladder()
    assert.equal(pegged(story.places(ALICE, order(side, { quantity: '0.5', ...written }))), expected, `${side} ${JSON.stringify(written)}`)
  }
})

test('it stands behind the others of its level, holds what its price takes, and does not move with the market', () => {
  const story = ladder()
  const resting = story.places(ALICE, order('BUY', { quantity: '2', ...PRIMARY }))
  assert.deepEqual(story.book(), { bids: '3@99 1@98 1@96', asks: '1@101 1@102 1@105' })
  assert.equal(story.has(ALICE, 'USDT'), '999802 + 198 locked')
  story.buys(BOB, '1', '99.5')
  assert.equal(pegged(story.now(resting)), '0 → 99')
  story.sells(CAROL, '2.5', '99')
  assert.equal(standing(story.now(resting)), 'PARTIALLY_FILLED 0.5/2')
  assert.equal(story.has(ALICE, 'USDT'), '999802 + 148.5 locked')
})

test('an order to take the best offer takes that and no other', () => {
  const story = ladder()
  const taken = story.places(ALICE, order('BUY', { quantity: '3', timeInForce: 'IOC', ...MARKET }))
  assert.equal(standing(taken), 'EXPIRED 1/3')
  assert.equal(story.has(ALICE, 'USDT'), '999899')
})

test('what may not be pegged is refused', () => {
  const story = ladder()
  const refused = (side: 'BUY' | 'SELL', written: Parameters<typeof order>[1]): string => story.refusal(ALICE, order(side, { quantity: '1', ...written }))
  assert.equal(refused('BUY', { type: 'MARKET', ...PRIMARY }), 'pegTypeNotSupported')
  assert.equal(refused('SELL', { type: 'STOP_LOSS', stopPrice: '90', ...PRIMARY }), 'pegTypeNotSupported')
  assert.equal(refused('SELL', { type: 'TAKE_PROFIT', stopPrice: '110', ...PRIMARY }), 'pegTypeNotSupported')
  assert.equal(refused('BUY', { timeInForce: 'IOC', ...PRIMARY }), 'pegCombinationNotSupported')
  assert.equal(refused('BUY', { timeInForce: 'FOK', ...PRIMARY }), 'pegCombinationNotSupported')
  assert.equal(refused('BUY', { type: 'LIMIT_MAKER', ...MARKET }), 'pegCombinationNotSupported')
  assert.equal(refused('BUY', primary(3)), 'pegLiquidity')
  assert.equal(refused('BUY', { quantity: '20000', ...PRIMARY }), 'insufficientBalance')
  const bare = new Story()
  bare.funds(ALICE, 'USDT', '1000')
  assert.equal(bare.refusal(ALICE, order('BUY', { quantity: '1', ...PRIMARY })), 'pegLiquidity')
})

test('filters are asked at the price it names and at the price it gets', () => {
  const story = ladder([{ filterType: 'PRICE_FILTER', minPrice: amount('90'), maxPrice: amount('110'), tickSize: amount('1') }])
  assert.equal(pegged(story.places(ALICE, order('BUY', { quantity: '1', ...PRIMARY }))), '0 → 99')
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '1', price: '120', ...PRIMARY })), 'PRICE_FILTER')
})

test('a pegged stop limit gets its price when it is triggered, not before', () => {
  const story = ladder()
  const stop = story.places(ALICE, order('SELL', { type: 'STOP_LOSS_LIMIT', quantity: '1', stopPrice: '99', ...PRIMARY }))
  assert.equal(pegged(stop), '0 → -')
  story.sells(CAROL, '1', '99')
  assert.equal(pegged(story.now(stop)), '0 → 101')
  assert.deepEqual(story.book(), { bids: '1@98 1@96', asks: '2@101 1@102 1@105' })
})

test('a triggered pegged BUY holds what its price takes: more of what is free, or it ends', () => {
  const story = ladder()
  const small = story.places(ALICE, order('BUY', { type: 'STOP_LOSS_LIMIT', quantity: '100', stopPrice: '105', ...MARKET }))
  const great = story.places(CAROL, order('BUY', { type: 'STOP_LOSS_LIMIT', quantity: '9000', stopPrice: '105', ...MARKET }))
  assert.equal(story.has(ALICE, 'USDT'), '989500 + 10500 locked')
  story.sells(BOB, '1', '120')
  story.buys(BOB, '3', '105')
  assert.equal(pegged(story.now(small)), '0 → 120')
  assert.equal(story.has(ALICE, 'USDT'), '988000 + 11880 locked')
  assert.equal(standing(story.now(great)), 'EXPIRED 0/9000')
  assert.equal(story.now(great).expiryReason, 'REJECTED')
  assert.equal(story.has(CAROL, 'USDT'), '999999.9')
})

test('a pegged LIMIT_MAKER of an OCO, and a pegged stop limit of it', () => {
  const story = ladder()
  story.lists(ALICE, {
    contingency: 'OCO',
    above: order('SELL', { type: 'LIMIT_MAKER', quantity: '1', clientOrderId: 'above', ...PRIMARY }),
    below: order('SELL', { type: 'STOP_LOSS_LIMIT', quantity: '1', stopPrice: '97', clientOrderId: 'below', ...MARKET }),
  })
  assert.equal(pegged(story.orderNamed(ALICE, 'above')), '0 → 101')
  assert.equal(pegged(story.orderNamed(ALICE, 'below')), '0 → -')
  story.sells(CAROL, '2', '98')
  trades(story, '97')
  assert.equal(standing(story.orderNamed(ALICE, 'above')), 'EXPIRED 0/1')
  assert.equal(pegged(story.orderNamed(ALICE, 'below')), '0 → 96')
  assert.equal(standing(story.orderNamed(ALICE, 'below')), 'FILLED 1/1')
})

test('both orders of an OTO follow the book: the pending one when the working one is filled', () => {
  const story = ladder()
  story.lists(ALICE, {
    contingency: 'OTO',
    working: order('BUY', { quantity: '1', clientOrderId: 'working', ...PRIMARY }),
    pending: order('SELL', { quantity: '1', clientOrderId: 'pending', ...PRIMARY }),
  })
  assert.equal(pegged(story.orderNamed(ALICE, 'pending')), '0 → -')
  story.buys(CAROL, '1', '101')
  story.sells(CAROL, '2', '99')
  assert.equal(standing(story.orderNamed(ALICE, 'working')), 'FILLED 1/1')
  assert.equal(pegged(story.orderNamed(ALICE, 'pending')), '0 → 102')
})

test('a pending pegged order that finds no level ends with its list', () => {
  const story = ladder()
  story.lists(ALICE, {
    contingency: 'OTO',
    working: order('BUY', { quantity: '1', clientOrderId: 'working', ...PRIMARY }),
    pending: order('SELL', { quantity: '1', clientOrderId: 'pending', ...primary(3) }),
  })
  story.sells(CAROL, '2', '99')
  assert.equal(standing(story.orderNamed(ALICE, 'pending')), 'EXPIRED 0/1')
  assert.equal(story.orderNamed(ALICE, 'pending').expiryReason, 'REJECTED')
  assert.equal(story.has(ALICE, 'BTC'), '1001')
})

test('a snapshot and its replay keep what is pegged', () => {
  const story = ladder()
  const stop = story.places(ALICE, order('SELL', { type: 'STOP_LOSS_LIMIT', quantity: '1', stopPrice: '99', ...primary(1) }))
  const resting = story.places(ALICE, order('BUY', { quantity: '2', ...PRIMARY }))
  const twin = replay(emptyExchange(), takeSnapshot(story.exchange), [])
  assert.equal(twin.stateHash(), story.exchange.stateHash())
  for (const { id, symbol } of [stop, resting]) assert.deepEqual(twin.orders.order(ALICE, symbol, { orderId: id }), story.exchange.orders.order(ALICE, symbol, { orderId: id }))
})
