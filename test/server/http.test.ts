import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { errorOf, RawConnection, rawRequest } from '../harness/raw-connection.ts'
import { RunningServer } from '../harness/running-server.ts'
import { signatureOf, signedQuery } from '../harness/signed-request.ts'

let server: RunningServer
before(async () => { server = await RunningServer.start({ options: ['--market', 'off', '--rate-limits', 'off'] }) })
after(() => server?.stop())

/** Sends one request on a connection of its own. */
const once = async (bytes: string, how: { isHead?: boolean } = {}) => {
  const connection = await RawConnection.open(server.demo.rest)
  try {
    connection.write(bytes)
    const answer = await connection.next(how)
    assert.ok(answer, 'the server answers before it ends the connection')
    return answer
  } finally {
    connection.hangUp()
  }
}

const text = (answer: { readonly body: Buffer }): string => answer.body.toString()

test('one connection serves many requests after each other', async () => {
  const connection = await RawConnection.open(server.demo.rest)
  for (let round = 0; round < 20; round += 1) {
    connection.write(rawRequest('GET', '/api/v3/time'))
    const answer = await connection.next()
    assert.equal(answer?.status, 200)
    assert.match(text(answer), /^\{"serverTime":\d{13}\}$/)
  }
  connection.hangUp()
})

test('pipelined requests are answered in the order they were sent, fast ones behind slow ones too', async () => {
  const connection = await RawConnection.open(server.demo.rest)
  const { trade, ed25519 } = server.demo.keys
  const signed = (key: typeof trade, path: string): string => rawRequest('GET', `${path}?${signedQuery(key)}`, { headers: { 'X-MBX-APIKEY': key.apiKey } })
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '20000', newClientOrderId: 'pipelined-1' }
  connection.write([
    rawRequest('GET', '/api/v3/exchangeInfo', { headers: { 'Accept-Encoding': 'gzip' } }),
    rawRequest('GET', '/api/v3/ping'),
    signed(ed25519, '/api/v3/openOrderList'),
    rawRequest('POST', `/api/v3/order/test?${signedQuery(trade, { ...order, price: '60000' })}`, { headers: { 'X-MBX-APIKEY': trade.apiKey } }),
    rawRequest('GET', '/api/v3/time'),
    rawRequest('GET', '/no/such/path'),
    signed(trade, '/api/v3/account'),
    rawRequest('GET', '/api/v3/avgPrice?symbol=NOSUCH'),
  ].join(''))
  const seen: string[] = []
  for (let at = 0; at < 8; at += 1) {
    const answer = await connection.next()
    assert.ok(answer)
    const body = answer.header('content-encoding') === 'gzip' ? gunzipSync(answer.body).toString() : text(answer)
    seen.push(`${answer.status} ${body.startsWith('<') ? 'page' : body.slice(0, 12)}`)
  }
  connection.hangUp()
  assert.deepEqual(seen.map((line, at) => at === 3 ? line.slice(0, 3) : line), [
    '200 {"timezone":', '200 {}', '200 []', seen[3]?.slice(0, 3), '200 {"serverTime', '404 {"code":-109', '200 {"makerCommi', '400 {"code":-112',
  ])
})

test('an answer is compressed when the caller asks for it, and only then', async () => {
  const plain = await once(rawRequest('GET', '/api/v3/exchangeInfo'))
  assert.equal(plain.header('content-encoding'), undefined)
  const symbols = (body: Buffer): unknown => (JSON.parse(body.toString()) as { symbols: unknown }).symbols
  const expected = symbols(plain.body)
  for (const [asked, coding, open] of [
    ['gzip', 'gzip', gunzipSync], ['gzip, compress, deflate, br', 'gzip', gunzipSync], ['br', 'br', brotliDecompressSync], ['gzip;q=0, br;q=0.5', 'br', brotliDecompressSync], ['deflate', 'deflate', inflateSync],
  ] as const) {
    const answer = await once(rawRequest('GET', '/api/v3/exchangeInfo', { headers: { 'Accept-Encoding': asked } }))
    assert.equal(answer.header('content-encoding'), coding, asked)
    assert.deepEqual(symbols(open(answer.body)), expected, asked)
    assert.ok(answer.body.length < plain.body.length / 2, asked)
  }
  for (const asked of ['identity', 'gzip;q=0', 'snappy', '']) {
    assert.equal((await once(rawRequest('GET', '/api/v3/exchangeInfo', { headers: { 'Accept-Encoding': asked } }))).header('content-encoding'), undefined, asked)
  }
})

test('a browser of any origin may call: preflight and the answers themselves say so', async () => {
  const preflight = await once(rawRequest('OPTIONS', '/api/v3/order', { headers: { Origin: 'https://example.org', 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'x-mbx-apikey' } }))
  assert.ok(preflight.status === 200 || preflight.status === 204)
  assert.equal(preflight.header('access-control-allow-origin'), '*')
  assert.match(preflight.header('access-control-allow-headers') ?? '', /x-mbx-apikey/i)
  for (const method of ['GET', 'POST', 'PUT', 'DELETE']) assert.match(preflight.header('access-control-allow-methods') ?? '', new RegExp(`\\b${method}\\b`))
  for (const target of ['/api/v3/time', '/api/v3/account', '/api/v3/avgPrice?symbol=NOSUCH']) {
    assert.equal((await once(rawRequest('GET', target, { headers: { Origin: 'https://example.org' } }))).header('access-control-allow-origin'), '*', target)
  }
})

test('HEAD answers as GET does, without the body, and the connection goes on', async () => {
  const connection = await RawConnection.open(server.demo.rest)
  connection.write(rawRequest('HEAD', '/api/v3/time') + rawRequest('GET', '/api/v3/ping'))
  const head = await connection.next({ isHead: true })
  assert.equal(head?.status, 200)
  assert.ok(Number(head.header('content-length')) > 0)
  const next = await connection.next()
  assert.equal(next?.status, 200)
  assert.equal(text(next), '{}')
  connection.hangUp()
})

test('a body past the limit is answered with 413 and the connection ends', async () => {
  const connection = await RawConnection.open(server.demo.rest)
  connection.write(`POST /api/v3/order HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n${'a'.repeat(300_000)}`)
  const answer = await connection.next()
  assert.equal(answer?.status, 413)
  assert.equal(errorOf(answer).code, -1101)
  await connection.rest()
  assert.equal((await once(rawRequest('GET', '/api/v3/ping'))).status, 200)
})

test('a chunked body past the limit is answered with 413 too', async () => {
  const connection = await RawConnection.open(server.demo.rest)
  const chunk = `8000\r\n${'a'.repeat(0x8000)}\r\n`
  connection.write(`POST /api/v3/order HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(6)}`)
  assert.equal((await connection.next())?.status, 413)
  connection.hangUp()
})

test('a wish for another protocol, and an expectation that HTTP does not know, are let be: the call is answered as it stands', async () => {
  // What Java's own client sends first over plain HTTP (RFC 9113 leaves it to the server).
  const h2c = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA' }
  for (const headers of [h2c, { Expect: 'something' }]) {
    const answer = await once(rawRequest('GET', '/api/v3/time', { headers }))
    assert.equal(answer.status, 200)
    assert.ok(answer.header('x-mbx-uuid'))
  }
})

test('headers past the limit are answered with 431, a request line past it too', async () => {
  assert.equal((await once(rawRequest('GET', '/api/v3/time', { headers: { 'X-Long': 'a'.repeat(40_000) } }))).status, 431)
  assert.equal((await once(rawRequest('GET', `/api/v3/time?a=${'a'.repeat(40_000)}`))).status, 431)
})

test('what is not HTTP is answered with 400 and the connection ends', async () => {
  const connection = await RawConnection.open(server.demo.rest)
  connection.write('hello, is this the exchange?\r\n\r\n')
  assert.equal((await connection.next())?.status, 400)
  await connection.rest()
  assert.ok(connection.isClosed)
})

test('an unknown path is 404: an error that programs can read, and a page for who asks for one', async () => {
  for (const target of ['/api/v3/nothing', '/sapi/v1/nothing', '/api/v1/nothing', '/favicon.ico', '/api/v3/time/', '/API/v3/time']) {
    for (const headers of [undefined, { Accept: '*/*' }, { Accept: 'application/json, text/plain, */*' }]) {
      const answer = await once(rawRequest('GET', target, headers && { headers }))
      assert.equal(answer.status, 404, target)
      assert.deepEqual(errorOf(answer), { code: -1099, msg: 'Not found, unauthenticated, or unauthorized.' }, target)
    }
    const page = await once(rawRequest('GET', target, { headers: { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } }))
    assert.equal(page.status, 404, target)
    assert.match(page.header('content-type') ?? '', /text\/html/, target)
  }
  const futures = await once(rawRequest('GET', '/fapi/v1/nothing'))
  assert.equal(futures.status, 404)
  assert.equal(errorOf(futures).code, -5000)
  assert.equal((await once(rawRequest('POST', '/api/v3/time'))).status, 404)
})

test('an unknown path answers the same with and without a key', async () => {
  const { trade } = server.demo.keys
  const without = await once(rawRequest('GET', '/sapi/v1/not/there'))
  const withKey = await once(rawRequest('GET', `/sapi/v1/not/there?${signedQuery(trade)}`, { headers: { 'X-MBX-APIKEY': trade.apiKey } }))
  assert.equal(withKey.status, without.status)
  assert.equal(text(withKey), text(without))
})

test('every answer carries its own x-mbx-uuid, refusals and pages too', async () => {
  const { trade, tradeOnly } = server.demo.keys
  const withKey = (key: typeof trade): { headers: Record<string, string> } => ({ headers: { 'X-MBX-APIKEY': key.apiKey } })
  const requests: readonly (readonly [string, number])[] = [
    [rawRequest('GET', '/api/v3/ping'), 200],
    [rawRequest('GET', `/api/v3/account?${signedQuery(trade)}`, withKey(trade)), 200],
    [rawRequest('GET', '/api/v3/account'), 401],
    [rawRequest('GET', `/api/v3/account?${signedQuery(tradeOnly)}`, withKey(tradeOnly)), 401],
    [rawRequest('GET', `/sapi/v1/account/status?${signedQuery(tradeOnly)}`, withKey(tradeOnly)), 400],
    [rawRequest('GET', '/api/v3/avgPrice'), 400],
    [rawRequest('GET', '/api/v3/nothing'), 404],
    [rawRequest('GET', '/fapi/v1/nothing'), 404],
    [rawRequest('POST', '/api/v3/order', { body: 'a'.repeat(200_000) }), 413],
  ]
  const seen = new Set<string>()
  for (const [bytes, status] of requests) {
    const answer = await once(bytes)
    const [line = ''] = bytes.split(/[?\r]/, 1)
    assert.equal(answer.status, status, line)
    const id = answer.header('x-mbx-uuid')
    assert.match(id ?? '', /^[0-9a-f-]{36}$/, line)
    seen.add(id ?? '')
  }
  assert.equal(seen.size, requests.length)
})

test('answers are JSON in UTF-8, and no cache keeps them', async () => {
  for (const target of ['/api/v3/time', '/api/v3/account', '/sapi/v1/system/status']) {
    const answer = await once(rawRequest('GET', target))
    assert.match(answer.header('content-type') ?? '', /^application\/json;charset=utf-8$/i, target)
    assert.match(answer.header('cache-control') ?? '', /no-store/, target)
  }
})

test('an empty body announced as JSON is accepted, as the official clients send it', async () => {
  const { trade } = server.demo.keys
  const headers = { 'X-MBX-APIKEY': trade.apiKey, 'Content-Type': 'application/json' }
  assert.equal((await once(rawRequest('GET', `/api/v3/account?${signedQuery(trade)}`, { headers }))).status, 200)
  const bodyless = await once(rawRequest('POST', `/sapi/v3/asset/getUserAsset?${signedQuery(trade)}`, { headers: { ...headers, 'Content-Length': '0' } }))
  assert.equal(bodyless.status, 200)
})

test('parameters in the body, or in query and body mixed, are one call', async () => {
  const { trade } = server.demo.keys
  const order = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC'
  const rest = 'quantity=0.001&price=20000&timestamp='
  const headers = { 'X-MBX-APIKEY': trade.apiKey, 'Content-Type': 'application/x-www-form-urlencoded' }
  const whole = `${order}&${rest}${Date.now()}`
  const inBody = await once(rawRequest('POST', '/api/v3/order/test', { headers, body: `${whole}&signature=${signatureOf(trade, whole)}` }))
  assert.notEqual(errorOf(inBody).code, -1022)
  const tail = `${rest}${Date.now()}`
  const mixed = await once(rawRequest('POST', `/api/v3/order/test?${order}`, { headers, body: `${tail}&signature=${signatureOf(trade, order + tail)}` }))
  assert.equal(mixed.status, inBody.status)
  assert.equal(text(mixed), text(inBody))
})

test('a chunked body is read like any other', async () => {
  const { trade } = server.demo.keys
  const body = signedQuery(trade)
  const half = Math.floor(body.length / 2)
  const chunks = [body.slice(0, half), body.slice(half)].map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('')
  const answer = await once(`POST /sapi/v3/asset/getUserAsset HTTP/1.1\r\nHost: localhost\r\nX-MBX-APIKEY: ${trade.apiKey}\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`)
  assert.equal(answer.status, 200)
})

test('a request that is smuggled inside another is not served', async () => {
  const connection = await RawConnection.open(server.demo.rest)
  const inner = 'GET /api/v3/time HTTP/1.1\r\nHost: localhost\r\n\r\n'
  connection.write(`POST /api/v3/order HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${inner.length + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`)
  const answer = await connection.next()
  assert.equal(answer?.status, 400)
  assert.equal(await connection.next(), undefined)
})

test('/ says what runs here and where the console will be', async () => {
  const answer = await once(rawRequest('GET', '/'))
  assert.equal(answer.status, 200)
  assert.match(answer.header('content-type') ?? '', /text\/html/)
  assert.match(text(answer), /Bitting/)
})

test('supervisors find /healthz and /readyz on the console port', async () => {
  for (const [path, expected] of [['/healthz', 200], ['/readyz', 200], ['/nothing', 404]] as const) {
    assert.equal((await fetch(server.demo.console.replace('localhost', '127.0.0.1') + path)).status, expected, path)
  }
})

test('microseconds where the caller asks for them, a refusal where it asks for something else', async () => {
  const times = async (unit: string): Promise<string> => text(await once(rawRequest('GET', '/api/v3/time', { headers: { 'X-MBX-TIME-UNIT': unit } })))
  assert.match(await times('MICROSECOND'), /^\{"serverTime":\d{16}\}$/)
  assert.match(await times('microsecond'), /^\{"serverTime":\d{16}\}$/)
  assert.match(await times('MILLISECOND'), /^\{"serverTime":\d{13}\}$/)
  assert.match(await times('fortnight'), /"code":-1194/)
})
