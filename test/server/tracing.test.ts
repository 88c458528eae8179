import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { tracingOptionsOf } from '../../src/open-tracing.ts'
import type { OtlpSpan } from '../../src/watch/call-spans.ts'
import { RunningServer } from '../harness/running-server.ts'
import { publicCall, signedCall } from '../harness/signed-request.ts'

/** A collector, as far as a sender sees one. */
const collector = async (status = 200) => {
  const heard: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly text: string }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      heard.push({ path: request.url ?? '', headers: request.headers, text: Buffer.concat(chunks).toString() })
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // It listens on a port of this machine.
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections() }) }
}

interface Body { readonly resourceSpans: readonly { readonly resource: { readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[] }; readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[] }[] }

test('each call is a trace of its own, found by its request id, with the gate and the venue as parts', async () => {
  const { heard, url, close } = await collector()
  const server = await RunningServer.start({ options: ['--market', 'off'], environment: { BITTING_OTLP_URL: url, BITTING_OTLP_HEADERS: 'x-collector-key=abc=1' } })
  const { rest, keys } = server.demo
  try {
    assert.equal((await signedCall(rest, keys.trade, 'GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' })).status, 200)
    assert.equal((await signedCall(rest, keys.read, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '1' })).status, 401)
    const answer = await fetch(`${rest}/api/v3/time`)
    const requestId = answer.headers.get('x-mbx-uuid') ?? ''
    await server.end('SIGTERM')
    const [first] = heard
    assert.deepEqual([first?.path, first?.headers['content-type'], first?.headers['x-collector-key']], ['/v1/traces', 'application/json', 'abc=1'])
    // The sender writes what OTLP says; the test reads what it needs of it.
    const bodies = heard.map(({ text }) => JSON.parse(text) as Body)
    assert.equal(bodies[0]?.resourceSpans[0]?.resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue, 'bitting')
    const spans = bodies.flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
    const attributesOf = ({ attributes }: OtlpSpan): Record<string, string> => Object.fromEntries(attributes.map(({ key, value }) => [key, 'stringValue' in value ? value.stringValue : value.intValue]))
    const partsOf = (name: string): string[] => {
      const root = spans.find((span) => span.name === name)
      assert.ok(root && /^[0-9a-f]{32}$/.test(root.traceId) && /^[0-9a-f]{16}$/.test(root.spanId))
      const parts = spans.filter(({ parentSpanId, traceId }) => parentSpanId === root.spanId && traceId === root.traceId)
      for (const part of parts) assert.ok(BigInt(part.startTimeUnixNano) >= BigInt(root.startTimeUnixNano) && BigInt(part.endTimeUnixNano) <= BigInt(root.endTimeUnixNano) && part.spanId !== root.spanId)
      return parts.map((part) => part.name)
    }
    assert.deepEqual([partsOf('GET /api/v3/openOrders'), partsOf('POST /api/v3/order')], [['gate', 'venue'], ['gate']])
    const [read, refused, time] = ['GET /api/v3/openOrders', 'POST /api/v3/order', 'GET /api/v3/time'].map((name) => spans.find((span) => span.name === name) ?? assert.fail(name))
    assert.ok(read && refused && time)
    assert.deepEqual([attributesOf(read)['http.response.status_code'], attributesOf(read)['bitting.symbol'], attributesOf(read)['bitting.account']], ['200', 'BTCUSDT', '100001'])
    assert.deepEqual([attributesOf(refused)['bitting.reason'], attributesOf(refused)['bitting.code']], ['permissionMissing', '-2015'])
    assert.equal(time.traceId, requestId.replaceAll('-', ''))
    const told = heard.map(({ text }) => text).join('')
    for (const { apiKey, secretKey } of Object.values(keys)) assert.ok(!told.includes(apiKey) && !(secretKey !== undefined && told.includes(secretKey)))
  } finally {
    await server.stop()
    await close()
  }
})

test('a collector that refuses, or is not there, touches no request and is told once', async () => {
  const { url, close } = await collector(503)
  const server = await RunningServer.start({ options: ['--market', 'off'], environment: { BITTING_OTLP_URL: url } })
  try {
    for (let n = 0; n < 3; n++) assert.equal((await publicCall(server.demo.rest, '/api/v3/time')).status, 200)
    assert.equal(await server.end('SIGTERM'), 0)
    assert.equal(server.output.match(/Traces could not be sent/g)?.length, 1, server.output)
  } finally {
    await server.stop()
    await close()
  }
})

test('nothing is traced unless somebody asks, and what is asked wrongly is told', () => {
  assert.equal(tracingOptionsOf({}), null)
  assert.deepEqual(tracingOptionsOf({ BITTING_OTLP_URL: 'http://localhost:4318', BITTING_OTLP_RATIO: '0.1' }), { url: 'http://localhost:4318', headers: {}, ratio: 0.1 })
  assert.throws(() => tracingOptionsOf({ BITTING_OTLP_URL: 'localhost' }), /address of a collector/)
  assert.throws(() => tracingOptionsOf({ BITTING_OTLP_URL: 'http://name:passw0rd@x' }), (error: Error) => /no password/.test(error.message) && !error.message.includes('passw0rd'))
  assert.throws(() => tracingOptionsOf({ BITTING_OTLP_URL: 'http://x', BITTING_OTLP_RATIO: '2' }), /from 0 to 1/)
  assert.throws(() => tracingOptionsOf({ BITTING_OTLP_URL: 'http://x', BITTING_OTLP_HEADERS: 'x' }), /name=value/)
})
