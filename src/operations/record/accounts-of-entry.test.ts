import assert from 'node:assert/strict'
import { it } from 'node:test'
import { accountsOfEntry, type RecordOwners } from './accounts-of-entry.ts'

const OWNERS: RecordOwners = {
  accountOfKey: async (id) => ({ k_1: 1, k_2: 2 })[id], accountOfApproval: (id) => (id === 'a_1' ? 1 : undefined),
  accountsOfPerson: async (id) => ({ p_1: [1], p_12: [1, 2] })[id] ?? [],
}
const ENTRY = { subject: '', actor: 'system', before: null, after: null }

const ROWS: readonly (readonly [what: string, entry: Partial<Parameters<typeof accountsOfEntry>[0]>, accounts: readonly number[]])[] = [
  ['an account itself', { subject: '1' }, [1]],
  ['a key', { subject: 'k_1' }, [1]],
  ['keys of two accounts: of both, so no one of them is told', { subject: 'k_1 k_2' }, [1, 2]],
  ['a key of one that names another account', { subject: 'k_1', after: { accountId: 2 } }, [1, 2]],
  ['a handover, by the keys that it holds', { subject: 'k_9', before: { former: { accountId: 1 } }, after: { former: { accountId: 1 }, key: { accountId: 2 } } }, [1, 2]],
  ['an approval', { subject: 'a_1' }, [1]],
  ['a withdrawal, by what it names', { subject: 'w_1', after: { account: 2 } }, [2]],
  ['a role of somebody who has several: the account of that role', { subject: 'p_12', actor: 'person:p_1', after: { accountId: 2 } }, [2]],
  ['a factor of somebody, by who they are', { subject: 't_1', actor: 'person:p_12' }, [1, 2]],
  ['a reset password, by whom it is about', { subject: 'p_1', actor: 'person:p_12' }, [1]],
  ['somebody who belongs nowhere any more', { subject: 'p_9' }, []],
  ['the store', { subject: 'store', actor: 'operator:local' }, []],
  ['a text or a label that looks like an account is none', { subject: 'x', before: '1', after: { label: '1', accountId: '1' } }, []],
]

for (const [what, entry, accounts] of ROWS) it(`an entry belongs to ${accounts.join(' and ') || 'the whole house'}: ${what}`, async () => {
  assert.deepEqual([...await accountsOfEntry({ ...ENTRY, ...entry }, OWNERS)].sort(), accounts)
})
