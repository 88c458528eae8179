import assert from 'node:assert/strict'
import type { Command, MarginWalletName, OrderListRequest, OrderRequest, SideEffect } from '../../src/exchange/command.ts'
import type { ExchangeEvent } from '../../src/exchange/event.ts'
import { MARGIN_LENDER_ACCOUNT } from '../../src/exchange/ledger.ts'
import { restoreSnapshot, takeSnapshot } from '../../src/exchange/snapshot.ts'
import { isolatedWallet, type WalletName } from '../../src/exchange/wallet-name.ts'
import { amount, formatDecimal } from '../../src/money.ts'
import { HOUR, SECOND } from '../../src/time.ts'
import { ALICE, BOB, emptyExchange, FREE_OF_FEES, market, order } from './market-story.ts'

export const ISOLATED = isolatedWallet('BTCUSDT')
export const NONE: SideEffect = { borrows: false, repays: false, repaysAtCancel: true }
export const BUYS: SideEffect = { borrows: true, repays: false, repaysAtCancel: true }
export const REPAYS: SideEffect = { borrows: false, repays: true, repaysAtCancel: true }

/** Bob quotes; Alice has 10,000 USDT in cross margin. BTC stands at 100. */
export class MarginStory {
  readonly exchange = emptyExchange()
  nowUs = 1_700_000_000 * SECOND - (1_700_000_000 * SECOND) % HOUR
  events: readonly ExchangeEvent[] = []

  constructor() {
    for (const name of ['BTC', 'ETH', 'USDT']) this.must({ kind: 'defineAsset', asset: { name, fullName: name, networks: [] } })
    for (const base of ['BTC', 'ETH']) this.must({ kind: 'listSymbol', symbol: { ...market(base, 'USDT', [{ filterType: 'LOT_SIZE', minQty: amount('0.001'), maxQty: amount('9000'), stepSize: amount('0.001') }]), marginTradingAllowed: true } })
    for (const who of [ALICE, BOB]) this.must({ kind: 'openAccount', accountId: who, terms: FREE_OF_FEES })
    for (const asset of ['BTC', 'ETH', 'USDT']) this.deposit(BOB, asset, '1000000')
    this.deposit(ALICE, 'USDT', '20000')
    this.move('spot', 'crossMargin', 'USDT', '10000')
    this.price('BTCUSDT', '100')
    this.price('ETHUSDT', '10')
  }

  must(command: Command): void {
    const outcome = this.exchange.execute(command, (this.nowUs += 1_000))
    if (!outcome.ok) throw new Error(`${command.kind}: ${outcome.rejection.reason}`)
    this.events = outcome.events
  }

  refused(command: Command): string {
    const before = this.exchange.stateHash()
    const examined = this.exchange.examine(command, this.nowUs)
    const outcome = this.exchange.execute(command, this.nowUs)
    assert.equal(outcome.ok, false)
    assert.deepEqual(examined, outcome)
    assert.equal(this.exchange.stateHash(), before)
    return outcome.ok ? '' : outcome.rejection.reason
  }

  deposit(accountId: typeof ALICE, asset: string, decimal: string): void {
    this.must({ kind: 'announceDeposit', accountId, asset, network: '', amount: amount(decimal), txId: '', isCreditedAtOnce: true })
  }

  transfer(from: WalletName, to: WalletName, asset: string, decimal: string): Command {
    return { kind: 'transfer', from: { accountId: ALICE, wallet: from }, to: { accountId: ALICE, wallet: to }, asset, amount: amount(decimal) }
  }

  move(from: WalletName, to: WalletName, asset: string, decimal: string): void {
    this.must(this.transfer(from, to, asset, decimal))
  }

  /** Bob trades with himself, so that this is the last price, and leaves a deep book around it. */
  price(symbol: string, decimal: string): void {
    if (this.exchange.orders.openOrders(BOB, symbol).length > 0) this.must({ kind: 'cancelOpenOrders', accountId: BOB, symbol, newClientOrderId: 'clear' })
    const at = (side: 'BUY' | 'SELL', price: string, quantity: string): void => this.must({ kind: 'placeOrder', accountId: BOB, symbol, order: order(side, { price, quantity }) })
    at('SELL', decimal, '1')
    at('BUY', decimal, '1')
    at('BUY', decimal, '5000')
    at('SELL', formatDecimal(amount(decimal) + amount('0.01')), '5000')
  }

  place(request: OrderRequest, sideEffect: SideEffect = NONE, wallet: MarginWalletName = 'crossMargin', symbol = 'BTCUSDT'): void {
    this.must({ kind: 'placeOrder', accountId: ALICE, symbol, order: request, wallet, sideEffect })
  }

  list(list: OrderListRequest, sideEffect: SideEffect = NONE): void {
    this.must({ kind: 'placeOrderList', accountId: ALICE, symbol: 'BTCUSDT', clientListId: 'pair', list, wallet: 'crossMargin', sideEffect })
  }

  borrow(asset: string, decimal: string, wallet: MarginWalletName = 'crossMargin'): Command {
    return { kind: 'borrow', accountId: ALICE, wallet, asset, amount: amount(decimal) }
  }

  repay(asset: string, decimal: string, wallet: MarginWalletName = 'crossMargin'): Command {
    return { kind: 'repay', accountId: ALICE, wallet, asset, amount: amount(decimal) }
  }

  tick(afterUs = SECOND): void {
    this.nowUs += afterUs
    this.must({ kind: 'tick' })
  }

  account(wallet: MarginWalletName = 'crossMargin') {
    return this.exchange.margin.account(ALICE, wallet)
  }

  /** [free, locked, principal, interest] */
  has(asset: string, wallet: MarginWalletName = 'crossMargin'): readonly string[] {
    const found = this.account(wallet).balances.find((balance) => balance.asset === asset)
    return [found?.free ?? 0n, found?.locked ?? 0n, found?.principal ?? 0n, found?.interest ?? 0n].map((value) => String(Number(formatDecimal(value))))
  }

  /** For every asset: nothing made or lost, and the lender is below zero by what is owed and what it lost. */
  assertSound(): void {
    for (const asset of ['BTC', 'ETH', 'USDT']) {
      assert.equal(this.exchange.ledger.sumOf(asset), 0n, asset)
      const { principal, writtenOff } = this.exchange.marginRoom.lent(asset)
      assert.equal(this.exchange.ledger.free(MARGIN_LENDER_ACCOUNT, asset), -principal - writtenOff, `lender's ${asset}`)
    }
    const restored = emptyExchange()
    restoreSnapshot(restored, takeSnapshot(this.exchange))
    assert.equal(restored.stateHash(), this.exchange.stateHash())
  }
}
