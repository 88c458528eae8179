import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { bitting } from '../harness/bitting-command.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { type Parameters, signatureOf, signedCall } from '../harness/signed-request.ts'

let server: RunningServer
before(async () => { server = await RunningServer.start() })
after(() => server?.stop())

type Body = Readonly<Record<string, unknown>>

const calling = (key: DemoKeyFile) => async (method: string, path: string, parameters: Parameters = {}): Promise<Body> => {
  const { status, body } = await signedCall<Body>(server.demo.rest, key, method, path, parameters)
  assert.equal(status, 200, `${method} ${path} ${JSON.stringify(body)}`)
  return body
}
const refusedWith = async (key: DemoKeyFile, method: string, path: string, parameters: Parameters = {}): Promise<readonly [number, unknown]> => {
  const { status, body } = await signedCall<Body>(server.demo.rest, key, method, path, parameters)
  return [status, body['code']]
}
/** The demo market fills its books in the first moments. */
const buys = async (key: DemoKeyFile): Promise<unknown> => {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const { status, body } = await signedCall<Body>(server.demo.rest, key, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' })
    if (status === 200) return body['status']
    await sleep(100)
  }
  return 'nobody sells'
}

test('a main account’s key makes a sub-account, funds it and gives it a key that trades, is narrowed, and ends', async () => {
  const { all } = server.demo.keys
  const main = calling(all)
  const { email } = await main('POST', '/sapi/v1/sub-account/virtualSubAccount', { subAccountString: 'Grid7' }) as { email: string }
  assert.match(email, /^grid7_virtual@[a-z0-9]+noemail\.com$/)
  await main('POST', '/sapi/v1/sub-account/universalTransfer', { toEmail: email, fromAccountType: 'SPOT', toAccountType: 'SPOT', asset: 'USDT', amount: '500', clientTranId: 'fund-1' })
  const made = await main('POST', '/sapi/v1/sub-account/subAccountApi', { email, apiName: 'grid bot', status: 2, ipAddress: '127.0.0.1', canTrade: true }) as { apiKey: string; secretKey: string }
  const bot: DemoKeyFile = { apiKey: made.apiKey, secretKey: made.secretKey, permissions: [] }
  const key = { email, subAccountApiKey: bot.apiKey }

  assert.equal(await buys(bot), 'FILLED')
  const { balances } = await main('GET', '/sapi/v4/sub-account/assets', { email }) as { balances: { asset: string; free: string }[] }
  assert.deepEqual(balances.map(({ asset }) => asset).sort(), ['BTC', 'USDT'])
  const statistics = await main('GET', '/sapi/v1/sub-account/transaction-statistics', { email }) as { recent30BtcTotal: string; tradeInfoVos: { btc: number; busd: number; btcMargin: number }[] }
  assert.equal(Number(statistics.recent30BtcTotal).toFixed(4), '0.0010')
  assert.deepEqual(statistics.tradeInfoVos.map(({ btc, busd, btcMargin }) => [btc.toFixed(4), busd > 0, btcMargin]), [['0.0010', true, 0]])

  // It opens neither the main account nor the rows that are for it, nor a brother.
  assert.deepEqual(await refusedWith(bot, 'GET', '/sapi/v1/sub-account/list'), [400, -1002])
  assert.deepEqual(await refusedWith(bot, 'POST', '/sapi/v1/sub-account/subAccountApi', { email, apiName: 'heir', status: 1 }), [400, -1002])
  assert.deepEqual(await refusedWith(bot, 'POST', '/sapi/v1/asset/transfer', { type: 'MAIN_FUNDING', asset: 'USDT', amount: '1' }), [400, -1002])
  assert.deepEqual(await refusedWith(bot, 'POST', '/sapi/v1/capital/withdraw/apply', { coin: 'USDT', network: 'TRX', address: 'TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC', amount: '10' }), [400, -1002])
  const { balances: own } = await calling(bot)('GET', '/api/v3/account', { omitZeroBalances: true }) as { balances: { asset: string }[] }
  assert.deepEqual(own.map(({ asset }) => asset).sort(), ['BTC', 'USDT'])
  // The other way, a main account's key does not trade for it: it has no parameter for that, and its orders are its own.
  await calling(bot)('POST', '/sapi/v1/sub-account/transfer/subToMaster', { asset: 'USDT', amount: '1' })

  // In force at the next request, whatever changes.
  await main('POST', '/sapi/v1/sub-account/subAccountApiPermission', { ...key, canTrade: false })
  assert.deepEqual(await refusedWith(bot, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' }), [401, -2015])
  await calling(bot)('GET', '/api/v3/account')
  await main('DELETE', '/sapi/v1/sub-account/subAccountApi/ipRestriction/ipList', { ...key, ipAddress: '127.0.0.1' })
  assert.deepEqual(await refusedWith(bot, 'GET', '/api/v3/account'), [401, -2015])
  await main('POST', '/sapi/v2/sub-account/subAccountApi/ipRestriction', { ...key, status: 2, ipAddress: '127.0.0.1' })
  await calling(bot)('GET', '/api/v3/account')
  const { total, list } = await main('GET', '/sapi/v1/sub-account/subAccountApi', { email }) as { total: number; list: { apikey: string; canTrade: boolean }[] }
  assert.deepEqual([total, list[0]?.apikey, list[0]?.canTrade], [1, bot.apiKey, false])
  await main('DELETE', '/sapi/v1/sub-account/subAccountApi', key)
  assert.deepEqual(await refusedWith(bot, 'GET', '/api/v3/account'), [401, -2015])
})

test('a sub-account that is closed refuses at the next request, and its main account still sees and empties it', async () => {
  const { all, sub1 } = server.demo.keys
  const main = calling(all)
  const { subAccounts: [first] } = await main('GET', '/sapi/v1/sub-account/list') as { subAccounts: { email: string; subUserId: number; isFreeze: boolean }[] }
  assert.ok(first)
  await calling(sub1)('GET', '/api/v3/account')
  const closed = await bitting('accounts', 'close', String(first.subUserId), '--data', server.dataFolder)
  assert.equal(closed.code, 0, closed.stderr)
  assert.deepEqual(await refusedWith(sub1, 'GET', '/api/v3/account'), [401, -2015])
  assert.deepEqual(await refusedWith(sub1, 'POST', '/sapi/v1/sub-account/transfer/subToMaster', { asset: 'USDT', amount: '1' }), [401, -2015])
  const frozen = await main('GET', '/sapi/v1/sub-account/list', { isFreeze: true, limit: 10 }) as { subAccounts: { email: string }[] }
  assert.deepEqual(frozen.subAccounts.map(({ email }) => email), [first.email])
  await main('POST', '/sapi/v1/sub-account/universalTransfer', { fromEmail: first.email, fromAccountType: 'SPOT', toAccountType: 'SPOT', asset: 'USDT', amount: '100' })
})

test('the second version takes a public key in the body, and never in the address of a request', async () => {
  const { all, sub1 } = server.demo.keys
  const { subAccounts: [first] } = await calling(all)('GET', '/sapi/v1/sub-account/list') as { subAccounts: { email: string }[] }
  assert.ok(first)
  const publicKey = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE='
  const parameters = { email: first.email, apiName: `fix ${sub1.apiKey.slice(-6)}`, status: 2, ipAddress: '127.0.0.1', publicKey }
  assert.deepEqual(await refusedWith(all, 'POST', '/sapi/v2/sub-account/subAccountApi', parameters), [400, -1106])
  const payload = `${new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]))}&timestamp=${Date.now()}`
  const answer = await fetch(`${server.demo.rest}/sapi/v2/sub-account/subAccountApi`, { method: 'POST', headers: { 'X-MBX-APIKEY': all.apiKey, 'content-type': 'application/x-www-form-urlencoded' }, body: `${payload}&signature=${signatureOf(all, payload)}` })
  const body = await answer.json() as Body
  assert.deepEqual([answer.status, body['secretKey'], body['ipList']], [200, null, ['127.0.0.1']], JSON.stringify(body))
})
