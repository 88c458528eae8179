import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ACT_NAMES, type Act, actRow, isWithin, mayAct, type Role, roleOn, ROLES } from './acts.ts'

/** Who may, in the order owner, admin, trader, approver, auditor: `+` anything of the account, `o` what is their own, `-` not at all. */
const EXPECTED: Readonly<Record<Act, string>> = {
  'account.see': '+++++', 'key.see': '++o++', 'callLog.see': '++o-+', 'person.see': '+++++', 'approval.see': '++o++', 'audit.see': '++--+', 'outbox.see': '+----',
  'key.createReading': '++o--', 'key.create': '++o--', 'key.rotate': '++o--', 'key.grant': '++o--', 'key.widen': '++o--', 'key.tellSecret': '++o--', 'key.edit': '++o--', 'key.extend': '++o--', 'key.review': '++o--',
  'key.enable': '++o--', 'key.disable': '++o--', 'key.delete': '++o--', 'key.lockdown': '++o--',
  'sandbox.act': '++o--', 'sandbox.manage': '+----',
  'alert.see': '++o-+', 'alert.decide': '++o--', 'alert.settings': '++---', 'program.mark': '++o--', 'external.see': '++o-+', 'external.add': '++o--', 'external.edit': '++o--', 'external.remove': '++o--',
  'product.open': '++---', 'policy.edit': '++---', 'subAccount.create': '++---', 'subAccount.edit': '++---', 'subAccount.close': '++---',
  'money.transfer': '++---', 'money.withdraw': '++---', 'address.add': '++---', 'address.remove': '++---', 'withdrawal.restrict': '++---', 'withdrawal.loosen': '++---', 'approval.cancel': '++oo-', 'approval.decide': '++-+-', 'approvalRule.edit': '+----',
  'person.invite': '++---', 'person.changeRole': '++---', 'person.remove': '++---', 'person.offBoard': '++---', 'invitation.withdraw': '++---', 'stepUpPolicy.edit': '+----',
  'factor.add': 'ooooo', 'factor.remove': 'ooooo', 'recoveryCodes.renew': 'ooooo', 'password.change': 'ooooo', 'phone.change': 'ooooo', 'token.make': 'ooooo', 'token.end': 'ooooo', 'session.end': 'ooooo',
}

describe('who may do what', () => {
  for (const act of ACT_NAMES) {
    it(`${act}: ${EXPECTED[act]}`, () => {
      assert.equal(ROLES.map((role) => (mayAct(role, act) ? '+' : mayAct(role, act, { isOwn: true }) ? 'o' : '-')).join(''), EXPECTED[act])
    })
  }

  it('lets an auditor see everything but other people\'s codes, and change nothing but their own ways in', () => {
    for (const act of ACT_NAMES) {
      const { isChange, ownOf } = actRow(act)
      assert.equal(mayAct('auditor', act), !isChange && act !== 'outbox.see', act)
      if (isChange && mayAct('auditor', act, { isOwn: true })) assert.equal(ownOf.length, ROLES.length, act)
    }
  })

  it('lets only owners touch owners', () => {
    for (const act of ['person.invite', 'person.changeRole', 'person.remove', 'person.offBoard'] as const) {
      assert.ok(mayAct('owner', act, { touchesRoles: ['owner'] }))
      assert.ok(!mayAct('admin', act, { touchesRoles: ['trader', 'owner'] }))
      assert.ok(mayAct('admin', act, { touchesRoles: ['admin'] }))
    }
  })

  it('asks fresh factors for every change but play, a word on an alert that mail has told of, and the closing of one\'s own ways in', () => {
    const withoutFactors = ACT_NAMES.filter((act) => actRow(act).isChange && actRow(act).gravity === 'none')
    assert.deepEqual(withoutFactors, ['alert.decide', 'program.mark', 'sandbox.act', 'sandbox.manage', 'token.end', 'session.end'])
    for (const act of ACT_NAMES) if (!actRow(act).isChange) assert.equal(actRow(act).gravity, 'none', act)
  })

  it('asks two kinds of factors for the grave ones', () => {
    assert.deepEqual(ACT_NAMES.filter((act) => actRow(act).gravity === 'grave'), [
      'key.create', 'key.rotate', 'key.grant', 'key.widen', 'key.tellSecret', 'policy.edit', 'money.withdraw', 'address.add', 'withdrawal.loosen', 'approval.decide', 'approvalRule.edit',
      'person.invite', 'person.changeRole', 'stepUpPolicy.edit', 'factor.add', 'factor.remove', 'recoveryCodes.renew', 'password.change', 'phone.change', 'token.make',
    ])
  })
})

describe('a role on an account', () => {
  it('is the one held there, or an owner\'s, admin\'s or auditor\'s on the account above', () => {
    const on = (role: Role, parentId: number | null) => roleOn([{ accountId: 1, role }], 2, parentId)
    assert.deepEqual(ROLES.map((role) => on(role, 1)), ['owner', 'admin', undefined, undefined, 'auditor'])
    assert.equal(on('owner', null), undefined)
    assert.equal(roleOn([{ accountId: 2, role: 'owner' }], 1, null), undefined, 'a sub-account reaches nothing above it')
    assert.equal(roleOn([{ accountId: 1, role: 'owner' }, { accountId: 2, role: 'auditor' }], 2, 1), 'auditor', 'what is held there counts')
  })

  it('is within another where it may do nothing more', () => {
    const within = ROLES.map((role) => ROLES.filter((limit) => isWithin(role, limit)).join(' '))
    assert.deepEqual(within, ['owner', 'owner admin', 'owner admin trader', 'owner admin approver', 'owner admin auditor'])
  })
})
