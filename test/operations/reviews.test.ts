import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PolicyDirectory } from '../../src/authority/policy-directory.ts'
import { apiKeyId } from '../../src/ids.ts'
import { keyQueries } from '../../src/operations/keys/queries.ts'
import type { ReviewWish } from '../../src/operations/keys/review.ts'
import { DAY } from '../../src/time.ts'
import { ACCOUNTS } from '../people/people-scene.ts'
import { KeysScene, refusedWith, valueOf } from './keys-scene.ts'

const RECORD = { timeUs: 1, actor: 'system', source: 'local', act: 'policy.edit', subject: 'x', before: null, after: null }

/** The scene with a rhythm of 90 days on its main account, which holds for the sub-account too. */
const reviewed = (use: (scene: KeysScene, queries: ReturnType<typeof keyQueries>) => Promise<void>): Promise<void> => KeysScene.run(async (scene) => {
  const policies = new PolicyDirectory(scene.store.policies)
  assert.ok(await policies.change(ACCOUNTS.MAIN as never, { reviewEveryDays: 90 }, RECORD, null) !== 'unconfirmed')
  await use(scene, keyQueries({ ...scene.parts, policies, people: scene.people.people, callLog: scene.store.callLog, audit: scene.store.audit, wallClock: { nowUs: () => scene.people.nowUs } }))
})

const review = (scene: KeysScene, wish: ReviewWish) => ({ operation: scene.operations.review, wish })

describe('a review', () => {
  test('is due so many days after the key was made and after each decision, and overdue 14 days later', () => reviewed(async (scene, queries) => {
    const owner = await scene.people.owner()
    const { key } = await scene.made(owner)
    const states = async () => (await queries.reviews(owner.principal, { account: null })).map(({ state, last }) => [state, last?.decision ?? null])
    const flagged = async () => (await queries.attention(owner.principal, { account: null })).filter(({ about }) => about === 'review').map(({ urgency, remedy }) => [urgency, remedy])
    assert.deepEqual(await states(), [['later', null]])
    scene.calendar.moveTo(89 * DAY)
    assert.deepEqual([await states(), await flagged()], [[['later', null]], []])
    scene.calendar.moveTo(90 * DAY)
    assert.deepEqual([await states(), await flagged()], [[['due', null]], [['when there is time', `./bitting review ${key.id}`]]])
    scene.calendar.moveTo(104 * DAY)
    assert.deepEqual([await states(), await flagged()], [[['overdue', null]], [['soon', `./bitting review ${key.id}`]]])
    valueOf(await scene.confirmed(owner, review(scene, { key: key.id, decision: 'keep', note: ' trades daily ' })))
    assert.deepEqual([await states(), await flagged()], [[['later', 'keep']], []])
    const [only] = await queries.reviews(owner.principal, { account: null })
    assert.deepEqual(only?.last && [only.last.by, only.last.note], [owner.principal.personId, 'trades daily'])
    scene.calendar.moveTo(194 * DAY)
    assert.deepEqual(await states(), [['due', 'keep']])
    // A successor is a key that nobody has looked at.
    const rotated = valueOf(await scene.confirmed(owner, { operation: scene.operations.rotate, wish: { key: key.id, credential: {}, overlapHours: null } }))
    assert.deepEqual((await queries.reviews(owner.principal, { account: null })).map((one) => [one.key.id, one.state, one.last]).at(-1), [rotated.key.id, 'later', null])
  }))

  test('narrows or deletes with one confirmation, in one transaction with one row of the record that tells the decision', () => reviewed(async (scene) => {
    const owner = await scene.people.owner()
    const [{ key: wide }, { key: unused }] = [await scene.made(owner), await scene.made(owner, { label: 'unused' })]
    const narrowed = valueOf(await scene.confirmed(owner, review(scene, { key: wide.id, decision: 'narrow', change: { revoke: ['spotAndMarginTrading'], guardRails: { symbols: ['BTCUSDT'] } } })))
    assert.deepEqual([narrowed.permissions, narrowed.guardRails.symbols], [['reading'], ['BTCUSDT']])
    const rowOf = (id: string) => scene.store.audit.newest(20).map(({ entry }) => entry).filter(({ subject, act }) => subject === id && act !== 'key.create')
    const [row, another] = rowOf(wide.id)
    assert.deepEqual([row?.act, another], ['key.review', undefined])
    const after = row?.after as { permissions: string[]; life: { reviewed: { decision: string; by: string } }; confirmation: { person: string } }
    assert.deepEqual([after.permissions, after.life.reviewed.decision, after.life.reviewed.by, after.confirmation.person], [['reading'], 'narrow', owner.principal.personId, owner.principal.personId])
    const deleted = valueOf(await scene.confirmed(owner, review(scene, { key: unused.id, decision: 'delete', note: 'nobody knows it' })))
    assert.equal(deleted.state, 'deleted')
    assert.deepEqual(rowOf(unused.id).map(({ act }) => act), ['key.review'])
    assert.equal(scene.directory.find(unused.apiKey as never)?.key.isEnabled ?? false, false, 'it opens nothing from now on')
    assert.deepEqual((await scene.authority.byId(apiKeyId(unused.id)))?.life.reviewed?.note, 'nobody knows it')
    refusedWith(await scene.changes.carryOut(review(scene, { key: unused.id, decision: 'keep' }), scene.asker(owner)), 'keyDeleted')
  }))

  test('never opens more, is nothing without its factors, and leaves nothing half done where the change is refused', () => reviewed(async (scene) => {
    const owner = await scene.people.owner()
    const { key } = await scene.made(owner, { guardRails: { symbols: ['BTCUSDT'] } })
    for (const change of [{ allowList: { mode: 'unrestricted' } }, { guardRails: { symbols: null } }, { guardRails: { symbols: ['BTCUSDT', 'ETHUSDT'] } }] as const) {
      refusedWith(await scene.changes.carryOut(review(scene, { key: key.id, decision: 'narrow', change }), scene.asker(owner)), 'notNarrower')
    }
    refusedWith(await scene.changes.carryOut(review(scene, { key: key.id, decision: 'keep', note: 'x'.repeat(501) }), scene.asker(owner)), 'wrongInput')
    for (const wish of [{ key: key.id, decision: 'keep' }, { key: key.id, decision: 'delete' }, { key: key.id, decision: 'narrow', change: { revoke: ['reading'] } }] as const) {
      assert.equal((await scene.changes.carryOut(review(scene, wish), scene.asker(owner))).is, 'stepUpNeeded', wish.decision)
    }
    // What was confirmed was to keep it: deleting is another change.
    const stepUp = await scene.stepUp(owner, review(scene, { key: key.id, decision: 'keep' }))
    refusedWith(await scene.changes.carryOut(review(scene, { key: key.id, decision: 'delete' }), scene.asker(owner), stepUp), 'stepUpOtherChange')
    const kept = await scene.authority.byId(apiKeyId(key.id))
    assert.deepEqual([kept?.life.reviewed, kept?.deletedAtUs], [null, null])
  }))

  test('is of those who may change the key; others see what they may see, and advice only where they may see calls', () => reviewed(async (scene, queries) => {
    const owner = await scene.people.owner()
    const trader = await scene.people.member(owner, 'trader')
    const approver = await scene.people.member(owner, 'approver')
    const [{ key: others }, { key: own }] = [await scene.made(owner), await scene.made(trader, { label: 'mine' })]
    scene.calendar.moveTo(91 * DAY)
    const seen = async (actor: typeof owner) => (await queries.reviews(actor.principal, { account: null })).map(({ key, advice }) => [key.label, advice?.is ?? null])
    assert.deepEqual(await seen(owner), [['grid-bot', 'tooEarly'], ['mine', 'tooEarly']])
    assert.deepEqual(await seen(trader), [['mine', 'tooEarly']])
    assert.deepEqual(await seen(approver), [['grid-bot', null], ['mine', null]])
    refusedWith(await scene.changes.carryOut(review(scene, { key: others.id, decision: 'keep' }), scene.asker(trader)), 'unknownSubject')
    refusedWith(await scene.changes.carryOut(review(scene, { key: own.id, decision: 'keep' }), scene.asker(approver)), 'notAllowed')
    valueOf(await scene.confirmed(trader, review(scene, { key: own.id, decision: 'keep' })))
  }))
})
