import type { AccountId } from '../../ids.ts'
import type { AccountTerms } from '../command.ts'
import type { WalletName } from '../wallet-name.ts'
import type { Desk } from './desk.ts'
import type { LiveList } from './live-list.ts'
import { OrderCount } from './order-count.ts'

/** One wallet of one account as the engine knows it: spot, or one of the margin wallets. */
export class Trader {
  readonly accountId: AccountId
  readonly wallet: WalletName
  /** Whether somebody has to look after its orders: what they borrow and repay. */
  readonly isMargin: boolean
  terms: AccountTerms
  hasFeeDiscount = false
  /** By symbol. */
  readonly desks = new Map<string, Desk>()
  /** Order lists in order of id; only open ones where no history is kept. */
  lists: LiveList[] = []
  /** Open order lists by their client list id, oldest first. */
  readonly openLists = new Map<string, LiveList>()
  readonly orderCount = new OrderCount()
  // Over all markets together.
  openCount = 0
  openAlgoCount = 0
  openIcebergCount = 0
  openListCount = 0

  constructor(accountId: AccountId, terms: AccountTerms, wallet: WalletName = 'spot') {
    this.accountId = accountId
    this.wallet = wallet
    this.isMargin = wallet !== 'spot'
    this.terms = terms
  }
}

/** Orders of one account, whatever wallets they are of, or of accounts of one trade group must not trade with each other unwittingly. */
export const isSameSelf = (one: Trader, other: Trader): boolean =>
  one.accountId === other.accountId || (one.terms.tradeGroupId >= 0 && one.terms.tradeGroupId === other.terms.tradeGroupId)
