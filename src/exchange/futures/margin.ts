import type { AccountId } from '../../ids.ts'
import { type Amount, type Price, UNIT } from '../../money.ts'
import { COLLATERAL, MARGIN_ASSET, type Bracket, type Contract } from './contract.ts'
import type { PositionUpdate } from './futures-event.ts'
import { entryPriceOf, type FuturesAccount, type FuturesMarket, type FuturesState, type LiveFuturesOrder, type LivePosition } from './futures-state.ts'
import { absolute, ceilDivide, floorDivide, greatest, least, worthOf } from './rounding.ts'

/** What a position would win or lose at a price; rounded against its holder. */
export const profitAt = (position: Pick<LivePosition, 'quantity' | 'cost'>, price: Price): Amount => worthOf(price, position.quantity) - position.cost

const bracketOf = ({ brackets }: Contract, notional: Amount): Bracket => brackets.find(({ notionalCap }) => notional <= notionalCap) ?? brackets[brackets.length - 1]!

/** The greatest notional that the leverage allows. */
export const capAt = ({ brackets }: Contract, leverage: number): Amount => brackets.findLast(({ initialLeverage }) => initialLeverage >= leverage)?.notionalCap ?? 0n

/** Notional × rate − deduction of its bracket, rounded up. */
export const maintenanceOf = (contract: Contract, notional: Amount): Amount => {
  const { maintenanceRate, deduction } = bracketOf(contract, notional)
  return greatest(0n, ceilDivide(notional * maintenanceRate, UNIT) - deduction)
}

const initialOf = (notional: Amount, leverage: number): Amount => ceilDivide(notional, BigInt(leverage))

export interface SymbolMargin {
  readonly bidNotional: Amount
  readonly askNotional: Amount
  readonly positionInitial: Amount
  readonly openOrderInitial: Amount
}

/** What an order counts at: its limit, and the mark price where that is dearer for a seller. */
const orderNotional = (order: LiveFuturesOrder): Amount => worthOf(greatest(order.price, order.isBuy ? 0n : order.market.markPrice), order.remaining)

/** Backing of one position and of the orders that can make it greater: the greater side counts, not both. */
export const symbolMargin = (account: FuturesAccount, market: FuturesMarket, position: LivePosition, ignored?: LiveFuturesOrder): SymbolMargin => {
  const { leverage } = account.settingsOf(position.symbol)
  let bidNotional = 0n
  let askNotional = 0n
  for (const order of account.open.values()) {
    if (order === ignored || order.market !== market || order.facts.positionSide !== position.positionSide || order.isReducing) continue
    if (order.isBuy) bidNotional += orderNotional(order)
    else askNotional += orderNotional(order)
  }
  const held = worthOf(market.markPrice, position.quantity)
  const positionInitial = initialOf(absolute(held), leverage)
  const whole = initialOf(greatest(absolute(held), greatest(absolute(held + bidNotional), absolute(held - askNotional))), leverage)
  return { bidNotional, askNotional, positionInitial, openOrderInitial: whole - positionInitial }
}

export interface AccountMargin {
  readonly crossWallet: Amount
  readonly crossProfit: Amount
  readonly totalProfit: Amount
  readonly positionInitial: Amount
  readonly openOrderInitial: Amount
  readonly crossMaintenance: Amount
  readonly totalMaintenance: Amount
  /** Cross wallet and cross profit, and in multi-assets mode what other assets are worth as margin. */
  readonly crossMargin: Amount
  readonly available: Amount
}

/** What other assets are worth as margin, cut. */
const collateralOf = (state: FuturesState, account: FuturesAccount): Amount => {
  if (!account.isMultiAssets) return 0n
  let sum = 0n
  for (const [asset, part] of COLLATERAL) {
    const held = asset === 'USDT' ? 0n : state.walletBalance(account, asset)
    if (held > 0n) sum += floorDivide(held * (state.facts.lastPrice(`${asset}USDT`) ?? 0n) * part, UNIT * UNIT)
  }
  return sum
}

/** @param ignored an order that is about to be replaced */
export const accountMargin = (state: FuturesState, account: FuturesAccount, ignored?: LiveFuturesOrder): AccountMargin => {
  let [crossProfit, totalProfit, positionInitial, crossInitial, openOrderInitial, crossMaintenance, totalMaintenance] = [0n, 0n, 0n, 0n, 0n, 0n, 0n]
  for (const position of account.positions.values()) {
    const market = state.markets.get(position.symbol)!
    if (position.quantity === 0n && account.open.size === 0) continue
    const isCross = account.settingsOf(position.symbol).marginType === 'CROSSED'
    const margin = symbolMargin(account, market, position, ignored)
    const profit = profitAt(position, market.markPrice)
    const maintenance = maintenanceOf(market.contract, absolute(worthOf(market.markPrice, position.quantity)))
    totalProfit += profit
    positionInitial += margin.positionInitial
    openOrderInitial += margin.openOrderInitial
    totalMaintenance += maintenance
    if (!isCross) continue
    crossProfit += profit
    crossInitial += margin.positionInitial
    crossMaintenance += maintenance
  }
  const crossWallet = state.crossWallet(account)
  const crossMargin = crossWallet + crossProfit + collateralOf(state, account)
  return { crossWallet, crossProfit, totalProfit, positionInitial, openOrderInitial, crossMaintenance, totalMaintenance, crossMargin, available: greatest(0n, crossMargin - crossInitial - openOrderInitial) }
}

/** What no position and no order needs. Profit that was not taken yet backs positions, and does not leave. */
export const mostToWithdraw = (state: FuturesState, accountId: AccountId, asset: string): Amount => {
  const free = state.ledger.free(accountId, asset, 'usdFutures')
  const account = state.accounts.get(accountId)
  if (account === undefined || (asset !== MARGIN_ASSET && !account.isMultiAssets)) return free
  const { available, crossWallet, crossProfit } = accountMargin(state, account)
  const most = available - greatest(0n, crossProfit)
  const bound = asset === MARGIN_ASSET ? least(most, crossWallet) : account.positions.values().some(({ quantity }) => quantity !== 0n) ? 0n : free
  return greatest(0n, least(bound, free))
}

/** What backs one position: an isolated one stands alone. */
export const backingOf = (state: FuturesState, account: FuturesAccount, position: LivePosition): { readonly margin: Amount; readonly maintenance: Amount } => {
  const market = state.markets.get(position.symbol)!
  if (account.settingsOf(position.symbol).marginType === 'CROSSED') {
    const { crossMargin, crossMaintenance } = accountMargin(state, account)
    return { margin: crossMargin, maintenance: crossMaintenance }
  }
  return { margin: position.isolatedWallet + profitAt(position, market.markPrice), maintenance: maintenanceOf(market.contract, absolute(worthOf(market.markPrice, position.quantity))) }
}

/** The mark price at which the position would be taken over, all else standing still; 0 where no price does. */
export const liquidationPrice = (state: FuturesState, account: FuturesAccount, position: LivePosition): Price => {
  if (position.quantity === 0n) return 0n
  const { markPrice, contract } = state.markets.get(position.symbol)!
  const { margin, maintenance } = backingOf(state, account, position)
  // Margin moves with the quantity, the requirement with its size times the bracket's rate.
  const slope = position.quantity - (absolute(position.quantity) * bracketOf(contract, absolute(worthOf(markPrice, position.quantity))).maintenanceRate) / UNIT
  return slope === 0n ? 0n : greatest(0n, markPrice - floorDivide((margin - maintenance) * UNIT, slope))
}

export const positionUpdate = (state: FuturesState, account: FuturesAccount, position: LivePosition): PositionUpdate => {
  const { markPrice, contract } = state.markets.get(position.symbol)!
  return {
    symbol: position.symbol, positionSide: position.positionSide, quantity: position.quantity, entryPrice: entryPriceOf(position), breakEvenPrice: breakEvenOf(position), closedProfit: position.closedProfit,
    unrealized: profitAt(position, markPrice), marginType: account.settingsOf(position.symbol).marginType, isolatedWallet: position.isolatedWallet,
    maintenanceMargin: maintenanceOf(contract, absolute(worthOf(markPrice, position.quantity))), markPrice,
  }
}

/** Where closing would leave nothing of what was taken and paid since the position was opened. */
export const breakEvenOf = ({ cost, realized, quantity }: LivePosition): Price => (quantity === 0n ? 0n : ((cost - realized) * UNIT) / quantity)
