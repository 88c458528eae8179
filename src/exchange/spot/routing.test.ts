import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALICE, BOB, CAROL, emptyExchange, market, order, standing, Story } from '../../../test/stories/market-story.ts'
import { amount, formatDecimal } from '../../money.ts'
import type { AccountTerms } from '../command.ts'
import { ROUTER_ACCOUNT } from '../ledger.ts'
import type { Order } from '../order.ts'
import { replay } from '../replay.ts'
import { takeSnapshot } from '../snapshot.ts'

const SYMBOLS = ['BTCUSDT', 'BTCUSDC', 'BTCUSDP'] as const
const ROUTES = [{ baseAsset: 'BTC', symbols: SYMBOLS }]
const ROUTED = { isRouted: true } as const
const TERMS: AccountTerms = { makerRate: 100_000n, takerRate: 200_000n, tradeGroupId: -1, keepsHistory: true }

type Offer = readonly [side: 'BUY' | 'SELL', symbol: (typeof SYMBOLS)[number], quantity: string, price: string]

/** The books of Binance's own examples (sor_faq.md): Bob offers, Alice takes. */
const withBook = (offers: readonly Offer[], terms?: AccountTerms): Story => {
  const story = new Story({ symbols: [...SYMBOLS.map((symbol) => market('BTC', symbol.slice(3))), market('ETH', 'USDT')], routes: ROUTES, ...(terms && { terms }) })
  for (const account of [ALICE, BOB, CAROL]) for (const asset of ['BTC', 'USDT', 'USDC', 'USDP']) story.funds(account, asset, '1000000')
  for (const [side, symbol, quantity, price] of offers) story.places(BOB, order(side, { quantity, price }), symbol)
  return story
}

const ASKS: readonly Offer[] = [
  ['SELL', 'BTCUSDT', '3', '30800'], ['SELL', 'BTCUSDT', '3', '30500'],
  ['SELL', 'BTCUSDC', '1', '30000'], ['SELL', 'BTCUSDC', '1', '28000'],
  ['SELL', 'BTCUSDP', '1', '35000'], ['SELL', 'BTCUSDP', '1', '29000'],
]
const BIDS: readonly Offer[] = [['BUY', 'BTCUSDT', '5', '29500'], ['BUY', 'BTCUSDC', '5', '35000'], ['BUY', 'BTCUSDC', '5', '30000'], ['BUY', 'BTCUSDP', '5', '28000']]

const short = (value: bigint): string => formatDecimal(value).replace(/\.?0+$/, '')
const allocations = (story: Story, { id }: Order): string =>
  story.exchange.orders.allocations(ALICE, 'BTCUSDT', { orderId: id, limit: 100 }).map(({ allocationId, quantity, price, quote, tradeId }) => `#${allocationId} ${short(quantity)}@${short(price)}=${short(quote)}${tradeId === -1 ? '' : ' traded'}`).join(' ')
const free = (story: Story, account: typeof ALICE, asset: string): string => story.has(account, asset)

/** What the router has of each asset: nothing in all. */
const router = (story: Story): Record<string, string> =>
  Object.fromEntries(story.exchange.ledger.balances(ROUTER_ACCOUNT).filter(({ free, locked }) => free !== 0n || locked !== 0n).map(({ asset, free, locked }) => [asset, `${short(free)}${locked === 0n ? '' : ` + ${short(locked)} locked`}`]))

const isWhole = (story: Story): void => {
  for (const asset of ['BTC', 'USDT', 'USDC', 'USDP', 'BNB']) assert.equal(story.exchange.ledger.sumOf(asset), 0n, asset)
  const total = story.exchange.ledger.balances(ROUTER_ACCOUNT).reduce((sum, { free, locked }) => sum + free + locked, 0n)
  assert.equal(total, 0n, 'the router keeps nothing')
}

test('example 1: the best price of all books, paid in the quote asset of the order', () => {
  const story = withBook(ASKS)
  const bought = story.places(ALICE, order('BUY', { quantity: '0.5', price: '31000', ...ROUTED }))
  assert.equal(standing(bought), 'FILLED 0.5/0.5')
  assert.equal(bought.workingFloor, 'SOR')
  assert.equal(allocations(story, bought), '#0 0.5@28000=14000')
  assert.equal(free(story, ALICE, 'USDT'), '986000')
  assert.equal(free(story, ALICE, 'BTC'), '1000000.5')
  assert.equal(free(story, ALICE, 'USDC'), '1000000')
  assert.equal(free(story, BOB, 'USDC'), '1014000')
  assert.deepEqual(router(story), { USDC: '-14000', USDT: '14000' })
  assert.deepEqual(story.exchange.orders.fills(ALICE, 'BTCUSDT', { limit: 10 }), [], 'an allocation is no trade of its owner')
  assert.equal(story.exchange.market.trades('BTCUSDC', { limit: 10 }).length, 1)
  assert.equal(story.exchange.market.trades('BTCUSDT', { limit: 10 }).length, 0)
  isWhole(story)
})

test('example 2: book after book, best price first, its own among them', () => {
  const story = withBook(ASKS)
  const bought = story.places(ALICE, order('BUY', { quantity: '5', price: '31000', ...ROUTED }))
  assert.equal(allocations(story, bought), '#0 1@28000=28000 #1 1@29000=29000 #2 1@30000=30000 #3 2@30500=61000')
  assert.equal(formatDecimal(bought.filledQuote), '148000.00000000')
  assert.deepEqual(story.book('BTCUSDT').asks, '1@30500 3@30800')
  isWhole(story)
})

test('example 3: what all books together do not have expires', () => {
  const story = withBook(ASKS)
  const bought = story.places(ALICE, order('BUY', { type: 'MARKET', quantity: '11', ...ROUTED }))
  assert.equal(standing(bought), 'EXPIRED 10/11')
  assert.equal(formatDecimal(bought.filledQuote), '305900.00000000')
  assert.equal(bought.workingFloor, 'SOR')
  assert.equal(free(story, ALICE, 'USDT'), '694100')
  isWhole(story)
})

test('example 4: a SELL earns the quote asset of its own market', () => {
  const story = withBook(BIDS)
  const plain = withBook(BIDS)
  assert.equal(standing(plain.places(ALICE, order('SELL', { quantity: '10', price: '29000' }))), 'PARTIALLY_FILLED 5/10')
  const sold = story.places(ALICE, order('SELL', { quantity: '10', price: '29000', ...ROUTED }))
  assert.equal(allocations(story, sold), '#0 5@35000=175000 #1 5@30000=150000')
  assert.equal(free(story, ALICE, 'USDT'), '1325000')
  assert.deepEqual(router(story), { USDC: '325000', USDT: '-325000' })
  isWhole(story)
})

test('the rest stands in its own book, where it trades as any other', () => {
  const story = withBook(ASKS)
  const resting = story.places(ALICE, order('BUY', { quantity: '3', price: '29500', ...ROUTED }))
  assert.equal(standing(resting), 'PARTIALLY_FILLED 2/3')
  assert.equal(resting.workingFloor, 'SOR')
  assert.deepEqual(story.book('BTCUSDT').bids, '1@29500')
  story.sells(CAROL, '1', '29500')
  assert.equal(story.now(resting).workingFloor, 'EXCHANGE')
  assert.equal(story.places(ALICE, order('BUY', { quantity: '3', price: '1', ...ROUTED })).workingFloor, 'EXCHANGE')
  assert.equal(story.exchange.orders.fills(ALICE, 'BTCUSDT', { limit: 10 }).length, 1)
  isWhole(story)
})

test('an order that must be filled at once looks into every book; an IOC order keeps what it got', () => {
  const story = withBook(ASKS)
  assert.equal(standing(story.places(ALICE, order('BUY', { quantity: '10', price: '34999', timeInForce: 'FOK', ...ROUTED }))), 'EXPIRED 0/10')
  assert.equal(standing(story.places(ALICE, order('BUY', { quantity: '4', price: '30500', timeInForce: 'FOK', ...ROUTED }))), 'FILLED 4/4')
  assert.equal(standing(story.places(ALICE, order('BUY', { quantity: '9', price: '30500', timeInForce: 'IOC', ...ROUTED }))), 'EXPIRED 2/9')
  assert.equal(free(story, ALICE, 'USDT'), short(amount('1000000') - amount('117500') - amount('61000')))
  isWhole(story)
})

test('commission is charged on what is received, on either side and in every asset', () => {
  const story = withBook(ASKS, TERMS)
  story.places(ALICE, order('BUY', { quantity: '1', price: '28000', ...ROUTED }))
  assert.equal(free(story, ALICE, 'BTC'), '1000000.998')
  assert.equal(free(story, BOB, 'USDC'), '1027972')
  const bids = withBook(BIDS, TERMS)
  bids.places(ALICE, order('SELL', { quantity: '1', price: '29000', ...ROUTED }))
  assert.equal(free(bids, ALICE, 'USDT'), '1034930')
  isWhole(story)
  isWhole(bids)
})

test('a trade in another market reaches the stops of that market', () => {
  const story = withBook(ASKS)
  story.places(CAROL, order('BUY', { quantity: '0.1', price: '28000', timeInForce: 'IOC' }), 'BTCUSDC')
  const stop = story.places(BOB, order('BUY', { type: 'STOP_LOSS', quantity: '1', stopPrice: '30000' }), 'BTCUSDC')
  story.places(ALICE, order('BUY', { quantity: '3', price: '30000', ...ROUTED }))
  assert.notEqual(story.now(stop).workingSinceUs, null)
  isWhole(story)
})

test('self-trade prevention holds across books, and tells in which market the other order stood', () => {
  for (const [mode, expected] of [['EXPIRE_MAKER', 'FILLED 1/1'], ['EXPIRE_TAKER', 'EXPIRED_IN_MATCH 0/1'], ['DECREMENT', 'EXPIRED_IN_MATCH 0/1']] as const) {
    const story = withBook(ASKS)
    story.places(ALICE, order('SELL', { quantity: '1', price: '27000' }), 'BTCUSDC')
    const taken = story.places(ALICE, order('BUY', { quantity: '1', price: '31000', selfTradePrevention: mode, ...ROUTED }))
    assert.equal(standing(taken), expected, mode)
    const [match] = story.exchange.orders.preventedMatches(ALICE, 'BTCUSDT', { orderId: taken.id, limit: 10 })
    assert.deepEqual([match?.symbol, match?.makerSymbol], ['BTCUSDT', 'BTCUSDC'])
    isWhole(story)
  }
})

test('what one group moves within itself is changed into the other quote asset too', () => {
  const story = withBook([], { ...TERMS, tradeGroupId: 7 })
  story.places(BOB, order('SELL', { quantity: '1', price: '27000', selfTradePrevention: 'TRANSFER' }), 'BTCUSDC')
  story.places(ALICE, order('BUY', { quantity: '1', price: '31000', selfTradePrevention: 'TRANSFER', ...ROUTED }))
  assert.equal(free(story, ALICE, 'BTC'), '1000001')
  assert.equal(free(story, BOB, 'USDC'), '1027000')
  isWhole(story)
})

test('a market that is halted is left out, and one on no route takes no routed order', () => {
  const story = withBook(ASKS)
  story.does({ kind: 'setSymbolStatus', symbol: 'BTCUSDC', status: 'HALT' })
  const bought = story.places(ALICE, order('BUY', { quantity: '1', price: '31000', ...ROUTED }))
  assert.equal(allocations(story, bought), '#0 1@29000=29000')
  story.funds(ALICE, 'ETH', '1')
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '1', price: '3000', ...ROUTED }), 'ETHUSDT'), 'routingNotSupported')
  assert.equal(story.refusal(ALICE, order('BUY', { type: 'MARKET', quoteQuantity: '100', ...ROUTED })), 'routingNotSupported')
  assert.equal(story.refusal(ALICE, order('SELL', { type: 'LIMIT_MAKER', quantity: '1', price: '90000', ...ROUTED })), 'routingNotSupported')
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '100', price: '31000', ...ROUTED })), 'insufficientBalance')
})

test('a snapshot keeps allocations, floors and matches across books', () => {
  const story = withBook(ASKS, TERMS)
  story.places(ALICE, order('SELL', { quantity: '1', price: '27000' }), 'BTCUSDC')
  const placed = story.places(ALICE, order('BUY', { quantity: '7', price: '30500', selfTradePrevention: 'EXPIRE_MAKER', ...ROUTED }))
  const twin = replay(emptyExchange(undefined, ROUTES), takeSnapshot(story.exchange), [])
  assert.equal(twin.stateHash(), story.exchange.stateHash())
  const range = { limit: 100 }
  assert.deepEqual(twin.orders.allocations(ALICE, 'BTCUSDT', range), story.exchange.orders.allocations(ALICE, 'BTCUSDT', range))
  assert.deepEqual(twin.orders.preventedMatches(ALICE, 'BTCUSDC', range), story.exchange.orders.preventedMatches(ALICE, 'BTCUSDC', range))
  assert.deepEqual(twin.orders.order(ALICE, 'BTCUSDT', { orderId: placed.id }), story.exchange.orders.order(ALICE, 'BTCUSDT', { orderId: placed.id }))
})
