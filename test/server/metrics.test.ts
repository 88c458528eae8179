import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { metricsTokenOf } from '../../src/server/metrics/metrics-access.ts'
import { RunningServer } from '../harness/running-server.ts'
import { publicCall, signedCall } from '../harness/signed-request.ts'

let server: RunningServer
before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
after(() => server?.stop())

const url = (): string => `${server.demo.console.replace('localhost', '127.0.0.1')}/metrics`
/** Not fetch: that sends no Host of one's own. */
const scrape = (headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<{ status: number; type: string; text: string }> => new Promise((resolve, reject) => {
  const request = httpRequest(url(), { headers, method }, (response) => {
    let text = ''
    response.setEncoding('utf8').on('data', (part: string) => { text += part }).on('end', () => resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text }))
  })
  request.on('error', reject).end()
})

/** Reads the text format as strictly as it is written down: every sample under its own family's help and type, each once. */
const parse = (text: string): Map<string, number> => {
  const samples = new Map<string, number>()
  let family = { name: '', type: '' }
  let helped = ''
  assert.ok(text.endsWith('\n'))
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP ([a-z_]+) \S.*$/.exec(line)
    const type = /^# TYPE ([a-z_]+) (counter|gauge|histogram)$/.exec(line)
    if (help) helped = help[1] ?? ''
    else if (type) {
      assert.equal(type[1], helped)
      family = { name: type[1] ?? '', type: type[2] ?? '' }
    } else {
      const [, name = '', labels = '', value = ''] = /^([a-z_]+)(\{(?:[a-z]\w*="(?:[^"\\\n]|\\[\\"n])*"(?:,(?=[a-z]))?)+\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(line) ?? assert.fail(`not a sample: ${line}`)
      assert.equal(family.type === 'histogram' ? name.replace(/_(bucket|sum|count)$/, '') : name, family.name)
      assert.ok(!samples.has(name + labels), line)
      samples.set(name + labels, Number(value))
    }
  }
  return samples
}

const read = async (): Promise<Map<string, number>> => {
  const { status, type, text } = await scrape()
  assert.equal(status, 200)
  assert.equal(type, 'text/plain; version=0.0.4; charset=utf-8')
  return parse(text)
}

const calls = (endpoint: string, outcome: string, { environment = 'live', transport = 'http' } = {}): string => `bitting_requests_total{endpoint="${endpoint}",environment="${environment}",transport="${transport}",outcome="${outcome}"}`

test('a scrape counts what was called: answered, refused, rejected, over sockets and on the testnet', async () => {
  const before = await read()
  const { rest, ws, keys: { trade, read: reader }, testnet } = server.demo
  for (let n = 0; n < 3; n += 1) await publicCall(rest, '/api/v3/time')
  await publicCall(testnet.rest, '/api/v3/time')
  await signedCall(rest, reader, 'GET', '/api/v3/account')
  await signedCall(rest, { ...reader, secretKey: 'wrong' }, 'GET', '/api/v3/account')
  await signedCall(rest, reader, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' })
  assert.equal((await signedCall(rest, trade, 'DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: 99 })).status, 400)
  await publicCall(rest, '/api/v3/nothing-of-the-kind')
  await fetch(`${rest}/api/v3/order`, { method: 'POST', body: 'a'.repeat(1 << 20) }).catch(() => {})
  const socket = new WebSocket(`${ws.replace(/\/+$/, '')}/ws-api/v3`)
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send('{"id":1,"method":"time"}')
  await new Promise((resolve) => socket.once('message', resolve))
  const now = await read()
  socket.close()
  const more = (name: string): number => (now.get(name) ?? 0) - (before.get(name) ?? 0)
  assert.equal(more(calls('GET /api/v3/time', 'ok')), 3)
  assert.equal(more(calls('GET /api/v3/time', 'ok', { environment: 'testnet' })), 1)
  assert.equal(more(calls('GET /api/v3/time', 'ok', { transport: 'socket' })), 1)
  assert.equal(more(calls('GET /api/v3/account', 'ok')), 1)
  assert.equal(more(calls('GET /api/v3/account', 'refused')), 1)
  assert.equal(more(calls('POST /api/v3/order', 'refused')), 2)
  assert.equal(more(calls('DELETE /api/v3/order', 'rejected')), 1)
  assert.equal(more(calls('unknown', 'refused')), 1)
  for (const reason of ['signatureWrong', 'permissionMissing', 'unknownPath', 'bodyTooLarge']) assert.equal(more(`bitting_refused_total{reason="${reason}"}`), 1, reason)
  assert.equal(more('bitting_gate_duration_seconds_count{decision="admitted"}'), 7)
  assert.equal(more('bitting_gate_duration_seconds_count{decision="refused"}'), 4)
  assert.equal(more('bitting_venue_duration_seconds_count{family="api"}'), 7)
  assert.equal(now.get('bitting_open_sockets'), 1)
})

test('histograms rise, and their last bucket is their count', async () => {
  const now = await read()
  const last = new Map<string, number>()
  for (const [name, value] of now) {
    const [, family, labels, bound] = /^(\w+)_bucket\{(.*),le="(.*)"\}$/.exec(name) ?? []
    if (family === undefined) continue
    const series = `${family} ${labels}`
    assert.ok(value >= (last.get(series) ?? 0), name)
    last.set(series, value)
    if (bound === '+Inf') assert.equal(value, now.get(`${family}_count{${labels}}`))
  }
  assert.equal(last.size, 6)
})

test('it tells how the process and its parts are', async () => {
  const now = await read()
  const value = (name: string): number => now.get(name) ?? assert.fail(`${name} is missing`)
  assert.equal(value('bitting_ready'), 1)
  assert.ok([...now.keys()].some((name) => /^bitting_build_info\{version="\d+\.\d+\.\d+",node="\d+\.\d+\.\d+"\}$/.test(name)))
  assert.ok(value('process_resident_memory_bytes') > 10_000_000)
  assert.ok(value('process_cpu_seconds_total') > 0)
  assert.ok(Math.abs(value('process_start_time_seconds') - Date.now() / 1_000) < 600)
  assert.ok(value('bitting_event_loop_delay_seconds{quantile="max"}') < 60)
  assert.ok(value('bitting_weight_used_ratio{environment="live"}') > 0 && value('bitting_weight_used_ratio{environment="live"}') < 0.1)
  assert.equal(value('bitting_call_log_lost_rows_total'), 0)
  assert.ok(value('bitting_journal_waiting_records') >= 0 && value('bitting_call_log_waiting_rows') >= 0)
  assert.equal(value('bitting_keys{state="enabled"}'), Object.keys(server.demo.keys).length)
  assert.equal(value('bitting_keys{state="deleted"}'), 0)
})

test('no key, no secret, no address, nobody\'s name and nothing that a caller wrote is in it', async () => {
  const { rest, keys, owner } = server.demo
  await publicCall(rest, `/api/v3/${keys.trade.apiKey}/"}\nevil`, {})
  await fetch(`${rest}/api/v3/account`, { method: 'PATCH', headers: { 'X-MBX-APIKEY': keys.trade.secretKey ?? '' } })
  const { text } = await scrape()
  for (const { apiKey, secretKey } of Object.values(keys)) for (const secret of [apiKey, secretKey ?? apiKey]) assert.ok(!text.includes(secret.slice(0, 12)))
  for (const word of [owner.email, '@', '127.0.0.1', 'evil', 'PATCH', 'bit1', 'bis1']) assert.ok(!text.includes(word), word)
})

test('without a token it answers this machine alone, and no page of another site, and no proxy that passes strangers on', async () => {
  assert.equal((await scrape({}, 'HEAD')).status, 200)
  assert.equal((await scrape({}, 'POST')).status, 405)
  for (const headers of [
    { 'x-bitting-address': '203.0.113.45' }, { 'x-forwarded-for': '203.0.113.45' }, { forwarded: 'for=203.0.113.45' }, { via: '1.1 proxy' }, { host: 'evil.example' },
    { origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { 'x-bitting-address': '203.0.113.45', authorization: 'Bearer ' },
  ]) {
    const { status, text } = await scrape(headers)
    assert.equal(status, 403, JSON.stringify(headers))
    assert.ok(!text.includes('bitting_'))
  }
})

test('with a token whoever sends it may read from anywhere, and this machine too needs it', async () => {
  const token = 'f00d'.repeat(16)
  const guarded = await RunningServer.start({ options: ['--market', 'off'], environment: { BITTING_METRICS_TOKEN: token } })
  try {
    const ask = (headers: Readonly<Record<string, string>>): Promise<Response> => fetch(`${guarded.demo.console.replace('localhost', '127.0.0.1')}/metrics`, { headers })
    const bare = await ask({})
    assert.equal(bare.status, 401)
    assert.equal(bare.headers.get('www-authenticate'), 'Bearer')
    assert.equal((await ask({ authorization: `Bearer ${token.slice(1)}` })).status, 401)
    assert.equal((await ask({ authorization: `Bearer ${token}`, 'x-bitting-address': '203.0.113.45' })).status, 200)
    assert.ok(!(await (await ask({ authorization: `Bearer ${token}` })).text()).includes(token))
  } finally {
    await guarded.stop()
  }
})

test('a token that could be guessed, or that no header can carry, is refused at the start', () => {
  assert.equal(metricsTokenOf({}), null)
  for (const token of ['short', `${'x'.repeat(40)} y`]) assert.throws(() => metricsTokenOf({ BITTING_METRICS_TOKEN: token }), /at least 32/)
})

test('the dashboard asks for what is there, by labels that are there, and leaves no family out', async () => {
  // The file is this repository's own.
  const { panels } = JSON.parse(readFileSync(new URL('../../docs/grafana.json', import.meta.url), 'utf8')) as { panels: readonly { readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[] }[] }
  const series = [...(await read()).keys()]
  const drawn = new Set<string>()
  for (const { expr, legendFormat } of panels.flatMap(({ targets }) => targets)) {
    const name = /\b(?:bitting|process|nodejs)_\w+/.exec(expr)?.[0] ?? assert.fail(expr)
    drawn.add(name.replace(/_bucket$/, ''))
    const labels = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label)
    assert.ok(series.some((one) => one.replace(/\{.*/, '') === name && labels.every((label) => one.includes(`${label}="`))), expr)
  }
  const families = new Set(series.map((one) => one.replace(/\{.*/, '').replace(/_(bucket|sum|count)$/, '')))
  for (const plain of ['bitting_build_info', 'bitting_ready', 'process_start_time_seconds']) families.delete(plain)
  assert.deepEqual([...drawn].sort(), [...families].sort())
})
