import type { AccountId } from '../../ids.ts'
import { ratioRoundedDown, UNIT, type Amount } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { MarginWalletName } from '../command.ts'
import type { Balance } from '../exchange-view.ts'
import type { VenueFacts } from '../market-port.ts'
import type { PlainReason, Rejection } from '../rejection.ts'
import type { SpotState } from '../spot/spot-state.ts'
import { valueIn } from '../wallet/valuation.ts'
import { MarginAccount } from './margin-account.ts'
import { borrowRoom, levelOf, worthOf, type Worth } from './margin-level.ts'
import { assetTerms, NO_DEBT_LEVEL } from './margin-terms.ts'

export const DOLLAR = 'USDT'

const keyOf = (accountId: AccountId, wallet: MarginWalletName): string => `${accountId} ${wallet}`
export const because = (reason: PlainReason): Rejection => ({ reason })

/** The margin accounts, and what can be said of one: what it is worth, its level, and how much more it may owe. */
export class MarginAccounts {
  readonly #state: SpotState
  readonly #facts: VenueFacts
  readonly #accounts = new Map<string, MarginAccount>()

  constructor(state: SpotState, facts: VenueFacts) {
    this.#state = state
    this.#facts = facts
  }

  readonly valueIn = (asset: string, amount: Amount, unit: string): Amount | null => valueIn((symbol) => this.#facts.lastPrice(symbol), asset, amount, unit)

  clear(): void {
    this.#accounts.clear()
  }

  all(): Iterable<MarginAccount> {
    return this.#accounts.values()
  }

  /** Made when it is first asked for; one to which nothing ever happened is no part of the state. */
  of(accountId: AccountId, wallet: MarginWalletName): MarginAccount {
    const key = keyOf(accountId, wallet)
    let account = this.#accounts.get(key)
    if (account === undefined) this.#accounts.set(key, (account = new MarginAccount(accountId, wallet)))
    return account
  }

  /** By account and wallet, whatever order they were made in. */
  sorted(): readonly MarginAccount[] {
    return [...this.#accounts.values()].sort((a, b) => a.accountId - b.accountId || (a.wallet < b.wallet ? -1 : 1))
  }

  /** Of all margin accounts of an account, oldest first. */
  recordsOf<Record extends { readonly timeUs: TimeUs }>(accountId: AccountId, records: (account: MarginAccount) => readonly Record[]): readonly Record[] {
    return this.sorted().filter((account) => account.accountId === accountId).flatMap(records).sort((a, b) => a.timeUs - b.timeUs)
  }

  /** An isolated account is there from the first transfer into it, unless it was disabled. */
  isThere(accountId: AccountId, wallet: MarginWalletName): boolean {
    return this.#state.ledger.wallets(accountId).includes(wallet) && this.of(accountId, wallet).isEnabled
  }

  isMarginAsset(asset: string): boolean {
    return this.#facts.symbols().some(({ marginTradingAllowed, baseAsset, quoteAsset }) => marginTradingAllowed && (baseAsset === asset || quoteAsset === asset))
  }

  balances({ accountId, wallet }: MarginAccount): readonly Balance[] {
    return this.#state.ledger.balances(accountId, wallet)
  }

  /** Cross accounts are measured in dollars, isolated ones in the quote asset. */
  unit(account: MarginAccount): string {
    return account.symbol === undefined ? DOLLAR : (this.#facts.symbol(account.symbol)?.quoteAsset ?? DOLLAR)
  }

  worth(account: MarginAccount): Worth {
    return worthOf(account, this.balances(account), this.valueIn, this.unit(account))
  }

  level(account: MarginAccount): bigint {
    return account.loans.size === 0 ? NO_DEBT_LEVEL : levelOf(this.worth(account))
  }

  /** How much more of an asset the account may owe. */
  borrowable(account: MarginAccount, asset: string): Amount {
    const unit = this.unit(account)
    const room = borrowRoom(this.worth(account), account.leverage)
    const price = this.valueIn(asset, UNIT, unit)
    if (price === null || price === 0n) return 0n
    const byWorth = ratioRoundedDown(room, UNIT, price)
    const byLimit = assetTerms(asset).borrowLimit - account.loan(asset).principal
    const amount = byWorth < byLimit ? byWorth : byLimit
    return amount > 0n ? amount : 0n
  }

  judgeBorrowing(account: MarginAccount, asset: string, amount: Amount): Rejection | null {
    return amount > this.borrowable(account, asset) ? because('borrowExceeds') : null
  }
}
