import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'node:test'
import type { ApiKey } from '../../src/authority/api-key.ts'
import { socketRoute } from '../../src/binance/streams/socket-paths.ts'
import type { FuturesAct } from '../../src/exchange/futures/futures-command.ts'
import { amount, formatDecimal, UNIT } from '../../src/money.ts'
import { NO_PERMISSIONS, permissionBits } from '../../src/permission.ts'
import { StreamConnection } from '../../src/server/sockets/stream-connection.ts'
import { HOUR, MS, SECOND } from '../../src/time.ts'
import { anAccount, type CallParameters } from '../harness/in-process.ts'
import { InProcessWire } from '../harness/in-process-wire.ts'
import { MemoryPeer } from '../harness/memory-peer.ts'
import { SeededRandom } from '../harness/seeded-random.ts'

const SYMBOL = 'BTCUSDT'

/** Alice and Bob with 10,000 USDT each in futures; Alice's key holds a listenKey. */
const scene = () => {
  const [alice, bob] = [anAccount(100_001), anAccount(100_002)]
  const wire = new InProcessWire([alice, bob])
  const { world, streams } = wire
  for (const account of [alice, bob]) {
    for (const [asset, funds] of [['USDT', '1000000'], ['BTC', '10']] as const) world.fund(account, asset, funds)
    world.venue.execute({ kind: 'transfer', from: { accountId: account.id, wallet: 'spot' }, to: { accountId: account.id, wallet: 'usdFutures' }, asset: 'USDT', amount: amount('10000') })
  }
  const secret = wire.addKey(alice, { permissions: permissionBits(['reading', 'futures']) })
  wire.directory.onChanged((key) => streams.recheck(key.id))
  const listenKey = streams.listenKeys.open({ key: secret.key, account: alice }, 'futures', world.clock.nowUs())
  const hub = streams.hubs.get('futures')
  assert.ok(hub)
  /** Opens a socket as its path and query say. */
  const open = (path: string, query: string, address?: string): { readonly peer: MemoryPeer; readonly connection: StreamConnection } => {
    const route = socketRoute(path, query)
    assert.ok(route?.kind === 'streams' && route.product === 'futures', path)
    const peer = new MemoryPeer(address === undefined ? {} : { address })
    const accounts = { listenKey: (text: string) => streams.listenKeys.find(text, world.clock.nowUs()), streams: streams.user }
    return { peer, connection: new StreamConnection({ clock: world.clock, hub, accounts, messagesPerSecond: null }, peer, route) }
  }
  const tick = (us: number = SECOND): void => {
    world.clock.advance(us)
    world.venue.execute({ kind: 'tick' })
  }
  tick()
  const call = async (account: typeof alice, method: string, path: string, parameters: CallParameters): Promise<any> => { // answers are read field by field
    const { status, body } = await world.as(account)(method, path, parameters)
    assert.equal(status, 200, JSON.stringify(body))
    return body
  }
  return {
    alice, bob, wire, world, streams, listenKey, open, tick, call,
    edit(further: Partial<ApiKey>) {
      wire.directory.put({ ...secret.key, ...further })
    },
    act(act: FuturesAct) {
      const outcome = world.venue.execute({ kind: 'futures', act })
      assert.ok(outcome.ok, outcome.ok ? '' : outcome.rejection.reason)
    },
    /** So many times the mark price, on the contract's tick. */
    price(times: number): string {
      const { markPrice = 0n } = world.venue.view.futures.market(SYMBOL) ?? {}
      const exact = (markPrice * amount(times.toFixed(4))) / UNIT
      return formatDecimal(exact - (exact % amount('0.1')))
    },
    /** A spot trade so far from the last one, and the second in which the mark price follows it. */
    async moveIndex(times: number) {
      const last = world.venue.view.market.lastPrice(SYMBOL) ?? 0n
      const to = (last * amount(times.toFixed(4))) / UNIT
      const order = { symbol: SYMBOL, type: 'LIMIT', timeInForce: 'GTC', price: formatDecimal(to - (to % amount('0.01'))), selfTradePreventionMode: 'NONE' }
      const [first, second] = times < 1 ? ['SELL', 'BUY'] : ['BUY', 'SELL']
      await call(bob, 'POST', '/api/v3/order', { ...order, side: first, quantity: '1' })
      await call(alice, 'POST', '/api/v3/order', { ...order, side: second, quantity: '0.01' })
      await call(bob, 'DELETE', '/api/v3/openOrders', { symbol: SYMBOL })
      tick()
      await turn()
    },
  }
}

const LIMIT = { symbol: SYMBOL, type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01' }
const kinds = (events: any[]): string[] => events.map(({ e, x, X, a }) => (e === 'ORDER_TRADE_UPDATE' ? e : e === 'ACCOUNT_UPDATE' ? `${e} ${a.m}` : x === undefined ? e : `${e} ${x} ${X}`))

for (const [path, query] of [['/private/ws', 'listenKey=KEY'], ['/fstream/private/ws', 'listenKey=KEY'], ['/fstream/ws/KEY', ''], ['/private/ws/KEY', ''], ['/fstream/private/stream', 'streams=KEY']] as const) {
  test(`an account is heard at ${path}?${query}`, async () => {
    const { open, listenKey, alice, call, price } = scene()
    const { peer } = open(path.replace('KEY', listenKey), query.replace('KEY', listenKey))
    await call(alice, 'POST', '/fapi/v1/order', { ...LIMIT, side: 'BUY', price: price(0.97) })
    await turn()
    const [heard] = peer.heard()
    assert.equal((heard.data ?? heard).e, 'ORDER_TRADE_UPDATE')
    assert.equal(heard.stream, path.endsWith('stream') ? listenKey : undefined)
  })
}

test('who names events hears those alone', async () => {
  const { open, listenKey, alice, call, price } = scene()
  const { peer } = open('/private/ws', `listenKey=${listenKey}&events=ACCOUNT_CONFIG_UPDATE/ALGO_UPDATE`)
  await call(alice, 'POST', '/fapi/v1/leverage', { symbol: SYMBOL, leverage: 10 })
  await call(alice, 'POST', '/fapi/v1/order', { ...LIMIT, side: 'BUY', price: price(0.97) })
  await turn()
  assert.deepEqual(kinds(peer.heard()), ['ACCOUNT_CONFIG_UPDATE'])
})

for (const [what, further] of [
  ['switched off', { isEnabled: false }], ['deleted', { isEnabled: false, deletedAtUs: 1 }], ['narrowed', { permissions: NO_PERMISSIONS }], ['bound to elsewhere', { allowList: { mode: 'trusted', entries: ['203.0.113.45'] } }],
] as const satisfies readonly (readonly [string, Partial<ApiKey>])[]) {
  test(`a key that is ${what} ends its stream in that very moment`, async () => {
    const { open, listenKey, edit, alice, call, price, world } = scene()
    const { peer } = open('/private/ws', `listenKey=${listenKey}`)
    edit(further)
    assert.deepEqual(peer.heard(), [{ e: 'listenKeyExpired', E: world.clock.nowUs() / MS, listenKey }])
    await call(alice, 'POST', '/fapi/v1/order', { ...LIMIT, side: 'BUY', price: price(0.97) })
    await turn()
    assert.deepEqual(peer.heard(), [])
  })
}

test('a change of the margin type is told with the position of each side', async () => {
  const { open, listenKey, alice, call } = scene()
  const { peer } = open('/private/ws', `listenKey=${listenKey}`)
  const told = () => peer.heard().map(({ e, a }) => [e, a.m, a.B, a.P.map(({ s, ps, mt, pa, iw }: any) => [s, ps, mt, pa, iw].join(' '))])
  await call(alice, 'POST', '/fapi/v1/marginType', { symbol: SYMBOL, marginType: 'ISOLATED' })
  await turn()
  assert.deepEqual(told(), [['ACCOUNT_UPDATE', 'MARGIN_TYPE_CHANGE', [], ['BTCUSDT BOTH isolated 0.00000000 0.00000000']]])
  await call(alice, 'POST', '/fapi/v1/positionSide/dual', { dualSidePosition: 'true' })
  await call(alice, 'POST', '/fapi/v1/marginType', { symbol: SYMBOL, marginType: 'CROSSED' })
  await turn()
  assert.deepEqual(told(), [['ACCOUNT_UPDATE', 'MARGIN_TYPE_CHANGE', [], ['LONG', 'SHORT'].map((side) => `BTCUSDT ${side} cross 0.00000000 0.00000000`)]])
})

test('a conditional order that cannot be placed when its price comes says why, in both events', async () => {
  const { open, listenKey, alice, call, price, moveIndex } = scene()
  const { peer } = open('/private/ws', `listenKey=${listenKey}`)
  const stop = { symbol: SYMBOL, algoType: 'CONDITIONAL', side: 'SELL', type: 'STOP_MARKET', triggerPrice: price(0.99), workingType: 'MARK_PRICE' }
  const big = await call(alice, 'POST', '/fapi/v1/algoOrder', { ...stop, quantity: '100' })
  const closing = await call(alice, 'POST', '/fapi/v1/algoOrder', { ...stop, closePosition: 'true' })
  await turn()
  peer.heard()
  await moveIndex(0.98)
  const heard = peer.heard()
  const why = new Map(heard.filter(({ e }) => e === 'CONDITIONAL_ORDER_TRIGGER_REJECT').map(({ or }) => [or.i, or]))
  assert.deepEqual([...why.values()].map(({ s, r }) => [s, r]), [[SYMBOL, 'Margin is insufficient.'], [SYMBOL, 'Reduce Only reject']])
  for (const [id, status] of [[big.algoId, 'REJECTED'], [closing.algoId, 'EXPIRED']] as const) {
    const { o } = heard.find(({ e, o: algo }) => e === 'ALGO_UPDATE' && algo.aid === id)
    assert.deepEqual([o.X, o.rm], [status, why.get(id).r])
  }
})

test('a listenKey is silent at an address that its key lacks, and among the streams of spot', async () => {
  const { open, listenKey, alice, call, price, streams, world } = scene()
  const { peer: elsewhere } = open('/private/ws', `listenKey=${listenKey}`, '203.0.113.9')
  await call(alice, 'POST', '/fapi/v1/order', { ...LIMIT, side: 'BUY', price: price(0.97) })
  await turn()
  assert.deepEqual(elsewhere.heard(), [])
  assert.equal(streams.listenKeys.find(listenKey, world.clock.nowUs())?.topic, 'futures')
})

test('funding is heard by whoever pays and whoever gets it', async () => {
  const { open, listenKey, alice, bob, call, tick, price } = scene()
  const at = price(1)
  await call(alice, 'POST', '/fapi/v1/order', { ...LIMIT, side: 'BUY', price: at })
  await call(bob, 'POST', '/fapi/v1/order', { ...LIMIT, side: 'SELL', price: at })
  const { peer } = open('/private/ws', `listenKey=${listenKey}`)
  tick(8 * HOUR)
  await turn()
  const heard = peer.heard()
  assert.deepEqual(kinds(heard), ['ACCOUNT_UPDATE FUNDING_FEE'])
  const [{ a: { B: [{ bc, wb, cw }], P } }] = heard
  const { income } = (await call(alice, 'GET', '/fapi/v1/income', { incomeType: 'FUNDING_FEE' })).at(-1)
  assert.deepEqual([bc, P], [income, []])
  assert.equal(wb, cw)
})

test('a margin call is heard, then the liquidation, by the account and by everybody who listens to the market', async () => {
  const { open, listenKey, alice, bob, call, act, price, moveIndex, world } = scene()
  world.venue.execute({ kind: 'fundInsurance', asset: 'USDT', amount: amount('100000') })
  act({ do: 'leverage', accountId: alice.id, symbol: SYMBOL, leverage: 50 })
  act({ do: 'leverage', accountId: bob.id, symbol: SYMBOL, leverage: 10 })
  const at = price(1)
  // 10,000 USDT stand behind what is worth nearly 300,000, of which 0.4 % are needed: it is called when less than twice that is left, and taken over when less than that is. Bob, who goes the other way, has more.
  world.venue.execute({ kind: 'transfer', from: { accountId: bob.id, wallet: 'spot' }, to: { accountId: bob.id, wallet: 'usdFutures' }, asset: 'USDT', amount: amount('200000') })
  const quantity = (amount('300000') / amount(at)).toString()
  await call(bob, 'POST', '/fapi/v1/order', { ...LIMIT, quantity, side: 'SELL', price: at })
  await call(alice, 'POST', '/fapi/v1/order', { ...LIMIT, quantity, side: 'BUY', price: at })
  const { peer } = open('/private/ws', `listenKey=${listenKey}`)
  const { peer: market } = open('/market/ws', '')
  const { connection, peer: all } = open('/market/stream', 'streams=btcusdt@forceOrder/!forceOrder@arr')
  assert.ok(connection)
  await moveIndex(0.9619)
  const called = peer.heard().find(({ e }) => e === 'MARGIN_CALL')
  assert.ok(called, 'the margin call')
  assert.deepEqual(Object.keys(called).sort(), ['E', 'cw', 'e', 'p'])
  assert.deepEqual([called.p[0].s, called.p[0].ps, called.p[0].mt], [SYMBOL, 'BOTH', 'CROSSED'])
  assert.ok(Number(called.p[0].mm) > 0 && Number(called.p[0].up) < 0)
  assert.deepEqual(all.heard(), [], 'a call is no liquidation')
  // Bob bids for all of it, a little lower.
  await call(bob, 'POST', '/fapi/v1/order', { ...LIMIT, quantity, side: 'BUY', price: price(0.98) })
  await moveIndex(0.985)
  const forced = peer.heard().findLast(({ e, o }) => e === 'ORDER_TRADE_UPDATE' && o.x === 'CALCULATED')
  assert.ok(forced, 'the liquidation')
  assert.match(forced.o.c, /^autoclose-/)
  assert.deepEqual(await call(alice, 'GET', '/fapi/v3/positionRisk', {}), [])
  assert.deepEqual(market.heard(), [])
  const told = all.heard()
  assert.deepEqual(told.map(({ stream }) => stream).sort(), ['!forceOrder@arr', 'btcusdt@forceOrder'])
  const { e, o } = told[0].data
  assert.deepEqual([e, o.s, o.S, o.o, o.f, o.X, Number(o.z)], ['forceOrder', SYMBOL, 'SELL', 'LIMIT', 'IOC', 'FILLED', Number(quantity)])
})

test('who hangs up and comes back within a session hears each event once: those while he was away alone are not his', async () => {
  const { open, listenKey, alice, call, price } = scene()
  const path = ['/private/ws', `listenKey=${listenKey}`] as const
  const { peer: always } = open(...path)
  const random = new SeededRandom(42)
  const [heard, expected]: [any[], any[]] = [[], []]
  let coming: ReturnType<typeof open> | undefined
  for (let step = 0; step < 200; step += 1) {
    if (random.chance(0.2)) {
      coming?.connection.onClosed()
      coming = coming ? undefined : open(...path)
    }
    const side = random.pick(['BUY', 'SELL'])
    await call(alice, 'POST', '/fapi/v1/order', { ...LIMIT, side, price: price(side === 'BUY' ? 0.98 : 1.02) })
    if (random.chance(0.3)) await call(alice, 'DELETE', '/fapi/v1/allOpenOrders', { symbol: SYMBOL })
    await turn()
    const told = always.heard()
    if (coming) {
      expected.push(...told)
      heard.push(...coming.peer.heard())
    }
  }
  assert.ok(heard.length > 50)
  assert.deepEqual(heard, expected)
  const executions = heard.map(({ o: { i, x } }) => `${i} ${x}`)
  assert.equal(new Set(executions).size, executions.length, 'none twice')
})
