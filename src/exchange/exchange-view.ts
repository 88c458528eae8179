import type { AccountId } from '../ids.ts'
import type { Amount, Price, Quantity } from '../money.ts'
import type { TimeUs } from '../time.ts'
import type { AccountTerms, MarginWalletName } from './command.ts'
import type { Amendment, Fill, Order, OrderList, PreventedMatch, Trade } from './order.ts'
import type { DailySnapshot } from './daily-snapshots.ts'
import type { FuturesView } from './futures/futures-view.ts'
import type { Asset, SymbolDefinition } from './symbol.ts'
import type { Conversion, ConversionQuote } from './convert/conversion.ts'
import type { ConvertLimits } from './convert/convert-price.ts'
import type { InterestRecord, LiabilityExchange, LiquidationRecord, LoanRecord, MarginAccountState } from './margin/margin-records.ts'
import type { Transfer } from './transfers/transfer.ts'
import type { Deposit, Withdrawal } from './wallet/transfer-record.ts'
import type { WalletName } from './wallet-name.ts'

/**
 * The port by which everything outside reads the venue. Lists are in order of time, oldest first, and are copies or
 * views that the reader does not change. Ranges are inclusive.
 */
export interface ExchangeView {
  assets(): readonly Asset[]
  asset(name: string): Asset | undefined
  symbols(): readonly SymbolDefinition[]
  symbol(name: string): SymbolDefinition | undefined

  readonly market: MarketView
  readonly orders: OrdersView
  readonly wallet: WalletView
  readonly convert: ConvertView
  readonly futures: FuturesView
  readonly transfers: TransfersView
  readonly margin: MarginView
  readonly dailySnapshots: DailySnapshotsView

  /** SHA-256 over the whole state in its canonical form, hex. Slow: for tests, snapshots and proofs. */
  stateHash(): string
  /** How many commands have changed the state. */
  readonly sequence: number
}

export interface Level { readonly price: Price; readonly quantity: Quantity }

export interface Depth {
  readonly lastUpdateId: number
  /** Best first. */
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

export interface AggregateTrade {
  readonly id: number
  readonly price: Price
  readonly quantity: Quantity
  readonly firstTradeId: number
  readonly lastTradeId: number
  readonly timeUs: TimeUs
  readonly isBuyerMaker: boolean
}

export const KLINE_INTERVALS = ['1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '3d', '1w', '1M'] as const
export type KlineInterval = (typeof KLINE_INTERVALS)[number]

export interface Kline {
  readonly openTimeUs: TimeUs
  readonly closeTimeUs: TimeUs
  readonly open: Price
  readonly high: Price
  readonly low: Price
  readonly close: Price
  readonly volume: Quantity
  readonly quoteVolume: Amount
  /** -1 where there was no trade. */
  readonly firstTradeId: number
  readonly tradeCount: number
  readonly takerBuyVolume: Quantity
  readonly takerBuyQuoteVolume: Amount
}

/** Statistics of a window of time. Where nothing was traded in it, prices are those of the last trade before and counts are 0. */
export interface WindowStatistics {
  readonly symbol: string
  readonly openTimeUs: TimeUs
  readonly closeTimeUs: TimeUs
  readonly open: Price
  readonly high: Price
  readonly low: Price
  readonly last: Price
  readonly lastQuantity: Quantity
  readonly previousClose: Price
  /** Volume-weighted, cut to 10⁻⁸. */
  readonly weightedAverage: Price
  readonly volume: Quantity
  readonly quoteVolume: Amount
  /** -1 where there was no trade. */
  readonly firstTradeId: number
  readonly lastTradeId: number
  readonly tradeCount: number
}

export interface MarketView {
  depth(symbol: string, limit: number): Depth
  lastPrice(symbol: string): Price | null
  /** The average that execution rules go by; `price` is null where nothing was traded within its window, all of it before the first trade. */
  referencePrice(symbol: string, nowUs: TimeUs): { readonly price: Price | null } | null
  trades(symbol: string, range: { readonly limit: number; readonly fromId?: number }): readonly Trade[]
  aggregateTrades(symbol: string, range: { readonly limit: number; readonly fromId?: number; readonly startUs?: TimeUs; readonly endUs?: TimeUs }): readonly AggregateTrade[]
  /** Without times the newest; startUs alone the oldest from there; endUs alone the newest until there. `zoneOffsetUs` moves where days begin. The last candle is that of the last trade, or with `nowUs` that of now: where nothing is traded candles are flat. */
  klines(symbol: string, interval: KlineInterval, range: { readonly limit: number; readonly startUs?: TimeUs; readonly endUs?: TimeUs; readonly zoneOffsetUs?: number; readonly nowUs?: TimeUs }): readonly Kline[]
  /** Rolling window that ends now. */
  window(symbol: string, windowUs: number, nowUs: TimeUs): WindowStatistics
  /** From `startUs` until now: the trading day. */
  since(symbol: string, startUs: TimeUs, nowUs: TimeUs): WindowStatistics
  /** Volume-weighted over the last minutes; the last price where minutes is 0 or nothing was traded; null before the first trade. */
  averagePrice(symbol: string, minutes: number, nowUs: TimeUs): { readonly price: Price; readonly closeTimeUs: TimeUs } | null
}

export interface Balance { readonly asset: string; readonly free: Amount; readonly locked: Amount }

export interface OrdersView {
  /** By id, else by client order id (the newest of that name). */
  order(accountId: AccountId, symbol: string, reference: { readonly orderId?: number; readonly clientOrderId?: string }): Order | { readonly reason: 'noSuchOrder' | 'clientOrderIdMismatch' }
  openOrders(accountId: AccountId, symbol?: string): readonly Order[]
  allOrders(accountId: AccountId, symbol: string, range: HistoryRange): readonly Order[]
  fills(accountId: AccountId, symbol: string, range: HistoryRange & { readonly orderId?: number }): readonly Fill[]
  /** What routed orders were allocated; `fromId` is an allocation's. */
  allocations(accountId: AccountId, symbol: string, range: HistoryRange & { readonly orderId?: number }): readonly Fill[]
  preventedMatches(accountId: AccountId, symbol: string, range: { readonly preventedMatchId?: number; readonly orderId?: number; readonly fromId?: number; readonly limit: number }): readonly PreventedMatch[]
  amendments(accountId: AccountId, symbol: string, orderId: number, range: { readonly fromId?: number; readonly limit: number }): readonly Amendment[]
  orderList(accountId: AccountId, reference: { readonly listId?: number; readonly clientListId?: string }): OrderList | undefined
  openOrderLists(accountId: AccountId): readonly OrderList[]
  allOrderLists(accountId: AccountId, range: HistoryRange): readonly OrderList[]
  /** An order by its number alone, for the members of a list. */
  byId(accountId: AccountId, orderId: number): Order | undefined
  /** Unfilled order count of the account in the clock-aligned window that holds `nowUs` (spec: unfilled order count). */
  orderCount(accountId: AccountId, windowUs: number, nowUs: TimeUs): number
}

/** Without fromId or startUs the newest `limit`; with either the oldest from there. */
export interface HistoryRange {
  readonly fromId?: number
  readonly startUs?: TimeUs
  readonly endUs?: TimeUs
  readonly limit: number
}

export interface WalletView {
  terms(accountId: AccountId): AccountTerms | undefined
  /** The wallets of the account that ever held anything, by name. */
  wallets(accountId: AccountId): readonly WalletName[]
  /** Every asset the wallet ever held; the spot wallet where none is named. */
  balances(accountId: AccountId, wallet?: WalletName): readonly Balance[]
  balance(accountId: AccountId, asset: string, wallet?: WalletName): Balance
  /** When a balance of the wallet last changed. */
  updatedAtUs(accountId: AccountId, wallet?: WalletName): TimeUs
  hasFeeDiscount(accountId: AccountId): boolean
  hasFastWithdraw(accountId: AccountId): boolean
  depositAddress(accountId: AccountId, asset: string, network: string): { readonly address: string; readonly tag: string }
  deposits(accountId: AccountId): readonly Deposit[]
  withdrawals(accountId: AccountId): readonly Withdrawal[]
  withdrawal(accountId: AccountId, reference: { readonly id?: string; readonly clientWithdrawalId?: string }): Withdrawal | undefined
  /** Amount on its way out of the spot or funding wallet (spot where none is named), not yet completed. */
  withdrawing(accountId: AccountId, asset: string, wallet?: 'spot' | 'funding'): Amount
  dustLog(accountId: AccountId): readonly DustConversion[]
  /** What one unit of the asset is worth in the other, by the last prices (through USDT or BTC where there is no direct market); null when unknown. */
  valueIn(asset: string, amount: Amount, quoteAsset: string): Amount | null
}

export interface ConvertView {
  /** Null for an asset that is unknown, or that no market gives a worth. */
  limits(asset: string): ConvertLimits | null
  quote(accountId: AccountId, id: string): ConversionQuote | undefined
  conversions(accountId: AccountId): readonly Conversion[]
}

/** Margin accounts. What they hold is in their wallets; orders of a margin wallet are told by the view of that wallet alone. */
export interface MarginView {
  account(accountId: AccountId, wallet: MarginWalletName): MarginAccountState
  /** Isolated accounts that were ever used, by name. */
  isolated(accountId: AccountId): readonly MarginAccountState[]
  maxBorrowable(accountId: AccountId, wallet: MarginWalletName, asset: string): Amount
  maxTransferable(accountId: AccountId, wallet: MarginWalletName, asset: string): Amount
  /** What it costs in dollars to be rid of a small liability of the cross account; null where there is none. */
  smallLiability(accountId: AccountId, asset: string): Amount | null
  /** Records of all margin accounts of the account, oldest first. */
  loanRecords(accountId: AccountId): readonly LoanRecord[]
  interestRecords(accountId: AccountId): readonly InterestRecord[]
  liquidationRecords(accountId: AccountId): readonly LiquidationRecord[]
  liabilityExchanges(accountId: AccountId): readonly LiabilityExchange[]
  orders(wallet: MarginWalletName): OrdersView
}

export interface DailySnapshotsView {
  /** At the end of each of the last days, oldest first. */
  of(accountId: AccountId): readonly DailySnapshot[]
}

export interface TransfersView {
  /** Transfers into and out of the account's wallets, its own among themselves included. */
  of(accountId: AccountId): readonly Transfer[]
  /** The newest one that the account sent under a name of its own. */
  byClientId(accountId: AccountId, clientTransferId: string): Transfer | undefined
}

export interface DustConversion {
  readonly transferId: number
  readonly timeUs: TimeUs
  readonly totalBnb: Amount
  readonly totalFeeBnb: Amount
  readonly details: readonly { readonly asset: string; readonly amount: Amount; readonly bnb: Amount; readonly feeBnb: Amount }[]
}
