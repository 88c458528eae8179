import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Command, MarginWalletName, SideEffect } from '../../src/exchange/command.ts'
import type { Exchange } from '../../src/exchange/exchange.ts'
import { decodeCommand, encodeCommand, encodeRecord } from '../../src/exchange/journal-codec.ts'
import type { EncodedRecord } from '../../src/exchange/journal.ts'
import { INSURANCE_FUND_ACCOUNT, MARGIN_LENDER_ACCOUNT } from '../../src/exchange/ledger.ts'
import { replay } from '../../src/exchange/replay.ts'
import { restoreSnapshot, takeSnapshot } from '../../src/exchange/snapshot.ts'
import { isListOpen } from '../../src/exchange/spot/live-list.ts'
import { needOf } from '../../src/exchange/spot/live-order.ts'
import type { Trader } from '../../src/exchange/spot/trader.ts'
import { isolatedWallet, type WalletName } from '../../src/exchange/wallet-name.ts'
import type { AccountId } from '../../src/ids.ts'
import { UNIT } from '../../src/money.ts'
import { HOUR } from '../../src/time.ts'
import { emptyExchange } from '../stories/market-story.ts'
import { ACCOUNTS, anyCommand, boughtBy, opening, START_US, SYMBOLS } from './exchange-commands.ts'

/** Every command over every wallet: spot orders of others meet margin orders, prices jump, hours pass, debts grow and are called. */
const ASSETS = ['BTC', 'USDT', 'BNB']
const ISOLATED = SYMBOLS.map(isolatedWallet)
const WALLETS: readonly WalletName[] = ['spot', 'funding', 'crossMargin', 'usdFutures', ...ISOLATED]
/** The one account keeps no history, and the two are one self. */
const accountId = fc.constantFrom(...ACCOUNTS)
const wallet = fc.constantFrom<MarginWalletName>('crossMargin', 'crossMargin', ...ISOLATED)
const asset = fc.constantFrom(...ASSETS)
const amount = fc.oneof(fc.integer({ min: 1, max: 60 }).map((tenths) => BigInt(tenths) * (UNIT / 10n)), fc.bigInt({ min: 1n, max: 900n * UNIT }))
const sideEffect: fc.Arbitrary<SideEffect> = fc.record({ borrows: fc.boolean(), repays: fc.boolean(), repaysAtCancel: fc.boolean() })
const owned = fc.record({ accountId, wallet: fc.constantFrom(...WALLETS) })

const ofMargin = (command: Command, target: MarginWalletName, effect: SideEffect): Command =>
  command.kind === 'placeOrder' || command.kind === 'placeOrderList' ? { ...command, wallet: target, sideEffect: effect }
    : command.kind === 'cancelOrder' || command.kind === 'cancelOpenOrders' || command.kind === 'cancelOrderList' || command.kind === 'cancelReplace' || command.kind === 'amendOrder' ? { ...command, wallet: target } : command

const marginCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('transfer' as const), from: owned, to: owned, asset, amount }) },
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('borrow' as const), accountId, wallet, asset, amount }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('repay' as const), accountId, wallet, asset, amount }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('setIsolatedEnabled' as const), accountId, symbol: fc.constantFrom(...SYMBOLS), isEnabled: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('setMaxLeverage' as const), accountId, leverage: fc.constantFrom(3, 5, 10, 20, 4) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('liquidateMargin' as const), accountId, wallet }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('exchangeSmallLiability' as const), accountId, assets: fc.constantFrom(['BTC'], ['BNB'], ['BTC', 'BNB']) }) },
  { weight: 6, arbitrary: fc.constant({ kind: 'tick' } as const) },
)

const at = (id: AccountId, side: 'BUY' | 'SELL', price: bigint, quantity: bigint, clientOrderId: string): Command & { readonly kind: 'placeOrder' } =>
  ({ kind: 'placeOrder', accountId: id, symbol: 'BTCUSDT', order: { side, type: 'LIMIT', timeInForce: 'GTC', price, quantity, clientOrderId, selfTradePrevention: 'NONE' } })

/** The books are cleared and one trade sets another price, so that levels fall. */
const jump = (whole: number): Command[] => [
  ...ACCOUNTS.flatMap((id): Command[] => [
    { kind: 'cancelOpenOrders', accountId: id, symbol: 'BTCUSDT', newClientOrderId: 'jump' },
    ...(['crossMargin', ISOLATED[0]!] as const).map((each): Command => ({ kind: 'cancelOpenOrders', accountId: id, symbol: 'BTCUSDT', newClientOrderId: 'jump', wallet: each })),
  ]),
  at(ACCOUNTS[0]!, 'SELL', BigInt(whole) * UNIT, UNIT / 10n, 'jump-1'), at(ACCOUNTS[1]!, 'BUY', BigInt(whole) * UNIT, UNIT / 10n, 'jump-2'),
]

/** An order far from the market that is reduced, and then gives way to another: of a special key's calls, those that random names seldom meet. */
const reshaped = fc.tuple(accountId, wallet, sideEffect, fc.boolean()).map(([id, target, effect, isRepaid]): Command[] => {
  const rest = { accountId: id, symbol: 'BTCUSDT', wallet: target } as const
  const order = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: 50n * UNIT, quantity: UNIT, clientOrderId: 'reshaped' } as const
  return [
    { kind: 'placeOrder', ...rest, order, ...(isRepaid && { sideEffect: effect }) },
    { kind: 'amendOrder', ...rest, order: { clientOrderId: 'reshaped' }, newClientOrderId: 'reshaped', newQuantity: UNIT / 2n },
    { kind: 'cancelReplace', ...rest, mode: 'STOP_ON_FAILURE', cancel: { clientOrderId: 'reshaped' }, cancelNewClientOrderId: 'gone', order: { ...order, quantity: UNIT / 4n, clientOrderId: 'replaced' }, cancelOnly: false },
    { kind: 'cancelOrder', ...rest, order: { clientOrderId: 'replaced' }, newClientOrderId: 'gone' },
  ]
})

/** What was borrowed is sold, and its price more than doubles: the debt is called, which random trades come to in few runs only. */
const called: Command[] = [
  ...jump(100),
  ...ACCOUNTS.slice(1).flatMap((buyer): Command[] => [
    { ...at(ACCOUNTS[0]!, 'SELL', 100n * UNIT, 3n * UNIT, `short-${buyer}`), wallet: 'crossMargin' },
    at(buyer, 'BUY', 100n * UNIT, 3n * UNIT, `long-${buyer}`),
  ]),
  ...jump(220),
  { kind: 'tick' },
]

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: anyCommand },
  { weight: 6, arbitrary: fc.tuple(anyCommand, wallet, sideEffect).map(([each, target, effect]) => ofMargin(each, target, effect)) },
  { weight: 6, arbitrary: marginCommand },
)
const commands = fc.array(fc.oneof({ weight: 30, arbitrary: command.map((each) => [each]) }, { weight: 1, arbitrary: fc.integer({ min: 40, max: 220 }).map(jump) }, { weight: 1, arbitrary: reshaped }, { weight: 1, arbitrary: fc.constant(called) }), { minLength: 60, maxLength: 140, size: 'max' }).map((steps) => steps.flat())
/** Ten minutes between two commands: interest comes due every sixth. */
const atUs = (index: number): number => START_US + index * (HOUR / 6)

const prepared = (): Command[] => [
  ...opening().map((each): Command => (each.kind === 'listSymbol' ? { ...each, symbol: { ...each.symbol, marginTradingAllowed: true } } : each)),
  { kind: 'fundInsurance', asset: 'USDT', amount: 20n * UNIT },
  ...ACCOUNTS.flatMap((id): Command[] => [
    { kind: 'transfer', from: { accountId: id, wallet: 'spot' }, to: { accountId: id, wallet: 'crossMargin' }, asset: 'USDT', amount: 300n * UNIT },
    { kind: 'transfer', from: { accountId: id, wallet: 'spot' }, to: { accountId: id, wallet: ISOLATED[0]! }, asset: 'BTC', amount: UNIT },
    { kind: 'setMaxLeverage', accountId: id, leverage: 20 },
  ]),
  at(ACCOUNTS[0]!, 'SELL', 100n * UNIT, UNIT / 10n, 'first-1'), at(ACCOUNTS[1]!, 'BUY', 100n * UNIT, UNIT / 10n, 'first-2'),
  { kind: 'borrow', accountId: ACCOUNTS[0]!, wallet: 'crossMargin', asset: 'BTC', amount: 15n * UNIT },
  { kind: 'borrow', accountId: ACCOUNTS[2]!, wallet: 'crossMargin', asset: 'USDT', amount: 2_000n * UNIT },
]

const ready = (): Exchange => {
  const exchange = emptyExchange()
  for (const each of prepared()) {
    const outcome = exchange.execute(each, START_US)
    if (!outcome.ok) throw new Error(`${each.kind}: ${outcome.rejection.reason}`)
  }
  return exchange
}

/** What the open orders of a trader need of an asset. */
const needs = (trader: Trader, name: string): bigint => {
  let sum = 0n
  for (const desk of trader.desks.values()) {
    const { baseAsset, quoteAsset } = desk.market.definition
    for (const order of desk.open()) {
      if (order.status === 'PENDING_NEW' || (order.list?.isPairOpen === true && order.list.followers.includes(order))) continue
      if ((order.isBuy ? quoteAsset : baseAsset) === name) sum += needOf(order)
    }
    for (const list of trader.lists) {
      if (list.desk !== desk || !isListOpen(list)) continue
      if (baseAsset === name) sum += boughtBy(list)
      if (!list.isPairOpen) continue
      if ((list.followers[0]!.isBuy ? quoteAsset : baseAsset) === name) sum += list.followers.map(needOf).reduce((most, need) => (need > most ? need : most), 0n)
    }
  }
  return sum
}

const assertSound = (exchange: Exchange, kind: string): void => {
  const { ledger, marginRoom } = exchange
  for (const name of ASSETS) {
    assert.equal(ledger.sumOf(name), 0n, `${kind} made or lost ${name}`)
    const { principal, writtenOff } = marginRoom.lent(name)
    assert.equal(ledger.free(MARGIN_LENDER_ACCOUNT, name), -principal - writtenOff, `${kind}: the lender's ${name}`)
    assert.ok(ledger.free(INSURANCE_FUND_ACCOUNT, name) >= 0n)
    for (const id of ACCOUNTS) {
      for (const each of WALLETS) assert.ok(ledger.free(id, name, each) >= 0n && ledger.locked(id, name, each) >= 0n, `${kind} left ${id} ${each} below zero`)
      for (const trader of exchange.state.tradersOf(id)) assert.equal(ledger.locked(id, name, trader.wallet), needs(trader, name), `${kind}: ${id} ${trader.wallet} has locked what no open order needs in ${name}`)
    }
  }
}

const RUNS = { numRuns: Number(process.env.RUNS ?? 250) }
const met = new Set<string>()

test('no sequence of commands over all wallets makes or loses an asset, or holds what no open order needs; the lender is owed what he lent', () => {
  fc.assert(fc.property(commands, (sequence) => {
    const exchange = ready()
    sequence.forEach((each, index) => {
      const outcome = exchange.execute(each, atUs(index))
      met.add(outcome.ok ? each.kind : outcome.rejection.reason)
      if (outcome.ok && 'wallet' in each && each.wallet !== undefined) met.add(`${each.kind} of margin`)
      if (outcome.ok) for (const event of outcome.events) met.add(event.kind === 'marginLevel' ? event.status : event.kind)
      assertSound(exchange, each.kind)
    })
  }), RUNS)
  for (const kind of ['borrow', 'repay', 'transfer', 'liability', 'borrowExceeds', 'transferExceeds', 'forceLiquidation', 'cancelReplace of margin', 'amendOrder of margin']) assert.ok(met.has(kind), `no sequence came to ${kind}`)
})

test('a refused command leaves the state of every wallet as it was, and examining never touches it', () => {
  fc.assert(fc.property(commands, (sequence) => {
    const exchange = ready()
    sequence.forEach((each, index) => {
      const before = exchange.stateHash()
      const examined = exchange.examine(each, atUs(index))
      assert.equal(exchange.stateHash(), before, `examining ${each.kind}`)
      const outcome = exchange.execute(each, atUs(index))
      assert.equal(examined.ok, outcome.ok, `${each.kind} is judged otherwise than done`)
      if (!outcome.ok) assert.equal(exchange.stateHash(), before, each.kind)
    })
  }), { numRuns: 25 })
})

test('the same journal replays to the same state, from the beginning and from a snapshot with loans in it; a restored exchange goes on alike', () => {
  fc.assert(fc.property(commands, fc.nat(), (sequence, cut) => {
    const exchange = emptyExchange()
    const records: EncodedRecord[] = []
    const all = [...prepared(), ...sequence]
    let snapshot = takeSnapshot(exchange)
    let restored = emptyExchange()
    all.forEach((each, index) => {
      if (index === cut % all.length) {
        snapshot = takeSnapshot(exchange)
        restoreSnapshot(restored, snapshot)
      }
      const before = exchange.sequence
      const outcome = exchange.execute(each, atUs(index))
      if (index >= cut % all.length) assert.deepEqual(restored.execute(each, atUs(index)), outcome)
      if (outcome.ok && exchange.sequence > before) records.push(encodeRecord({ sequence: exchange.sequence, timeUs: outcome.timeUs, command: each, eventsDigest: exchange.lastDigest }))
    })
    const hash = exchange.stateHash()
    assert.equal(restored.stateHash(), hash)
    assert.equal(replay(emptyExchange(), undefined, records).stateHash(), hash)
    assert.equal(replay(emptyExchange(), snapshot, records.filter((record) => record.sequence > snapshot.sequence)).stateHash(), hash)
  }), RUNS)
})

test('a command read from its encoding is the command', () => {
  fc.assert(fc.property(command, (each) => assert.deepEqual(decodeCommand(encodeCommand(each)), structuredClone(each))), { numRuns: 500 })
})
