import type { AccountId } from '../ids.ts'
import type { Price } from '../money.ts'
import type { TimeUs } from '../time.ts'
import type { AccountTerms, CommandOf } from './command.ts'
import type { ExchangeEvent } from './event.ts'
import type { MarketView, WalletView } from './exchange-view.ts'
import type { Trade } from './order.ts'
import type { Rejection } from './rejection.ts'
import type { Asset, SymbolDefinition } from './symbol.ts'

/** Anything that JSON can carry; money as decimal-integer strings. */
export type StateValue = string | number | boolean | null | readonly StateValue[] | { readonly [name: string]: StateValue }

/**
 * A part of the venue's state. `state()` is canonical: it depends on what the state is, never on the order in which maps
 * were filled (sort by id or name), and `restore(state())` gives a part that answers and goes on exactly as this one.
 * The engine's state hash is taken over it.
 */
export interface StatePart {
  state(): StateValue
  restore(state: StateValue): void
}

/** What the engine knows and the other rooms may ask. */
export interface VenueFacts {
  assets(): readonly Asset[]
  asset(name: string): Asset | undefined
  symbols(): readonly SymbolDefinition[]
  symbol(name: string): SymbolDefinition | undefined
  /** Undefined where no such account was opened. */
  terms(accountId: AccountId): AccountTerms | undefined
  lastPrice(symbol: string): Price | null
}

/** Where the drawn history of a market ends and its real trading begins. */
export interface SeededHistory {
  /** Trade ids are per symbol, without gaps; the next trade gets this one (at least 1). */
  readonly nextTradeId: number
  /** The market's last price from now on. */
  readonly lastPrice: Price
}

/**
 * The fold of trades into candles, tickers, averages and the trade tape. Depth and last price come from the engine's books.
 * Times never go backwards. Anything asked about a symbol without trades is answered as the view's comments say.
 */
export interface MarketFold extends Omit<MarketView, 'depth' | 'lastPrice' | 'referencePrice'>, StatePart {
  /** Each trade, in order, once. Trade ids of a symbol rise by one. Trades of one taker order at one price and time count as one aggregate. */
  onTrade(trade: Trade, takerOrderId: number): void
  /**
   * Draws the history of a listed symbol up to `nowUs`: all of it where nothing was traded yet, else what is missing since the last
   * trade (nothing where that is less than two minutes ago). Depends on its arguments and on what was folded before alone.
   */
  seed(symbol: SymbolDefinition, seed: number, lastPrice: Price, nowUs: TimeUs): SeededHistory
}

/** What the wallet tells beside balances. */
export type TransferEvent = Extract<ExchangeEvent, { readonly kind: 'deposit' | 'withdrawal' }>

export type WalletCommand = CommandOf<'announceDeposit' | 'requestWithdrawal' | 'decideWithdrawal' | 'tick' | 'setFastWithdraw' | 'convertDust'>

/** A rejection (nothing was changed), or whether anything did change. */
export type Verdict = Rejection | 'changed' | 'unchanged'

/**
 * Money in and out. Made with the ledger (`Postings`) and `VenueFacts`; balances, terms and the fee discount are answered
 * by the engine. Balance events come from the ledger by themselves; `emit` is for deposits and withdrawals.
 */
export interface WalletRoom extends Omit<WalletView, 'terms' | 'wallets' | 'balances' | 'balance' | 'updatedAtUs' | 'hasFeeDiscount'>, StatePart {
  /** Judges as `execute` would, and changes nothing. */
  judge(command: WalletCommand, nowUs: TimeUs): Rejection | null
  execute(command: WalletCommand, nowUs: TimeUs, emit: (event: TransferEvent) => void): Verdict
}
