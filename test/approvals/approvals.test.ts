import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { RulesWish } from '../../src/approvals/approval-rules.ts'
import { amount } from '../../src/money.ts'
import { approvalIdOf } from '../../src/operations/money-out/money-out.ts'
import type { Outcome } from '../../src/operations/outcome.ts'
import { inTemporaryFolder } from '../../src/storage/samples.ts'
import { DAY, HOUR } from '../../src/time.ts'
import { ApprovalHouse, COLD, ME } from './approval-house.ts'

const RULES: RulesWish = { withdrawals: [{ per: 'withdrawal', from: '1000', approvals: 2 }], withdrawalRight: 1, newAddress: 2, ruleChange: 2, lifetimeHours: 24 }
const ADDRESS = { network: 'TRX', address: COLD, name: 'cold' }

const housed = (use: (house: ApprovalHouse) => Promise<void>, rules: RulesWish | null = RULES): Promise<void> => inTemporaryFolder(async (folder) => {
  const house = await ApprovalHouse.open(join(folder, 'data'))
  try {
    if (rules) valueOf(await house.room.operations.setApprovalRules.perform({ rules }, house.doing('olga')))
    await use(house)
  } finally {
    await house.stop()
  }
})

const valueOf = <Value>(outcome: Outcome<Value>): Value => {
  assert.ok(outcome.ok, JSON.stringify(outcome))
  return outcome.value
}
const codeOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'done' : outcome.refused.code)
const waiting = async (asked: Promise<{ readonly waits: string } | { readonly made: Outcome<unknown> }>): Promise<string> => {
  const answer = await asked
  assert.ok('waits' in answer, JSON.stringify(answer))
  return answer.waits
}
const askAddress = (house: ApprovalHouse, name = 'cold', by = 'olga') => waiting(house.ask(house.room.operations.addAddress, { ...ADDRESS, name }, by))
const withdraw = async (house: ApprovalHouse, sum: string, by = 'olga') => valueOf(await house.room.operations.withdraw.perform({ coin: 'USDT', network: 'TRX', address: COLD, amount: sum }, house.doing(by)))
const withdrawalState = (house: ApprovalHouse, id: string): string | undefined => house.venue.view.wallet.withdrawal(ME, { id })?.state

describe('a change that waits for several people', () => {
  it('is made by the last approval that is needed, once, and the record names who approved it', () => housed(async (house) => {
    const id = await askAddress(house)
    assert.equal(valueOf(await house.decide(id, 'approve', 'ann')).state, 'waiting')
    assert.equal(house.room.rules.entriesOf(ME).length, 0)
    const summary = valueOf(await house.decide(id, 'approve', 'bob'))
    assert.deepEqual([summary.state, summary.approvedBy.map(({ name }) => name)], ['done', ['ann', 'bob']])
    assert.deepEqual(house.room.rules.entriesOf(ME).map(({ name }) => name), ['cold'])
    const [made] = house.store.audit.newest(10).filter(({ entry }) => entry.act === 'address.add')
    assert.equal(made?.entry.actor, 'system')
    assert.match(JSON.stringify(made.entry.after), /"factors":\["approval:ann","approval:bob"\]/)
    assert.equal(codeOf(await house.decide(id, 'approve', 'cy')), 'approvalClosed')
  }))

  it('lets nobody decide on what they asked for, count twice, or decide without the role', () => housed(async (house) => {
    const id = await askAddress(house, 'cold', 'cy')
    assert.equal(codeOf(await house.decide(id, 'approve', 'cy')), 'ownApproval')
    assert.equal(codeOf(await house.decide(id, 'reject', 'cy')), 'ownApproval')
    assert.equal(codeOf(await house.decide(id, 'approve', 'tim')), 'notADecider')
    assert.equal(codeOf(await house.decide(id, 'approve', 'nobody')), 'notADecider')
    valueOf(await house.decide(id, 'approve', 'ann'))
    assert.equal(codeOf(await house.decide(id, 'approve', 'ann')), 'alreadyApproved')
    assert.equal(house.stateOf(id), 'waiting')
  }))

  it('is made once when two approve at the same moment', () => housed(async (house) => {
    for (let round = 0; round < 5; round += 1) {
      const id = await askAddress(house, `cold ${round}`)
      const answers = await Promise.all([house.decide(id, 'approve', 'ann'), house.decide(id, 'approve', 'bob'), house.decide(id, 'approve', 'cy')])
      assert.ok(answers.filter(({ ok }) => ok).length >= 2)
      assert.equal(house.stateOf(id), 'done')
      assert.equal(house.room.rules.entriesOf(ME).length, 1)
      await house.room.operations.removeAddress.perform({ address: `cold ${round}` }, house.doing('olga'))
    }
  }))

  it('counts one of two who say opposite things at the same moment, and stays with it', () => housed(async (house) => {
    const id = await askAddress(house)
    valueOf(await house.decide(id, 'approve', 'ann'))
    await Promise.all([house.decide(id, 'approve', 'bob'), house.decide(id, 'reject', 'cy')])
    assert.equal(house.room.rules.entriesOf(ME).length, house.stateOf(id) === 'done' ? 1 : 0)
    assert.ok(house.stateOf(id) === 'done' || house.stateOf(id) === 'rejected')
  }))

  it('is over when its time is, by the calendar', () => housed(async (house) => {
    const id = await askAddress(house)
    valueOf(await house.decide(id, 'approve', 'ann'))
    house.aheadUs += DAY
    assert.equal(codeOf(await house.decide(id, 'approve', 'bob')), 'approvalClosed')
    assert.equal(house.stateOf(id), 'expired')
    const other = await askAddress(house)
    house.aheadUs += DAY - 1
    assert.equal(await house.room.office.expireDue(), 0)
    house.aheadUs += 1
    assert.equal(await house.room.office.expireDue(), 1)
    assert.equal(house.stateOf(other), 'expired')
  }))

  it('is taken back by its maker alone', () => housed(async (house) => {
    const id = await askAddress(house)
    assert.equal(codeOf(await house.cancel(id, 'ann')), 'notTheMaker')
    assert.equal(valueOf(await house.cancel(id, 'olga')).state, 'cancelled')
    assert.equal(codeOf(await house.decide(id, 'approve', 'ann')), 'approvalClosed')
  }))

  it('fails, and changes nothing, where what it would do is no longer what was approved', () => housed(async (house) => {
    const id = await askAddress(house)
    valueOf(await house.decide(id, 'approve', 'ann'))
    await house.room.rules.setPolicy(ME, { waitingUs: 3 * DAY }, { ...house.doing('olga'), confirmation: null })
    const summary = valueOf(await house.decide(id, 'approve', 'bob'))
    assert.equal(summary.state, 'failed')
    assert.match(summary.remark ?? '', /not what was asked for/)
    assert.equal(summary.remarkCode, 'changedMeanwhile', 'by which it is told in other languages')
    assert.equal(house.room.rules.entriesOf(ME).length, 0)
  }))

  it('goes with whoever leaves: what they asked for is over, what they approved counts no more', () => housed(async (house) => {
    const own = await askAddress(house, 'of ann', 'ann')
    const others = await askAddress(house, 'of olga')
    valueOf(await house.decide(others, 'approve', 'ann'))
    assert.deepEqual(await house.room.office.withdrawApprovalsOf('ann', { actor: 'person:olga', source: 'local', nowUs: house.wallUs }), { approvals: 2 })
    assert.equal(house.stateOf(own), 'cancelled')
    assert.equal(valueOf(await house.decide(others, 'approve', 'bob')).state, 'waiting')
    assert.equal(valueOf(await house.decide(others, 'approve', 'cy')).state, 'done')
    assert.deepEqual(await house.room.office.withdrawApprovalsOf('ann', { actor: 'person:olga', source: 'local', nowUs: house.wallUs }), { approvals: 0 }, 'asked again, nothing is left to do')
  }))

  it('cannot be carried out a second time by its own confirmation', () => housed(async (house) => {
    const id = await askAddress(house)
    await house.decide(id, 'approve', 'ann')
    await house.decide(id, 'approve', 'bob')
    const { digest } = house.room.approvals.byId(id) ?? { digest: '' }
    const again = await house.room.operations.addAddress.perform({ ...ADDRESS, address: 'TNPeeaaFB7K9cmo4uQpcU32zGK8G1NYqeL', name: 'again' }, { ...house.doing(null), confirmation: { stepUpId: id, position: 0, digest, factors: [], nowUs: house.wallUs, approvalId: id } })
    assert.equal(codeOf(again), 'stepUpUsed')
    assert.equal(house.room.rules.entriesOf(ME).length, 1)
  }))
})

describe('rules of approval', () => {
  it('change only when their own number of people agrees', () => housed(async (house) => {
    const looser = { rules: { ...RULES, newAddress: 0 } }
    const id = await waiting(house.ask(house.room.operations.setApprovalRules, looser, 'olga'))
    assert.equal(house.room.approvals.rulesOf(ME).newAddress, 2)
    valueOf(await house.decide(id, 'approve', 'ann'))
    valueOf(await house.decide(id, 'approve', 'bob'))
    assert.equal(house.room.approvals.rulesOf(ME).newAddress, 0)
  }))

  it('are refused where fewer people could approve than they ask for', () => housed(async (house) => {
    const greedy = { rules: { ...RULES, ruleChange: 4 } }
    const answer = await house.ask(house.room.operations.setApprovalRules, greedy, 'olga')
    assert.ok('made' in answer)
    assert.equal(codeOf(answer.made), 'tooFewPeople')
  }, null))

  it('ask for others before more is let out, and for nobody before less is', () => housed(async (house) => {
    const { setWithdrawalPolicy } = house.room.operations
    assert.ok('made' in await house.ask(setWithdrawalPolicy, { onlyAddressBook: true }, 'olga'))
    assert.ok('waits' in await house.ask(setWithdrawalPolicy, { onlyAddressBook: false }, 'olga'))
    assert.ok('made' in await house.ask(setWithdrawalPolicy, { lockHours: 24 }, 'olga'))
    assert.ok('waits' in await house.ask(setWithdrawalPolicy, { lockHours: 0 }, 'olga'))
    assert.ok('waits' in await house.ask(setWithdrawalPolicy, { waitingHours: 1 }, 'olga'))
  }))
})

describe('a withdrawal that waits', () => {
  it('is let go by the last approval, and its money leaves once', () => housed(async (house) => {
    const { id, state, approval, approvalsNeeded } = await withdraw(house, '5000')
    assert.deepEqual([state, approval, approvalsNeeded], ['awaitingApproval', approvalIdOf(id), 2])
    assert.equal(withdrawalState(house, id), 'awaitingApproval')
    await house.decide(approvalIdOf(id), 'approve', 'ann')
    assert.equal(withdrawalState(house, id), 'awaitingApproval')
    assert.equal(valueOf(await house.decide(approvalIdOf(id), 'approve', 'bob')).state, 'done')
    assert.equal(withdrawalState(house, id), 'processing')
  }))

  for (const [end, expected] of [['rejected', 'rejected'], ['cancelled', 'cancelled'], ['expired', 'rejected']] as const) {
    it(`has its money back when it is ${end}`, () => housed(async (house) => {
      const { free } = house.venue.view.wallet.balance(ME, 'USDT')
      const { id } = await withdraw(house, '5000')
      assert.equal(house.venue.view.wallet.balance(ME, 'USDT').free, free - amount('5000'))
      if (end === 'rejected') await house.decide(approvalIdOf(id), 'reject', 'ann')
      else if (end === 'cancelled') await house.cancel(approvalIdOf(id), 'olga')
      else {
        house.aheadUs += DAY
        await house.room.office.expireDue()
      }
      assert.equal(withdrawalState(house, id), expected)
      assert.equal(house.venue.view.wallet.balance(ME, 'USDT').free, free)
    }))
  }

  it('does not leave when the account was locked or its address fell off the list meanwhile: it fails, and its money is back', () => housed(async (house) => {
    for (const change of [{ lockedUntilUs: house.wallUs + HOUR }, { lockedUntilUs: null, onlyAddressBook: true }]) {
      await house.room.rules.setPolicy(ME, { lockedUntilUs: null, onlyAddressBook: false }, { ...house.doing('olga'), confirmation: null })
      const { free } = house.venue.view.wallet.balance(ME, 'USDT')
      const { id } = await withdraw(house, '5000')
      await house.room.rules.setPolicy(ME, change, { ...house.doing('olga'), confirmation: null })
      await house.decide(approvalIdOf(id), 'approve', 'ann')
      assert.equal(valueOf(await house.decide(approvalIdOf(id), 'approve', 'bob')).state, 'failed')
      assert.equal(withdrawalState(house, id), 'rejected')
      assert.equal(house.venue.view.wallet.balance(ME, 'USDT').free, free)
    }
  }))
})

describe('what would be refused now', () => {
  const obstacleTo = async (house: ApprovalHouse, id: string): Promise<string | undefined> => (await house.room.office.list(ME, false)).find((one) => one.id === id)?.obstacle?.code

  it('is told of a withdrawal that waits while withdrawals are locked, and of one that waits no more it is not', () => housed(async (house) => {
    const made = await withdraw(house, '2000')
    assert.ok(made.approval !== null)
    assert.equal(await obstacleTo(house, made.approval), undefined)
    valueOf(await house.room.operations.setWithdrawalPolicy.perform({ lockHours: 24 }, house.doing('olga')))
    assert.equal(await obstacleTo(house, made.approval), 'withdrawalsLocked')
    valueOf(await house.decide(made.approval, 'approve', 'ann'))
    valueOf(await house.decide(made.approval, 'approve', 'bob'))
    assert.equal(house.stateOf(made.approval), 'failed')
    assert.equal((await house.room.office.list(ME, true)).find(({ id }) => id === made.approval)?.obstacle, null)
  }))

  it('is told of a change that would no longer be what was asked for', () => housed(async (house) => {
    const rules: RulesWish = { ...RULES, ruleChange: 1 }
    const id = await waiting(house.ask(house.room.operations.setApprovalRules, { rules }, 'olga'))
    assert.equal(await obstacleTo(house, id), undefined)
    valueOf(await house.room.operations.setApprovalRules.perform({ rules: { ...RULES, newAddress: 1 } }, house.doing('olga')))
    assert.equal(await obstacleTo(house, id), 'changedMeanwhile')
  }))
})

describe('whoever may decide', () => {
  /** A program asks, so that nobody of the deciders is its maker. */
  const askWithdrawal = async (house: ApprovalHouse, id: string): Promise<string> => {
    const sent = house.room.moneyOut.send(house.guardedVenue, ME, { id, asset: 'USDT', network: 'TRX', address: COLD, addressTag: '', amount: amount('2000'), clientWithdrawalId: null, walletType: 'spot', feeIsReturned: false, name: '' }, { actor: 'key:k_1', source: '203.0.113.7', personId: null })
    assert.ok(sent.ok)
    return (await sent.approval)?.id ?? assert.fail('it waits for nobody')
  }

  it('is told what begins to wait, who asks for it and until when, and the letter decides nothing; whoever asks is not', () => housed(async (house) => {
    const id = await askAddress(house, 'cold', 'cy')
    const letters = await house.askedOf(id)
    assert.deepEqual(letters.map(({ to }) => to), ['ann', 'bob', 'olga'], 'neither who asked nor the trader, who may not')
    const text = letters[0]?.text ?? ''
    assert.match(text, /^cy \(cy@example\.org\) asks for this:\n\n {2}Let withdrawals .*"cold"/)
    assert.match(text, new RegExp(`It waits until ${new Date((house.wallUs + house.aheadUs + DAY) / 1_000).toISOString().slice(0, 16).replace('T', ' ')} UTC for 2 people`))
    assert.deepEqual(text.match(/https?:\S+/g), ['http://localhost/approvals'], 'one address: the page where it is decided')
    valueOf(await house.decide(id, 'approve', 'ann'))
    assert.equal((await house.askedOf(id)).length, 3, 'once')
  }))

  it('is told of a withdrawal that a program asks for, which is nobody\'s own', () => housed(async (house) => {
    const letters = await house.askedOf(await askWithdrawal(house, 'w_of_key'))
    assert.deepEqual(letters.map(({ to }) => to), ['ann', 'bob', 'cy', 'olga'])
    assert.match(letters[0]?.text ?? '', /^A program with the key grid \(k_1\) asks for this:\n\n {2}Withdraw 2,000 USDT/)
  }))

  it('hears of twenty requests within an hour, and that there may be more', () => housed(async (house) => {
    const told: (readonly string[])[] = []
    for (let count = 0; count < 22; count += 1) {
      const id = await askWithdrawal(house, `w_${count}`)
      told.push((await house.askedOf(id)).map(({ text }) => (text.includes('no more letters') ? 'the last' : 'one')))
    }
    assert.deepEqual(told.map((letters) => letters.join()), [...Array(19).fill('one,one,one,one'), 'the last,the last,the last,the last', '', ''])
    house.wallUs += HOUR
    assert.equal((await house.askedOf(await askWithdrawal(house, 'w_later'))).length, 4)
  }))

  it('is told nothing where the request was not kept', () => housed(async (house) => {
    const confirmation = { stepUpId: 'u_none', position: 0, digest: '', factors: [], nowUs: house.wallUs }
    const described = valueOf(await house.room.operations.addAddress.describe({ ...ADDRESS }))
    const asked = await house.room.office.request('addresses.add', ADDRESS, described, { ...house.doing('olga'), confirmation })
    assert.equal(codeOf(asked), 'stepUpUsed')
    assert.deepEqual((await house.store.people.find('message', {})), [])
  }))
})

describe('whoever asked', () => {
  const toldOf = async (house: ApprovalHouse, id: string): Promise<readonly string[]> => (await house.lettersOf(id)).map(({ told }) => told)

  it('is told of what was carried out, by whom it was approved, and of nothing before', () => housed(async (house) => {
    const id = await askAddress(house)
    valueOf(await house.decide(id, 'approve', 'ann'))
    assert.deepEqual(await toldOf(house, id), [])
    valueOf(await house.decide(id, 'approve', 'bob'))
    const [letter, another] = await house.lettersOf(id)
    assert.ok(letter && !another)
    assert.equal(letter.told, 'olga: Your change was carried out')
    assert.match(letter.text, /Let withdrawals .*"cold".*approved by ann, bob, and carried out\..*http:\/\/localhost\/approvals/s)
  }))

  it('is told who refused it', () => housed(async (house) => {
    const made = await withdraw(house, '2000')
    assert.ok(made.approval !== null)
    valueOf(await house.decide(made.approval, 'reject', 'bob'))
    const [letter] = await house.lettersOf(made.approval)
    assert.equal(letter?.told, 'olga: Your change was refused')
    assert.match(letter.text, /bob refused it\. Nothing left: what was held for it is yours to use again\./)
  }))

  it('is told when its time is over, once, whoever looks first', () => housed(async (house) => {
    const id = await askAddress(house)
    house.aheadUs += DAY
    await Promise.all([house.room.office.expireDue(), house.decide(id, 'approve', 'ann'), house.room.office.expireDue()])
    assert.equal(house.stateOf(id), 'expired')
    const [letter, another] = await house.lettersOf(id)
    assert.ok(letter && !another)
    assert.equal(letter.told, 'olga: Your change was not approved in time')
    assert.match(letter.text, /It waited 24 hours, and not enough people approved it\. Nothing was changed\./)
  }))

  it('is told why what was approved could not be carried out', () => housed(async (house) => {
    const id = await askAddress(house)
    valueOf(await house.decide(id, 'approve', 'ann'))
    house.operations.delete('addresses.add')
    valueOf(await house.decide(id, 'approve', 'bob'))
    const [letter] = await house.lettersOf(id)
    assert.equal(letter?.told, 'olga: Your change could not be carried out')
    assert.match(letter.text, /approved by ann, bob, but could not be carried out: This program has no act called addresses\.add\./)
  }))

  it('is told that a withdrawal was approved while no server ran, and again when it left', () => housed(async (house) => {
    const made = await withdraw(house, '2000')
    assert.ok(made.approval !== null)
    valueOf(await house.decide(made.approval, 'approve', 'ann'))
    house.isVenueOpen = false
    valueOf(await house.decide(made.approval, 'approve', 'bob'))
    assert.deepEqual(await toldOf(house, made.approval), ['olga: Your change was approved'])
    house.isVenueOpen = true
    await house.restart()
    assert.deepEqual(await toldOf(house, made.approval), ['olga: Your change was approved', 'olga: Your change was carried out'])
  }))

  it('is told nothing of what they took back, and nothing once they left', () => housed(async (house) => {
    const id = await askAddress(house)
    valueOf(await house.cancel(id, 'olga'))
    const theirs = await askAddress(house, 'theirs', 'cy')
    await house.room.office.withdrawApprovalsOf('cy', { actor: 'person:olga', source: 'local', nowUs: house.wallUs })
    assert.deepEqual([await toldOf(house, id), await toldOf(house, theirs), house.stateOf(theirs)], [[], [], 'cancelled'])
  }))
})
