import type { AccountId } from '../../ids.ts'
import type { Amount } from '../../money.ts'
import type { CommandOf, MarginWalletName, SideEffect } from '../command.ts'
import type { Verdict } from '../market-port.ts'
import type { Rejection } from '../rejection.ts'
import { carryOn } from '../spot/carry-on.ts'
import type { Desk } from '../spot/desk.ts'
import { ordersOf } from '../spot/live-list.ts'
import { judgeList, placeList, requestsOf } from '../spot/order-lists.ts'
import { judgeOrder, placeOrder } from '../spot/placing.ts'
import type { MarginDesks } from '../spot/spot-commands.ts'
import type { SpotState } from '../spot/spot-state.ts'
import { symbolOfIsolated } from '../wallet-name.ts'
import type { Loans } from './loans.ts'
import type { MarginAccount } from './margin-account.ts'
import { because, type MarginAccounts } from './margin-accounts.ts'
import type { OrderEffects } from './order-effects.ts'

/** What an order would have to borrow, however much that is; whether it may is judged afterwards. */
const UNLIMITED = 1n << 100n

/** Orders of margin wallets: they stand in the spot books, may borrow what they lack, and repay with what they bring in. */
export class MarginOrders implements MarginDesks {
  readonly #state: SpotState
  readonly #accounts: MarginAccounts
  readonly #loans: Loans
  readonly #effects: OrderEffects

  constructor(state: SpotState, accounts: MarginAccounts, loans: Loans, effects: OrderEffects) {
    this.#state = state
    this.#accounts = accounts
    this.#loans = loans
    this.#effects = effects
  }

  /** The desk of a margin wallet in a market, where the wallet may trade there. */
  desk(accountId: AccountId, symbol: string, wallet: MarginWalletName): Desk | Rejection {
    const market = this.#state.markets.get(symbol)
    if (market === undefined) return because('unknownSymbol')
    if (!market.definition.marginTradingAllowed) return because('notMarginPair')
    const isolated = symbolOfIsolated(wallet)
    if (isolated !== undefined && (isolated !== symbol || !this.#accounts.isThere(accountId, wallet))) return because(isolated === symbol ? 'noMarginAccount' : 'notMarginPair')
    const trader = this.#state.trader(accountId, wallet)
    return trader === undefined ? because('unknownAccount') : this.#state.desk(trader, market)
  }

  judgeTrading(desk: Desk): Rejection | null {
    return this.#judgeTrading(this.#accounts.of(desk.trader.accountId, desk.trader.wallet as MarginWalletName)) // desks of margin wallets alone are handed here
  }

  judgeOrder(desk: Desk, { order, wallet, sideEffect }: CommandOf<'placeOrder'>): Rejection | null {
    const account = this.#accounts.of(desk.trader.accountId, wallet!)
    return this.#judgeTrading(account)
      ?? judgeOrder(this.#state, desk, order, sideEffect?.borrows === true ? UNLIMITED : 0n)
      ?? this.#judgeShortage(account, desk, order.side === 'BUY', this.#state.judgedHold)
  }

  placeOrder(desk: Desk, command: CommandOf<'placeOrder'>): Verdict {
    const rejection = this.judgeOrder(desk, command)
    if (rejection !== null) return rejection
    const state = this.#state
    const held = state.judgedHold
    const loan = this.#borrowShortage(desk, command, command.order.side === 'BUY', held)
    const order = placeOrder(state, desk, command.order)
    if (command.sideEffect !== undefined) this.#effects.attach([order], command.sideEffect, loan)
    carryOn(state)
    return 'changed'
  }

  judgeList(desk: Desk, { clientListId, list, wallet, sideEffect }: CommandOf<'placeOrderList'>): Rejection | null {
    const account = this.#accounts.of(desk.trader.accountId, wallet!)
    return this.#judgeTrading(account)
      ?? judgeList(this.#state, desk, clientListId, list, sideEffect?.borrows === true ? UNLIMITED : 0n)
      ?? this.#judgeShortage(account, desk, requestsOf(list)[0]!.side === 'BUY', this.#state.judgedHold)
  }

  placeList(desk: Desk, command: CommandOf<'placeOrderList'>): Verdict {
    const rejection = this.judgeList(desk, command)
    if (rejection !== null) return rejection
    const loan = this.#borrowShortage(desk, command, requestsOf(command.list)[0]!.side === 'BUY', this.#state.judgedHold)
    const list = placeList(this.#state, desk, command)
    if (command.sideEffect !== undefined) {
      const effect = command.sideEffect
      this.#effects.attach(list.working === null ? list.followers : [list.working], effect, loan)
      // What waits for the working order borrows nothing: it has what that brought in.
      if (list.working !== null) this.#effects.attach(ordersOf(list).slice(1), { ...effect, borrows: false }, null)
    }
    carryOn(this.#state)
    return 'changed'
  }

  /** Lets every margin order to which something happened have its effects. */
  settle(): void {
    const state = this.#state
    while (state.touchedMargin.length > 0) {
      const touched = state.touchedMargin
      state.touchedMargin = []
      for (const order of touched) this.#effects.follow(order, this.#accounts.of(order.desk.trader.accountId, order.desk.trader.wallet as MarginWalletName), state.nowUs) // only traders of margin wallets are noted there
    }
  }

  #judgeTrading(account: MarginAccount): Rejection | null {
    if (account.loans.size === 0) return null
    return this.#accounts.level(account) <= account.bars.liquidation ? because('marginLevelTooLow') : null
  }

  #judgeShortage(account: MarginAccount, desk: Desk, isBuy: boolean, held: Amount): Rejection | null {
    const holding = isBuy ? desk.quote : desk.base
    const shortage = held - holding.free
    return shortage > 0n ? this.#accounts.judgeBorrowing(account, holding.asset, shortage) : null
  }

  #borrowShortage(desk: Desk, { wallet, sideEffect }: { readonly wallet?: MarginWalletName; readonly sideEffect?: SideEffect }, isBuy: boolean, held: Amount) {
    const holding = isBuy ? desk.quote : desk.base
    const shortage = held - holding.free
    if (sideEffect?.borrows !== true || shortage <= 0n) return null
    this.#loans.borrow(this.#accounts.of(desk.trader.accountId, wallet!), holding.asset, shortage, true, this.#state.nowUs)
    return { asset: holding.asset, amount: shortage, held }
  }
}
