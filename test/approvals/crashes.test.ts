/**
 * The approval's state machine against a model, while the process dies at arbitrary points: before or after any write of the store or any
 * command of the venue. Whatever happens, nothing is carried out twice or without its people, and no money is lost.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import fc from 'fast-check'
import { FEES_ACCOUNT, INSURANCE_FUND_ACCOUNT, WORLD_ACCOUNT } from '../../src/exchange/ledger.ts'
import { amount } from '../../src/money.ts'
import { approvalIdOf } from '../../src/operations/money-out/money-out.ts'
import { inTemporaryFolder } from '../../src/storage/samples.ts'
import { HOUR } from '../../src/time.ts'
import { Died } from '../harness/fuse.ts'
import { ApprovalHouse, COLD, FUNDS, ME } from './approval-house.ts'

const VOTERS = ['olga', 'ann', 'bob', 'cy'] as const
const NEEDED = 2
const LIFETIME_HOURS = 24
/** After so many effects the process dies: in this step, or in one of those behind it. */
const fuse = fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.record({ effects: fc.integer({ min: 1, max: 5 }), dropsLast: fc.boolean() }) })

const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('withdraw' as const), sum: fc.constantFrom('500', '1000', '2500'), by: fc.constantFrom('olga' as const, 'key' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('askAddress' as const), by: fc.constantFrom('olga' as const, 'cy' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('decide' as const), which: fc.nat(7), who: fc.constantFrom(...VOTERS), decision: fc.constantFrom('approve' as const, 'approve' as const, 'approve' as const, 'reject' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('race' as const), which: fc.nat(7), one: fc.constantFrom(...VOTERS), other: fc.constantFrom(...VOTERS) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat(7), who: fc.constantFrom(...VOTERS) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 16 }) }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** Runs that every test begins with, so that an approval carried out in spite of a death is never left to chance. */
const EXAMPLES: [[Step, { effects: number; dropsLast: boolean } | null][]][] = [1, 2, 3, 4].flatMap((effects) => [true, false].map((dropsLast) => [[
  [{ do: 'withdraw', sum: '2500', by: 'olga' }, null],
  [{ do: 'decide', which: 0, who: 'ann', decision: 'approve' }, null],
  [{ do: 'decide', which: 0, who: 'bob', decision: 'approve' }, { effects, dropsLast }],
  [{ do: 'decide', which: 0, who: 'bob', decision: 'approve' }, null],
]]))

/** What is known of each request from outside: who said what when, as far as the answer was heard. */
interface Modelled {
  readonly id: string
  readonly kind: 'withdrawal' | 'address'
  readonly name: string
  readonly maker: string
  readonly madeAtUs: number
  /** Everybody who ever tried to approve, heard or not. */
  readonly tried: Set<string>
}

const SUBJECTS: Readonly<Record<string, string>> = { done: 'Your change was carried out', failed: 'Your change could not be carried out', rejected: 'Your change was refused', expired: 'Your change was not approved in time' }

/** A key that nobody holds asks in the name of those who hear of it. */
const DECIDERS = ['ann', 'bob', 'cy', 'olga']
const lettersDue = ({ maker }: Modelled, state: string): readonly string[] => (SUBJECTS[state] === undefined ? [] : [`${maker === 'nobody' ? 'keeper' : maker}: ${SUBJECTS[state]}`])

class Scene {
  readonly house: ApprovalHouse
  readonly asked: Modelled[] = []
  #made = 0

  constructor(house: ApprovalHouse) {
    this.house = house
  }

  get #nowUs(): number {
    return this.house.wallUs + this.house.aheadUs
  }

  #modelOf(which: number): Modelled | undefined {
    const waiting = this.asked.filter(({ id }) => this.house.stateOf(id) === 'waiting')
    // Mostly one that waits; now and then one that is over.
    const among = waiting.length > 0 && which < 7 ? waiting : this.asked
    return among[among.length - 1 - (which % Math.max(1, among.length))]
  }

  async #vote(model: Modelled, who: string, decision: 'approve' | 'reject'): Promise<void> {
    if (decision === 'approve') model.tried.add(who)
    const before = this.house.room.approvals.byId(model.id)
    const answer = await this.house.decide(model.id, decision, who)
    if (!answer.ok) return
    assert.notEqual(who, model.maker, 'whoever asked does not decide')
    assert.equal(before?.state, 'waiting')
    assert.ok(before.expiresAtUs > this.#nowUs, 'nothing is decided after its end')
  }

  async run(one: Step): Promise<void> {
    const { house } = this
    switch (one.do) {
      case 'withdraw': {
        if (one.by === 'olga') await house.room.operations.withdraw.perform({ coin: 'USDT', network: 'TRX', address: COLD, amount: one.sum }, house.doing('olga'))
        else {
          const sent = house.room.moneyOut.send(house.guardedVenue, ME, { id: `api-${this.#made += 1}`, asset: 'USDT', network: 'TRX', address: COLD, addressTag: '', amount: amount(one.sum), clientWithdrawalId: null, walletType: 'spot', feeIsReturned: false, name: '' }, { actor: 'key:k_1', source: 'local', personId: null })
          if (sent.ok) await sent.approval
        }
        return
      }
      case 'askAddress': {
        const name = `address ${this.#made += 1}`
        await house.ask(house.room.operations.addAddress, { network: 'TRX', address: COLD, tag: '', coin: ['USDT', 'TRX'][this.#made % 2] ?? 'USDT', name }, one.by)
        return
      }
      case 'decide': {
        const model = this.#modelOf(one.which)
        return model && this.#vote(model, one.who, one.decision)
      }
      case 'race': {
        const model = this.#modelOf(one.which)
        if (model) await Promise.all([this.#vote(model, one.one, 'approve'), this.#vote(model, one.other, 'approve')])
        return
      }
      case 'cancel': {
        const model = this.#modelOf(one.which)
        const answer = model && await house.cancel(model.id, one.who)
        if (answer?.ok) assert.equal(one.who, model?.maker, 'nobody else takes it back')
        return
      }
      case 'pass': {
        house.aheadUs += one.hours * HOUR
        await house.room.office.expireDue()
      }
    }
  }

  /** Takes up into the model what was asked for in a step, whether its answer was heard or not. */
  #notice(): void {
    const known = new Set(this.asked.map(({ id }) => id))
    for (const approval of [...this.house.room.approvals.ofAccount(ME, 1_000)].reverse()) {
      if (known.has(approval.id)) continue
      assert.equal(approval.makerPersonId !== null, approval.maker.startsWith('person:'), 'who asked is never forgotten')
      assert.notEqual(approval.maker, 'system')
      const name = typeof approval.change.details === 'object' && approval.change.details !== null && 'name' in approval.change.details ? String(approval.change.details.name) : approval.change.subject
      this.asked.push({ id: approval.id, kind: approval.operation === 'addresses.add' ? 'address' : 'withdrawal', name, maker: approval.makerPersonId ?? 'nobody', madeAtUs: approval.madeAtUs, tried: new Set() })
    }
  }

  /** What holds whenever nothing is under way. */
  async check(): Promise<void> {
    this.#notice()
    const { house, asked } = this
    const { view } = house.venue
    const withdrawals = view.wallet.withdrawals(ME)
    for (const model of asked) {
      const approval = house.room.approvals.byId(model.id)
      assert.ok(approval, 'what was asked for is never forgotten')
      assert.ok(['waiting', 'done', 'failed', 'rejected', 'cancelled', 'expired'].includes(approval.state), `${approval.state} is nothing to rest in`)
      const voters = new Set(approval.votes.map(({ personId }) => personId))
      assert.equal(voters.size, approval.votes.length, 'nobody counts twice')
      assert.ok(!voters.has(model.maker), 'its maker is not its checker')
      for (const voter of voters) assert.ok(model.tried.has(voter) || approval.state !== 'done', 'nobody is counted who said nothing')
      if (approval.state === 'done') assert.ok(voters.size >= approval.needed, 'not without enough people')
      if (approval.state === 'waiting') assert.ok(voters.size < approval.needed && model.madeAtUs + LIFETIME_HOURS * HOUR > this.#nowUs)
      const isDone = approval.state === 'done'
      assert.deepEqual((await house.lettersOf(model.id)).map(({ told }) => told), lettersDue(model, approval.state), 'whoever asked is told once')
      assert.deepEqual((await house.askedOf(model.id)).map(({ to }) => to), DECIDERS.filter((name) => name !== model.maker), 'whoever may decide was told once, and whoever asked was not')
      if (model.kind === 'address') {
        assert.equal(house.room.rules.entriesOf(ME).filter(({ name }) => name === model.name).length, isDone ? 1 : 0, `an address is there once it is done, and once (${approval.state})`)
      } else {
        const state = withdrawals.find(({ id }) => id === model.name)?.state
        if (approval.state === 'waiting') assert.equal(state, 'awaitingApproval')
        else if (isDone) assert.ok(state === 'processing' || state === 'completed', `done, and ${String(state)}`)
        else assert.ok(state === 'rejected' || state === 'cancelled', `${approval.state}, and ${String(state)}`)
      }
    }
    for (const { id, state } of withdrawals) if (state === 'awaitingApproval') assert.equal(house.stateOf(approvalIdOf(id)), 'waiting', 'whatever waits has somebody who can let it go')
    this.#checkMoney()
  }

  #checkMoney(): void {
    const { view } = this.house.venue
    const { free, locked } = view.wallet.balance(ME, 'USDT')
    let [held, gone] = [0n, 0n]
    for (const { state, amount: net, fee } of view.wallet.withdrawals(ME)) {
      if (state === 'awaitingApproval' || state === 'processing') held += net + fee
      if (state === 'completed') gone += net + fee
    }
    assert.equal(locked, held, 'what is held is what is on its way')
    assert.equal(free + locked + gone, FUNDS, 'nothing is lost and nothing is made')
    assert.equal([ME, FEES_ACCOUNT, INSURANCE_FUND_ACCOUNT, WORLD_ACCOUNT].reduce((sum, account) => sum + view.wallet.balance(account, 'USDT').free + view.wallet.balance(account, 'USDT').locked, 0n), 0n, 'the books are even')
  }
}

it('an approval is carried out once, by enough others, in time, and whoever asked is told of it once, wherever the process dies', () => inTemporaryFolder(async (folder) => {
  let [run, deaths] = [0, 0]
  const states = new Map<string, number>()
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(step, fuse), { minLength: 10, maxLength: 24 }), async (steps) => {
    const house = await ApprovalHouse.open(join(folder, `data${run += 1}`))
    try {
      const rules = { withdrawals: [{ per: 'withdrawal', from: '1000', approvals: NEEDED }, { per: 'day', from: '3000', approvals: 1 }], withdrawalRight: 0, newAddress: NEEDED, ruleChange: 0, lifetimeHours: LIFETIME_HOURS } as const
      assert.ok((await house.room.operations.setApprovalRules.perform({ rules }, house.doing('olga'))).ok)
      const scene = new Scene(house)
      for (const [one, burns] of steps) {
        if (burns && !house.fuse.isLit) house.fuse.set(burns.effects, burns.dropsLast)
        try {
          await scene.run(one)
        } catch (error) {
          if (!(error instanceof Died)) throw error
        }
        if (house.fuse.isBurnt) {
          deaths += 1
          await house.restart()
        }
        await scene.check()
      }
      for (const { id } of scene.asked) states.set(house.stateOf(id) ?? '', (states.get(house.stateOf(id) ?? '') ?? 0) + 1)
    } finally {
      await house.stop()
    }
  }), { numRuns: EXAMPLES.length + 10, examples: EXAMPLES, endOnFailure: true })
  assert.ok(deaths >= EXAMPLES.length, `the process died ${deaths} times only`)
  assert.ok((states.get('done') ?? 0) >= EXAMPLES.length, `carried out: ${JSON.stringify([...states])}`)
}))
