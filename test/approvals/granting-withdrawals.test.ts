import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { it } from 'node:test'
import { Authority } from '../../src/authority/authority.ts'
import { KeyDirectory } from '../../src/authority/key-directory.ts'
import { Sealer } from '../../src/authority/sealing.ts'
import { apiKeyId } from '../../src/ids.ts'
import { keyOperations } from '../../src/operations/keys/key-operations.ts'
import type { Operation } from '../../src/operations/operation.ts'
import type { KeyWish } from '../../src/operations/operator.ts'
import { inTemporaryFolder } from '../../src/storage/samples.ts'
import { ApprovalHouse, ME } from './approval-house.ts'

const ANY_BYTES = (length: number): Uint8Array => randomBytes(length)
const PUBLIC_KEY = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()
const WISH: KeyWish = { account: ME, label: 'payouts', kind: 'ed25519', publicKey: PUBLIC_KEY, permissions: ['reading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, environment: 'live' }

const housed = (use: (house: ApprovalHouse, keys: ReturnType<typeof keyOperations>, authority: Authority) => Promise<void>): Promise<void> => inTemporaryFolder(async (folder) => {
  const house = await ApprovalHouse.open(join(folder, 'data'))
  try {
    const { store, accounts } = house
    const sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, new Uint8Array(32).fill(7)]]) }, ANY_BYTES)
    let made = 0
    const authority = new Authority({ store: store.keys, directory: new KeyDirectory({ sealer }), sealer, accounts, randomBytes: ANY_BYTES, newKeyId: () => apiKeyId(`k_${String(made += 1).padStart(12, '0')}`) })
    authority.load()
    const keys = keyOperations({ authority, keys: store.keys, keyFinder: store.keyFinder, accounts, clock: { nowUs: () => house.wallUs + house.aheadUs } })
    for (const operation of Object.values(keys)) house.operations.set(operation.name, operation as Operation<unknown, unknown>)
    const set = await house.room.operations.setApprovalRules.perform({ rules: { withdrawals: [], withdrawalRight: 1, newAddress: 0, ruleChange: 0, lifetimeHours: 24 } }, house.doing('olga'))
    assert.ok(set.ok)
    await use(house, keys, authority)
  } finally {
    await house.stop()
  }
})

it('a key gets the right to withdraw once others agreed, and every other change of it waits for nobody', () => housed(async (house, keys, authority) => {
  const created = await house.ask(keys.create, WISH, 'olga')
  assert.ok('made' in created && created.made.ok, JSON.stringify(created))
  const { id } = created.made.value.key
  assert.ok('made' in await house.ask(keys.edit, { key: id, change: { grant: ['spotAndMarginTrading'] } }, 'olga'))
  const asked = await house.ask(keys.edit, { key: id, change: { grant: ['withdrawals'] } }, 'olga')
  assert.ok('waits' in asked, JSON.stringify(asked))
  const before = (await authority.byId(apiKeyId(id)))?.permissions
  const decided = await house.decide(asked.waits, 'approve', 'ann')
  assert.ok(decided.ok && decided.value.state === 'done', JSON.stringify(decided))
  const after = await authority.byId(apiKeyId(id))
  assert.notEqual(after?.permissions, before)
  assert.ok('made' in await house.ask(keys.edit, { key: id, change: { label: 'payouts 2' } }, 'olga'), 'it withdraws already')
}))

it('a key that is made with the right waits, is made once, and belongs to whoever asked for it', () => housed(async (house, keys, authority) => {
  const asked = await house.ask(keys.create, { ...WISH, permissions: ['reading', 'withdrawals'] }, 'olga')
  assert.ok('waits' in asked, JSON.stringify(asked))
  assert.equal((await house.store.keys.ofAccount(ME)).length, 0)
  house.aheadUs += 3_600_000_000
  const decided = await house.decide(asked.waits, 'approve', 'bob')
  assert.ok(decided.ok && decided.value.state === 'done', JSON.stringify(decided))
  const [key, another] = await house.store.keys.ofAccount(ME)
  assert.deepEqual([key?.holderId, another], ['olga', undefined])
  assert.ok(key && await authority.byId(key.id))
}))

it('a secret is not made while nobody looks: such a key is refused with what to do instead', () => housed(async (house, keys) => {
  const { publicKey: _, ...rest } = WISH
  const asked = await house.ask(keys.create, { ...rest, kind: 'hmac', permissions: ['reading', 'withdrawals'] }, 'olga')
  assert.ok('made' in asked && !asked.made.ok)
  assert.equal(asked.made.refused.code, 'secretCannotWait')
}))
