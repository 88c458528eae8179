import type { AccountId } from '../ids.ts'
import type { Price } from '../money.ts'
import type { TimeUs } from '../time.ts'
import type { AccountTerms, Command, CommandOf } from './command.ts'
import { marketViewOf, walletViewOf } from './composed-views.ts'
import { ConvertDesk } from './convert/convert-desk.ts'
import { DailySnapshots } from './daily-snapshots.ts'
import type { RareEvent } from './event-log.ts'
import type { ExchangeEvent, Outcome } from './event.ts'
import type { ExchangeView, MarginView, MarketView, OrdersView, WalletView } from './exchange-view.ts'
import { Futures } from './futures/futures.ts'
import type { FuturesEvent } from './futures/futures-event.ts'
import type { FuturesView } from './futures/futures-view.ts'
import { INSURANCE_FUND_ACCOUNT, Ledger, type Holding, type Postings } from './ledger.ts'
import { ListingCommands } from './listing/listing-commands.ts'
import { Margin } from './margin/margin.ts'
import type { MarketFold, StateValue, VenueFacts, Verdict, WalletCommand, WalletRoom } from './market-port.ts'
import type { Rejection } from './rejection.ts'
import { hashOfState, restoreExchange, stateOfExchange } from './snapshot.ts'
import type { Replaced } from './spot/cancel-replace.ts'
import { NO_EXCHANGE_FILTERS, type ExchangeFilters } from './spot/exchange-filters.ts'
import { Queries } from './spot/queries.ts'
import type { Route } from './spot/route.ts'
import { SpotCommands, type SpotCommand, type Verdicts } from './spot/spot-commands.ts'
import { SpotState } from './spot/spot-state.ts'
import type { Asset, SymbolDefinition } from './symbol.ts'
import { Transfers } from './transfers/transfers.ts'
import { NO_RULES, type WalletRules } from './transfers/wallet-rules.ts'
import { symbolOfIsolated, type WalletName } from './wallet-name.ts'

/** The rooms beside the spot engine, made with what the engine offers them. */
export interface ExchangeRooms {
  readonly fold: (facts: VenueFacts) => MarketFold
  /** The statistics of futures, apart from those of spot: their markets have the same names. */
  readonly futuresFold: () => MarketFold
  readonly wallet: (ledger: Postings, facts: VenueFacts) => WalletRoom
  readonly exchangeFilters?: ExchangeFilters
  readonly routes?: readonly Route[]
}

/**
 * The sandbox exchange: deterministic, `(state, command, now) → events`. It reads no clock and does no I/O; what happened is
 * told by events, and a command that is refused has changed nothing.
 */
export class Exchange implements ExchangeView {
  readonly ledger = new Ledger()
  readonly state: SpotState
  readonly fold: MarketFold
  readonly walletRoom: WalletRoom
  readonly transfers: Transfers
  readonly marginRoom: Margin
  readonly margin: MarginView
  readonly orders: OrdersView
  readonly market: MarketView
  readonly wallet: WalletView
  readonly convert: ConvertDesk
  readonly futuresRoom: Futures
  readonly futures: FuturesView
  readonly dailySnapshots: DailySnapshots
  readonly #spot: SpotCommands
  readonly #listing: ListingCommands
  #sequence = 0
  #lastDigest = 0
  readonly #tellBalance = (holding: Holding): void => {
    this.state.events.balance(holding)
  }

  readonly #emit = (event: RareEvent): void => {
    this.state.events.rare(event)
  }

  readonly #emitFutures = (event: FuturesEvent): void => {
    this.state.events.rare({ kind: 'futures', event })
  }

  constructor(rooms: ExchangeRooms) {
    const facts: VenueFacts = {
      assets: () => this.assets(),
      asset: (name) => this.asset(name),
      symbols: () => this.symbols(),
      symbol: (name) => this.symbol(name),
      terms: (accountId) => this.terms(accountId),
      lastPrice: (symbol) => this.lastPrice(symbol),
    }
    this.fold = rooms.fold(facts)
    this.walletRoom = rooms.wallet(this.ledger, facts)
    this.convert = new ConvertDesk(this.ledger, facts, (wallet) => this.#rulesOf(wallet))
    this.state = new SpotState(this.ledger, this.fold, rooms.exchangeFilters ?? NO_EXCHANGE_FILTERS, rooms.routes ?? [])
    this.transfers = new Transfers(this.ledger, facts, (wallet) => this.#rulesOf(wallet))
    this.marginRoom = new Margin(this.state, facts, () => this.transfers.nextId())
    this.margin = this.marginRoom.view
    this.futuresRoom = new Futures(this.ledger, facts, rooms.futuresFold())
    this.futures = this.futuresRoom.view
    this.orders = new Queries(this.state)
    this.market = marketViewOf(this.state, this.fold)
    this.wallet = walletViewOf(this.ledger, this.state, this.walletRoom)
    this.#spot = new SpotCommands(this.state, this.marginRoom.orders)
    this.#listing = new ListingCommands(this.state, this.fold)
    this.dailySnapshots = new DailySnapshots(this, () => [...this.state.traders.values()].filter(({ terms }) => terms.keepsHistory).map(({ accountId }) => accountId))
  }

  /** How many commands have changed the state. */
  get sequence(): number {
    return this.#sequence
  }

  /** Digest of the events of the last command that changed something. */
  get lastDigest(): number {
    return this.#lastDigest
  }

  /** The venue's time: that of the last command, which never goes back. */
  get timeUs(): TimeUs {
    return this.state.nowUs
  }

  assets(): readonly Asset[] {
    return [...this.state.assets.values()]
  }

  asset(name: string): Asset | undefined {
    return this.state.assets.get(name)
  }

  symbols(): readonly SymbolDefinition[] {
    return [...this.state.markets.values()].map((market) => market.definition)
  }

  symbol(name: string): SymbolDefinition | undefined {
    return this.state.markets.get(name)?.definition
  }

  terms(accountId: AccountId): AccountTerms | undefined {
    return this.state.traders.get(accountId)?.terms
  }

  lastPrice(symbol: string): Price | null {
    return this.state.markets.get(symbol)?.lastPrice ?? null
  }

  stateHash(): string {
    return hashOfState(this.toState())
  }

  /** The whole state in its canonical form. */
  toState(): StateValue {
    return stateOfExchange(this, this.#sequence, this.#lastDigest)
  }

  /** Takes on a state that `toState` gave. Only for an exchange that has done nothing yet. */
  restore(value: StateValue): void {
    const { sequence, lastDigest } = restoreExchange(this, value)
    this.#sequence = sequence
    this.#lastDigest = lastDigest
  }

  /**
   * Applies a command.
   * @param nowUs the venue's time; one before the last command's counts as that.
   * @returns what happened, or why nothing did. `sequence` has risen exactly when something changed.
   */
  execute(command: Command, nowUs: TimeUs): Outcome {
    const { state } = this
    const timeBefore = state.nowUs
    if (nowUs > timeBefore) state.nowUs = nowUs
    const given = this.#apply(command)
    if (state.touchedMargin.length > 0) this.marginRoom.orders.settle()
    const { verdict, partial } = typeof given === 'object' && 'verdict' in given ? given : { verdict: given, partial: undefined }
    if (typeof verdict === 'object') {
      state.nowUs = timeBefore
      return partial === undefined ? { ok: false, rejection: verdict } : { ok: false, rejection: verdict, partial }
    }
    const timeUs = state.nowUs
    if (verdict === 'unchanged') {
      state.nowUs = timeBefore
      return { ok: true, events: NOTHING, timeUs }
    }
    this.ledger.settle(timeUs, this.#tellBalance)
    this.#sequence++
    this.#lastDigest = state.events.digest
    const events = state.events.take()
    return partial === undefined ? { ok: true, events, timeUs } : { ok: true, events, timeUs, partial }
  }

  /** Judges a command as `execute` would, and changes nothing. */
  examine(command: Command, nowUs: TimeUs): Outcome {
    const { state } = this
    const timeBefore = state.nowUs
    if (nowUs > timeBefore) state.nowUs = nowUs
    const timeUs = state.nowUs
    const given = this.#judge(command)
    state.nowUs = timeBefore
    const { rejection, partial } = given
    if (rejection !== null) return partial === null ? { ok: false, rejection } : { ok: false, rejection, partial }
    return partial === null ? { ok: true, events: NOTHING, timeUs } : { ok: true, events: NOTHING, timeUs, partial }
  }

  #apply(command: Command): Verdicts {
    const { nowUs } = this.state
    switch (command.kind) {
      case 'placeOrder': case 'cancelOrder': case 'cancelOpenOrders': case 'cancelReplace': case 'amendOrder': case 'placeOrderList': case 'cancelOrderList': return this.#spot.apply(command)
      case 'defineAsset': case 'listSymbol': case 'setSymbolStatus': case 'openAccount': case 'setFeeDiscount': case 'seedHistory': return this.#listing.apply(command)
      case 'quoteConversion': case 'placeConversionOrder': case 'cancelConversionOrder': return this.convert.execute(command, nowUs)
      case 'acceptConversion': return this.#convert(command)
      case 'tick': return this.#tick()
      case 'borrow': case 'repay': case 'setIsolatedEnabled': case 'setMaxLeverage': case 'liquidateMargin': case 'exchangeSmallLiability': return this.marginRoom.execute(command, nowUs)
      case 'transfer': return this.#transfer(command)
      case 'futures': return this.futuresRoom.execute(command.act, nowUs, this.#emitFutures)
      case 'fundInsurance': return this.#fundInsurance(command)
      default: return this.#executeWallet(command)
    }
  }

  #judge(command: Command): Replaced {
    switch (command.kind) {
      case 'placeOrder': case 'cancelOrder': case 'cancelOpenOrders': case 'cancelReplace': case 'amendOrder': case 'placeOrderList': case 'cancelOrderList': return this.#spot.judge(command)
      default: return { rejection: this.#judgeRoom(command), partial: null }
    }
  }

  #judgeRoom(command: Exclude<Command, SpotCommand>): Rejection | null {
    const { nowUs, assets } = this.state
    switch (command.kind) {
      case 'defineAsset': case 'listSymbol': case 'setSymbolStatus': case 'openAccount': case 'setFeeDiscount': case 'seedHistory': return this.#listing.judge(command)
      case 'quoteConversion': case 'acceptConversion': case 'placeConversionOrder': case 'cancelConversionOrder': return this.convert.judge(command, nowUs)
      case 'borrow': case 'repay': case 'setIsolatedEnabled': case 'setMaxLeverage': case 'liquidateMargin': case 'exchangeSmallLiability': return this.marginRoom.judge(command, nowUs)
      case 'futures': return this.futuresRoom.judge(command.act, nowUs)
      case 'transfer': return this.transfers.judge(command)
      case 'fundInsurance': return assets.has(command.asset) ? null : { reason: 'unknownAsset' }
      default: return this.walletRoom.judge(command, nowUs)
    }
  }

  /** Every room lets time do its work. */
  #tick(): Verdict {
    const days = this.dailySnapshots.tick(this.state.nowUs)
    const isConvertChanged = this.convert.tick(this.state.nowUs)
    const isMarginChanged = this.marginRoom.tick(this.state.nowUs)
    const isFuturesChanged = this.futuresRoom.tick(this.state.nowUs, this.#emitFutures)
    const wallet = this.#executeWallet({ kind: 'tick' })
    return days === 'changed' || isConvertChanged || isMarginChanged || isFuturesChanged ? 'changed' : wallet
  }

  #rulesOf(wallet: WalletName): WalletRules {
    if (wallet === 'usdFutures') return this.futuresRoom.walletRules
    return wallet === 'crossMargin' || symbolOfIsolated(wallet) !== undefined ? this.marginRoom : NO_RULES
  }

  /** The futures room is told what came into its wallets and what left them. */
  #transfer(command: CommandOf<'transfer'>): Verdict {
    const { from, to, asset, amount } = command
    const verdict = this.transfers.execute(command, this.state.nowUs, this.#emit)
    if (verdict !== 'changed') return verdict
    if (from.wallet === 'usdFutures') this.futuresRoom.onTransfer(from.accountId, asset, -amount, this.state.nowUs, this.#emitFutures)
    if (to.wallet === 'usdFutures') this.futuresRoom.onTransfer(to.accountId, asset, amount, this.state.nowUs, this.#emitFutures)
    return verdict
  }

  /** The futures room is told what was converted in one of its wallets. */
  #convert(command: CommandOf<'acceptConversion'>): Verdict {
    const quote = this.convert.quote(command.accountId, command.quoteId)
    const verdict = this.convert.execute(command, this.state.nowUs)
    if (verdict === 'changed' && quote?.wallet === 'usdFutures') this.futuresRoom.onConversion(quote, this.state.nowUs, this.#emitFutures)
    return verdict
  }

  #fundInsurance({ asset, amount }: CommandOf<'fundInsurance'>): Verdict {
    if (!this.state.assets.has(asset)) return { reason: 'unknownAsset' }
    this.ledger.creditFromWorld(INSURANCE_FUND_ACCOUNT, asset, amount)
    return 'changed'
  }

  #executeWallet(command: WalletCommand): Verdict {
    const { state } = this
    return this.walletRoom.execute(command, state.nowUs, this.#emit)
  }
}

const NOTHING: readonly ExchangeEvent[] = []
