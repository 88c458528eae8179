import type { Amount } from '../../money.ts'
import type { Rejection } from '../rejection.ts'
import type { OwnedWallet } from '../wallet-name.ts'

/**
 * What a product says of money that goes into or out of its wallets, beyond what every wallet asks (a known account, a known asset, enough
 * that is free). The room that owns the wallet fulfils it: margin for its two kinds, futures for theirs.
 */
export interface WalletRules {
  judgeEntering(wallet: OwnedWallet, asset: string, amount: Amount): Rejection | null
  judgeLeaving(wallet: OwnedWallet, asset: string, amount: Amount): Rejection | null
}

/** Spot and funding: whatever is free may leave, and anything may enter. */
export const NO_RULES: WalletRules = { judgeEntering: () => null, judgeLeaving: () => null }
