import type { AccountId } from '../../ids.ts'
import type { Amount, Price, Quantity } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { Depth } from '../exchange-view.ts'
import type { MarketFold } from '../market-port.ts'
import { CONTRACT_OF, CONTRACTS, type Contract, DEFAULT_LEVERAGE } from './contract.ts'
import type { OrderReference } from '../command.ts'
import type { AlgoReference } from './futures-command.ts'
import type { AlgoOrder, FuturesAmendment, FuturesFill, FuturesOrder, FuturesPosition, Income, MarginChange, MarginType } from './futures-order.ts'
import type { FuturesAccount, FuturesMarket, FuturesState } from './futures-state.ts'
import { adlQueue } from './liquidation.ts'
import { fundingRate } from './mark-and-funding.ts'
import { type AccountMargin, accountMargin, breakEvenOf, liquidationPrice, maintenanceOf, mostToWithdraw, profitAt, symbolMargin, type SymbolMargin } from './margin.ts'
import { absolute, worthOf } from './rounding.ts'

/** How an account uses the room. */
export interface AccountSettings {
  readonly isHedge: boolean
  readonly isMultiAssets: boolean
  readonly isFeeBurn: boolean
}

/** A position with what it is worth, and what backs it. */
export interface PositionState extends FuturesPosition, SymbolMargin {
  readonly markPrice: Price
  readonly breakEvenPrice: Price
  readonly notional: Amount
  readonly unrealized: Amount
  readonly maintenance: Amount
  readonly leverage: number
  readonly marginType: MarginType
}

/** The futures room as everything outside reads it. */
export class FuturesView {
  readonly #state: FuturesState

  constructor(state: FuturesState) {
    this.#state = state
  }

  get contracts(): readonly Contract[] { return CONTRACTS }
  get statistics(): MarketFold { return this.#state.fold }

  contract(symbol: string): Contract | undefined { return CONTRACT_OF.get(symbol) }
  market(symbol: string): Readonly<FuturesMarket> | undefined { return this.#state.markets.get(symbol) }
  depth(symbol: string, limit: number): Depth { return this.#state.markets.get(symbol)?.book.depth(limit) ?? { lastUpdateId: 0, bids: [], asks: [] } }

  margin(accountId: AccountId): AccountMargin | undefined {
    const account = this.#of(accountId)
    return account && accountMargin(this.#state, account)
  }

  positions(accountId: AccountId): readonly FuturesPosition[] { return [...this.#of(accountId)?.positions.values() ?? []].map((position) => ({ ...position })) }

  liquidationPrice(accountId: AccountId, { symbol, positionSide }: FuturesPosition): bigint {
    const account = this.#of(accountId)
    return account === undefined ? 0n : liquidationPrice(this.#state, account, account.position(symbol, positionSide))
  }

  openOrders(accountId: AccountId, symbol?: string): readonly FuturesOrder[] { return [...this.#of(accountId)?.open.values() ?? []].map(({ facts }) => ({ ...facts })).filter((order) => symbol === undefined || order.symbol === symbol) }
  allOrders(accountId: AccountId, symbol: string): readonly FuturesOrder[] { return [...(this.#of(accountId)?.orders ?? []).filter((order) => order.symbol === symbol), ...this.openOrders(accountId, symbol)].sort((a, b) => a.id - b.id) }

  /** By number, else the newest of that client id. */
  order(accountId: AccountId, symbol: string, { orderId, clientOrderId }: OrderReference): FuturesOrder | undefined {
    return this.allOrders(accountId, symbol).findLast((order) => (orderId !== undefined ? order.id === orderId : order.clientOrderId === clientOrderId))
  }

  amendments(accountId: AccountId, symbol: string): readonly FuturesAmendment[] { return (this.#of(accountId)?.amendments ?? []).filter((amendment) => amendment.symbol === symbol) }
  orderCount(accountId: AccountId, windowUs: number, nowUs: TimeUs): number { return this.#of(accountId)?.orderCount.in(windowUs, nowUs) ?? 0 }
  /** Orders by which the venue itself closed positions of the account, oldest first. */
  forcedOrders(accountId: AccountId): readonly FuturesOrder[] { return [...this.#state.markets.values()].flatMap(({ forced }) => forced.filter((order) => order.accountId === accountId)).sort((a, b) => a.id - b.id) }

  algo(accountId: AccountId, { algoId, clientAlgoId }: AlgoReference): AlgoOrder | undefined {
    const account = this.#of(accountId)
    return [...account?.algos ?? [], ...this.openAlgos(accountId)].findLast((algo) => (algoId !== undefined ? algo.id === algoId : algo.clientAlgoId === clientAlgoId))
  }
  allAlgos(accountId: AccountId, symbol: string): readonly AlgoOrder[] { return [...this.#of(accountId)?.algos ?? [], ...this.openAlgos(accountId)].filter((algo) => algo.symbol === symbol).sort((a, b) => a.id - b.id) }
  openAlgos(accountId: AccountId): readonly AlgoOrder[] { return [...this.#of(accountId)?.openAlgos.values() ?? []].map((algo) => ({ ...algo })) }
  fills(accountId: AccountId, symbol: string): readonly FuturesFill[] { return (this.#of(accountId)?.fills ?? []).filter((fill) => fill.symbol === symbol) }
  incomes(accountId: AccountId): readonly Income[] { return this.#of(accountId)?.incomes ?? [] }
  marginChanges(accountId: AccountId, symbol: string): readonly MarginChange[] { return (this.#of(accountId)?.marginChanges ?? []).filter((change) => change.symbol === symbol) }

  /** Accounts that have been in the room. */
  accountIds(): readonly AccountId[] { return [...this.#state.accounts.keys()] }

  settings(accountId: AccountId): AccountSettings {
    const { isHedge = false, isMultiAssets = false, isFeeBurn = false } = this.#of(accountId) ?? {}
    return { isHedge, isMultiAssets, isFeeBurn }
  }

  symbolSettings(accountId: AccountId, symbol: string): { readonly leverage: number; readonly marginType: MarginType } {
    return this.#of(accountId)?.settings.get(symbol) ?? { leverage: DEFAULT_LEVERAGE, marginType: 'CROSSED' }
  }

  walletBalance(accountId: AccountId, asset: string): Amount {
    const account = this.#of(accountId)
    return account === undefined ? this.#state.ledger.free(accountId, asset, 'usdFutures') : this.#state.walletBalance(account, asset)
  }

  mostToWithdraw(accountId: AccountId, asset: string): Amount { return mostToWithdraw(this.#state, accountId, asset) }

  /** The position of one side, held or not. */
  position(accountId: AccountId, symbol: string, positionSide: FuturesPosition['positionSide']): PositionState | undefined {
    const market = this.#state.markets.get(symbol)
    if (market === undefined) return undefined
    const account = this.#of(accountId)
    const held = account?.positions.get(`${symbol} ${positionSide}`) ?? { accountId, symbol, positionSide, quantity: 0n, cost: 0n, realized: 0n, closedProfit: 0n, isolatedWallet: 0n, updatedAtUs: 0 }
    const notional = worthOf(market.markPrice, held.quantity)
    return {
      ...held, notional, markPrice: market.markPrice, breakEvenPrice: breakEvenOf(held), unrealized: profitAt(held, market.markPrice), maintenance: maintenanceOf(market.contract, absolute(notional)),
      ...(account === undefined ? { bidNotional: 0n, askNotional: 0n, positionInitial: 0n, openOrderInitial: 0n } : symbolMargin(account, market, held)), ...this.symbolSettings(accountId, symbol),
    }
  }

  fundingRate(symbol: string): bigint {
    const market = this.#state.markets.get(symbol)
    return market === undefined ? 0n : fundingRate(market)
  }

  /** What all longs hold together, which is what all shorts do. */
  openInterest(symbol: string): Quantity {
    let sum = 0n
    for (const { positions } of this.#state.accounts.values()) for (const position of positions.values()) if (position.symbol === symbol && position.quantity > 0n) sum += position.quantity
    return sum
  }

  /** How many accounts hold a contract long, and how many short; in hedge mode one may do both. */
  holders(symbol: string): { readonly longs: number; readonly shorts: number } {
    let [longs, shorts] = [0, 0]
    for (const { positions } of this.#state.accounts.values()) {
      const held = [...positions.values()].filter((position) => position.symbol === symbol)
      if (held.some(({ quantity }) => quantity > 0n)) longs += 1
      if (held.some(({ quantity }) => quantity < 0n)) shorts += 1
    }
    return { longs, shorts }
  }

  owed(accountId: AccountId): bigint { return this.#of(accountId)?.owed ?? 0n }

  /** Which fifth of the queue the position stands in: 4 is reduced first. */
  adlQuantile(accountId: AccountId, { symbol, positionSide, quantity }: FuturesPosition): number {
    const market = this.#state.markets.get(symbol)
    if (market === undefined || quantity === 0n) return 0
    const queue = adlQueue(this.#state, market, quantity > 0n)
    const at = queue.findIndex(({ owner, other }) => owner.id === accountId && other.positionSide === positionSide)
    return at < 0 ? 0 : 4 - Math.floor((at * 5) / queue.length)
  }

  #of(accountId: AccountId): FuturesAccount | undefined { return this.#state.accounts.get(accountId) }
}
