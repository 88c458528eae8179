import type { AccountId } from '../ids.ts'
import type { Price } from '../money.ts'
import type { TimeUs } from '../time.ts'
import type { AccountTerms, Command, CommandOf, MarginWalletName } from './command.ts'
import { ConvertDesk } from './convert/convert-desk.ts'
import { DailySnapshots } from './daily-snapshots.ts'
import type { RareEvent } from './event-log.ts'
import type { CancelReplaceOutcome, ExchangeEvent, Outcome } from './event.ts'
import type { Balance, ExchangeView, MarketView, OrdersView, WalletView } from './exchange-view.ts'
import { FIRST_ACCOUNT, INSURANCE_FUND_ACCOUNT, Ledger, type Holding, type Postings } from './ledger.ts'
import { Margin } from './margin/margin.ts'
import type { MarketFold, StateValue, VenueFacts, Verdict, WalletCommand, WalletRoom } from './market-port.ts'
import type { Rejection } from './rejection.ts'
import { hashOfState, restoreExchange, stateOfExchange } from './snapshot.ts'
import { amendOrder, findAmendable } from './spot/amending.ts'
import { cancelAll, cancelList, cancelOrder, findCancellable, findOpenList, isRejection } from './spot/cancelling.ts'
import { cancelReplace } from './spot/cancel-replace.ts'
import { carryOn } from './spot/carry-on.ts'
import type { Desk } from './spot/desk.ts'
import { NO_EXCHANGE_FILTERS, type ExchangeFilters } from './spot/exchange-filters.ts'
import { judgeList, placeList } from './spot/order-lists.ts'
import { Futures } from './futures/futures.ts'
import type { FuturesEvent } from './futures/futures-event.ts'
import type { FuturesView } from './futures/futures-view.ts'
import { judgeOrder, placeOrder } from './spot/placing.ts'
import { Queries } from './spot/queries.ts'
import type { Route } from './spot/route.ts'
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

type Verdicts = Verdict | { readonly verdict: Verdict; readonly partial: CancelReplaceOutcome }

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
  readonly margin: Margin
  readonly orders: OrdersView
  readonly market: MarketView
  readonly wallet: WalletView
  readonly convert: ConvertDesk
  readonly futuresRoom: Futures
  readonly futures: FuturesView
  readonly dailySnapshots: DailySnapshots
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
    this.convert = new ConvertDesk(this.ledger, facts)
    this.state = new SpotState(this.ledger, this.fold, rooms.exchangeFilters ?? NO_EXCHANGE_FILTERS, rooms.routes ?? [])
    this.transfers = new Transfers(this.ledger, facts, (wallet) => this.#rulesOf(wallet))
    this.margin = new Margin(this.state, facts, () => this.transfers.nextId())
    this.futuresRoom = new Futures(this.ledger, facts, rooms.futuresFold())
    this.futures = this.futuresRoom.view
    this.orders = new Queries(this.state)
    this.market = this.#marketView()
    this.wallet = this.#walletView()
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
    if (state.touchedMargin.length > 0) this.margin.settle()
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
    switch (command.kind) {
      case 'placeOrder': return this.#placeOrder(command)
      case 'cancelOrder': return this.#cancelOrder(command)
      case 'cancelOpenOrders': return this.#cancelOpenOrders(command)
      case 'cancelReplace': return this.#cancelReplace(command)
      case 'amendOrder': return this.#amendOrder(command)
      case 'placeOrderList': return this.#placeOrderList(command)
      case 'cancelOrderList': return this.#cancelOrderList(command)
      case 'defineAsset': return this.#defineAsset(command)
      case 'listSymbol': return this.#listSymbol(command)
      case 'setSymbolStatus': return this.#setSymbolStatus(command)
      case 'openAccount': return this.#openAccount(command)
      case 'setFeeDiscount': return this.#setFeeDiscount(command)
      case 'seedHistory': return this.#seedHistory(command)
      case 'quoteConversion': case 'acceptConversion': case 'placeConversionOrder': case 'cancelConversionOrder': return this.convert.execute(command, this.state.nowUs)
      case 'tick': return this.#tick()
      case 'borrow': case 'repay': case 'setIsolatedEnabled': case 'setMaxLeverage': case 'liquidateMargin': case 'exchangeSmallLiability': return this.margin.execute(command, this.state.nowUs)
      case 'transfer': return this.#transfer(command)
      case 'futures': return this.futuresRoom.execute(command.act, this.state.nowUs, this.#emitFutures)
      case 'fundInsurance': return this.#fundInsurance(command)
      default: return this.#executeWallet(command)
    }
  }

  #judge(command: Command): { readonly rejection: Rejection | null; readonly partial: CancelReplaceOutcome | null } {
    const { state } = this
    if (command.kind === 'cancelReplace') {
      const desk = this.#desk(command)
      return isRejection(desk) ? { rejection: desk, partial: null } : cancelReplace(state, desk, command, true)
    }
    return { rejection: this.#judgeWhole(command), partial: null }
  }

  /** The rejection of a command that is done whole or not at all. */
  #judgeWhole(command: Exclude<Command, { kind: 'cancelReplace' }>): Rejection | null {
    const { state } = this
    switch (command.kind) {
      case 'placeOrder': return this.#atDesk(command, (desk) => (command.wallet === undefined ? judgeOrder(state, desk, command.order) : this.margin.judgeOrder(desk, command)))
      case 'cancelOrder': return this.#atDesk(command, (desk) => asRejection(findCancellable(state, desk, command.order, command.restriction)))
      case 'cancelOpenOrders': return this.#atDesk(command, (desk) => (desk.firstOpen === null ? { reason: 'unknownOrder' } : null))
      case 'amendOrder': return this.#atDesk(command, (desk) => asRejection(findAmendable(state, desk, command)))
      case 'placeOrderList': return this.#atDesk(command, (desk) => (command.wallet === undefined ? judgeList(state, desk, command.clientListId, command.list) : this.margin.judgeList(desk, command)))
      case 'cancelOrderList': return this.#atDesk(command, (desk) => (findOpenList(desk, command) === undefined ? { reason: 'unknownOrderList' } : null))
      case 'setSymbolStatus':
      case 'seedHistory': return state.markets.has(command.symbol) ? null : { reason: 'unknownSymbol' }
      case 'listSymbol': return this.#judgeListing(command.symbol)
      case 'setFeeDiscount': return state.traders.has(command.accountId) ? null : { reason: 'unknownAccount' }
      case 'openAccount': return command.accountId >= FIRST_ACCOUNT ? null : { reason: 'unknownAccount' }
      case 'defineAsset': return null
      case 'quoteConversion': case 'acceptConversion': case 'placeConversionOrder': case 'cancelConversionOrder': return this.convert.judge(command, state.nowUs)
      case 'borrow': case 'repay': case 'setIsolatedEnabled': case 'setMaxLeverage': case 'liquidateMargin': case 'exchangeSmallLiability': return this.margin.judge(command, state.nowUs)
      case 'futures': return this.futuresRoom.judge(command.act, state.nowUs)
      case 'transfer': return this.transfers.judge(command)
      case 'fundInsurance': return state.assets.has(command.asset) ? null : { reason: 'unknownAsset' }
      default: return this.walletRoom.judge(command, state.nowUs)
    }
  }

  #desk({ accountId, symbol, wallet }: { readonly accountId: AccountId; readonly symbol: string; readonly wallet?: MarginWalletName }): Desk | Rejection {
    const { state } = this
    if (wallet !== undefined) return this.margin.desk(accountId, symbol, wallet)
    const market = state.markets.get(symbol)
    const desk = market?.desks.get(accountId)
    if (desk !== undefined) return desk
    const trader = state.traders.get(accountId)
    if (trader === undefined) return { reason: 'unknownAccount' }
    return market === undefined ? { reason: 'unknownSymbol' } : state.desk(trader, market)
  }

  #atDesk(command: { readonly accountId: AccountId; readonly symbol: string; readonly wallet?: MarginWalletName }, judge: (desk: Desk) => Rejection | null): Rejection | null {
    const desk = this.#desk(command)
    return isRejection(desk) ? desk : judge(desk)
  }

  #placeOrder(command: CommandOf<'placeOrder'>): Verdict {
    const { state } = this
    const desk = this.#desk(command)
    if (isRejection(desk)) return desk
    if (command.wallet !== undefined) return this.margin.placeOrder(desk, command)
    const rejection = judgeOrder(state, desk, command.order)
    if (rejection !== null) return rejection
    placeOrder(state, desk, command.order)
    carryOn(state)
    return 'changed'
  }

  #cancelOrder(command: CommandOf<'cancelOrder'>): Verdict {
    const desk = this.#desk(command)
    if (isRejection(desk)) return desk
    const order = findCancellable(this.state, desk, command.order, command.restriction)
    if (isRejection(order)) return order
    cancelOrder(this.state, order, command.newClientOrderId)
    return 'changed'
  }

  #cancelOpenOrders(command: CommandOf<'cancelOpenOrders'>): Verdict {
    const desk = this.#desk(command)
    if (isRejection(desk)) return desk
    if (desk.firstOpen === null) return { reason: 'unknownOrder' }
    cancelAll(this.state, desk, command.newClientOrderId)
    return 'changed'
  }

  #cancelReplace(command: CommandOf<'cancelReplace'>): Verdicts {
    const { state } = this
    const desk = this.#desk(command)
    if (isRejection(desk)) return desk
    const { rejection, partial } = cancelReplace(state, desk, command, false)
    carryOn(state)
    const verdict = rejection ?? 'changed'
    return partial === null ? verdict : { verdict, partial }
  }

  #amendOrder(command: CommandOf<'amendOrder'>): Verdict {
    const desk = this.#desk(command)
    if (isRejection(desk)) return desk
    const order = findAmendable(this.state, desk, command)
    if (isRejection(order)) return order
    amendOrder(this.state, order, command.newQuantity, command.newClientOrderId)
    return 'changed'
  }

  #placeOrderList(command: CommandOf<'placeOrderList'>): Verdict {
    const { state } = this
    const desk = this.#desk(command)
    if (isRejection(desk)) return desk
    if (command.wallet !== undefined) return this.margin.placeList(desk, command)
    const rejection = judgeList(state, desk, command.clientListId, command.list)
    if (rejection !== null) return rejection
    placeList(state, desk, command)
    carryOn(state)
    return 'changed'
  }

  #cancelOrderList(command: CommandOf<'cancelOrderList'>): Verdict {
    const desk = this.#desk(command)
    if (isRejection(desk)) return desk
    const list = findOpenList(desk, command)
    if (list === undefined) return { reason: 'unknownOrderList' }
    cancelList(this.state, list, command.newClientOrderId)
    return 'changed'
  }

  #defineAsset({ asset }: CommandOf<'defineAsset'>): Verdict {
    this.state.assets.set(asset.name, asset)
    return 'changed'
  }

  #judgeListing(symbol: SymbolDefinition): Rejection | null {
    const { state } = this
    if (!state.assets.has(symbol.baseAsset) || !state.assets.has(symbol.quoteAsset)) return { reason: 'unknownAsset' }
    const known = state.markets.get(symbol.name)?.definition
    return known && (known.baseAsset !== symbol.baseAsset || known.quoteAsset !== symbol.quoteAsset) ? { reason: 'unknownSymbol' } : null
  }

  /** A symbol that is listed already gets the new rules; its book stays. */
  #listSymbol({ symbol }: CommandOf<'listSymbol'>): Verdict {
    const rejection = this.#judgeListing(symbol)
    if (rejection !== null) return rejection
    const market = this.state.markets.get(symbol.name)
    if (market === undefined) this.state.list(symbol)
    else market.redefine(symbol)
    return 'changed'
  }

  #setSymbolStatus({ symbol, status }: CommandOf<'setSymbolStatus'>): Verdict {
    const market = this.state.markets.get(symbol)
    if (market === undefined) return { reason: 'unknownSymbol' }
    if (market.definition.status === status) return 'unchanged'
    market.redefine({ ...market.definition, status })
    return 'changed'
  }

  /** An account that is open already gets the new terms. */
  #openAccount({ accountId, terms }: CommandOf<'openAccount'>): Verdict {
    if (accountId < FIRST_ACCOUNT) return { reason: 'unknownAccount' }
    const trader = this.state.traders.get(accountId)
    if (trader === undefined) this.state.openAccount(accountId, terms)
    for (const each of this.state.tradersOf(accountId)) each.terms = terms
    return 'changed'
  }

  #setFeeDiscount({ accountId, isEnabled }: CommandOf<'setFeeDiscount'>): Verdict {
    const trader = this.state.traders.get(accountId)
    if (trader === undefined) return { reason: 'unknownAccount' }
    if (trader.hasFeeDiscount === isEnabled) return 'unchanged'
    for (const each of this.state.tradersOf(accountId)) each.hasFeeDiscount = isEnabled
    return 'changed'
  }

  #seedHistory({ symbol, seed, lastPrice }: CommandOf<'seedHistory'>): Verdict {
    const { state } = this
    const market = state.markets.get(symbol)
    if (market === undefined) return { reason: 'unknownSymbol' }
    const drawn = this.fold.seed(market.definition, seed, lastPrice, state.nowUs)
    if (drawn.nextTradeId === market.nextTradeId && drawn.lastPrice === market.lastPrice) return 'unchanged'
    market.nextTradeId = drawn.nextTradeId
    market.lastPrice = drawn.lastPrice
    market.reference.add(drawn.lastPrice, state.nowUs)
    return 'changed'
  }

  /** Every room lets time do its work. */
  #tick(): Verdict {
    const days = this.dailySnapshots.tick(this.state.nowUs)
    const isConvertChanged = this.convert.tick(this.state.nowUs)
    const isMarginChanged = this.margin.tick(this.state.nowUs)
    const isFuturesChanged = this.futuresRoom.tick(this.state.nowUs, this.#emitFutures)
    const wallet = this.#executeWallet({ kind: 'tick' })
    return days === 'changed' || isConvertChanged || isMarginChanged || isFuturesChanged ? 'changed' : wallet
  }

  #rulesOf(wallet: WalletName): WalletRules {
    if (wallet === 'usdFutures') return this.futuresRoom.walletRules
    return wallet === 'crossMargin' || symbolOfIsolated(wallet) !== undefined ? this.margin : NO_RULES
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

  #fundInsurance({ asset, amount }: CommandOf<'fundInsurance'>): Verdict {
    if (!this.state.assets.has(asset)) return { reason: 'unknownAsset' }
    this.ledger.creditFromWorld(INSURANCE_FUND_ACCOUNT, asset, amount)
    return 'changed'
  }

  #executeWallet(command: WalletCommand): Verdict {
    const { state } = this
    return this.walletRoom.execute(command, state.nowUs, this.#emit)
  }

  #marketView(): MarketView {
    const { fold, state } = this
    return {
      depth: (symbol, limit) => state.markets.get(symbol)?.book.depth(limit) ?? { lastUpdateId: 0, bids: [], asks: [] },
      lastPrice: (symbol) => this.lastPrice(symbol),
      referencePrice: (symbol, nowUs) => {
        const reference = state.markets.get(symbol)?.reference
        return reference?.wasEverSet === true ? { price: reference.at(nowUs) } : null
      },
      trades: (symbol, range) => fold.trades(symbol, range),
      aggregateTrades: (symbol, range) => fold.aggregateTrades(symbol, range),
      klines: (symbol, interval, range) => fold.klines(symbol, interval, range),
      window: (symbol, windowUs, nowUs) => fold.window(symbol, windowUs, nowUs),
      since: (symbol, startUs, nowUs) => fold.since(symbol, startUs, nowUs),
      averagePrice: (symbol, minutes, nowUs) => fold.averagePrice(symbol, minutes, nowUs),
    }
  }

  #walletView(): WalletView {
    const { ledger, state, walletRoom } = this
    return {
      terms: (accountId) => this.terms(accountId),
      wallets: (accountId) => ledger.wallets(accountId),
      balances: (accountId, wallet) => ledger.balances(accountId, wallet),
      balance: (accountId, asset, wallet): Balance => ({ asset, free: ledger.free(accountId, asset, wallet), locked: ledger.locked(accountId, asset, wallet) }),
      updatedAtUs: (accountId, wallet) => ledger.updatedAtUs(accountId, wallet),
      hasFeeDiscount: (accountId) => state.traders.get(accountId)?.hasFeeDiscount ?? false,
      hasFastWithdraw: (accountId) => walletRoom.hasFastWithdraw(accountId),
      depositAddress: (accountId, asset, network) => walletRoom.depositAddress(accountId, asset, network),
      deposits: (accountId) => walletRoom.deposits(accountId),
      withdrawals: (accountId) => walletRoom.withdrawals(accountId),
      withdrawal: (accountId, reference) => walletRoom.withdrawal(accountId, reference),
      withdrawing: (accountId, asset, wallet) => walletRoom.withdrawing(accountId, asset, wallet),
      dustLog: (accountId) => walletRoom.dustLog(accountId),
      valueIn: (asset, amount, quoteAsset) => walletRoom.valueIn(asset, amount, quoteAsset),
    }
  }
}

const NOTHING: readonly ExchangeEvent[] = []

const asRejection = (found: object | Rejection): Rejection | null => (isRejection(found) ? found : null)
