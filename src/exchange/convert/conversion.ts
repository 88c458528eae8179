import type { AccountId } from '../../ids.ts'
import type { Amount } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { WalletName } from '../wallet-name.ts'

/** The wallets that a conversion may pay from and into. */
export type ConvertWallet = Extract<WalletName, 'spot' | 'funding' | 'usdFutures'>

interface Terms {
  readonly accountId: AccountId
  readonly wallet: ConvertWallet
  readonly fromAsset: string
  readonly toAsset: string
  readonly fromAmount: Amount
  readonly toAmount: Amount
}

/** A price that the venue stands by for some seconds. Nothing is held for it. */
export interface ConversionQuote extends Terms {
  readonly id: string
  readonly validUntilUs: TimeUs
}

/** A conversion that was made, or an order to make one once the market is there: `fromAmount` is held while it is open. */
export interface Conversion extends Terms {
  readonly orderId: number
  /** Of a limit order too: the id under which its terms were written down. */
  readonly quoteId: string
  readonly state: 'open' | 'done' | 'cancelled' | 'expired'
  readonly createdAtUs: TimeUs
  /** Limit orders alone; null otherwise. */
  readonly expiresAtUs: TimeUs | null
}
