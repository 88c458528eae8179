import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { AccountDirectory } from '../../src/accounts/account-directory.ts'
import { Authority } from '../../src/authority/authority.ts'
import { Calendar } from '../../src/authority/calendar.ts'
import { KeyDirectory } from '../../src/authority/key-directory.ts'
import { hmacVerifier } from '../../src/authority/verifier.ts'
import { outboxReader } from '../../src/delivery/outbox.ts'
import { demoAccounts } from '../../src/demo/demo-accounts.ts'
import { demoAuthenticator, makeDemoOwner } from '../../src/demo/demo-owner.ts'
import type { Trace } from '../../src/gate/trace.ts'
import { accountId, apiKeyId, requestId } from '../../src/ids.ts'
import { openPeople } from '../../src/open-people.ts'
import { peopleOptionsOf } from '../../src/open-people-options.ts'
import { Changes } from '../../src/operations/carry-out.ts'
import { namesOf } from '../../src/operations/record/names.ts'
import { PolicyDirectory } from '../../src/authority/policy-directory.ts'
import { accountOperations } from '../../src/operations/accounts/account-operations.ts'
import { bindAddress, unbindAddress } from '../../src/operations/moving-addresses/bind.ts'
import { externalRoom } from '../../src/operations/external/external-room.ts'
import { keyDoctor } from '../../src/delivery/key-doctor.ts'
import { alertRoom } from '../../src/operations/alerts/alert-room.ts'
import { createOperator } from '../../src/operations/create-operator.ts'
import { keyOperations } from '../../src/operations/keys/key-operations.ts'
import { findKey } from '../../src/operations/find-key.ts'
import { LockdownOffice } from '../../src/operations/lockdown/lockdown.ts'
import { openMoneyOut } from '../../src/operations/money-out/open-money-out.ts'
import type { KeyWish, Operator } from '../../src/operations/operator.ts'
import type { Outcome } from '../../src/operations/outcome.ts'
import { StoredSealing } from '../../src/storage/sealing-keys.ts'
import { openStore, type Store } from '../../src/storage/store.ts'
import { DAY, HOUR, SECOND } from '../../src/time.ts'
import { confirmedOperator } from '../harness/confirmed-operator.ts'
import { newMessage } from '../../src/people/message.ts'
import { CountingHasher } from '../people/people-scene.ts'

const START = Date.parse('2026-11-21T12:00:00Z') * 1_000

const OWNER = { email: 'owner@demo.bitting.example', password: 'wren-quarry-lantern-84', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }

interface Stage { /** Its changes are confirmed with the owner's codes. */ readonly operator: Operator; /** Nobody gives it codes. */ readonly local: Operator; readonly store: Store; readonly authority: Authority; readonly directory: KeyDirectory; openSealing(): Promise<StoredSealing>; pass(us: number): void }

const staged = async (use: (stage: Stage) => Promise<void>, accountCount = 1, hasOwner = accountCount > 0): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-operator-'))
  const store = await openStore({ folder, nowUs: START })
  let nowUs = START
  let keyCount = 0
  try {
    const openSealing = () => StoredSealing.open({ folder, environment: {}, randomBytes: (length) => randomBytes(length), sentinel: store.sentinel })
    const sealing = await openSealing()
    const accounts = new AccountDirectory(store.accounts)
    for (const account of demoAccounts(START).slice(0, accountCount)) {
      await accounts.save(account, { timeUs: START, actor: 'system', source: 'local', act: 'account.open', subject: `${account.id}`, before: null, after: null })
    }
    const directory = new KeyDirectory({ sealer: sealing.sealer })
    const authority = new Authority({ store: store.keys, directory, sealer: sealing.sealer, accounts, randomBytes: (length) => randomBytes(length), newKeyId: () => apiKeyId(`k_${String(keyCount += 1).padStart(12, '0')}`) })
    authority.load()
    const wall = { nowUs: () => nowUs }
    const calendar = new Calendar(wall, store.calendar.offsetUs())
    const randomText = (length: number): string => randomBytes(length).toString('hex').slice(0, length)
    const people = await openPeople({ store, sealer: sealing.sealer, accounts, leaving: { closeKeysOf: () => Promise.resolve({ keys: 0 }), withdrawApprovalsOf: () => Promise.resolve({ approvals: 0 }) }, clock: wall, options: peopleOptionsOf({}), isDemo: true })
    const money = openMoneyOut({
      stores: { withdrawals: store.withdrawals, approvals: store.approvals, people: store.people, audit: store.audit }, accounts, liveVenue: () => null, randomText, clock: calendar, wallClock: wall, operationNamed: () => undefined, isRefusedChange: () => false,
      letters: { newMessage: (letter, at) => newMessage(randomText(16), letter, sealing.sealer, at), consoleUrl: () => 'http://localhost', labelOfKey: async () => undefined, readersOfKey: async () => [] },
    })
    const lockdown = new LockdownOffice({
      incidents: store.incidents, authority, keys: store.keys, findKey: (reference) => findKey(reference, { authority, keys: store.keys, keyFinder: store.keyFinder }), accounts, rules: money.rules, people: people.people,
      callLog: store.callLog, venueOf: () => null, randomText, clock: calendar, wallClock: wall,
    })
    const changes = new Changes({ people: people.people, accounts: people.accounts, clock: calendar, wallClock: wall, approvals: money.office })
    const policies = new PolicyDirectory(store.policies)
    const accountParts = { accounts, policies, ledgers: { open: async () => {} }, invitations: { invite: async () => {} } }
    const movingParts = { store: store.movingAddresses, authority, accounts, policies, lookup: { addressesOf: async () => [] }, sealer: () => sealing.sealer, randomText, clock: calendar, wallClock: wall }
    if (hasOwner) await makeDemoOwner(OWNER, demoAccounts(START)[0]?.id ?? accountId(0), { store: store.people, sealer: sealing.sealer, hasher: new CountingHasher(), randomBytes: (length) => randomBytes(length) }, { actor: 'system', source: 'local', nowUs: START })
    const keyActs = keyOperations({ authority, keys: store.keys, keyFinder: store.keyFinder, accounts, clock: calendar })
    const alerts = alertRoom({
      alerts: store.alerts.store({ sealer: () => sealing.sealer, newLetterId: () => randomText(16) }), settings: store.alertSettings, retention: { maxAgeDays: 365, maxRows: 100 }, watch: { accept: () => {} }, programs: { sinceUs: () => null, set: async () => {} }, authority, accounts, policies, people: store.people,
      sealer: () => sealing.sealer, randomText, consoleUrl: () => 'http://localhost', clock: calendar, wallClock: wall, onLetters: () => {}, onDeliveries: () => {}, webhooksMayLeadInside: false,
    })
    const external = externalRoom({
      store: store.externalKeys.store({ sealer: () => sealing.sealer, newLetterId: () => randomText(16) }), doctor: keyDoctor(false), allowsInside: false, accounts, policies, people: store.people, sealer: () => sealing.sealer, randomText, clock: calendar, wallClock: wall, onLetters: () => {},
    })
    const local = createOperator({
      external, alerts, keyActs, people: people.people,
      accountParts, accountActs: accountOperations(accountParts), movingParts, movingActs: { bind: bindAddress(movingParts), unbind: unbindAddress(movingParts) }, money, lockdown, changes,
      authority, keys: store.keys, keyFinder: store.keyFinder, accounts, callLog: store.callLog, audit: store.audit, nameOf: namesOf(store.people), backup: (file) => store.backup(file), clock: calendar, wallClock: wall, movable: { calendar, keep: (offsetUs, audit) => store.calendar.put(offsetUs, audit) },
      sealingKeys: sealing, onSealer: () => {}, outbox: outboxReader(store.people, sealing.sealer), mail: people.mail, consoleUrl: () => 'http://localhost', demoAuthenticator: demoAuthenticator(store.people, sealing.sealer), remind: async () => {}, sandboxes: () => null, scenarios: () => null, venueOf: () => null,
    })
    const operator = confirmedOperator({
      ...local,
      // Time stands still between the lines of a test: the same code is taken again, and a letter that was read is put away.
      demoCode: async () => {
        for (const totp of await store.people.find('totp', {})) await store.people.save([{ do: 'update', kind: 'totp', record: { ...totp, version: totp.version + 1, lastStep: -1 } }], null)
        return local.demoCode()
      },
      outboxList: async (limit) => {
        const letters = await local.outboxList(limit)
        await store.people.save((await store.people.find('message', {})).map(({ id }) => ({ do: 'remove', kind: 'message', id })), null)
        return letters
      },
    })
    await use({ operator, local, store, authority, directory, openSealing, pass: (us) => { nowUs += us } })
  } finally {
    await store.close()
  }
}

const valueOf = <Value>(outcome: Outcome<Value>): Value => {
  assert.ok(outcome.ok, JSON.stringify(outcome))
  return outcome.value
}
const refusedWith = (outcome: Outcome<unknown>, code: string, text: RegExp): void => {
  assert.ok(!outcome.ok, JSON.stringify(outcome))
  assert.equal(outcome.refused.code, code)
  assert.match(`${outcome.refused.message}\n${outcome.refused.remedy}`, text)
}

const WISH: KeyWish = { label: 'grid-bot-btc', kind: 'hmac', permissions: ['reading', 'spotAndMarginTrading'], allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, environment: 'live' }

test('a key is made for the only main account, opens at once, and its making is audited as the local operator', () => staged(async ({ operator, store, directory }) => {
  const { key, secretKey } = valueOf(await operator.keysCreate({ ...WISH, expiresInDays: 90 }))
  assert.equal(key.sentence, 'Reads and trades spot, only from 203.0.113.45, ends in 90 days.')
  assert.equal(key.accountEmail, 'owner@demo.bitting.example')
  assert.deepEqual([key.state, key.expiresAt, key.lastUse], ['enabled', '2027-02-19T12:00:00.000Z', null])
  assert.match(secretKey ?? '', /^bis1[A-Za-z0-9]{60}$/)
  assert.ok(directory.find(key.apiKey))
  assert.deepEqual(store.audit.newest(1).map(({ entry }) => [entry.actor, entry.source, entry.act, entry.subject]), [['operator:local', 'local', 'key.create', key.id]])
  assert.ok(!JSON.stringify(store.audit.newest(10)).includes(secretKey ?? ''))
  assert.ok(!JSON.stringify(valueOf(await operator.keysList({}))).includes(secretKey ?? ''))
}))

test('the rules of keys hold for the operator too, each told with what to type', () => staged(async ({ operator }) => {
  const open = { ...WISH, allowList: { mode: 'unrestricted' } } as const
  refusedWith(await operator.keysCreate({ ...open, permissions: ['withdrawals'] }), 'listRequired', /--allow/)
  refusedWith(await operator.keysCreate({ ...WISH, permissions: ['fixTrade'] }), 'ed25519Required', /Leave --kind out/)
  refusedWith(await operator.keysCreate({ ...WISH, label: ' ' }), 'label', /--label/)
  const unlabelled = await operator.keysCreate({ ...WISH, label: '' })
  assert.deepEqual(unlabelled.ok ? [] : unlabelled.refused.fields?.map(({ field }) => field), ['label'])
  refusedWith(await operator.keysCreate({ ...WISH, allowList: { mode: 'trusted', entries: ['300.1.1.1'] } }), 'allowList', /300\.1\.1\.1/)
  refusedWith(await operator.keysCreate({ ...WISH, account: 7 }), 'unknownAccount', /no account 7\.\nThe accounts: \.\/bitting accounts/)
  refusedWith(await operator.keysCreate({ ...WISH, kind: 'ed25519' }), 'publicKey', /public key is needed/)
  assert.deepEqual(valueOf(await operator.keysList({})), [])
}))

test('without an account, or with several main ones, the operator is asked whose key it is', async () => {
  await staged(async ({ operator }) => refusedWith(await operator.keysCreate(WISH), 'noAccount', /bitting start --demo/), 0)
  await staged(async ({ operator }) => {
    assert.deepEqual(valueOf(await operator.accountsList()).map(({ parent, keys }) => [parent, keys]), [[null, 0], [100_001, 0], [100_001, 0]])
    const { key } = valueOf(await operator.keysCreate({ ...WISH, account: 100_002 }))
    assert.equal(key.accountEmail, 'sub1@demo.bitting.example')
    refusedWith(await operator.keysEdit(key.id, { grant: ['withdrawals'] }), 'mainAccountRequired', /sub-account/)
    assert.deepEqual(valueOf(await operator.keysList({ account: 100_001 })), [])
    assert.equal(valueOf(await operator.accountsList())[1]?.keys, 1)
  }, 3)
})

test('a key is named by id, text, label, or an unambiguous beginning; what is ambiguous is answered with the candidates', () => staged(async ({ operator }) => {
  const first = valueOf(await operator.keysCreate(WISH)).key
  const sub = valueOf(await operator.accountsList())[1]?.id ?? 0
  const second = valueOf(await operator.keysCreate({ ...WISH, label: 'twin', account: sub })).key
  const third = valueOf(await operator.keysCreate({ ...WISH, label: 'twin' })).key
  for (const reference of [first.id, first.apiKey, 'grid-bot-btc', first.apiKey.slice(0, 20)]) assert.equal(valueOf(await operator.keysShow(reference)).id, first.id, reference)
  refusedWith(await operator.keysShow('twin'), 'keyAmbiguous', new RegExp(`names 2 keys:\\n  ${second.id}.*twin\\n  ${third.id}.*twin`))
  refusedWith(await operator.keysDelete('k_0000000'), 'keyAmbiguous', /names 3 keys/)
  for (const reference of ['bit1', 'k_', '', 'nobody', 'x'.repeat(900_000)]) refusedWith(await operator.keysDelete(reference), 'keyUnknown', /bitting keys list/)
  refusedWith(await operator.keysShow('GRID'), 'keyUnknown', /Did you mean one of these\?\n.*grid-bot-btc/)
  valueOf(await operator.keysDelete(second.id))
  assert.equal(valueOf(await operator.keysShow('twin')).id, third.id)
  assert.equal(valueOf(await operator.keysShow(second.id)).state, 'deleted')
}, 2))

test('an edit changes what was asked, relative to the key as it is, and tells before and after', () => staged(async ({ operator }) => {
  const { key } = valueOf(await operator.keysCreate(WISH))
  const { before, after } = valueOf(await operator.keysEdit(key.id, { grant: ['futures'], revoke: ['spotAndMarginTrading'], addAddresses: ['198.51.100.7'], label: 'futures bot', expiresInDays: 2 }))
  assert.deepEqual(before, key)
  assert.deepEqual(after.permissions, ['reading', 'futures'])
  assert.deepEqual(after.allowList, { mode: 'trusted', entries: ['203.0.113.45', '198.51.100.7'] })
  assert.deepEqual([after.label, after.expiresAt], ['futures bot', '2026-11-23T12:00:00.000Z'])
  const removed = valueOf(await operator.keysEdit(key.id, { removeAddresses: ['::ffff:203.0.113.45'], expiresInDays: null })).after
  assert.deepEqual([removed.allowList, removed.expiresAt], [{ mode: 'trusted', entries: ['198.51.100.7'] }, null])
  refusedWith(await operator.keysEdit(key.id, { removeAddresses: ['203.0.113.45'] }), 'addressNotListed', /which has 198\.51\.100\.7/)
  valueOf(await operator.keysEdit(key.id, { allowList: { mode: 'unrestricted' } }))
  refusedWith(await operator.keysEdit(key.id, { addAddresses: ['203.0.113.45'] }), 'notBound', /--allow 203\.0\.113\.45/)
  assert.deepEqual(valueOf(await operator.keysShow(key.id)).tradingLapsesAt, '2026-12-21T12:00:00.000Z')
}))

test('edits that come at the same moment all count', () => staged(async ({ operator }) => {
  const { key } = valueOf(await operator.keysCreate({ ...WISH, permissions: [] }))
  await Promise.all(([['reading'], ['futures'], ['vanillaOptions']] as const).map((grant) => operator.keysEdit(key.id, { grant })))
  assert.deepEqual(valueOf(await operator.keysShow(key.id)).permissions, ['reading', 'futures', 'vanillaOptions'])
}))

test('a key is disabled, enabled, expires and is deleted for good', () => staged(async ({ operator, directory, pass }) => {
  const { key } = valueOf(await operator.keysCreate({ ...WISH, expiresInDays: 1 }))
  assert.equal(valueOf(await operator.keysDisable(key.id)).state, 'disabled')
  assert.equal(directory.find(key.apiKey)?.key.isEnabled, false)
  assert.equal(valueOf(await operator.keysEnable(key.id)).state, 'enabled')
  pass(DAY)
  assert.equal(valueOf(await operator.keysShow(key.id)).state, 'expired')
  assert.equal(valueOf(await operator.keysDelete(key.id)).state, 'deleted')
  refusedWith(await operator.keysEnable(key.id), 'keyDeleted', /never opened again/)
  assert.deepEqual(valueOf(await operator.keysList({})), [])
  assert.deepEqual(valueOf(await operator.keysList({ includeDeleted: true })).map(({ state }) => state), ['deleted'])
}))

test('the last use of each right is told', () => staged(async ({ operator, store }) => {
  const { key } = valueOf(await operator.keysCreate(WISH))
  store.keys.noteUse({ keyId: apiKeyId(key.id), timeUs: START + SECOND, address: '203.0.113.45', endpoint: 'GET /api/v3/account', permission: 'reading' })
  assert.deepEqual(valueOf(await operator.keysShow(key.id)).lastUse, { at: '2026-11-21T12:00:01.000Z', address: '203.0.113.45', endpoint: 'GET /api/v3/account', perPermission: { reading: '2026-11-21T12:00:01.000Z' } })
}))

test('after a rotation of the sealing key every HMAC secret still signs', () => staged(async ({ operator, directory, store }) => {
  const made = await Promise.all(['a', 'b', 'c'].map(async (label) => valueOf(await operator.keysCreate({ ...WISH, label }))))
  const { version, resealed } = valueOf(await operator.sealingKeyRotate())
  assert.equal(version, 2)
  assert.ok(resealed > made.length, 'what is people’s, too')
  for (const { key, secretKey } of made) {
    const stored = await store.keys.byId(apiKeyId(key.id))
    assert.equal(stored?.credential.kind === 'hmac' && stored.credential.secret.sealingKeyVersion, 2)
    assert.deepEqual(directory.find(key.apiKey)?.verifier, hmacVerifier(Buffer.from(secretKey ?? '')))
  }
  assert.equal(store.audit.newest(1)[0]?.entry.act, 'sealingKey.rotate')
}))

test('a rotation that is cut short loses nothing, and the next one finishes it', () => staged(async ({ operator, store, authority, directory, openSealing }) => {
  const { key, secretKey } = valueOf(await operator.keysCreate(WISH))
  const update = store.keys.reseal.bind(store.keys)
  store.keys.reseal = () => Promise.reject(new Error('the power went'))
  await assert.rejects(operator.sealingKeyRotate(), /the power went/)
  store.keys.reseal = update
  const reopened = await openSealing()
  const stored = await store.keys.byId(apiKeyId(key.id))
  assert.ok(stored?.credential.kind === 'hmac' && reopened.sealer.open(stored.credential.secret, stored.id).ok)
  assert.deepEqual(directory.find(key.apiKey)?.verifier, hmacVerifier(Buffer.from(secretKey ?? '')))
  assert.equal(valueOf(await operator.sealingKeyRotate()).version, 3)
  assert.ok((await authority.byId(apiKeyId(key.id)))?.credential.kind === 'hmac')
  assert.equal((await openSealing()).sealer.currentVersion, 3)
}))

test('a backup is taken while the store is open, never over another file, and is audited', () => staged(async ({ operator, store }) => {
  const file = join(mkdtempSync(join(tmpdir(), 'bitting-backup-')), 'copy.backup')
  const taken = valueOf(await operator.backup(file))
  assert.ok(existsSync(file) && taken.bytes > 0)
  refusedWith(await operator.backup(file), 'storeRefused', /exists already\.\nA backup never overwrites: name another file\./)
  assert.deepEqual(store.audit.newest(5).map(({ entry }) => entry.act).filter((act) => act === 'store.backup'), ['store.backup'])
  assert.equal(valueOf(await operator.auditVerify()).firstBadRow, null)
}))

const trace = (change: Partial<Trace>): Trace => ({
  version: 1, requestId: requestId('r1'), timeUs: START, method: 'POST', path: '/api/v3/order', environment: 'live', address: '127.0.0.1', keyId: null, keyHint: 'bit1…abcd',
  refusedAt: 'sourceAddress', refusal: { reason: 'addressNotAllowed', address: '127.0.0.1', entries: ['203.0.113.45'] }, status: 401, code: -2015, signedPayload: null, differenceMs: 31, recvWindowMs: 5_000, ...change,
})

test('a refusal is explained by its request id, or as the last one of a key, with the remedy', () => staged(async ({ operator, store }) => {
  const { key } = valueOf(await operator.keysCreate(WISH))
  refusedWith(await operator.explainLast(key.id), 'noRefusal', /no refused request/)
  for (const [id, timeUs] of [['r1', START], ['r2', START + SECOND]] as const) {
    store.callLog.record({
      requestId: requestId(id), timeUs, durationUs: 80, accountId: null, keyId: apiKeyId(key.id), address: '127.0.0.1', endpoint: 'POST /api/v3/order', permission: null, rights: 0, symbol: null, client: null, clockDifferenceMs: null,
      status: 401, code: -2015, reason: 'addressNotAllowed', weight: 1, trace: trace({ requestId: requestId(id), timeUs, keyId: apiKeyId(key.id) }),
    })
  }
  const explanation = valueOf(await operator.explain('r1'))
  assert.deepEqual([explanation.requestId, explanation.request, explanation.address, explanation.at], ['r1', 'POST /api/v3/order', '127.0.0.1', '2026-11-21T12:00:00.000Z'])
  assert.match(explanation.answer, /401.*-2015/)
  assert.match(explanation.what, /203\.0\.113\.45.*127\.0\.0\.1/)
  assert.notEqual(explanation.remedy, '')
  assert.equal(explanation.steps.find(({ outcome }) => outcome === 'failed')?.step.toLowerCase().includes('address'), true)
  assert.ok(explanation.steps.some(({ outcome }) => outcome === 'passed') && explanation.steps.some(({ outcome }) => outcome === 'not reached'))
  assert.equal(valueOf(await operator.explainLast(key.label)).requestId, 'r2')
  refusedWith(await operator.explain('nothing'), 'traceUnknown', /x-mbx-uuid/)
}))

test('the calendar of a demo moves, is kept, and what comes due is told with its one step; a store without a demo owner stays on wall time', () => staged(async ({ operator, store, directory }) => {
  refusedWith(await operator.clockMove(DAY / SECOND), 'noDemo', /start --demo/)
  assert.equal(valueOf(await operator.clockShow()).aheadSeconds, 0)
  assert.ok(valueOf(await operator.clockMove(null)))
  assert.equal(store.calendar.offsetUs(), 0)
  assert.ok(directory)
}, 1, false))

test('a preset gives rights and period; extending takes one step; attention lists what is due, and nothing else', () => staged(async ({ operator, pass }) => {
  const { key } = valueOf(await operator.keysCreate({ label: 'grid', kind: 'hmac', preset: 'grid-bot', allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, environment: 'live' }))
  assert.deepEqual([key.preset, key.permissions, key.expiresAt, key.risk?.grade], ['grid-bot', ['reading', 'spotAndMarginTrading'], '2027-02-19T12:00:00.000Z', 'C'])
  assert.deepEqual(valueOf(await operator.keysAttention({})), [])
  refusedWith(await operator.keysCreate({ ...WISH, preset: 'dashboard' }), 'presetRights', /--rights/)
  const due: string[] = []
  for (const days of [76, 7, 6, 1]) {
    pass(days * DAY)
    due.push(valueOf(await operator.keysAttention({})).map(({ about, urgency, text, remedy }) => `${about} ${urgency}: ${text} ${remedy}`).join('\n'))
  }
  assert.deepEqual(due.map((text) => text.split('\n')[0]), [
    `end soon: It ends in 14 days. ./bitting keys extend ${key.id}`, `end soon: It ends in 7 days. ./bitting keys extend ${key.id}`,
    `end now: It ends in 24 hours. ./bitting keys extend ${key.id}`, `end now: It ended 1 minute ago. ./bitting keys extend ${key.id}`,
  ])
  assert.equal(valueOf(await operator.keysShow(key.id)).state, 'expired')
  const { before, after } = valueOf(await operator.keysExtend(key.id, null))
  assert.deepEqual([before.state, after.state, after.expiresAt], ['expired', 'enabled', '2027-05-20T12:00:00.000Z'])
  assert.deepEqual(valueOf(await operator.keysAttention({})), [])
}))

test('a one-time key is refused at its end, and deleted with its secret soon after', () => staged(async ({ operator, authority, pass, store }) => {
  const { key } = valueOf(await operator.keysCreate({ label: 'once', kind: 'hmac', preset: 'one-time-script', allowList: { mode: 'trusted', entries: ['203.0.113.45'] }, environment: 'live' }))
  const act = { actor: 'system', source: 'local', nowUs: START + DAY - 1 }
  assert.equal(await authority.deleteEnded(act), 0)
  pass(DAY)
  assert.equal(valueOf(await operator.keysShow(key.id)).state, 'expired')
  refusedWith(await operator.keysExtend(key.id, 3), 'oneTime', /Make a new key/)
  assert.equal(await authority.deleteEnded({ ...act, nowUs: START + DAY }), 1)
  assert.equal(valueOf(await operator.keysShow(key.id)).state, 'deleted')
  assert.equal(await authority.deleteEnded({ ...act, nowUs: START + 2 * DAY }), 0)
  assert.equal(store.audit.newest(1)[0]?.entry.actor, 'system')
}))

test('a one-time key is deleted when it was used and has rested for an hour, and not while it works; another key that ends by deletion lives to its end', () => staged(async ({ operator, authority, pass, store }) => {
  const allowList = { mode: 'trusted', entries: ['203.0.113.45'] } as const
  const { key: once } = valueOf(await operator.keysCreate({ label: 'once', kind: 'hmac', preset: 'one-time-script', allowList, environment: 'live' }))
  const { key: nightly } = valueOf(await operator.keysCreate({ label: 'nightly', kind: 'hmac', permissions: ['reading'], periodDays: 2, afterPeriod: 'delete', allowList, environment: 'live' }))
  const use = (atUs: number): void => { for (const { id } of [once, nightly]) store.keys.noteUse({ keyId: apiKeyId(id), address: '203.0.113.45', endpoint: 'GET /api/v3/account', permission: 'reading', timeUs: atUs }) }
  const deletedAt = async (nowUs: number): Promise<number> => authority.deleteEnded({ actor: 'system', source: 'local', nowUs })
  assert.equal(await deletedAt(START + 2 * HOUR), 0, 'it waits for its script')
  use(START + 2 * HOUR)
  use(START + 2.5 * HOUR)
  assert.equal(await deletedAt(START + 3.5 * HOUR - 1), 0, 'it may be at work')
  pass(3.5 * HOUR)
  assert.equal(await deletedAt(START + 3.5 * HOUR), 1)
  assert.deepEqual([valueOf(await operator.keysShow(once.id)).state, valueOf(await operator.keysShow(nightly.id)).state], ['deleted', 'enabled'])
}))

test('a rotated key is told with its lineage, survives a restart in the middle, and is retired when its successor is first used', () => staged(async ({ operator, store, authority, directory, pass }) => {
  const old = valueOf(await operator.keysCreate({ ...WISH, periodDays: 60 })).key
  const made = valueOf(await operator.keysRotate(old.id, {}, null))
  assert.match(made.secretKey ?? '', /^bis1/)
  assert.deepEqual([made.key.label, made.key.permissions, made.key.lineage], ['grid-bot-btc #2', old.permissions, { generation: 2, predecessor: old.id, successor: null, isAsleep: true, retiresAt: null }])
  assert.deepEqual([made.former.state, made.former.lineage.successor], ['enabled', made.key.id])
  refusedWith(await operator.keysRotate(old.id, {}, null), 'handover', /has a successor already/)
  pass(2 * DAY)
  assert.deepEqual(valueOf(await operator.keysAttention({})).map(({ about, key }) => [about, key]), [['handover', made.key.id]])
  const restarted = new Map([...store.keys.all()].map((key) => [key.id, key]))
  for (const id of [old.id, made.key.id]) assert.deepEqual(restarted.get(apiKeyId(id)), directory.find(id === old.id ? old.apiKey : made.key.apiKey)?.key)
  const act = { actor: `key:${made.key.id}`, source: '203.0.113.45', nowUs: START + 2 * DAY }
  assert.ok(!(await authority.payToll(apiKeyId(made.key.id), () => false, act)), 'a call that is not admitted changes nothing')
  assert.equal(valueOf(await operator.keysShow(old.id)).state, 'enabled')
  assert.ok(await authority.payToll(apiKeyId(made.key.id), () => true, act))
  assert.deepEqual([valueOf(await operator.keysShow(old.id)).state, valueOf(await operator.keysShow(made.key.id)).lineage.isAsleep], ['retired', false])
  assert.equal(valueOf(await operator.keysShow(old.id)).risk, null)
  assert.equal(valueOf(await operator.auditVerify()).firstBadRow, null)
  valueOf(await operator.keysCreate(WISH))
}))

test('an overlap ends hard: extending moves it nowhere', () => staged(async ({ operator, pass }) => {
  const old = valueOf(await operator.keysCreate(WISH)).key
  const made = valueOf(await operator.keysRotate(old.id, { label: 'second' }, 24))
  assert.deepEqual([made.key.label, made.key.lineage.isAsleep, made.former.lineage.retiresAt], ['second', false, '2026-11-22T12:00:00.000Z'])
  valueOf(await operator.keysExtend(old.id, 90))
  pass(DAY)
  assert.equal(valueOf(await operator.keysShow(old.id)).state, 'retired')
  refusedWith(await operator.keysRotate(made.key.id, {}, 10_000), 'handover', /up to 30 days/)
}))

test('a key of spot and futures is advised to be two, and one act makes them', () => staged(async ({ operator, store }) => {
  const both = valueOf(await operator.keysCreate({ ...WISH, permissions: ['reading', 'spotAndMarginTrading', 'futures'], periodDays: 90 })).key
  assert.match(both.risk?.best?.remedy ?? '', new RegExp(`keys split ${both.id}`))
  const { former, key, secretKey } = valueOf(await operator.keysSplit(both.id, {}))
  assert.deepEqual([former.permissions, key.permissions, key.label], [['reading', 'spotAndMarginTrading'], ['reading', 'futures'], 'grid-bot-btc futures'])
  assert.match(secretKey ?? '', /^bis1/)
  refusedWith(await operator.keysSplit(both.id, {}), 'split', /nothing to part/)
  assert.equal([...store.keys.all()].length, 2)
}))

test('presets are told as the policy of the account has them, and hold so', () => staged(async ({ operator, local }) => {
  const before = valueOf(await operator.presetsList(null))
  const change = { presets: { 'grid-bot': { isOffered: false }, 'market-maker': { periodDays: 7, mostEntries: 1 } } }
  const asked = await local.accountsChange('editPolicy', { account: 100_001, change }, { as: null, stepUp: null })
  assert.ok(!asked.ok && asked.refused.stepUp, JSON.stringify(asked))
  const { id } = asked.refused.stepUp
  const letter = valueOf(await operator.outboxList(1))[0]
  valueOf(await local.stepUpAnswer(id, { factor: 'mailCode', code: /^The code is (\d{8})\./m.exec(letter?.text ?? '')?.[1] ?? '' }))
  valueOf(await local.stepUpAnswer(id, { factor: 'totp', code: valueOf(await local.demoCode()).fresh ?? '' }))
  valueOf(await local.accountsChange('editPolicy', { account: 100_001, change }, { as: null, stepUp: id }))
  const after = valueOf(await operator.presetsList(100_002))
  assert.deepEqual(after.map(({ name }) => name), before.map(({ name }) => name).filter((name) => name !== 'grid-bot'))
  const narrowed = after.find(({ name }) => name === 'market-maker')
  assert.deepEqual([narrowed?.periodDays, narrowed?.entries], [7, { least: 1, most: 1 }])
  refusedWith(await operator.presetsList(7), 'unknownAccount', /no account 7/)
}, 3))

test('while nobody is set up whose codes could confirm it, a reading key alone is made', () => staged(async ({ local }) => {
  refusedWith(await local.keysCreate(WISH), 'ownerNeeded', /one-time link/)
  valueOf(await local.keysCreate({ ...WISH, permissions: ['reading'] }))
}, 1, false))

test('what the operator asks for without codes changes nothing, whatever it is, unless it only narrows', () => staged(async ({ operator, local, store }) => {
  const { key } = valueOf(await operator.keysCreate(WISH))
  const head = store.audit.newest(1)[0]?.hash
  const nobody = { as: null, stepUp: null }
  for (const [what, outcome] of Object.entries({
    make: await local.keysCreate({ ...WISH, label: 'another' }), grant: await local.keysEdit(key.id, { grant: ['futures'] }), narrow: await local.keysEdit(key.id, { revoke: ['reading'] }), extend: await local.keysExtend(key.id, 3),
    rotate: await local.keysRotate(key.id, {}, null), ceiling: await local.accountsChange('editSubAccount', { account: 100_002, ceiling: ['reading'] }, nobody), policy: await local.accountsChange('editPolicy', { account: 100_001, change: { maxKeys: 3 } }, nobody),
    address: await local.addressesAdd({ network: 'TRX', address: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', name: 'cold' }, nobody), rules: await local.rulesSet({ rules: { withdrawals: [], withdrawalRight: 0, newAddress: 0, ruleChange: 0, lifetimeHours: 48 } }, nobody),
    loosen: await local.withdrawalPolicySet({ waitingHours: 0 }, nobody),
  })) assert.ok(!outcome.ok && outcome.refused.code === 'stepUpNeeded' && outcome.refused.stepUp, `${what}: ${JSON.stringify(outcome)}`)
  assert.equal(store.audit.newest(1)[0]?.hash, head)
  valueOf(await local.withdrawalPolicySet({ onlyAddressBook: true }, nobody))
  valueOf(await local.accountsChange('closeSubAccount', { account: 100_002 }, nobody))
  valueOf(await local.keysDisable(key.id))
  refusedWith(await local.keysEnable(key.id), 'stepUpNeeded', /Fresh codes of owner@demo/)
  valueOf(await local.keysDelete(key.id))
}, 3))
