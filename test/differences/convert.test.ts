import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findEndpoint } from '../../src/binance/endpoint-table.ts'
import { amount } from '../../src/money.ts'
import { anAccount } from '../harness/in-process.ts'
import { aWorld } from '../harness/world.ts'

const alice = anAccount(100_001)

/** A bitcoin is worth 90,000 dollars, and Alice has 10,000. */
const aMarket = () => {
  const world = aWorld([alice])
  assert.equal(world.venue.view.market.lastPrice('BTCUSDT'), amount('90000'))
  world.fund(alice, 'USDT', '10000')
  return world.as(alice)
}

const QUOTE = { fromAsset: 'USDT', toAsset: 'BTC', fromAmount: '100' }

test('a quote is the last price less one in a thousand', async () => {
  const call = aMarket()
  const { toAmount, ratio } = (await call('POST', '/sapi/v1/convert/getQuote', QUOTE)).body as { toAmount: string; ratio: string }
  assert.equal(toAmount, '0.00110999')
  assert.equal(ratio, '0.00001109')
})

test('the least and most of each asset is what is worth 0.1 and 1,000,000 USDT', async () => {
  const call = aMarket()
  const pairs = (await call('GET', '/sapi/v1/convert/exchangeInfo', { fromAsset: 'BTC', toAsset: 'USDT' })).body
  assert.deepEqual(pairs, [{ fromAsset: 'BTC', toAsset: 'USDT', fromAssetMinAmount: '0.00000111', fromAssetMaxAmount: '11.11111111', toAssetMinAmount: '0.10000000', toAssetMaxAmount: '1000000.00000000' }])
})

test('an accepted quote is SUCCESS at once', async () => {
  const call = aMarket()
  const { quoteId } = (await call('POST', '/sapi/v1/convert/getQuote', QUOTE)).body as { quoteId: string }
  assert.equal(((await call('POST', '/sapi/v1/convert/acceptQuote', { quoteId })).body as { orderStatus: string }).orderStatus, 'SUCCESS')
})

test('what cannot be converted is -9000, each with its reason', async () => {
  const call = aMarket()
  const messages = new Set<string>()
  for (const [path, parameters] of [
    ['getQuote', { ...QUOTE, toAsset: 'USDT' }], ['getQuote', { ...QUOTE, fromAmount: '0.01' }], ['getQuote', { ...QUOTE, fromAmount: '2000000' }],
    ['acceptQuote', { quoteId: 'gone' }], ['limit/cancelOrder', { orderId: 7 }],
  ] as const) {
    const { status, body } = await call('POST', `/sapi/v1/convert/${path}`, parameters)
    const { code, msg } = body as { code: number; msg: string }
    assert.deepEqual([status, code], [400, -9000])
    messages.add(msg)
  }
  assert.equal(messages.size, 5)
})

test('the id of a quote is told only to who has the funds', async () => {
  const call = aMarket()
  const { body } = await call('POST', '/sapi/v1/convert/getQuote', { ...QUOTE, fromAmount: '20000' })
  assert.equal('quoteId' in (body as object), false)
})

test('a request for a quote needs spot & margin trading', () => {
  assert.equal(findEndpoint('POST', '/sapi/v1/convert/getQuote')?.permission, 'spotAndMarginTrading')
})
