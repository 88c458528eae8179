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
import { DAY } from '../../src/time.ts'
import { Died } from '../harness/fuse.ts'
import { ApprovalHouse, ME } from './approval-house.ts'

const ANY_BYTES = (length: number): Uint8Array => randomBytes(length)
const PUBLIC_KEY = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()
const WISH: KeyWish = { account: ME, label: 'payouts', kind: 'ed25519', publicKey: PUBLIC_KEY, permissions: ['reading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, environment: 'live' }

/** The keys on the store as it stands, known to the office of approvals. */
const keysOn = (house: ApprovalHouse): { keys: ReturnType<typeof keyOperations>; authority: Authority } => {
  const { store, accounts } = house
  const sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, new Uint8Array(32).fill(7)]]) }, ANY_BYTES)
  const authority = new Authority({ store: store.keys, directory: new KeyDirectory({ sealer }), sealer, accounts, randomBytes: ANY_BYTES, newKeyId: () => apiKeyId(`k_${randomBytes(6).toString('hex')}`) })
  authority.load()
  const keys = keyOperations({ authority, keys: store.keys, keyFinder: store.keyFinder, accounts, clock: { nowUs: () => house.wallUs + house.aheadUs } })
  for (const operation of Object.values(keys)) house.operations.set(operation.name, operation as Operation<unknown, unknown>)
  return { keys, authority }
}

const housed = (use: (house: ApprovalHouse, keys: ReturnType<typeof keyOperations>, authority: Authority) => Promise<void>): Promise<void> => inTemporaryFolder(async (folder) => {
  const house = await ApprovalHouse.open(join(folder, 'data'))
  try {
    const { keys, authority } = keysOn(house)
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

const HMAC: KeyWish = { account: ME, label: 'payouts', kind: 'hmac', permissions: ['reading', 'withdrawals'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, environment: 'live' }

it('the secret of a key that was approved is told once, to whoever asked for it, and to nobody who approved', () => housed(async (house, keys, authority) => {
  const asked = await house.ask(keys.create, HMAC, 'olga')
  assert.ok('waits' in asked, JSON.stringify(asked))
  const decided = await house.decide(asked.waits, 'approve', 'bob')
  assert.ok(decided.ok && decided.value.state === 'done', JSON.stringify(decided))
  const [key] = await house.store.keys.ofAccount(ME)
  assert.ok(key && key.life.secretWaits?.forPersonId === 'olga')
  const tell = (person: string | null) => keys.tellSecret.perform({ key: key.id }, house.doing(person))
  const described = await keys.tellSecret.describe({ key: key.id })
  assert.deepEqual([described.ok && described.value.onlyPersonId, described.ok && described.value.change.act], ['olga', 'key.tellSecret'])
  for (const other of ['bob', 'ann', null]) {
    const told = await tell(other)
    assert.deepEqual(told.ok ? told.value : told.refused.code, 'secret')
  }
  const both = await Promise.all([tell('olga'), tell('olga')])
  const told = both.flatMap((one) => (one.ok ? [one.value.secretKey] : []))
  assert.equal(told.length, 1, 'two tabs at one moment: one of them')
  assert.equal((await authority.bySecrets([told[0] ?? ''])).get(told[0] ?? '')?.id, key.id)
  const again = await tell('olga')
  assert.equal(again.ok ? '' : again.refused.code, 'secret')
  const record = JSON.stringify(house.store.audit.find({}, 100))
  assert.ok(record.includes('key.tellSecret') && !record.includes(told[0] ?? '-'), 'the record has that it was told, never what')
}))

it('a secret that nobody fetched is gone with its key after three days', () => housed(async (house, keys, authority) => {
  const asked = await house.ask(keys.create, HMAC, 'olga')
  assert.ok('waits' in asked && (await house.decide(asked.waits, 'approve', 'bob')).ok)
  const [key] = await house.store.keys.ofAccount(ME)
  const endOf = async () => { await authority.deleteEnded({ actor: 'system', source: 'local', nowUs: house.wallUs + house.aheadUs }); return (await authority.byId(key?.id ?? apiKeyId('')))?.deletedAtUs }
  house.aheadUs += 3 * DAY - 1
  assert.equal(await endOf(), null)
  house.aheadUs += 1
  const late = await keys.tellSecret.perform({ key: key?.id ?? '' }, house.doing('olga'))
  assert.equal(late.ok ? '' : late.refused.code, 'secret')
  assert.equal(await endOf(), house.wallUs + house.aheadUs)
  const left = await authority.byId(key?.id ?? apiKeyId(''))
  assert.ok(left?.credential.kind === 'hmac' && left.credential.secret.bytes.length === 0)
}))

for (const effects of [2, 3]) for (const dropsLast of [true, false]) {
  it(`where the process dies ${dropsLast ? 'before' : 'after'} step ${effects} of the last yes, there is one key, and its secret still waits for its maker`, () => housed(async (house, keys) => {
    const asked = await house.ask(keys.create, HMAC, 'olga')
    assert.ok('waits' in asked)
    house.fuse.set(effects, dropsLast)
    await assert.rejects(() => house.decide(asked.waits, 'approve', 'bob'), Died)
    let after = keysOn(house)
    house.addOperations = () => { after = keysOn(house) }
    await house.restart()
    assert.equal(house.stateOf(asked.waits), 'done')
    const made = await house.store.keys.ofAccount(ME)
    assert.deepEqual(made.map(({ life }) => life.secretWaits?.forPersonId), ['olga'])
    const told = await after.keys.tellSecret.perform({ key: made[0]?.id ?? '' }, house.doing('olga'))
    assert.ok(told.ok && (await after.authority.bySecrets([told.value.secretKey ?? ''])).get(told.value.secretKey ?? '')?.id === made[0]?.id)
  }))
}
