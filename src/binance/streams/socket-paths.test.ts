import assert from 'node:assert/strict'
import { test } from 'node:test'
import { returnsRateLimits, socketRoute, timeUnitOf } from './socket-paths.ts'

const spot = (isCombined: boolean, ...streams: readonly string[]) => ({ kind: 'streams', product: 'spot', isCombined, streams, events: null })
const futures = (isCombined: boolean, ...streams: readonly string[]) => ({ kind: 'streams', product: 'futures', isCombined, streams, events: null })

test('every path that clients open leads to what they mean by it', () => {
  const routes: readonly (readonly [string, string, unknown])[] = [
    ['/ws-api/v3', '', { kind: 'api', family: 'api' }],
    ['/ws-api/v3/', 'returnRateLimits=false', { kind: 'api', family: 'api' }],
    ['/ws-fapi/v1', '', { kind: 'api', family: 'fapi' }],
    ['/ws', '', spot(false)],
    ['/ws/', '', spot(false)],
    ['/ws/7', '', spot(false, '7')],
    ['/stream/ws', '', spot(false)],
    ['/stream/ws/7', '', spot(false, '7')],
    ['/ws/btcusdt@trade', '', spot(false, 'btcusdt@trade')],
    ['/ws/btcusdt@trade/ethusdt@depth5@100ms', '', spot(false, 'btcusdt@trade', 'ethusdt@depth5@100ms')],
    ['/ws/btcusdt@kline_1d@+08:00', '', spot(false, 'btcusdt@kline_1d@+08:00')],
    ['/ws/btcusdt%40kline_1d%40%2B08%3A00', '', spot(false, 'btcusdt@kline_1d@+08:00')],
    ['/stream', 'streams=', spot(true)],
    ['/stream', '', spot(true)],
    ['/stream', 'streams=btcusdt@trade/!ticker@arr&timeUnit=microsecond', spot(true, 'btcusdt@trade', '!ticker@arr')],
    ['/stream', 'streams=btcusdt@kline_1d@+08:00', spot(true, 'btcusdt@kline_1d@+08:00')],
    ['/fstream/ws', '', futures(false)],
    ['/fstream/ws/btcusdt@markPrice', '', futures(false, 'btcusdt@markPrice')],
    ['/fstream/stream', 'streams=btcusdt@markPrice/btcusdt@depth', futures(true, 'btcusdt@markPrice', 'btcusdt@depth')],
    ['/public/ws/3', '', futures(false, '3')],
    ['/fstream/public/ws', '', futures(false)],
    ['/market/stream', 'streams=btcusdt@aggTrade', futures(true, 'btcusdt@aggTrade')],
    ['/private/ws', 'listenKey=abc', futures(false, 'abc')],
    ['/private/ws', 'listenKey=abc&events=ORDER_TRADE_UPDATE/ACCOUNT_UPDATE', { ...futures(false, 'abc'), events: ['ORDER_TRADE_UPDATE', 'ACCOUNT_UPDATE'] }],
    ['/fstream/private/stream', 'listenKey=abc', futures(true, 'abc')],
    ['/', '', undefined], ['/api/v3/ping', '', undefined], ['/wsx', '', undefined], ['/ws-api/v4', '', undefined], ['/public', '', undefined],
  ]
  for (const [path, query, expected] of routes) assert.deepEqual(socketRoute(path, query), expected, `${path}?${query}`)
})

test('the query says in which unit times are told, and whether rate limits are', () => {
  assert.equal(timeUnitOf(''), 'MILLISECOND')
  assert.equal(timeUnitOf('timeUnit=MICROSECOND'), 'MICROSECOND')
  assert.equal(timeUnitOf('streams=a&timeUnit=microsecond'), 'MICROSECOND')
  assert.equal(timeUnitOf('timeUnit=SECOND'), undefined)
  assert.equal(returnsRateLimits(''), true)
  assert.equal(returnsRateLimits('returnRateLimits=false'), false)
})
