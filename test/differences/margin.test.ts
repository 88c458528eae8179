import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findEndpoint } from '../../src/binance/endpoint-table.ts'
import { assetTerms, hourlyInterestRoundedUp } from '../../src/exchange/margin/margin-terms.ts'
import { amount, formatDecimal } from '../../src/money.ts'
import { permissionBits } from '../../src/permission.ts'
import { HOUR } from '../../src/time.ts'
import { aKey, anAccount } from '../harness/in-process.ts'
import { aWorld } from '../harness/world.ts'

const alice = anAccount(100_001)

const anOwner = async () => {
  const world = aWorld([alice])
  world.fund(alice, 'USDT', '100000')
  const call = world.as(alice)
  await call('POST', '/sapi/v1/margin/transfer', { asset: 'USDT', amount: '10000', type: 1 })
  return { world, call }
}

const codeOf = ({ body }: { readonly body: unknown }): unknown => (body as { code?: number }).code

test('a transfer into a product that is not built or not opened has a code of its own', async () => {
  const { world, call } = await anOwner()
  const into = async (type: string) => codeOf(await call('POST', '/sapi/v1/asset/transfer', { type, asset: 'USDT', amount: '1' }))
  assert.deepEqual([await into('MAIN_CMFUTURE'), await into('MAIN_OPTION'), await into('MAIN_PORTFOLIO_MARGIN')], [-5011, -5010, -5010])
  const plain = anAccount(100_002, { products: { margin: false, futures: false } })
  world.open(plain)
  const refused = async (type: string) => codeOf(await world.as(plain)('POST', '/sapi/v1/asset/transfer', { type, asset: 'USDT', amount: '1' }))
  assert.deepEqual([await refused('MAIN_MARGIN'), await refused('MAIN_UMFUTURE')], [-3003, -5011])
})

test('margin accounts are valued by the last price, which priceIndex tells', async () => {
  const { world, call } = await anOwner()
  const { price } = (await call('GET', '/sapi/v1/margin/priceIndex', { symbol: 'BTCUSDT' })).body as { price: string }
  assert.equal(price, formatDecimal(world.venue.view.market.lastPrice('BTCUSDT') ?? 0n))
})

test('as much may be borrowed as the account has of its own, times leverage less one', async () => {
  const { call } = await anOwner()
  assert.equal(((await call('GET', '/sapi/v1/margin/maxBorrowable', { asset: 'USDT' })).body as { amount: string }).amount, '20000.00000000')
  assert.equal(codeOf(await call('POST', '/sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: '20000.00000001', type: 'BORROW' })), -3006)
})

test('an hour costs a 24th of one daily rate, rounded up, at borrowing and at each full hour', async () => {
  const { world, call } = await anOwner()
  await call('POST', '/sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: '1000', type: 'BORROW' })
  world.clock.advance(2 * HOUR)
  world.venue.execute({ kind: 'tick' })
  const hour = hourlyInterestRoundedUp('USDT', amount('1000'))
  assert.equal(hour, (amount('1000') * assetTerms('USDT').dailyRate + 24n * amount('1') - 1n) / (24n * amount('1')))
  const { rows } = (await call('GET', '/sapi/v1/margin/interestHistory')).body as { rows: { interest: string; type: string }[] }
  assert.deepEqual(rows.map(({ interest, type }) => [interest, type]), [[formatDecimal(hour * 2n), 'PERIODIC'], [formatDecimal(hour), 'ON_BORROW']])
})

test('liquidation sells by market orders that can be seen, and is told by forceLiquidationRec', async () => {
  const { call } = await anOwner()
  assert.equal((await call('POST', '/sapi/v1/margin/order', { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '0.01', sideEffectType: 'MARGIN_BUY' })).status, 200)
  assert.equal((await call('POST', '/sapi/v1/margin/manual-liquidation', { type: 'MARGIN' })).status, 200)
  const orders = (await call('GET', '/sapi/v1/margin/allOrders', { symbol: 'BTCUSDT' })).body as { clientOrderId: string; side: string; orderId: number }[]
  const last = orders.at(-1)
  assert.match(last?.clientOrderId ?? '', /^autoclose-/)
  const { rows } = (await call('GET', '/sapi/v1/margin/forceLiquidationRec')).body as { rows: { orderId: number; side: string }[] }
  assert.deepEqual(rows.map(({ orderId, side }) => [orderId, side]), [[last?.orderId, 'BUY']])
  const { userAssets } = (await call('GET', '/sapi/v1/margin/account')).body as { userAssets: { borrowed: string }[] }
  assert.deepEqual(userAssets.filter(({ borrowed }) => borrowed !== '0.00000000'), [])
})

test('an order that borrows needs the margin right beside trading; one that repays does not', async () => {
  const { world, call } = await anOwner()
  await call('POST', '/sapi/v1/margin/borrow-repay', { asset: 'USDT', amount: '100', type: 'BORROW' })
  const row = findEndpoint('POST', '/sapi/v1/margin/order')
  const furtherFor = (type: string) => row?.furtherPermissions?.(new Map([['sideEffectType', type]]) as unknown as Parameters<NonNullable<typeof row.furtherPermissions>>[0]) // a row asks it for one name alone
  assert.deepEqual(['NO_SIDE_EFFECT', 'MARGIN_BUY', 'AUTO_REPAY', 'AUTO_BORROW_REPAY'].map(furtherFor), [[], ['margin'], [], ['margin']])
  const trader = world.as(alice, { key: aKey(alice, { permissions: permissionBits(['spotAndMarginTrading']) }) })
  assert.equal((await trader('POST', '/sapi/v1/margin/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001', sideEffectType: 'AUTO_REPAY' })).status, 200)
})

const SPECIAL = '/sapi/v1/margin/apiKey'

test('special keys are made where the policy lets keys manage keys, within the key that asks, on accounts that opened margin', async () => {
  const { world, call } = await anOwner()
  const wish = { apiName: 'low', ip: '127.0.0.1' }
  const by = async (permissions: number, further: object = {}) => world.as(alice, { key: aKey(alice, { permissions }) })('POST', SPECIAL, { ...wish, ...further })
  const traderOnly = await by(permissionBits(['spotAndMarginTrading']), { apiName: 'blind' })
  assert.equal(traderOnly.status, 200)
  assert.deepEqual(world.subs.authority.byText((traderOnly.body as { apiKey: string }).apiKey)?.permissions, permissionBits(['spotAndMarginTrading']))
  assert.equal(codeOf(await call('POST', SPECIAL, { ...wish, ip: '127.0.0.2' })), -1002)
  assert.equal(codeOf(await call('POST', SPECIAL, { apiName: 'anywhere' })), -1002)
  assert.equal((await call('POST', SPECIAL, wish)).status, 200)
  assert.equal(codeOf(await call('POST', SPECIAL, wish)), -9000, 'the label is taken')
  assert.equal(codeOf(await call('POST', SPECIAL, { ...wish, apiName: 'pem', publicKey: 'AAAA' })), -1130)
  const counted = aKey(alice, { expiresAtUs: world.clock.nowUs() + HOUR })
  assert.equal(codeOf(await world.as(alice, { key: counted })('POST', SPECIAL, { ...wish, apiName: 'late' })), -1002, 'it would outlive its maker')
  const lapsing = aKey(alice, { permissions: permissionBits(['reading', 'spotAndMarginTrading']), allowList: { mode: 'unrestricted' }, tradingLapsesAtUs: world.clock.nowUs() + 3 * 24 * HOUR + HOUR })
  const heir = (await world.as(alice, { key: lapsing })('POST', SPECIAL, { apiName: 'heir' })).body as { apiKey: string }
  assert.equal(world.subs.authority.byText(heir.apiKey)?.expiresAtUs, world.clock.nowUs() + 3 * 24 * HOUR, 'and its trading ends with its maker’s')
  assert.deepEqual([codeOf(await call('POST', SPECIAL, { ...wish, symbol: 'NOTHING' })), codeOf(await call('GET', SPECIAL, { apiKey: 'nobodys' }))], [-1121, -2008])
  const plain = anAccount(100_002, { products: { margin: false, futures: false } })
  world.open(plain)
  assert.equal(codeOf(await world.as(plain)('POST', SPECIAL, wish)), -3003)
  await world.subs.policies.change(alice.id, { keysManageKeys: false }, { timeUs: 0, actor: '', source: '', act: '', subject: '', before: null, after: null }, null)
  assert.equal(codeOf(await call('POST', SPECIAL, { ...wish, apiName: 'more' })), -1002)
  assert.equal(codeOf(await call('DELETE', SPECIAL, { apiName: 'low' })), -1002)
  assert.equal((await call('GET', '/sapi/v1/margin/api-key-list') as { body: { ip: string }[] }).body.find(({ ip }) => ip === '0.0.0.0') !== undefined, true, 'reading changes nothing')
})

test('a special key borrows nothing, trades no pair but its own, and its account is told as one of margin', async () => {
  const { world, call } = await anOwner()
  const special = world.as(alice, { key: aKey(alice, { boundTo: 'crossMargin', permissions: permissionBits(['reading', 'spotAndMarginTrading']) }) })
  const isolated = world.as(alice, { key: aKey(alice, { boundTo: 'isolatedMargin:ETHUSDT', permissions: permissionBits(['reading', 'spotAndMarginTrading']) }) })
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: '60000' }
  assert.equal(codeOf(await special('POST', '/api/v3/order', order)), -2010)
  assert.equal(codeOf(await isolated('POST', '/api/v3/order', order)), -3028)
  assert.equal((await special('GET', '/api/v3/account') as { body: { accountType: string } }).body.accountType, 'MARGIN')
  assert.equal((await call('GET', '/api/v3/account') as { body: { accountType: string } }).body.accountType, 'SPOT')
})

test('below the last bar a special key opens no order, cancelReplace too, which leaves the old order as it is; cancelling alone goes on', async () => {
  const { world, call } = await anOwner()
  const [bob, carol] = [anAccount(100_002), anAccount(100_003)]
  for (const [who, asset] of [[bob, 'USDT'], [carol, 'BTC']] as const) {
    world.open(who)
    world.fund(who, asset, '1000000')
  }
  const price = Number(((await call('GET', '/sapi/v1/margin/priceIndex', { symbol: 'BTCUSDT' })).body as { price: string }).price)
  const limit = (side: 'BUY' | 'SELL', quantity: string, times: number) => ({ symbol: 'BTCUSDT', side, type: 'LIMIT', timeInForce: 'GTC', quantity, price: (price * times).toFixed(2) })
  await world.as(bob)('POST', '/api/v3/order', limit('BUY', '1', 1))
  const short = await call('POST', '/sapi/v1/margin/order', { ...limit('SELL', (15_000 / price).toFixed(4), 0.9), sideEffectType: 'MARGIN_BUY' })
  assert.equal((short.body as { status: string }).status, 'FILLED')
  const special = world.as(alice, { key: aKey(alice, { boundTo: 'crossMargin', permissions: permissionBits(['reading', 'spotAndMarginTrading']) }) })
  const resting = (await special('POST', '/api/v3/order', limit('BUY', '0.001', 0.5))).body as { orderId: number }
  // Bob takes what is offered below and waits; Carol sells to him there: the price is higher by six tenths, and Alice has hardly what she owes.
  await world.as(bob)('POST', '/api/v3/order', limit('BUY', '5', 1.6))
  await world.as(carol)('POST', '/api/v3/order', limit('SELL', '0.1', 1.6))

  assert.equal(codeOf(await special('POST', '/api/v3/order', limit('BUY', '0.001', 0.5))), -3023)
  assert.equal(codeOf(await call('POST', '/sapi/v1/margin/order', limit('BUY', '0.001', 0.5))), -3023)
  const replace = { ...limit('BUY', '0.001', 0.4), cancelOrderId: String(resting.orderId) }
  for (const cancelReplaceMode of ['STOP_ON_FAILURE', 'ALLOW_FAILURE']) assert.equal(codeOf(await special('POST', '/api/v3/order/cancelReplace', { ...replace, cancelReplaceMode })), -3023, cancelReplaceMode)
  const open = (await special('GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' })).body as { orderId: number }[]
  assert.deepEqual(open.map(({ orderId }) => orderId), [resting.orderId])
  assert.equal(((await special('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: String(resting.orderId) })).body as { status: string }).status, 'CANCELED')
})
