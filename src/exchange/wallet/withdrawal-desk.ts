import { hash } from 'node:crypto'
import { accountId as makeAccountId, type AccountId } from '../../ids.ts'
import { type Amount, plainAmount } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { CommandOf, WithdrawalRequest } from '../command.ts'
import type { Postings } from '../ledger.ts'
import type { StateValue, TransferEvent, Verdict, VenueFacts } from '../market-port.ts'
import type { Rejection } from '../rejection.ts'
import type { AssetNetwork } from '../symbol.ts'
import { isAddress, isAddressTag } from './address-format.ts'
import { accountOfAddress } from './deposit-address.ts'
import type { DepositDesk } from './deposit-desk.ts'
import { Records } from './records.ts'
import { withdrawalTimeUs } from './simulated-network.ts'
import type { Withdrawal } from './transfer-record.ts'

type Request = CommandOf<'requestWithdrawal'>
type Emit = (event: TransferEvent) => void

/** What the desk alone needs to know of a withdrawal. */
interface Under {
  /** They are worked on in this order. */
  readonly number: number
  /** Where it stays within the venue. */
  readonly receiverId: AccountId | null
  readonly feeIsReturned: boolean
  /** When it was let go; null while it waits for approval. */
  readonly processingSinceUs: TimeUs | null
}

interface Kept { readonly id: string; readonly accountId: AccountId; readonly withdrawal: Withdrawal; readonly under: Under }

const isOpen = (withdrawal: Withdrawal): boolean => withdrawal.state === 'awaitingApproval' || withdrawal.state === 'processing'
const heldBy = (withdrawal: Withdrawal): Amount => withdrawal.amount + withdrawal.fee

/**
 * Money out. A request names what leaves the account; the network's fee is part of it, so the receiver gets less. All of it is held
 * until the withdrawal is over. One to a deposit address of the venue never sees a chain and costs nothing.
 */
export class WithdrawalDesk {
  readonly #ledger: Postings
  readonly #facts: VenueFacts
  readonly #deposits: DepositDesk
  readonly #hasFastWithdraw: (accountId: AccountId) => boolean
  readonly #records = new Records<Kept>()
  readonly #open = new Set<string>()
  readonly #byClientId = new Map<string, string>()
  #lastNumber = 0

  constructor(ledger: Postings, facts: VenueFacts, deposits: DepositDesk, hasFastWithdraw: (accountId: AccountId) => boolean) {
    this.#ledger = ledger
    this.#facts = facts
    this.#deposits = deposits
    this.#hasFastWithdraw = hasFastWithdraw
  }

  judge({ accountId, withdrawal }: Request): Rejection | null {
    if (this.#first(accountId, withdrawal)) return null
    if (!this.#facts.terms(accountId)) return { reason: 'unknownAccount' }
    if (!this.#facts.asset(withdrawal.asset)) return { reason: 'unknownAsset' }
    const network = this.#network(withdrawal.asset, withdrawal.network)
    if (!network) return { reason: 'unknownNetwork' }
    if (!network.withdrawEnabled) return { reason: 'withdrawAssetClosed' }
    return judgeAddress(network, withdrawal) ?? judgeAmount(network, withdrawal) ?? this.#judgeBalance(accountId, withdrawal)
  }

  #judgeBalance(accountId: AccountId, withdrawal: WithdrawalRequest): Rejection | null {
    const { asset, amount, walletType } = withdrawal
    // A deposit that is not yet settled holds back its amount, in whichever of the two wallets it is by now.
    const settled = this.#ledger.free(accountId, asset) + this.#ledger.free(accountId, asset, 'funding') - this.#deposits.notYetWithdrawable(accountId, asset)
    return this.#ledger.free(accountId, asset, walletType) < amount || settled < amount ? { reason: 'withdrawBalance' } : null
  }

  /** The same client id again is the first withdrawal: nothing moves. */
  request(command: Request, nowUs: TimeUs, emit: Emit): Verdict {
    const rejection = this.judge(command)
    if (rejection) return rejection
    const { accountId, withdrawal: wish } = command
    if (this.#first(accountId, wish)) return 'unchanged'
    if (this.#records.get(wish.id)) throw new Error('a withdrawal id was made twice')
    const network = this.#network(wish.asset, wish.network)!
    const receiverId = this.#receiver(network, wish)
    const fee = receiverId === null || !wish.feeIsReturned ? network.withdrawFee : 0n
    this.#ledger.hold(accountId, wish.asset, wish.amount, wish.walletType)
    this.#lastNumber += 1
    const kept: Kept = {
      id: wish.id, accountId,
      withdrawal: {
        id: wish.id, accountId, asset: wish.asset, network: network.network, address: wish.address, addressTag: wish.addressTag, amount: wish.amount - fee, fee,
        clientWithdrawalId: wish.clientWithdrawalId, walletType: wish.walletType, state: wish.state, txId: '', confirmations: 0, createdAtUs: nowUs, completedAtUs: null,
        isInternal: receiverId !== null, name: wish.name,
      },
      under: { number: this.#lastNumber, receiverId, feeIsReturned: wish.feeIsReturned, processingSinceUs: wish.state === 'processing' ? nowUs : null },
    }
    this.#keep(kept, emit)
    this.#finishIfFast(kept, nowUs, emit)
    return 'changed'
  }

  judgeDecision({ withdrawalId }: CommandOf<'decideWithdrawal'>): Rejection | null {
    const kept = this.#records.get(withdrawalId)
    if (!kept) return { reason: 'unknownWithdrawal' }
    return kept.withdrawal.state === 'awaitingApproval' ? null : { reason: 'withdrawalNotPending' }
  }

  decide(command: CommandOf<'decideWithdrawal'>, nowUs: TimeUs, emit: Emit): Verdict {
    const rejection = this.judgeDecision(command)
    if (rejection) return rejection
    const kept = this.#records.get(command.withdrawalId)!
    if (command.decision === 'approve') {
      const approved: Kept = { ...kept, withdrawal: { ...kept.withdrawal, state: 'processing' }, under: { ...kept.under, processingSinceUs: nowUs } }
      this.#keep(approved, emit)
      this.#finishIfFast(approved, nowUs, emit)
    } else {
      this.#giveBack(kept, command.decision === 'cancel' ? 'cancelled' : 'rejected', nowUs, emit)
    }
    return 'changed'
  }

  /** Ends what had its time. @returns whether anything changed. */
  tick(nowUs: TimeUs, emit: Emit): boolean {
    let isChanged = false
    for (const id of [...this.#open]) {
      const kept = this.#records.get(id)!
      const network = this.#network(kept.withdrawal.asset, kept.withdrawal.network)
      const sinceUs = kept.under.processingSinceUs
      if (sinceUs === null || (network && nowUs - sinceUs < withdrawalTimeUs(network, kept.withdrawal.isInternal))) continue
      this.#finish(kept, network, nowUs, emit)
      isChanged = true
    }
    return isChanged
  }

  of(accountId: AccountId): readonly Withdrawal[] {
    return this.#records.of(accountId).map((kept) => kept.withdrawal)
  }

  find(accountId: AccountId, reference: { readonly id?: string; readonly clientWithdrawalId?: string }): Withdrawal | undefined {
    const id = reference.id ?? this.#byClientId.get(`${accountId} ${reference.clientWithdrawalId}`)
    const found = id === undefined ? undefined : this.#records.get(id)
    return found?.accountId === accountId ? found.withdrawal : undefined
  }

  withdrawing(accountId: AccountId, asset: string, wallet: Withdrawal['walletType']): Amount {
    let sum = 0n
    for (const id of this.#open) {
      const { withdrawal } = this.#records.get(id)!
      if (withdrawal.accountId === accountId && withdrawal.asset === asset && withdrawal.walletType === wallet) sum += heldBy(withdrawal)
    }
    return sum
  }

  state(): StateValue {
    return {
      lastNumber: this.#lastNumber,
      withdrawals: this.#records.all().map(({ withdrawal, under }) => ({ withdrawal: { ...withdrawal, amount: withdrawal.amount.toString(), fee: withdrawal.fee.toString() }, under: { ...under } })),
    }
  }

  restore(state: StateValue): void {
    // Only what `state` made is restored.
    const saved = state as unknown as { readonly lastNumber: number; readonly withdrawals: readonly { readonly withdrawal: Omit<Withdrawal, 'amount' | 'fee'> & { readonly amount: string; readonly fee: string }; readonly under: Under }[] }
    this.#records.clear()
    this.#open.clear()
    this.#byClientId.clear()
    this.#lastNumber = saved.lastNumber
    const all = saved.withdrawals.map(({ withdrawal, under }): Kept => ({ id: withdrawal.id, accountId: makeAccountId(withdrawal.accountId), withdrawal: { ...withdrawal, amount: BigInt(withdrawal.amount), fee: BigInt(withdrawal.fee) }, under }))
    for (const kept of all.sort((a, b) => a.under.number - b.under.number)) this.#remember(kept)
  }

  /** The withdrawal that a request repeats. */
  #first(accountId: AccountId, wish: WithdrawalRequest): Withdrawal | undefined {
    return this.find(accountId, { id: wish.id }) ?? (wish.clientWithdrawalId === null ? undefined : this.find(accountId, { clientWithdrawalId: wish.clientWithdrawalId }))
  }

  #network(asset: string, network: string): AssetNetwork | undefined {
    return this.#facts.asset(asset)?.networks.find((one) => one.network === network)
  }

  #receiver(network: AssetNetwork, wish: WithdrawalRequest): AccountId | null {
    const receiverId = accountOfAddress(network, wish.address, wish.addressTag)
    return receiverId !== null && this.#facts.terms(receiverId) ? receiverId : null
  }

  #finishIfFast(kept: Kept, nowUs: TimeUs, emit: Emit): void {
    if (kept.withdrawal.state !== 'processing' || !kept.withdrawal.isInternal || !this.#hasFastWithdraw(kept.accountId)) return
    this.#finish(kept, this.#network(kept.withdrawal.asset, kept.withdrawal.network), nowUs, emit)
  }

  /** A network that was closed in the meantime takes nothing any more. */
  #finish(kept: Kept, network: AssetNetwork | undefined, nowUs: TimeUs, emit: Emit): void {
    if (!network?.withdrawEnabled) this.#giveBack(kept, 'failed', nowUs, emit)
    else if (kept.under.receiverId === null) this.#finishOnChain(kept, network, nowUs, emit)
    else this.#finishOffChain(kept, kept.under.receiverId, network, nowUs, emit)
  }

  #finishOnChain(kept: Kept, network: AssetNetwork, nowUs: TimeUs, emit: Emit): void {
    const { accountId, asset, amount, fee, walletType } = kept.withdrawal
    this.#ledger.payOut(accountId, asset, amount, walletType)
    if (fee > 0n) this.#ledger.payFeeFromHold(accountId, asset, fee, walletType)
    this.#keep({ ...kept, withdrawal: { ...kept.withdrawal, state: 'completed', txId: chainTransactionId(kept, network), confirmations: network.confirmations, completedAtUs: nowUs } }, emit)
  }

  /** No chain was used, so its fee goes back to the sender; or, where the sender asked for that, it was never taken from the amount. */
  #finishOffChain(kept: Kept, receiverId: AccountId, network: AssetNetwork, nowUs: TimeUs, emit: Emit): void {
    const { accountId, asset, amount, walletType } = kept.withdrawal
    const txId = `Off-chain transfer ${kept.under.number}`
    this.#ledger.release(accountId, asset, heldBy(kept.withdrawal), walletType)
    if (receiverId !== accountId || walletType !== 'spot') this.#ledger.moveBetween({ accountId, wallet: walletType }, { accountId: receiverId, wallet: 'spot' }, asset, amount)
    this.#keep({ ...kept, withdrawal: { ...kept.withdrawal, state: 'completed', fee: 0n, txId, confirmations: network.confirmations, completedAtUs: nowUs } }, emit)
    this.#deposits.recordInternal(receiverId, asset, network, amount, txId, nowUs, emit)
  }

  #giveBack(kept: Kept, state: 'cancelled' | 'rejected' | 'failed', nowUs: TimeUs, emit: Emit): void {
    this.#ledger.release(kept.accountId, kept.withdrawal.asset, heldBy(kept.withdrawal), kept.withdrawal.walletType)
    this.#keep({ ...kept, withdrawal: { ...kept.withdrawal, state, completedAtUs: nowUs } }, emit)
  }

  #keep(kept: Kept, emit: Emit): void {
    this.#remember(kept)
    emit({ kind: 'withdrawal', withdrawal: kept.withdrawal })
  }

  #remember(kept: Kept): void {
    this.#records.put(kept)
    if (isOpen(kept.withdrawal)) this.#open.add(kept.id)
    else this.#open.delete(kept.id)
    const clientId = kept.withdrawal.clientWithdrawalId
    if (clientId !== null) this.#byClientId.set(`${kept.accountId} ${clientId}`, kept.id)
  }
}

const judgeAddress = (network: AssetNetwork, { address, addressTag }: WithdrawalRequest): Rejection | null => {
  if (!isAddress(network, address)) return { reason: 'illegalAddress' }
  if (addressTag === '') return null
  if (network.memoRegex === '') return { reason: 'tagNotSupported' }
  return isAddressTag(network, addressTag) ? null : { reason: 'illegalAddressTag' }
}

const judgeAmount = (network: AssetNetwork, { amount }: WithdrawalRequest): Rejection | null => {
  if (amount < network.withdrawMin) return { reason: 'withdrawBelowMinimum', text: plainAmount(network.withdrawMin) }
  if (amount > network.withdrawMax) return { reason: 'withdrawAboveMaximum' }
  if (amount % network.withdrawMultiple !== 0n) return { reason: 'withdrawNotMultiple', text: plainAmount(network.withdrawMultiple) }
  return amount <= network.withdrawFee ? { reason: 'withdrawAmountBelowFee' } : null
}

/** What the chain would call it. */
const chainTransactionId = (kept: Kept, network: AssetNetwork): string => {
  const digest = hash('sha256', `${network.network} ${kept.under.number} ${kept.id}`)
  return network.addressRegex.startsWith('^(0x)') ? `0x${digest}` : digest
}
