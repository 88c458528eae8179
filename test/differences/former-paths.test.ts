import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { RunningServer } from '../harness/running-server.ts'

let server: RunningServer
before(async () => { server = await RunningServer.start() })
after(() => server?.stop())

const drawsOnOneBudget = async (path: string, query: string): Promise<boolean> => {
  const usedAfter = async (version: string): Promise<number> => {
    const answer = await fetch(`${server.demo.rest}/api/${version}/${path}${query}`)
    assert.equal(answer.status, 200)
    return Number(answer.headers.get('x-mbx-used-weight-1m'))
  }
  return await usedAfter('v1') < await usedAfter('v3')
}

/** Binance retired these paths on 2026-03-25. go-binance asks for recent trades under /api/v1 to this day; older scripts for all of these. */
for (const [path, query] of [
  ['ping', ''], ['time', ''], ['exchangeInfo', '?symbol=BTCUSDT'], ['depth', '?symbol=BTCUSDT&limit=5'], ['trades', '?symbol=BTCUSDT'], ['historicalTrades', '?symbol=BTCUSDT'],
  ['aggTrades', '?symbol=BTCUSDT'], ['klines', '?symbol=BTCUSDT&interval=1m'], ['ticker/24hr', '?symbol=BTCUSDT'],
] as const) {
  test(`market data under its former path: /api/v1/${path}`, async () => {
    // The budget begins anew with each minute: a pair that falls on both sides of one is asked again.
    const isDrawnOnce = await drawsOnOneBudget(path, query) || await drawsOnOneBudget(path, query)
    assert.equal(isDrawnOnce, true, 'both paths draw on one budget')
  })
}

test('nothing that needs a key has a former path', async () => {
  assert.equal((await fetch(`${server.demo.rest}/api/v1/order`, { method: 'POST' })).status, 404)
})
