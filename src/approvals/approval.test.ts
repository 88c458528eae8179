import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Approval, begun, cancelled, decided, expired, finished, type Moved, withoutPerson } from './approval.ts'

const NOW = 1_000
const APPROVAL: Approval = {
  id: 'a_1', version: 1, accountId: 1, operation: 'addresses.add', wish: {}, change: { act: 'address.add', accountId: 1, subject: '', details: null, sentence: 'Do it.' }, digest: 'd', maker: 'person:maker', makerPersonId: 'maker',
  needed: 2, state: 'waiting', votes: [], madeAtUs: 0, expiresAtUs: NOW + 1, recordedAtUs: 0, closedAtUs: null, closedBy: null, remark: null,
}
const deciders = new Set(['maker', 'ann', 'bob', 'cy'])
const by = (personId: string, decision: 'approve' | 'reject' = 'approve') => ({ personId, decision, factors: ['totp'], deciders })
const stateOf = (moved: Moved): string => (moved.ok ? moved.approval.state : moved.reason)
const must = (moved: Moved): Approval => {
  assert.ok(moved.ok)
  return moved.approval
}
const onceApproved = must(decided(APPROVAL, by('ann'), NOW))
const approved = must(decided(onceApproved, by('bob'), NOW))

describe('an approval', () => {
  it('waits until enough people said yes', () => {
    assert.deepEqual([onceApproved.state, approved.state], ['waiting', 'approved'])
    assert.deepEqual(approved.votes.map(({ personId }) => personId), ['ann', 'bob'])
  })
  const rows: readonly (readonly [what: string, Moved, string])[] = [
    ['its maker is not its checker', decided(APPROVAL, by('maker'), NOW), 'ownApproval'],
    ['nor may its maker reject it: taking it back is another act', decided(APPROVAL, by('maker', 'reject'), NOW), 'ownApproval'],
    ['nobody counts twice', decided(onceApproved, by('ann'), NOW), 'alreadyApproved'],
    ['somebody who said yes may still say no', decided(onceApproved, by('ann', 'reject'), NOW), 'rejected'],
    ['one no ends it', decided(APPROVAL, by('bob', 'reject'), NOW), 'rejected'],
    ['whoever has no such role decides nothing', decided(APPROVAL, by('stranger'), NOW), 'notADecider'],
    ['its time is over: no yes counts', decided(onceApproved, by('bob'), NOW + 1), 'approvalExpired'],
    ['its time is not over: it does not expire', expired(APPROVAL, NOW), 'approvalClosed'],
    ['its time is over: it expires', expired(APPROVAL, NOW + 1), 'expired'],
    ['enough people have approved: it expires no more', expired(approved, NOW + 1), 'approvalClosed'],
    ['enough people have approved: nobody rejects it any more', decided(approved, by('cy', 'reject'), NOW), 'approvalClosed'],
    ['its maker takes it back', cancelled(APPROVAL, 'maker', 'person:maker', NOW), 'cancelled'],
    ['nobody else does', cancelled(APPROVAL, 'ann', 'person:ann', NOW), 'notTheMaker'],
    ['it is begun once', begun(must(begun(approved))), 'approvalClosed'],
    ['what nobody approved is not begun', begun(onceApproved), 'approvalClosed'],
    ['what was not begun is not finished', finished(approved, null, NOW), 'approvalClosed'],
    ['it is done', finished(must(begun(approved)), null, NOW), 'done'],
    ['or could not be', finished(must(begun(approved)), { code: null, text: 'no' }, NOW), 'failed'],
  ]
  for (const [what, moved, expected] of rows) it(what, () => assert.equal(stateOf(moved), expected))

  it('does not count the yes of somebody who lost the role meanwhile', () => {
    const later = must(decided(onceApproved, { ...by('bob'), deciders: new Set(['bob', 'cy']) }, NOW))
    assert.deepEqual([later.state, later.votes.map(({ personId }) => personId)], ['waiting', ['bob']])
  })
  it('loses the yes of somebody who leaves, and is over when its maker leaves', () => {
    assert.deepEqual(withoutPerson(onceApproved, 'ann', 'person:owner', NOW)?.votes, [])
    assert.equal(withoutPerson(onceApproved, 'maker', 'person:owner', NOW)?.state, 'cancelled')
    assert.equal(withoutPerson(onceApproved, 'cy', 'person:owner', NOW), undefined)
    assert.equal(withoutPerson(approved, 'ann', 'person:owner', NOW), undefined, 'what was decided stays decided')
  })
  it('carries another version with every move', () => assert.deepEqual([APPROVAL, onceApproved, approved].map(({ version }) => version), [1, 2, 3]))
})
