import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aKey, anAccount } from '../../../../test/harness/in-process.ts'
import { aWorld } from '../../../../test/harness/world.ts'
import { amount, formatDecimal } from '../../../money.ts'
import { DAY, MS } from '../../../time.ts'
import { endsOf, TRANSFER_TYPES } from '../../wallet-names.ts'

const alice = anAccount(100_001, { products: { margin: true, futures: true } })
const ROW = ['POST', '/sapi/v1/asset/transfer'] as const
const HISTORY = ['GET', '/sapi/v1/asset/transfer'] as const

const prepared = (owner = alice) => {
  const world = aWorld([owner])
  world.fund(owner, 'USDT', '100000')
  world.fund(owner, 'BTC', '10')
  return { world, call: world.as(owner) }
}

const SYMBOLS = { fromSymbol: 'BTCUSDT', toSymbol: 'ETHUSDT' }
/** Types whose wallets exist, and a way to bring money into the wallet they take it from. */
const BUILT = TRANSFER_TYPES.filter((type) => Object.values(endsOf(type)).every((end) => !['CMFUTURE', 'OPTION', 'PORTFOLIO_MARGIN'].includes(end)))

test('each pair of wallets moves what it says, and conserves every asset', async () => {
  assert.equal(BUILT.length, 17)
  const { world, call } = prepared()
  const { view } = world.venue
  const total = (): string => formatDecimal(view.wallet.wallets(alice.id).reduce((sum, wallet) => {
    const { free, locked } = view.wallet.balance(alice.id, 'USDT', wallet)
    return sum + free + locked
  }, 0n))
  for (const [type, into] of [['MAIN_FUNDING', ''], ['MAIN_UMFUTURE', ''], ['MAIN_MARGIN', ''], ['MARGIN_ISOLATEDMARGIN', 'BTCUSDT']] as const) {
    assert.equal((await call(...ROW, { type, asset: 'USDT', amount: '1000', ...(into !== '' && { toSymbol: into }) })).status, 200, type)
    if (type === 'MAIN_MARGIN') await call(...ROW, { type, asset: 'USDT', amount: '1000' })
  }
  for (const type of BUILT) {
    const { status, body } = await call(...ROW, { type, asset: 'USDT', amount: '10', ...SYMBOLS })
    assert.equal(status, 200, `${type} ${JSON.stringify(body)}`)
    assert.equal(total(), '100000.00000000', type)
    const { rows: [row] } = (await call(...HISTORY, { type, ...SYMBOLS })).body as { rows: Record<string, unknown>[] }
    assert.deepEqual(row, { asset: 'USDT', amount: '10.00000000', type, status: 'CONFIRMED', tranId: (body as { tranId: number }).tranId, timestamp: world.clock.nowUs() / MS })
  }
})

test('products that are not built, or not opened on the account, have no wallet to move into', async () => {
  const plain = anAccount(100_002, { products: { margin: false, futures: false } })
  const { call } = prepared(plain)
  const codeOf = async (type: string, more = {}) => ((await call(...ROW, { type, asset: 'USDT', amount: '1', ...more })).body as { code?: number }).code
  assert.deepEqual(await Promise.all(['MAIN_CMFUTURE', 'MAIN_OPTION', 'MAIN_PORTFOLIO_MARGIN', 'MAIN_MARGIN', 'MAIN_UMFUTURE'].map((type) => codeOf(type))), [-5011, -5010, -5010, -3003, -5011])
  assert.equal(await codeOf('MARGIN_ISOLATEDMARGIN', { toSymbol: 'BTCUSDT' }), -3003)
  assert.equal(await codeOf('MAIN_FUNDING'), undefined)
})

test('on the testnet every product is open', async () => {
  const plain = anAccount(100_002, { products: { margin: false, futures: false } })
  const { world } = prepared(plain)
  const call = world.as(plain, { key: aKey(plain, { environment: 'testnet' }) })
  assert.equal((await call(...ROW, { type: 'MAIN_MARGIN', asset: 'USDT', amount: '1' })).status, 200)
})

test('more than is free, nothing, an unknown asset and a missing symbol are refused, and nothing moved', async () => {
  const { world, call } = prepared()
  const { sequence } = world.venue.view
  const codeOf = async (parameters: Record<string, string>) => ((await call(...ROW, { type: 'MAIN_FUNDING', asset: 'USDT', amount: '1', ...parameters })).body as { code?: number }).code
  assert.equal(await codeOf({ amount: '100000.00000001' }), -5002)
  assert.equal(await codeOf({ amount: '0' }), -5007)
  assert.equal(await codeOf({ asset: 'NOPE' }), -4018)
  assert.equal(await codeOf({ type: 'SPOT_FUNDING' }), -1130)
  assert.equal(await codeOf({ type: 'MARGIN_ISOLATEDMARGIN' }), -1102)
  assert.equal(await codeOf({ type: 'ISOLATEDMARGIN_MARGIN', toSymbol: 'BTCUSDT' }), -1102)
  assert.equal(world.venue.view.sequence, sequence)
})

test('the history is told by type, newest first, by pages, for seven days where no times are given', async () => {
  const { world, call } = prepared()
  for (const part of ['1', '2', '3']) {
    await call(...ROW, { type: 'MAIN_FUNDING', asset: 'USDT', amount: part })
    world.clock.advance(3 * DAY)
  }
  await call(...ROW, { type: 'FUNDING_MAIN', asset: 'USDT', amount: '6' })
  const amounts = async (parameters: Record<string, string | number>) => {
    const { body } = await call(...HISTORY, { type: 'MAIN_FUNDING', ...parameters })
    const { total, rows } = body as { total: number; rows: { amount: string }[] }
    return [total, ...rows.map((row) => Number(row.amount))]
  }
  assert.deepEqual(await amounts({}), [2, 3, 2])
  const early = { startTime: world.clock.nowUs() / MS - 100 * 86_400_000, endTime: world.clock.nowUs() / MS }
  assert.deepEqual(await amounts(early), [3, 3, 2, 1])
  assert.deepEqual(await amounts({ ...early, size: 2, current: 2 }), [3, 1])
  assert.equal(((await call(...HISTORY, { type: 'MAIN_FUNDING', startTime: 1, endTime: early.endTime })).body as { code: number }).code, -4047)
})

test('the funding wallet is told, and withdrawn from; what an unsettled deposit brought is not', async () => {
  const { world, call } = prepared()
  await call(...ROW, { type: 'MAIN_FUNDING', asset: 'BTC', amount: '2' })
  const funding = async () => (await call('POST', '/sapi/v1/asset/get-funding-asset', { needBtcValuation: true })).body
  assert.deepEqual(await funding(), [{ asset: 'BTC', free: '2.00000000', locked: '0.00000000', freeze: '0.00000000', withdrawing: '0.00000000', btcValuation: '2.00000000' }])
  const withdraw = (more: Record<string, string>) => call('POST', '/sapi/v1/capital/withdraw/apply', { coin: 'BTC', address: '1BitcoinEaterAddressDontSendf59kuE', amount: '1.5', walletType: '1', ...more })
  assert.equal((await withdraw({})).status, 200)
  assert.deepEqual(await funding(), [{ asset: 'BTC', free: '0.50000000', locked: '0.00000000', freeze: '0.00000000', withdrawing: '1.50000000', btcValuation: '2.00000000' }])
  assert.equal(((await withdraw({})).body as { code: number }).code, -4026)
  world.clock.advance(DAY)
  world.venue.execute({ kind: 'tick' })
  assert.equal(world.venue.view.wallet.balance(alice.id, 'BTC', 'funding').free, amount('0.5'))
  assert.equal(world.venue.view.wallet.balance(alice.id, 'BTC', 'funding').locked, 0n)
  const wallets = (await call('GET', '/sapi/v1/asset/wallet/balance')).body as { walletName: string; balance: string; activate: boolean }[]
  assert.deepEqual(wallets.filter(({ walletName }) => walletName === 'Funding'), [{ activate: true, balance: '0.50000000', walletName: 'Funding' }])
})
