import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { AccountDirectory } from '../../src/accounts/account-directory.ts'
import { Authority } from '../../src/authority/authority.ts'
import { KeyDirectory } from '../../src/authority/key-directory.ts'
import { randomText } from '../../src/authority/key-text.ts'
import type { NewKey } from '../../src/authority/key-wishes.ts'
import { PolicyDirectory } from '../../src/authority/policy-directory.ts'
import { Sealer } from '../../src/authority/sealing.ts'
import { outboxReader } from '../../src/delivery/outbox.ts'
import { apiKeyId } from '../../src/ids.ts'
import { remind, type RemindingParts } from '../../src/operations/reminding/remind.ts'
import { membershipId } from '../../src/people/person.ts'
import { openStore, type Store } from '../../src/storage/store.ts'
import { DAY } from '../../src/time.ts'
import { account, HOME, MAIN, SUB } from '../harness/gate-scene.ts'

const START = Date.parse('2026-11-21T12:00:00Z') * 1_000
const RECORD = { timeUs: START, actor: 'system', source: 'local', act: 'x', subject: 'x', before: null, after: null }

interface Scene {
  readonly store: Store
  readonly authority: Authority
  readonly policies: PolicyDirectory
  key(label: string, wish?: Partial<NewKey>): Promise<string>
  /** The calendar so many days after the start, and what is told then. */
  on(day: number): Promise<readonly string[]>
  disabled(): Promise<readonly string[]>
}

/** A store with an owner, a trader who holds keys, and a sub-account; letters are told as `reader: subject`. */
const scene = async (use: (scene: Scene) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-reminding-'))
  const store = await openStore({ folder, nowUs: START })
  try {
    const sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, randomBytes(32)]]) }, randomBytes)
    const accounts = new AccountDirectory(store.accounts)
    for (const one of [MAIN, SUB, account(9)]) await accounts.save(one, RECORD)
    for (const [id, email, role, accountId] of [['p_1', 'owner@example.com', 'owner', MAIN.id], ['p_2', 'trader@example.com', 'trader', MAIN.id]] as const) {
      assert.equal(await store.people.save([
        { do: 'insert', kind: 'person', record: { id, version: 1, email, name: id, phone: null, passwordHash: null, createdAtUs: START, state: 'active', keysGoTo: null, mustRenew: [], language: null } },
        { do: 'insert', kind: 'membership', record: { id: membershipId(id, accountId), version: 1, personId: id, accountId, role, sinceUs: START } },
      ], null), 'saved')
    }
    const policies = new PolicyDirectory(store.policies)
    const directory = new KeyDirectory({ sealer })
    const authority = new Authority({ store: store.keys, directory, sealer, accounts, policyOf: policies.of, randomBytes, newKeyId: () => apiKeyId(`k_${randomText(randomBytes, 16)}`) })
    let nowUs = START
    let letters = 0
    const parts: RemindingParts = {
      authority, keys: store.keys, candidates: (at) => store.reminders.candidates(at), accounts, policies, people: store.people, onLetters: () => {}, clock: { nowUs: () => nowUs }, wallClock: { nowUs: () => START + letters },
      log: store.reminders.log({ sealer: () => sealer, newLetterId: () => `m_${String(letters += 1).padStart(6, '0')}` }),
    }
    await use({
      store, authority, policies,
      key: async (label, wish = {}) => {
        const created = await authority.create({ accountId: MAIN.id, environment: 'live', label, kind: 'hmac', permissions: ['reading'], allowList: { mode: 'trusted', entries: [HOME] }, ...wish }, { actor: 'person:p_1', source: 'local', nowUs })
        assert.ok(created.ok, JSON.stringify(created))
        return created.key.id
      },
      on: async (day) => {
        nowUs = START + day * DAY
        const before = letters
        await remind(parts)
        const all = await outboxReader(store.people, sealer).newest(1_000)
        return all.slice(0, letters - before).map(({ to, subject }) => `${to.split('@')[0]}: ${subject}`).sort()
      },
      disabled: async () => (await store.keys.ofAccount(null)).filter(({ isEnabled }) => !isEnabled).map(({ label }) => label).sort(),
    })
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

test('ends, lapses and rotations are told at 14, 7 and 1 days and when they have come, idleness at 60, 75 and 90, each once', () => scene(async ({ key, on, disabled }) => {
  await key('ending', { expiresAtUs: START + 50 * DAY })
  await key('lapsing', { permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'unrestricted' } })
  await key('rotating', { periodDays: 40, afterPeriod: 'warn' })
  const heard = new Map<number, readonly string[]>()
  for (let day = 0; day <= 100; day += 1) {
    const told = await on(day)
    if (told.length > 0) heard.set(day, told)
    assert.deepEqual(await on(day), [], 'never twice')
  }
  assert.deepEqual([...heard], [
    [16, ['owner: Trading with the key lapsing lapses soon']], [23, ['owner: Trading with the key lapsing lapses soon']],
    [26, ['owner: The key rotating is to be rotated']], [29, ['owner: Trading with the key lapsing lapses soon']], [30, ['owner: Trading with the key lapsing has lapsed']],
    [33, ['owner: The key rotating is to be rotated']], [36, ['owner: The key ending ends soon']], [39, ['owner: The key rotating is to be rotated']], [40, ['owner: The key rotating is to be rotated']],
    [43, ['owner: The key ending ends soon']], [49, ['owner: The key ending ends soon']], [50, ['owner: The key ending has ended']],
    [60, ['owner: 2 keys need you']], [75, ['owner: 2 keys need you']], [90, ['owner: 2 keys need you']],
  ])
  assert.deepEqual(await disabled(), [], 'telling closes nothing')
}))

test('the calendar moved on by 90 days tells at once what stands then', () => scene(async ({ key, on }) => {
  await key('quiet')
  await key('ending', { expiresAtUs: START + 50 * DAY })
  assert.deepEqual(await on(90), ['owner: 2 keys need you'])
  assert.deepEqual(await on(90), [])
}))

test('by policy a key that was idle for 90 days is disabled, after its letter; one that was used, extended or lives under another policy is not', () => scene(async ({ key, on, disabled, store, authority, policies }) => {
  await policies.change(MAIN.id, { afterIdle: 'disable' }, RECORD, null)
  await key('quiet')
  await key('of the sub-account', { accountId: SUB.id })
  await key('elsewhere', { accountId: account(9).id })
  const used = await key('used')
  const extended = await key('extended')
  await on(60)
  store.keys.noteUse({ keyId: apiKeyId(used), timeUs: START + 61 * DAY, address: HOME, endpoint: 'GET /api/v3/account', permission: 'reading' })
  assert.ok((await authority.extend(apiKeyId(extended), null, { actor: 'person:p_1', source: 'local', nowUs: START + 70 * DAY })).ok)
  await on(89)
  assert.deepEqual(await disabled(), [])
  assert.deepEqual(await on(90), ['owner: 2 keys need you'])
  assert.deepEqual(await disabled(), ['of the sub-account', 'quiet'])
  assert.deepEqual(store.audit.newest(1).map(({ entry }) => [entry.act, entry.actor, entry.source]), [['key.disable', 'system', 'idle']])
  assert.deepEqual(await on(120), [], 'a key that is closed is not spoken of')
}))

test('whoever holds a key hears of it; a holder who is gone or has no role leaves it to those who lead the account', () => scene(async ({ key, on, store }) => {
  await key('held', { holderId: 'p_2', expiresAtUs: START + 14 * DAY })
  await key('orphaned', { holderId: 'p_9', expiresAtUs: START + 14 * DAY })
  await key('nobody’s', { accountId: account(9).id, expiresAtUs: START + 14 * DAY })
  assert.deepEqual(await on(1), ['owner: The key orphaned ends soon', 'trader: The key held ends soon'])
  const trader = await store.people.byId('person', 'p_2')
  assert.ok(trader)
  await store.people.save([{ do: 'update', kind: 'person', record: { ...trader, version: trader.version + 1, state: 'left' } }], null)
  assert.deepEqual(await on(7), ['owner: 2 keys need you'])
}))

test('an extended key is told of again before its new date', () => scene(async ({ key, on, authority }) => {
  const id = await key('renewed', { periodDays: 30 })
  assert.deepEqual(await on(16), ['owner: The key renewed ends soon'])
  assert.ok((await authority.extend(apiKeyId(id), null, { actor: 'person:p_1', source: 'local', nowUs: START + 16 * DAY })).ok)
  assert.deepEqual(await on(17), [])
  assert.deepEqual(await on(32), ['owner: The key renewed ends soon'])
}))

test('a review is told of when it is due and once more when it is overdue, of closed keys too; a decision begins the time anew', () => scene(async ({ key, on, authority, policies }) => {
  const id = await key('reviewed')
  const act = (day: number) => ({ actor: 'person:p_1', source: 'local', nowUs: START + day * DAY })
  await key('elsewhere', { accountId: account(9).id })
  await policies.change(MAIN.id, { reviewEveryDays: 20 }, RECORD, null)
  assert.deepEqual(await on(19), [])
  assert.deepEqual(await on(20), ['owner: The key reviewed is due for review'])
  assert.deepEqual(await on(33), [])
  assert.ok((await authority.disable(apiKeyId(id), act(33))).ok)
  assert.deepEqual([await on(34), await on(34)], [['owner: The review of the key reviewed is overdue'], []])
  assert.ok((await authority.review(apiKeyId(id), { decision: 'keep', note: null }, act(35))).ok)
  assert.deepEqual([await on(54), await on(55)], [[], ['owner: The key reviewed is due for review']])
  await policies.change(MAIN.id, { reviewEveryDays: null }, RECORD, null)
  assert.deepEqual(await on(59), [])
  assert.ok((await authority.delete(apiKeyId(id), act(59))).ok)
}))

test('the rhythm of a main account holds for its sub-accounts', () => scene(async ({ key, on, policies }) => {
  await key('of the sub-account', { accountId: SUB.id })
  await policies.change(MAIN.id, { reviewEveryDays: 20 }, RECORD, null)
  assert.deepEqual(await on(20), ['owner: The key of the sub-account is due for review'])
}))
