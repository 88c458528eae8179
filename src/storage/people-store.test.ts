import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { PeopleChange, PeopleKind, PeopleRecords } from '../people/people-store.ts'
import { DAY } from '../time.ts'
import { NOW_US, sampleEntry, withStore } from './samples.ts'

const kept = { id: 'x_1', version: 1 }
const sealed = { sealingKeyVersion: 3, sealedBytes: new Uint8Array([1, 2, 3]) }

/** One of each kind, with what may be null null in some and set in others. */
const SAMPLES: PeopleRecords = {
  person: { ...kept, email: 'ada@example.org', name: 'Ada Łovelace 🔑', phone: null, passwordHash: '$argon2id$x', createdAtUs: NOW_US, state: 'active', keysGoTo: null, mustRenew: [], language: 'zh-Hans' },
  membership: { ...kept, personId: 'p', accountId: 100_001, role: 'owner', sinceUs: NOW_US },
  device: { ...kept, personId: 'p', tokenHash: 'h', label: 'Firefox on Linux', address: '::1', confirmedAtUs: NOW_US, lastSeenAtUs: NOW_US + 1 },
  totp: { ...kept, ...sealed, personId: 'p', label: 'phone', lastStep: -1, confirmedAtUs: null, createdAtUs: NOW_US },
  recoveryCode: { ...kept, personId: 'p', hash: 'h', usedAtUs: NOW_US },
  passkey: { ...kept, personId: 'p', label: 'laptop', publicKey: new Uint8Array([9]), counter: 7, transports: 'internal,hybrid', createdAtUs: NOW_US, lastUsedAtUs: null },
  passkeyChallenge: { ...kept, personId: null, purpose: 'signIn', challenge: 'abc', label: '', expiresAtUs: NOW_US, usedAtUs: null, forgetAtUs: NOW_US + DAY },
  code: { ...kept, ...sealed, personId: 'p', channel: 'mail', purpose: 'device:1', hash: 'h', triesLeft: 5, expiresAtUs: NOW_US, usedAtUs: null, forgetAtUs: NOW_US + DAY },
  signIn: { ...kept, personId: 'p', tokenHash: 'h', stage: 'factor', given: ['password'], deviceLabel: 'd', triesLeft: 5, expiresAtUs: NOW_US, usedAtUs: null, forgetAtUs: NOW_US + DAY },
  session: { ...kept, personId: 'p', tokenHash: 'h', previousTokenHash: null, rotatedAtUs: NOW_US, deviceId: 'd', deviceLabel: 'l', address: '::1', createdAtUs: NOW_US, lastSeenAtUs: NOW_US, endedAtUs: null, forgetAtUs: NOW_US + DAY },
  bearerToken: { ...kept, personId: 'p', tokenHash: 'h', name: 'ci', accountId: 1, role: 'auditor', createdAtUs: NOW_US, expiresAtUs: NOW_US, lastUsedAtUs: null, endedAtUs: null },
  stepUp: {
    ...kept, personId: 'p', principalId: 's', setDigest: 'd', changes: [{ digest: 'd', act: 'key.edit', accountId: 1, sentence: 'Rename it.' }], requirement: [['mailCode'], ['totp', 'passkey']],
    given: ['totp'], isConfirmed: true, triesLeft: 5, createdAtUs: NOW_US, expiresAtUs: NOW_US + 10, forgetAtUs: NOW_US + DAY,
  },
  stepUpUse: { ...kept, stepUpId: 'y', usedAtUs: NOW_US, forgetAtUs: NOW_US + DAY },
  stepUpPolicy: { ...kept, plain: [['totp']], grave: [['mailCode'], ['totp']] },
  link: { ...kept, tokenHash: 'h', kind: 'invitation', email: 'b@example.org', personId: null, accountId: 1, role: 'trader', invitedBy: 'p', createdAtUs: NOW_US, expiresAtUs: NOW_US, usedAtUs: null, withdrawnAtUs: null, forgetAtUs: NOW_US + DAY },
  message: { ...kept, ...sealed, channel: 'sms', recipient: '+4912345678', subject: '', timeUs: NOW_US, state: 'waiting', attempts: 0, nextTryAtUs: NOW_US, forgetAtUs: NOW_US + DAY, fault: { atUs: NOW_US, reason: 'login', said: '535 no' } },
  throttle: { ...kept, failures: 3, openAtUs: NOW_US, forgetAtUs: NOW_US + DAY },
}
const KINDS = Object.keys(SAMPLES) as readonly PeopleKind[] // The names of SAMPLES are the kinds.

// A kind and its own sample belong together; the compiler does not follow the pair through an index.
const inserting = (kind: PeopleKind, change: object = {}): PeopleChange => ({ do: 'insert', kind, record: { ...SAMPLES[kind], ...change } }) as PeopleChange
const updating = (kind: PeopleKind, change: object): PeopleChange => ({ ...inserting(kind, change), do: 'update' }) as PeopleChange

describe('what is kept of people', () => {
  for (const kind of KINDS) {
    it(`comes back as it was put: ${kind}`, () => withStore(async ({ people }) => {
      assert.equal(await people.save([inserting(kind)], sampleEntry('test', 'x')), 'saved')
      assert.deepEqual(await people.byId(kind, 'x_1'), SAMPLES[kind])
      assert.deepEqual(await people.find(kind, SAMPLES[kind]), [SAMPLES[kind]])
      assert.equal(await people.byId(kind, 'x_2'), undefined)
    }))
  }

  it('changes only from the version it was decided on, all of it or nothing, with its audit entry', () => withStore(async ({ people, audit }) => {
    await people.save([inserting('person')], sampleEntry('a', 'x'))
    const rename = (version: number, name: string): PeopleChange => updating('person', { version, name })
    assert.equal(await people.save([rename(2, 'B')], sampleEntry('b', 'x')), 'saved')
    assert.equal(await people.save([inserting('membership'), rename(2, 'C')], sampleEntry('c', 'x')), 'conflict')
    assert.equal((await people.byId('person', 'x_1'))?.name, 'B')
    assert.equal(await people.byId('membership', 'x_1'), undefined)
    assert.deepEqual(audit.newest(9).map(({ entry }) => entry.act), ['b', 'a'])
    assert.equal(await people.save([inserting('person', { id: 'x_2' })], null), 'conflict', 'an address belongs to one person')
    assert.equal(await people.save([{ do: 'remove', kind: 'person', id: 'x_9' }], null), 'conflict')
  }))

  it('is let go when its time is over', () => withStore(async ({ people }) => {
    await people.save([inserting('code'), inserting('person')], null)
    await people.forget(NOW_US + DAY - 1)
    assert.ok(await people.byId('code', 'x_1'))
    await people.forget(NOW_US + DAY)
    assert.equal(await people.byId('code', 'x_1'), undefined)
    assert.ok(await people.byId('person', 'x_1'))
  }))
})

describe('a confirmation', () => {
  const confirmation = { stepUpId: 'x_1', position: 0, digest: 'd', factors: ['totp'], nowUs: NOW_US }

  it('is used up in the change that it confirms, once, though two ask at one moment', () => withStore(async ({ people }) => {
    await people.save([inserting('stepUp')], null)
    const twice = await Promise.all([people.save([inserting('person')], null, confirmation), people.save([inserting('membership')], null, confirmation)])
    assert.deepEqual(twice, ['saved', 'conflict'])
    assert.equal(await people.byId('membership', 'x_1'), undefined)
    assert.equal(await people.save([inserting('membership')], null, { ...confirmation, position: 1 }), 'saved')
  }))

  it('that expired, was not given or does not exist takes its change with it', () => withStore(async ({ people }) => {
    await people.save([inserting('stepUp'), inserting('stepUp', { id: 'x_2', isConfirmed: false })], null)
    for (const wrong of [{ ...confirmation, nowUs: NOW_US + 10 }, { ...confirmation, stepUpId: 'x_2' }, { ...confirmation, stepUpId: 'x_3' }]) {
      assert.equal(await people.save([inserting('person')], null, wrong), 'conflict')
    }
    assert.equal(await people.byId('person', 'x_1'), undefined)
  }))

  it('is not used up by a change that is refused', () => withStore(async ({ people }) => {
    await people.save([inserting('stepUp'), inserting('person')], null)
    assert.equal(await people.save([inserting('person')], null, confirmation), 'conflict')
    assert.equal(await people.save([inserting('membership')], null, confirmation), 'saved')
  }))
})
