import assert from 'node:assert/strict'
import { it } from 'node:test'
import { MemoryPeopleStore } from '../../test/people/memory-people-store.ts'
import { type Role, ROLES } from './acts.ts'
import { decidersOf } from './deciders.ts'
import { membershipId, type Person } from './person.ts'

const MAIN = 1
const SUB = 2
const SIBLING = 3

/** Where somebody has which role, and whether they decide on the main account and on its sub-account. */
const TABLE: readonly (readonly [who: string, at: Readonly<Record<number, Role>>, onMain: boolean, onSub: boolean])[] = [
  ['owner of the main account', { [MAIN]: 'owner' }, true, true],
  ['admin of the main account', { [MAIN]: 'admin' }, true, true],
  ['approver of the main account', { [MAIN]: 'approver' }, true, false],
  ['trader of the main account', { [MAIN]: 'trader' }, false, false],
  ['auditor of the main account', { [MAIN]: 'auditor' }, false, false],
  ['owner of the sub-account', { [SUB]: 'owner' }, false, true],
  ['admin of the sub-account', { [SUB]: 'admin' }, false, true],
  ['approver of the sub-account', { [SUB]: 'approver' }, false, true],
  ['trader of the sub-account', { [SUB]: 'trader' }, false, false],
  ['auditor of the sub-account', { [SUB]: 'auditor' }, false, false],
  ['owner of a sibling', { [SIBLING]: 'owner' }, false, false],
  ['owner above, trader below: the role that is nearer', { [MAIN]: 'owner', [SUB]: 'trader' }, true, false],
  ['trader above, approver below', { [MAIN]: 'trader', [SUB]: 'approver' }, false, true],
  ['nobody anywhere', {}, false, false],
]

const storeOf = async (at: Readonly<Record<number, Role>>, change: Partial<Person> = {}): Promise<MemoryPeopleStore> => {
  const store = new MemoryPeopleStore()
  const person: Person = { id: 'p', version: 1, email: 'p@example.org', name: 'P', phone: null, passwordHash: null, createdAtUs: 0, state: 'active', keysGoTo: null, mustRenew: [], language: null, ...change }
  await store.save([{ do: 'insert', kind: 'person', record: person }, ...Object.entries(at).map(([accountId, role]) => (
    { do: 'insert', kind: 'membership', record: { id: membershipId('p', Number(accountId)), version: 1, personId: 'p', accountId: Number(accountId), role, sinceUs: 0 } } as const))], null)
  return store
}
const decides = async (store: MemoryPeopleStore): Promise<readonly [boolean, boolean]> =>
  [(await decidersOf(store, MAIN, null)).length === 1, (await decidersOf(store, SUB, MAIN)).length === 1]

it('the table has every role on either account', () => {
  for (const account of [MAIN, SUB]) assert.deepEqual(ROLES.filter((role) => !TABLE.some(([, at]) => Object.keys(at).length === 1 && at[account] === role)), [])
})

for (const [who, at, onMain, onSub] of TABLE) {
  it(`${who} ${onMain ? 'decides' : 'does not decide'} on the main account, and ${onSub ? 'decides' : 'does not'} on its sub-account`, async () => {
    assert.deepEqual(await decides(await storeOf(at)), [onMain, onSub])
  })
}

for (const [state, change] of [['left', { state: 'left' }], ['is on the way out', { state: 'leaving' }], ['must choose a new password first', { mustRenew: ['password'] }]] as const) {
  it(`an owner who ${state} decides on nothing`, async () => assert.deepEqual(await decides(await storeOf({ [MAIN]: 'owner' }, change)), [false, false]))
}
