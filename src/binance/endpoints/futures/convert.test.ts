import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { aFuturesWorld } from '../../../../test/harness/futures-world.ts'
import { anAccount } from '../../../../test/harness/in-process.ts'
import { type TaxKind, taxRows } from '../../../operations/tax-records.ts'
import { MINUTE } from '../../../time.ts'

const [ALICE, BOB] = [anAccount(100_001), anAccount(100_002)]
interface Quote { readonly quoteId?: string; readonly toAmount: string }
const ASKED = { fromAsset: 'USDT', toAsset: 'BTC', fromAmount: '900' }

describe('conversions within a futures wallet', () => {
  test('move one asset out and the other in, and leave a trace in the income', async () => {
    const { as, world } = aFuturesWorld([ALICE])
    const alice = as(ALICE)
    const { quoteId, toAmount } = (await alice('POST', '/fapi/v1/convert/getQuote', ASKED)).body as Quote
    const { orderId, orderStatus } = (await alice('POST', '/fapi/v1/convert/acceptQuote', { quoteId: quoteId ?? '' })).body as { orderId: string; orderStatus: string }
    assert.equal(orderStatus, 'SUCCESS')
    const told = (await alice('GET', '/fapi/v1/convert/orderStatus', { orderId })).body as Record<string, unknown>
    assert.deepEqual([told.fromAsset, told.fromAmount, told.toAsset, told.toAmount, told.orderStatus], ['USDT', '900.00000000', 'BTC', toAmount, 'SUCCESS'])
    const balances = (await alice('GET', '/fapi/v3/balance')).body as { asset: string; balance: string }[]
    assert.deepEqual(balances.filter(({ asset }) => asset === 'USDT' || asset === 'BTC').map(({ asset, balance }) => [asset, balance]), [['USDT', '9100.00000000'], ['BTC', toAmount]])
    const income = (await alice('GET', '/fapi/v1/income')).body as { incomeType: string; income: string; asset: string }[]
    // One conversion is one trade for a tax office, and no income.
    const taxed = (kind: TaxKind) => taxRows(kind, ALICE.id, new Date(world.clock.nowUs() / 1_000).getUTCFullYear(), world.venue.view).map(({ cells }) => cells.join(' '))
    assert.deepEqual([taxed('income'), taxed('trades').filter((row) => row.includes('usdFutures USDT→BTC conversion')).length], [[], 1])
    assert.deepEqual(income.slice(-2).map((row) => [row.incomeType, row.asset, row.income]), [['COIN_SWAP_WITHDRAW', 'USDT', '-900.00000000'], ['COIN_SWAP_DEPOSIT', 'BTC', toAmount]])
  })

  test('are of what counts as margin alone', async () => {
    const { as } = aFuturesWorld([ALICE])
    const pairs = (await as(ALICE)('GET', '/fapi/v1/convert/exchangeInfo', { fromAsset: 'USDT' })).body as { toAsset: string }[]
    assert.deepEqual(pairs.map(({ toAsset }) => toAsset).sort(), ['BNB', 'BTC', 'ETH', 'USDC'])
    const { status, body } = await as(ALICE)('POST', '/fapi/v1/convert/getQuote', { ...ASKED, toAsset: 'DOGE' })
    assert.deepEqual([status, (body as { code: number }).code], [400, -9000])
  })

  test('leave what a position needs', async () => {
    const { as, price } = aFuturesWorld([ALICE, BOB])
    const [alice, bob] = [as(ALICE), as(BOB)]
    const order = { symbol: 'ETHUSDT', type: 'LIMIT', timeInForce: 'GTC', quantity: '40', price: price('ETHUSDT') }
    const { quoteId } = (await alice('POST', '/fapi/v1/convert/getQuote', { ...ASKED, fromAmount: '9900' })).body as Quote
    await bob('POST', '/fapi/v1/order', { ...order, side: 'SELL' })
    await alice('POST', '/fapi/v1/order', { ...order, side: 'BUY' })
    const refused = await alice('POST', '/fapi/v1/convert/acceptQuote', { quoteId: quoteId ?? '' })
    assert.equal(refused.status, 400)
    const again = (await alice('POST', '/fapi/v1/convert/getQuote', { ...ASKED, fromAmount: '9900' })).body as Quote
    assert.equal(again.quoteId, undefined, 'whoever has not the funds is told the price, and no id')
    assert.deepEqual((await alice('GET', '/fapi/v1/convert/orderStatus', { quoteId: quoteId ?? '' })).status, 400)
  })

  test('are no way from one right into another: a quote is accepted by the family that gave it', async () => {
    const { as, world } = aFuturesWorld([ALICE])
    const alice = as(ALICE)
    for (const [giver, other] of [['/fapi/v1', '/sapi/v1'], ['/sapi/v1', '/fapi/v1']] as const) {
      const { quoteId = '' } = (await alice('POST', `${giver}/convert/getQuote`, ASKED)).body as Quote
      const { status, body } = await alice('POST', `${other}/convert/acceptQuote`, { quoteId })
      assert.deepEqual([status, (body as { code: number }).code], [400, -9000], other)
      assert.equal((await alice('POST', `${giver}/convert/acceptQuote`, { quoteId })).status, 200)
      assert.equal((await alice('GET', `${other}/convert/orderStatus`, { quoteId })).status, 400)
    }
    const now = world.clock.nowUs() / 1_000
    const flow = (await alice('GET', '/sapi/v1/convert/tradeFlow', { startTime: Math.floor(now - MINUTE / 1_000), endTime: Math.ceil(now + 1) })).body as { list: unknown[] }
    assert.equal(flow.list.length, 1)
  })
})
