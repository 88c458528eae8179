import type { AccountId } from '../../ids.ts'
import type { Amount } from '../../money.ts'
import type { TimeUs } from '../../time.ts'

/** A deposit on its way through the simulated network. */
export interface Deposit {
  readonly id: string
  readonly accountId: AccountId
  readonly asset: string
  readonly network: string
  readonly amount: Amount
  readonly address: string
  readonly addressTag: string
  readonly txId: string
  readonly state: 'pending' | 'creditedLocked' | 'success'
  readonly confirmations: number
  readonly confirmationsNeeded: number
  readonly unlockConfirmations: number
  readonly createdAtUs: TimeUs
  readonly completedAtUs: TimeUs | null
  readonly isInternal: boolean
}

/** A withdrawal; the states are those of Binance's status numbers. `amount` leaves the account, of which `fee` is the network's. */
export interface Withdrawal {
  readonly id: string
  readonly accountId: AccountId
  readonly asset: string
  readonly network: string
  readonly address: string
  readonly addressTag: string
  /** What the receiver gets. */
  readonly amount: Amount
  readonly fee: Amount
  readonly clientWithdrawalId: string | null
  readonly walletType: 'spot' | 'funding'
  readonly state: 'awaitingApproval' | 'processing' | 'completed' | 'cancelled' | 'rejected' | 'failed'
  readonly txId: string
  readonly confirmations: number
  readonly createdAtUs: TimeUs
  readonly completedAtUs: TimeUs | null
  readonly isInternal: boolean
  readonly name: string
}
