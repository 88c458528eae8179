import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { StepUp } from '../people/step-up.ts'
import { NOW_US, inTemporaryFolder, sampleAccount, sampleEntry, sampleKey } from './samples.ts'
import { StoreError } from './store-error.ts'
import { openStore, type Store } from './store.ts'

const STEP_UP: StepUp = {
  id: 'u_1', version: 1, personId: 'p', principalId: 's', setDigest: 'd', changes: [], requirement: [['totp']], given: ['totp'], isConfirmed: true, triesLeft: 5,
  createdAtUs: NOW_US, expiresAtUs: NOW_US + 10, forgetAtUs: NOW_US + 100,
}
const CONFIRMATION: Confirmation = { stepUpId: 'u_1', position: 0, digest: 'd', factors: ['totp'], nowUs: NOW_US }

const withStore = (use: (store: Store) => Promise<void>): Promise<void> => inTemporaryFolder(async (parent) => {
  const store = await openStore({ folder: join(parent, 'data'), nowUs: NOW_US })
  try {
    await store.people.save([{ do: 'insert', kind: 'stepUp', record: STEP_UP }], null)
    await store.keys.insert(sampleKey(1), sampleEntry('key.create', 'first'))
    await use(store)
  } finally {
    await store.close()
  }
})

/** Every way in which a key or an account is kept. */
const WAYS: Readonly<Record<string, (store: Store, confirmation: Confirmation) => Promise<Kept>>> = {
  'a key that is inserted': ({ keys }, confirmation) => keys.insert(sampleKey(2), sampleEntry('key.create', 'second'), confirmation),
  'a key that is changed': ({ keys }, confirmation) => keys.update(sampleKey(1, { label: 'changed' }), sampleEntry('key.edit', 'second'), confirmation),
  'keys that change together': ({ keys }, confirmation) => keys.saveTogether([sampleKey(2)], [sampleKey(1, { label: 'changed' })], sampleEntry('key.rotate', 'second'), confirmation),
  'an account': ({ accounts }, confirmation) => accounts.save(sampleAccount(100_009), sampleEntry('account.open', 'second'), confirmation),
}

const stateOf = async ({ keys, accounts, audit }: Store): Promise<unknown> => [await keys.ofAccount(null), [...accounts.all()], audit.newest(10).map(({ entry }) => entry.subject)]

describe('a change that somebody confirmed', () => {
  for (const [what, change] of Object.entries(WAYS)) {
    it(`${what}: made once, though two ask at one moment with one confirmation`, () => withStore(async (store) => {
      assert.deepEqual(await Promise.all([change(store, CONFIRMATION), change(store, CONFIRMATION)]), ['kept', 'unconfirmed'])
      const after = await stateOf(store)
      assert.equal(await change(store, CONFIRMATION), 'unconfirmed')
      assert.deepEqual(await stateOf(store), after)
    }))

    it(`${what}: nothing is kept with a confirmation that expired or is of no step-up`, () => withStore(async (store) => {
      const before = await stateOf(store)
      for (const wrong of [{ ...CONFIRMATION, nowUs: NOW_US + 10 }, { ...CONFIRMATION, stepUpId: 'u_2' }]) assert.equal(await change(store, wrong), 'unconfirmed')
      assert.deepEqual(await stateOf(store), before)
      assert.equal(await change(store, CONFIRMATION), 'kept')
    }))
  }

  it('that breaks in itself is thrown as ever, and uses nothing up', () => withStore(async (store) => {
    await assert.rejects(store.keys.insert(sampleKey(1), sampleEntry('key.create'), CONFIRMATION), StoreError)
    assert.equal(await store.keys.insert(sampleKey(2), sampleEntry('key.create'), CONFIRMATION), 'kept')
  }))
})
