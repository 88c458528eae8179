import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'
import { LoadConnection, units } from './acknowledged.ts'
import { assertCleared, assertSumsToZero, durableExchange } from './durable-exchange.ts'

const ROUNDS = 2
const SYMBOL = 'ETHUSDT'

interface Order { readonly orderId: number; readonly executedQty: string; readonly status: string }
interface Algo { readonly algoId: number; readonly algoStatus: string }
interface Fill { readonly orderId: number; readonly qty: string; readonly side: 'BUY' | 'SELL' }

type Call = readonly [method: string, path: string, parameters: Readonly<Record<string, string>>]

/** What the account was told, and what must therefore be there for ever. */
class Told {
  readonly orders = new Map<number, Order>()
  readonly algos = new Map<number, Algo>()
}

/** Positions opened and made smaller, orders that rest and are cancelled, orders that wait for a price, until the server is gone. */
const trade = async (server: RunningServer, key: DemoKeyFile, told: Told, mark: string, price: number): Promise<void> => {
  const client = await LoadConnection.open(server.demo.rest, key)
  const order = { symbol: SYMBOL, newOrderRespType: 'RESULT' }
  const far = (times: number): string => (price * times).toFixed(2)
  for (let number = 0; ; number += 1) {
    const only = { mark: `${mark}-${number}` }
    const open = [...told.orders.values()].find(({ status, orderId }) => status === 'NEW' && orderId % 2 === number % 2)
    const waiting = [...told.algos.values()].find(({ algoStatus }) => algoStatus === 'NEW')
    const calls: readonly (Call | undefined)[] = [
      ['POST', '/fapi/v1/order', { ...order, side: 'BUY', type: 'MARKET', quantity: '0.05' }],
      ['POST', '/fapi/v1/order', { ...order, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.03', price: far(0.97) }],
      ['POST', '/fapi/v1/algoOrder', { algoType: 'CONDITIONAL', symbol: SYMBOL, side: 'SELL', type: 'STOP_MARKET', quantity: '0.02', triggerPrice: far(0.8) }],
      ['POST', '/fapi/v1/order', { ...order, side: 'SELL', type: 'MARKET', quantity: '0.02' }],
      open ? ['DELETE', '/fapi/v1/order', { symbol: SYMBOL, orderId: String(open.orderId) }] : undefined,
      waiting && number % 12 === 5 ? ['DELETE', '/fapi/v1/algoOrder', { algoId: String(waiting.algoId) }] : undefined,
    ]
    const [method, path, parameters] = calls[number % calls.length] ?? ['POST', '/fapi/v1/leverage', { symbol: SYMBOL, leverage: String(10 + (number % 20)) }]
    const answer = await client.call<Partial<Order> & Partial<Algo>>(method, path, { ...parameters, ...only })
    if (!answer) break
    const { status, body } = answer
    // Both connections may cancel the same order, or one too many may wait.
    if (status === 400 && ['-2011', '-4045'].includes(String((body as { code?: number }).code))) continue
    assert.equal(status, 200, `${path} ${JSON.stringify(parameters)} → ${JSON.stringify(body)}`)
    if (body.orderId !== undefined) told.orders.set(body.orderId, body as Order)
    else if (body.algoId !== undefined) told.algos.set(body.algoId, { algoId: body.algoId, algoStatus: method === 'DELETE' ? 'CANCELED' : body.algoStatus ?? '' })
  }
  client.hangUp()
}

/** Every page of a list that goes on from an id. */
const read = async <Item>(base: string, key: DemoKeyFile, path: string, from: string, idOf: (item: Item) => number): Promise<Item[]> => {
  const items: Item[] = []
  for (let next = 1; ;) {
    const { status, body } = await signedCall<Item[]>(base, key, 'GET', path, { symbol: SYMBOL, [from]: String(next), limit: '1000' })
    assert.equal(status, 200, JSON.stringify(body))
    items.push(...body)
    if (body.length < 1_000) return items
    next = idOf(body.at(-1) as Item) + 1
  }
}

const FINAL: ReadonlySet<string> = new Set(['FILLED', 'CANCELED', 'EXPIRED'])

const assertThere = async (server: RunningServer, key: DemoKeyFile, told: Told): Promise<void> => {
  const { rest } = server.demo
  const orders = new Map((await read<Order>(rest, key, '/fapi/v1/allOrders', 'orderId', ({ orderId }) => orderId)).map((order) => [order.orderId, order]))
  for (const one of told.orders.values()) {
    const found = orders.get(one.orderId)
    assert.ok(found, `order ${one.orderId} was acknowledged`)
    assert.ok(units(found.executedQty) >= units(one.executedQty), `order ${one.orderId} has what was executed`)
    if (FINAL.has(one.status)) assert.deepEqual([found.status, found.executedQty], [one.status, one.executedQty], `order ${one.orderId}`)
  }
  const algos = new Map((await read<Algo>(rest, key, '/fapi/v1/allAlgoOrders', 'algoId', ({ algoId }) => algoId)).map((algo) => [algo.algoId, algo.algoStatus]))
  // A cancellation that was under way was perhaps done and not told.
  for (const { algoId, algoStatus } of told.algos.values()) assert.ok(algos.get(algoId) === algoStatus || (algoStatus === 'NEW' && algos.get(algoId) === 'CANCELED'), `algo order ${algoId}: ${algoStatus} became ${algos.get(algoId)}`)
  const fills = await read<Fill & { readonly id: number }>(rest, key, '/fapi/v1/userTrades', 'fromId', ({ id }) => id)
  const held = fills.reduce((sum, { side, qty }) => sum + (side === 'BUY' ? units(qty) : -units(qty)), 0n)
  const { body: [position] } = await signedCall<{ positionAmt: string }[]>(rest, key, 'GET', '/fapi/v3/positionRisk', { symbol: SYMBOL })
  assert.equal(units(position?.positionAmt ?? '0'), held, 'the position is what was traded')
  assert.ok(held > 0n, 'a position is open')
}

const auditPositions = async (dataFolder: string): Promise<void> => {
  const exchange = await durableExchange(dataFolder)
  assertSumsToZero(exchange)
  assertCleared(exchange)
}

test(`kill -9, ${ROUNDS} times with open positions: every acknowledged order, fill and algo order is there, and what is cleared is what is open`, async () => {
  const server = await RunningServer.start({ options: ['--rate-limits', 'off'] })
  const key = server.demo.keys.futures
  const told = new Told()
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { body: { markPrice } } = await signedCall<{ markPrice: string }>(server.demo.rest, key, 'GET', '/fapi/v1/premiumIndex', { symbol: SYMBOL })
      const load = Promise.all(['a', 'b'].map((name) => trade(server, key, told, `${round}${name}`, Number(markPrice))))
      load.catch(() => undefined)
      while (told.orders.size < round * 25 && server.isRunning) await new Promise((resolve) => setTimeout(resolve, 5))
      assert.equal(await server.end('SIGKILL'), 'SIGKILL')
      await load
      if (round === ROUNDS) await auditPositions(server.dataFolder)
      await server.launch()
      await assertThere(server, key, told)
    }
    assert.ok(told.algos.size > 5, 'orders waited for a price')
  } finally {
    await server.stop()
  }
})
