import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ScenarioSummary } from '../../src/operations/scenario-acts.ts'
import { readScript } from '../../src/sandbox/scenario/script.ts'
import { bitting } from '../harness/bitting-command.ts'
import { FollowingSocket } from '../harness/following-socket.ts'
import { RunningServer } from '../harness/running-server.ts'
import { publicCall, signatureOf, signedCall } from '../harness/signed-request.ts'

let server: RunningServer
const folder = mkdtempSync(join(tmpdir(), 'bitting-scenario-'))

before(async () => { server = await RunningServer.start() })
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})
afterEach(() => run('stop'))

const run = (...words: string[]) => bitting('scenario', ...words, '--json', '--data', server.dataFolder)

const plays = async (script: string): Promise<void> => {
  const file = join(folder, 'script.yaml')
  writeFileSync(file, `name: test\n${script}`)
  const { code, stderr } = await run('run', file)
  assert.equal(code, 0, stderr)
}

const shown = async (): Promise<ScenarioSummary> => JSON.parse((await run('show')).stdout) as ScenarioSummary

/** Waits until the acts of the script have been done. */
const acted = async (many: number): Promise<ScenarioSummary['done']> => {
  for (;;) {
    const { done } = await shown()
    if (done.length >= many) return done
    await pause(20)
  }
}

const keyOf = (name: keyof RunningServer['demo']['keys']) => {
  const key = server.demo.keys[name]
  assert.ok(key)
  return key
}

let orders = 0
const ORDER = { symbol: 'LTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: '20' }
const buys = (name = `scenario-${orders += 1}`) => signedCall<{ code?: number; msg?: string }>(server.demo.rest, keyOf('trade'), 'POST', '/api/v3/order', { ...ORDER, newClientOrderId: name })
const stands = async (name: string): Promise<boolean> => (await signedCall(server.demo.rest, keyOf('trade'), 'GET', '/api/v3/order', { symbol: 'LTCUSDT', origClientOrderId: name })).status === 200

test('a venue that fails before the commit has done nothing; one that fails after it has done all', async () => {
  await plays('rules: [{ endpoint: POST /api/v3/order, times: 1, fault: { kind: failBefore } }]')
  assert.equal((await buys('before')).status, 503)
  assert.equal(await stands('before'), false)
  await plays('rules: [{ endpoint: POST /api/v3/order, times: 1, fault: { kind: failAfter } }]')
  const { status, body } = await buys('after')
  assert.deepEqual([status, body.code], [504, -1007])
  assert.equal(await stands('after'), true)
})

test('a lost answer leaves the order standing', async () => {
  await plays('rules: [{ endpoint: POST /api/v3/order, times: 1, fault: { kind: loseAnswer } }]')
  await assert.rejects(buys('lost'))
  assert.equal(await stands('lost'), true)
})

test('what is delivered twice is done twice, unless the key guards against replays', async () => {
  await plays('rules: [{ endpoint: POST /api/v3/order, fault: { kind: duplicate } }]')
  const unnamed = { symbol: 'ADAUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '100', price: '0.1' }
  const many = async (name: 'trade' | 'all'): Promise<number> => ((await signedCall<unknown[]>(server.demo.rest, keyOf(name), 'GET', '/api/v3/openOrders', { symbol: 'ADAUSDT' })).body).length
  assert.equal((await signedCall(server.demo.rest, keyOf('trade'), 'POST', '/api/v3/order', unnamed)).status, 200)
  assert.equal(await many('trade'), 2)
  assert.equal((await signedCall(server.demo.rest, keyOf('all'), 'POST', '/api/v3/order', unnamed)).status, 200)
  assert.equal(await many('trade'), 3, 'one account: the demo key `all` has the replay guard')
})

test('too many requests and a ban have Binance\'s codes and say when to come again', async () => {
  await plays('rules: [{ endpoint: GET /api/v3/time, times: 1, fault: { kind: tooManyRequests, retryAfterS: 7 } }, { endpoint: GET /api/v3/ping, fault: { kind: banned, forS: 90 } }]')
  const weight = await publicCall<{ code: number }>(server.demo.rest, '/api/v3/time')
  assert.deepEqual([weight.status, weight.body.code, weight.headers.get('retry-after')], [429, -1003, '7'])
  const ban = await publicCall<{ code: number; msg: string }>(server.demo.rest, '/api/v3/ping')
  assert.deepEqual([ban.status, ban.body.code, ban.headers.get('retry-after')], [418, -1003, '90'])
  assert.match(ban.body.msg, /IP banned until \d{13}/)
  assert.equal((await publicCall(server.demo.rest, '/api/v3/time')).status, 200, 'once only')
})

test('a clock that is ahead refuses as a clock that is ahead does, and tells its time', async () => {
  await plays('acts: [{ atS: 0, kind: clock, aheadMs: 20000 }]')
  const { body } = await publicCall<{ serverTime: number }>(server.demo.rest, '/api/v3/time')
  assert.ok(Math.abs(body.serverTime - Date.now() - 20_000) < 5_000)
  const late = await signedCall<{ code: number }>(server.demo.rest, keyOf('read'), 'GET', '/api/v3/account')
  assert.equal(late.body.code, -1021)
})

test('an address that changes in mid-session, a right that goes, a symbol that halts', async () => {
  await plays(`acts:
  - { atS: 0, kind: moveAddress, key: ${keyOf('ed25519').apiKey}, address: 198.51.100.7 }
  - { atS: 0, kind: withdrawRight, key: ${keyOf('tradeOnly').apiKey}, right: spotAndMarginTrading }
  - { atS: 0, kind: haltSymbol, symbol: XRPUSDT }`)
  assert.deepEqual((await acted(3)).map(({ outcome }) => outcome), ['in force', 'done', 'done'])
  assert.equal((await signedCall(server.demo.rest, keyOf('ed25519'), 'GET', '/api/v3/account')).status, 401)
  assert.equal((await signedCall(server.demo.rest, keyOf('tradeOnly'), 'POST', '/api/v3/order', ORDER)).status, 401)
  const halted = await signedCall<{ msg: string }>(server.demo.rest, keyOf('trade'), 'POST', '/api/v3/order', { ...ORDER, symbol: 'XRPUSDT', quantity: '100', price: '1' })
  assert.equal(halted.body.msg, 'Market is closed.')
  await plays('acts: [{ atS: 0, kind: resumeSymbol, symbol: XRPUSDT }]')
  await acted(1)
  assert.equal((await signedCall(server.demo.rest, keyOf('ed25519'), 'GET', '/api/v3/account')).status, 200, 'the other scenario is over')
})

test('whoever listens or is logged on from the address that is lost is cut off at once', async () => {
  const ed25519 = keyOf('ed25519')
  const session = await FollowingSocket.open(`${server.demo.ws}/ws-api/v3`)
  const stamp = { apiKey: ed25519.apiKey, timestamp: Date.now() }
  await session.ask('session.logon', { ...stamp, signature: signatureOf(ed25519, `apiKey=${stamp.apiKey}&timestamp=${stamp.timestamp}`) })
  assert.equal((await session.ask('userDataStream.subscribe', {})).status, 200)
  const { listenKey } = await (await fetch(`${server.demo.rest}/api/v3/userDataStream`, { method: 'POST', headers: { 'X-MBX-APIKEY': ed25519.apiKey } })).json() as { listenKey: string }
  const stream = await FollowingSocket.open(`${server.demo.ws}/ws/${listenKey}`)
  const staying = await FollowingSocket.open(`${server.demo.ws}/ws/${(await (await fetch(`${server.demo.rest}/api/v3/userDataStream`, { method: 'POST', headers: { 'X-MBX-APIKEY': keyOf('trade').apiKey } })).json() as { listenKey: string }).listenKey}`)
  await plays(`acts: [{ atS: 0, kind: moveAddress, key: ${ed25519.apiKey}, address: 198.51.100.7 }]`)
  await Promise.all([session.event('eventStreamTerminated'), stream.event('listenKeyExpired')])
  assert.equal((await session.askAfterTheEnd('account.status', { timestamp: Date.now() })).error.code, -2015)
  await buys()
  await staying.event('executionReport')
  for (const socket of [session, stream, staying]) socket.hangUp()
})

test('a shock moves the price', async () => {
  const last = async (): Promise<number> => Number((await publicCall<{ price: string }>(server.demo.rest, '/api/v3/ticker/price', { symbol: 'SOLUSDT' })).body.price)
  const before = await last()
  await plays('acts: [{ atS: 0, kind: movePrice, asset: SOL, percent: -30 }]')
  await acted(1)
  let price = await last()
  while (price > before * 0.75) {
    await pause(100)
    price = await last()
  }
  assert.ok(price > before * 0.6)
})

test('what strikes is told, and a script with faults starts nothing', async () => {
  await plays('rules: [{ endpoint: GET /api/v3/ping, fault: { kind: latency, ms: 1 } }]')
  for (let times = 0; times < 3; times += 1) await publicCall(server.demo.rest, '/api/v3/ping')
  assert.deepEqual((await shown()).rules, [{ fault: 'latency', endpoint: 'GET /api/v3/ping', key: null, struck: 3 }])
  const file = join(folder, 'wrong.yaml')
  writeFileSync(file, 'name: wrong\nrules: [{ fault: { kind: explode } }]')
  const { code, stderr } = await run('run', file)
  assert.equal(code, 1)
  assert.match(stderr, /rules\.0\.fault\.kind/)
  assert.equal((await shown()).name, 'test', 'the one that is played goes on')
})

test('the script that the guide prints is one', () => {
  const guide = readFileSync(fileURLToPath(new URL('../../docs/scenarios.md', import.meta.url)), 'utf8')
  const scripts = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, script = '']) => script)
  assert.ok(scripts.length > 0)
  for (const script of scripts) assert.deepEqual(readScript(script).ok, true, script)
})

test('messages of the socket API are struck too', async () => {
  await plays('rules: [{ endpoint: WS /ws-api/v3/ping, times: 1, fault: { kind: failBefore } }]')
  const socket = new WebSocket(`${server.demo.ws}/ws-api/v3`)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  const ask = (): Promise<{ status: number }> => new Promise((resolve) => {
    socket.onmessage = ({ data }) => resolve(JSON.parse(String(data)) as { status: number })
    socket.send('{"id":1,"method":"ping"}')
  })
  assert.deepEqual([(await ask()).status, (await ask()).status], [503, 200])
  socket.close()
  assert.deepEqual((await shown()).rules.map(({ struck }) => struck), [1])
})

test('a position is taken over when the script says so', async () => {
  const key = keyOf('futures')
  const call = <Body>(method: string, path: string, parameters: Readonly<Record<string, string>>) => signedCall<Body>(server.demo.rest, key, method, path, parameters)
  assert.equal((await call('POST', '/fapi/v1/order', { symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quantity: '0.05' })).status, 200)
  await plays(`acts: [{ atS: 0, kind: liquidate, key: ${key.apiKey}, symbol: ETHUSDT }, { atS: 0.1, kind: liquidate, key: ${key.apiKey}, symbol: ETHUSDT }]`)
  assert.deepEqual((await acted(2)).map(({ outcome }) => outcome), ['done', 'refused: noPositionForMargin'])
  assert.deepEqual((await call<unknown[]>('GET', '/fapi/v3/positionRisk', { symbol: 'ETHUSDT' })).body, [])
  const { body: [forced] } = await call<{ clientOrderId: string; status: string }[]>('GET', '/fapi/v1/forceOrders', { symbol: 'ETHUSDT' })
  assert.match(forced?.clientOrderId ?? '', /^autoclose-/)
})
