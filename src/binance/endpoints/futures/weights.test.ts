import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anAccount } from '../../../../test/harness/in-process.ts'
import { InProcessWire } from '../../../../test/harness/in-process-wire.ts'
import { BINANCE_LIMITS } from '../../../gate/rate-limits/settings.ts'
import type { RawParameters } from '../../../gate/raw-parameters.ts'
import { endpoints } from './index.ts'

const rawOf = (query: string): RawParameters => {
  const sent = new URLSearchParams(query)
  return { get: (name) => sent.get(name) ?? undefined, has: (name) => sent.has(name), getAll: (name) => sent.getAll(name), names: () => [...sent.keys()], isInBody: () => false }
}

/** What each row weighs, from the documentation: one number, or one for each query. */
const WEIGHTS: Readonly<Record<string, number | Readonly<Record<string, number>>>> = {
  'GET /fapi/v1/ping': 1, 'GET /fapi/v1/time': 1, 'GET /fapi/v1/exchangeInfo': 1,
  'GET /fapi/v1/depth': { 'limit=5': 2, 'limit=50': 2, 'limit=100': 5, 'limit=500': 10, '': 10, 'limit=1000': 20 }, 'GET /fapi/v1/rpiDepth': 20,
  'GET /fapi/v1/trades': 5, 'GET /fapi/v1/historicalTrades': 20, 'GET /fapi/v1/aggTrades': 20,
  ...Object.fromEntries(['klines', 'continuousKlines', 'indexPriceKlines', 'markPriceKlines', 'premiumIndexKlines'].map((name) => [`GET /fapi/v1/${name}`, { 'limit=99': 1, 'limit=100': 2, 'limit=499': 2, 'limit=500': 5, '': 5, 'limit=1000': 5, 'limit=1500': 10 }])),
  'GET /fapi/v1/premiumIndex': { 'symbol=BTCUSDT': 1, '': 10 }, 'GET /fapi/v1/ticker/24hr': { 'symbol=BTCUSDT': 1, '': 40 }, 'GET /fapi/v1/ticker/price': { 'symbol=BTCUSDT': 1, '': 2 }, 'GET /fapi/v2/ticker/price': { 'symbol=BTCUSDT': 1, '': 2 },
  'GET /fapi/v1/ticker/bookTicker': { 'symbol=BTCUSDT': 2, '': 5 }, 'GET /fapi/v1/openInterest': 1, 'GET /fapi/v1/indexInfo': 1, 'GET /fapi/v1/assetIndex': 1, 'GET /fapi/v1/constituents': 2,
  'POST /fapi/v1/order': 0, 'POST /fapi/v1/order/test': 0, 'PUT /fapi/v1/order': 0, 'POST /fapi/v1/batchOrders': 5, 'PUT /fapi/v1/batchOrders': 5,
  'DELETE /fapi/v1/order': 1, 'DELETE /fapi/v1/allOpenOrders': 1, 'DELETE /fapi/v1/batchOrders': 1, 'POST /fapi/v1/countdownCancelAll': 10,
  'POST /fapi/v1/algoOrder': 0, 'DELETE /fapi/v1/algoOrder': 1, 'DELETE /fapi/v1/algoOpenOrders': 1, 'GET /fapi/v1/algoOrder': 1, 'GET /fapi/v1/openAlgoOrders': { 'symbol=BTCUSDT': 1, '': 40, 'symbol=': 40 }, 'GET /fapi/v1/allAlgoOrders': 5,
  ...Object.fromEntries(['leverage', 'marginType', 'positionMargin', 'positionSide/dual', 'multiAssetsMargin', 'feeBurn'].map((name) => [`POST /fapi/v1/${name}`, 1])), 'GET /fapi/v1/positionMargin/history': 1,
  'GET /fapi/v1/order': 1, 'GET /fapi/v1/openOrder': 1, 'GET /fapi/v1/openOrders': { 'symbol=BTCUSDT': 1, '': 40 }, 'GET /fapi/v1/allOrders': 5, 'GET /fapi/v1/userTrades': 5, 'GET /fapi/v1/orderAmendment': 1,
  'GET /fapi/v2/account': 5, 'GET /fapi/v3/account': 5, 'GET /fapi/v2/balance': 5, 'GET /fapi/v3/balance': 5, 'GET /fapi/v2/positionRisk': 5, 'GET /fapi/v3/positionRisk': 5, 'GET /fapi/v1/accountConfig': 5, 'GET /fapi/v1/symbolConfig': 5,
  'GET /fapi/v1/positionSide/dual': 30, 'GET /fapi/v1/multiAssetsMargin': 30, 'GET /fapi/v1/feeBurn': 30, 'GET /fapi/v1/income': 30,
  'GET /fapi/v1/leverageBracket': 1, 'GET /fapi/v1/rateLimit/order': 1, 'GET /fapi/v1/commissionRate': 20, 'GET /fapi/v1/adlQuantile': 5, 'GET /fapi/v1/apiTradingStatus': { 'symbol=BTCUSDT': 1, '': 10 }, 'GET /fapi/v1/forceOrders': { 'symbol=BTCUSDT': 20, '': 50 },
  'GET /fapi/v1/convert/exchangeInfo': 20, 'POST /fapi/v1/convert/getQuote': 50, 'POST /fapi/v1/convert/acceptQuote': 200, 'GET /fapi/v1/convert/orderStatus': 50,
  'GET /fapi/v1/insuranceBalance': 1, 'GET /fapi/v1/symbolAdlRisk': 1, 'GET /fapi/v1/tradingSchedule': 5,
  'POST /fapi/v1/listenKey': 1, 'PUT /fapi/v1/listenKey': 1, 'DELETE /fapi/v1/listenKey': 1,
  'WS /ws-fapi/v1/session.logon': 2, 'WS /ws-fapi/v1/session.status': 2, 'WS /ws-fapi/v1/session.logout': 2,
}

test('every row of futures weighs what its documentation says, and those with a budget of their own are the rates and the statistics', () => {
  const apart: string[] = []
  for (const { method, path, weight: { of, limit, scope } } of endpoints) {
    const route = `${method} ${path}`
    assert.equal(scope, 'address', route)
    if (limit) {
      apart.push(path)
      continue
    }
    const expected = WEIGHTS[route]
    assert.ok(expected !== undefined, `nobody wrote down what ${route} weighs`)
    for (const [query, weight] of typeof expected === 'number' ? [['', expected] as const] : Object.entries(expected)) assert.equal(typeof of === 'number' ? of : of(rawOf(query)), weight, `${route}?${query}`)
  }
  assert.deepEqual(apart.filter((path) => !path.startsWith('/futures/data/')).sort(), ['/fapi/v1/fundingInfo', '/fapi/v1/fundingRate'])
  assert.equal(apart.length, 9)
})

for (const { most, paths } of [
  { most: 500, paths: ['/fapi/v1/fundingRate', '/fapi/v1/fundingInfo'] },
  { most: 1_000, paths: ['openInterestHist', 'globalLongShortAccountRatio', 'topLongShortAccountRatio', 'topLongShortPositionRatio', 'takerlongshortRatio'].map((name) => `/futures/data/${name}?symbol=BTCUSDT&period=5m`) },
]) {
  test(`${most} calls in five minutes are shared by ${paths.map((path) => path.split('?')[0]).join(', ')}, and by nothing else`, async () => {
    const wire = new InProcessWire([anAccount(100_001)], { rateLimits: BINANCE_LIMITS })
    const status = async (target: string): Promise<number> => (await wire.send({ method: 'GET', target })).status
    for (let call = 0; call < most; call += 1) assert.equal(await status(paths[call % paths.length] ?? ''), 200, `call ${call}`)
    for (const path of paths) assert.equal(await status(path), 429, path)
    assert.equal(await status('/fapi/v1/ping'), 200)
    wire.world.clock.advance(300_000_000)
    for (const path of paths) assert.equal(await status(path), 200, path)
  })
}
