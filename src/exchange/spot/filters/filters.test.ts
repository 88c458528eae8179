import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALICE, BOB, CAROL, FREE_OF_FEES, market, order, Story } from '../../../../test/stories/market-story.ts'
import { amount } from '../../../money.ts'
import { MINUTE } from '../../../time.ts'
import type { SymbolFilter } from '../../symbol.ts'

/** A market with one filter, everybody rich; where `lastPrice` is given, something was traded there. */
const withFilter = (filter: SymbolFilter, lastPrice?: string): Story => {
  const story = new Story()
  for (const account of [ALICE, BOB, CAROL]) {
    story.funds(account, 'USDT', '10000000')
    story.funds(account, 'BTC', '1000')
  }
  if (lastPrice !== undefined) {
    story.sells(BOB, '1', lastPrice)
    story.buys(CAROL, '1', lastPrice)
  }
  story.does({ kind: 'listSymbol', symbol: market('BTC', 'USDT', [filter]) })
  return story
}

test('PRICE_FILTER bounds price and stop price and keeps them on the tick', () => {
  const story = withFilter({ filterType: 'PRICE_FILTER', minPrice: amount('10'), maxPrice: amount('1000'), tickSize: amount('0.5') })
  for (const price of ['9.5', '1000.5', '10.1']) assert.equal(story.refusal(ALICE, order('BUY', { quantity: '1', price })), 'PRICE_FILTER')
  assert.equal(story.refusal(ALICE, order('SELL', { type: 'STOP_LOSS', quantity: '1', stopPrice: '10.1' })), 'PRICE_FILTER')
  for (const price of ['10', '1000', '10.5']) story.buys(ALICE, '1', price)
})

test('PRICE_FILTER: a bound of 0 is off', () => {
  const story = withFilter({ filterType: 'PRICE_FILTER', minPrice: 0n, maxPrice: 0n, tickSize: 0n })
  story.buys(ALICE, '1', '12345.67891234')
})

test('LOT_SIZE bounds quantity and iceberg quantity', () => {
  const story = withFilter({ filterType: 'LOT_SIZE', minQty: amount('0.1'), maxQty: amount('10'), stepSize: amount('0.1') })
  for (const quantity of ['0.01', '10.1', '0.15']) assert.equal(story.refusal(ALICE, order('BUY', { quantity, price: '10' })), 'LOT_SIZE')
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '1', icebergQuantity: '0.05', price: '10' })), 'LOT_SIZE')
  story.buys(ALICE, '1', '10', { icebergQuantity: '0.2' })
})

test('LOT_SIZE: an order by value buys whole lots', () => {
  const story = withFilter({ filterType: 'LOT_SIZE', minQty: amount('0.1'), maxQty: amount('10'), stepSize: amount('0.1') })
  story.sells(BOB, '5', '100')
  const bought = story.places(ALICE, order('BUY', { type: 'MARKET', quoteQuantity: '125' }))
  assert.deepEqual([bought.status, bought.filledQuantity, bought.quantity], ['FILLED', amount('1.2'), amount('1.2')])
  assert.equal(story.refusal(ALICE, order('BUY', { type: 'MARKET', quoteQuantity: '5' })), 'LOT_SIZE')
  assert.equal(story.refusal(ALICE, order('SELL', { type: 'MARKET', quoteQuantity: '5' })), 'noLiquidity')
  story.buys(BOB, '0.1', '50')
  story.does({ kind: 'listSymbol', symbol: market('BTC', 'USDT', [{ filterType: 'LOT_SIZE', minQty: amount('0.2'), maxQty: amount('10'), stepSize: amount('0.1') }]) })
  assert.equal(story.refusal(ALICE, order('SELL', { type: 'MARKET', quoteQuantity: '50' })), 'liquidityBelowLotSize')
})

test('LOT_SIZE and MARKET_LOT_SIZE: an order by value does not come to more than the market takes at once', () => {
  for (const filterType of ['LOT_SIZE', 'MARKET_LOT_SIZE'] as const) {
    const story = withFilter({ filterType, minQty: amount('0.1'), maxQty: amount('10'), stepSize: amount('0.1') })
    for (let offers = 0; offers < 3; offers += 1) {
      story.sells(BOB, '5', '100')
      story.buys(BOB, '5', '50')
    }
    assert.equal(story.refusal(ALICE, order('BUY', { type: 'MARKET', quoteQuantity: '1010' })), filterType)
    assert.equal(story.refusal(ALICE, order('SELL', { type: 'MARKET', quoteQuantity: '505' })), filterType)
    assert.equal(story.places(ALICE, order('BUY', { type: 'MARKET', quoteQuantity: '1000' })).filledQuantity, amount('10'))
  }
})

test('MARKET_LOT_SIZE bounds what executes at any price, and nothing else', () => {
  const story = withFilter({ filterType: 'MARKET_LOT_SIZE', minQty: amount('0.1'), maxQty: amount('10'), stepSize: amount('0.1') }, '100')
  assert.equal(story.refusal(ALICE, order('BUY', { type: 'MARKET', quantity: '11' })), 'MARKET_LOT_SIZE')
  assert.equal(story.refusal(ALICE, order('SELL', { type: 'STOP_LOSS', quantity: '11', stopPrice: '50' })), 'MARKET_LOT_SIZE')
  story.buys(ALICE, '11', '10')
})

test('NOTIONAL bounds price × quantity, and market orders where it says so', () => {
  const filter = { filterType: 'NOTIONAL', minNotional: amount('10'), applyMinToMarket: true, maxNotional: amount('1000'), applyMaxToMarket: false, avgPriceMins: 0 } as const
  const story = withFilter(filter, '100')
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '0.099', price: '100' })), 'NOTIONAL')
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '10.001', price: '100' })), 'NOTIONAL')
  assert.equal(story.refusal(ALICE, order('SELL', { type: 'MARKET', quantity: '0.099' })), 'NOTIONAL')
  assert.equal(story.refusal(ALICE, order('SELL', { type: 'MARKET', quoteQuantity: '9' })), 'NOTIONAL')
  story.places(ALICE, order('SELL', { type: 'MARKET', quantity: '11' }))
})

test('MIN_NOTIONAL judges market orders by the average price', () => {
  const story = withFilter({ filterType: 'MIN_NOTIONAL', minNotional: amount('10'), applyToMarket: true, avgPriceMins: 5 }, '100')
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '0.05', price: '100' })), 'MIN_NOTIONAL')
  assert.equal(story.refusal(ALICE, order('SELL', { type: 'MARKET', quantity: '0.05' })), 'MIN_NOTIONAL')
  const lenient = withFilter({ filterType: 'MIN_NOTIONAL', minNotional: amount('10'), applyToMarket: false, avgPriceMins: 5 }, '100')
  lenient.places(ALICE, order('SELL', { type: 'MARKET', quantity: '0.05' }))
})

test('PERCENT_PRICE keeps limits near the average price, once there is one', () => {
  const filter = { filterType: 'PERCENT_PRICE', multiplierUp: amount('1.3'), multiplierDown: amount('0.7'), avgPriceMins: 5 } as const
  const story = withFilter(filter, '100')
  for (const price of ['130.01', '69.99']) assert.equal(story.refusal(ALICE, order('BUY', { quantity: '1', price })), 'PERCENT_PRICE')
  story.buys(ALICE, '1', '70')
  withFilter(filter).buys(ALICE, '1', '500')
})

test('PERCENT_PRICE goes by the reference price, in which every trade counts once; without one by the average, weighed by volume; for 0 minutes by the last price', () => {
  const filter = (avgPriceMins: number) => ({ filterType: 'PERCENT_PRICE', multiplierUp: amount('1.1'), multiplierDown: amount('0.9'), avgPriceMins }) as const
  const story = withFilter(filter(60), '100')
  story.does({ kind: 'listSymbol', symbol: market('BTC', 'USDT', []) })
  story.sells(BOB, '9', '200')
  story.buys(CAROL, '9', '200')
  story.does({ kind: 'listSymbol', symbol: market('BTC', 'USDT', [filter(60)]) })
  // One trade at 100 and one at 200: 150, though nine tenths were traded at 200.
  for (const price of ['165.01', '134.99']) assert.equal(story.refusal(ALICE, order('BUY', { quantity: '1', price })), 'PERCENT_PRICE')
  for (const price of ['165', '135']) story.cancels(story.buys(ALICE, '1', price))
  // Six minutes later there is no reference price: 190 by volume.
  story.nowUs += 6 * MINUTE
  for (const price of ['209.01', '170.99']) assert.equal(story.refusal(ALICE, order('BUY', { quantity: '1', price })), 'PERCENT_PRICE')
  for (const price of ['209', '171']) story.cancels(story.buys(ALICE, '1', price))
  story.does({ kind: 'listSymbol', symbol: market('BTC', 'USDT', [filter(0)]) })
  for (const price of ['220.01', '179.99']) assert.equal(story.refusal(ALICE, order('BUY', { quantity: '1', price })), 'PERCENT_PRICE')
  for (const price of ['220', '180']) story.cancels(story.buys(ALICE, '1', price))
})

test('NOTIONAL judges what has no price by the reference price', () => {
  const filter = { filterType: 'NOTIONAL', minNotional: amount('10'), applyMinToMarket: true, maxNotional: amount('1000'), applyMaxToMarket: true, avgPriceMins: 60 } as const
  const story = withFilter(filter, '100')
  story.does({ kind: 'listSymbol', symbol: market('BTC', 'USDT', []) })
  story.sells(BOB, '9', '200')
  story.buys(CAROL, '9', '200')
  story.does({ kind: 'listSymbol', symbol: market('BTC', 'USDT', [filter]) })
  for (const quantity of ['0.0666', '6.6667']) assert.equal(story.refusal(ALICE, order('SELL', { type: 'MARKET', quantity })), 'NOTIONAL')
  story.nowUs += 6 * MINUTE
  for (const quantity of ['0.0526', '5.2632']) assert.equal(story.refusal(ALICE, order('SELL', { type: 'MARKET', quantity })), 'NOTIONAL')
})

test('PERCENT_PRICE_BY_SIDE has bounds for each side', () => {
  const story = withFilter({ filterType: 'PERCENT_PRICE_BY_SIDE', bidMultiplierUp: amount('1.2'), bidMultiplierDown: amount('0.2'), askMultiplierUp: amount('5'), askMultiplierDown: amount('0.8'), avgPriceMins: 1 }, '100')
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '1', price: '121' })), 'PERCENT_PRICE_BY_SIDE')
  assert.equal(story.refusal(ALICE, order('SELL', { quantity: '1', price: '79' })), 'PERCENT_PRICE_BY_SIDE')
  story.sells(ALICE, '1', '500')
  story.buys(ALICE, '1', '20')
})

test('ICEBERG_PARTS counts the slices, the last one however small', () => {
  const story = withFilter({ filterType: 'ICEBERG_PARTS', limit: 10 })
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '10.1', icebergQuantity: '1', price: '10' })), 'ICEBERG_PARTS')
  story.buys(ALICE, '10', '10', { icebergQuantity: '1' })
})

test('an iceberg shows no more than the order has', () => {
  const story = withFilter({ filterType: 'ICEBERG_PARTS', limit: 10 })
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '1', icebergQuantity: '2', price: '10' })), 'icebergExceedsQuantity')
})

test('TRAILING_DELTA has bounds for stops above and below the market', () => {
  const story = withFilter({ filterType: 'TRAILING_DELTA', minTrailingAboveDelta: 10, maxTrailingAboveDelta: 2000, minTrailingBelowDelta: 50, maxTrailingBelowDelta: 1000 }, '100')
  const stop = (side: 'BUY' | 'SELL', trailingDeltaBips: number) => order(side, { type: 'STOP_LOSS', quantity: '1', trailingDeltaBips })
  for (const [side, bips] of [['BUY', 9], ['BUY', 2001], ['SELL', 49], ['SELL', 1001]] as const) assert.equal(story.refusal(ALICE, stop(side, bips)), 'TRAILING_DELTA')
  story.places(ALICE, stop('BUY', 10))
  story.places(ALICE, stop('SELL', 1000))
})

test('MAX_NUM_ORDERS, MAX_NUM_ALGO_ORDERS and MAX_NUM_ICEBERG_ORDERS count what is open on the symbol', () => {
  const orders = withFilter({ filterType: 'MAX_NUM_ORDERS', maxNumOrders: 2 })
  const first = orders.buys(ALICE, '1', '10')
  orders.places(ALICE, order('SELL', { type: 'STOP_LOSS', quantity: '1', stopPrice: '5' }))
  assert.equal(orders.refusal(ALICE, order('BUY', { quantity: '1', price: '10' })), 'MAX_NUM_ORDERS')
  orders.cancels(first)
  orders.buys(ALICE, '1', '10')

  const algos = withFilter({ filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: 1 })
  algos.places(ALICE, order('SELL', { type: 'STOP_LOSS', quantity: '1', stopPrice: '5' }))
  assert.equal(algos.refusal(ALICE, order('SELL', { type: 'STOP_LOSS', quantity: '1', stopPrice: '5' })), 'MAX_NUM_ALGO_ORDERS')
  algos.buys(ALICE, '1', '10')

  const icebergs = withFilter({ filterType: 'MAX_NUM_ICEBERG_ORDERS', maxNumIcebergOrders: 1 })
  icebergs.buys(ALICE, '2', '10', { icebergQuantity: '1' })
  assert.equal(icebergs.refusal(ALICE, order('BUY', { quantity: '2', price: '10', icebergQuantity: '1' })), 'MAX_NUM_ICEBERG_ORDERS')
})

let lists = 0
const oto = () => ({
  kind: 'placeOrderList', accountId: ALICE, symbol: 'BTCUSDT', clientListId: `list-${++lists}`,
  list: { contingency: 'OTO', working: order('BUY', { quantity: '1', price: '10' }), pending: order('SELL', { quantity: '1', price: '20' }) },
}) as const

test('MAX_NUM_ORDER_LISTS counts open lists; the orders of a list count one by one', () => {
  const story = withFilter({ filterType: 'MAX_NUM_ORDER_LISTS', maxNumOrderLists: 1 })
  story.does(oto())
  assert.equal(story.refusalOf(oto()), 'MAX_NUM_ORDER_LISTS')
  const orders = withFilter({ filterType: 'MAX_NUM_ORDERS', maxNumOrders: 1 })
  assert.equal(orders.refusalOf(oto()), 'MAX_NUM_ORDERS')
})

test('MAX_NUM_ORDER_AMENDS counts the amendments of one order', () => {
  const story = withFilter({ filterType: 'MAX_NUM_ORDER_AMENDS', maxNumOrderAmends: 1 })
  const bid = story.buys(ALICE, '3', '10')
  const amend = (quantity: string) => ({ kind: 'amendOrder', accountId: ALICE, symbol: 'BTCUSDT', order: { orderId: bid.id }, newClientOrderId: 'a', newQuantity: amount(quantity) }) as const
  story.does(amend('2'))
  assert.equal(story.refusalOf(amend('1')), 'MAX_NUM_ORDER_AMENDS')
})

test('MAX_POSITION counts what is owned and what is being bought', () => {
  const story = withFilter({ filterType: 'MAX_POSITION', maxPosition: amount('1010') })
  story.buys(ALICE, '6', '10')
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '5', price: '10' })), 'MAX_POSITION')
  story.buys(ALICE, '4', '10')
  story.sells(ALICE, '5', '20')
})

test('EXCHANGE_MAX_* count over all markets together', () => {
  const story = new Story({ symbols: [market('BTC', 'USDT'), market('ETH', 'USDT')], exchangeFilters: { maxNumOrders: 3, maxNumAlgoOrders: 1, maxNumIcebergOrders: 1, maxNumOrderLists: 0 } })
  story.opens(ALICE, FREE_OF_FEES)
  for (const asset of ['BTC', 'ETH', 'USDT']) story.funds(ALICE, asset, '1000')
  story.places(ALICE, order('SELL', { type: 'STOP_LOSS', quantity: '1', stopPrice: '5' }))
  assert.equal(story.refusal(ALICE, order('SELL', { type: 'STOP_LOSS', quantity: '1', stopPrice: '5' }), 'ETHUSDT'), 'EXCHANGE_MAX_NUM_ALGO_ORDERS')
  assert.equal(story.refusalOf(oto()), 'EXCHANGE_MAX_NUM_ORDER_LISTS')
  story.places(ALICE, order('BUY', { quantity: '2', price: '5', icebergQuantity: '1' }), 'ETHUSDT')
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '2', price: '5', icebergQuantity: '1' })), 'EXCHANGE_MAX_NUM_ICEBERG_ORDERS')
  story.buys(ALICE, '1', '5')
  assert.equal(story.refusal(ALICE, order('BUY', { quantity: '1', price: '5' }), 'ETHUSDT'), 'EXCHANGE_MAX_NUM_ORDERS')
})
