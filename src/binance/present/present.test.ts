import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kline, WindowStatistics } from '../../exchange/exchange-view.ts'
import type { Fill, Order } from '../../exchange/order.ts'
import { accountId } from '../../ids.ts'
import { amount } from '../../money.ts'
import { presentAccount, presentCommission } from './account.ts'
import { presentKline } from './kline.ts'
import { presentAmendedOrder, presentCancelledOrder, presentPlacedOrder, presentQueriedOrder } from './order.ts'
import { presentFilter, presentSymbol } from './symbol.ts'
import { changePercent, presentDayTicker, presentDepth } from './ticker.ts'
import { presentAccountTrade, presentAggregateTrade, presentPreventedMatch, presentTrade } from './trade.ts'
import { SYMBOLS } from '../../exchange/listing/symbols.ts'

// The bodies below are those of Binance's own pages, by the same numbers.

const ME = accountId(354937868)
const MS = 1_000

const order: Order = {
  id: 28, accountId: ME, wallet: 'spot', symbol: 'BTCUSDT', clientOrderId: '6gCrw2kRUAF9CvJDGP16IP', originalClientOrderId: '', listId: null, side: 'SELL', type: 'LIMIT', timeInForce: 'GTC',
  price: amount('0.1'), quantity: amount('10'), quoteQuantity: 0n, stopPrice: 0n, trailingDeltaBips: 0, trailingSinceUs: null, icebergQuantity: 0n, selfTradePrevention: 'NONE',
  strategyId: null, strategyType: null, status: 'FILLED', filledQuantity: amount('10'), filledQuote: amount('10'), preventedQuantity: 0n, preventedMatchId: null,
  peg: null, createdAtUs: 1507725176595 * MS, updatedAtUs: 1507725176595 * MS, workingSinceUs: 1507725176595 * MS, expiryReason: 'NONE', workingFloor: null,
}

const fill: Fill = {
  allocationId: null, tradeId: 56, orderId: 28, listId: null, accountId: ME, symbol: 'BTCUSDT', price: amount('4000'), quantity: amount('1'), quote: amount('4000'), commission: amount('4'),
  commissionAsset: 'USDT', timeUs: 1507725176595 * MS, isBuyer: false, isMaker: false,
}

const NOTHING = { fills: [], preventedMatches: [] }

const ACK = { symbol: 'BTCUSDT', orderId: 28, orderListId: -1, clientOrderId: '6gCrw2kRUAF9CvJDGP16IP', transactTime: 1507725176595 }
const RESULT = {
  ...ACK, price: '0.10000000', origQty: '10.00000000', executedQty: '10.00000000', origQuoteOrderQty: '0.00000000', cummulativeQuoteQty: '10.00000000', status: 'FILLED', timeInForce: 'GTC',
  type: 'LIMIT', side: 'SELL', workingTime: 1507725176595, selfTradePreventionMode: 'NONE',
}

test('a placed order is told as ACK, RESULT and FULL', () => {
  assert.deepEqual(presentPlacedOrder(order, order.createdAtUs, 'ACK', NOTHING, 'MILLISECOND'), ACK)
  assert.deepEqual(presentPlacedOrder(order, order.createdAtUs, 'RESULT', NOTHING, 'MILLISECOND'), RESULT)
  assert.deepEqual(presentPlacedOrder(order, order.createdAtUs, 'FULL', { fills: [fill], preventedMatches: [] }, 'MILLISECOND'), {
    ...RESULT, fills: [{ price: '4000.00000000', qty: '1.00000000', commission: '4.00000000', commissionAsset: 'USDT', tradeId: 56 }],
  })
})

test('times are in microseconds where the caller asks for them', () => {
  assert.equal(presentPlacedOrder(order, order.createdAtUs + 7, 'ACK', NOTHING, 'MICROSECOND').transactTime, 1507725176595007)
  assert.equal(presentPlacedOrder(order, order.createdAtUs + 7, 'ACK', NOTHING, 'MILLISECOND').transactTime, 1507725176595)
})

test('an order carries stop, iceberg, trailing, strategy, prevention and expiry only where it has them', () => {
  const rich: Order = {
    ...order, type: 'STOP_LOSS_LIMIT', stopPrice: amount('0.2'), icebergQuantity: amount('1'), trailingDeltaBips: 100, trailingSinceUs: 1507725176595 * MS, strategyId: 37463720, strategyType: 1000000,
    preventedMatchId: 0, preventedQuantity: amount('1.2'), expiryReason: 'UNFILLED_IOC_QUANTITY_EXPIRED', workingSinceUs: null,
  }
  assert.deepEqual(presentPlacedOrder(rich, order.createdAtUs, 'RESULT', NOTHING, 'MILLISECOND'), {
    ...RESULT, type: 'STOP_LOSS_LIMIT', stopPrice: '0.20000000', icebergQty: '1.00000000', trailingDelta: 100, trailingTime: 1507725176595, strategyId: 37463720, strategyType: 1000000,
    preventedMatchId: 0, preventedQuantity: '1.20000000', expiryReason: 'UNFILLED_IOC_QUANTITY_EXPIRED', workingTime: -1,
  })
})

test('a trailing stop tells its stop price and its time before it has either', () => {
  const waiting: Order = { ...order, type: 'STOP_LOSS', trailingDeltaBips: 100, workingSinceUs: null }
  const { stopPrice, trailingDelta, trailingTime, workingTime } = presentPlacedOrder(waiting, order.createdAtUs, 'RESULT', NOTHING, 'MICROSECOND')
  assert.deepEqual([stopPrice, trailingDelta, trailingTime, workingTime], ['0.00000000', 100, -1, -1])
  assert.equal(presentQueriedOrder(waiting, 'MILLISECOND').trailingTime, -1)
  assert.ok(!('workingTime' in presentAmendedOrder(waiting, 'MILLISECOND')))
})

test('a taker is told in full what it was kept from trading', () => {
  const match = {
    symbol: 'BTCUSDT', preventedMatchId: 0, takerOrderId: 28, makerOrderId: 2, makerSymbol: 'BTCUSDT', takerAccountId: ME, makerAccountId: ME, tradeGroupId: 1,
    selfTradePrevention: 'EXPIRE_BOTH', price: amount('1'), takerPreventedQuantity: amount('3'), makerPreventedQuantity: amount('1'), timeUs: 0,
  } as const
  const told = { ...RESULT, fills: [], preventedMatches: [{ preventedMatchId: 0, makerSymbol: 'BTCUSDT', makerOrderId: 2, price: '1.00000000', takerPreventedQuantity: '3.00000000', makerPreventedQuantity: '1.00000000' }] }
  assert.deepEqual(presentPlacedOrder(order, order.createdAtUs, 'FULL', { fills: [], preventedMatches: [match] }, 'MILLISECOND'), { ...told, tradeGroupId: 1 })
  assert.deepEqual(presentPlacedOrder(order, order.createdAtUs, 'FULL', { fills: [], preventedMatches: [{ ...match, tradeGroupId: -1 }] }, 'MILLISECOND'), told)
  assert.deepEqual(presentPlacedOrder(order, order.createdAtUs, 'RESULT', { fills: [], preventedMatches: [match] }, 'MILLISECOND'), RESULT)
})

test('a queried order always tells stop price, iceberg quantity and whether it works', () => {
  assert.deepEqual(presentQueriedOrder({ ...order, id: 1, clientOrderId: 'myOrder1', quantity: amount('1'), status: 'NEW', filledQuantity: 0n, filledQuote: 0n, side: 'BUY' }, 'MILLISECOND'), {
    symbol: 'BTCUSDT', orderId: 1, orderListId: -1, clientOrderId: 'myOrder1', price: '0.10000000', origQty: '1.00000000', executedQty: '0.00000000', cummulativeQuoteQty: '0.00000000',
    status: 'NEW', timeInForce: 'GTC', type: 'LIMIT', side: 'BUY', stopPrice: '0.00000000', icebergQty: '0.00000000', time: 1507725176595, updateTime: 1507725176595, isWorking: true,
    workingTime: 1507725176595, origQuoteOrderQty: '0.00000000', selfTradePreventionMode: 'NONE',
  })
})

test('a cancelled order tells its own name and the name of the cancel', () => {
  const cancelled = presentCancelledOrder({ ...order, clientOrderId: 'cancelMyOrder1', originalClientOrderId: 'myOrder1', status: 'CANCELED' }, 1684804350068 * MS, 'MILLISECOND')
  assert.equal(cancelled.origClientOrderId, 'myOrder1')
  assert.equal(cancelled.clientOrderId, 'cancelMyOrder1')
  assert.equal(cancelled.transactTime, 1684804350068)
  assert.equal(cancelled.status, 'CANCELED')
  assert.ok(!('workingTime' in cancelled))
})

test('an amended order spells its quantities its own way', () => {
  assert.deepEqual(presentAmendedOrder({ ...order, clientOrderId: 'new', originalClientOrderId: 'old', quantity: amount('5'), filledQuantity: 0n, filledQuote: 0n, status: 'NEW' }, 'MILLISECOND'), {
    symbol: 'BTCUSDT', orderId: 28, orderListId: -1, origClientOrderId: 'old', clientOrderId: 'new', price: '0.10000000', qty: '5.00000000', executedQty: '0.00000000', preventedQty: '0.00000000',
    quoteOrderQty: '0.00000000', cumulativeQuoteQty: '0.00000000', status: 'NEW', timeInForce: 'GTC', type: 'LIMIT', side: 'SELL', workingTime: 1507725176595, selfTradePreventionMode: 'NONE',
  })
})

test('trades are told to the market, in aggregates, and to their owner', () => {
  assert.deepEqual(presentTrade({ id: 28457, symbol: 'BNBBTC', price: amount('4.000001'), quantity: amount('12'), quote: amount('48.000012'), timeUs: 1499865549590 * MS, isBuyerMaker: true }, 'MILLISECOND'), {
    id: 28457, price: '4.00000100', qty: '12.00000000', quoteQty: '48.00001200', time: 1499865549590, isBuyerMaker: true, isBestMatch: true,
  })
  assert.deepEqual(presentAggregateTrade({ id: 26129, price: amount('0.01633102'), quantity: amount('4.70443515'), firstTradeId: 27781, lastTradeId: 27781, timeUs: 1498793709153 * MS, isBuyerMaker: true }, 'MILLISECOND'), {
    a: 26129, p: '0.01633102', q: '4.70443515', f: 27781, l: 27781, T: 1498793709153, m: true, M: true,
  })
  assert.deepEqual(presentAccountTrade(fill, 'MILLISECOND'), {
    symbol: 'BTCUSDT', id: 56, orderId: 28, orderListId: -1, price: '4000.00000000', qty: '1.00000000', quoteQty: '4000.00000000', commission: '4.00000000', commissionAsset: 'USDT',
    time: 1507725176595, isBuyer: false, isMaker: false, isBestMatch: true,
  })
})

test('a prevented match names only the side that lost quantity', () => {
  const match = {
    symbol: 'BTCUSDT', preventedMatchId: 1, takerOrderId: 5, makerOrderId: 3, makerSymbol: 'BTCUSDT', takerAccountId: ME, makerAccountId: ME, tradeGroupId: 1,
    selfTradePrevention: 'EXPIRE_MAKER', price: amount('1.1'), takerPreventedQuantity: 0n, makerPreventedQuantity: amount('1.3'), timeUs: 1669101687094 * MS,
  } as const
  assert.deepEqual(presentPreventedMatch(match, 'MILLISECOND'), {
    symbol: 'BTCUSDT', preventedMatchId: 1, takerOrderId: 5, makerSymbol: 'BTCUSDT', makerOrderId: 3, tradeGroupId: 1, selfTradePreventionMode: 'EXPIRE_MAKER', price: '1.10000000',
    makerPreventedQuantity: '1.30000000', transactTime: 1669101687094,
  })
})

test('a candle is an array of twelve', () => {
  const kline: Kline = {
    openTimeUs: 1499040000000 * MS, closeTimeUs: 1499644799999 * MS + 999, open: amount('0.0163479'), high: amount('0.8'), low: amount('0.015758'), close: amount('0.015771'),
    volume: amount('148976.11427815'), quoteVolume: amount('2434.19055334'), firstTradeId: 100, tradeCount: 308, takerBuyVolume: amount('1756.87402397'), takerBuyQuoteVolume: amount('28.46694368'),
  }
  assert.deepEqual(presentKline(kline, 'MILLISECOND'), [
    1499040000000, '0.01634790', '0.80000000', '0.01575800', '0.01577100', '148976.11427815', 1499644799999, '2434.19055334', 308, '1756.87402397', '28.46694368', '0',
  ])
})

const window: WindowStatistics = {
  symbol: 'BNBBTC', openTimeUs: 1499783499040 * MS, closeTimeUs: 1499869899040 * MS, open: amount('99'), high: amount('100'), low: amount('0.1'), last: amount('4.000002'), lastQuantity: amount('200'),
  previousClose: amount('0.10002'), weightedAverage: amount('0.29628482'), volume: amount('8913.3'), quoteVolume: amount('15.3'), firstTradeId: 28385, lastTradeId: 28460, tradeCount: 76,
}

test('the day ticker tells change, best of the book and volumes', () => {
  const best = { lastUpdateId: 1, bids: [{ price: amount('4'), quantity: amount('100') }], asks: [{ price: amount('4.000002'), quantity: amount('100') }] }
  assert.deepEqual(presentDayTicker(window, best, 'MILLISECOND'), {
    symbol: 'BNBBTC', priceChange: '-94.99999800', priceChangePercent: '-95.960', weightedAvgPrice: '0.29628482', prevClosePrice: '0.10002000', lastPrice: '4.00000200', lastQty: '200.00000000',
    bidPrice: '4.00000000', bidQty: '100.00000000', askPrice: '4.00000200', askQty: '100.00000000', openPrice: '99.00000000', highPrice: '100.00000000', lowPrice: '0.10000000',
    volume: '8913.30000000', quoteVolume: '15.30000000', openTime: 1499783499040, closeTime: 1499869899040, firstId: 28385, lastId: 28460, count: 76,
  })
})

test('change in per cent has three decimals and is rounded', () => {
  assert.equal(changePercent(amount('100'), amount('101')), '1.000')
  assert.equal(changePercent(amount('3'), amount('2')), '-33.333')
  assert.equal(changePercent(amount('3'), amount('5')), '66.667')
  assert.equal(changePercent(amount('100'), amount('100')), '0.000')
  assert.equal(changePercent(amount('1000000'), amount('999999')), '0.000')
  assert.equal(changePercent(0n, amount('1')), '0.000')
})

test('the book is arrays of price and quantity', () => {
  assert.deepEqual(presentDepth({ lastUpdateId: 1027024, bids: [{ price: amount('4'), quantity: amount('431') }], asks: [{ price: amount('4.000002'), quantity: amount('12') }] }), {
    lastUpdateId: 1027024, bids: [['4.00000000', '431.00000000']], asks: [['4.00000200', '12.00000000']],
  })
})

test('filters tell money as decimals, counts as numbers, multipliers without zeros at their end', () => {
  assert.deepEqual(presentFilter({ filterType: 'PRICE_FILTER', minPrice: amount('0.000001'), maxPrice: amount('100000'), tickSize: amount('0.000001') }), {
    filterType: 'PRICE_FILTER', minPrice: '0.00000100', maxPrice: '100000.00000000', tickSize: '0.00000100',
  })
  assert.deepEqual(presentFilter({ filterType: 'PERCENT_PRICE_BY_SIDE', bidMultiplierUp: amount('1.2'), bidMultiplierDown: amount('0.2'), askMultiplierUp: amount('5'), askMultiplierDown: amount('0.8'), avgPriceMins: 1 }), {
    filterType: 'PERCENT_PRICE_BY_SIDE', bidMultiplierUp: '1.2', bidMultiplierDown: '0.2', askMultiplierUp: '5', askMultiplierDown: '0.8', avgPriceMins: 1,
  })
  assert.deepEqual(presentFilter({ filterType: 'MAX_NUM_ORDERS', maxNumOrders: 25 }), { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 25 })
  for (const symbol of SYMBOLS) assert.doesNotThrow(() => JSON.stringify(presentSymbol(symbol, true)))
})

test('an account tells its rates twice and its balances as decimals', () => {
  const terms = { makerRate: 150_000n, takerRate: 150_000n, tradeGroupId: -1, keepsHistory: true }
  const body = presentAccount(ME, terms, 'spot', [{ asset: 'BTC', free: amount('4723846.89208129'), locked: 0n }], 123456789 * MS, 'MILLISECOND')
  assert.equal(body.makerCommission, 15)
  assert.deepEqual(body.commissionRates, { maker: '0.00150000', taker: '0.00150000', buyer: '0.00000000', seller: '0.00000000' })
  assert.deepEqual(body.balances, [{ asset: 'BTC', free: '4723846.89208129', locked: '0.00000000' }])
  assert.equal(body.updateTime, 123456789)
  assert.equal(body.uid, 354937868)
  assert.ok(!('tradeGroupId' in body))
  assert.equal(presentAccount(ME, { ...terms, tradeGroupId: 7 }, 'spot', [], 0, 'MILLISECOND').tradeGroupId, 7)
  assert.deepEqual(presentCommission('BTCUSDT', terms, true).discount, { enabledForAccount: true, enabledForSymbol: true, discountAsset: 'BNB', discount: '0.75000000' })
})
