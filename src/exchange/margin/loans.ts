import type { Amount } from '../../money.ts'
import { HOUR, type TimeUs } from '../../time.ts'
import type { RareEvent } from '../event-log.ts'
import { FEES, MARGIN_LENDER, type Postings } from '../ledger.ts'
import { keepNewest } from '../spot/kept-history.ts'
import type { MarginAccount } from './margin-account.ts'
import type { LoanRecord } from './margin-records.ts'
import { assetTerms, hourlyInterestRoundedUp } from './margin-terms.ts'

const least = (one: Amount, other: Amount): Amount => (one < other ? one : other)

/**
 * Borrowing, repaying and interest. What is lent comes from the lender's pot and goes back there; interest goes to where fees are collected,
 * when it is paid. For each asset the lender is below zero by exactly what all accounts owe of principal, and by what was written off.
 */
export class Loans {
  readonly #ledger: Postings
  readonly #nextId: () => number
  readonly #emit: (event: RareEvent) => void
  /** What the lender lost, by asset. */
  readonly writtenOff = new Map<string, Amount>()

  constructor(ledger: Postings, nextId: () => number, emit: (event: RareEvent) => void) {
    this.#ledger = ledger
    this.#nextId = nextId
    this.#emit = emit
  }

  /** Lends at once, and charges the first hour. Whether it may be lent was judged before. @returns the number of the loan */
  borrow(account: MarginAccount, asset: string, amount: Amount, isAuto: boolean, nowUs: TimeUs): number {
    const { principal, interest } = account.loan(asset)
    this.#ledger.moveBetween(MARGIN_LENDER, account, asset, amount)
    const charged = hourlyInterestRoundedUp(asset, amount)
    account.setLoan(asset, { principal: principal + amount, interest: interest + charged })
    if (!account.chargedAtUs.has(asset)) account.chargedAtUs.set(asset, nowUs)
    const id = this.#record(account, { kind: 'borrow', isAuto, asset, amount, principal: amount, interest: 0n }, nowUs)
    this.#recordInterest(account, asset, 'onBorrow', amount, charged, nowUs)
    return id
  }

  /** Repays as much as is owed, free and given: interest first. @returns the number of the repayment; null where there was nothing to repay */
  repay(account: MarginAccount, asset: string, atMost: Amount, isAuto: boolean, nowUs: TimeUs): number | null {
    const { principal, interest } = account.loan(asset)
    const amount = least(least(atMost, principal + interest), this.#ledger.free(account.accountId, asset, account.wallet))
    if (amount <= 0n) return null
    const interestPaid = least(amount, interest)
    const principalPaid = amount - interestPaid
    if (interestPaid > 0n) this.#ledger.moveBetween(account, FEES, asset, interestPaid)
    if (principalPaid > 0n) this.#ledger.moveBetween(account, MARGIN_LENDER, asset, principalPaid)
    account.setLoan(asset, { principal: principal - principalPaid, interest: interest - interestPaid })
    return this.#record(account, { kind: 'repay', isAuto, asset, amount, principal: principalPaid, interest: interestPaid }, nowUs)
  }

  /** Charges each hour that began since the last time. @returns whether there was one */
  charge(account: MarginAccount, nowUs: TimeUs): boolean {
    let isCharged = false
    for (const asset of account.debts()) {
      const hours = BigInt(Math.floor(nowUs / HOUR) - Math.floor((account.chargedAtUs.get(asset) ?? nowUs) / HOUR))
      if (hours <= 0n) continue
      const { principal, interest } = account.loan(asset)
      const charged = hourlyInterestRoundedUp(asset, principal) * hours
      account.chargedAtUs.set(asset, nowUs)
      if (charged === 0n) continue
      account.setLoan(asset, { principal, interest: interest + charged })
      this.#recordInterest(account, asset, 'periodic', principal, charged, nowUs)
      isCharged = true
    }
    return isCharged
  }

  /** Ends a debt of which others paid `covered` of the principal: the rest is the lender's loss, and interest that was never paid is nobody's. */
  forget(account: MarginAccount, asset: string, covered: Amount, nowUs: TimeUs): void {
    const { principal, interest } = account.loan(asset)
    if (principal > covered) this.writtenOff.set(asset, (this.writtenOff.get(asset) ?? 0n) + principal - covered)
    account.setLoan(asset, { principal: 0n, interest: 0n })
    this.#record(account, { kind: 'repay', isAuto: true, asset, amount: principal + interest, principal, interest }, nowUs)
  }

  #record(account: MarginAccount, record: Omit<LoanRecord, 'id' | 'wallet' | 'timeUs'>, nowUs: TimeUs): number {
    const id = this.#nextId()
    account.loanRecords.push({ id, wallet: account.wallet, timeUs: nowUs, ...record })
    keepNewest(account.loanRecords)
    this.#tell(account, record.asset, record.kind, record.amount)
    return id
  }

  #recordInterest(account: MarginAccount, asset: string, kind: 'onBorrow' | 'periodic', principal: Amount, interest: Amount, nowUs: TimeUs): void {
    account.interestRecords.push({ id: this.#nextId(), kind, wallet: account.wallet, asset, principal, interest, dailyRate: assetTerms(asset).dailyRate, timeUs: nowUs })
    keepNewest(account.interestRecords)
    this.#tell(account, asset, 'interest', interest)
  }

  #tell({ accountId, wallet, ...account }: MarginAccount, asset: string, change: 'borrow' | 'repay' | 'interest', amount: Amount): void {
    const { principal = 0n, interest = 0n } = account.loans.get(asset) ?? {}
    this.#emit({ kind: 'liability', accountId, wallet, asset, principal, interest, change, amount })
  }
}
