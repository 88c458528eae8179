import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Account } from '../../src/accounts/account.ts'
import { DEMO_TERMS, demoAccounts } from '../../src/demo/demo-accounts.ts'
import type { Command } from '../../src/exchange/command.ts'
import { DemoMarket } from '../../src/exchange/demo-market/demo-market.ts'
import { amount } from '../../src/money.ts'
import { NO_ACTIVITY } from '../../src/sandbox/heartbeat.ts'
import { SandboxFileError, stateOfFileText } from '../../src/sandbox/sandbox-file.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { SandboxVenue } from '../../src/sandbox/sandbox-venue.ts'
import { openStore, type Store } from '../../src/storage/store.ts'
import { HOUR, SECOND } from '../../src/time.ts'

const BEGINNING = 1_795_000_000_000_000
const [OWNER, SUB] = demoAccounts(BEGINNING) as [Account, Account]

const opening = ({ id }: Account): Command[] => [
  { kind: 'openAccount', accountId: id, terms: DEMO_TERMS },
  { kind: 'announceDeposit', accountId: id, asset: 'USDT', network: 'ETH', amount: amount('1000'), txId: `first-${id}`, isCreditedAtOnce: true },
]

interface Scene { readonly sandbox: Sandbox; readonly store: Store; readonly clock: { atUs: number }; readonly accounts: Account[]; reopen(): Promise<SandboxVenue> }

const scene = async (context: TestContext, isMarketOn = false): Promise<Scene> => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-known-state-'))
  const clock = { atUs: BEGINNING, nowUs() { return this.atUs } }
  let store = await openStore({ folder, nowUs: clock.atUs })
  const accounts = [OWNER]
  const sandbox = new Sandbox({ venue: SandboxVenue.open(store.journal('live'), clock), activityOf: (seed) => (isMarketOn ? new DemoMarket(seed) : NO_ACTIVITY), openingOf: opening, accounts: () => accounts }, 1)
  for (const command of opening(OWNER)) sandbox.venue.mustExecute(command)
  sandbox.start()
  context.after(async () => {
    sandbox.stop()
    await store.close()
    rmSync(folder, { recursive: true })
  })
  return {
    sandbox, clock, accounts, get store() { return store },
    reopen: async () => {
      sandbox.stop()
      await store.close()
      store = await openStore({ folder, nowUs: clock.atUs })
      return SandboxVenue.open(store.journal('live'), clock)
    },
  }
}

const usdt = (venue: SandboxVenue, { id }: Account) => venue.view.wallet.balance(id, 'USDT')
const buy = (venue: SandboxVenue, clientOrderId: string) => venue.execute({ kind: 'placeOrder', accountId: OWNER.id, symbol: 'BTCUSDT', order: { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: amount('0.001'), price: amount('50000'), clientOrderId } })

test('a reset sandbox has what it began with: no orders, first funds, and it stays so after a restart', async (context) => {
  const { sandbox, clock, reopen } = await scene(context)
  assert.ok(buy(sandbox.venue, 'mine').ok)
  assert.equal(usdt(sandbox.venue, OWNER).locked, amount('50'))
  clock.atUs += 60 * SECOND
  await sandbox.reset(null)
  assert.deepEqual(usdt(sandbox.venue, OWNER), { asset: 'USDT', free: amount('1000'), locked: 0n })
  assert.equal(sandbox.venue.view.orders.openOrders(OWNER.id, 'BTCUSDT').length, 0)
  const hash = sandbox.venue.view.stateHash()
  const recovered = await reopen()
  assert.equal(recovered.view.stateHash(), hash)
})

test('a snapshot brings back open orders, balances and ids exactly; what came after it is gone', async (context) => {
  const { sandbox, clock, reopen } = await scene(context)
  assert.ok(buy(sandbox.venue, 'kept').ok)
  const file = sandbox.fileText()
  const before = sandbox.venue.view.orders.openOrders(OWNER.id, 'BTCUSDT')
  clock.atUs += SECOND
  assert.ok(buy(sandbox.venue, 'lost').ok)
  await sandbox.restore(file)
  assert.deepEqual(sandbox.venue.view.orders.openOrders(OWNER.id, 'BTCUSDT'), before)
  assert.equal(sandbox.venue.nowUs(), clock.atUs, 'time does not go back')
  const again = buy(sandbox.venue, 'after')
  assert.ok(again.ok)
  const hash = sandbox.venue.view.stateHash()
  assert.equal((await reopen()).view.stateHash(), hash)
})

test('an account that a snapshot does not know begins as a new one', async (context) => {
  const { sandbox, accounts } = await scene(context)
  const file = sandbox.fileText()
  accounts.push(SUB)
  await sandbox.restore(file)
  assert.equal(usdt(sandbox.venue, SUB).free, amount('1000'))
})

test('the same seed draws the same market; another seed another', async (context) => {
  const { sandbox, clock } = await scene(context, true)
  const drawn = async (seed: number) => {
    await sandbox.reset(seed)
    sandbox.stop()
    return sandbox.venue.view.market.klines('BTCUSDT', '1h', { limit: 5 })
  }
  clock.atUs += SECOND
  const first = await drawn(7)
  assert.ok(first.length > 0)
  assert.deepEqual(await drawn(7), first)
  assert.notDeepEqual(await drawn(8), first)
})

test('who follows the venue is told that it went on from another state', async (context) => {
  const { sandbox } = await scene(context)
  let told = 0
  sandbox.venue.onRestored(() => { told += 1 })
  await sandbox.reset(null)
  assert.equal(told, 1)
})

test('time that is let pass makes due what falls due, each in its own hour, and the venue goes on from there after a restart', async (context) => {
  const { sandbox, clock, reopen } = await scene(context)
  const { venue } = sandbox
  venue.mustExecute({ kind: 'transfer', from: { accountId: OWNER.id, wallet: 'spot' }, to: { accountId: OWNER.id, wallet: 'crossMargin' }, asset: 'USDT', amount: amount('1000') })
  venue.mustExecute({ kind: 'borrow', accountId: OWNER.id, wallet: 'crossMargin', asset: 'USDT', amount: amount('100') })
  const began = venue.nowUs()
  await sandbox.letPass(3 * HOUR)
  assert.deepEqual([venue.nowUs() - began, venue.aheadUs], [3 * HOUR, 3 * HOUR])
  const charged = venue.view.margin.interestRecords(OWNER.id).filter(({ kind }) => kind !== 'onBorrow')
  assert.deepEqual(charged.map(({ timeUs }) => timeUs % HOUR), [0, 0, 0])
  assert.equal(new Set(charged.map(({ interest }) => interest)).size, 1)
  venue.mustExecute({ kind: 'transfer', from: { accountId: OWNER.id, wallet: 'crossMargin' }, to: { accountId: OWNER.id, wallet: 'spot' }, asset: 'USDT', amount: amount('1') })
  const [hash, stood] = [venue.view.stateHash(), venue.nowUs()]
  const recovered = await reopen()
  assert.deepEqual([recovered.view.stateHash(), recovered.nowUs()], [hash, stood])
  clock.atUs += SECOND
  assert.equal(recovered.nowUs(), stood + SECOND, 'its time does not stand until the machine\'s clock has caught up')
})

test('a reset puts the clock back, and the journal with both is replayed to the same state', async (context) => {
  const { sandbox, clock, reopen } = await scene(context)
  await sandbox.letPass(48 * HOUR)
  assert.ok(buy(sandbox.venue, 'ahead').ok)
  clock.atUs += SECOND
  await sandbox.reset(null)
  assert.deepEqual([sandbox.venue.nowUs(), sandbox.venue.aheadUs], [clock.atUs, 0])
  clock.atUs += SECOND
  assert.ok(buy(sandbox.venue, 'behind').ok)
  const [order] = sandbox.venue.view.orders.openOrders(OWNER.id, 'BTCUSDT')
  assert.equal(order?.createdAtUs, clock.atUs)
  const hash = sandbox.venue.view.stateHash()
  const recovered = await reopen()
  assert.deepEqual([recovered.view.stateHash(), recovered.nowUs(), recovered.aheadUs], [hash, clock.atUs, 0])
})

for (const [what, spoil] of [
  ['no JSON', () => 'hello'],
  ['another file', () => '{"format":"something"}'],
  ['another engine', (text: string) => text.replace(/"engineVersion":\d+/, '"engineVersion":999')],
  ['a changed balance', (text: string) => text.replace('100000000000', '900000000000')],
] as const) {
  test(`a file that is ${what} is refused, and nothing has changed`, async (context) => {
    const { sandbox } = await scene(context)
    const file = sandbox.fileText()
    const hash = sandbox.venue.view.stateHash()
    assert.notEqual(spoil(file), file)
    assert.throws(() => sandbox.restore(spoil(file)), SandboxFileError)
    assert.equal(sandbox.venue.view.stateHash(), hash)
  })
}

test('a state of a version without price ranges goes on by the rules of now, from its journal, its snapshot and its file; a halted market stays halted', async (context) => {
  const { sandbox, reopen, clock } = await scene(context)
  assert.ok(buy(sandbox.venue, 'kept').ok)
  const now = sandbox.venue.view.symbol('BTCUSDT') ?? assert.fail('no market')
  const { executionRules, ...earlier } = now
  const withRange = { ...earlier, executionRules }
  assert.ok(executionRules)
  sandbox.venue.mustExecute({ kind: 'listSymbol', symbol: { ...earlier, status: 'HALT' } })
  const file = sandbox.fileText()
  const rulesOf = (venue: SandboxVenue) => venue.view.symbol('BTCUSDT')
  const ofJournal = await reopen()
  assert.deepEqual(rulesOf(ofJournal), { ...withRange, status: 'HALT' })
  assert.equal(ofJournal.view.orders.openOrders(OWNER.id, 'BTCUSDT').length, 1, 'the book stays')
  ofJournal.mustExecute({ kind: 'listSymbol', symbol: earlier })
  await ofJournal.saveSnapshot()
  clock.atUs += SECOND
  const ofSnapshot = await reopen()
  assert.deepEqual(rulesOf(ofSnapshot), withRange)
  const [hash, sequence] = [ofSnapshot.view.stateHash(), ofSnapshot.view.sequence]
  const once = await reopen()
  assert.deepEqual([once.view.stateHash(), once.view.sequence], [hash, sequence], 'told once, and replayed')
  once.restore(stateOfFileText(file))
  assert.deepEqual(rulesOf(once), { ...withRange, status: 'HALT' })
})
