import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { amount } from '../money.ts'
import { HOUR } from '../time.ts'
import { type ApprovalRules, approvalsForRules, approvalsForWithdrawal, noRules, parseRules, type RulesWish, wishOfRules } from './approval-rules.ts'

const rules = (change: Partial<ApprovalRules>): ApprovalRules => ({ ...noRules(1), version: 1, ...change })
const single = (from: string, approvals: number) => ({ per: 'withdrawal', from: amount(from), approvals }) as const
const daily = (from: string, approvals: number) => ({ per: 'day', from: amount(from), approvals }) as const

describe('how many people a withdrawal waits for', () => {
  const TIERS = rules({ withdrawals: [single('1000', 1), single('50000', 2), daily('20000', 1), daily('100000', 3)] })
  const rows: readonly (readonly [what: string, value: string | null, before: string | null, expected: number])[] = [
    ['a small one', '999.99999999', '0', 0],
    ['at the very threshold', '1000', '0', 1],
    ['past the second', '50000', '0', 2],
    ['small, but the day reaches its threshold with it', '500', '19500', 1],
    ['small, and the day stays below it', '499.99', '19500', 0],
    ['the strictest of all that apply wins', '60000', '40000', 3],
    ['what nobody can value waits as the greatest would', null, '0', 3],
    ['a day that nobody can value asks what the day asks', '1', null, 3],
  ]
  for (const [what, value, before, expected] of rows) {
    it(`${what}: ${expected}`, () => assert.equal(approvalsForWithdrawal(TIERS, { value: value === null ? null : amount(value), leftBefore: before === null ? null : amount(before) }), expected))
  }
  it('without rules it waits for nobody, whatever it is worth', () => assert.equal(approvalsForWithdrawal(noRules(1), { value: null, leftBefore: null }), 0))
  it('a threshold of 0 means every withdrawal', () => assert.equal(approvalsForWithdrawal(rules({ withdrawals: [single('0', 2)] }), { value: 0n, leftBefore: 0n }), 2))
})

describe('a rule is changed only under its own quorum', () => {
  const before = rules({ withdrawals: [single('1000', 2), daily('5000', 3)], withdrawalRight: 1, newAddress: 4, ruleChange: 1 })
  const rows: readonly (readonly [what: string, Partial<ApprovalRules>, number])[] = [
    ['nothing but the rule on rules', {}, 1],
    ['a threshold raised', { withdrawals: [single('2000', 2), daily('5000', 3)] }, 2],
    ['a threshold that asks fewer people', { withdrawals: [single('1000', 1), daily('5000', 3)] }, 2],
    ['a threshold taken away', { withdrawals: [single('1000', 2)] }, 3],
    ['a threshold added', { withdrawals: [single('100', 1), single('1000', 2), daily('5000', 3)] }, 1],
    ['the rule on addresses', { newAddress: 0 }, 4],
    ['the rule on the right to withdraw', { withdrawalRight: 2 }, 1],
    ['the rule on rules itself', { ruleChange: 0 }, 1],
    ['how long a request lives touches every rule', { lifetimeUs: 100 * HOUR }, 4],
  ]
  for (const [what, change, expected] of rows) it(`${what}: ${expected}`, () => assert.equal(approvalsForRules(before, { ...before, ...change }), expected))
  it('the first rules wait for nobody', () => assert.equal(approvalsForRules(noRules(1), before), 0))
})

describe('rules as people write them', () => {
  const WISH: RulesWish = { withdrawals: [{ per: 'day', from: '5000', approvals: 2 }, { per: 'withdrawal', from: '1000.5', approvals: 1 }], withdrawalRight: 1, newAddress: 1, ruleChange: 2, lifetimeHours: 48 }
  it('are read and written alike', () => {
    const parsed = parseRules(WISH, noRules(1))
    assert.ok(!('length' in parsed))
    assert.deepEqual(wishOfRules(parsed), WISH)
    assert.equal(parsed.version, 1)
  })
  const bad: readonly (readonly [what: string, Partial<RulesWish>, string])[] = [
    ['no amount', { withdrawals: [{ per: 'day', from: '-1', approvals: 1 }] }, 'withdrawals'],
    ['a threshold that asks nobody', { withdrawals: [{ per: 'day', from: '1', approvals: 0 }] }, 'withdrawals'],
    ['two thresholds at one amount', { withdrawals: [{ per: 'day', from: '1', approvals: 1 }, { per: 'day', from: '1.0', approvals: 2 }] }, 'withdrawals'],
    ['half a person', { newAddress: 0.5 }, 'newAddress'],
    ['more people than there may be', { ruleChange: 11 }, 'ruleChange'],
    ['a request that lives no hour', { lifetimeHours: 0 }, 'lifetimeHours'],
  ]
  for (const [what, change, field] of bad) {
    it(`${what} is refused, and the field is named`, () => {
      const faults = parseRules({ ...WISH, ...change }, noRules(1))
      assert.ok('length' in faults)
      assert.deepEqual(faults.map((fault) => fault.field), [field])
    })
  }
})
