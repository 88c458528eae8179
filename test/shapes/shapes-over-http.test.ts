import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { HTTP_ENDPOINTS, findEndpoint, routeOf } from '../../src/binance/endpoint-table.ts'
import { RunningServer } from '../harness/running-server.ts'
import { type Parameters, queryOf, signedQuery } from '../harness/signed-request.ts'
import type { CallApi } from './answer-calls.ts'
import { testAnswerShapes } from './answer-shapes.ts'

// The calls of this file are more than an account may place in ten seconds.
const server = await RunningServer.start({ options: ['--rate-limits', 'off'] })
after(() => server.stop())

let lastTimestamp = 0
/** Rises with every call: a key that may withdraw is guarded against the same payload twice, which two calls of one millisecond can be. */
const risingTimestamp = (): number => lastTimestamp = Math.max(Date.now(), lastTimestamp + 1)

/** Sends what the row asks for: nothing, the key alone, or the key with a signature. */
const overHttp: CallApi = async (method, path, parameters = {}) => {
  const { rest, keys } = server.demo
  const row = findEndpoint(method, path)
  const key = row?.callers === 'sub' ? keys.sub1 : keys.all
  const sent: Parameters = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, typeof value === 'object' ? value.join(',') : value]))
  const query = row?.isSigned ? signedQuery(key, { ...sent, timestamp: risingTimestamp() }) : queryOf(sent)
  const answer = await fetch(`${rest}${path}?${query}`, { method, headers: row?.permission === 'none' ? {} : { 'X-MBX-APIKEY': key.apiKey } })
  return { status: answer.status, body: await answer.json() }
}

/** The demo market fills its books in the first moments. */
const marketIsAlive = async (): Promise<boolean> => {
  const { body } = await overHttp('GET', '/api/v3/depth', { symbol: 'BTCUSDT', limit: 5 })
  const { bids, asks } = body as { bids: unknown[]; asks: unknown[] }
  return bids.length > 0 && asks.length > 0
}

for (let attempt = 0; attempt < 300 && !await marketIsAlive(); attempt += 1) await sleep(100)

testAnswerShapes(HTTP_ENDPOINTS.map(({ method, path }) => routeOf(method, path)), overHttp)
