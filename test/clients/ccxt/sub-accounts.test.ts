import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import ccxt from 'ccxt'
import { type DemoKeyFile, RunningServer } from '../../harness/running-server.ts'

let server: RunningServer

before(async () => { server = await RunningServer.start() })
after(async () => { await server.stop() })

/** ccxt's methods of single endpoints, which its types do not list. */
type Implicit = Readonly<Record<string, (parameters?: Readonly<Record<string, unknown>>) => Promise<Readonly<Record<string, unknown>>>>>

/** ccxt as its users make it; the hosts alone are others. */
const exchangeOf = (key: DemoKeyFile) => {
  const exchange = new ccxt.binance({ apiKey: key.apiKey, secret: key.secretKey ?? '', options: { fetchCurrencies: false, fetchMarkets: { types: ['spot'] } } })
  const { rest } = server.demo
  const urls = exchange.urls['api'] as Record<string, string>
  for (const [name, url] of Object.entries(urls)) urls[name] = url.replace(/^https:\/\/[^/]+/, rest)
  return { exchange, call: exchange as unknown as Implicit }
}

test('ccxt makes a sub-account, funds it, and makes, binds and deletes a key for it', async () => {
  const { exchange, call } = exchangeOf(server.demo.keys.all)
  // Written raw into query and body, the address is not encoded by ccxt.
  const { email } = await call['sapiPostSubAccountVirtualSubAccount']?.({ subAccountString: 'ccxt1' }) as { email: string }
  const listed = await call['sapiGetSubAccountList']?.({ email }) as { subAccounts: { email: string }[] }
  assert.deepEqual(listed.subAccounts.map((one) => one.email), [email])
  const moved = await call['sapiPostSubAccountUniversalTransfer']?.({ toEmail: email, fromAccountType: 'SPOT', toAccountType: 'SPOT', asset: 'USDT', amount: 50, clientTranId: 'ccxt-1' }) as { tranId: string }
  assert.ok(moved.tranId)
  const { balances } = await call['sapiV3GetSubAccountAssets']?.({ email }) as { balances: { asset: string; free: string }[] }
  assert.deepEqual(balances.map(({ asset, free }) => [asset, Number(free)]), [['USDT', 50]])
  const history = await call['sapiGetSubAccountUniversalTransfer']?.({ toEmail: email }) as { result: { clientTranId: string }[] }
  assert.deepEqual(history.result.map(({ clientTranId }) => clientTranId), ['ccxt-1'])
  const spot = await call['sapiGetSubAccountSubTransferHistory']?.({ toEmail: email }) as unknown as { qty: string }[]
  assert.deepEqual(spot.map(({ qty }) => Number(qty)), [50])
  const address = await call['sapiGetCapitalDepositSubAddress']?.({ email, coin: 'BTC' }) as { address: string }
  assert.ok(address.address)
  for (const name of ['sapiGetSubAccountSpotSummary', 'sapiGetSubAccountStatus', 'sapiGetSubAccountMarginAccountSummary', 'sapiGetSubAccountFuturesAccountSummary']) assert.ok(await call[name]?.(), name)

  const made = await exchange.request('sub-account/subAccountApi', 'sapi', 'POST', { email, apiName: 'ccxt bot', status: 2, ipAddress: '127.0.0.1', canTrade: true }) as { apiKey: string; secretKey: string }
  const bot = exchangeOf({ apiKey: made.apiKey, secretKey: made.secretKey, permissions: [] })
  assert.equal((await bot.exchange.fetchBalance())['USDT']?.total, 50)
  assert.ok((await bot.exchange.createOrder('BTC/USDT', 'limit', 'buy', 0.0005, 30_000)).id)
  const restriction = await call['sapiGetSubAccountSubAccountApiIpRestriction']?.({ email, subAccountApiKey: made.apiKey }) as { ipRestrict: string; ipList: string[] }
  assert.deepEqual([restriction.ipRestrict, restriction.ipList], ['true', ['127.0.0.1']])
  await call['sapiDeleteSubAccountSubAccountApiIpRestrictionIpList']?.({ email, subAccountApiKey: made.apiKey, ipAddress: '127.0.0.1' })
  await assert.rejects(bot.exchange.fetchBalance(), /-2015/)
})
