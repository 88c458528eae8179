import type { AccountId } from '../../ids.ts'
import { type Amount, type Price, type Quantity, UNIT } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { FUTURES_CLEARING_ACCOUNT, type Ledger } from '../ledger.ts'
import type { MarketFold, VenueFacts } from '../market-port.ts'
import { type Booked, OrderBook, type PriceLevel } from '../spot/order-book.ts'
import { OrderCount } from '../spot/order-count.ts'
import { type Contract, CONTRACTS, DEFAULT_LEVERAGE, MARGIN_ASSET } from './contract.ts'
import type { BalanceUpdate, FuturesEvent } from './futures-event.ts'
import type { AlgoOrder, FundingRecord, FuturesAmendment, FuturesFill, FuturesOrder, FuturesPosition, Income, IncomeType, MarginChange, MarginType, PositionSide } from './futures-order.ts'
import { least } from './rounding.ts'
import type { ValueCandle } from './value-candles.ts'

type Mutable<Value> = { -readonly [Name in keyof Value]: Value[Name] }

/** Of each kind of record an account keeps the newest so many. */
const KEPT = 10_000

/** An order in the engine: its plain facts, and where it stands in the book. */
export class LiveFuturesOrder implements Booked<LiveFuturesOrder> {
  readonly facts: Mutable<FuturesOrder>
  readonly account: FuturesAccount
  readonly market: FuturesMarket
  visible: Quantity = 0n
  level: PriceLevel<LiveFuturesOrder> | null = null
  previousInLevel: LiveFuturesOrder | null = null
  nextInLevel: LiveFuturesOrder | null = null

  constructor(facts: FuturesOrder, account: FuturesAccount, market: FuturesMarket) {
    this.facts = { ...facts }
    this.account = account
    this.market = market
  }

  get id(): number { return this.facts.id }
  get isBuy(): boolean { return this.facts.side === 'BUY' }
  get price(): Price { return this.facts.price }
  get remaining(): Quantity { return this.facts.quantity - this.facts.filledQuantity }
  /** It can only make a position smaller: asked for, or by its side in hedge mode. */
  get isReducing(): boolean { return this.facts.reduceOnly || this.facts.positionSide === (this.isBuy ? 'SHORT' : 'LONG') }
}

export const isOpenOrder = ({ status }: FuturesOrder): boolean => status === 'NEW' || status === 'PARTIALLY_FILLED'

export type LivePosition = Mutable<FuturesPosition>
export type LiveAlgo = Mutable<AlgoOrder>
export interface SymbolSettings { leverage: number; marginType: MarginType }

/** Whoever goes over a map must meet its entries in the same order in an account that was restored. */
const sortByKey = (map: Map<string, unknown>): void => {
  const entries = [...map].sort(([a], [b]) => (a < b ? -1 : 1))
  map.clear()
  for (const [key, value] of entries) map.set(key, value)
}

/** An account in the futures room. */
export class FuturesAccount {
  readonly id: AccountId
  readonly keepsHistory: boolean
  isHedge = false
  isMultiAssets = false
  isFeeBurn = false
  /** Losses that the wallet could not pay; the clearing account stands in for them until they are paid. */
  owed: Amount = 0n
  isCalled = false
  readonly settings = new Map<string, SymbolSettings>()
  /** By contract and side, in that order; there is one at least for each side on which an order is open. */
  readonly positions = new Map<string, LivePosition>()
  readonly open = new Map<number, LiveFuturesOrder>()
  readonly openAlgos = new Map<number, LiveAlgo>()
  /** In the order of contracts. */
  readonly countdowns = new Map<string, TimeUs>()
  readonly orderCount = new OrderCount()
  orders: FuturesOrder[] = []
  algos: AlgoOrder[] = []
  fills: FuturesFill[] = []
  incomes: Income[] = []
  amendments: FuturesAmendment[] = []
  marginChanges: MarginChange[] = []

  constructor(id: AccountId, keepsHistory: boolean) {
    this.id = id
    this.keepsHistory = keepsHistory
  }

  settingsOf(symbol: string): SymbolSettings {
    let found = this.settings.get(symbol)
    if (found === undefined) this.settings.set(symbol, (found = { leverage: DEFAULT_LEVERAGE, marginType: 'CROSSED' }))
    return found
  }

  position(symbol: string, positionSide: PositionSide): LivePosition {
    const key = `${symbol} ${positionSide}`
    let found = this.positions.get(key)
    if (found !== undefined) return found
    this.positions.set(key, (found = { accountId: this.id, symbol, positionSide, quantity: 0n, cost: 0n, realized: 0n, closedProfit: 0n, isolatedWallet: 0n, updatedAtUs: 0 }))
    sortByKey(this.positions)
    return found
  }

  countDown(symbol: string, endsAtUs: TimeUs): void {
    this.countdowns.set(symbol, endsAtUs)
    sortByKey(this.countdowns)
  }

  ordersOf(symbol: string): LiveFuturesOrder[] {
    return [...this.open.values()].filter((order) => order.facts.symbol === symbol)
  }

  keep<Kept>(list: Kept[], item: Kept): void {
    if (!this.keepsHistory) return
    list.push(item)
    if (list.length > KEPT * 1.1) list.splice(0, list.length - KEPT)
  }
}

/** One contract's market. */
export class FuturesMarket {
  readonly contract: Contract
  readonly book = new OrderBook<LiveFuturesOrder>()
  status: 'TRADING' | 'SETTLING' = 'TRADING'
  lastPrice: Price = 0n
  markPrice: Price = 0n
  indexPrice: Price = 0n
  /** Moving average of how far the book stands from the index. */
  basis: bigint = 0n
  /** Premiums seen since the last funding, in 10⁻⁸ of the index. */
  premiumSum = 0n
  premiumCount = 0
  fundingHours = 8
  nextFundingUs: TimeUs = 0
  nextTradeId = 1
  funding: FundingRecord[] = []
  /** Mark price and premium by the minute. */
  marks: ValueCandle[] = []
  premiums: ValueCandle[] = []
  forced: FuturesOrder[] = []

  constructor(contract: Contract) {
    this.contract = contract
  }

  /** Half way between the best prices; the last price where a side is empty, the index before the first trade. */
  get middle(): Price {
    const bid = this.book.bids.best()?.price
    const ask = this.book.asks.best()?.price
    return bid !== undefined && ask !== undefined ? (bid + ask) / 2n : this.lastPrice > 0n ? this.lastPrice : this.indexPrice
  }
}

/**
 * The state of the futures room and how money moves in it. Profit and loss of a position is paid from or to the clearing account, whose balance
 * is therefore, at all times, what all positions together cost (longs above zero, shorts below) and all that is owed, with the sign turned:
 * once every position is closed and nothing is owed it is exactly zero.
 */
export class FuturesState {
  readonly ledger: Ledger
  readonly facts: VenueFacts
  readonly fold: MarketFold
  readonly accounts = new Map<AccountId, FuturesAccount>()
  readonly markets: ReadonlyMap<string, FuturesMarket> = new Map(CONTRACTS.map((contract) => [contract.name, new FuturesMarket(contract)]))
  nowUs: TimeUs = 0
  sampledSecond = 0
  nextOrderId = 1
  nextAlgoId = 1
  nextIncomeId = 1
  nextAmendmentId = 1
  emit: (event: FuturesEvent) => void = () => {}

  constructor(ledger: Ledger, facts: VenueFacts, fold: MarketFold) {
    this.ledger = ledger
    this.facts = facts
    this.fold = fold
  }

  account(id: AccountId): FuturesAccount | undefined {
    let account = this.accounts.get(id)
    const terms = account === undefined ? this.facts.terms(id) : undefined
    if (terms !== undefined) this.accounts.set(id, (account = new FuturesAccount(id, terms.keepsHistory)))
    return account
  }

  /** What the wallet holds of the margin asset, less what is owed: below zero where losses ran ahead of it. */
  walletBalance({ id, owed }: FuturesAccount, asset = MARGIN_ASSET): Amount {
    return this.ledger.free(id, asset, 'usdFutures') - (asset === MARGIN_ASSET ? owed : 0n)
  }

  crossWallet(account: FuturesAccount): Amount {
    let isolated = 0n
    for (const position of account.positions.values()) isolated += position.isolatedWallet
    return this.walletBalance(account) - isolated
  }

  /** Moves an amount between the wallet and one of the venue's pots. A payment that the wallet does not cover is advanced by the clearing account and owed. */
  post(account: FuturesAccount, pot: AccountId, amount: Amount): void {
    const wallet = { accountId: account.id, wallet: 'usdFutures' } as const
    const counter = { accountId: pot, wallet: 'spot' } as const
    const clearing = { accountId: FUTURES_CLEARING_ACCOUNT, wallet: 'spot' } as const
    if (amount < 0n) {
      const due = -amount
      const paid = least(due, this.ledger.free(account.id, MARGIN_ASSET, 'usdFutures'))
      if (paid > 0n) this.ledger.moveBetween(wallet, counter, MARGIN_ASSET, paid)
      if (paid === due) return
      account.owed += due - paid
      if (pot !== FUTURES_CLEARING_ACCOUNT) this.ledger.moveBetween(clearing, counter, MARGIN_ASSET, due - paid)
      return
    }
    const repaid = least(amount, account.owed)
    account.owed -= repaid
    if (repaid > 0n && pot !== FUTURES_CLEARING_ACCOUNT) this.ledger.moveBetween(counter, clearing, MARGIN_ASSET, repaid)
    if (amount > repaid) this.ledger.moveBetween(counter, wallet, MARGIN_ASSET, amount - repaid)
  }

  /** Money that came into the wallet pays first what is owed. */
  payDebts(account: FuturesAccount): void {
    const paid = least(account.owed, this.ledger.free(account.id, MARGIN_ASSET, 'usdFutures'))
    if (paid <= 0n) return
    this.ledger.moveBetween({ accountId: account.id, wallet: 'usdFutures' }, { accountId: FUTURES_CLEARING_ACCOUNT, wallet: 'spot' }, MARGIN_ASSET, paid)
    account.owed -= paid
  }

  income(account: FuturesAccount, symbol: string, type: IncomeType, amount: Amount, tradeId: number | null = null, asset = MARGIN_ASSET): void {
    if (amount !== 0n) account.keep(account.incomes, { id: this.nextIncomeId++, accountId: account.id, symbol, type, asset, amount, timeUs: this.nowUs, tradeId })
  }

  balanceUpdate(account: FuturesAccount, change: Amount, asset = MARGIN_ASSET): BalanceUpdate {
    return { asset, walletBalance: this.walletBalance(account, asset), crossWallet: asset === MARGIN_ASSET ? this.crossWallet(account) : this.walletBalance(account, asset), change }
  }

  tellDepth(order: LiveFuturesOrder, level: PriceLevel<LiveFuturesOrder>): void {
    const { book, contract } = order.market
    this.emit({ what: 'depth', symbol: contract.name, side: order.facts.side, price: level.price, quantity: level.visible, updateId: ++book.lastUpdateId })
  }
}

export const entryPriceOf = ({ cost, quantity }: FuturesPosition): Price => (quantity === 0n ? 0n : (cost * UNIT) / quantity)
