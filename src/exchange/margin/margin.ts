import { accountId as makeAccountId, type AccountId } from '../../ids.ts'
import { ratioRoundedDown, UNIT, type Amount } from '../../money.ts'
import { HOUR, type TimeUs } from '../../time.ts'
import type { CommandOf, MarginWalletName, SideEffect } from '../command.ts'
import type { MarginView, OrdersView } from '../exchange-view.ts'
import { WORLD } from '../ledger.ts'
import type { StatePart, StateValue, VenueFacts, Verdict } from '../market-port.ts'
import type { PlainReason, Rejection } from '../rejection.ts'
import { carryOn } from '../spot/carry-on.ts'
import type { Desk } from '../spot/desk.ts'
import { keepNewest } from '../spot/kept-history.ts'
import { ordersOf } from '../spot/live-list.ts'
import { judgeList, placeList, requestsOf } from '../spot/order-lists.ts'
import { judgeOrder, placeOrder } from '../spot/placing.ts'
import { Queries } from '../spot/queries.ts'
import type { SpotState } from '../spot/spot-state.ts'
import type { WalletRules } from '../transfers/wallet-rules.ts'
import { isolatedWallet, symbolOfIsolated, type OwnedWallet } from '../wallet-name.ts'
import { valueIn } from '../wallet/valuation.ts'
import { Liquidation } from './liquidation.ts'
import { Loans } from './loans.ts'
import { MarginAccount } from './margin-account.ts'
import { borrowRoom, levelOf, statusOf, transferRoom, worthOf, type Worth } from './margin-level.ts'
import type { InterestRecord, LiabilityExchange, LiquidationRecord, LoanRecord, MarginAccountState } from './margin-records.ts'
import { packed, unpacked } from './margin-state.ts'
import { assetTerms, CROSS_BARS, DISABLE_PAUSE_HOURS, MOST_ISOLATED_ACCOUNTS, NO_DEBT_LEVEL, SMALL_LIABILITY_USD } from './margin-terms.ts'
import { OrderEffects } from './order-effects.ts'

export type MarginCommand = CommandOf<'borrow' | 'repay' | 'setIsolatedEnabled' | 'setMaxLeverage' | 'liquidateMargin' | 'exchangeSmallLiability'>

/** What an order would have to borrow, however much that is; whether it may is judged afterwards. */
const UNLIMITED = 1n << 100n
const DOLLAR = 'USDT'

interface MarginState {
  readonly accounts: readonly (readonly [id: number, wallet: MarginWalletName, rest: StateValue])[]
  readonly effects: StateValue
  readonly writtenOff: readonly (readonly [string, string])[]
}

const keyOf = (accountId: AccountId, wallet: MarginWalletName): string => `${accountId} ${wallet}`
const because = (reason: PlainReason): Rejection => ({ reason })

/**
 * Margin: accounts that owe. Their money is in wallets of their own; their orders stand in the spot books, and what those borrow and repay
 * is looked after here. Cross has one account for all assets, isolated one for each market.
 */
export class Margin implements MarginView, WalletRules, StatePart {
  readonly #state: SpotState
  readonly #facts: VenueFacts
  readonly #loans: Loans
  readonly #effects: OrderEffects
  readonly #liquidation: Liquidation
  readonly #nextId: () => number
  readonly #accounts = new Map<string, MarginAccount>()
  readonly #queries = new Map<MarginWalletName, OrdersView>()

  constructor(state: SpotState, facts: VenueFacts, nextId: () => number) {
    this.#state = state
    this.#facts = facts
    this.#nextId = nextId
    this.#loans = new Loans(state.ledger, nextId, (event) => state.events.rare(event))
    this.#effects = new OrderEffects(this.#loans)
    this.#liquidation = new Liquidation(state, this.#loans, this.#valueIn, () => this.settle())
  }

  readonly #valueIn = (asset: string, amount: Amount, unit: string): Amount | null => valueIn((symbol) => this.#facts.lastPrice(symbol), asset, amount, unit)

  // Orders.

  /** The desk of a margin wallet in a market, where the wallet may trade there. */
  desk(accountId: AccountId, symbol: string, wallet: MarginWalletName): Desk | Rejection {
    const market = this.#state.markets.get(symbol)
    if (market === undefined) return because('unknownSymbol')
    if (!market.definition.marginTradingAllowed) return because('notMarginPair')
    const isolated = symbolOfIsolated(wallet)
    if (isolated !== undefined && (isolated !== symbol || !this.#isThere(accountId, wallet))) return because(isolated === symbol ? 'noMarginAccount' : 'notMarginPair')
    const trader = this.#state.trader(accountId, wallet)
    return trader === undefined ? because('unknownAccount') : this.#state.desk(trader, market)
  }

  judgeOrder(desk: Desk, { order, wallet, sideEffect }: CommandOf<'placeOrder'>): Rejection | null {
    const account = this.#account(desk.trader.accountId, wallet!)
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
    const account = this.#account(desk.trader.accountId, wallet!)
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
      for (const order of touched) this.#effects.follow(order, this.#account(order.desk.trader.accountId, order.desk.trader.wallet as MarginWalletName), state.nowUs) // only traders of margin wallets are noted there
    }
  }

  #judgeTrading(account: MarginAccount): Rejection | null {
    if (account.loans.size === 0) return null
    return this.#level(account) <= account.bars.liquidation ? because('marginLevelTooLow') : null
  }

  #judgeShortage(account: MarginAccount, desk: Desk, isBuy: boolean, held: Amount): Rejection | null {
    const holding = isBuy ? desk.quote : desk.base
    const shortage = held - holding.free
    return shortage > 0n ? this.#judgeBorrowing(account, holding.asset, shortage) : null
  }

  #borrowShortage(desk: Desk, { wallet, sideEffect }: { readonly wallet?: MarginWalletName; readonly sideEffect?: SideEffect }, isBuy: boolean, held: Amount) {
    const holding = isBuy ? desk.quote : desk.base
    const shortage = held - holding.free
    if (sideEffect?.borrows !== true || shortage <= 0n) return null
    this.#loans.borrow(this.#account(desk.trader.accountId, wallet!), holding.asset, shortage, true, this.#state.nowUs)
    return { asset: holding.asset, amount: shortage, held }
  }

  // Loans and settings.

  judge(command: MarginCommand, nowUs: TimeUs): Rejection | null {
    if (!this.#facts.terms(command.accountId)) return because('unknownAccount')
    switch (command.kind) {
      case 'borrow': return this.#judgeWallet(command.accountId, command.wallet, command.asset) ?? (command.amount <= 0n ? because('nothingToBorrow') : this.#judgeBorrowing(this.#account(command.accountId, command.wallet), command.asset, command.amount))
      case 'repay': return this.#judgeWallet(command.accountId, command.wallet, command.asset) ?? this.#judgeRepaying(command)
      case 'setIsolatedEnabled': return this.#judgeIsolated(command, nowUs)
      case 'setMaxLeverage': return this.#judgeLeverage(command)
      case 'liquidateMargin': return this.#account(command.accountId, command.wallet).loans.size > 0 ? null : because('nothingOwed')
      case 'exchangeSmallLiability': return this.#judgeExchange(command)
    }
  }

  execute(command: MarginCommand, nowUs: TimeUs): Verdict {
    const rejection = this.judge(command, nowUs)
    if (rejection !== null) return rejection
    switch (command.kind) {
      case 'borrow': this.#loans.borrow(this.#account(command.accountId, command.wallet), command.asset, command.amount, false, nowUs); break
      case 'repay': this.#loans.repay(this.#account(command.accountId, command.wallet), command.asset, command.amount, false, nowUs); break
      case 'setIsolatedEnabled': this.#setIsolated(command, nowUs); break
      case 'setMaxLeverage': {
        const account = this.#account(command.accountId, 'crossMargin')
        if (account.leverage === command.leverage) return 'unchanged'
        account.leverage = command.leverage
        break
      }
      case 'liquidateMargin': this.#liquidation.run(this.#account(command.accountId, command.wallet)); break
      case 'exchangeSmallLiability': for (const asset of command.assets) this.#exchangeLiability(this.#account(command.accountId, 'crossMargin'), asset, nowUs)
    }
    return 'changed'
  }

  /** Interest by the hour, calls, and liquidation. @returns whether anything changed */
  tick(nowUs: TimeUs): boolean {
    let isChanged = false
    for (const account of this.#sorted()) {
      if (account.loans.size > 0) isChanged = this.#loans.charge(account, nowUs) || isChanged
      const level = this.#level(account)
      const status = statusOf(level, account.bars)
      isChanged = this.#tellStatus(account, level, status) || isChanged
      if (status !== 'forceLiquidation') continue
      const before = this.#state.events.count
      this.#liquidation.run(account)
      this.settle()
      isChanged = this.#state.events.count > before || isChanged
      const after = this.#level(account)
      this.#tellStatus(account, after, statusOf(after, account.bars))
    }
    return isChanged
  }

  #tellStatus(account: MarginAccount, level: bigint, status: MarginAccount['status']): boolean {
    if (account.status === status) return false
    account.status = status
    this.#state.events.rare({ kind: 'marginLevel', accountId: account.accountId, wallet: account.wallet, level, status })
    return true
  }

  #judgeWallet(accountId: AccountId, wallet: MarginWalletName, asset: string): Rejection | null {
    if (!this.#facts.asset(asset)) return because('unknownAsset')
    const symbol = symbolOfIsolated(wallet)
    if (symbol === undefined) return this.#isMarginAsset(asset) ? null : because('notMarginAsset')
    const definition = this.#facts.symbol(symbol)
    if (definition === undefined || !definition.marginTradingAllowed) return because('notMarginPair')
    if (asset !== definition.baseAsset && asset !== definition.quoteAsset) return because('notMarginAsset')
    return this.#isThere(accountId, wallet) ? null : because('noMarginAccount')
  }

  #judgeBorrowing(account: MarginAccount, asset: string, amount: Amount): Rejection | null {
    return amount > this.#borrowable(account, asset) ? because('borrowExceeds') : null
  }

  #judgeRepaying({ accountId, wallet, asset, amount }: CommandOf<'repay'>): Rejection | null {
    if (amount <= 0n) return because('nothingToBorrow')
    if (amount > this.#account(accountId, wallet).owed(asset)) return because('repayExceeds')
    return this.#state.ledger.free(accountId, asset, wallet) < amount ? because('marginBalance') : null
  }

  #judgeIsolated({ accountId, symbol, isEnabled }: CommandOf<'setIsolatedEnabled'>, nowUs: TimeUs): Rejection | null {
    const definition = this.#facts.symbol(symbol)
    if (definition === undefined || !definition.marginTradingAllowed) return because('notMarginPair')
    const wallet = isolatedWallet(symbol)
    const account = this.#account(accountId, wallet)
    if (isEnabled) return account.isEnabled ? null : this.#judgeIsolatedCount(accountId)
    if (!this.#isThere(accountId, wallet)) return because('noMarginAccount')
    const isEmpty = account.loans.size === 0 && this.#balances(account).every(({ free, locked }) => free + locked === 0n)
    if (!isEmpty) return because('isolatedNotEmpty')
    return account.disabledAtUs !== 0 && nowUs - account.disabledAtUs < DISABLE_PAUSE_HOURS * HOUR ? because('isolatedDisabledToday') : null
  }

  #setIsolated({ accountId, symbol, isEnabled }: CommandOf<'setIsolatedEnabled'>, nowUs: TimeUs): void {
    const account = this.#account(accountId, isolatedWallet(symbol))
    account.isEnabled = isEnabled
    if (!isEnabled) account.disabledAtUs = nowUs
  }

  #judgeLeverage({ accountId, leverage }: CommandOf<'setMaxLeverage'>): Rejection | null {
    const bars = CROSS_BARS.get(leverage)
    if (bars === undefined) return because('noSuchLeverage')
    return this.#level(this.#account(accountId, 'crossMargin')) <= bars.normal ? because('marginLevelTooLow') : null
  }

  #judgeExchange({ accountId, assets }: CommandOf<'exchangeSmallLiability'>): Rejection | null {
    const account = this.#account(accountId, 'crossMargin')
    let price = 0n
    if (assets.length === 0 || new Set(assets).size < assets.length) return because('noSmallLiability')
    for (const asset of assets) {
      const cost = this.smallLiability(accountId, asset)
      if (cost === null) return because('noSmallLiability')
      price += cost
    }
    return this.#state.ledger.free(accountId, DOLLAR, account.wallet) < price ? because('marginBalance') : null
  }

  /** The venue buys what is owed outside, with the account's dollars. */
  #exchangeLiability(account: MarginAccount, asset: string, nowUs: TimeUs): void {
    const { ledger } = this.#state
    const amount = account.owed(asset)
    const paid = this.smallLiability(account.accountId, asset)!
    ledger.moveBetween(account, WORLD, DOLLAR, paid)
    ledger.moveBetween(WORLD, account, asset, amount)
    this.#loans.repay(account, asset, amount, true, nowUs)
    account.exchanges.push({ id: this.#nextId(), asset, amount, paidAsset: DOLLAR, paid, timeUs: nowUs })
    keepNewest(account.exchanges)
  }

  // Transfers.

  judgeEntering({ accountId, wallet }: OwnedWallet, asset: string): Rejection | null {
    const symbol = symbolOfIsolated(wallet)
    if (symbol === undefined) return this.#isMarginAsset(asset) ? null : because('notMarginAsset')
    const definition = this.#facts.symbol(symbol)
    if (definition === undefined || !definition.marginTradingAllowed) return because('notMarginPair')
    if (asset !== definition.baseAsset && asset !== definition.quoteAsset) return because('notMarginAsset')
    const isolated = isolatedWallet(symbol)
    if (!this.#account(accountId, isolated).isEnabled) return because('noMarginAccount')
    return this.#isThere(accountId, isolated) ? null : this.#judgeIsolatedCount(accountId)
  }

  judgeLeaving({ accountId, wallet }: OwnedWallet, asset: string, amount: Amount): Rejection | null {
    const room = this.maxTransferable(accountId, wallet as MarginWalletName, asset) // asked of margin wallets alone
    return amount > room ? because('transferExceeds') : null
  }

  #judgeIsolatedCount(accountId: AccountId): Rejection | null {
    return this.isolated(accountId).filter(({ isEnabled }) => isEnabled).length >= MOST_ISOLATED_ACCOUNTS ? because('tooManyIsolated') : null
  }

  // What others may ask.

  account(accountId: AccountId, wallet: MarginWalletName): MarginAccountState {
    const account = this.#account(accountId, wallet)
    const level = this.#level(account)
    const held = new Map(this.#balances(account).map((balance) => [balance.asset, balance]))
    const assets = [...new Set([...held.keys(), ...account.loans.keys()])].sort()
    return {
      accountId, wallet, isEnabled: account.isEnabled, leverage: account.leverage, level, status: statusOf(level, account.bars),
      balances: assets.map((asset) => ({ asset, free: held.get(asset)?.free ?? 0n, locked: held.get(asset)?.locked ?? 0n, ...account.loan(asset) })),
    }
  }

  isolated(accountId: AccountId): readonly MarginAccountState[] {
    const wallets = new Set<MarginWalletName>()
    for (const wallet of this.#state.ledger.wallets(accountId)) if (symbolOfIsolated(wallet) !== undefined) wallets.add(wallet as MarginWalletName) // just asked
    for (const account of this.#accounts.values()) if (account.accountId === accountId && account.symbol !== undefined && !account.isUntouched) wallets.add(account.wallet)
    return [...wallets].sort().map((wallet) => this.account(accountId, wallet))
  }

  maxBorrowable(accountId: AccountId, wallet: MarginWalletName, asset: string): Amount {
    return this.#borrowable(this.#account(accountId, wallet), asset)
  }

  maxTransferable(accountId: AccountId, wallet: MarginWalletName, asset: string): Amount {
    const account = this.#account(accountId, wallet)
    const free = this.#state.ledger.free(accountId, asset, wallet)
    const room = transferRoom(this.#worth(account))
    if (room === null) return free
    const amount = this.#valueIn(this.#unit(account), room, asset) ?? 0n
    return amount < free ? amount : free
  }

  smallLiability(accountId: AccountId, asset: string): Amount | null {
    const owed = this.#account(accountId, 'crossMargin').owed(asset)
    if (owed === 0n || asset === DOLLAR) return null
    const value = this.#valueIn(asset, owed, DOLLAR)
    return value === null || value > SMALL_LIABILITY_USD ? null : value + 1n
  }

  loanRecords(accountId: AccountId): readonly LoanRecord[] {
    return this.#ofAccount(accountId, (account) => account.loanRecords)
  }

  interestRecords(accountId: AccountId): readonly InterestRecord[] {
    return this.#ofAccount(accountId, (account) => account.interestRecords)
  }

  liquidationRecords(accountId: AccountId): readonly LiquidationRecord[] {
    return this.#ofAccount(accountId, (account) => account.liquidationRecords)
  }

  liabilityExchanges(accountId: AccountId): readonly LiabilityExchange[] {
    return this.#ofAccount(accountId, (account) => account.exchanges)
  }

  orders(wallet: MarginWalletName): OrdersView {
    let queries = this.#queries.get(wallet)
    if (queries === undefined) this.#queries.set(wallet, (queries = new Queries(this.#state, wallet)))
    return queries
  }

  /** What the lender lost of an asset, and what all accounts owe of its principal: together as far as it is below zero. */
  lent(asset: string): { readonly principal: Amount; readonly writtenOff: Amount } {
    let principal = 0n
    for (const account of this.#accounts.values()) principal += account.loan(asset).principal
    return { principal, writtenOff: this.#loans.writtenOff.get(asset) ?? 0n }
  }

  // State.

  state(): StateValue {
    const state: MarginState = {
      accounts: this.#sorted().filter((account) => !account.isUntouched).map((account) => [account.accountId, account.wallet, packed({
        leverage: account.leverage, isEnabled: account.isEnabled, disabledAtUs: account.disabledAtUs, status: account.status,
        loans: account.debts().map((asset) => [asset, account.loan(asset), account.chargedAtUs.get(asset) ?? 0]),
        loanRecords: account.loanRecords, interestRecords: account.interestRecords, liquidationRecords: account.liquidationRecords, exchanges: account.exchanges,
      })] as const),
      effects: this.#effects.state(),
      writtenOff: [...this.#loans.writtenOff].sort(([a], [b]) => (a < b ? -1 : 1)).map(([asset, amount]) => [asset, amount.toString()] as const),
    }
    return state as unknown as StateValue // rows of strings, numbers and booleans, which interfaces do not let the compiler see
  }

  restore(value: StateValue): void {
    const state = value as unknown as MarginState // made by `state`
    this.#accounts.clear()
    for (const [id, wallet, rest] of state.accounts) {
      const account = this.#account(makeAccountId(id), wallet)
      const { loans, ...fields } = unpacked(rest) as Omit<MarginAccount, 'loans'> & { readonly loans: readonly (readonly [string, LoanRecord, TimeUs])[] } // written by `state`
      Object.assign(account, fields)
      for (const [asset, loan, chargedAtUs] of loans) {
        account.loans.set(asset, loan)
        account.chargedAtUs.set(asset, chargedAtUs)
      }
    }
    this.#effects.restore(state.effects)
    this.#loans.writtenOff.clear()
    for (const [asset, amount] of state.writtenOff) this.#loans.writtenOff.set(asset, BigInt(amount))
  }

  #account(accountId: AccountId, wallet: MarginWalletName): MarginAccount {
    const key = keyOf(accountId, wallet)
    let account = this.#accounts.get(key)
    if (account === undefined) this.#accounts.set(key, (account = new MarginAccount(accountId, wallet)))
    return account
  }

  #sorted(): readonly MarginAccount[] {
    return [...this.#accounts.values()].sort((a, b) => a.accountId - b.accountId || (a.wallet < b.wallet ? -1 : 1))
  }

  #ofAccount<Record extends { readonly timeUs: TimeUs }>(accountId: AccountId, records: (account: MarginAccount) => readonly Record[]): readonly Record[] {
    return this.#sorted().filter((account) => account.accountId === accountId).flatMap(records).sort((a, b) => a.timeUs - b.timeUs)
  }

  /** An isolated account is there from the first transfer into it, unless it was disabled. */
  #isThere(accountId: AccountId, wallet: MarginWalletName): boolean {
    return this.#state.ledger.wallets(accountId).includes(wallet) && this.#account(accountId, wallet).isEnabled
  }

  #isMarginAsset(asset: string): boolean {
    return this.#facts.symbols().some(({ marginTradingAllowed, baseAsset, quoteAsset }) => marginTradingAllowed && (baseAsset === asset || quoteAsset === asset))
  }

  #balances({ accountId, wallet }: MarginAccount) {
    return this.#state.ledger.balances(accountId, wallet)
  }

  /** Cross accounts are measured in dollars, isolated ones in the quote asset. */
  #unit(account: MarginAccount): string {
    return account.symbol === undefined ? DOLLAR : (this.#facts.symbol(account.symbol)?.quoteAsset ?? DOLLAR)
  }

  #worth(account: MarginAccount): Worth {
    return worthOf(account, this.#balances(account), this.#valueIn, this.#unit(account))
  }

  #level(account: MarginAccount): bigint {
    return account.loans.size === 0 ? NO_DEBT_LEVEL : levelOf(this.#worth(account))
  }

  #borrowable(account: MarginAccount, asset: string): Amount {
    const unit = this.#unit(account)
    const room = borrowRoom(this.#worth(account), account.leverage)
    const price = this.#valueIn(asset, UNIT, unit)
    if (price === null || price === 0n) return 0n
    const byWorth = ratioRoundedDown(room, UNIT, price)
    const byLimit = assetTerms(asset).borrowLimit - account.loan(asset).principal
    const amount = byWorth < byLimit ? byWorth : byLimit
    return amount > 0n ? amount : 0n
  }
}
