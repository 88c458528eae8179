import type { AccountId } from '../../ids.ts'
import type { Amount } from '../../money.ts'
import type { MarginWalletName } from '../command.ts'
import type { MarginView, OrdersView } from '../exchange-view.ts'
import { Queries } from '../spot/queries.ts'
import type { SpotState } from '../spot/spot-state.ts'
import { symbolOfIsolated } from '../wallet-name.ts'
import { DOLLAR, type MarginAccounts } from './margin-accounts.ts'
import { statusOf, transferRoom } from './margin-level.ts'
import type { InterestRecord, LiabilityExchange, LiquidationRecord, LoanRecord, MarginAccountState } from './margin-records.ts'
import { SMALL_LIABILITY_USD } from './margin-terms.ts'

/** What others may ask of margin. */
export class MarginReader implements MarginView {
  readonly #state: SpotState
  readonly #accounts: MarginAccounts
  readonly #queries = new Map<MarginWalletName, OrdersView>()

  constructor(state: SpotState, accounts: MarginAccounts) {
    this.#state = state
    this.#accounts = accounts
  }

  account(accountId: AccountId, wallet: MarginWalletName): MarginAccountState {
    const account = this.#accounts.of(accountId, wallet)
    const level = this.#accounts.level(account)
    const held = new Map(this.#accounts.balances(account).map((balance) => [balance.asset, balance]))
    const assets = [...new Set([...held.keys(), ...account.loans.keys()])].sort()
    return {
      accountId, wallet, isEnabled: account.isEnabled, leverage: account.leverage, level, status: statusOf(level, account.bars),
      balances: assets.map((asset) => ({ asset, free: held.get(asset)?.free ?? 0n, locked: held.get(asset)?.locked ?? 0n, ...account.loan(asset) })),
    }
  }

  isolated(accountId: AccountId): readonly MarginAccountState[] {
    const wallets = new Set<MarginWalletName>()
    for (const wallet of this.#state.ledger.wallets(accountId)) if (symbolOfIsolated(wallet) !== undefined) wallets.add(wallet as MarginWalletName) // just asked
    for (const account of this.#accounts.all()) if (account.accountId === accountId && account.symbol !== undefined && !account.isUntouched) wallets.add(account.wallet)
    return [...wallets].sort().map((wallet) => this.account(accountId, wallet))
  }

  maxBorrowable(accountId: AccountId, wallet: MarginWalletName, asset: string): Amount {
    return this.#accounts.borrowable(this.#accounts.of(accountId, wallet), asset)
  }

  maxTransferable(accountId: AccountId, wallet: MarginWalletName, asset: string): Amount {
    const account = this.#accounts.of(accountId, wallet)
    const free = this.#state.ledger.free(accountId, asset, wallet)
    const room = transferRoom(this.#accounts.worth(account))
    if (room === null) return free
    const amount = this.#accounts.valueIn(this.#accounts.unit(account), room, asset) ?? 0n
    return amount < free ? amount : free
  }

  smallLiability(accountId: AccountId, asset: string): Amount | null {
    const owed = this.#accounts.of(accountId, 'crossMargin').owed(asset)
    if (owed === 0n || asset === DOLLAR) return null
    const value = this.#accounts.valueIn(asset, owed, DOLLAR)
    return value === null || value > SMALL_LIABILITY_USD ? null : value + 1n
  }

  loanRecords(accountId: AccountId): readonly LoanRecord[] {
    return this.#accounts.recordsOf(accountId, (account) => account.loanRecords)
  }

  interestRecords(accountId: AccountId): readonly InterestRecord[] {
    return this.#accounts.recordsOf(accountId, (account) => account.interestRecords)
  }

  liquidationRecords(accountId: AccountId): readonly LiquidationRecord[] {
    return this.#accounts.recordsOf(accountId, (account) => account.liquidationRecords)
  }

  liabilityExchanges(accountId: AccountId): readonly LiabilityExchange[] {
    return this.#accounts.recordsOf(accountId, (account) => account.exchanges)
  }

  orders(wallet: MarginWalletName): OrdersView {
    let queries = this.#queries.get(wallet)
    if (queries === undefined) this.#queries.set(wallet, (queries = new Queries(this.#state, wallet)))
    return queries
  }
}
