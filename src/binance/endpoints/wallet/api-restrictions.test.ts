import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aKey, anAccount, rights } from '../../../../test/harness/in-process.ts'
import { aWorld } from '../../../../test/harness/world.ts'
import { PERMISSION_TABLE } from '../../../permission.ts'
import { DAY, toMs } from '../../../time.ts'

const world = aWorld()
const account = anAccount(100_001)
const restrictions = async (key: ReturnType<typeof aKey>, nowUs = world.clock.nowUs()): Promise<Record<string, unknown>> =>
  (await world.as(account, { key, nowUs })('GET', '/sapi/v1/account/apiRestrictions')).body as Record<string, unknown>

test('every right shows in its own field, and in no other', async () => {
  for (const row of PERMISSION_TABLE) {
    const body = await restrictions(aKey(account, { permissions: rights(row.name) }))
    assert.deepEqual(PERMISSION_TABLE.filter(({ wireField }) => body[wireField] === true).map(({ name }) => name), [row.name])
    assert.deepEqual(PERMISSION_TABLE.filter(({ wireField }) => typeof body[wireField] !== 'boolean'), [])
  }
})

test('fields stand in the order of the documentation', async () => {
  assert.deepEqual(Object.keys(await restrictions(aKey(account))), [
    'ipRestrict', 'createTime', 'enableReading', 'enableWithdrawals', 'enableInternalTransfer', 'enableMargin', 'enableFutures', 'permitsUniversalTransfer',
    'enableVanillaOptions', 'enableFixApiTrade', 'enableFixReadOnly', 'enableSpotAndMarginTrading', 'enablePortfolioMarginTrading',
  ])
})

test('ipRestrict tells whether the key has a list', async () => {
  assert.equal((await restrictions(aKey(account, { allowList: { mode: 'trusted', entries: [] } })))['ipRestrict'], true)
  assert.equal((await restrictions(aKey(account, { allowList: { mode: 'unrestricted' } })))['ipRestrict'], false)
})

test('the clock of an unrestricted key shows while it runs, and its rights are off when it has run out', async () => {
  const lapsesAtUs = world.clock.nowUs() + DAY
  const key = aKey(account, { permissions: rights('reading', 'spotAndMarginTrading'), allowList: { mode: 'unrestricted' }, tradingLapsesAtUs: lapsesAtUs })
  const before = await restrictions(key)
  const after = await restrictions(key, lapsesAtUs)
  assert.equal(before['tradingAuthorityExpirationTime'], toMs(lapsesAtUs))
  assert.equal(before['enableSpotAndMarginTrading'], true)
  assert.equal(after['enableSpotAndMarginTrading'], false)
  assert.equal(after['enableReading'], true)
})
