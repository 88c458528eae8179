import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { anAccount } from '../../../../test/harness/in-process.ts'
import { aWorld, type World } from '../../../../test/harness/world.ts'

const alice = anAccount(100_001, { products: { margin: true, futures: false } })

let world: World
let call: ReturnType<World['as']>
beforeEach(() => {
  world = aWorld()
  call = world.endow(alice, { BTC: '10', USDT: '90000' })
})

test('every coin of the venue is told, with what the account has of it', async () => {
  await call('POST', '/sapi/v1/capital/withdraw/apply', { coin: 'BTC', address: '1BitcoinEaterAddressDontSendf59kuE', amount: '1' })
  const coins = (await call('GET', '/sapi/v1/capital/config/getall')).body as { coin: string; free: string; withdrawing: string; trading: boolean; networkList: { network: string; isDefault: boolean }[] }[]
  assert.deepEqual(coins.map(({ coin }) => coin), world.venue.view.assets().map(({ name }) => name))
  const bitcoin = coins.find(({ coin }) => coin === 'BTC')
  assert.deepEqual([bitcoin?.free, bitcoin?.withdrawing, bitcoin?.trading], ['9.00000000', '1.00000000', true])
  for (const { networkList } of coins) assert.equal(networkList.filter(({ isDefault }) => isDefault).length, 1)
})

test('getUserAsset reads what is not zero, and values it in bitcoin when asked', async () => {
  const rows = (await call('POST', '/sapi/v3/asset/getUserAsset', { needBtcValuation: true })).body as { asset: string; free: string; btcValuation: string }[]
  assert.deepEqual(rows.map(({ asset }) => asset).sort(), ['BTC', 'USDT'])
  assert.equal(rows.find(({ asset }) => asset === 'BTC')?.btcValuation, '10.00000000')
  const one = (await call('POST', '/sapi/v3/asset/getUserAsset', { asset: 'USDT' })).body as { asset: string; btcValuation: string }[]
  assert.deepEqual(one.map(({ asset, btcValuation }) => [asset, btcValuation]), [['USDT', '0.00000000']])
})

test('each wallet is told in one asset, active where the product is opened', async () => {
  const wallets = (await call('GET', '/sapi/v1/asset/wallet/balance')).body as { walletName: string; balance: string; activate: boolean }[]
  assert.ok(Number(wallets.find(({ walletName }) => walletName === 'Spot')?.balance) >= 10)
  assert.equal(wallets.find(({ walletName }) => walletName === 'Cross Margin')?.activate, true)
  assert.equal(wallets.find(({ walletName }) => walletName === 'USDⓈ-M Futures')?.activate, false)
  assert.equal(((await call('GET', '/sapi/v1/asset/wallet/balance', { quoteAsset: 'NOPE' })).body as { code: number }).code, -4018)
})

test('assetDetail tells of every asset, or of one', async () => {
  assert.deepEqual(Object.keys((await call('GET', '/sapi/v1/asset/assetDetail')).body as object), world.venue.view.assets().map(({ name }) => name))
  assert.deepEqual((await call('GET', '/sapi/v1/asset/assetDetail', { asset: 'BTC' })).body, { BTC: { minWithdrawAmount: '0.00003000', depositStatus: true, withdrawFee: 0.000015, withdrawStatus: true } })
})

test('tradeFee tells the rates of the account', async () => {
  assert.deepEqual((await call('GET', '/sapi/v1/asset/tradeFee', { symbol: 'BTCUSDT' })).body, [{ symbol: 'BTCUSDT', makerCommission: '0.00100000', takerCommission: '0.00100000' }])
  assert.equal(((await call('GET', '/sapi/v1/asset/tradeFee')).body as unknown[]).length, world.venue.view.symbols().length)
  assert.equal(((await call('GET', '/sapi/v1/asset/tradeFee', { symbol: 'NOPE' })).body as { code: number }).code, -1121)
})

test('paying commissions in BNB is switched by POST and told by GET', async () => {
  assert.deepEqual((await call('GET', '/sapi/v1/bnbBurn')).body, { spotBNBBurn: false, interestBNBBurn: false })
  assert.deepEqual((await call('POST', '/sapi/v1/bnbBurn', { spotBNBBurn: 'true' })).body, { spotBNBBurn: true, interestBNBBurn: false })
  assert.deepEqual((await call('GET', '/sapi/v1/bnbBurn')).body, { spotBNBBurn: true, interestBNBBurn: false })
  assert.deepEqual((await call('POST', '/sapi/v1/bnbBurn', { spotBNBBurn: 'false' })).body, { spotBNBBurn: false, interestBNBBurn: false })
})

test('the fast withdrawal switch is kept', async () => {
  assert.deepEqual(await call('POST', '/sapi/v1/account/enableFastWithdrawSwitch'), { status: 200, body: {} })
  assert.equal(world.venue.view.wallet.hasFastWithdraw(alice.id), true)
  assert.deepEqual(await call('POST', '/sapi/v1/account/disableFastWithdrawSwitch'), { status: 200, body: {} })
  assert.equal(world.venue.view.wallet.hasFastWithdraw(alice.id), false)
})

test('account/info tells the products that are opened', async () => {
  assert.deepEqual((await call('GET', '/sapi/v1/account/info')).body, { vipLevel: 0, isMarginEnabled: true, isFutureEnabled: false, isOptionsEnabled: false, isPortfolioMarginRetailEnabled: false })
})

test('margin pairs are the markets that allow margin, and a market keeps its number', async () => {
  const pairs = (await call('GET', '/sapi/v1/margin/allPairs')).body as { symbol: string; id: number }[]
  assert.deepEqual(pairs.map(({ symbol }) => symbol), world.venue.view.symbols().filter((symbol) => symbol.marginTradingAllowed).map(({ name }) => name))
  const [second] = (await call('GET', '/sapi/v1/margin/allPairs', { symbol: pairs[1]?.symbol ?? '' })).body as { id: number }[]
  assert.equal(second?.id, pairs[1]?.id)
})
