import type { AccountId } from '../../ids.ts'
import type { Amount, Price } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { AccountTerms } from '../command.ts'
import { EventLog } from '../event-log.ts'
import type { Ledger } from '../ledger.ts'
import { FEES_ACCOUNT } from '../ledger.ts'
import type { MarketFold } from '../market-port.ts'
import type { Asset, SymbolDefinition } from '../symbol.ts'
import type { ExchangeFilters } from './exchange-filters.ts'
import { Desk } from './desk.ts'
import type { LiveList } from './live-list.ts'
import type { LiveOrder } from './live-order.ts'
import { Market } from './market.ts'
import { OpenOrders } from './open-orders.ts'
import { Trader } from './trader.ts'

/** All that the spot engine knows, and the scratch of the command that runs. The rules are in the other files of this folder. */
export class SpotState {
  readonly ledger: Ledger
  readonly fold: MarketFold
  readonly exchangeFilters: ExchangeFilters
  readonly assets = new Map<string, Asset>()
  /** In order of listing. */
  readonly markets = new Map<string, Market>()
  readonly traders = new Map<number, Trader>()
  readonly openOrders = new OpenOrders()
  nextOrderId = 1
  nextListId = 1
  nextExecutionId = 1
  /** The time of the last command; it never goes back. */
  nowUs: TimeUs = 0

  // Scratch of one command; empty between commands.
  readonly events = new EventLog()
  /** Prices of trades that no waiting order has seen yet. */
  unseenPrices: Price[] = []
  /** Orders whose trigger was reached. */
  fired: LiveOrder[] = []
  /** Lists whose working order was filled. */
  setOff: LiveList[] = []
  /** What the order judged last must hold when it is placed. */
  judgedHold: Amount = 0n

  constructor(ledger: Ledger, fold: MarketFold, exchangeFilters: ExchangeFilters) {
    this.ledger = ledger
    this.fold = fold
    this.exchangeFilters = exchangeFilters
  }

  openAccount(accountId: AccountId, terms: AccountTerms): Trader {
    const trader = new Trader(accountId, terms)
    this.traders.set(accountId, trader)
    return trader
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
      desk = new Desk(trader, market, this.ledger.holding(trader.accountId, baseAsset), this.ledger.holding(trader.accountId, quoteAsset))
      trader.desks.set(market.name, desk)
      market.desks.set(trader.accountId, desk)
    }
    return desk
  }
}
