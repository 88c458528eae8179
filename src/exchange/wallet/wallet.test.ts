import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import fc from 'fast-check'
import { accountId, type AccountId } from '../../ids.ts'
import { amount, type Price } from '../../money.ts'
import { SECOND, type TimeUs } from '../../time.ts'
import type { WithdrawalRequest } from '../command.ts'
import type { ExchangeEvent } from '../event.ts'
import { FEES_ACCOUNT, Ledger } from '../ledger.ts'
import { ASSETS } from '../listing/assets.ts'
import { referencePrice, SYMBOLS } from '../listing/symbols.ts'
import type { Verdict, VenueFacts, WalletCommand } from '../market-port.ts'
import type { Asset } from '../symbol.ts'
import { isAddress } from './address-format.ts'
import { Wallet } from './wallet.ts'

const ALICE = accountId(101)
const BOB = accountId(102)
const STRANGER = accountId(999)
const START = 1_770_000_000_000_000
const BTC_ADDRESS = '1BitcoinEaterAddressDontSendf59kuE'

class World {
  readonly ledger = new Ledger()
  readonly assets = new Map<string, Asset>(ASSETS.map((asset) => [asset.name, asset]))
  readonly prices = new Map<string, Price>(SYMBOLS.map((symbol) => [symbol.name, referencePrice(symbol.name)!]))
  readonly facts: VenueFacts = {
    assets: () => [...this.assets.values()], asset: (name) => this.assets.get(name), symbols: () => SYMBOLS, symbol: (name) => SYMBOLS.find((symbol) => symbol.name === name),
    terms: (id) => (id === ALICE || id === BOB ? { makerRate: 0n, takerRate: 0n, tradeGroupId: -1, keepsHistory: true } : undefined),
    lastPrice: (symbol) => this.prices.get(symbol) ?? null,
  }
  wallet = new Wallet(this.ledger, this.facts)
  nowUs: TimeUs = START
  events: ExchangeEvent[] = []

  do(command: WalletCommand): Verdict {
    this.events = []
    return this.wallet.execute(command, this.nowUs, (event) => this.events.push(event))
  }

  tickAfter(us: number): Verdict {
    this.nowUs += us
    return this.do({ kind: 'tick' })
  }

  fund(id: AccountId, asset: string, text: string): void {
    this.do({ kind: 'announceDeposit', accountId: id, asset, network: this.assets.get(asset)!.networks[0]!.network, amount: amount(text), txId: `faucet ${asset}`, isCreditedAtOnce: true })
  }

  /** Nothing but what the words say. */
  has(id: AccountId, asset: string, free: string, locked = '0'): void {
    assert.deepEqual([this.ledger.free(id, asset), this.ledger.locked(id, asset)], [amount(free), amount(locked)])
    assert.equal(this.ledger.sumOf(asset), 0n)
  }

  /** Closes or opens an asset's networks for withdrawals. */
  setWithdrawEnabled(asset: string, withdrawEnabled: boolean): void {
    const before = this.assets.get(asset)!
    this.assets.set(asset, { ...before, networks: before.networks.map((network) => ({ ...network, withdrawEnabled })) })
  }

  /** Goes on with a wallet that was restored from this one's snapshot. */
  restart(): void {
    const state = JSON.parse(JSON.stringify(this.wallet.state()))
    this.wallet = new Wallet(this.ledger, this.facts)
    this.wallet.restore(state)
    assert.deepEqual(JSON.stringify(this.wallet.state()), JSON.stringify(state))
  }
}

let world: World
beforeEach(() => { world = new World() })

let made = 0
const request = (change: Partial<WithdrawalRequest> = {}, id: AccountId = ALICE): WalletCommand => ({
  kind: 'requestWithdrawal', accountId: id,
  withdrawal: { id: `w${++made}`, asset: 'BTC', network: 'BTC', address: BTC_ADDRESS, addressTag: '', amount: amount('1'), clientWithdrawalId: null, walletType: 'spot', feeIsReturned: false, name: '', state: 'processing', ...change },
})
const idOf = (command: WalletCommand): string => (command.kind === 'requestWithdrawal' ? command.withdrawal.id : '')
const refused = (command: WalletCommand, reason: string): void => {
  const before = [JSON.stringify(world.wallet.state()), JSON.stringify(world.ledger.state())]
  assert.equal(world.wallet.judge(command)?.reason, reason)
  const verdict = world.do(command)
  assert.equal(typeof verdict === 'object' ? verdict.reason : verdict, reason)
  assert.deepEqual([JSON.stringify(world.wallet.state()), JSON.stringify(world.ledger.state())], before)
  assert.deepEqual(world.events, [])
}

describe('a deposit', () => {
  test('from the faucet is there at once', () => {
    world.fund(ALICE, 'BTC', '10')
    world.has(ALICE, 'BTC', '10')
    const [deposit] = world.wallet.deposits(ALICE)
    assert.equal(deposit?.state, 'success')
    assert.deepEqual(world.events.map((event) => event.kind), ['deposit'])
  })

  test('through the network is confirmed, credited, and later free to leave', () => {
    const announce: WalletCommand = { kind: 'announceDeposit', accountId: ALICE, asset: 'ETH', network: 'ETH', amount: amount('5'), txId: '0xabc', isCreditedAtOnce: false }
    const withdrawAll = request({ asset: 'ETH', network: 'ETH', address: '0x55d398326f99059ff775485246999027b3197955', amount: amount('5') })
    assert.equal(world.do(announce), 'changed')
    world.has(ALICE, 'ETH', '0')
    assert.equal(world.tickAfter(SECOND / 100), 'unchanged')
    world.tickAfter(SECOND)
    assert.deepEqual([world.wallet.deposits(ALICE)[0]?.state, world.wallet.deposits(ALICE)[0]?.confirmations], ['pending', 3])
    world.restart()
    world.tickAfter(2 * SECOND)
    assert.equal(world.wallet.deposits(ALICE)[0]?.state, 'creditedLocked')
    world.has(ALICE, 'ETH', '5')
    refused(withdrawAll, 'withdrawBalance')
    world.restart()
    world.tickAfter(20 * SECOND)
    const [deposit] = world.wallet.deposits(ALICE)
    assert.deepEqual([deposit?.state, deposit?.confirmations, deposit?.completedAtUs], ['success', 64, world.nowUs])
    assert.equal(world.tickAfter(SECOND), 'unchanged')
    assert.equal(world.do(withdrawAll), 'changed')
  })

  test('that was already announced counts once', () => {
    const announce: WalletCommand = { kind: 'announceDeposit', accountId: ALICE, asset: 'BTC', network: 'BTC', amount: amount('1'), txId: 'tx', isCreditedAtOnce: false }
    world.do(announce)
    assert.equal(world.do(announce), 'unchanged')
    world.restart()
    assert.equal(world.do(announce), 'unchanged')
    world.tickAfter(60 * SECOND)
    world.has(ALICE, 'BTC', '1')
  })

  test('of what is not there is refused', () => {
    const announce = { kind: 'announceDeposit', accountId: ALICE, asset: 'BTC', network: 'BTC', amount: 1n, txId: 't', isCreditedAtOnce: true } as const
    refused({ ...announce, accountId: STRANGER }, 'unknownAccount')
    refused({ ...announce, asset: 'NOPE' }, 'unknownAsset')
    refused({ ...announce, network: 'TRX' }, 'unknownNetwork')
    refused({ ...announce, amount: 0n }, 'withdrawBelowMinimum')
    refused({ ...announce, amount: amount('10000000000000') }, 'supplyExhausted')
  })

  test('has an address that its chain takes, on every network of every asset', () => {
    for (const asset of ASSETS) for (const network of asset.networks) {
      assert.equal(isAddress(network, world.wallet.depositAddress(ALICE, asset.name, network.network).address), true)
    }
    assert.throws(() => world.wallet.depositAddress(ALICE, 'BTC', 'XRP'))
  })
})

describe('a withdrawal', () => {
  beforeEach(() => {
    world.fund(ALICE, 'BTC', '10')
    world.fund(ALICE, 'XRP', '1000')
    world.fund(ALICE, 'USDT', '1000')
  })

  test('is held, leaves, and pays the network', () => {
    const command = request()
    assert.equal(world.do(command), 'changed')
    world.has(ALICE, 'BTC', '9', '1')
    assert.equal(world.wallet.withdrawing(ALICE, 'BTC'), amount('1'))
    assert.equal(world.wallet.withdrawal(ALICE, { id: idOf(command) })?.state, 'processing')
    assert.equal(world.tickAfter(SECOND), 'unchanged')
    world.restart()
    assert.equal(world.tickAfter(10 * SECOND), 'changed')
    world.has(ALICE, 'BTC', '9')
    world.has(FEES_ACCOUNT, 'BTC', '0.000015')
    const done = world.wallet.withdrawal(ALICE, { id: idOf(command) })!
    assert.deepEqual([done.state, done.amount, done.fee, done.completedAtUs, done.isInternal], ['completed', amount('0.999985'), amount('0.000015'), world.nowUs, false])
    assert.match(done.txId, /^[0-9a-f]{64}$/)
    assert.equal(world.wallet.withdrawing(ALICE, 'BTC'), 0n)
    assert.deepEqual(world.events.map((event) => event.kind), ['withdrawal'])
  })

  test('that needs approval waits, then goes, or comes back', () => {
    const [approved, rejected, cancelled] = [request({ state: 'awaitingApproval' }), request({ state: 'awaitingApproval' }), request({ state: 'awaitingApproval' })]
    for (const one of [approved, rejected, cancelled]) world.do(one)
    assert.equal(world.tickAfter(3600 * SECOND), 'unchanged')
    world.has(ALICE, 'BTC', '7', '3')
    world.do({ kind: 'decideWithdrawal', withdrawalId: idOf(approved), decision: 'approve' })
    world.do({ kind: 'decideWithdrawal', withdrawalId: idOf(rejected), decision: 'reject' })
    world.restart()
    world.do({ kind: 'decideWithdrawal', withdrawalId: idOf(cancelled), decision: 'cancel' })
    world.has(ALICE, 'BTC', '9', '1')
    world.tickAfter(60 * SECOND)
    assert.deepEqual(world.wallet.withdrawals(ALICE).map((one) => one.state), ['completed', 'rejected', 'cancelled'])
    world.has(ALICE, 'BTC', '9')
    for (const one of [approved, rejected, cancelled]) refused({ kind: 'decideWithdrawal', withdrawalId: idOf(one), decision: 'cancel' }, 'withdrawalNotPending')
    refused({ kind: 'decideWithdrawal', withdrawalId: 'nobody', decision: 'approve' }, 'unknownWithdrawal')
  })

  test('fails and comes back where the network closed on the way', () => {
    world.do(request())
    world.setWithdrawEnabled('BTC', false)
    world.tickAfter(60 * SECOND)
    assert.equal(world.wallet.withdrawals(ALICE)[0]?.state, 'failed')
    world.has(ALICE, 'BTC', '10')
    refused(request(), 'withdrawAssetClosed')
  })

  test('of a client id that was used is the first again', () => {
    const first = request({ clientWithdrawalId: 'mine' })
    world.do(first)
    assert.equal(world.do(request({ clientWithdrawalId: 'mine', amount: amount('2') })), 'unchanged')
    assert.deepEqual(world.events, [])
    world.restart()
    assert.equal(world.do(request({ clientWithdrawalId: 'mine', address: 'nonsense' })), 'unchanged')
    assert.equal(world.wallet.withdrawal(ALICE, { clientWithdrawalId: 'mine' })?.id, idOf(first))
    world.has(ALICE, 'BTC', '9', '1')
    world.fund(BOB, 'BTC', '10')
    assert.equal(world.do(request({ clientWithdrawalId: 'mine' }, BOB)), 'changed')
    assert.equal(world.wallet.withdrawal(BOB, { id: idOf(first) }), undefined)
  })

  test('is refused with its reason, and nothing moves', () => {
    refused(request({}, STRANGER), 'unknownAccount')
    refused(request({ asset: 'NOPE' }), 'unknownAsset')
    refused(request({ network: 'XRP' }), 'unknownNetwork')
    refused(request({ address: 'nonsense' }), 'illegalAddress')
    refused(request({ addressTag: '7' }), 'tagNotSupported')
    refused(request({ asset: 'XRP', network: 'XRP', address: 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh', addressTag: 'x', amount: amount('20') }), 'illegalAddressTag')
    refused(request({ amount: 1n }), 'withdrawBelowMinimum')
    refused(request({ amount: amount('751') }), 'withdrawAboveMaximum')
    refused(request({ asset: 'USDT', network: 'TRX', address: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', amount: amount('10.00000001') }), 'withdrawNotMultiple')
    refused(request({ amount: amount('10.1') }), 'withdrawBalance')
    refused(request({ walletType: 'funding' }), 'withdrawBalance')
    const cheap = world.assets.get('BTC')!
    world.assets.set('BTC', { ...cheap, networks: cheap.networks.map((network) => ({ ...network, withdrawMin: 1n })) })
    refused(request({ amount: amount('0.000015') }), 'withdrawAmountBelowFee')
    assert.deepEqual(world.wallet.judge(request({ asset: 'USDT', network: 'TRX', address: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', amount: amount('4') })), { reason: 'withdrawBelowMinimum', text: '5' })
  })

  test('takes a memo on a chain that has them', () => {
    assert.equal(world.do(request({ asset: 'XRP', network: 'XRP', address: 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh', addressTag: '12345', amount: amount('20') })), 'changed')
    world.tickAfter(60 * SECOND)
    assert.equal(world.wallet.withdrawals(ALICE)[0]?.addressTag, '12345')
    world.has(ALICE, 'XRP', '980')
  })

  for (const [feeIsReturned, alice, bob] of [[false, '9.000015', '0.999985'], [true, '9', '1']] as const) {
    test(`to another account stays off the chain; the fee goes back to the ${feeIsReturned ? 'receiver' : 'sender'}`, () => {
      const { address } = world.wallet.depositAddress(BOB, 'BTC', 'BTC')
      world.do(request({ address, feeIsReturned }))
      world.has(ALICE, 'BTC', '9', '1')
      world.restart()
      world.tickAfter(SECOND)
      world.has(ALICE, 'BTC', alice)
      world.has(BOB, 'BTC', bob)
      const [sent] = world.wallet.withdrawals(ALICE)
      const [received] = world.wallet.deposits(BOB)
      assert.deepEqual([sent?.state, sent?.isInternal, sent?.fee], ['completed', true, 0n])
      assert.match(sent?.txId ?? '', /^Off-chain transfer /)
      assert.deepEqual([received?.txId, received?.isInternal, received?.state, received?.amount], [sent?.txId, true, 'success', sent?.amount])
      assert.deepEqual(world.events.map((event) => event.kind), ['withdrawal', 'deposit'])
    })
  }

  test('to another account is there at once where fast withdrawals are on', () => {
    const { address, tag } = world.wallet.depositAddress(BOB, 'XRP', 'XRP')
    assert.equal(world.do({ kind: 'setFastWithdraw', accountId: ALICE, isEnabled: true }), 'changed')
    assert.equal(world.do({ kind: 'setFastWithdraw', accountId: ALICE, isEnabled: true }), 'unchanged')
    refused({ kind: 'setFastWithdraw', accountId: STRANGER, isEnabled: true }, 'unknownAccount')
    world.restart()
    assert.equal(world.wallet.hasFastWithdraw(ALICE), true)
    world.do(request({ asset: 'XRP', network: 'XRP', address, addressTag: tag, amount: amount('100') }))
    world.has(BOB, 'XRP', '99.8')
    world.has(ALICE, 'XRP', '900.2')
  })

  test('to an own deposit address comes back whole', () => {
    world.do(request({ address: world.wallet.depositAddress(ALICE, 'BTC', 'BTC').address }))
    world.tickAfter(SECOND)
    world.has(ALICE, 'BTC', '10')
  })
})

describe('dust', () => {
  test('becomes BNB at the last prices, less two per cent', () => {
    world.fund(ALICE, 'USDT', '8.8')
    world.fund(ALICE, 'XRP', '2')
    assert.equal(world.do({ kind: 'convertDust', accountId: ALICE, assets: ['USDT', 'XRP'] }), 'changed')
    world.has(ALICE, 'USDT', '0')
    world.has(ALICE, 'XRP', '0')
    const [conversion] = world.wallet.dustLog(ALICE)
    assert.deepEqual(conversion?.details[0], { asset: 'USDT', amount: amount('8.8'), bnb: amount('0.0098'), feeBnb: amount('0.0002') })
    assert.equal(world.ledger.free(ALICE, 'BNB'), conversion?.totalBnb)
    assert.equal(world.ledger.sumOf('BNB'), 0n)
    const log = world.wallet.dustLog(ALICE)
    world.restart()
    assert.deepEqual(world.wallet.dustLog(ALICE), log)
  })

  test('is only what is small, has a price, and is not BNB', () => {
    world.fund(ALICE, 'BTC', '1')
    world.fund(ALICE, 'BNB', '0.01')
    world.fund(ALICE, 'XRP', '0.00000001')
    for (const assets of [['BTC'], ['BNB'], ['XRP'], ['ETH'], [], ['XRP', 'XRP']]) refused({ kind: 'convertDust', accountId: ALICE, assets }, 'dustNotConvertible')
    refused({ kind: 'convertDust', accountId: ALICE, assets: ['NOPE'] }, 'unknownAsset')
    refused({ kind: 'convertDust', accountId: STRANGER, assets: ['BTC'] }, 'unknownAccount')
    world.fund(ALICE, 'USDT', '1')
    world.prices.clear()
    refused({ kind: 'convertDust', accountId: ALICE, assets: ['USDT'] }, 'dustNotConvertible')
  })
})

test('values go by the direct market, its inverse, or through USDT or BTC', () => {
  const value = (asset: string, text: string, quote: string): bigint | null => world.wallet.valueIn(asset, amount(text), quote)
  assert.equal(value('BTC', '2', 'USDT'), amount('180000'))
  assert.equal(value('USDT', '90', 'BTC'), amount('0.001'))
  assert.equal(value('BTC', '2', 'BTC'), amount('2'))
  assert.equal(value('XRP', '100', 'BTC'), amount('0.00226666'))
  assert.equal(value('SOL', '1', 'USDC'), amount('136'))
  assert.equal(value('NOPE', '1', 'USDT'), null)
})

test('whatever comes in and goes out, nothing is made or lost, and a snapshot goes on the same', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('deposit' as const), who: fc.constantFrom(ALICE, BOB), amount: fc.bigInt(1n, 500_000_000n), atOnce: fc.boolean() }),
    fc.record({ do: fc.constant('withdraw' as const), who: fc.constantFrom(ALICE, BOB), amount: fc.bigInt(1n, 600_000_000n), to: fc.constantFrom('outside', 'alice', 'bob'), waits: fc.boolean(), feeIsReturned: fc.boolean() }),
    fc.record({ do: fc.constant('decide' as const), which: fc.nat(20), decision: fc.constantFrom('approve' as const, 'reject' as const, 'cancel' as const) }),
    fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 15 }) }),
    fc.record({ do: fc.constant('restart' as const) }),
  )
  fc.assert(fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
    world = new World()
    const ids: string[] = []
    for (const [at, one] of steps.entries()) {
      if (one.do === 'deposit') world.do({ kind: 'announceDeposit', accountId: one.who, asset: 'BTC', network: 'BTC', amount: one.amount, txId: `t${at}`, isCreditedAtOnce: one.atOnce })
      if (one.do === 'withdraw') {
        const address = one.to === 'outside' ? BTC_ADDRESS : world.wallet.depositAddress(one.to === 'alice' ? ALICE : BOB, 'BTC', 'BTC').address
        const command = request({ address, amount: one.amount, feeIsReturned: one.feeIsReturned, state: one.waits ? 'awaitingApproval' : 'processing' }, one.who)
        if (world.do(command) === 'changed') ids.push(idOf(command))
      }
      if (one.do === 'decide' && ids.length > 0) world.do({ kind: 'decideWithdrawal', withdrawalId: ids[one.which % ids.length]!, decision: one.decision })
      if (one.do === 'wait') world.tickAfter(one.seconds * SECOND)
      if (one.do === 'restart') world.restart()
      assert.equal(world.ledger.sumOf('BTC'), 0n)
      for (const who of [ALICE, BOB]) assert.equal(world.ledger.locked(who, 'BTC'), world.wallet.withdrawing(who, 'BTC'))
    }
    const came = [ALICE, BOB].flatMap((who) => world.wallet.deposits(who)).filter((one) => !one.isInternal && one.state !== 'pending').reduce((sum, one) => sum + one.amount, 0n)
    const left = [ALICE, BOB].flatMap((who) => world.wallet.withdrawals(who)).filter((one) => one.state === 'completed' && !one.isInternal).reduce((sum, one) => sum + one.amount, 0n)
    const here = [ALICE, BOB, FEES_ACCOUNT].reduce((sum, who) => sum + world.ledger.free(who, 'BTC') + world.ledger.locked(who, 'BTC'), 0n)
    assert.equal(here, came - left)
  }), { numRuns: 100 })
})
