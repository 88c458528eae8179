import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amount } from '../../src/money.ts'
import { anAccount } from '../harness/in-process.ts'
import { aWorld } from '../harness/world.ts'

const alice = anAccount(100_001)
const WITHDRAWAL = { coin: 'BTC', address: '1BitcoinEaterAddressDontSendf59kuE', amount: '1' }

const anOwner = () => {
  const world = aWorld([alice])
  world.fund(alice, 'BTC', '10')
  return { world, call: world.as(alice) }
}

const codeOf = ({ body }: { readonly body: unknown }): unknown => (body as { code?: number }).code

test('a withdrawOrderId that was used is answered with its withdrawal, even where the rest of the call differs', async () => {
  const { world, call } = anOwner()
  const first = await call('POST', '/sapi/v1/capital/withdraw/apply', { ...WITHDRAWAL, withdrawOrderId: 'mine' })
  assert.deepEqual(await call('POST', '/sapi/v1/capital/withdraw/apply', { ...WITHDRAWAL, amount: '2', withdrawOrderId: 'mine' }), first)
  assert.equal(world.venue.view.wallet.balance(alice.id, 'BTC').free, amount('9'))
})

test('a deposit address of an unknown coin is -4018, of an unknown network -1130', async () => {
  const { call } = anOwner()
  assert.equal(codeOf(await call('GET', '/sapi/v1/capital/deposit/address', { coin: 'NOPE' })), -4018)
  assert.equal(codeOf(await call('GET', '/sapi/v1/capital/deposit/address', { coin: 'BTC', network: 'NOPE' })), -1130)
})

test('an address is in the address list from the first withdrawal that names it, and on the white list only by its own book', async () => {
  const { call } = anOwner()
  await call('POST', '/sapi/v1/capital/withdraw/apply', { ...WITHDRAWAL, name: 'cold store' })
  const book = (await call('GET', '/sapi/v1/capital/withdraw/address/list')).body as { name: string; whiteStatus: boolean }[]
  assert.deepEqual(book.map(({ name, whiteStatus }) => [name, whiteStatus]), [['cold store', false]])
})

test('the withdrawal quota is 8,000,000 USDT in 24 hours for everybody', async () => {
  const { call } = anOwner()
  assert.equal(((await call('GET', '/sapi/v1/capital/withdraw/quota')).body as { wdQuota: string }).wdQuota, '8000000.00000000')
})

test('interest is never paid in BNB, whatever was asked: the answer says so', async () => {
  const { call } = anOwner()
  assert.deepEqual((await call('POST', '/sapi/v1/bnbBurn', { spotBNBBurn: 'true', interestBNBBurn: 'true' })).body, { spotBNBBurn: true, interestBNBBurn: false })
})

test('the sourceAddress of a deposit is empty', async () => {
  const { call } = anOwner()
  const deposits = (await call('GET', '/sapi/v1/capital/deposit/hisrec', { includeSource: true })).body as { sourceAddress: string }[]
  assert.deepEqual(deposits.map(({ sourceAddress }) => sourceAddress), [''])
})

test('exchangeInfo of COIN-M futures lists no contracts', async () => {
  const { call } = anOwner()
  assert.deepEqual(((await call('GET', '/dapi/v1/exchangeInfo')).body as { symbols: unknown[] }).symbols, [])
})

test('nobody asks where the money of a withdrawal goes, and no address for deposits expires', async () => {
  const { call } = anOwner()
  assert.deepEqual((await call('GET', '/sapi/v1/localentity/questionnaire-requirements')).body, { questionnaireCountryCode: 'NIL' })
  const [deposit] = (await call('GET', '/sapi/v1/capital/deposit/hisrec')).body as { id: string; txId: string }[]
  const credited = { code: '000000', message: 'success', data: true, success: true }
  assert.deepEqual((await call('POST', '/sapi/v1/capital/deposit/credit-apply', { txId: deposit?.txId ?? '' })).body, credited)
  assert.deepEqual((await call('POST', '/sapi/v1/capital/deposit/credit-apply', { depositId: 'nobodys' })).body, { code: -9000, msg: 'There is no such deposit of this account.' })
})
