import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { account, anAct, ELSEWHERE, GateScene, HOME, MAIN, NEWCOMER, NOON, SUB } from '../../test/harness/gate-scene.ts'
import { accountId, apiKeyId } from '../ids.ts'
import { ALL_PERMISSIONS, type Permission, PERMISSIONS, permissionsOf } from '../permission.ts'
import { DAY } from '../time.ts'
import type { NewKey } from './authority.ts'
import { Sealer } from './sealing.ts'

const LIST = { mode: 'trusted', entries: [HOME] } as const
const ANYWHERE = { mode: 'unrestricted' } as const
let wishes = 0
const wish = (further: Partial<NewKey> = {}): NewKey => ({ accountId: MAIN.id, environment: 'live', label: `bot ${wishes += 1}`, kind: 'hmac', allowList: LIST, ...further })
const rulesOf = async (scene: GateScene, further: Partial<NewKey>): Promise<readonly string[]> => {
  const created = await scene.authority.create(wish(further), anAct())
  return created.ok ? [] : created.violations.map(({ rule }) => rule)
}
const pemOf = (kind: 'ed25519' | 'rsa'): string =>
  (kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength: 2048 })).publicKey.export({ format: 'pem', type: 'spki' }).toString()

test('a new key reads and nothing else, is enabled, and its secret is told once', async () => {
  const scene = new GateScene()
  const created = await scene.authority.create(wish(), anAct())
  assert.ok(created.ok)
  assert.deepEqual(permissionsOf(created.key.permissions), ['reading'])
  assert.ok(created.key.isEnabled && !created.key.replayGuard)
  assert.match(created.secret ?? '', /^bis1/)
  assert.equal(scene.authority.byText(created.key.text)?.id, created.key.id)
  assert.ok(!JSON.stringify([...scene.store.keys.values()]).includes(created.secret ?? 'no secret'))
})

test('rights on a live key that may be used from anywhere: reading and trading, never transfers or withdrawals', async () => {
  const scene = new GateScene()
  const refused: readonly Permission[] = ['universalTransfer', 'internalTransfer', 'withdrawals']
  for (const permission of PERMISSIONS.filter((name) => !name.startsWith('fix'))) {
    const expected = refused.includes(permission) ? ['listRequired'] : []
    assert.deepEqual(await rulesOf(scene, { permissions: [permission], allowList: ANYWHERE }), expected, permission)
    assert.deepEqual(await rulesOf(scene, { permissions: [permission], allowList: { mode: 'trusted', entries: [] } }), expected, `${permission}, empty list`)
    assert.deepEqual(await rulesOf(scene, { permissions: [permission] }), [], `${permission}, with a list`)
  }
})

test('a testnet key has any right, with or without a list, and needs no product', async () => {
  const scene = new GateScene()
  const all = PERMISSIONS.filter((name) => !name.startsWith('fix'))
  assert.deepEqual(await rulesOf(scene, { accountId: NEWCOMER.id, environment: 'testnet', permissions: all, allowList: ANYWHERE }), [])
  const created = await scene.authority.create(wish({ environment: 'testnet', permissions: all, allowList: ANYWHERE }), anAct())
  assert.ok(created.ok && created.key.tradingLapsesAtUs === null)
})

test('FIX rights need Ed25519, on the testnet too', async () => {
  const scene = new GateScene()
  for (const environment of ['live', 'testnet'] as const) {
    assert.deepEqual(await rulesOf(scene, { environment, permissions: ['fixTrade'] }), ['ed25519Required'])
    assert.deepEqual(await rulesOf(scene, { environment, kind: 'rsa', publicKey: pemOf('rsa'), permissions: ['fixRead'] }), ['ed25519Required'])
    assert.deepEqual(await rulesOf(scene, { environment, kind: 'ed25519', publicKey: pemOf('ed25519'), permissions: permissionsOf(ALL_PERMISSIONS) }), [])
  }
})

test('sub-accounts never have withdrawals or internal transfer; margin and futures rights need the product', async () => {
  const scene = new GateScene()
  assert.deepEqual(await rulesOf(scene, { accountId: SUB.id, permissions: ['withdrawals', 'internalTransfer'] }), ['mainAccountRequired', 'mainAccountRequired'])
  assert.deepEqual(await rulesOf(scene, { accountId: SUB.id, permissions: ['universalTransfer'] }), [])
  assert.deepEqual(await rulesOf(scene, { accountId: NEWCOMER.id, permissions: ['margin', 'futures', 'spotAndMarginTrading'] }), ['productRequired', 'productRequired'])
})

test('what is wrong with a wish is told all at once', async () => {
  const scene = new GateScene()
  const created = await scene.authority.create(wish({ label: ' ', allowList: { mode: 'trusted', entries: ['x', '1.2.3.4/8'] }, permissions: ['fixRead'], expiresAtUs: NOON }), anAct())
  assert.ok(!created.ok)
  assert.deepEqual(created.violations.map(({ rule }) => rule), ['label', 'allowList', 'allowList', 'ed25519Required', 'expiry'])
  assert.ok(created.violations.every(({ text }) => text.length > 20))
  assert.deepEqual(await rulesOf(scene, { accountId: accountId(99) }), ['unknownAccount'])
  assert.deepEqual(await rulesOf(scene, { kind: 'ed25519' }), ['publicKey'])
  assert.deepEqual(await rulesOf(scene, { kind: 'ed25519', publicKey: pemOf('rsa') }), ['publicKey'])
  assert.deepEqual(await rulesOf(scene, { publicKey: pemOf('rsa') }), ['publicKey'])
  assert.deepEqual(await rulesOf(scene, { label: 'a\nb' }), ['label'])
  assert.equal(scene.store.keys.size, 0)
})

test('a label belongs to one key of an account: capitals, width and blanks at the ends make no other label; a deleted key gives its label free', async () => {
  const scene = new GateScene()
  const { key } = await scene.key({ label: 'Grid-Bot BTC' })
  for (const label of ['Grid-Bot BTC', 'grid-bot btc', '  GRID-BOT BTC ', 'Ｇrid-Bot BTC']) assert.deepEqual(await rulesOf(scene, { label }), ['label'], label)
  assert.deepEqual(await rulesOf(scene, { label: 'grid-bot btc 2' }), [])
  assert.deepEqual(await rulesOf(scene, { label: 'grid-bot btc', accountId: SUB.id }), [], 'of another account')
  const [other] = await scene.store.ofAccount(SUB.id)
  assert.ok((await scene.authority.edit(key.id, { label: 'GRID-BOT BTC' }, anAct())).ok, 'a key keeps its own label in other capitals')
  assert.ok((await scene.authority.edit(other?.id ?? key.id, { label: 'renamed' }, anAct())).ok)
  const second = await scene.key({ label: 'second' })
  const taken = await scene.authority.edit(second.key.id, { label: 'grid-bot btc' }, anAct())
  assert.ok(!taken.ok)
  assert.match(taken.violations[0]?.text ?? '', /is taken: another key of this account /)
  await scene.authority.delete(key.id, anAct())
  assert.ok((await scene.authority.edit(second.key.id, { label: 'grid-bot btc' }, anAct())).ok)
})

test('one label that two ask for at one moment goes to one of them', async () => {
  const scene = new GateScene()
  const made = await Promise.all(['same', 'SAME', 'Same'].map((label) => scene.authority.create(wish({ label }), anAct())))
  assert.deepEqual(made.map(({ ok }) => ok), [true, false, false])
})

test('an account has 30 keys, however many are asked for at one moment; a deleted one makes room', async () => {
  const scene = new GateScene()
  const results = await Promise.all(Array.from({ length: 33 }, () => scene.authority.create(wish(), anAct())))
  assert.equal(results.filter(({ ok }) => ok).length, 30)
  assert.deepEqual(await rulesOf(scene, {}), ['tooManyKeys'])
  assert.deepEqual(await rulesOf(scene, { accountId: SUB.id }), [])
  const [first] = scene.store.keys.values()
  await scene.authority.delete(first?.id ?? apiKeyId(''), anAct())
  assert.deepEqual(await rulesOf(scene, {}), [])
})

test('the clock of trading rights on an unrestricted live key starts with them and with nothing else', async () => {
  const scene = new GateScene()
  const { key } = await scene.key({ allowList: ANYWHERE, permissions: ['reading'] })
  assert.equal(key.tradingLapsesAtUs, null)
  const edit = async (edit: Parameters<typeof scene.authority.edit>[1], days: number): Promise<number | null> => {
    const changed = await scene.authority.edit(key.id, edit, anAct(NOON + days * DAY))
    assert.ok(changed.ok, JSON.stringify(changed))
    return changed.key.tradingLapsesAtUs === null ? null : (changed.key.tradingLapsesAtUs - NOON) / DAY
  }
  assert.equal(await edit({ permissions: ['reading', 'spotAndMarginTrading'] }, 1), 31)
  assert.equal(await edit({ label: 'another' }, 5), 31)
  assert.equal(await edit({ permissions: ['reading', 'spotAndMarginTrading', 'futures'] }, 6), 31, 'another right does not lengthen the first')
  assert.equal(await edit({ permissions: ['reading'] }, 7), null)
  assert.equal(await edit({ permissions: ['spotAndMarginTrading'] }, 8), 38, 'enabled again')
  assert.equal(await edit({ label: 'late' }, 50), 38, 'a lapsed right does not come back by another edit')
  assert.equal(await edit({ permissions: ['spotAndMarginTrading'] }, 51), 81, 'but by being named again')
  assert.equal(await edit({ allowList: LIST }, 52), null, 'with a list it lapses no more')
  await scene.authority.disable(key.id, anAct(NOON + 53 * DAY))
  assert.equal(await edit({ allowList: ANYWHERE }, 54), 84)
  const enabled = await scene.authority.enable(key.id, anAct(NOON + 60 * DAY))
  assert.ok(enabled.ok && enabled.key.tradingLapsesAtUs === NOON + 84 * DAY, 'enabling the key is not enabling the right')
})

test('the replay guard is on where money can leave, and stays as its owner sets it', async () => {
  const scene = new GateScene()
  const withdraw = await scene.key({ permissions: ['withdrawals'] })
  assert.ok(withdraw.key.replayGuard)
  const off = await scene.authority.edit(withdraw.key.id, { replayGuard: false }, anAct())
  assert.ok(off.ok && !off.key.replayGuard)
  const labelled = await scene.authority.edit(withdraw.key.id, { label: 'x', permissions: ['reading', 'withdrawals'] }, anAct())
  assert.ok(labelled.ok && !labelled.key.replayGuard)
  const reading = await scene.key()
  const granted = await scene.authority.edit(reading.key.id, { permissions: ['withdrawals'] }, anAct())
  assert.ok(granted.ok && granted.key.replayGuard)
})

test('no edit gets around the rules of creation, and none is needed to take away', async () => {
  const scene = new GateScene()
  const { key } = await scene.key({ permissions: ['reading', 'withdrawals'] })
  const widened = await scene.authority.edit(key.id, { allowList: ANYWHERE }, anAct())
  assert.deepEqual(!widened.ok && widened.violations.map(({ rule }) => rule), ['listRequired'])
  const emptied = await scene.authority.edit(key.id, { allowList: { mode: 'trusted', entries: [] } }, anAct())
  assert.ok(!emptied.ok)
  const both = await scene.authority.edit(key.id, { allowList: ANYWHERE, permissions: ['reading'] }, anAct())
  assert.ok(both.ok)

  const margin = await scene.key({ permissions: ['reading', 'margin', 'futures'] })
  scene.accounts.set(MAIN.id, account(1, { products: { margin: false, futures: false } }))
  const narrowed = await scene.authority.edit(margin.key.id, { permissions: ['reading', 'margin'] }, anAct())
  assert.ok(narrowed.ok, 'what is left may stand although it could not be given today')
  const regranted = await scene.authority.edit(margin.key.id, { permissions: ['reading', 'margin', 'futures'] }, anAct())
  assert.ok(!regranted.ok)
})

test('a deleted key is never opened again, and its sealed secret is gone', async () => {
  const scene = new GateScene()
  const { key } = await scene.key()
  const deleted = await scene.authority.delete(key.id, anAct())
  assert.ok(deleted.ok && deleted.key.credential.kind === 'hmac' && deleted.key.credential.secret.bytes.length === 0)
  for (const change of [scene.authority.enable(key.id, anAct()), scene.authority.edit(key.id, { label: 'x' }, anAct()), scene.authority.delete(key.id, anAct())]) {
    const changed = await change
    assert.deepEqual(!changed.ok && changed.violations.map(({ rule }) => rule), ['keyDeleted'])
  }
  const unknown = await scene.authority.disable(apiKeyId('k_nobody'), anAct())
  assert.ok(!unknown.ok)
})

test('a key whose account is gone can be closed, and nothing else', async () => {
  const scene = new GateScene()
  const { key } = await scene.key()
  scene.accounts.delete(MAIN.id)
  assert.ok((await scene.authority.disable(key.id, anAct())).ok)
  assert.ok(!(await scene.authority.enable(key.id, anAct())).ok)
  assert.ok(!(await scene.authority.edit(key.id, { label: 'x' }, anAct())).ok)
  assert.ok((await scene.authority.delete(key.id, anAct())).ok)
})

test('a change that the store could not keep has not happened', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  scene.store.fail = true
  await assert.rejects(scene.authority.disable(held.key.id, anAct()), /disk is full/)
  assert.ok(scene.authority.byText(held.key.text)?.isEnabled)
  await assert.rejects(scene.authority.create(wish(), anAct()), /disk is full/)
  assert.equal(scene.directory.size, 1)
  scene.store.fail = false
  assert.ok((await scene.authority.disable(held.key.id, anAct())).ok, 'and the next change is made')
})

test('every change has its audit entry with before and after, and no entry holds a secret', async () => {
  const scene = new GateScene()
  const { key, secret } = await scene.key()
  await scene.authority.edit(key.id, { label: 'renamed', allowList: { mode: 'trusted', entries: [ELSEWHERE] } }, anAct())
  await scene.authority.disable(key.id, anAct())
  await scene.authority.enable(key.id, anAct())
  await scene.authority.delete(key.id, anAct())
  assert.deepEqual(scene.store.audit.map(({ act, subject, actor }) => [act, subject, actor]), ['key.create', 'key.edit', 'key.disable', 'key.enable', 'key.delete'].map((act) => [act, key.id, 'operator:test']))
  assert.equal(scene.store.audit[0]?.before, null)
  const { before, after } = scene.store.audit[1] ?? {}
  assert.partialDeepStrictEqual(before, { label: 'bot 1', allowList: [HOME] })
  assert.partialDeepStrictEqual(after, { label: 'renamed', allowList: [ELSEWHERE] })
  const written = JSON.stringify(scene.store.audit)
  assert.ok(!written.includes(secret ?? 'no secret') && !written.includes('bis1') && !written.includes('sealing'))
})

test('changing the sealing key leaves every key working, and none openable by the former', async () => {
  const scene = new GateScene()
  const held = await scene.key()
  assert.equal(scene.outcome(held), 'admitted')
  const next = new Sealer({ currentVersion: 2, keys: new Map([[2, randomBytes(32)]]) }, randomBytes)
  assert.deepEqual(await scene.authority.reseal(next, anAct()), { resealed: 1 })
  assert.equal(scene.outcome(held), 'admitted')
  const stored = scene.store.keys.get(held.key.id)
  assert.ok(stored?.credential.kind === 'hmac' && stored.credential.secret.sealingKeyVersion === 2)
  assert.ok(!scene.sealer.open(stored.credential.secret, stored.id).ok)
  assert.equal(scene.outcome(await scene.key()), 'admitted', 'new keys are sealed with the new one')
})

test('secrets are found among many keys, all in one search, and what signs no more is not found', async () => {
  const scene = new GateScene()
  const made = await scene.authority.create(wish(), anAct())
  assert.ok(made.ok)
  const ids = Array.from({ length: 450 }, (_, index) => apiKeyId(`k_${String(index).padStart(4, '0')}`))
  for (const id of ids) scene.store.keys.set(id, { ...made.key, id, credential: { kind: 'hmac', secret: scene.sealer.seal(Buffer.from(`secret of ${id}`), id) }, deletedAtUs: id === ids[7] ? NOON : null })
  const sought = [0, 7, 199, 200, 201, 399, 400, 449].map((index) => ids[index] ?? '')
  const found = await scene.authority.bySecrets([...sought.map((id) => `secret of ${id}`), 'secret of k_9999', ''])
  assert.deepEqual([...found].map(([secret, { id }]) => [secret, id]), sought.filter((id) => id !== ids[7]).map((id) => [`secret of ${id}`, id]))
  assert.equal((await scene.authority.bySecrets([])).size, 0)
})
