import type { AccountId } from '../../ids.ts'
import type { Amount, Price } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { AccountTerms } from '../command.ts'
import { EventLog } from '../event-log.ts'
import type { Ledger } from '../ledger.ts'
import { FEES_ACCOUNT } from '../ledger.ts'
import type { MarketFold } from '../market-port.ts'
import type { Asset, SymbolDefinition } from '../symbol.ts'
import type { WalletName } from '../wallet-name.ts'
import type { ExchangeFilters } from './exchange-filters.ts'
import { Desk } from './desk.ts'
import type { LiveList } from './live-list.ts'
import type { LiveOrder } from './live-order.ts'
import { Market } from './market.ts'
import { OpenOrders } from './open-orders.ts'
import type { Route } from './route.ts'
import { Trader } from './trader.ts'

/** All that the spot engine knows, and the scratch of the command that runs. The rules are in the other files of this folder. */
export class SpotState {
  readonly ledger: Ledger
  readonly fold: MarketFold
  readonly exchangeFilters: ExchangeFilters
  readonly routes: readonly Route[]
  readonly assets = new Map<string, Asset>()
  /** In order of listing. */
  readonly markets = new Map<string, Market>()
  /** Of the spot wallets, by account. */
  readonly traders = new Map<number, Trader>()
  /** Of the margin wallets, by account and then wallet, made when first needed. */
  readonly marginTraders = new Map<number, Map<WalletName, Trader>>()
  readonly openOrders = new OpenOrders()
  nextOrderId = 1
  nextListId = 1
  nextExecutionId = 1
  /** The time of the last command; it never goes back. */
  nowUs: TimeUs = 0

  // Scratch of one command; empty between commands.
  readonly events = new EventLog()
  /** Prices of trades that no waiting order has seen yet, and where they were made. */
  unseenPrices: { readonly market: Market; readonly price: Price }[] = []
  /** Orders whose trigger was reached. */
  fired: LiveOrder[] = []
  /** Lists whose working order was filled. */
  setOff: LiveList[] = []
  /** Orders of margin wallets to which something happened. */
  touchedMargin: LiveOrder[] = []
  /** What the order judged last must hold when it is placed. */
  judgedHold: Amount = 0n

  constructor(ledger: Ledger, fold: MarketFold, exchangeFilters: ExchangeFilters, routes: readonly Route[]) {
    this.ledger = ledger
    this.fold = fold
    this.exchangeFilters = exchangeFilters
    this.routes = routes
  }

  openAccount(accountId: AccountId, terms: AccountTerms): Trader {
    const trader = new Trader(accountId, terms)
    this.traders.set(accountId, trader)
    return trader
  }

  /** The trader of a wallet; of a margin wallet it is made on first use, with the terms of the account. Undefined where no such account is open. */
  trader(accountId: AccountId, wallet: WalletName): Trader | undefined {
    const main = this.traders.get(accountId)
    if (wallet === 'spot' || main === undefined) return main
    let traders = this.marginTraders.get(accountId)
    if (traders === undefined) this.marginTraders.set(accountId, (traders = new Map()))
    let trader = traders.get(wallet)
    if (trader === undefined) {
      trader = new Trader(accountId, main.terms, wallet)
      trader.hasFeeDiscount = main.hasFeeDiscount
      traders.set(wallet, trader)
    }
    return trader
  }

  /** Every trader of an account: that of its spot wallet first. */
  tradersOf(accountId: AccountId): readonly Trader[] {
    const main = this.traders.get(accountId)
    return main === undefined ? [] : [main, ...(this.marginTraders.get(accountId)?.values() ?? [])]
  }

  list(definition: SymbolDefinition): Market {
    const market = new Market(definition, this.ledger.holding(FEES_ACCOUNT, definition.baseAsset), this.ledger.holding(FEES_ACCOUNT, definition.quoteAsset))
    this.markets.set(definition.name, market)
    return market
  }

  /** The account's desk in the market, made on first use. */
  desk(trader: Trader, market: Market): Desk {
    let desk = trader.desks.get(market.name)
    if (desk === undefined) {
      const { baseAsset, quoteAsset } = market.definition
      desk = new Desk(trader, market, this.ledger.holding(trader.accountId, baseAsset, trader.wallet), this.ledger.holding(trader.accountId, quoteAsset, trader.wallet))
      trader.desks.set(market.name, desk)
      if (!trader.isMargin) market.desks.set(trader.accountId, desk)
    }
    return desk
  }
}
