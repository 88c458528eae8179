import type { AccountId } from '../../ids.ts'
import type { Depth } from '../exchange-view.ts'
import type { MarketFold } from '../market-port.ts'
import { CONTRACT_OF, CONTRACTS, type Contract } from './contract.ts'
import type { AlgoOrder, FuturesFill, FuturesOrder, FuturesPosition, Income } from './futures-order.ts'
import type { FuturesAccount, FuturesMarket, FuturesState } from './futures-state.ts'
import { adlQueue } from './liquidation.ts'
import { type AccountMargin, accountMargin, liquidationPrice } from './margin.ts'

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
  openAlgos(accountId: AccountId): readonly AlgoOrder[] { return [...this.#of(accountId)?.openAlgos.values() ?? []].map((algo) => ({ ...algo })) }
  fills(accountId: AccountId, symbol: string): readonly FuturesFill[] { return (this.#of(accountId)?.fills ?? []).filter((fill) => fill.symbol === symbol) }
  incomes(accountId: AccountId): readonly Income[] { return this.#of(accountId)?.incomes ?? [] }
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
