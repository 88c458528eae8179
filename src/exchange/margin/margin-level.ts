import { type Amount, notionalRoundedDown, UNIT } from '../../money.ts'
import type { Balance } from '../exchange-view.ts'
import type { MarginAccount } from './margin-account.ts'
import type { MarginStatus } from './margin-records.ts'
import { assetTerms, EXCESSIVE_LEVEL, NO_DEBT_LEVEL, TRANSFER_OUT_LEVEL, type MarginBars } from './margin-terms.ts'

/** What an amount is worth in another asset, cut to 10⁻⁸; null when no market tells. */
export type ValueIn = (asset: string, amount: Amount, quoteAsset: string) => Amount | null

/** What a margin wallet has and owes, valued in one asset by the last prices. What has no price counts nothing. */
export interface Worth {
  readonly assets: Amount
  /** The same with each asset at its collateral ratio. */
  readonly collateral: Amount
  readonly debts: Amount
}

export const worthOf = (account: MarginAccount, balances: readonly Balance[], valueIn: ValueIn, unit: string): Worth => {
  let assets = 0n
  let collateral = 0n
  let debts = 0n
  for (const { asset, free, locked } of balances) {
    const value = valueIn(asset, free + locked, unit) ?? 0n
    assets += value
    collateral += account.symbol === undefined ? notionalRoundedDown(value, assetTerms(asset).collateralRatio) : value
  }
  for (const asset of account.loans.keys()) debts += valueIn(asset, account.owed(asset), unit) ?? 0n
  return { assets, collateral, debts }
}

/** Has ÷ owes, cut. A debt that is worth nothing at the eighth decimal is none. */
export const levelOf = ({ assets, debts }: Worth): bigint => {
  if (debts === 0n) return NO_DEBT_LEVEL
  const level = (assets * UNIT) / debts
  return level < NO_DEBT_LEVEL ? level : NO_DEBT_LEVEL
}

/** Between the bars of call and liquidation there are two states: the nearer half to liquidation is its eve. */
export const statusOf = (level: bigint, { marginCall, liquidation }: MarginBars): MarginStatus => {
  if (level >= EXCESSIVE_LEVEL) return 'excessive'
  if (level >= marginCall) return 'normal'
  if (level <= liquidation) return 'forceLiquidation'
  return level > (marginCall + liquidation) / 2n ? 'marginCall' : 'preLiquidation'
}

/** What may still be borrowed, in the unit of worth: debts up to what is the account's own × (leverage − 1). */
export const borrowRoom = ({ collateral, debts }: Worth, leverage: number): Amount => {
  const room = (collateral - debts) * BigInt(leverage - 1) - debts
  return room > 0n ? room : 0n
}

/** What may leave, in the unit of worth; everything where nothing is owed (null). */
export const transferRoom = ({ assets, debts }: Worth): Amount | null => {
  if (debts === 0n) return null
  const room = assets - (debts * TRANSFER_OUT_LEVEL) / UNIT
  return room > 0n ? room : 0n
}
