import { accountId as makeAccountId, type AccountId } from '../../ids.ts'
import { type Amount, UNIT } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { CommandOf } from '../command.ts'
import type { Postings } from '../ledger.ts'
import type { StateValue, TransferEvent, Verdict, VenueFacts } from '../market-port.ts'
import type { Rejection } from '../rejection.ts'
import type { AssetNetwork } from '../symbol.ts'
import { depositAddress } from './deposit-address.ts'
import { Records } from './records.ts'
import { confirmationsAt } from './simulated-network.ts'
import type { Deposit } from './transfer-record.ts'

type Announcement = CommandOf<'announceDeposit'>
type Emit = (event: TransferEvent) => void

/** More than this of an asset there is not in the world, so one deposit cannot bring it. */
const LARGEST_DEPOSIT: Amount = 1_000_000_000_000n * UNIT

/** What comes in: from the faucet at once, from the simulated network confirmation by confirmation. */
export class DepositDesk {
  readonly #ledger: Postings
  readonly #facts: VenueFacts
  readonly #records = new Records<Deposit>()
  readonly #unfinished = new Set<string>()
  readonly #seenTransactions = new Set<string>()
  #lastNumber = 0

  constructor(ledger: Postings, facts: VenueFacts) {
    this.#ledger = ledger
    this.#facts = facts
  }

  judge(command: Announcement): Rejection | null {
    if (!this.#facts.terms(command.accountId)) return { reason: 'unknownAccount' }
    if (!this.#facts.asset(command.asset)) return { reason: 'unknownAsset' }
    if (!this.#network(command.asset, command.network)) return { reason: 'unknownNetwork' }
    if (command.amount <= 0n) return { reason: 'withdrawBelowMinimum' }
    return command.amount > LARGEST_DEPOSIT ? { reason: 'supplyExhausted' } : null
  }

  /** A transaction of the simulated network counts once, however often it is announced. */
  announce(command: Announcement, nowUs: TimeUs, emit: Emit): Verdict {
    const rejection = this.judge(command)
    if (rejection) return rejection
    const transaction = transactionOf(command)
    if (!command.isCreditedAtOnce && this.#seenTransactions.has(transaction)) return 'unchanged'
    const network = this.#network(command.asset, command.network)!
    const { address, tag } = depositAddress(command.accountId, network)
    const deposit: Deposit = {
      id: this.#nextId(), accountId: command.accountId, asset: command.asset, network: network.network, amount: command.amount, address, addressTag: tag, txId: command.txId,
      state: 'pending', confirmations: 0, confirmationsNeeded: network.confirmations, unlockConfirmations: network.unlockConfirmations, createdAtUs: nowUs, completedAtUs: null, isInternal: false,
    }
    if (command.isCreditedAtOnce) {
      this.#ledger.creditFromWorld(deposit.accountId, deposit.asset, deposit.amount)
      this.#keep({ ...deposit, state: 'success', confirmations: network.unlockConfirmations, completedAtUs: nowUs }, emit)
    } else {
      this.#keep(deposit, emit)
    }
    return 'changed'
  }

  /** Records what another account of the venue sent; the ledger has moved it already. */
  recordInternal(accountId: AccountId, asset: string, network: AssetNetwork, amount: Amount, txId: string, nowUs: TimeUs, emit: Emit): void {
    const { address, tag } = depositAddress(accountId, network)
    this.#keep({
      id: this.#nextId(), accountId, asset, network: network.network, amount, address, addressTag: tag, txId, state: 'success',
      confirmations: network.unlockConfirmations, confirmationsNeeded: network.confirmations, unlockConfirmations: network.unlockConfirmations, createdAtUs: nowUs, completedAtUs: nowUs, isInternal: true,
    }, emit)
  }

  /** Lets the network confirm until now. @returns whether anything changed. */
  tick(nowUs: TimeUs, emit: Emit): boolean {
    let isChanged = false
    for (const id of [...this.#unfinished]) {
      const deposit = this.#records.get(id)!
      const confirmations = confirmationsAt(deposit, deposit.createdAtUs, nowUs)
      if (confirmations <= deposit.confirmations) continue
      isChanged = true
      const isCredited = confirmations >= deposit.confirmationsNeeded
      const isUnlocked = confirmations >= deposit.unlockConfirmations
      if (isCredited && deposit.state === 'pending') this.#ledger.creditFromWorld(deposit.accountId, deposit.asset, deposit.amount)
      this.#keep({ ...deposit, confirmations, state: isUnlocked ? 'success' : isCredited ? 'creditedLocked' : 'pending', completedAtUs: isUnlocked ? nowUs : null }, emit)
    }
    return isChanged
  }

  of(accountId: AccountId): readonly Deposit[] {
    return this.#records.of(accountId)
  }

  /** What was credited and may be traded, but not withdrawn yet. */
  notYetWithdrawable(accountId: AccountId, asset: string): Amount {
    let sum = 0n
    for (const id of this.#unfinished) {
      const deposit = this.#records.get(id)!
      if (deposit.state === 'creditedLocked' && deposit.accountId === accountId && deposit.asset === asset) sum += deposit.amount
    }
    return sum
  }

  state(): StateValue {
    return { lastNumber: this.#lastNumber, deposits: this.#records.all().map((deposit) => ({ ...deposit, amount: deposit.amount.toString() })) }
  }

  restore(state: StateValue): void {
    // Only what `state` made is restored.
    const kept = state as unknown as { readonly lastNumber: number; readonly deposits: readonly (Omit<Deposit, 'amount'> & { readonly amount: string })[] }
    this.#records.clear()
    this.#unfinished.clear()
    this.#seenTransactions.clear()
    this.#lastNumber = kept.lastNumber
    const deposits = kept.deposits.map((one): Deposit => ({ ...one, accountId: makeAccountId(one.accountId), amount: BigInt(one.amount) }))
    for (const deposit of deposits.sort((a, b) => Number(a.id) - Number(b.id))) this.#remember(deposit)
  }

  #network(asset: string, network: string): AssetNetwork | undefined {
    return this.#facts.asset(asset)?.networks.find((one) => one.network === network)
  }

  #nextId(): string {
    this.#lastNumber += 1
    return String(this.#lastNumber)
  }

  #keep(deposit: Deposit, emit: Emit): void {
    this.#remember(deposit)
    emit({ kind: 'deposit', deposit })
  }

  #remember(deposit: Deposit): void {
    this.#records.put(deposit)
    if (deposit.state === 'success') this.#unfinished.delete(deposit.id)
    else this.#unfinished.add(deposit.id)
    if (!deposit.isInternal) this.#seenTransactions.add(transactionOf(deposit))
  }
}

const transactionOf = (of: Pick<Deposit, 'accountId' | 'asset' | 'network' | 'txId'>): string => `${of.accountId} ${of.asset} ${of.network} ${of.txId}`
