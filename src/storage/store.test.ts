import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { PLAIN_LIFE } from '../authority/key-life.ts'
import { Sealer } from '../authority/sealing.ts'
import { accountId, apiKeyId } from '../ids.ts'
import { NOW_US, inTemporaryFolder, sampleAccount, sampleEntry, sampleKey, sampleRecord } from './samples.ts'
import { StoreError } from './store-error.ts'
import { openStore } from './store.ts'
import type { Store } from './store.ts'

const withStore = (use: (store: Store, reopen: () => Promise<Store>, folder: string) => Promise<void>): Promise<void> =>
  inTemporaryFolder(async (parent) => {
    const folder = join(parent, 'data')
    let store = await openStore({ folder, nowUs: NOW_US })
    const reopen = async (): Promise<Store> => {
      await store.close()
      store = await openStore({ folder, nowUs: NOW_US })
      return store
    }
    try {
      await use(store, reopen, folder)
    } finally {
      await store.close()
    }
  })

describe('a data folder', () => {
  it('is readable by its owner alone, as is every file with rows in it', () => withStore(async (store, _reopen, folder) => {
    await store.accounts.save(sampleAccount(1), sampleEntry('account.open'))
    assert.equal(statSync(folder).mode & 0o777, 0o700)
    for (const file of ['bitting.db', 'bitting.db-wal', 'calls.db', 'holder.json']) assert.equal(statSync(join(folder, file)).mode & 0o777, 0o600, file)
  }))
})

describe('accounts and their policies', () => {
  it('come back as they were put, ceilings and openings included', () => withStore(async (store, reopen) => {
    const kept = [sampleAccount(1, { openings: { futures: { version: '2026-11', by: 'person:p_1', atUs: NOW_US } } }), sampleAccount(2, { parentId: accountId(1), ceiling: 0 }), sampleAccount(3, { parentId: accountId(1), ceiling: 5 })]
    for (const account of kept) await store.accounts.save(account, sampleEntry('account.open'))
    await store.policies.save({ accountId: accountId(1), version: 1, change: { maxKeys: 5 } }, sampleEntry('policy.edit'), null)
    await store.policies.save({ accountId: accountId(1), version: 2, change: { maxKeys: 5, presets: { dashboard: { isOffered: false } } } }, sampleEntry('policy.edit'), null)
    await assert.rejects(store.policies.save({ accountId: accountId(1), version: 2, change: {} }, sampleEntry('policy.edit'), null), /refused/)
    const again = await reopen()
    assert.deepEqual([...again.accounts.all()], kept)
    assert.deepEqual([...again.policies.all()], [{ accountId: 1, version: 2, change: { maxKeys: 5, presets: { dashboard: { isOffered: false } } } }])
  }))
})

describe('keys', () => {
  it('come back as they were put, of every kind and list, after a restart', () => withStore(async (store, reopen) => {
    const keys = [
      sampleKey(1),
      sampleKey(2, { credential: { kind: 'ed25519', publicKey: new Uint8Array([1, 2, 3]) }, allowList: { mode: 'unrestricted' }, tradingLapsesAtUs: NOW_US }),
      sampleKey(3, { credential: { kind: 'rsa', publicKey: new Uint8Array([4]) }, allowList: { mode: 'trusted', entries: [] }, environment: 'testnet' }),
      sampleKey(4, { guardRails: { symbols: ['BTCUSDT', 'ETHUSDT'] }, isEnabled: false, replayGuard: true, expiresAtUs: NOW_US, label: 'клю́ч 🔑' }),
      sampleKey(5, { life: { ...PLAIN_LIFE, preset: 'grid-bot', periodDays: 90, generation: 2, predecessorId: apiKeyId('k_000000000001'), isAsleep: true } }),
    ]
    for (const key of keys) await store.keys.insert(key, sampleEntry('key.create', key.id))
    const again = await reopen()
    assert.deepEqual([...again.keys.all()], keys)
    assert.deepEqual(await again.keys.byId(apiKeyId('k_000000000004')), keys[3])
  }))

  it('that are deleted are kept for their account and not loaded at start', () => withStore(async (store) => {
    await store.keys.insert(sampleKey(1), sampleEntry('key.create'))
    await store.keys.update(sampleKey(1, { deletedAtUs: NOW_US, isEnabled: false }), sampleEntry('key.delete'))
    assert.deepEqual([...store.keys.all()], [])
    assert.equal((await store.keys.ofAccount(accountId(1_000_001))).length, 1)
    assert.equal((await store.keys.ofAccount(null)).length, 1)
    assert.equal((await store.keys.ofAccount(accountId(7))).length, 0)
  }))

  it('that are saved together are saved all or none', () => withStore(async (store) => {
    await store.keys.insert(sampleKey(1), sampleEntry('key.create'))
    await assert.rejects(store.keys.saveTogether([sampleKey(2)], [sampleKey(1, { label: 'changed' }), sampleKey(3)], sampleEntry('key.rotate')), StoreError)
    assert.deepEqual([...store.keys.all()], [sampleKey(1)])
    assert.equal(store.audit.head().sequence, 1)
    await store.keys.saveTogether([sampleKey(2)], [sampleKey(1, { label: 'changed' })], sampleEntry('key.rotate'))
    assert.deepEqual([...store.keys.all()].map(({ label }) => label).sort(), ['bot 2', 'changed'])
  }))

  it('that are there already, or are not there, refuse their own change and no other', () => withStore(async (store) => {
    const [first, twice, missing, second] = await Promise.allSettled([
      store.keys.insert(sampleKey(1), sampleEntry('key.create', 'first')),
      store.keys.insert(sampleKey(1), sampleEntry('key.create', 'twice')),
      store.keys.update(sampleKey(9), sampleEntry('key.edit', 'missing')),
      store.keys.insert(sampleKey(2), sampleEntry('key.create', 'second')),
    ])
    assert.deepEqual([first.status, twice.status, missing.status, second.status], ['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    assert.ok(twice.status === 'rejected' && twice.reason instanceof StoreError)
    assert.deepEqual(store.audit.newest(10).map((row) => row.entry.subject), ['second', 'first'])
    assert.equal((await store.audit.verify()).firstBadRow, null)
    assert.equal(store.failure, undefined)
  }))

  it('are resealed all at once, and nothing else of them changes', () => withStore(async (store) => {
    const asymmetric = sampleKey(2, { credential: { kind: 'ed25519', publicKey: new Uint8Array([1]) } })
    await store.keys.insert(sampleKey(1), sampleEntry('key.create'))
    await store.keys.insert(asymmetric, sampleEntry('key.create'))
    const resealed = sampleKey(1, { credential: { kind: 'hmac', secret: { sealingKeyVersion: 2, bytes: new Uint8Array([9]) } } })
    const sealer = new Sealer({ currentVersion: 2, keys: new Map([[2, new Uint8Array(32)]]) }, () => new Uint8Array(12))
    assert.equal(await store.keys.reseal([{ ...resealed, label: 'an older label' }, asymmetric], sealer, () => sampleEntry('sealing-key.rotate')), 1)
    assert.deepEqual([...store.keys.all()], [resealed, asymmetric])
  }))

  it('tell when each right was last used', () => withStore(async (store, reopen) => {
    const keyId = apiKeyId('k_1')
    const use = { keyId, address: '127.0.0.1', endpoint: 'GET /api/v3/account' }
    assert.equal(await store.keys.lastUse(keyId), undefined)
    store.keys.noteUse({ ...use, timeUs: 10, permission: 'reading' })
    store.keys.noteUse({ ...use, timeUs: 20, permission: 'withdrawals', address: '::1' })
    store.keys.noteUse({ ...use, timeUs: 30, permission: null, endpoint: 'POST /api/v3/userDataStream' })
    store.keys.noteUse({ ...use, timeUs: 15, permission: 'reading' })
    const again = await reopen()
    assert.deepEqual(await again.keys.lastUse(keyId), { timeUs: 30, address: '127.0.0.1', endpoint: 'POST /api/v3/userDataStream', perPermission: { reading: 15, withdrawals: 20 } })
  }))
})

describe('accounts', () => {
  it('come back as they were last saved', () => withStore(async (store, reopen) => {
    const sub = sampleAccount(2, { parentId: accountId(1), label: 'grid', products: { margin: false, futures: true }, isApiAccessEnabled: false })
    await store.accounts.save(sampleAccount(1), sampleEntry('account.open'))
    await store.accounts.save(sampleAccount(2), sampleEntry('account.open'))
    await store.accounts.save(sub, sampleEntry('account.edit'))
    assert.deepEqual([...(await reopen()).accounts.all()], [sampleAccount(1), sub])
  }))
})

describe('the journal', () => {
  it('gives back what was appended, in order, each environment for itself', () => withStore(async (store, reopen) => {
    const live = [1, 2, 3, 4, 5].map((sequence) => sampleRecord(sequence, { command: sequence === 3 ? '{"note":"ü € 😀\\u0000 \n"}' : `{"n":${sequence}}` }))
    for (const record of live) store.journal('live').append(record)
    store.journal('testnet').append(sampleRecord(1))
    await store.journal('live').settled()
    const again = await reopen()
    assert.deepEqual([...again.journal('live').recordsAfter(0)], live)
    assert.deepEqual([...again.journal('live').recordsAfter(3)], live.slice(3))
    assert.deepEqual([...again.journal('testnet').recordsAfter(0)], [sampleRecord(1)])
  }))

  it('is settled when there is nothing to wait for, and after the wait is over', () => withStore(async (store) => {
    const journal = store.journal('live')
    assert.equal(journal.settled(), undefined)
    journal.append(sampleRecord(1))
    const waiting = journal.settled()
    assert.ok(waiting)
    await waiting
    assert.equal(journal.settled(), undefined)
    assert.equal([...journal.recordsAfter(0)].length, 1)
  }))

  it('keeps the newest snapshot, and prunes up to the last but one when asked', () => withStore(async (store) => {
    const journal = store.journal('live')
    assert.equal(journal.latestSnapshot(), undefined)
    for (let sequence = 1; sequence <= 30; sequence++) journal.append(sampleRecord(sequence))
    for (const sequence of [10, 20, 25]) await journal.saveSnapshot({ sequence, engineVersion: 1, timeUs: NOW_US, stateHash: `h${sequence}`, state: '{}' })
    assert.equal(journal.latestSnapshot()?.stateHash, 'h25')
    assert.equal(await journal.prune(), 21)
    assert.deepEqual([...journal.recordsAfter(0)].map((record) => record.sequence), [21, 22, 23, 24, 25, 26, 27, 28, 29, 30])
    assert.equal(store.journal('testnet').latestSnapshot(), undefined)
  }))
})

describe('the sentinel', () => {
  it('is none at first, and then the last one put', () => withStore(async (store, reopen) => {
    assert.equal(store.sentinel.get(), undefined)
    await store.sentinel.put({ version: 1, sealed: new Uint8Array([1]) })
    await store.sentinel.put({ version: 2, sealed: new Uint8Array([2]) })
    assert.deepEqual({ ...(await reopen()).sentinel.get() }, { version: 2, sealed: new Uint8Array([2]) })
  }))
})

describe('the calendar', () => {
  it('is where it was moved to after a restart, with the move in the record', () => withStore(async (store, reopen) => {
    assert.equal(store.calendar.offsetUs(), 0)
    await store.calendar.put(90 * 86_400_000_000, sampleEntry('clock.move', 'calendar'))
    await store.calendar.put(91 * 86_400_000_000, sampleEntry('clock.move', 'calendar'))
    const again = await reopen()
    assert.equal(again.calendar.offsetUs(), 91 * 86_400_000_000)
    assert.equal(again.audit.newest(9, 'calendar').length, 2)
  }))
})
