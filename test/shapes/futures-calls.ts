import type { CallParameters } from '../harness/in-process.ts'
import type { FuturesAnswers } from './futures-answers.ts'

interface FuturesStory { ok(method: string, path: string, parameters?: CallParameters): Promise<unknown> }
type Bodies = (story: FuturesStory) => Promise<readonly unknown[]>
interface Placed { readonly orderId: number; readonly clientOrderId: string }

/** Not the contract of the other stories: its index stands where their market is traded. */
const SYMBOL = 'ETHUSDT'
const ONE = { symbol: SYMBOL }
const OF_PERIOD = { ...ONE, period: '5m' }

const call = (name: string, ...calls: readonly CallParameters[]): Bodies => async (story) => {
  const [method = '', path = ''] = name.split(' ')
  const bodies: unknown[] = []
  for (const parameters of calls.length > 0 ? calls : [{}]) bodies.push(await story.ok(method, path, parameters))
  return bodies
}

const after = (prepare: (story: FuturesStory) => Promise<unknown>, bodies: Bodies): Bodies => async (story) => {
  await prepare(story)
  return bodies(story)
}

const price = async (story: FuturesStory, times: number): Promise<string> => (Number((await story.ok('GET', '/fapi/v1/premiumIndex', ONE) as { markPrice: string }).markPrice) * times).toFixed(2)

const funded = (story: FuturesStory): Promise<unknown> => story.ok('POST', '/sapi/v1/asset/transfer', { type: 'MAIN_UMFUTURE', asset: 'USDT', amount: '100' })

const converts = async (story: FuturesStory): Promise<{ readonly orderId: string }> => {
  await funded(story)
  const { quoteId } = await story.ok('POST', '/fapi/v1/convert/getQuote', { fromAsset: 'USDT', toAsset: 'BTC', fromAmount: '10' }) as { quoteId: string }
  return await story.ok('POST', '/fapi/v1/convert/acceptQuote', { quoteId }) as { orderId: string }
}

const resting = async (story: FuturesStory, times = 0.97): Promise<CallParameters> => ({ ...ONE, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.02', price: await price(story, times) })

const rests = async (story: FuturesStory): Promise<Placed> => {
  await funded(story)
  return await story.ok('POST', '/fapi/v1/order', await resting(story)) as Placed
}

const crossing = async (story: FuturesStory): Promise<{ readonly buy: CallParameters; readonly sell: CallParameters }> => ({
  buy: { ...await resting(story, 1.03), selfTradePreventionMode: 'NONE' }, sell: { ...await resting(story, 0.97), side: 'SELL', selfTradePreventionMode: 'NONE' },
})

/**
 * Buys dear and sells cheap, so that both are executed whether somebody else is there or not: where nobody is it trades with itself, which the mode NONE lets it.
 * Nothing is left of it.
 */
const trades = async (story: FuturesStory): Promise<Placed> => {
  await funded(story)
  const { buy, sell } = await crossing(story)
  await story.ok('POST', '/fapi/v1/order', buy)
  return await story.ok('POST', '/fapi/v1/order', { ...sell, newOrderRespType: 'RESULT' }) as Placed
}

const changes = async (story: FuturesStory): Promise<CallParameters> => {
  const { orderId } = await rests(story)
  return { ...ONE, orderId, side: 'BUY', quantity: '0.03', price: await price(story, 0.96) }
}

/** Holds a contract both ways, looks, and closes both again, so that the mode can be changed back. */
const hedged = async (story: FuturesStory, look: Bodies): Promise<readonly unknown[]> => {
  await funded(story)
  await story.ok('POST', '/fapi/v1/positionSide/dual', { dualSidePosition: 'true' })
  const { buy, sell } = await crossing(story)
  await story.ok('POST', '/fapi/v1/order', { ...buy, positionSide: 'LONG' })
  await story.ok('POST', '/fapi/v1/order', { ...sell, positionSide: 'SHORT' })
  const bodies = await look(story)
  await story.ok('POST', '/fapi/v1/order', { ...buy, positionSide: 'SHORT' })
  await story.ok('POST', '/fapi/v1/order', { ...sell, positionSide: 'LONG' })
  await story.ok('POST', '/fapi/v1/positionSide/dual', { dualSidePosition: 'false' })
  return bodies
}

/** The same with margin of its own for each side. */
const isolated = async (story: FuturesStory, look: Bodies): Promise<readonly unknown[]> => {
  await story.ok('POST', '/fapi/v1/marginType', { ...ONE, marginType: 'ISOLATED' })
  const bodies = await hedged(story, look)
  await story.ok('POST', '/fapi/v1/marginType', { ...ONE, marginType: 'CROSSED' })
  return bodies
}

const addsMargin = (story: FuturesStory): Promise<unknown> => story.ok('POST', '/fapi/v1/positionMargin', { ...ONE, positionSide: 'LONG', amount: '1.5', type: 1 })

const waits = async (story: FuturesStory): Promise<{ readonly algoId: number }> => {
  await story.ok('DELETE', '/fapi/v1/algoOpenOrders', ONE)
  return await story.ok('POST', '/fapi/v1/algoOrder', { algoType: 'CONDITIONAL', ...ONE, side: 'BUY', type: 'STOP_MARKET', quantity: '0.02', triggerPrice: await price(story, 1.3) }) as { algoId: number }
}

const bothSides = async (story: FuturesStory, look: Bodies): Promise<readonly unknown[]> => {
  await rests(story)
  await story.ok('POST', '/fapi/v1/order', { ...await resting(story, 1.03), side: 'SELL' })
  return look(story)
}

const batch = (...orders: readonly object[]): CallParameters => ({ batchOrders: JSON.stringify(orders) })

export const FUTURES_CALLS: { readonly [Name in keyof FuturesAnswers]?: Bodies } = {
  'GET /fapi/v1/exchangeInfo': call('GET /fapi/v1/exchangeInfo'),
  'POST /fapi/v1/order': async (story) => [await rests(story), await trades(story)],
  'POST /fapi/v1/order/test': after(funded, async (story) => [await story.ok('POST', '/fapi/v1/order/test', await resting(story))]),
  'PUT /fapi/v1/order': async (story) => [await story.ok('PUT', '/fapi/v1/order', { ...await changes(story), modifyId: 7 })],
  'DELETE /fapi/v1/order': async (story) => [await story.ok('DELETE', '/fapi/v1/order', { ...ONE, orderId: (await rests(story)).orderId })],
  'POST /fapi/v1/batchOrders': after(funded, async (story) => [await story.ok('POST', '/fapi/v1/batchOrders', batch(await resting(story), await resting(story, 0.5)))]),
  'PUT /fapi/v1/batchOrders': async (story) => [await story.ok('PUT', '/fapi/v1/batchOrders', batch({ ...await changes(story), modifyId: 7 }, { ...ONE, orderId: 1, side: 'SELL', quantity: '1', price: '1' }))],
  'DELETE /fapi/v1/batchOrders': async (story) => [await story.ok('DELETE', '/fapi/v1/batchOrders', { ...ONE, orderIdList: `[${(await rests(story)).orderId},999999999]` })],
  'DELETE /fapi/v1/allOpenOrders': after(rests, call('DELETE /fapi/v1/allOpenOrders', ONE)),
  'POST /fapi/v1/countdownCancelAll': call('POST /fapi/v1/countdownCancelAll', { ...ONE, countdownTime: 60_000 }, { ...ONE, countdownTime: 0 }),
  'GET /fapi/v1/order': async (story) => [await story.ok('GET', '/fapi/v1/order', { ...ONE, orderId: (await rests(story)).orderId })],
  'GET /fapi/v1/openOrder': async (story) => [await story.ok('GET', '/fapi/v1/openOrder', { ...ONE, orderId: (await rests(story)).orderId })],
  'GET /fapi/v1/openOrders': after(rests, call('GET /fapi/v1/openOrders', {}, ONE)),
  'GET /fapi/v1/allOrders': after(trades, call('GET /fapi/v1/allOrders', ONE)),
  'GET /fapi/v1/userTrades': after(trades, call('GET /fapi/v1/userTrades', ONE)),
  'GET /fapi/v1/orderAmendment': async (story) => {
    const changed = await changes(story)
    await story.ok('PUT', '/fapi/v1/order', changed)
    return [await story.ok('GET', '/fapi/v1/orderAmendment', { ...ONE, orderId: changed['orderId'] ?? 0 })]
  },
  'GET /fapi/v1/premiumIndex': call('GET /fapi/v1/premiumIndex', {}, ONE),
  'GET /fapi/v1/ticker/24hr': call('GET /fapi/v1/ticker/24hr', {}, ONE),
  'GET /fapi/v1/ticker/price': call('GET /fapi/v1/ticker/price', {}, ONE),
  'GET /fapi/v2/ticker/price': call('GET /fapi/v2/ticker/price', {}, ONE),
  'GET /fapi/v1/ticker/bookTicker': call('GET /fapi/v1/ticker/bookTicker', {}, ONE),
  'GET /fapi/v1/openInterest': call('GET /fapi/v1/openInterest', ONE),
  'GET /fapi/v2/account': after(rests, call('GET /fapi/v2/account')),
  'GET /fapi/v3/account': after(rests, call('GET /fapi/v3/account')),
  'GET /fapi/v2/balance': after(funded, call('GET /fapi/v2/balance')),
  'GET /fapi/v3/balance': after(funded, call('GET /fapi/v3/balance')),
  'GET /fapi/v2/positionRisk': after(rests, call('GET /fapi/v2/positionRisk', {}, ONE)),
  'GET /fapi/v3/positionRisk': after(rests, call('GET /fapi/v3/positionRisk', {}, ONE)),
  'GET /fapi/v1/accountConfig': call('GET /fapi/v1/accountConfig'),
  'GET /fapi/v1/symbolConfig': call('GET /fapi/v1/symbolConfig', {}, ONE),
  'GET /fapi/v1/leverageBracket': call('GET /fapi/v1/leverageBracket', {}, ONE),
  'GET /fapi/v1/commissionRate': call('GET /fapi/v1/commissionRate', ONE),
  'GET /fapi/v1/adlQuantile': (story) => hedged(story, call('GET /fapi/v1/adlQuantile')),
  'GET /fapi/v1/apiTradingStatus': call('GET /fapi/v1/apiTradingStatus'),
  'GET /fapi/v1/forceOrders': call('GET /fapi/v1/forceOrders'),
  'GET /fapi/v1/income': after(funded, call('GET /fapi/v1/income')),
  'POST /fapi/v1/leverage': call('POST /fapi/v1/leverage', { ...ONE, leverage: 10 }, { ...ONE, leverage: 20 }),
  'POST /fapi/v1/marginType': call('POST /fapi/v1/marginType', { symbol: 'BNBUSDT', marginType: 'ISOLATED' }, { symbol: 'BNBUSDT', marginType: 'CROSSED' }),
  'POST /fapi/v1/positionMargin': (story) => isolated(story, async () => [await addsMargin(story)]),
  'GET /fapi/v1/positionMargin/history': (story) => isolated(story, async () => {
    await addsMargin(story)
    return call('GET /fapi/v1/positionMargin/history', ONE)(story)
  }),
  'POST /fapi/v1/positionSide/dual': call('POST /fapi/v1/positionSide/dual', { dualSidePosition: 'true' }, { dualSidePosition: 'false' }),
  'GET /fapi/v1/positionSide/dual': call('GET /fapi/v1/positionSide/dual'),
  'POST /fapi/v1/multiAssetsMargin': call('POST /fapi/v1/multiAssetsMargin', { multiAssetsMargin: 'true' }, { multiAssetsMargin: 'false' }),
  'GET /fapi/v1/multiAssetsMargin': call('GET /fapi/v1/multiAssetsMargin'),
  'POST /fapi/v1/feeBurn': call('POST /fapi/v1/feeBurn', { feeBurn: 'true' }, { feeBurn: 'false' }),
  'GET /fapi/v1/feeBurn': call('GET /fapi/v1/feeBurn'),
  'POST /fapi/v1/algoOrder': async (story) => [await waits(story), await story.ok('POST', '/fapi/v1/algoOrder', { algoType: 'CONDITIONAL', ...ONE, side: 'BUY', type: 'TRAILING_STOP_MARKET', quantity: '0.02', callbackRate: '2' })],
  'DELETE /fapi/v1/algoOrder': async (story) => [await story.ok('DELETE', '/fapi/v1/algoOrder', { algoId: (await waits(story)).algoId })],
  'DELETE /fapi/v1/algoOpenOrders': after(waits, call('DELETE /fapi/v1/algoOpenOrders', ONE)),
  'GET /fapi/v1/algoOrder': async (story) => [await story.ok('GET', '/fapi/v1/algoOrder', { algoId: (await waits(story)).algoId })],
  'GET /fapi/v1/openAlgoOrders': after(waits, call('GET /fapi/v1/openAlgoOrders', {}, ONE)),
  'GET /fapi/v1/allAlgoOrders': after(waits, call('GET /fapi/v1/allAlgoOrders', ONE)),
  'GET /fapi/v1/depth': (story) => bothSides(story, call('GET /fapi/v1/depth', ONE)),
  'GET /fapi/v1/trades': after(trades, call('GET /fapi/v1/trades', ONE)),
  'GET /fapi/v1/historicalTrades': after(trades, call('GET /fapi/v1/historicalTrades', ONE, { ...ONE, fromId: 1 })),
  'GET /fapi/v1/aggTrades': after(trades, call('GET /fapi/v1/aggTrades', ONE)),
  'GET /fapi/v1/klines': after(trades, call('GET /fapi/v1/klines', { ...ONE, interval: '1m' })),
  'GET /fapi/v1/continuousKlines': after(trades, call('GET /fapi/v1/continuousKlines', { pair: SYMBOL, contractType: 'PERPETUAL', interval: '1m' })),
  'GET /fapi/v1/rpiDepth': (story) => bothSides(story, call('GET /fapi/v1/rpiDepth', ONE)),
  'GET /fapi/v1/indexInfo': call('GET /fapi/v1/indexInfo'),
  'GET /fapi/v1/indexPriceKlines': call('GET /fapi/v1/indexPriceKlines', { pair: SYMBOL, interval: '1m' }),
  'GET /fapi/v1/markPriceKlines': call('GET /fapi/v1/markPriceKlines', { ...ONE, interval: '1m' }),
  'GET /fapi/v1/premiumIndexKlines': call('GET /fapi/v1/premiumIndexKlines', { ...ONE, interval: '1m' }),
  'GET /futures/data/openInterestHist': call('GET /futures/data/openInterestHist', OF_PERIOD),
  'GET /futures/data/globalLongShortAccountRatio': call('GET /futures/data/globalLongShortAccountRatio', OF_PERIOD),
  'GET /futures/data/topLongShortAccountRatio': call('GET /futures/data/topLongShortAccountRatio', OF_PERIOD),
  'GET /futures/data/topLongShortPositionRatio': call('GET /futures/data/topLongShortPositionRatio', OF_PERIOD),
  'GET /futures/data/takerlongshortRatio': after(trades, call('GET /futures/data/takerlongshortRatio', OF_PERIOD)),
  'GET /futures/data/delivery-price': call('GET /futures/data/delivery-price', { pair: SYMBOL }),
  'GET /futures/data/basis': after(trades, call('GET /futures/data/basis', { pair: SYMBOL, contractType: 'PERPETUAL', period: '5m' })),
  'GET /fapi/v1/fundingRate': call('GET /fapi/v1/fundingRate', {}, ONE),
  'GET /fapi/v1/fundingInfo': call('GET /fapi/v1/fundingInfo'),
  'GET /fapi/v1/constituents': call('GET /fapi/v1/constituents', ONE),
  'GET /fapi/v1/assetIndex': call('GET /fapi/v1/assetIndex', {}, { symbol: 'BTCUSD' }),
  'GET /fapi/v1/insuranceBalance': call('GET /fapi/v1/insuranceBalance', {}, ONE),
  'GET /fapi/v1/symbolAdlRisk': call('GET /fapi/v1/symbolAdlRisk', {}, ONE),
  'GET /fapi/v1/tradingSchedule': call('GET /fapi/v1/tradingSchedule'),
  'GET /fapi/v1/convert/exchangeInfo': call('GET /fapi/v1/convert/exchangeInfo', {}, { fromAsset: 'BTC' }),
  'POST /fapi/v1/convert/getQuote': after(funded, call('POST /fapi/v1/convert/getQuote', { fromAsset: 'USDT', toAsset: 'BTC', fromAmount: '10' })),
  'POST /fapi/v1/convert/acceptQuote': async (story) => [await converts(story)],
  'GET /fapi/v1/convert/orderStatus': async (story) => [await story.ok('GET', '/fapi/v1/convert/orderStatus', { orderId: (await converts(story)).orderId })],
  'GET /fapi/v1/rateLimit/order': call('GET /fapi/v1/rateLimit/order'),
}
