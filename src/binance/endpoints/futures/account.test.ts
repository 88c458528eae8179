import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { aFuturesWorld } from '../../../../test/harness/futures-world.ts'
import { anAccount } from '../../../../test/harness/in-process.ts'

const [ALICE, BOB] = [anAccount(100_001), anAccount(100_002)]
const ETH = 'ETHUSDT'

describe('a futures account', () => {
  test('a position and what backs it are told alike by every row', async () => {
    const { as, price } = aFuturesWorld([ALICE, BOB])
    const [alice, bob] = [as(ALICE), as(BOB)]
    const at = price(ETH)
    const order = { symbol: ETH, type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: at }
    await alice('POST', '/fapi/v1/order', { ...order, side: 'SELL' })
    await bob('POST', '/fapi/v1/order', { ...order, side: 'BUY' })
    const [risk] = (await bob('GET', '/fapi/v3/positionRisk')).body as { positionAmt: string; entryPrice: string; notional: string; positionInitialMargin: string; liquidationPrice: string }[]
    assert.equal(risk?.positionAmt, '1.00000000')
    assert.equal(Number(risk.entryPrice), Number(at))
    assert.equal(Number(risk.positionInitialMargin), Number(risk.notional) / 20)
    const [short] = (await alice('GET', '/fapi/v3/positionRisk', { symbol: ETH })).body as { positionAmt: string }[]
    assert.equal(short?.positionAmt, '-1.00000000')
    const v2 = (await bob('GET', '/fapi/v2/account')).body as { positions: { symbol: string; positionAmt: string; leverage: string }[]; totalPositionInitialMargin: string; availableBalance: string; assets: { asset: string; walletBalance: string }[] }
    assert.equal(v2.positions.length, 6, 'v2 tells of every contract')
    assert.equal(v2.totalPositionInitialMargin, risk.positionInitialMargin)
    const v3 = (await bob('GET', '/fapi/v3/account')).body as typeof v2
    assert.deepEqual(v3.positions.map(({ symbol }) => symbol), [ETH], 'v3 of those in use')
    const [usdt] = ((await bob('GET', '/fapi/v3/balance')).body as { asset: string; balance: string; availableBalance: string }[])
    const commission = Number(at) * 0.0005
    assert.ok(Math.abs(Number(usdt?.balance) - (10_000 - commission)) < 1e-6, `${usdt?.balance}`)
    assert.equal(usdt?.availableBalance, v2.availableBalance)
    const income = (await bob('GET', '/fapi/v1/income')).body as { incomeType: string; income: string }[]
    assert.deepEqual(income.map(({ incomeType }) => incomeType), ['TRANSFER', 'COMMISSION'])
    assert.ok(Math.abs(Number(income[1]?.income) + commission) < 1e-6)
    assert.deepEqual(((await bob('GET', '/fapi/v1/income', { incomeType: 'TRANSFER' })).body as { income: string }[]).map((one) => one.income), ['10000.00000000'])
  })

  test('settings change once, and are refused while something stands on them', async () => {
    const { as, price } = aFuturesWorld([ALICE])
    const alice = as(ALICE)
    const code = async (path: string, parameters: Record<string, string | number>): Promise<number> => ((await alice('POST', path, parameters)).body as { code: number }).code
    assert.equal(await code('/fapi/v1/marginType', { symbol: ETH, marginType: 'ISOLATED' }), 200)
    assert.deepEqual((await alice('POST', '/fapi/v1/marginType', { symbol: ETH, marginType: 'ISOLATED' })).body, { code: -4046, msg: 'No need to change margin type.' })
    assert.equal(await code('/fapi/v1/multiAssetsMargin', { multiAssetsMargin: 'true' }), -4167)
    assert.deepEqual((await alice('POST', '/fapi/v1/leverage', { symbol: ETH, leverage: 50 })).body, { leverage: 50, maxNotionalValue: '12000000', symbol: ETH })
    const [config] = (await alice('GET', '/fapi/v1/symbolConfig', { symbol: ETH })).body as { marginType: string; leverage: number }[]
    assert.deepEqual([config?.marginType, config?.leverage], ['ISOLATED', 50])
    await alice('POST', '/fapi/v1/order', { symbol: ETH, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.02', price: price(ETH, 0.97) })
    assert.equal(await code('/fapi/v1/positionSide/dual', { dualSidePosition: 'true' }), -4067)
    await alice('DELETE', '/fapi/v1/allOpenOrders', { symbol: ETH })
    assert.equal(await code('/fapi/v1/positionSide/dual', { dualSidePosition: 'true' }), 200)
    assert.deepEqual((await alice('GET', '/fapi/v1/positionSide/dual')).body, { dualSidePosition: true })
    assert.equal(await code('/fapi/v1/positionSide/dual', { dualSidePosition: 'true' }), -4059)
    assert.equal(await code('/fapi/v1/positionMargin', { symbol: ETH, positionSide: 'LONG', amount: '5', type: 1 }), -4054)
  })
})
