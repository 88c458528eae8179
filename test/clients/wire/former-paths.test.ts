import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { RunningServer } from '../../harness/running-server.ts'

let server: RunningServer
before(async () => { server = await RunningServer.start() })
after(() => server?.stop())

/** go-binance asks for recent trades under /api/v1 to this day; older scripts for all of these. */
for (const [path, query] of [
  ['ping', ''], ['time', ''], ['exchangeInfo', '?symbol=BTCUSDT'], ['depth', '?symbol=BTCUSDT&limit=5'], ['trades', '?symbol=BTCUSDT'], ['historicalTrades', '?symbol=BTCUSDT'],
  ['aggTrades', '?symbol=BTCUSDT'], ['klines', '?symbol=BTCUSDT&interval=1m'], ['ticker/24hr', '?symbol=BTCUSDT'],
] as const) {
  test(`market data under its former path: /api/v1/${path}`, async () => {
    const answer = await fetch(`${server.demo.rest}/api/v1/${path}${query}`)
    assert.equal(answer.status, 200)
    const today = await fetch(`${server.demo.rest}/api/v3/${path}${query}`)
    assert.equal(Number(today.headers.get('x-mbx-used-weight-1m')) > Number(answer.headers.get('x-mbx-used-weight-1m')), true, 'both paths draw on one budget')
  })
}

test('nothing that needs a key has a former path', async () => {
  assert.equal((await fetch(`${server.demo.rest}/api/v1/order`, { method: 'POST' })).status, 404)
})
