import type { AccountId } from '../../ids.ts'
import type { Amount } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { MarginWalletName } from '../command.ts'
import { symbolOfIsolated, type OwnedWallet } from '../wallet-name.ts'
import type { InterestRecord, LiabilityExchange, LiquidationRecord, Loan, LoanRecord, MarginStatus } from './margin-records.ts'
import { barsOf, DEFAULT_CROSS_LEVERAGE, isolatedLeverage, type MarginBars } from './margin-terms.ts'

const NO_LOAN: Loan = { principal: 0n, interest: 0n }

/** The debts of one margin wallet, and what happened to them. Its money is in the ledger. */
export class MarginAccount implements OwnedWallet {
  readonly accountId: AccountId
  readonly wallet: MarginWalletName
  /** Undefined for the cross account. */
  readonly symbol: string | undefined
  leverage: number
  isEnabled = true
  /** When it was disabled last; 0 where it never was. */
  disabledAtUs: TimeUs = 0
  /** As it was told last. */
  status: MarginStatus = 'excessive'
  /** By asset; only what is owed. */
  readonly loans = new Map<string, Loan>()
  /** When interest was charged last, by asset. */
  readonly chargedAtUs = new Map<string, TimeUs>()
  loanRecords: LoanRecord[] = []
  interestRecords: InterestRecord[] = []
  liquidationRecords: LiquidationRecord[] = []
  exchanges: LiabilityExchange[] = []

  constructor(accountId: AccountId, wallet: MarginWalletName) {
    this.accountId = accountId
    this.wallet = wallet
    this.symbol = symbolOfIsolated(wallet)
    this.leverage = this.symbol === undefined ? DEFAULT_CROSS_LEVERAGE : isolatedLeverage(this.symbol)
  }

  get bars(): MarginBars {
    return barsOf(this.leverage, this.symbol !== undefined)
  }

  loan(asset: string): Loan {
    return this.loans.get(asset) ?? NO_LOAN
  }

  owed(asset: string): Amount {
    const { principal, interest } = this.loan(asset)
    return principal + interest
  }

  /** The assets that are owed, by name. */
  debts(): readonly string[] {
    return [...this.loans.keys()].sort()
  }

  setLoan(asset: string, loan: Loan): void {
    if (loan.principal + loan.interest > 0n) {
      this.loans.set(asset, loan)
    } else {
      this.loans.delete(asset)
      this.chargedAtUs.delete(asset)
    }
  }

  /** One that nothing ever happened to is no part of the state. */
  get isUntouched(): boolean {
    return this.loans.size + this.loanRecords.length + this.liquidationRecords.length === 0 && this.isEnabled && this.disabledAtUs === 0 && (this.symbol !== undefined || this.leverage === DEFAULT_CROSS_LEVERAGE)
  }
}
