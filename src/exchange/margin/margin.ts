import { accountId as makeAccountId, type AccountId } from '../../ids.ts'
import type { Amount } from '../../money.ts'
import { HOUR, type TimeUs } from '../../time.ts'
import type { CommandOf, MarginWalletName } from '../command.ts'
import { WORLD } from '../ledger.ts'
import type { StatePart, StateValue, VenueFacts, Verdict } from '../market-port.ts'
import type { Rejection } from '../rejection.ts'
import { keepNewest } from '../spot/kept-history.ts'
import type { SpotState } from '../spot/spot-state.ts'
import type { WalletRules } from '../transfers/wallet-rules.ts'
import { isolatedWallet, symbolOfIsolated, type OwnedWallet } from '../wallet-name.ts'
import { Liquidation } from './liquidation.ts'
import { Loans } from './loans.ts'
import type { MarginAccount } from './margin-account.ts'
import { because, DOLLAR, MarginAccounts } from './margin-accounts.ts'
import { statusOf } from './margin-level.ts'
import { MarginOrders } from './margin-orders.ts'
import { MarginReader } from './margin-reader.ts'
import type { LoanRecord } from './margin-records.ts'
import { packed, unpacked } from './margin-state.ts'
import { CROSS_BARS, DISABLE_PAUSE_HOURS, MOST_ISOLATED_ACCOUNTS } from './margin-terms.ts'
import { OrderEffects } from './order-effects.ts'

export type MarginCommand = CommandOf<'borrow' | 'repay' | 'setIsolatedEnabled' | 'setMaxLeverage' | 'liquidateMargin' | 'exchangeSmallLiability'>

interface MarginState {
  readonly accounts: readonly (readonly [id: number, wallet: MarginWalletName, rest: StateValue])[]
  readonly effects: StateValue
  readonly writtenOff: readonly (readonly [string, string])[]
}

/**
 * Margin: accounts that owe. Their money is in wallets of their own; their orders stand in the spot books, and what those borrow and repay
 * is looked after here. Cross has one account for all assets, isolated one for each market.
 */
export class Margin implements WalletRules, StatePart {
  readonly view: MarginReader
  readonly orders: MarginOrders
  readonly #state: SpotState
  readonly #facts: VenueFacts
  readonly #loans: Loans
  readonly #effects: OrderEffects
  readonly #liquidation: Liquidation
  readonly #nextId: () => number
  readonly #accounts: MarginAccounts

  constructor(state: SpotState, facts: VenueFacts, nextId: () => number) {
    this.#state = state
    this.#facts = facts
    this.#nextId = nextId
    this.#loans = new Loans(state.ledger, nextId, (event) => state.events.rare(event))
    this.#effects = new OrderEffects(this.#loans)
    this.#accounts = new MarginAccounts(state, facts)
    this.#liquidation = new Liquidation(state, this.#loans, this.#accounts.valueIn, () => this.orders.settle())
    this.orders = new MarginOrders(state, this.#accounts, this.#loans, this.#effects)
    this.view = new MarginReader(state, this.#accounts)
  }

  // Loans and settings.

  judge(command: MarginCommand, nowUs: TimeUs): Rejection | null {
    if (!this.#facts.terms(command.accountId)) return because('unknownAccount')
    switch (command.kind) {
      case 'borrow': return this.#judgeWallet(command.accountId, command.wallet, command.asset) ?? (command.amount <= 0n ? because('nothingToBorrow') : this.#accounts.judgeBorrowing(this.#accounts.of(command.accountId, command.wallet), command.asset, command.amount))
      case 'repay': return this.#judgeWallet(command.accountId, command.wallet, command.asset) ?? this.#judgeRepaying(command)
      case 'setIsolatedEnabled': return this.#judgeIsolated(command, nowUs)
      case 'setMaxLeverage': return this.#judgeLeverage(command)
      case 'liquidateMargin': return this.#accounts.of(command.accountId, command.wallet).loans.size > 0 ? null : because('nothingOwed')
      case 'exchangeSmallLiability': return this.#judgeExchange(command)
    }
  }

  execute(command: MarginCommand, nowUs: TimeUs): Verdict {
    const rejection = this.judge(command, nowUs)
    if (rejection !== null) return rejection
    switch (command.kind) {
      case 'borrow': this.#loans.borrow(this.#accounts.of(command.accountId, command.wallet), command.asset, command.amount, false, nowUs); break
      case 'repay': this.#loans.repay(this.#accounts.of(command.accountId, command.wallet), command.asset, command.amount, false, nowUs); break
      case 'setIsolatedEnabled': this.#setIsolated(command, nowUs); break
      case 'setMaxLeverage': {
        const account = this.#accounts.of(command.accountId, 'crossMargin')
        if (account.leverage === command.leverage) return 'unchanged'
        account.leverage = command.leverage
        break
      }
      case 'liquidateMargin': this.#liquidation.run(this.#accounts.of(command.accountId, command.wallet)); break
      case 'exchangeSmallLiability': for (const asset of command.assets) this.#exchangeLiability(this.#accounts.of(command.accountId, 'crossMargin'), asset, nowUs)
    }
    return 'changed'
  }

  /** Interest by the hour, calls, and liquidation. @returns whether anything changed */
  tick(nowUs: TimeUs): boolean {
    let isChanged = false
    for (const account of this.#accounts.sorted()) {
      if (account.loans.size > 0) isChanged = this.#loans.charge(account, nowUs) || isChanged
      const level = this.#accounts.level(account)
      const status = statusOf(level, account.bars)
      isChanged = this.#tellStatus(account, level, status) || isChanged
      if (status !== 'forceLiquidation') continue
      const before = this.#state.events.count
      this.#liquidation.run(account)
      this.orders.settle()
      isChanged = this.#state.events.count > before || isChanged
      const after = this.#accounts.level(account)
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
    if (symbol === undefined) return this.#accounts.isMarginAsset(asset) ? null : because('notMarginAsset')
    const definition = this.#facts.symbol(symbol)
    if (definition === undefined || !definition.marginTradingAllowed) return because('notMarginPair')
    if (asset !== definition.baseAsset && asset !== definition.quoteAsset) return because('notMarginAsset')
    return this.#accounts.isThere(accountId, wallet) ? null : because('noMarginAccount')
  }

  #judgeRepaying({ accountId, wallet, asset, amount }: CommandOf<'repay'>): Rejection | null {
    if (amount <= 0n) return because('nothingToBorrow')
    if (amount > this.#accounts.of(accountId, wallet).owed(asset)) return because('repayExceeds')
    return this.#state.ledger.free(accountId, asset, wallet) < amount ? because('marginBalance') : null
  }

  #judgeIsolated({ accountId, symbol, isEnabled }: CommandOf<'setIsolatedEnabled'>, nowUs: TimeUs): Rejection | null {
    const definition = this.#facts.symbol(symbol)
    if (definition === undefined || !definition.marginTradingAllowed) return because('notMarginPair')
    const wallet = isolatedWallet(symbol)
    const account = this.#accounts.of(accountId, wallet)
    if (isEnabled) return account.isEnabled ? null : this.#judgeIsolatedCount(accountId)
    if (!this.#accounts.isThere(accountId, wallet)) return because('noMarginAccount')
    const isEmpty = account.loans.size === 0 && this.#accounts.balances(account).every(({ free, locked }) => free + locked === 0n)
    if (!isEmpty) return because('isolatedNotEmpty')
    return account.disabledAtUs !== 0 && nowUs - account.disabledAtUs < DISABLE_PAUSE_HOURS * HOUR ? because('isolatedDisabledToday') : null
  }

  #setIsolated({ accountId, symbol, isEnabled }: CommandOf<'setIsolatedEnabled'>, nowUs: TimeUs): void {
    const account = this.#accounts.of(accountId, isolatedWallet(symbol))
    account.isEnabled = isEnabled
    if (!isEnabled) account.disabledAtUs = nowUs
  }

  #judgeLeverage({ accountId, leverage }: CommandOf<'setMaxLeverage'>): Rejection | null {
    const bars = CROSS_BARS.get(leverage)
    if (bars === undefined) return because('noSuchLeverage')
    return this.#accounts.level(this.#accounts.of(accountId, 'crossMargin')) <= bars.normal ? because('marginLevelTooLow') : null
  }

  #judgeExchange({ accountId, assets }: CommandOf<'exchangeSmallLiability'>): Rejection | null {
    const account = this.#accounts.of(accountId, 'crossMargin')
    let price = 0n
    if (assets.length === 0 || new Set(assets).size < assets.length) return because('noSmallLiability')
    for (const asset of assets) {
      const cost = this.view.smallLiability(accountId, asset)
      if (cost === null) return because('noSmallLiability')
      price += cost
    }
    return this.#state.ledger.free(accountId, DOLLAR, account.wallet) < price ? because('marginBalance') : null
  }

  /** The venue buys what is owed outside, with the account's dollars. */
  #exchangeLiability(account: MarginAccount, asset: string, nowUs: TimeUs): void {
    const { ledger } = this.#state
    const amount = account.owed(asset)
    const paid = this.view.smallLiability(account.accountId, asset)!
    ledger.moveBetween(account, WORLD, DOLLAR, paid)
    ledger.moveBetween(WORLD, account, asset, amount)
    this.#loans.repay(account, asset, amount, true, nowUs)
    account.exchanges.push({ id: this.#nextId(), asset, amount, paidAsset: DOLLAR, paid, timeUs: nowUs })
    keepNewest(account.exchanges)
  }

  // Transfers.

  judgeEntering({ accountId, wallet }: OwnedWallet, asset: string): Rejection | null {
    const symbol = symbolOfIsolated(wallet)
    if (symbol === undefined) return this.#accounts.isMarginAsset(asset) ? null : because('notMarginAsset')
    const definition = this.#facts.symbol(symbol)
    if (definition === undefined || !definition.marginTradingAllowed) return because('notMarginPair')
    if (asset !== definition.baseAsset && asset !== definition.quoteAsset) return because('notMarginAsset')
    const isolated = isolatedWallet(symbol)
    if (!this.#accounts.of(accountId, isolated).isEnabled) return because('noMarginAccount')
    return this.#accounts.isThere(accountId, isolated) ? null : this.#judgeIsolatedCount(accountId)
  }

  judgeLeaving({ accountId, wallet }: OwnedWallet, asset: string, amount: Amount): Rejection | null {
    const room = this.view.maxTransferable(accountId, wallet as MarginWalletName, asset) // asked of margin wallets alone
    return amount > room ? because('transferExceeds') : null
  }

  #judgeIsolatedCount(accountId: AccountId): Rejection | null {
    return this.view.isolated(accountId).filter(({ isEnabled }) => isEnabled).length >= MOST_ISOLATED_ACCOUNTS ? because('tooManyIsolated') : null
  }

  // State.

  /** What the lender lost of an asset, and what all accounts owe of its principal: together as far as it is below zero. */
  lent(asset: string): { readonly principal: Amount; readonly writtenOff: Amount } {
    let principal = 0n
    for (const account of this.#accounts.all()) principal += account.loan(asset).principal
    return { principal, writtenOff: this.#loans.writtenOff.get(asset) ?? 0n }
  }

  state(): StateValue {
    const state: MarginState = {
      accounts: this.#accounts.sorted().filter((account) => !account.isUntouched).map((account) => [account.accountId, account.wallet, packed({
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
      const account = this.#accounts.of(makeAccountId(id), wallet)
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
}
