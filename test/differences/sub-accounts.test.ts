import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findEndpoint } from '../../src/binance/endpoint-table.ts'
import { permissionBits } from '../../src/permission.ts'
import { aKey, anAccount } from '../harness/in-process.ts'
import { aWorld } from '../harness/world.ts'

const main = anAccount(100_001)
const sub = anAccount(100_002, { parentId: main.id, email: 'bots@example.com', products: { margin: true, futures: false } })
const { email } = sub

const scene = (owner = main) => {
  const world = aWorld([owner, sub])
  world.fund(owner, 'USDT', '1000')
  return { world, call: world.as(owner) }
}
const codeOf = ({ body }: { readonly body: unknown }): unknown => (body as { code?: number }).code
const NEW_KEY = { email, apiName: 'bot', status: 2, ipAddress: '127.0.0.1' }

test('keys make keys and sub-accounts only where the account’s policy says so', async () => {
  const { world, call } = scene()
  await world.subs.policies.change(main.id, { keysManageKeys: false }, { timeUs: 0, actor: '', source: '', act: '', subject: '', before: null, after: null }, null)
  assert.deepEqual([codeOf(await call('POST', '/sapi/v1/sub-account/virtualSubAccount', { subAccountString: 'a' })), codeOf(await call('POST', '/sapi/v1/sub-account/subAccountApi', NEW_KEY))], [-1002, -1002])
})

test('a key gives another no more than it has', async () => {
  const { world } = scene()
  const trader = world.as(main, { key: aKey(main, { permissions: permissionBits(['reading', 'spotAndMarginTrading']) }) })
  assert.equal(codeOf(await trader('POST', '/sapi/v1/sub-account/subAccountApi', { ...NEW_KEY, canUniversalTransfer: true })), -1002)
})

test('a rule of keys is told in its own words', async () => {
  const { call } = scene()
  assert.deepEqual((await call('POST', '/sapi/v1/sub-account/subAccountApi', { ...NEW_KEY, canFuturesTrade: true })).status, 400)
  const { body } = await call('POST', '/sapi/v1/sub-account/subAccountApi', { ...NEW_KEY, canFuturesTrade: true })
  assert.equal(codeOf({ body }), -9000)
  assert.match((body as { msg: string }).msg, /futures/i)
})

test('what is not built: options, coin-margined futures, alpha, lists of third parties', async () => {
  const { call } = scene()
  const into = async (toAccountType: string) => codeOf(await call('POST', '/sapi/v1/sub-account/universalTransfer', { toEmail: email, fromAccountType: 'SPOT', toAccountType, asset: 'USDT', amount: '1' }))
  assert.deepEqual([await into('COIN_FUTURE'), await into('ALPHA')], [-5011, -9000])
  assert.equal(codeOf(await call('POST', '/sapi/v1/sub-account/eoptions/enable', { email })), -9000)
  assert.equal(codeOf(await call('POST', '/sapi/v1/sub-account/subAccountApi', { ...NEW_KEY, status: 3, thirdPartyName: 'tool' })), -9000)
})

test('futures opens on a sub-account where its main account has opened it', async () => {
  const { call } = scene(anAccount(100_001, { products: { margin: true, futures: false } }))
  assert.equal(codeOf(await call('POST', '/sapi/v1/sub-account/futures/enable', { email })), -9000)
  assert.equal((await scene().call('POST', '/sapi/v1/sub-account/futures/enable', { email })).status, 200)
})

test('a testnet key makes no accounts, and opens nothing on one', async () => {
  const { world } = scene()
  const testnet = world.as(main, { key: aKey(main, { environment: 'testnet' }) })
  assert.equal(codeOf(await testnet('POST', '/sapi/v1/sub-account/virtualSubAccount', { subAccountString: 'a' })), -9000)
  assert.deepEqual((await testnet('POST', '/sapi/v1/sub-account/futures/enable', { email })).body, { email, isFuturesEnabled: true })
  assert.deepEqual([world.subs.directory.size, world.subs.directory.byId(sub.id)?.products.futures], [2, false])
})

test('a transfer of the same clientTranId is answered with the first, and another under it is refused', async () => {
  const { call } = scene()
  const send = (amount: string) => call('POST', '/sapi/v1/sub-account/universalTransfer', { toEmail: email, fromAccountType: 'SPOT', toAccountType: 'SPOT', asset: 'USDT', amount, clientTranId: 'a' })
  assert.deepEqual((await send('1')).body, (await send('1')).body)
  assert.equal(codeOf(await send('2')), -9000)
})

test('the list of transfers holds every one between accounts, whichever row made it', async () => {
  const { world, call } = scene()
  world.fund(sub, 'USDT', '10')
  await world.as(sub)('POST', '/sapi/v1/sub-account/transfer/subToMaster', { asset: 'USDT', amount: '1' })
  const { totalCount } = (await call('GET', '/sapi/v1/sub-account/universalTransfer', { fromEmail: email })).body as { totalCount: number }
  assert.equal(totalCount, 1)
})

test('a list whose last address is taken off admits nobody', async () => {
  const { world, call } = scene()
  const { apiKey } = (await call('POST', '/sapi/v1/sub-account/subAccountApi', NEW_KEY)).body as { apiKey: string }
  await call('DELETE', '/sapi/v1/sub-account/subAccountApi/ipRestriction/ipList', { email, subAccountApiKey: apiKey, ipAddress: '127.0.0.1' })
  assert.deepEqual(world.subs.authority.byText(apiKey)?.allowList, { mode: 'trusted', entries: [] })
})

test('universalTransfer is counted on the account alone', () => {
  assert.deepEqual(findEndpoint('POST', '/sapi/v1/sub-account/universalTransfer')?.weight, { of: 360, scope: 'account' })
})
