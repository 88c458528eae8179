import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { anAccount } from '../../../../test/harness/in-process.ts'
import { aWorld, type World } from '../../../../test/harness/world.ts'
import { amount, UNIT } from '../../../money.ts'

const alice = anAccount(100_001)
const DUST = ['POST', '/sapi/v1/asset/dust'] as const

let world: World
let call: ReturnType<World['as']>
beforeEach(() => {
  world = aWorld()
  call = world.endow(alice, { XRP: '0.5', USDT: '1.5', ETH: '200' })
})

const codeOf = ({ body }: { body: unknown }): number => (body as { code: number }).code

test('small balances become BNB, and the log tells of it', async () => {
  const { status, body } = await call(...DUST, { asset: ['XRP', 'USDT'] })
  assert.equal(status, 200)
  const done = body as { totalTransfered: string; totalServiceCharge: string; transferResult: { fromAsset: string; amount: string; tranId: number }[] }
  assert.deepEqual(done.transferResult.map((one) => [one.fromAsset, one.amount]).sort(), [['USDT', '1.50000000'], ['XRP', '0.50000000']])
  assert.equal(world.venue.view.wallet.balance(alice.id, 'XRP').free, 0n)
  assert.ok(world.venue.view.wallet.balance(alice.id, 'BNB').free > 0n)
  const log = (await call('GET', '/sapi/v1/asset/dribblet')).body as { total: number; userAssetDribblets: { totalTransferedAmount: string; transId: number; userAssetDribbletDetails: unknown[] }[] }
  assert.equal(log.total, 1)
  assert.equal(log.userAssetDribblets[0]?.totalTransferedAmount, done.totalTransfered)
  assert.equal(log.userAssetDribblets[0]?.userAssetDribbletDetails.length, 2)
})

test('assets may come in one text, separated by commas', async () => {
  assert.equal((await call(...DUST, { asset: 'XRP,USDT' })).status, 200)
  assert.equal(world.venue.view.wallet.balance(alice.id, 'USDT').free, 0n)
})

test('what is no dust is not converted', async () => {
  assert.equal(codeOf(await call(...DUST, { asset: 'ETH' })), -5001)
  assert.equal(codeOf(await call(...DUST, { asset: ['XRP', 'NOPE'] })), -4018)
  assert.equal(world.venue.view.wallet.balance(alice.id, 'XRP').free > 0n, true)
})

test('what can be converted is told beforehand, as it then happens', async () => {
  const told = (await call('POST', '/sapi/v1/asset/dust-btc')).body as { totalTransferBNB: string; dribbletPercentage: string; details: { asset: string; toBNB: string; toBNBOffExchange: string; exchange: string }[] }
  assert.deepEqual(told.details.map(({ asset }) => asset).sort(), ['USDT', 'XRP'])
  const done = (await call(...DUST, { asset: told.details.map(({ asset }) => asset) })).body as { totalTransfered: string; transferResult: { fromAsset: string; transferedAmount: string; serviceChargeAmount: string }[] }
  for (const { asset, toBNB, toBNBOffExchange, exchange } of told.details) {
    assert.equal(amount(exchange), (amount(toBNB) * amount(told.dribbletPercentage)) / UNIT)
    const one = done.transferResult.find(({ fromAsset }) => fromAsset === asset)
    assert.deepEqual([one?.transferedAmount, one?.serviceChargeAmount], [toBNBOffExchange, exchange])
  }
})
