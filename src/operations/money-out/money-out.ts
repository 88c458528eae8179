import type { Approval } from '../../approvals/approval.ts'
import { approvalsForWithdrawal, REFERENCE_ASSET } from '../../approvals/approval-rules.ts'
import type { Approvals, By } from '../../approvals/approvals.ts'
import type { CommandOf, WithdrawalRequest } from '../../exchange/command.ts'
import type { ExchangeView } from '../../exchange/exchange-view.ts'
import type { Rejection } from '../../exchange/rejection.ts'
import type { Venue } from '../../exchange/venue.ts'
import type { Withdrawal } from '../../exchange/wallet/transfer-record.ts'
import type { AccountId } from '../../ids.ts'
import { type Amount, formatDecimal, plainAmount, shownAmount } from '../../money.ts'
import type { DescribedChange } from '../../people/step-up.ts'
import type { Clock } from '../../time.ts'
import type { AddressEntry, Destination } from '../../withdrawals/address-entry.ts'
import type { WithdrawalRefusal } from '../../withdrawals/withdrawal-policy.ts'
import type { WithdrawalRules } from '../../withdrawals/withdrawal-rules.ts'
import { quotaValue, usedWithdrawalQuota, valueLeftLately, WITHDRAWAL_QUOTA } from './quota.ts'

/** The operation by which an approved withdrawal is let go; an approval that waits carries the name. */
export const RELEASE = 'money.release'

/** Why a withdrawal may not even be asked of the venue. */
export type OutRefusal = WithdrawalRefusal | { readonly reason: 'quota' }

/** What the venue made of a withdrawal. */
export type Sent =
  | { readonly ok: true; readonly id: string; /** Set where it waits for other people; durable when it resolves. */ readonly approval: Promise<Approval> | null }
  | { readonly ok: false; readonly rejection: Rejection }

export interface MoneyOutParts {
  readonly rules: WithdrawalRules
  readonly approvals: Approvals
  /** The authority's. */
  readonly calendar: Clock
  readonly wallClock: Clock
  /** False on the testnet: nothing there is worth a guard, and it is for trying. */
  readonly isGuarded: boolean
}

/** The one way out: white list, lock and approval rules hold here, whoever asks. */
export class MoneyOut {
  readonly #parts: MoneyOutParts

  constructor(parts: MoneyOutParts) {
    this.#parts = parts
  }

  /** Why this withdrawal may not go now; null = the venue may be asked. Asked without waiting: what was closed is closed for the next request. */
  judge(venue: Venue, accountId: AccountId, destination: Destination, amount: Amount): OutRefusal | null {
    const { rules, calendar, isGuarded } = this.#parts
    const refusal = isGuarded ? rules.judge(accountId, destination, calendar.nowUs()) : null
    if (refusal) return refusal
    const { view } = venue
    return usedWithdrawalQuota(view, accountId, venue.nowUs()) + quotaValue(view, destination.coin, amount) > WITHDRAWAL_QUOTA ? { reason: 'quota' } : null
  }

  /** How many people a withdrawal of this amount waits for now. */
  approvalsNeeded(venue: Venue, accountId: AccountId, asset: string, amount: Amount): number {
    if (!this.#parts.isGuarded) return 0
    const { view } = venue
    return approvalsForWithdrawal(this.#parts.approvals.rulesOf(accountId), { value: view.wallet.valueIn(asset, amount, REFERENCE_ASSET), leftBefore: valueLeftLately(view, accountId, venue.nowUs()) })
  }

  /**
   * Asks the venue. Where a rule asks for other people, the venue holds the money and the withdrawal waits. Judging, valuing and asking are one step:
   * two withdrawals at once never both find the window empty.
   */
  send(venue: Venue, accountId: AccountId, withdrawal: Omit<WithdrawalRequest, 'state'>, maker: Pick<By, 'actor' | 'source' | 'personId'>): Sent {
    const needed = this.approvalsNeeded(venue, accountId, withdrawal.asset, withdrawal.amount)
    const command: CommandOf<'requestWithdrawal'> = { kind: 'requestWithdrawal', accountId, withdrawal: { ...withdrawal, state: needed > 0 ? 'awaitingApproval' : 'processing' } }
    const outcome = venue.execute(command)
    if (!outcome.ok) return { ok: false, rejection: outcome.rejection }
    const made = venue.view.wallet.withdrawal(accountId, { id: withdrawal.id })
    return { ok: true, id: withdrawal.id, approval: made?.state === 'awaitingApproval' ? this.#awaitApproval(venue, made, needed, maker) : null }
  }

  /** The request to let go what the venue holds. */
  async #awaitApproval(venue: Venue, withdrawal: Withdrawal, needed: number, maker: Pick<By, 'actor' | 'source' | 'personId'>): Promise<Approval> {
    const { approvals, calendar, wallClock } = this.#parts
    const { id, accountId } = withdrawal
    const { lifetimeUs } = approvals.rulesOf(accountId)
    try {
      const approval = await approvals.request({ id: approvalIdOf(id), accountId, operation: RELEASE, wish: { account: accountId, withdrawal: id }, change: releaseOf(withdrawal), needed, lifetimeUs },
        { ...maker, nowUs: calendar.nowUs(), recordedAtUs: wallClock.nowUs(), confirmation: null })
      if (approval === 'unconfirmed') throw new Error('what needs no confirmation lacks none')
      return approval
    } catch (error) {
      // What nobody can approve must not lie there for ever.
      venue.execute({ kind: 'decideWithdrawal', withdrawalId: id, decision: 'reject' })
      throw error
    }
  }

  /** The address book of an account, each entry with whether money may go there now. */
  book(accountId: AccountId): readonly (AddressEntry & { readonly isInForce: boolean })[] {
    const nowUs = this.#parts.calendar.nowUs()
    return this.#parts.rules.entriesOf(accountId).map((entry) => ({ ...entry, isInForce: entry.inForceAtUs <= nowUs }))
  }
}

/** One withdrawal has one approval: whichever of the two is there tells the name of the other. */
export const approvalIdOf = (withdrawalId: string): string => `a_${withdrawalId}`

interface Leaving { readonly coin: string; readonly network: string; readonly address: string; readonly tag: string; readonly amount: Amount }

export const withdrawalSentence = ({ coin, network, address, tag, amount }: Leaving): string =>
  `Withdraw ${shownAmount(plainAmount(amount))} ${coin} by ${network} to ${address}${tag === '' ? '' : ` (tag ${tag})`}.`

/** What people approve of a withdrawal that the venue holds. */
export const releaseOf = (withdrawal: Withdrawal): DescribedChange => {
  const { id, accountId, asset, network, address, addressTag, walletType } = withdrawal
  const amount = withdrawal.amount + withdrawal.fee
  return {
    act: 'money.withdraw', accountId, subject: id, details: { withdrawal: id, coin: asset, network, address, tag: addressTag, amount: formatDecimal(amount), wallet: walletType },
    sentence: withdrawalSentence({ coin: asset, network, address, tag: addressTag, amount }),
    told: { is: 'money.withdraw', amount: plainAmount(amount), place: { coin: asset, network, address, tag: addressTag }, formerAt: null },
  }
}

/** Every withdrawal of these accounts that waits for people. */
export const awaitingWithdrawals = (view: ExchangeView, accountIds: readonly AccountId[]): readonly Withdrawal[] =>
  accountIds.flatMap((accountId) => view.wallet.withdrawals(accountId).filter(({ state }) => state === 'awaitingApproval'))
