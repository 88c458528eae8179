import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aFuturesWorld } from '../../../../test/harness/futures-world.ts'
import { anAccount } from '../../../../test/harness/in-process.ts'
import { amount } from '../../../money.ts'

const [ALICE, BOB] = [anAccount(100_001), anAccount(100_002)]

test('the risk of being reduced is told by what the insurance fund has for each dollar that is held', async () => {
  const { as, price, world } = aFuturesWorld([ALICE, BOB])
  const [alice, bob] = [as(ALICE), as(BOB)]
  const [told] = (await alice('GET', '/fapi/v1/insuranceBalance')).body as { symbols: string[]; assets: { asset: string; marginBalance: string }[] }[]
  assert.equal(told?.symbols.length, 6)
  const fund = Number(told.assets.find(({ asset }) => asset === 'USDT')?.marginBalance)
  assert.equal(fund, 10_000_000)
  for (const account of [ALICE, BOB]) {
    world.fund(account, 'USDT', '3000000000')
    world.venue.execute({ kind: 'transfer', from: { accountId: account.id, wallet: 'spot' }, to: { accountId: account.id, wallet: 'usdFutures' }, asset: 'USDT', amount: amount('3000000000') })
    await as(account)('POST', '/fapi/v1/leverage', { symbol: 'ETHUSDT', leverage: 1 })
  }
  const at = price('ETHUSDT')
  const order = { symbol: 'ETHUSDT', type: 'LIMIT', timeInForce: 'GTC', quantity: '10000', price: at }
  const risks: string[] = []
  for (let lots = 0; lots <= 40; lots++) {
    const held = lots * 10_000 * Number(at)
    const [row] = (await alice('GET', '/fapi/v1/symbolAdlRisk')).body as { symbol: string; adlRisk: string }[]
    assert.equal(row?.symbol, 'BTCUSDT')
    const { adlRisk } = (await alice('GET', '/fapi/v1/symbolAdlRisk', { symbol: 'ETHUSDT' })).body as { adlRisk: string }
    assert.equal(adlRisk, fund >= held * 0.05 ? 'low' : fund >= held * 0.01 ? 'medium' : 'high', String(held))
    risks.push(adlRisk)
    await bob('POST', '/fapi/v1/order', { ...order, side: 'SELL' })
    assert.equal((await alice('POST', '/fapi/v1/order', { ...order, side: 'BUY' })).status, 200)
  }
  assert.deepEqual([...new Set(risks)], ['low', 'medium', 'high'])
})
