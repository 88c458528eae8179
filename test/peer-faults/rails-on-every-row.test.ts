import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type GuardRails, RAIL_NAMES, type RailName } from '../../src/authority/guard-rails.ts'
import { ENDPOINT_TABLE } from '../../src/binance/endpoint-table.ts'
import type { SocketFamily } from '../../src/binance/endpoint.ts'
import { alice, LIMIT, OCO, OLD_OCO, OPO, OPOCO, OTO, OTOCO, type Parameters, RailScene, REPLACE } from '../harness/rail-scene.ts'

/* Every row of the endpoint table by which an order can come to life or money can leave, and every limit of a key: the limit says no. */

const CONTRACT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '85000' }
const CHANGE = { symbol: 'BTCUSDT', side: 'BUY', orderId: '1', quantity: '0.001', price: '85000' }
const ALGO = { algoType: 'CONDITIONAL', symbol: 'BTCUSDT', side: 'BUY', type: 'STOP', quantity: '0.001', price: '85000', triggerPrice: '85100' }
const CONVERT_LIMIT = { baseAsset: 'BTC', quoteAsset: 'USDT', side: 'BUY', limitPrice: '89000', baseAmount: '0.001', expiredType: '1_D' }
const QUOTED = 'a quote for a bitcoin'
const OUT = { coin: 'ETH', network: 'ETH', address: '0x71C7656EC7ab88b098defB751B7401B5f6d8976F', amount: '0.5' }
const AT_MARKET: readonly RailName[] = ['priceBandPercent', 'openOrders']

interface Row {
  readonly parameters: Parameters
  /** Limits that such a call cannot break: it is executed at once, at the market's price, or takes the place of another order. */
  readonly cannotBreak?: readonly RailName[]
}

/** A call of each row that places an order for bitcoins, buying. */
const ROWS: Readonly<Record<string, Row>> = {
  'POST /api/v3/order': { parameters: LIMIT },
  'POST /api/v3/order/test': { parameters: LIMIT },
  'POST /api/v3/sor/order': { parameters: LIMIT },
  'WS /ws-api/v3/sor.order.place': { parameters: LIMIT },
  'POST /api/v3/sor/order/test': { parameters: LIMIT },
  'POST /api/v3/order/cancelReplace': { parameters: REPLACE },
  'POST /api/v3/order/oco': { parameters: OLD_OCO },
  'POST /api/v3/orderList/oco': { parameters: OCO },
  'POST /api/v3/orderList/oto': { parameters: OTO },
  'POST /api/v3/orderList/otoco': { parameters: OTOCO },
  'POST /api/v3/orderList/opo': { parameters: OPO },
  'POST /api/v3/orderList/opoco': { parameters: OPOCO },
  'POST /sapi/v1/asset/dust': { parameters: { asset: 'BTC' }, cannotBreak: AT_MARKET },
  'POST /sapi/v1/convert/acceptQuote': { parameters: { quoteId: QUOTED }, cannotBreak: AT_MARKET },
  'POST /sapi/v1/convert/limit/placeOrder': { parameters: CONVERT_LIMIT },
  'POST /sapi/v1/margin/manual-liquidation': { parameters: { type: 'MARGIN' } },
  'POST /sapi/v1/margin/exchange-small-liability': { parameters: { assetNames: 'BTC' } },
  'POST /sapi/v1/margin/order': { parameters: LIMIT },
  'POST /sapi/v1/margin/order/oco': { parameters: OLD_OCO },
  'POST /sapi/v1/margin/order/oto': { parameters: OTO },
  'POST /sapi/v1/margin/order/otoco': { parameters: OTOCO },
  'POST /fapi/v1/order': { parameters: CONTRACT },
  'POST /fapi/v1/order/test': { parameters: CONTRACT },
  'PUT /fapi/v1/order': { parameters: CHANGE, cannotBreak: ['openOrders'] },
  'POST /fapi/v1/batchOrders': { parameters: { batchOrders: JSON.stringify([CONTRACT, CONTRACT]) } },
  'PUT /fapi/v1/batchOrders': { parameters: { batchOrders: JSON.stringify([CHANGE]) }, cannotBreak: ['openOrders'] },
  'POST /fapi/v1/algoOrder': { parameters: ALGO },
  'POST /fapi/v1/convert/acceptQuote': { parameters: { quoteId: QUOTED }, cannotBreak: AT_MARKET },
}

/** A limit that each of those calls breaks; it is noon, UTC, and two orders are open in the symbol. */
const NARROW: Readonly<Partial<Record<RailName, readonly GuardRails[]>>> = {
  symbols: [{ symbols: ['LTCUSDT'] }], orderTypes: [{ orderTypes: ['TRAILING_STOP_MARKET'] }], priceBandPercent: [{ priceBandPercent: 0.5 }], notionalPerOrder: [{ notionalPerOrder: '1' }],
  notionalPerWindow: [{ notionalPerWindow: { amount: '1', hours: 24 } }], openOrders: [{ openOrders: 1 }], hours: [{ hours: { from: '18:00', until: '11:00' } }],
  // Last: one of the two lets the call through.
  sides: [{ sides: ['SELL'] }, { sides: ['BUY'] }],
}

/** Rows that act and place nothing: each was looked at, and a new one is. */
const PLACES_NOTHING = [
  'PUT /api/v3/order/amend/keepPriority', 'POST /sapi/v1/account/enableFastWithdrawSwitch', 'POST /sapi/v1/account/disableFastWithdrawSwitch', 'POST /sapi/v1/capital/deposit/credit-apply', 'POST /sapi/v1/bnbBurn',
  'POST /sapi/v1/sub-account/virtualSubAccount', 'POST /sapi/v1/sub-account/futures/enable', 'POST /sapi/v1/sub-account/eoptions/enable', 'POST /sapi/v1/sub-account/subAccountApi', 'POST /sapi/v2/sub-account/subAccountApi', 'POST /sapi/v1/sub-account/subAccountApiPermission',
  'POST /sapi/v2/sub-account/subAccountApi/ipRestriction', 'POST /sapi/v1/sub-account/universalTransfer', 'POST /sapi/v1/sub-account/futures/transfer',
  'POST /sapi/v1/sub-account/margin/transfer', 'POST /sapi/v1/sub-account/futures/internalTransfer', 'POST /sapi/v1/sub-account/transfer/subToMaster', 'POST /sapi/v1/sub-account/transfer/subToSub',
  'POST /sapi/v1/convert/getQuote', 'POST /sapi/v1/convert/limit/cancelOrder', 'POST /sapi/v1/margin/isolated/account', 'POST /sapi/v1/margin/max-leverage', 'POST /sapi/v1/margin/apiKey', 'PUT /sapi/v1/margin/apiKey/ip',
  'POST /fapi/v1/countdownCancelAll', 'POST /fapi/v1/leverage', 'POST /fapi/v1/marginType', 'POST /fapi/v1/positionMargin', 'POST /fapi/v1/positionSide/dual', 'POST /fapi/v1/multiAssetsMargin', 'POST /fapi/v1/feeBurn', 'POST /fapi/v1/convert/getQuote',
  // Money that stays within the house, loans, and what only listens or looks.
  'POST /sapi/v1/asset/transfer', 'POST /sapi/v1/margin/borrow-repay', 'POST /sapi/v1/margin/loan', 'POST /sapi/v1/margin/repay', 'POST /sapi/v1/margin/transfer', 'POST /sapi/v1/margin/isolated/transfer',
]

/** A market with two orders of the account's own open in each place, and a quote for it to take. */
const sceneWith = async (quotePath: string | null): Promise<{ readonly scene: RailScene; readonly quoteId: string }> => {
  const scene = new RailScene()
  scene.openMargin()
  scene.openFutures()
  const free = scene.key()
  for (let count = 0; count < 2; count += 1) for (const [path, parameters] of [['/api/v3/order', { ...LIMIT, price: '80000' }], ['/fapi/v1/order', { ...CONTRACT, quantity: '0.002', price: '80000' }]] as const) assert.equal(await scene.outcome(free, 'POST', path, parameters), 'taken', path)
  const given = quotePath === null ? null : await scene.wire.world.as(alice)('POST', quotePath, { fromAsset: 'USDT', toAsset: 'BTC', fromAmount: '100' })
  return { scene, quoteId: (given?.body as { quoteId?: string } | undefined)?.quoteId ?? '' }
}

const placing = ENDPOINT_TABLE.filter(({ orders }) => typeof orders === 'function' || orders === 'untold')

test('every row that could place an order has a call here, every other that acts was looked at', () => {
  assert.deepEqual(placing.map(({ name }) => name).sort(), Object.keys(ROWS).sort())
  const acting = ENDPOINT_TABLE.filter(({ method, isSigned, permission, withdrawal }) => method !== 'GET' && method !== 'DELETE' && isSigned && permission !== 'reading' && permission !== 'anyKey' && withdrawal === undefined)
  assert.deepEqual(acting.filter((row) => !placing.includes(row)).map(({ name }) => name).sort(), [...PLACES_NOTHING].sort())
  assert.deepEqual(ENDPOINT_TABLE.filter(({ permission }) => permission === 'withdrawals').map(({ withdrawal }) => typeof withdrawal), ['function', 'function'])
  assert.deepEqual(RAIL_NAMES.filter((name) => !name.startsWith('withdrawal')).sort(), Object.keys(NARROW).sort())
})

describe('an order that a limit of the key does not allow is refused on', () => {
  for (const { name, method, path, orders, socketPaths = [] } of placing) {
    const { parameters: told, cannotBreak = [] } = ROWS[name] ?? assert.fail(`no call of ${name}`)
    test([name, ...socketPaths].join(' and '), async () => {
      const { scene, quoteId } = await sceneWith(told.quoteId === QUOTED ? path.replace('acceptQuote', 'getQuote') : null)
      const parameters = told.quoteId === QUOTED ? { ...told, quoteId } : told
      const sockets = (method === 'WS' ? [path] : socketPaths).map((one) => ({ family: one.startsWith('/ws-fapi') ? 'fapi' : 'api', method: one.split('/').at(-1) ?? '' }) satisfies { family: SocketFamily; method: string })
      for (const [rail, limits] of Object.entries(NARROW)) {
        if (cannotBreak.some((one) => one === rail)) continue
        const said: string[] = []
        for (const rails of limits) {
          const key = scene.key(rails)
          if (method !== 'WS') said.push(await scene.outcome(key, method, path, parameters))
          for (const socket of sockets) said.push(scene.message(key, socket.method, parameters, socket.family))
        }
        // Of the two sides a call breaks one or the other; lists that buy and sell break both.
        const isRefused = (one: string): boolean => one === rail
        assert.ok(rail === 'sides' && orders !== 'untold' ? said.some(isRefused) : said.every(isRefused), `${rail}: ${said.join(', ')}`)
      }
    })
  }
})

describe('money that a limit of the key does not allow to leave is refused on', () => {
  for (const { name, method, path } of ENDPOINT_TABLE.filter(({ withdrawal }) => withdrawal !== undefined)) {
    test(name, async () => {
      const scene = new RailScene()
      for (const rails of [{ withdrawalAddresses: ['0x0000000000000000000000000000000000000001'] }, { withdrawalAmount: '1499' }, { withdrawalPerWindow: { amount: '1499', hours: 1 } }, { hours: { from: '18:00', until: '11:00' } }] satisfies GuardRails[]) {
        const [rail = ''] = Object.keys(rails)
        assert.match(await scene.outcome(scene.key(rails), method, path, { ...OUT, questionnaire: '{}' }), new RegExp(`^${rail} -40\\d\\d$`))
      }
      assert.equal(scene.wire.world.venue.view.wallet.withdrawals(alice.id).length, 0)
    })
  }
})

test('orders of one call find what those before them leave of the book: a batch sweeps no further than one order may', async () => {
  const scene = new RailScene()
  scene.openFutures()
  const { view } = scene.wire.world.venue
  const mark = Number(view.futures.market('BTCUSDT')?.markPrice ?? 0n) / 1e8
  const maker = scene.key()
  const sell = { symbol: 'BTCUSDT', side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01' }
  for (const [times, quantity] of [[1.005, '0.01'], [1.08, '0.05']] as const) assert.equal(await scene.outcome(maker, 'POST', '/fapi/v1/order', { ...sell, quantity, price: (mark * times).toFixed(1) }), 'taken')
  const buy = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }
  const batch = (count: number) => ({ batchOrders: JSON.stringify(Array.from({ length: count }, () => buy)) })
  const judged = (rails: GuardRails, count: number): Promise<string> => scene.admit(scene.key(rails), batch(count), { path: '/fapi/v1/batchOrders' }).then((decision) => (decision.admitted ? 'admitted' : decision.refusal.reason === 'guardRail' ? decision.refusal.limit : decision.refusal.reason))
  const perOrder = { notionalPerOrder: (mark * 0.01 * 1.05).toFixed(2) }
  assert.deepEqual([await judged({ priceBandPercent: 1 }, 1), await judged(perOrder, 1)], ['admitted', 'admitted'])
  assert.deepEqual([await judged({ priceBandPercent: 1 }, 2), await judged(perOrder, 2)], ['priceBandPercent', 'notionalPerOrder'])
  assert.equal(await judged({ priceBandPercent: 10 }, 5), 'admitted')
})

test('an order at the market\'s price that waits for another is open until then', async () => {
  const scene = new RailScene()
  const { pendingPrice: _, ...rest } = OTO
  const waits = { ...rest, pendingType: 'MARKET' }
  assert.equal(await scene.outcome(scene.key({ openOrders: 1 }), 'POST', '/api/v3/orderList/oto', waits), 'openOrders')
  assert.equal(await scene.outcome(scene.key({ openOrders: 2 }), 'POST', '/api/v3/orderList/oto', waits), 'taken')
  assert.equal(scene.wire.world.venue.view.orders.openOrders(alice.id, 'BTCUSDT').length, 2)
})

test('orders to convert that wait are open orders of their market', async () => {
  const scene = new RailScene()
  const key = scene.key({ openOrders: 2 })
  const path = '/sapi/v1/convert/limit/placeOrder'
  const sell = { baseAsset: 'BTC', quoteAsset: 'USDT', side: 'SELL', limitPrice: '100000', baseAmount: '0.001', expiredType: '1_D' }
  for (const [parameters, expected] of [[CONVERT_LIMIT, 'taken'], [sell, 'taken'], [CONVERT_LIMIT, 'openOrders'], [sell, 'openOrders']] as const) assert.equal(await scene.outcome(key, 'POST', path, parameters), expected)
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', LIMIT), 'openOrders')
  assert.equal(await scene.outcome(key, 'POST', '/api/v3/order', { ...LIMIT, symbol: 'ETHUSDT', quantity: '0.01', price: '2900' }), 'taken', 'in another market nothing waits')
})
