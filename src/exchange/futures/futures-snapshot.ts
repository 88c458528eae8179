import { accountId } from '../../ids.ts'
import type { StateValue } from '../market-port.ts'
import { DEFAULT_LEVERAGE } from './contract.ts'
import type { FuturesOrder } from './futures-order.ts'
import { FuturesAccount, type FuturesState, LiveFuturesOrder } from './futures-state.ts'

/** Money is a text behind a `#`, which stands in no name and no id that the room keeps. */
const encode = (value: unknown): StateValue => JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `#${each}` : each))) as StateValue // JSON of plain records
const decode = (value: StateValue): unknown => JSON.parse(JSON.stringify(value), (_, each: unknown) => (typeof each === 'string' && each.startsWith('#') ? BigInt(each.slice(1)) : each))

const byKey = <Value>(map: ReadonlyMap<string, Value>): [string, Value][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1))

const rowOfAccount = ({ id, keepsHistory, isHedge, isMultiAssets, isFeeBurn, owed, isCalled, settings, positions, open, openAlgos, countdowns, orderCount, orders, algos, fills, incomes, amendments, marginChanges }: FuturesAccount) => ({
  id, keepsHistory, isHedge, isMultiAssets, isFeeBurn, owed, isCalled, // What was only looked at is no part of the state.
  settings: byKey(settings).filter(([, each]) => each.leverage !== DEFAULT_LEVERAGE || each.marginType !== 'CROSSED'), positions: byKey(positions).filter(([, each]) => each.updatedAtUs > 0), open: [...open.values()].map(({ facts }) => facts), openAlgos: [...openAlgos.values()],
  countdowns: byKey(countdowns), orderCount: orderCount.state(), orders, algos, fills, incomes, amendments, marginChanges,
})

const isInUse = (account: FuturesAccount): boolean => {
  const { settings, positions, countdowns, open, openAlgos, orders, algos, incomes, isHedge, isMultiAssets, isFeeBurn, owed } = rowOfAccount(account)
  return isHedge || isMultiAssets || isFeeBurn || owed > 0n || [settings, positions, countdowns, open, openAlgos, orders, algos, incomes].some(({ length }) => length > 0)
}

const rowsOf = (state: FuturesState) => ({
  sampledSecond: state.sampledSecond, nextOrderId: state.nextOrderId, nextAlgoId: state.nextAlgoId, nextIncomeId: state.nextIncomeId, nextAmendmentId: state.nextAmendmentId,
  accounts: [...state.accounts.values()].filter(isInUse).sort((a, b) => a.id - b.id).map(rowOfAccount),
  markets: [...state.markets.values()].map(({ contract, book, status, lastPrice, markPrice, indexPrice, basis, premiumSum, premiumCount, fundingHours, nextFundingUs, nextTradeId, funding, marks, premiums, forced }) => ({
    name: contract.name, facts: { status, lastPrice, markPrice, indexPrice, basis, premiumSum, premiumCount, fundingHours, nextFundingUs, nextTradeId, funding, marks, premiums, forced }, lastUpdateId: book.lastUpdateId,
    queue: [book.bids, book.asks].flatMap((side) => {
      const ids: number[] = []
      side.visitLevels(({ first }) => {
        for (let order = first; order !== null; order = order.nextInLevel) ids.push(order.id)
        return true
      })
      return ids
    }),
  })),
})

export const stateOfFutures = (state: FuturesState): StateValue => encode({ ...rowsOf(state), statistics: state.fold.state() })

/** Takes on what `stateOfFutures` made, in a room that has done nothing yet. */
export const restoreFutures = (state: FuturesState, value: StateValue): void => {
  const kept = decode(value) as ReturnType<typeof rowsOf> & { statistics: StateValue } // written by stateOfFutures
  Object.assign(state, { sampledSecond: kept.sampledSecond, nextOrderId: kept.nextOrderId, nextAlgoId: kept.nextAlgoId, nextIncomeId: kept.nextIncomeId, nextAmendmentId: kept.nextAmendmentId })
  state.fold.restore(kept.statistics)
  const orders = new Map<number, LiveFuturesOrder>()
  for (const row of kept.markets) {
    const market = state.markets.get(row.name)
    if (market === undefined) throw new Error(`the snapshot has futures of ${row.name}, which are not listed`)
    Object.assign(market, row.facts)
    market.book.lastUpdateId = row.lastUpdateId
  }
  for (const row of kept.accounts) {
    const account = new FuturesAccount(accountId(row.id), row.keepsHistory)
    const { isHedge, isMultiAssets, isFeeBurn, owed, isCalled, orders: ended, algos, fills, incomes, amendments, marginChanges } = row
    Object.assign(account, { isHedge, isMultiAssets, isFeeBurn, owed, isCalled, orders: ended, algos, fills, incomes, amendments, marginChanges })
    for (const [key, each] of row.settings) account.settings.set(key, each)
    // Snapshots of a venue that did not keep what a closed part had earned say nothing of it.
    for (const [key, each] of row.positions) account.positions.set(key, { ...each, closedProfit: each.closedProfit ?? 0n })
    for (const [symbol, endsAtUs] of row.countdowns) account.countDown(symbol, endsAtUs)
    for (const each of row.openAlgos) account.openAlgos.set(each.id, each)
    account.orderCount.restore(row.orderCount)
    for (const facts of row.open as readonly FuturesOrder[]) { // their facts are plain records
      const order = new LiveFuturesOrder(facts, account, state.markets.get(facts.symbol)!)
      account.open.set(order.id, order)
      // What it takes from the margin is counted by the position that it may open.
      account.position(facts.symbol, facts.positionSide)
      orders.set(order.id, order)
    }
    state.accounts.set(account.id, account)
  }
  for (const row of kept.markets) for (const id of row.queue) {
    const order = orders.get(id)!
    order.visible = order.remaining
    order.market.book.sideOf(order).append(order)
  }
}
