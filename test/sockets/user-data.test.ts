import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'node:test'
import type { ApiKey } from '../../src/authority/api-key.ts'
import type { Command } from '../../src/exchange/command.ts'
import { StreamConnection } from '../../src/server/sockets/stream-connection.ts'
import { NO_PERMISSIONS, permissionBits } from '../../src/permission.ts'
import { MINUTE, MS } from '../../src/time.ts'
import { anAccount, type CallParameters } from '../harness/in-process.ts'
import { InProcessWire } from '../harness/in-process-wire.ts'
import { MemoryPeer } from '../harness/memory-peer.ts'

const scene = (isCombined = false) => {
  const alice = anAccount(100_001)
  const bob = anAccount(100_002)
  const wire = new InProcessWire([alice, bob])
  for (const account of [alice, bob]) for (const [asset, funds] of [['USDT', '1000000'], ['BTC', '10']] as const) wire.world.fund(account, asset, funds)
  const { streams, world } = wire
  const secret = wire.addKey(alice, { permissions: permissionBits(['reading', 'spotAndMarginTrading']) })
  wire.directory.onChanged((key) => streams.recheck(key.id))
  const caller = { key: secret.key, account: alice }
  const listenKey = streams.listenKeys.open(caller, 'spot', world.clock.nowUs())
  const hub = streams.hubs.get('spot')
  assert.ok(hub)
  const listen = (address?: string): { readonly peer: MemoryPeer; readonly connection: StreamConnection } => {
    const peer = new MemoryPeer(address === undefined ? {} : { address })
    const connection = new StreamConnection({ clock: world.clock, hub, accounts: { listenKey: (text) => streams.listenKeys.find(text, world.clock.nowUs()), streams: streams.user }, messagesPerSecond: null }, peer, { streams: [listenKey], isCombined })
    return { peer, connection }
  }
  const { peer, connection } = listen()
  return {
    alice, bob, wire, world, streams, peer, connection, listen, caller, listenKey, secret,
    edit(further: Partial<ApiKey>) {
      wire.directory.put({ ...secret.key, ...further })
    },
    async call(method: string, path: string, parameters: CallParameters, account = alice): Promise<any> { // answers are read field by field
      const { status, body } = await world.as(account)(method, path, parameters)
      assert.equal(status, 200, JSON.stringify(body))
      await turn()
      return body
    },
    execute(command: Command) {
      const outcome = world.venue.execute(command)
      assert.ok(outcome.ok, JSON.stringify(outcome, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
    },
  }
}

const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.002', price: '60000' } as const
const kinds = (events: any[]): string[] => events.map(({ e, x, X }) => (e === 'executionReport' ? `${x} ${X}` : e))

test('an order that rests: its report, with every field of the documentation, and what it holds', async () => {
  const { call, peer, world } = scene()
  const placed = await call('POST', '/api/v3/order', { ...LIMIT, newClientOrderId: 'mine' })
  const [report, position] = peer.heard()
  const now = world.clock.nowUs() / MS
  assert.deepEqual(report, {
    e: 'executionReport', E: now, s: 'BTCUSDT', c: 'mine', S: 'BUY', o: 'LIMIT', f: 'GTC', q: '0.00200000', p: '60000.00000000', P: '0.00000000', F: '0.00000000', g: -1, C: '', x: 'NEW', X: 'NEW', r: 'NONE',
    i: placed.orderId, l: '0.00000000', z: '0.00000000', L: '0.00000000', n: '0', N: null, T: now, t: -1, I: report.I, w: true, m: false, M: false, O: now, Z: '0.00000000', Y: '0.00000000', Q: '0.00000000',
    V: placed.selfTradePreventionMode, W: now,
  })
  assert.deepEqual(position, { e: 'outboundAccountPosition', E: now, u: now, B: [{ a: 'USDT', f: '999880.00000000', l: '120.00000000' }] })
})

test('a fill tells price, quantity and commission; both sides hear their own', async () => {
  const { call, peer, bob } = scene()
  const best = Number((await call('GET', '/api/v3/ticker/bookTicker', { symbol: 'BTCUSDT' })).bidPrice)
  const resting = await call('POST', '/api/v3/order', { ...LIMIT, price: (best + 0.01).toFixed(2) })
  peer.heard()
  await call('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '0.001' }, bob)
  const [report, position, ...rest] = peer.heard()
  assert.deepEqual(rest, [])
  assert.deepEqual([report.i, report.x, report.X, report.l, report.z, report.m, report.N, report.n, report.w], [resting.orderId, 'TRADE', 'PARTIALLY_FILLED', '0.00100000', '0.00100000', true, 'BTC', '0.00000100', true])
  assert.equal(report.Y, report.Z)
  assert.ok(report.t > 0)
  assert.deepEqual(position.B.map(({ a }: { a: string }) => a).sort(), ['BTC', 'USDT'])
})

test('cancel, amend and expiry name what they did', async () => {
  const { call, peer } = scene()
  const { orderId } = await call('POST', '/api/v3/order', { ...LIMIT, newClientOrderId: 'one' })
  peer.heard()
  await call('PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSDT', orderId, newQty: '0.001', newClientOrderId: 'two' })
  const [amended] = peer.heard()
  assert.deepEqual([amended.x, amended.X, amended.c, amended.C, amended.q], ['REPLACED', 'NEW', 'two', 'one', '0.00100000'])
  await call('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId, newClientOrderId: 'three' })
  const [cancelled] = peer.heard()
  assert.deepEqual([cancelled.x, cancelled.X, cancelled.c, cancelled.C, cancelled.w], ['CANCELED', 'CANCELED', 'three', 'two', false])
  await call('POST', '/api/v3/order', { ...LIMIT, timeInForce: 'IOC' })
  const expired = peer.heard().filter(({ e }) => e === 'executionReport').at(-1)
  assert.deepEqual([expired.x, expired.X, expired.eR], ['EXPIRED', 'EXPIRED', 'UNFILLED_IOC_QUANTITY_EXPIRED'])
})

test('what only some orders have is told of those alone', async () => {
  const { call, peer } = scene()
  await call('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_LOSS_LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '50000', stopPrice: '51000', trailingDelta: 100, strategyId: 7, strategyType: 1_000_000 })
  const [stop] = peer.heard()
  assert.deepEqual([stop.P, stop.d, stop.j, stop.J, stop.w], ['51000.00000000', 100, 7, 1_000_000, false])
  assert.ok(!('W' in stop) && !('eR' in stop) && !('v' in stop))
})

test('a match that self-trade prevention stopped tells with whom and how much', async () => {
  const { call, peer } = scene()
  const best = Number((await call('GET', '/api/v3/ticker/bookTicker', { symbol: 'BTCUSDT' })).bidPrice)
  const maker = await call('POST', '/api/v3/order', { ...LIMIT, price: (best + 0.01).toFixed(2) })
  peer.heard()
  const taker = await call('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: (best + 0.01).toFixed(2), selfTradePreventionMode: 'EXPIRE_TAKER' })
  const prevented = peer.heard().find(({ v }) => v !== undefined)
  assert.deepEqual([prevented.i, prevented.X, prevented.U, prevented.Cs, prevented.A, prevented.B], [taker.orderId, 'EXPIRED_IN_MATCH', maker.orderId, 'BTCUSDT', '0.00100000', '0.00100000'])
})

test('a list tells its state beside the reports of its orders', async () => {
  const { call, peer } = scene()
  const list = await call('POST', '/api/v3/orderList/oco', { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.001', aboveType: 'LIMIT_MAKER', abovePrice: '120000', belowType: 'STOP_LOSS', belowStopPrice: '50000' })
  const placed = peer.heard()
  const status = placed.find(({ e }) => e === 'listStatus')
  assert.deepEqual([status.s, status.g, status.c, status.l, status.L, status.r, status.C], ['BTCUSDT', list.orderListId, 'OCO', 'EXEC_STARTED', 'EXECUTING', 'NONE', list.listClientOrderId])
  assert.deepEqual(status.O, list.orders.map(({ symbol, orderId, clientOrderId }: { symbol: string; orderId: number; clientOrderId: string }) => ({ s: symbol, i: orderId, c: clientOrderId })))
  assert.equal(placed.filter(({ e, g }) => e === 'executionReport' && g === list.orderListId).length, 2)
  await call('DELETE', '/api/v3/orderList', { symbol: 'BTCUSDT', orderListId: list.orderListId })
  assert.equal(peer.heard().filter(({ e }) => e === 'listStatus').at(-1).l, 'ALL_DONE')
})

test('money that comes and goes without trading is told by how much', async () => {
  const { alice, world, peer, call } = scene()
  world.fund(alice, 'ETH', '3')
  await turn()
  const [update, position] = peer.heard()
  assert.deepEqual([update.e, update.a, update.d], ['balanceUpdate', 'ETH', '3.00000000'])
  assert.deepEqual(position.B, [{ a: 'ETH', f: '3.00000000', l: '0.00000000' }])
  await call('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' })
  assert.deepEqual(kinds(peer.heard()), ['NEW NEW', 'TRADE FILLED', 'outboundAccountPosition'], 'a trade is no such movement')
})

test('nobody hears another account', async () => {
  const { call, peer, bob } = scene()
  await call('POST', '/api/v3/order', LIMIT, bob)
  assert.deepEqual(peer.heard(), [])
})

test('what several connections of one account hear is the same, none of it twice, none of it left out', async () => {
  const { call, peer, listen } = scene()
  const other = listen()
  for (let placed = 0; placed < 20; placed += 1) await call('POST', '/api/v3/order', { symbol: 'BTCUSDT', side: placed % 2 === 0 ? 'BUY' : 'SELL', type: 'MARKET', quantity: '0.0001' })
  const heard = peer.heard()
  assert.deepEqual(other.peer.heard(), heard)
  const executions = heard.filter(({ e }) => e === 'executionReport').map(({ I }) => I as number)
  assert.equal(new Set(executions).size, executions.length)
  assert.equal(heard.filter(({ x }) => x === 'NEW').length, 20)
})

for (const [name, further] of [
  ['disabled', { isEnabled: false }], ['deleted', { isEnabled: false, deletedAtUs: 1 }], ['without the right to read', { permissions: NO_PERMISSIONS }], ['bound to elsewhere', { allowList: { mode: 'trusted', entries: ['203.0.113.45'] } }],
] as const satisfies readonly (readonly [string, Partial<ApiKey>])[]) {
  test(`a key that is ${name} ends its stream in that very moment`, async () => {
    const { edit, peer, call, listenKey, world } = scene()
    edit(further)
    assert.deepEqual(peer.heard(), [{ e: 'listenKeyExpired', E: world.clock.nowUs() / MS, listenKey }])
    await call('POST', '/api/v3/order', LIMIT)
    assert.deepEqual(peer.heard(), [])
  })
}

test('a change that takes nothing away ends nothing', async () => {
  const { edit, peer, call } = scene()
  edit({ label: 'another', permissions: permissionBits(['reading']) })
  await call('POST', '/api/v3/order', LIMIT)
  assert.equal(peer.heard().length, 2)
})

test('an end that comes with time is seen at the next look', () => {
  const { edit, peer, world, streams } = scene()
  edit({ expiresAtUs: world.clock.nowUs() + MINUTE })
  streams.recheck()
  assert.deepEqual(peer.heard(), [])
  world.clock.advance(MINUTE)
  streams.recheck()
  assert.equal(peer.heard()[0].e, 'listenKeyExpired')
})

test('a listenKey is one for a key, lives an hour from its last extension, and ends when it is closed', async () => {
  const { listenKey, caller, streams, world, peer, bob } = scene()
  const { listenKeys } = streams
  const now = (): number => world.clock.nowUs()
  assert.equal(listenKeys.open(caller, 'spot', now()), listenKey)
  world.clock.advance(59 * MINUTE)
  assert.equal(listenKeys.extend(listenKey, caller, now()), true)
  assert.equal(listenKeys.extend(listenKey, { ...caller, account: bob }, now()), false, 'not by another account')
  world.clock.advance(59 * MINUTE)
  streams.recheck()
  assert.deepEqual(peer.heard(), [])
  world.clock.advance(MINUTE)
  streams.recheck()
  assert.equal(peer.heard()[0].e, 'listenKeyExpired')
  assert.equal(listenKeys.extend(listenKey, caller, now()), false)
  const next = listenKeys.open(caller, 'spot', now())
  assert.notEqual(next, listenKey)
  assert.equal(listenKeys.close(next, caller, now()), true)
  assert.equal(listenKeys.find(next, now()), undefined)
  await turn()
})

test('a listenKey is worth nothing where its key is not', async () => {
  const { listen, call } = scene()
  const { peer, connection } = listen('203.0.113.9')
  await call('POST', '/api/v3/order', LIMIT)
  assert.deepEqual(peer.heard(), [])
  connection.onText('{"method":"LIST_SUBSCRIPTIONS","id":1}')
  assert.equal(peer.heard()[0].result.length, 1, 'and nothing tells that it would be one elsewhere')
})

test('what is owed on margin is heard by a name of its own, and orders are not', async () => {
  const { alice, world, streams, caller, execute, call } = scene()
  const listenKey = streams.listenKeys.open(caller, 'marginRisk', world.clock.nowUs())
  const hub = streams.hubs.get('spot')
  assert.ok(hub)
  const hear = (events: readonly string[] | null): MemoryPeer => {
    const peer = new MemoryPeer()
    new StreamConnection({ clock: world.clock, hub, accounts: { listenKey: (text) => streams.listenKeys.find(text, world.clock.nowUs()), streams: streams.user }, messagesPerSecond: null }, peer, { streams: [listenKey], isCombined: false, events })
    return peer
  }
  const [all, others] = [hear(null), hear(['MARGIN_LEVEL_STATUS_CHANGE'])]
  await call('POST', '/api/v3/order', LIMIT)
  await call('POST', '/sapi/v1/asset/transfer', { type: 'MAIN_MARGIN', asset: 'USDT', amount: '5000' })
  assert.deepEqual(all.heard(), [])
  execute({ kind: 'borrow', accountId: alice.id, wallet: 'crossMargin', asset: 'BTC', amount: 1_000_000n })
  await turn()
  const [change] = all.heard().filter(({ e }) => e === 'USER_LIABILITY_CHANGE')
  assert.deepEqual([change.a, change.t, change.p], ['BTC', 'BORROW', '0.01000000'])
  assert.deepEqual(others.heard().filter(({ e }) => e !== 'MARGIN_LEVEL_STATUS_CHANGE'), [], 'who asked for some events hears those alone')
})

test('a combined connection names the stream', async () => {
  const { call, peer, listenKey } = scene(true)
  await call('POST', '/api/v3/order', LIMIT)
  assert.deepEqual(peer.heard().map(({ stream, data }) => [stream, data.e]), [[listenKey, 'executionReport'], [listenKey, 'outboundAccountPosition']])
})

test('a token opens one wallet’s events over the socket API, until it ends', async () => {
  const { wire, world, streams, caller, peer, call, edit } = scene()
  const heard: any[] = []
  const connection = wire.connect((text) => { heard.push(JSON.parse(text)) })
  const { token, expirationTime } = await call('POST', '/sapi/v1/userListenToken', { validity: 60_000 })
  assert.equal(expirationTime, world.clock.nowUs() / MS + 60_000)
  const subscribe = (listenToken: string): any => {
    connection.onText(JSON.stringify({ id: 1, method: 'userDataStream.subscribe.listenToken', params: { listenToken } }))
    return heard.pop()
  }
  assert.equal(subscribe('nobody').error.code, -1209)
  // The rows of this harness are called by a key of their own; the token of the scene's key is the one that can be cut off.
  const own = world.services.listenTokens.issue(caller, 'crossMargin', world.clock.nowUs() + MINUTE)
  assert.deepEqual(subscribe(own.text).result, { subscriptionId: 0, expirationTime })
  assert.equal(subscribe(own.text).error.code, -2035)
  assert.equal(subscribe(token).error?.code, -1209, 'its key is not known here')
  await call('POST', '/sapi/v1/asset/transfer', { type: 'MAIN_MARGIN', asset: 'USDT', amount: '500' })
  assert.deepEqual(peer.heard().map(({ e, d, B }) => [e, d ?? B[0].f]), [['balanceUpdate', '-500.00000000'], ['outboundAccountPosition', '999500.00000000']], 'the spot stream tells what left')
  assert.deepEqual(heard.map(({ event: { e, d, B } }) => [e, d ?? B[0].f]), [['balanceUpdate', '500.00000000'], ['outboundAccountPosition', '500.00000000']], 'and the margin stream what came')
  heard.length = 0
  world.clock.advance(MINUTE)
  streams.recheck()
  assert.deepEqual(heard.map(({ event }) => event.e), ['eventStreamTerminated'])
  edit({ isEnabled: false })
  assert.equal(subscribe(world.services.listenTokens.issue(caller, 'crossMargin', world.clock.nowUs() + MINUTE).text).error.code, -1209)
})
