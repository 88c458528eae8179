import { COLLATERAL, MARGIN_ASSET } from '../../../exchange/futures/contract.ts'
import { POSITION_SIDES, type PositionSide } from '../../../exchange/futures/futures-order.ts'
import { entryPriceOf } from '../../../exchange/futures/futures-state.ts'
import type { FuturesView, PositionState } from '../../../exchange/futures/futures-view.ts'
import { capAt } from '../../../exchange/futures/margin.ts'
import type { AccountId } from '../../../ids.ts'
import { type Amount, formatDecimal } from '../../../money.ts'
import { toMs } from '../../../time.ts'

const ZERO = { crossWallet: 0n, crossProfit: 0n, totalProfit: 0n, positionInitial: 0n, openOrderInitial: 0n, crossMaintenance: 0n, totalMaintenance: 0n, crossMargin: 0n, available: 0n }

/** The sides that an account's mode has: one, or long and short apart. */
export const sidesOf = (futures: FuturesView, accountId: AccountId): readonly PositionSide[] => (futures.settings(accountId).isHedge ? POSITION_SIDES : ['BOTH'])

/** Positions of a contract, or of all: each side that the account's mode has. */
export const positionsOf = (futures: FuturesView, accountId: AccountId, symbol?: string): readonly PositionState[] =>
  futures.contracts.filter(({ name }) => symbol === undefined || name === symbol).flatMap(({ name }) => sidesOf(futures, accountId).flatMap((side) => futures.position(accountId, name, side) ?? []))

/** Held, or about to be by an open order. */
export const isInUse = ({ quantity, bidNotional, askNotional }: PositionState): boolean => quantity !== 0n || bidNotional > 0n || askNotional > 0n

export const maxNotional = (futures: FuturesView, { symbol, leverage }: Pick<PositionState, 'symbol' | 'leverage'>): string => {
  const contract = futures.contract(symbol)
  return formatDecimal(contract === undefined ? 0n : capAt(contract, leverage), 0)
}

const isolatedMargin = ({ marginType, isolatedWallet, unrealized, quantity }: PositionState): Amount => (marginType === 'ISOLATED' && quantity !== 0n ? isolatedWallet + unrealized : 0n)

/** The parts that every form of a position has. */
const common = (position: PositionState) => ({
  symbol: position.symbol, positionSide: position.positionSide, positionAmt: formatDecimal(position.quantity), isolatedMargin: formatDecimal(isolatedMargin(position)), notional: formatDecimal(position.notional),
  isolatedWallet: formatDecimal(position.isolatedWallet), updateTime: toMs(position.updatedAtUs),
})

const priced = (futures: FuturesView, position: PositionState) => ({
  entryPrice: formatDecimal(entryPriceOf(position)), breakEvenPrice: formatDecimal(position.breakEvenPrice), markPrice: formatDecimal(position.markPrice), unRealizedProfit: formatDecimal(position.unrealized),
  liquidationPrice: formatDecimal(futures.liquidationPrice(position.accountId, position)),
})

const margins = (position: PositionState) => ({
  initialMargin: formatDecimal(position.positionInitial + position.openOrderInitial), maintMargin: formatDecimal(position.maintenance),
  positionInitialMargin: formatDecimal(position.positionInitial), openOrderInitialMargin: formatDecimal(position.openOrderInitial),
})

export const presentRiskV2 = (futures: FuturesView, position: PositionState) => ({
  ...common(position), ...priced(futures, position), marginType: position.marginType === 'ISOLATED' ? 'isolated' : 'cross', isAutoAddMargin: 'false', leverage: String(position.leverage), maxNotionalValue: maxNotional(futures, position),
})

export const presentRiskV3 = (futures: FuturesView, position: PositionState) => ({
  ...common(position), ...priced(futures, position), ...margins(position), marginAsset: MARGIN_ASSET, adl: futures.adlQuantile(position.accountId, position),
  bidNotional: formatDecimal(position.bidNotional), askNotional: formatDecimal(position.askNotional),
})

export const presentPositionV2 = (futures: FuturesView, position: PositionState) => ({
  symbol: position.symbol, ...margins(position), unrealizedProfit: formatDecimal(position.unrealized), leverage: String(position.leverage), isolated: position.marginType === 'ISOLATED',
  entryPrice: formatDecimal(entryPriceOf(position)), maxNotional: maxNotional(futures, position), bidNotional: formatDecimal(position.bidNotional), askNotional: formatDecimal(position.askNotional),
  positionSide: position.positionSide, positionAmt: formatDecimal(position.quantity), updateTime: toMs(position.updatedAtUs),
})

export const presentPositionV3 = (position: PositionState) => {
  const { initialMargin, maintMargin } = margins(position)
  return { ...common(position), unrealizedProfit: formatDecimal(position.unrealized), initialMargin, maintMargin }
}

type MostToWithdraw = (asset: string) => Amount

/** One asset of the wallet. What positions need is counted in the margin asset alone. */
const assetOf = (futures: FuturesView, accountId: AccountId, asset: string, mostToWithdraw: MostToWithdraw) => {
  const wallet = futures.walletBalance(accountId, asset)
  const isMargin = asset === MARGIN_ASSET
  const margin = isMargin ? futures.margin(accountId) ?? ZERO : ZERO
  return { asset, wallet, margin, crossWallet: isMargin && futures.margin(accountId) !== undefined ? margin.crossWallet : wallet, available: isMargin && futures.margin(accountId) !== undefined ? margin.available : wallet, most: mostToWithdraw(asset) }
}

const ASSETS = [...COLLATERAL.keys()]

export const presentAssets = (futures: FuturesView, accountId: AccountId, mostToWithdraw: MostToWithdraw, updatedAtUs: number) => ASSETS.map((name) => {
  const { asset, wallet, margin, crossWallet, available, most } = assetOf(futures, accountId, name, mostToWithdraw)
  return {
    asset, walletBalance: formatDecimal(wallet), unrealizedProfit: formatDecimal(margin.totalProfit), marginBalance: formatDecimal(wallet + margin.totalProfit), maintMargin: formatDecimal(margin.totalMaintenance),
    initialMargin: formatDecimal(margin.positionInitial + margin.openOrderInitial), positionInitialMargin: formatDecimal(margin.positionInitial), openOrderInitialMargin: formatDecimal(margin.openOrderInitial),
    crossWalletBalance: formatDecimal(crossWallet), crossUnPnl: formatDecimal(margin.crossProfit), availableBalance: formatDecimal(available), maxWithdrawAmount: formatDecimal(most), updateTime: toMs(updatedAtUs),
  }
})

export const presentBalances = (futures: FuturesView, accountId: AccountId, alias: string, mostToWithdraw: MostToWithdraw, updatedAtUs: number) => ASSETS.map((name) => {
  const { asset, wallet, margin, crossWallet, available, most } = assetOf(futures, accountId, name, mostToWithdraw)
  return {
    accountAlias: alias, asset, balance: formatDecimal(wallet), crossWalletBalance: formatDecimal(crossWallet), crossUnPnl: formatDecimal(margin.crossProfit), availableBalance: formatDecimal(available),
    maxWithdrawAmount: formatDecimal(most), marginAvailable: true, updateTime: toMs(updatedAtUs),
  }
})

/** Totals in dollars. In single-asset mode they are those of the margin asset. */
export const presentTotals = (futures: FuturesView, accountId: AccountId, worthOf: (asset: string, amount: Amount) => Amount, mostToWithdraw: MostToWithdraw) => {
  const margin = futures.margin(accountId) ?? ZERO
  const { isMultiAssets } = futures.settings(accountId)
  const others = isMultiAssets ? ASSETS.filter((asset) => asset !== MARGIN_ASSET).reduce((sum, asset) => sum + worthOf(asset, futures.walletBalance(accountId, asset)), 0n) : 0n
  const wallet = futures.walletBalance(accountId, MARGIN_ASSET)
  const crossWallet = futures.margin(accountId) === undefined ? wallet : margin.crossWallet
  return {
    totalInitialMargin: formatDecimal(margin.positionInitial + margin.openOrderInitial), totalMaintMargin: formatDecimal(margin.totalMaintenance), totalWalletBalance: formatDecimal(wallet + others),
    totalUnrealizedProfit: formatDecimal(margin.totalProfit), totalMarginBalance: formatDecimal(wallet + others + margin.totalProfit), totalPositionInitialMargin: formatDecimal(margin.positionInitial),
    totalOpenOrderInitialMargin: formatDecimal(margin.openOrderInitial), totalCrossWalletBalance: formatDecimal(crossWallet + others), totalCrossUnPnl: formatDecimal(margin.crossProfit),
    availableBalance: formatDecimal(futures.margin(accountId) === undefined ? wallet : margin.available), maxWithdrawAmount: formatDecimal(mostToWithdraw(MARGIN_ASSET)),
  }
}
