import type { WithdrawalRequest } from '../../exchange/command.ts'
import type { Rejection } from '../../exchange/rejection.ts'
import type { Venue } from '../../exchange/venue.ts'
import type { Withdrawal } from '../../exchange/wallet/transfer-record.ts'
import { accountId, type AccountId } from '../../ids.ts'
import { parseDecimal, plainAmount } from '../../money.ts'
import { toMs } from '../../time.ts'
import { accountOfWish } from '../account-of-wish.ts'
import type { Described, Operation } from '../operation.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import type { WithdrawalRefusal } from '../../withdrawals/withdrawal-policy.ts'
import { type OutRefusal, releaseOf, RELEASE, withdrawalSentence } from './money-out.ts'
import { byOf, type MoneyOutOperationParts, noServer, unconfirmed } from './parts.ts'
import { aboutAccount } from '../about-account.ts'

/** A withdrawal as people ask for it. */
export interface WithdrawWish {
  /** May be left out where there is one main account only. */
  readonly account?: number
  readonly coin: string
  /** Left out: the coin's default. */
  readonly network?: string
  readonly address: string
  readonly tag?: string
  /** Leaves the account, the network's fee included. A decimal. */
  readonly amount: string
  readonly name?: string
  readonly wallet?: 'spot' | 'funding'
}

export interface WithdrawalMade {
  readonly id: string
  readonly state: 'processing' | 'awaitingApproval' | 'completed'
  /** The approval that it waits for. */
  readonly approval: string | null
  readonly approvalsNeeded: number
}

type Request = Omit<WithdrawalRequest, 'state' | 'id'>

/** Why a withdrawal may not go, for people. */
const refusalOfOut = (refusal: OutRefusal) => {
  switch (refusal.reason) {
    case 'locked': return refused('withdrawalsLocked', `Withdrawals of this account are locked until ${new Date(toMs(refusal.untilUs)).toISOString()}.`, 'Wait, or lift the lock: ./bitting addresses policy --unlock')
    case 'notInBook': return refused('notInAddressBook', 'This address is not in the address book, and the account withdraws to its book alone.', 'Add it: ./bitting addresses add')
    case 'waiting': return refused('addressWaits', `This address is new: money may go there in ${refusal.hours} ${refusal.hours === 1 ? 'hour' : 'hours'}.`, 'See when: ./bitting addresses list')
    case 'quota': return refused('withdrawalQuota', 'Within 24 hours, the withdrawal exceeds the maximum amount.', 'Withdraw less, or later.')
  }
}

const REJECTED: Readonly<Partial<Record<Rejection['reason'], string>>> = {
  unknownAccount: 'The venue does not know this account.', unknownAsset: 'The venue does not have this coin.', unknownNetwork: 'This coin does not travel by that network.', withdrawAssetClosed: 'This coin is not open for withdrawal.',
  withdrawBelowMinimum: 'This is less than the least that may be withdrawn.', withdrawAboveMaximum: 'This is more than the most that may be withdrawn.', withdrawNotMultiple: 'The amount is finer than the network takes.',
  withdrawAmountBelowFee: "The amount must be more than the network's fee.", illegalAddress: 'This is no address of that network.', illegalAddressTag: 'This is no tag of that network.', tagNotSupported: 'That network takes no tag.',
  withdrawBalance: 'The balance is not enough.', supplyExhausted: 'The venue cannot pay this out.', unknownWithdrawal: 'The venue does not know this withdrawal any more.', withdrawalNotPending: 'This withdrawal waits for nobody any more.',
}

const refusalOfRejection = (rejection: Rejection) =>
  refused(rejection.reason, REJECTED[rejection.reason] ?? `The venue refused it: ${rejection.reason}.`, 'text' in rejection && rejection.text !== undefined ? `The limit: ${rejection.text}.` : 'Change it, then try again.')

interface Read { readonly venue: Venue; readonly accountId: AccountId; readonly request: Request }

/** The newest withdrawal of the account of as much to the same place. */
const lastAlike = ({ venue, accountId: ofAccount, request: { asset, network, address, addressTag, amount } }: Read): Withdrawal | undefined =>
  venue.view.wallet.withdrawals(ofAccount)
    .filter((one) => one.asset === asset && one.network === network && one.address === address && one.addressTag === addressTag && one.amount + one.fee === amount)
    .reduce<Withdrawal | undefined>((newest, one) => (newest && newest.createdAtUs > one.createdAtUs ? newest : one), undefined)

/** `money.withdraw`: people send money out. Where a rule asks for others, the venue holds it and the withdrawal waits, as with keys. */
export const withdrawOperation = (parts: MoneyOutOperationParts): Operation<WithdrawWish, WithdrawalMade> => {
  const read = (wish: WithdrawWish): Outcome<Read> => {
    const venue = parts.liveVenue()
    if (venue === null) return noServer
    const account = accountOfWish(wish.account, { accounts: parts.accounts })
    if (!account.ok) return account
    const amount = parseDecimal(wish.amount)
    if (typeof amount !== 'bigint' || amount === 0n) return refused('amount', `"${wish.amount}" is not an amount.`, 'Write it as 0.5, with eight decimals at most.')
    const asset = venue.view.asset(wish.coin)
    if (!asset) return refusalOfRejection({ reason: 'unknownAsset' })
    const network = asset.networks.find((one) => (wish.network === undefined ? one.isDefault : one.network === wish.network))
    if (!network) return refusalOfRejection({ reason: 'unknownNetwork' })
    const request: Request = {
      asset: asset.name, network: network.network, address: wish.address, addressTag: wish.tag ?? '', amount, clientWithdrawalId: null, walletType: wish.wallet ?? 'spot', feeIsReturned: false, name: wish.name ?? '',
    }
    const refusal = parts.moneyOut.judge(venue, account.value.id, { coin: request.asset, network: request.network, address: request.address, tag: request.addressTag }, amount)
    return refusal ? refusalOfOut(refusal) : done({ venue, accountId: account.value.id, request })
  }
  return {
    name: 'money.withdraw',
    about: async (wish) => aboutAccount(wish.account, 'money.withdraw', parts),
    describe: async (wish) => {
      const found = read(wish)
      if (!found.ok) return found
      const { venue, accountId, request } = found.value
      const examined = venue.examine({ kind: 'requestWithdrawal', accountId, withdrawal: { ...request, id: '', state: 'processing' } })
      if (!examined.ok) return refusalOfRejection(examined.rejection)
      const { asset: coin, network, address, addressTag: tag, amount, walletType: wallet, name } = request
      // Two tabs that confirm the same payment send it once: what the second confirmed did not know of the first.
      const former = lastAlike(found.value)
      const sentence = `${withdrawalSentence({ coin, network, address, tag, amount })}${former ? ` The same was asked for already, at ${new Date(toMs(former.createdAtUs)).toISOString()}.` : ''}`
      return done<Described>({
        holderId: null,
        change: { act: 'money.withdraw', accountId, subject: '', details: { coin, network, address, tag, amount: plainAmount(amount), wallet, name, former: former?.id ?? null }, sentence, told: { is: 'money.withdraw', amount: plainAmount(amount), place: { coin, network, address, tag }, formerAt: former ? new Date(toMs(former.createdAtUs)).toISOString() : null } },
      })
    },
    perform: async (wish, doing) => {
      const first = read(wish)
      if (!first.ok) return first
      const id = parts.randomText(32)
      const { asset, network, address, addressTag, amount } = first.value.request
      // The confirmation first: should the process die here, nothing went, and nothing can go by it any more.
      const kept = await parts.audit.recordConfirmed({
        timeUs: doing.recordedAtUs, actor: doing.actor, source: doing.source, act: 'money.withdraw', subject: id, before: null,
        after: { account: first.value.accountId, coin: asset, network, address, tag: addressTag, amount: plainAmount(amount), ...(doing.confirmation && { confirmation: { stepUp: doing.confirmation.stepUpId, factors: [...doing.confirmation.factors], digest: doing.confirmation.digest } }) },
      }, doing.confirmation)
      if (kept === 'unconfirmed') return unconfirmed
      // Meanwhile the account may have been locked.
      const still = read(wish)
      if (!still.ok) return still
      const { venue, accountId, request } = still.value
      const needed = parts.moneyOut.approvalsNeeded(venue, accountId, request.asset, request.amount)
      const sent = parts.moneyOut.send(venue, accountId, { ...request, id }, byOf(doing))
      if (!sent.ok) return refusalOfRejection(sent.rejection)
      const approval = await sent.approval
      await venue.settled()
      const state = venue.view.wallet.withdrawal(accountId, { id })?.state
      return done({ id, state: approval ? 'awaitingApproval' : state === 'completed' ? 'completed' : 'processing', approval: approval?.id ?? null, approvalsNeeded: approval ? needed : 0 })
    },
  }
}

export interface ReleaseWish {
  readonly account: number
  readonly withdrawal: string
}

/** `money.release`: what the approval of a withdrawal carries out. Nobody asks for it by name. */
export const releaseOperation = (parts: MoneyOutOperationParts): Operation<ReleaseWish, { readonly withdrawal: string }> => {
  const refusalOf = ({ accountId: ofAccount, asset: coin, network, address, addressTag: tag }: Withdrawal): WithdrawalRefusal | null => parts.rules.judge(ofAccount, { coin, network, address, tag }, parts.clock.nowUs())
  return {
    name: RELEASE,
    describe: async ({ account, withdrawal: id }) => {
      const venue = parts.liveVenue()
      if (venue === null) return noServer
      const withdrawal = venue.view.wallet.withdrawal(accountId(account), { id })
      if (!withdrawal) return refusalOfRejection({ reason: 'unknownWithdrawal' })
      // One that went already asks no rule any more.
      const refusal = withdrawal.state === 'awaitingApproval' ? refusalOf(withdrawal) : null
      return refusal ? refusalOfOut(refusal) : done({ change: releaseOf(withdrawal), holderId: null })
    },
    perform: async ({ account, withdrawal: id }) => {
      const venue = parts.liveVenue()
      if (venue === null) return noServer
      const ofAccount = accountId(account)
      const withdrawal = venue.view.wallet.withdrawal(ofAccount, { id })
      if (!withdrawal) return refusalOfRejection({ reason: 'unknownWithdrawal' })
      // It went before a crash, and only the record of that is missing.
      if (withdrawal.state === 'processing' || withdrawal.state === 'completed') return done({ withdrawal: id })
      const refusal = refusalOf(withdrawal)
      if (refusal) return refusalOfOut(refusal)
      const outcome = venue.execute({ kind: 'decideWithdrawal', withdrawalId: id, decision: 'approve' })
      if (!outcome.ok) return refusalOfRejection(outcome.rejection)
      await venue.settled()
      return done({ withdrawal: id })
    },
  }
}
