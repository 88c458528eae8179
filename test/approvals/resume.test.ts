/**
 * Where a start goes on after the process died: a row for each durable step of each act, before it and after it. What was under way is then
 * as if it had never been asked for, or as if nothing had happened in between; never anything else, and never by fewer people.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { approvalIdOf } from '../../src/operations/money-out/money-out.ts'
import { DAY } from '../../src/time.ts'
import { Died } from '../harness/fuse.ts'
import { ApprovalHouse, COLD, FUNDS, ME } from './approval-house.ts'

/** The state of the approval, and that of the withdrawal. */
type End = readonly [approval: string | undefined, withdrawal: string | undefined]
const NEVER_ASKED: End = [undefined, undefined]
const WAITING: End = ['waiting', 'awaitingApproval']
// Who asked is not known any more, so nobody could be kept from approving their own: the money goes back.
const UNDONE: End = [undefined, 'rejected']
const GONE: End = ['done', 'processing']
const REJECTED: End = ['rejected', 'rejected']
const CANCELLED: End = ['cancelled', 'cancelled']
const EXPIRED: End = ['expired', 'rejected']

interface Row { readonly act: keyof typeof ACTS; readonly step: number; readonly name: string; readonly before: End; readonly after: End }

/** `before`: the step itself is lost. `after`: it is durable, and nothing behind it is. */
const rows = (): readonly Row[] => [
  { act: 'ask', step: 1, name: 'the record takes the confirmation', before: NEVER_ASKED, after: NEVER_ASKED },
  { act: 'ask', step: 2, name: 'the venue holds the money', before: NEVER_ASKED, after: UNDONE },
  { act: 'ask', step: 3, name: 'the request is stored', before: UNDONE, after: WAITING },
  { act: 'lastYes', step: 1, name: 'the last yes is stored', before: WAITING, after: GONE },
  { act: 'lastYes', step: 2, name: 'the execution begins', before: GONE, after: GONE },
  { act: 'lastYes', step: 3, name: 'the venue lets the money go', before: GONE, after: GONE },
  { act: 'lastYes', step: 4, name: 'the end is stored', before: GONE, after: GONE },
  { act: 'no', step: 1, name: 'the no is stored', before: WAITING, after: REJECTED },
  { act: 'no', step: 2, name: 'the venue gives the money back', before: REJECTED, after: REJECTED },
  { act: 'takeBack', step: 1, name: 'the word of its maker is stored', before: WAITING, after: CANCELLED },
  { act: 'takeBack', step: 2, name: 'the venue gives the money back', before: CANCELLED, after: CANCELLED },
  { act: 'expire', step: 1, name: 'its end is stored', before: EXPIRED, after: EXPIRED },
]

let folder: string
let house: ApprovalHouse
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bitting-resume-'))
  house = await ApprovalHouse.open(join(folder, 'data'))
  const rules = { withdrawals: [{ per: 'withdrawal', from: '1000', approvals: 2 }], withdrawalRight: 1, newAddress: 2, ruleChange: 0, lifetimeHours: 24 } as const
  assert.ok((await house.room.operations.setApprovalRules.perform({ rules }, house.doing('olga'))).ok)
})
after(async () => {
  await house?.stop()
  rmSync(folder, { recursive: true })
})

const withdraw = () => house.room.operations.withdraw.perform({ coin: 'USDT', network: 'TRX', address: COLD, amount: '5000' }, house.doing('olga'))
const waitingWithdrawal = async (): Promise<string> => {
  const made = await withdraw()
  assert.ok(made.ok && made.value.approval !== null)
  return made.value.approval
}
const approvedOnce = async (approval: string): Promise<string> => {
  assert.ok((await house.decide(approval, 'approve', 'ann')).ok)
  return approval
}

const ACTS = {
  ask: { prepare: async () => '', act: withdraw },
  lastYes: { prepare: async () => approvedOnce(await waitingWithdrawal()), act: (approval: string) => house.decide(approval, 'approve', 'bob') },
  no: { prepare: waitingWithdrawal, act: (approval: string) => house.decide(approval, 'reject', 'ann') },
  takeBack: { prepare: waitingWithdrawal, act: (approval: string) => house.cancel(approval, 'olga') },
  expire: { prepare: async () => { await house.room.office.expireDue(); const approval = await waitingWithdrawal(); house.aheadUs += DAY; return approval }, act: () => house.room.office.expireDue() },
} as const

const withdrawals = () => house.venue.view.wallet.withdrawals(ME)

/** Runs to the step and dies there. @returns the withdrawals that were there before */
const dieAt = async ({ act, step }: Pick<Row, 'act' | 'step'>, dropsLast: boolean): Promise<ReadonlySet<string>> => {
  const known = new Set(withdrawals().map(({ id }) => id))
  const approval = await ACTS[act].prepare()
  house.fuse.set(step, dropsLast)
  await assert.rejects(ACTS[act].act(approval), Died)
  return known
}

const endOf = (known: ReadonlySet<string>): End => {
  const made = withdrawals().find(({ id }) => !known.has(id))
  return [made && house.stateOf(approvalIdOf(made.id)), made?.state]
}

const checkMoney = (): void => {
  const { free, locked } = house.venue.view.wallet.balance(ME, 'USDT')
  const held = withdrawals().filter(({ state }) => state === 'awaitingApproval' || state === 'processing').reduce((sum, { amount: net, fee }) => sum + net + fee, 0n)
  assert.deepEqual([locked, free], [held, FUNDS - held])
}

describe('a start goes on where the process died', () => {
  for (const row of rows()) {
    for (const [when, dropsLast, expected] of [['before', true, row.before], ['after', false, row.after]] as const) {
      it(`${row.act}: ${when} ${row.name}`, async () => {
        const known = await dieAt(row, dropsLast)
        await house.restart()
        assert.deepEqual(endOf(known), expected)
        checkMoney()
        await house.room.office.resume()
        assert.deepEqual(endOf(known), expected, 'going on a second time changes nothing')
      })
    }
  }

  for (let effects = 1; effects <= 3; effects += 1) {
    for (const dropsLast of [true, false]) {
      it(`and dies again ${dropsLast ? 'before' : 'after'} step ${effects} of going on`, async () => {
        const known = await dieAt({ act: 'lastYes', step: 1 }, false)
        await assert.rejects(house.restart({ effects, dropsLast }), Died)
        await house.restart()
        assert.deepEqual(endOf(known), GONE)
        checkMoney()
      })
    }
  }

  for (let step = 1; step <= 4; step += 1) {
    for (const dropsLast of [true, false]) {
      it(`an address that was approved is in the book once: ${dropsLast ? 'before' : 'after'} step ${step} of the last yes`, async () => {
        const name = `cold ${step} ${String(dropsLast)}`
        const asked = await house.ask(house.room.operations.addAddress, { network: 'ETH', address: `0x${step}${dropsLast ? 'a' : 'b'}${'0'.repeat(38)}`, name }, 'olga')
        assert.ok('waits' in asked, JSON.stringify(asked))
        await approvedOnce(asked.waits)
        house.fuse.set(step, dropsLast)
        await assert.rejects(house.decide(asked.waits, 'approve', 'bob'), Died)
        await house.restart()
        const times = () => house.room.rules.entriesOf(ME).filter((entry) => entry.name === name).length
        const isMade = step > 1 || !dropsLast
        assert.deepEqual([house.stateOf(asked.waits), times()], [isMade ? 'done' : 'waiting', isMade ? 1 : 0])
        if (!isMade) assert.ok((await house.decide(asked.waits, 'approve', 'bob')).ok)
        assert.equal(times(), 1)
      })
    }
  }
})
