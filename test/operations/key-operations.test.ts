import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PolicyDirectory } from '../../src/authority/policy-directory.ts'
import type { Asked } from '../../src/operations/carry-out.ts'
import { closeKeysOf } from '../../src/operations/keys/leaving.ts'
import { keyQueries } from '../../src/operations/keys/queries.ts'
import type { KeyOperations } from '../../src/operations/keys/key-operations.ts'
import type { KeyChange, KeyWish } from '../../src/operations/operator.ts'
import { actRow } from '../../src/people/acts.ts'
import { STEP_UP_LIFETIME_US } from '../../src/people/step-up.ts'
import { DAY, HOUR } from '../../src/time.ts'
import { ACCOUNTS } from '../people/people-scene.ts'
import { KeysScene, refusedWith, valueOf, WISH } from './keys-scene.ts'

/** How each edit of a reading and trading key, bound to one address and with limits, is graded. */
const EDITS: readonly (readonly [what: string, change: KeyChange, act: string])[] = [
  ['another label', { label: 'other' }, 'key.edit'],
  ['a right taken away', { revoke: ['spotAndMarginTrading'] }, 'key.edit'],
  ['a right beyond reading', { grant: ['universalTransfer'] }, 'key.grant'],
  ['a right given and one taken away', { permissions: ['reading', 'futures'] }, 'key.grant'],
  ['the rights that it has', { grant: ['reading'] }, 'key.edit'],
  ['an address besides', { addAddresses: ['198.51.100.9'] }, 'key.widen'],
  ['another address', { allowList: { mode: 'trusted', entries: ['198.51.100.9'] } }, 'key.widen'],
  ['a block around its address', { allowList: { mode: 'trusted', entries: ['203.0.113.0/24'] } }, 'key.widen'],
  ['an address inside its block', { allowList: { mode: 'trusted', entries: ['203.0.113.45'] } }, 'key.edit'],
  ['no address at all', { removeAddresses: ['203.0.113.45'] }, 'key.edit'],
  ['anywhere', { allowList: { mode: 'unrestricted' } }, 'key.widen'],
  ['a limit tightened', { guardRails: { symbols: ['BTCUSDT'], notionalPerOrder: '100' } }, 'key.edit'],
  ['a limit more', { guardRails: { sides: ['BUY'] } }, 'key.edit'],
  ['a symbol besides', { guardRails: { symbols: ['BTCUSDT', 'ETHUSDT', 'BNBUSDT'] } }, 'key.widen'],
  ['a greater amount', { guardRails: { notionalPerOrder: '1000.01' } }, 'key.widen'],
  ['more open orders', { guardRails: { openOrders: 21 } }, 'key.widen'],
  ['a limit taken away', { guardRails: { symbols: null } }, 'key.widen'],
  ['other hours', { guardRails: { hours: { from: '09:00', until: '17:30' } } }, 'key.widen'],
  ['an end', { expiresInDays: 30 }, 'key.edit'],
  ['no end', { expiresInDays: null }, 'key.edit'],
  ['the replay guard', { replayGuard: true }, 'key.edit'],
]

const RAILS = { symbols: ['BTCUSDT', 'ETHUSDT'], notionalPerOrder: '1000', openOrders: 20, hours: { from: '08:00', until: '18:00' } } as const

describe('a change of a key', () => {
  test('is graded by comparing before and after; each grade asks for its factors', () => KeysScene.run(async (scene) => {
    const owner = await scene.people.owner()
    const { key } = await scene.made(owner, { guardRails: RAILS })
    for (const [what, change, act] of EDITS) {
      const described = await scene.operations.edit.describe({ key: key.id, change })
      assert.ok(described.ok, `${what}: ${JSON.stringify(described)}`)
      assert.equal(described.value.change.act, act, what)
    }
    assert.deepEqual(['key.edit', 'key.grant', 'key.widen', 'key.create', 'key.rotate', 'key.createReading'].map((act) => actRow(act as never).gravity), ['plain', 'grave', 'grave', 'grave', 'grave', 'plain'])
  }))

  test('asks for two factors to make a trading key and one for a reading key, and tells in a sentence what would be made', () => KeysScene.run(async (scene) => {
    const owner = await scene.people.owner()
    const trading = await scene.changes.carryOut({ operation: scene.operations.create, wish: { ...WISH, expiresInDays: 90 } }, scene.asker(owner))
    assert.ok(trading.is === 'stepUpNeeded')
    assert.deepEqual(trading.stepUp.requirement, [['mailCode'], ['totp']])
    assert.deepEqual(trading.stepUp.sentences, ['Make the key "grid-bot" for account-100001@example.org: Reads and trades spot, only from 203.0.113.45, ends in 90 days.'])
    const reading = await scene.changes.carryOut({ operation: scene.operations.create, wish: { ...WISH, permissions: ['reading'] } }, scene.asker(owner))
    assert.ok(reading.is === 'stepUpNeeded' && reading.stepUp.requirement.length === 1)
    assert.deepEqual(await scene.store.keys.ofAccount(null), [])
  }))

  test('is recorded with who made it, from where and with which factors; the maker holds the key', () => KeysScene.run(async (scene) => {
    const owner = await scene.people.owner()
    const { key, secretKey } = await scene.made(owner)
    assert.equal(key.holder, owner.personId)
    assert.match(secretKey ?? '', /^bis1/)
    const [{ entry } = assert.fail()] = scene.store.audit.newest(1)
    assert.deepEqual([entry.actor, entry.source, entry.act], [`person:${owner.personId}`, '198.51.100.7', 'key.create'])
    const { confirmation } = entry.after as { confirmation: { factors: string[]; person: string } }
    assert.deepEqual([[...confirmation.factors].sort(), confirmation.person], [['mailCode', 'totp'], owner.personId])
  }))

  test('with bad input is refused with the field and the reason before any code is sent, and nothing is half made', () => KeysScene.run(async (scene) => {
    const owner = await scene.people.owner()
    await scene.made(owner, { label: 'taken' })
    const letters = (await scene.people.letters()).length
    const rows: readonly (readonly [Partial<KeyWish>, string])[] = [
      [{ label: ' ' }, 'label'], [{ label: 'TAKEN' }, 'label'], [{ label: 'a\nb' }, 'label'], [{ allowList: { mode: 'trusted', entries: ['300.1.1.1'] } }, 'allowList'],
      [{ kind: 'rsa', publicKey: 'rubbish' }, 'publicKey'], [{ kind: 'ed25519', publicKey: '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----' }, 'publicKey'],
      [{ preset: 'no-such' }, 'preset'], [{ preset: 'dashboard' }, 'permissions'], [{ permissions: ['withdrawals'], allowList: { mode: 'unrestricted' } }, 'allowList'],
      [{ guardRails: { notionalPerOrder: '-3' } }, 'guardRails'], [{ guardRails: { hours: { from: '8', until: '9' } } }, 'guardRails'], [{ guardRails: { nonsense: 1 } as never }, 'guardRails'], [{ periodDays: 0 }, 'periodDays'],
    ]
    for (const [change, field] of rows) {
      const carried = await scene.changes.carryOut({ operation: scene.operations.create, wish: { ...WISH, ...change } }, scene.asker(owner))
      assert.ok(carried.is === 'refused', JSON.stringify(change))
      assert.ok(carried.refused.fields?.some((one) => one.field === field && one.text.length > 10), `${JSON.stringify(change)}: ${JSON.stringify(carried.refused)}`)
    }
    assert.equal((await scene.store.keys.ofAccount(null)).length, 1)
    assert.equal((await scene.people.letters()).length, letters)
  }))

  test('advises to split a key of spot and futures, and one act makes the two', () => KeysScene.run(async (scene) => {
    const owner = await scene.people.owner()
    const { key, remarks } = await scene.made(owner, { permissions: ['reading', 'spotAndMarginTrading', 'futures'] })
    assert.match(remarks.join(), /two keys/)
    const split = valueOf(await scene.confirmed(owner, { operation: scene.operations.split, wish: { key: key.id, credential: { label: 'futures' } } }))
    assert.deepEqual([split.former.permissions, split.key.permissions, split.key.holder], [['reading', 'spotAndMarginTrading'], ['reading', 'futures'], owner.personId])
  }))
})

/** Every kind of change of one key, as it would be asked for twice in two tabs. */
const changesOf = ({ edit, disable, delete: end, extend, rotate, disableMany }: KeyOperations, key: string): Readonly<Record<string, Asked<never, unknown>>> => ({
  edit: { operation: edit, wish: { key, change: { label: 'renamed' } } }, grant: { operation: edit, wish: { key, change: { grant: ['futures'] } } }, widen: { operation: edit, wish: { key, change: { addAddresses: ['198.51.100.9'] } } },
  disable: { operation: disable, wish: { key } }, delete: { operation: end, wish: { key } }, extend: { operation: extend, wish: { key, days: null } },
  rotate: { operation: rotate, wish: { key, overlapHours: null, credential: {} } }, disableMany: { operation: disableMany, wish: { keys: [key] } },
  // Each row pairs an operation with its own wish.
} as never)

describe('a step-up for a change of a key', () => {
  for (const what of ['edit', 'grant', 'widen', 'disable', 'delete', 'extend', 'rotate', 'disableMany']) {
    test(`${what}: is good for one change once, not replayed, not for another, not when it expired`, () => KeysScene.run(async (scene) => {
      const owner = await scene.people.owner()
      const { key } = await scene.made(owner, { periodDays: 60 })
      const other = await scene.made(owner, { label: 'other', periodDays: 60 })
      const asked = changesOf(scene.operations, key.id)[what] ?? assert.fail()
      const late = await scene.stepUp(owner, asked)
      scene.people.pass(STEP_UP_LIFETIME_US)
      refusedWith(await scene.changes.carryOut(asked, scene.asker(owner), late), 'expired')
      const stepUp = await scene.stepUp(owner, asked)
      refusedWith(await scene.changes.carryOut(changesOf(scene.operations, other.key.id)[what] ?? assert.fail(), scene.asker(owner), stepUp), 'stepUpOtherChange')
      valueOf(await scene.changes.carryOut(asked, scene.asker(owner), stepUp))
      const again = await scene.changes.carryOut(asked, scene.asker(owner), stepUp)
      assert.equal(again.is, 'refused')
    }))

    test(`${what}: two tabs that ask with it at one moment make one change`, () => KeysScene.run(async (scene) => {
      const owner = await scene.people.owner()
      const { key } = await scene.made(owner, { periodDays: 60 })
      const asked = changesOf(scene.operations, key.id)[what] ?? assert.fail()
      const stepUp = await scene.stepUp(owner, asked)
      const rows = scene.store.audit.newest(100).length
      const both = await Promise.all([scene.changes.carryOut(asked, scene.asker(owner), stepUp), scene.changes.carryOut(asked, scene.asker(owner), stepUp)])
      assert.deepEqual(both.map(({ is }) => is), ['done', 'refused'])
      assert.equal(scene.store.audit.newest(100).length, rows + 1)
    }))
  }

  test('is worth nothing once something else of the key has changed meanwhile: what was read is not what would be made', () => KeysScene.run(async (scene) => {
    const owner = await scene.people.owner()
    const { key } = await scene.made(owner)
    const widen = { operation: scene.operations.edit, wish: { key: key.id, change: { addAddresses: ['198.51.100.9'] } } }
    const stepUp = await scene.stepUp(owner, widen)
    valueOf(await scene.confirmed(owner, { operation: scene.operations.edit, wish: { key: key.id, change: { grant: ['universalTransfer'] } } }))
    refusedWith(await scene.changes.carryOut(widen, scene.asker(owner), stepUp), 'stepUpOtherChange', /read what it would do now/)
  }))

  test('confirms a reviewed set of changes at once, each of them made once', () => KeysScene.run(async (scene) => {
    const owner = await scene.people.owner()
    const one = await scene.made(owner)
    const other = await scene.made(owner, { label: 'other' })
    const edits = [one, other].map(({ key }) => ({ operation: scene.operations.edit, wish: { key: key.id, change: { grant: ['futures'] as const } } }))
    const asked = await scene.changes.review(edits as never, scene.asker(owner))
    assert.ok(asked.ok)
    assert.equal(asked.value.sentences.length, 2)
    await scene.answer(owner, asked.value.id)
    for (const edit of edits) valueOf(await scene.changes.carryOut(edit, scene.asker(owner), asked.value.id))
    for (const edit of edits) assert.equal((await scene.changes.carryOut(edit, scene.asker(owner), asked.value.id)).is, 'refused')
  }))

  test('of one person is nothing in the hands of another', () => KeysScene.run(async (scene) => {
    const owner = await scene.people.owner()
    const admin = await scene.people.member(owner, 'admin')
    const { key } = await scene.made(owner)
    const disable = { operation: scene.operations.disable, wish: { key: key.id } }
    refusedWith(await scene.changes.carryOut(disable, scene.asker(admin), await scene.stepUp(owner, disable)), 'stepUpForeign')
  }))
})

describe('who may what', () => {
  test('traders make, see and change their own keys alone, and give none a right to move money', () => KeysScene.run(async (scene) => {
    const owner = await scene.people.owner()
    const trader = await scene.people.member(owner, 'trader')
    const others = await scene.made(owner)
    const own = await scene.made(trader, { label: 'mine' })
    const queries = keyQueries({ ...scene.parts, policies: new PolicyDirectory(scene.store.policies), people: scene.people.people, callLog: scene.store.callLog, audit: scene.store.audit, wallClock: { nowUs: () => scene.people.nowUs } })
    assert.deepEqual((await queries.list(trader.principal, { account: null })).map(({ id }) => id), [own.key.id])
    assert.deepEqual((await queries.list(owner.principal, { account: null })).map(({ id }) => id), [others.key.id, own.key.id])
    assert.equal((await queries.show(trader.principal, others.key.id)).ok, false)
    assert.equal((await queries.show(trader.principal, own.key.id)).ok, true)
    for (const asked of Object.values(changesOf(scene.operations, others.key.id)).slice(0, 7)) refusedWith(await scene.changes.carryOut(asked, scene.asker(trader)), 'unknownSubject')
    refusedWith(await scene.changes.carryOut({ operation: scene.operations.disableMany, wish: { keys: [own.key.id, others.key.id] } }, scene.asker(trader)), 'unknownSubject')
    for (const right of ['withdrawals', 'universalTransfer', 'internalTransfer'] as const) {
      refusedWith(await scene.changes.carryOut({ operation: scene.operations.edit, wish: { key: own.key.id, change: { grant: [right] } } }, scene.asker(trader)), 'notAllowed')
      refusedWith(await scene.changes.carryOut({ operation: scene.operations.create, wish: { ...WISH, label: 'more', permissions: [right] } }, scene.asker(trader)), 'notAllowed')
    }
    valueOf(await scene.confirmed(trader, { operation: scene.operations.edit, wish: { key: own.key.id, change: { grant: ['futures'] } } }))
  }))

  test('whoever holds a key that moves money and may not move money lets no more calls of it in', () => KeysScene.run(async (scene) => {
    const owner = await scene.people.owner()
    const trader = await scene.people.member(owner, 'trader')
    const { key } = await scene.made(owner, { permissions: ['reading', 'withdrawals', 'universalTransfer'], guardRails: { withdrawalAmount: '100' } })
    // Its maker left, and it went to the trader.
    const doer = { actor: `person:${owner.personId}`, source: 'local', nowUs: scene.people.nowUs }
    assert.deepEqual(await closeKeysOf({ authority: scene.authority, clock: scene.calendar })(owner.personId, trader.personId, doer), { keys: 1 })
    for (const change of [{ addAddresses: ['198.51.100.66'] }, { guardRails: { withdrawalAmount: null } }, { guardRails: { withdrawalAmount: '101' } }, { replayGuard: false }]) {
      refusedWith(await scene.changes.carryOut({ operation: scene.operations.edit, wish: { key: key.id, change } }, scene.asker(trader)), 'notAllowed')
    }
    for (const change of [{ label: 'renamed' }, { guardRails: { withdrawalAmount: '99' } }, { revoke: ['withdrawals' as const] }]) valueOf(await scene.confirmed(trader, { operation: scene.operations.edit, wish: { key: key.id, change } }))
  }))

  test('auditors and approvers see, and change nothing; a stranger hears of nothing', () => KeysScene.run(async (scene) => {
    const owner = await scene.people.owner()
    const { key } = await scene.made(owner)
    for (const role of ['auditor', 'approver'] as const) {
      const actor = await scene.people.member(owner, role)
      for (const asked of Object.values(changesOf(scene.operations, key.id))) refusedWith(await scene.changes.carryOut(asked, scene.asker(actor)), 'notAllowed')
      // That the label is taken is not said.
      refusedWith(await scene.changes.carryOut({ operation: scene.operations.create, wish: WISH }, scene.asker(actor)), 'notAllowed')
    }
    const stranger = await scene.people.member(owner, 'owner', { email: 'sub@example.org', accountId: ACCOUNTS.SUB })
    for (const asked of Object.values(changesOf(scene.operations, key.id))) refusedWith(await scene.changes.carryOut(asked, scene.asker(stranger)), 'unknownSubject')
    refusedWith(await scene.changes.carryOut({ operation: scene.operations.create, wish: WISH }, scene.asker(stranger)), 'unknownSubject')
  }))
})

describe('the end of a key', () => {
  test('cancels the open orders of its account where that was asked for, and the sentence says whose', () => KeysScene.run(async (scene) => {
    const owner = await scene.people.owner()
    const { key } = await scene.made(owner)
    const asked = { operation: scene.operations.delete, wish: { key: key.id, cancelOpenOrders: true } }
    const described = await scene.operations.delete.describe(asked.wish)
    assert.match(described.ok ? described.value.change.sentence : '', /Every open order of account-100001@example\.org \(live\) is cancelled, whichever key placed it/)
    assert.deepEqual(scene.cancelled, [])
    const deleted = valueOf(await scene.confirmed(owner, asked))
    assert.deepEqual([deleted.state, deleted.cancelledOrders, scene.cancelled], ['deleted', 7, [ACCOUNTS.MAIN]])
  }))

  test('comes to all keys of a person who leaves, or they go to another; asked again, nothing is left to do', () => KeysScene.run(async (scene) => {
    const owner = await scene.people.owner()
    const trader = await scene.people.member(owner, 'trader')
    const keys = [await scene.made(trader, { label: 'a' }), await scene.made(trader, { label: 'b' })]
    const kept = await scene.made(owner, { label: 'c' })
    const close = closeKeysOf({ authority: scene.authority, clock: scene.calendar })
    const doer = { actor: 'person:p_x', source: 'local', nowUs: scene.people.nowUs }
    assert.deepEqual(await close(trader.personId, null, doer), { keys: 2 })
    assert.deepEqual(await close(trader.personId, null, doer), { keys: 0 })
    assert.deepEqual(keys.map(({ key }) => scene.directory.find(key.apiKey)?.key.isEnabled), [false, false])
    assert.equal(scene.directory.find(kept.key.apiKey)?.key.isEnabled, true)
    assert.deepEqual(await close(trader.personId, owner.personId, doer), { keys: 2 })
    assert.deepEqual(await close(trader.personId, owner.personId, doer), { keys: 0 })
    assert.equal((await scene.store.keys.ofHolder(owner.personId)).length, 3)
  }))

  test('comes by the calendar while the step-up lives by wall time', () => KeysScene.run(async (scene) => {
    const owner = await scene.people.owner()
    const { key } = await scene.made(owner, { periodDays: 30 })
    const extend = { operation: scene.operations.extend, wish: { key: key.id, days: null } }
    const stepUp = await scene.stepUp(owner, extend)
    scene.calendar.moveTo(31 * DAY)
    const extended = valueOf(await scene.changes.carryOut(extend, scene.asker(owner), stepUp))
    assert.deepEqual([extended.before.state, extended.after.state], ['expired', 'enabled'])
    assert.ok(Date.parse(extended.after.expiresAt ?? '') * 1_000 - scene.calendar.nowUs() > 29 * DAY + 23 * HOUR)
  }))
})
