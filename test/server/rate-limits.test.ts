import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { RunningServer } from '../harness/running-server.ts'
import { signedCall, type WireAnswer } from '../harness/signed-request.ts'

let server: RunningServer
before(async () => { server = await RunningServer.start() })
after(() => server?.stop())

interface ErrorBody { readonly code: number; readonly msg: string }

/** A public call as if from that address: every test has a budget of its own. */
const from = async (address: string, target: string): Promise<WireAnswer<ErrorBody>> => {
  const answer = await fetch(server.demo.rest + target, { headers: { 'x-bitting-address': address } })
  return { status: answer.status, headers: answer.headers, body: await answer.json() as ErrorBody }
}

const usedWeight = (answer: { readonly headers: Headers }): number => Number(answer.headers.get('x-mbx-used-weight-1m') ?? Number.NaN)

/** Repeats a call until it is refused with that status. */
const until = async (status: number, most: number, call: () => Promise<WireAnswer<ErrorBody>>): Promise<WireAnswer<ErrorBody>> => {
  for (let round = 0; round < most; round += 1) {
    const answer = await call()
    if (answer.status === status) return answer
    assert.ok(answer.status < 500, `${answer.status} ${JSON.stringify(answer.body)}`)
  }
  throw new Error(`no ${status} in ${most} calls`)
}

const HEAVY = '/api/v3/depth?symbol=BTCUSDT&limit=5000'

test('answers tell the used weight, in Binance\'s headers and in the standard ones', async () => {
  const first = await from('198.51.100.1', '/api/v3/ping')
  const second = await from('198.51.100.1', '/api/v3/avgPrice?symbol=BTCUSDT')
  for (const answer of [first, second]) {
    assert.equal(answer.headers.get('x-mbx-used-weight'), answer.headers.get('x-mbx-used-weight-1m'))
    assert.match(answer.headers.get('ratelimit-policy') ?? '', /q=6000;w=60/)
    assert.match(answer.headers.get('ratelimit') ?? '', /r=\d+;t=\d+/)
  }
  // A minute may begin between the two calls; then the count begins anew.
  assert.ok([usedWeight(first) + 2, 2].includes(usedWeight(second)))
  const wallet = await signedCall(server.demo.rest, server.demo.keys.read, 'GET', '/sapi/v1/account/status')
  assert.ok(Number(wallet.headers.get('x-sapi-used-ip-weight-1m')) >= 1)
})

test('past the weight of a minute calls are refused with 429, and who goes on is banned with 418', async () => {
  const address = '198.51.100.2'
  const limited = await until(429, 60, () => from(address, HEAVY))
  assert.equal(limited.body.code, -1003)
  assert.match(limited.body.msg, /^Too much request weight used; current limit is 6000 request weight per 1 MINUTE\. Please use WebSocket Streams for live updates to avoid polling the API\.$/)
  const waitSeconds = Number(limited.headers.get('retry-after'))
  assert.ok(waitSeconds >= 1 && waitSeconds <= 60, `Retry-After: ${waitSeconds}`)
  const banned = await until(418, 5_000, () => from(address, HEAVY))
  assert.equal(banned.body.code, -1003)
  const untilMs = Number(/^Way too much request weight used; IP banned until (\d{13})\. Please use WebSocket Streams for live updates to avoid bans\.$/.exec(banned.body.msg)?.[1])
  const banSeconds = Number(banned.headers.get('retry-after'))
  assert.ok(banSeconds > 60 && banSeconds <= 120, `a first ban takes two minutes; Retry-After: ${banSeconds}`)
  assert.ok(Math.abs(untilMs - Date.now() - banSeconds * 1_000) < 5_000)
  // The ban is of the address, whatever it asks for; nobody else feels it.
  assert.equal((await from(address, '/api/v3/ping')).status, 418)
  assert.equal((await from('198.51.100.3', '/api/v3/ping')).status, 200)
})

test('unknown paths and refused calls count too: guessing is not free', async () => {
  const address = '198.51.100.4'
  const refused = await until(429, 7_000, async () => {
    const answer = await fetch(`${server.demo.rest}/api/v3/openOrders?timestamp=${Date.now()}&signature=00`, { headers: { 'x-bitting-address': address, 'x-mbx-apikey': 'A'.repeat(64) } })
    return { status: answer.status, headers: answer.headers, body: await answer.json() as ErrorBody }
  })
  assert.equal(refused.body.code, -1003)
})

test('an order that succeeds costs no weight, one that fails does', async () => {
  const key = server.demo.keys.unrestricted
  const headers = { 'x-bitting-address': '198.51.100.5' }
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '50' }
  const ping = await from('198.51.100.5', '/api/v3/ping')
  const placed = await signedCall<ErrorBody>(server.demo.rest, key, 'POST', '/api/v3/order', order, headers)
  assert.equal(placed.status, 200, JSON.stringify(placed.body))
  assert.ok([usedWeight(ping), 0].includes(usedWeight(placed)), `${usedWeight(ping)} → ${usedWeight(placed)}`)
  const failed = await signedCall<ErrorBody>(server.demo.rest, key, 'POST', '/api/v3/order', { ...order, quoteOrderQty: '900000000' }, headers)
  assert.equal(failed.status, 400)
  assert.ok([usedWeight(placed) + 1, 1].includes(usedWeight(failed)), `${usedWeight(placed)} → ${usedWeight(failed)}`)
})

test('order answers tell the order counts, and past the limit of ten seconds orders are refused with 429', async () => {
  const key = server.demo.keys.sub1
  let number = 0
  const place = (): Promise<WireAnswer<ErrorBody>> => signedCall<ErrorBody>(server.demo.rest, key, 'POST', '/api/v3/order', {
    symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '20', newClientOrderId: `count-${number += 1}`,
  })
  const first = await place()
  assert.equal(first.status, 200, JSON.stringify(first.body))
  assert.ok(first.headers.has('x-mbx-order-count-10s'))
  assert.ok(first.headers.has('x-mbx-order-count-1d'))
  const ticker = await fetch(`${server.demo.rest}/api/v3/ticker/price?symbol=ADAUSDT`)
  const { price } = await ticker.json() as { price: string }
  const restingPrice = (Number(price) * 1.1).toFixed(3)
  // Orders that are filled give their place in the count back; orders that rest keep it.
  const rest = (): Promise<WireAnswer<ErrorBody>> => signedCall<ErrorBody>(server.demo.rest, key, 'POST', '/api/v3/order', {
    symbol: 'ADAUSDT', side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: '50', price: restingPrice, newClientOrderId: `count-${number += 1}`,
  })
  const refused = await until(429, 400, rest)
  assert.equal(refused.body.code, -1015)
  assert.match(refused.body.msg, /^Too many new orders; current limit is \d+ orders per 10 SECOND\.$/)
  const waitSeconds = Number(refused.headers.get('retry-after'))
  assert.ok(waitSeconds >= 1 && waitSeconds <= 10)
})

test('exchangeInfo tells the limits that are in force', async () => {
  const { body } = await from('198.51.100.6', '/api/v3/exchangeInfo') as unknown as { body: { rateLimits: { rateLimitType: string; interval: string; intervalNum: number; limit: number }[] } }
  const limits = body.rateLimits.map(({ rateLimitType, intervalNum, interval }) => `${rateLimitType} ${intervalNum} ${interval}`)
  for (const limit of ['REQUEST_WEIGHT 1 MINUTE', 'ORDERS 10 SECOND', 'ORDERS 1 DAY', 'RAW_REQUESTS 5 MINUTE']) assert.ok(limits.includes(limit), limit)
  assert.equal(body.rateLimits.find((limit) => limit.rateLimitType === 'REQUEST_WEIGHT')?.limit, 6_000)
})
