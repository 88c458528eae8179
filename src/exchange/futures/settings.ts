import type { Verdict } from '../market-port.ts'
import type { ActOf } from './futures-command.ts'
import type { PositionSide } from './futures-order.ts'
import type { FuturesReason } from './futures-rejection.ts'
import type { FuturesAccount, FuturesMarket, FuturesState, LivePosition } from './futures-state.ts'
import { accountMargin, capAt, positionUpdate, profitAt, symbolMargin } from './margin.ts'
import { absolute, worthOf } from './rounding.ts'

const no = (reason: FuturesReason): Verdict => ({ reason })
const positionsOf = (account: FuturesAccount, symbol?: string): LivePosition[] => [...account.positions.values()].filter(({ quantity, symbol: name }) => quantity !== 0n && (symbol === undefined || name === symbol))
const hasOrders = (account: FuturesAccount, symbol?: string): boolean =>
  [...account.open.values()].some(({ facts }) => symbol === undefined || facts.symbol === symbol) || [...account.openAlgos.values()].some((algo) => symbol === undefined || algo.symbol === symbol)

export const setLeverage = (state: FuturesState, account: FuturesAccount, { contract, markPrice }: FuturesMarket, { leverage }: ActOf<'leverage'>): Verdict => {
  if (leverage < 1 || leverage > contract.brackets[0]!.initialLeverage) return no('leverageInvalid')
  const settings = account.settingsOf(contract.name)
  const before = settings.leverage
  if (before === leverage) return 'unchanged'
  const held = positionsOf(account, contract.name)
  if (settings.marginType === 'ISOLATED' && held.length > 0 && leverage < before) return no('leverageReduction')
  if (held.some(({ quantity }) => absolute(worthOf(markPrice, quantity)) > capAt(contract, leverage))) return no('positionBeyondLeverage')
  settings.leverage = leverage
  const { crossMargin, positionInitial, openOrderInitial } = accountMargin(state, account)
  if (leverage < before && crossMargin < positionInitial + openOrderInitial) {
    settings.leverage = before
    return no('marginInsufficient')
  }
  state.emit({ what: 'leverage', accountId: account.id, symbol: contract.name, leverage })
  return 'changed'
}

export const setMarginType = (state: FuturesState, account: FuturesAccount, { contract: { name } }: FuturesMarket, { marginType }: ActOf<'marginType'>): Verdict => {
  const settings = account.settingsOf(name)
  if (settings.marginType === marginType) return no('marginTypeSame')
  if (marginType === 'ISOLATED' && account.isMultiAssets) return no('isolatedUnderMultiAssets')
  if (hasOrders(account, name)) return no('marginTypeOrders')
  if (positionsOf(account, name).length > 0) return no('marginTypePosition')
  settings.marginType = marginType
  const sides: readonly PositionSide[] = account.isHedge ? ['LONG', 'SHORT'] : ['BOTH']
  state.emit({ what: 'account', accountId: account.id, reason: 'MARGIN_TYPE_CHANGE', balances: [], positions: sides.map((side) => positionUpdate(state, account, account.position(name, side))) })
  return 'changed'
}

export const setPositionMode = (account: FuturesAccount, { isHedge }: ActOf<'positionMode'>): Verdict => {
  if (account.isHedge === isHedge) return no('positionModeSame')
  if (hasOrders(account)) return no('positionModeOrders')
  if (positionsOf(account).length > 0) return no('positionModePosition')
  account.isHedge = isHedge
  return 'changed'
}

export const setMultiAssets = (state: FuturesState, account: FuturesAccount, { isMultiAssets }: ActOf<'multiAssets'>): Verdict => {
  if (account.isMultiAssets === isMultiAssets) return no('multiAssetsSame')
  if (isMultiAssets && [...account.settings.values()].some(({ marginType }) => marginType === 'ISOLATED')) return no('multiAssetsIsolated')
  account.isMultiAssets = isMultiAssets
  const { crossMargin, positionInitial, openOrderInitial } = accountMargin(state, account)
  if (!isMultiAssets && crossMargin < positionInitial + openOrderInitial) {
    account.isMultiAssets = true
    return no('marginInsufficient')
  }
  state.emit({ what: 'multiAssets', accountId: account.id, isMultiAssets })
  return 'changed'
}

/** What is taken away must leave an isolated position its initial margin. */
export const changePositionMargin = (state: FuturesState, account: FuturesAccount, market: FuturesMarket, { positionSide, amount, change, symbol }: ActOf<'positionMargin'>): Verdict => {
  if (account.settingsOf(symbol).marginType !== 'ISOLATED') return no('addMarginCross')
  const position = account.position(symbol, positionSide)
  if (position.quantity === 0n) return no('noPositionForMargin')
  if (change === 'ADD') {
    if (accountMargin(state, account).available < amount || state.crossWallet(account) < amount) return no('crossInsufficient')
    position.isolatedWallet += amount
  } else {
    const profit = profitAt(position, market.markPrice)
    if (position.isolatedWallet + (profit < 0n ? profit : 0n) - amount < symbolMargin(account, market, position).positionInitial) return no('isolatedInsufficient')
    position.isolatedWallet -= amount
  }
  position.updatedAtUs = state.nowUs
  account.keep(account.marginChanges, { symbol, positionSide, type: change, amount, timeUs: state.nowUs })
  state.emit({ what: 'account', accountId: account.id, reason: 'MARGIN_TRANSFER', balances: [state.balanceUpdate(account, change === 'ADD' ? -amount : amount)], positions: [positionUpdate(state, account, position)] })
  return 'changed'
}
