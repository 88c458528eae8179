import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Permission, permissionBits } from '../permission.ts'
import { account, anAct, GateScene, SUB } from '../../test/harness/gate-scene.ts'

const ORDER = { method: 'POST', path: '/api/v3/order' }
const FUTURES_ORDER = { method: 'POST', path: '/fapi/v1/order' }
const BORROWING = { method: 'POST', path: '/sapi/v1/margin/order', parameters: 'sideEffectType=MARGIN_BUY' }

const withCeiling = (scene: GateScene, rights: readonly Permission[] | undefined): void => void scene.accounts.set(SUB.id, { ...SUB, ...(rights && { ceiling: permissionBits(rights) }) })

test('a ceiling narrows keys at the very next request, and raising it opens them again: rights in force are those of the key within it', async () => {
  const scene = new GateScene()
  const held = await scene.key({ accountId: SUB.id, permissions: ['reading', 'spotAndMarginTrading', 'margin', 'futures'] })
  const outcomes = () => [undefined, ORDER, FUTURES_ORDER, BORROWING].map((wish) => scene.outcome(held, wish))
  const rows: readonly (readonly [readonly Permission[] | undefined, readonly string[]])[] = [
    [undefined, ['admitted', 'admitted', 'admitted', 'admitted']],
    [['reading'], ['admitted', 'beyondCeiling', 'beyondCeiling', 'beyondCeiling']],
    [['reading', 'spotAndMarginTrading'], ['admitted', 'admitted', 'beyondCeiling', 'beyondCeiling']],
    [['futures'], ['beyondCeiling', 'beyondCeiling', 'admitted', 'beyondCeiling']],
    [[], ['beyondCeiling', 'beyondCeiling', 'beyondCeiling', 'beyondCeiling']],
    [['reading', 'spotAndMarginTrading', 'margin', 'futures'], ['admitted', 'admitted', 'admitted', 'admitted']],
  ]
  for (const [ceiling, expected] of rows) {
    withCeiling(scene, ceiling)
    assert.deepEqual(outcomes(), expected, String(ceiling))
  }
})

test('a ceiling never adds a right, nor does it touch the main account', async () => {
  const scene = new GateScene()
  const reader = await scene.key({ accountId: SUB.id, permissions: ['reading'] })
  withCeiling(scene, ['reading', 'spotAndMarginTrading'])
  assert.equal(scene.outcome(reader, ORDER), 'permissionMissing')
  const main = await scene.key({ permissions: ['reading', 'futures'] })
  scene.accounts.set(main.key.accountId, account(main.key.accountId, { ceiling: 0 }))
  assert.equal(scene.outcome(main, FUTURES_ORDER), 'admitted')
})

test('rights that a sub-account can never have open nothing, should one stand in the store all the same', async () => {
  const scene = new GateScene()
  const held = await scene.key({ permissions: ['reading', 'withdrawals', 'internalTransfer'] })
  scene.accounts.set(held.key.accountId, account(held.key.accountId, { parentId: SUB.id }))
  assert.equal(scene.outcome(held, { method: 'POST', path: '/sapi/v1/capital/withdraw/apply' }), 'beyondCeiling')
  assert.equal(scene.outcome(held, { method: 'POST', path: '/sapi/v1/sub-account/universalTransfer' }), 'beyondCeiling')
})

test('nothing is granted beyond the ceiling, on either environment; what was there can still be taken away', async () => {
  const scene = new GateScene()
  const held = await scene.key({ accountId: SUB.id, permissions: ['reading', 'futures'] })
  withCeiling(scene, ['reading'])
  const broken = async (permissions: readonly Permission[]) => {
    const edited = await scene.authority.edit(held.key.id, { permissions }, anAct())
    return edited.ok ? 'done' : edited.violations.map(({ rule }) => rule).join(' ')
  }
  assert.equal(await broken(['reading', 'futures', 'spotAndMarginTrading']), 'ceiling')
  for (const environment of ['live', 'testnet'] as const) {
    const made = await scene.authority.create({ accountId: SUB.id, environment, label: `x ${environment}`, kind: 'hmac', permissions: ['spotAndMarginTrading'], allowList: { mode: 'trusted', entries: [] } }, anAct())
    assert.deepEqual(made.ok ? [] : made.violations.map(({ rule }) => rule), ['ceiling'])
  }
  assert.equal(await broken(['reading']), 'done')
  assert.equal(await broken(['reading', 'futures']), 'ceiling')
})

test('closing the API access of a sub-account is in force at the next request, on it alone', async () => {
  const scene = new GateScene()
  const [sub, main] = [await scene.key({ accountId: SUB.id }), await scene.key()]
  scene.accounts.set(SUB.id, { ...SUB, isApiAccessEnabled: false })
  assert.deepEqual([scene.outcome(sub), scene.outcome(main)], ['accountAccessDisabled', 'admitted'])
  scene.accounts.set(SUB.id, SUB)
  assert.equal(scene.outcome(sub), 'admitted')
})
