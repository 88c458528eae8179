import { accountId as makeAccountId, type AccountId } from '../../ids.ts'
import type { CommandOf } from '../command.ts'
import type { ExchangeEvent } from '../event.ts'
import type { TransfersView } from '../exchange-view.ts'
import type { Postings } from '../ledger.ts'
import type { StatePart, StateValue, VenueFacts, Verdict } from '../market-port.ts'
import type { Rejection } from '../rejection.ts'
import { keepNewest } from '../spot/kept-history.ts'
import { symbolOfIsolated, type OwnedWallet, type WalletName } from '../wallet-name.ts'
import type { Transfer } from './transfer.ts'
import type { WalletRules } from './wallet-rules.ts'

type TransferCommand = CommandOf<'transfer'>

/** [id, from account, from wallet, to account, to wallet, asset, amount, client id, time] */
type TransferRow = readonly [number, number, WalletName, number, WalletName, string, string, string | null, number]
interface TransfersState { readonly lastId: number; readonly transfers: readonly TransferRow[] }

/** Money between wallets. Each transfer is in the history of both accounts; what a product asks beyond that it is free is its own rules' to say. */
export class Transfers implements TransfersView, StatePart {
  readonly #ledger: Postings
  readonly #facts: VenueFacts
  readonly #rulesOf: (wallet: WalletName) => WalletRules
  /** In order of number: the newest of all accounts together, as many as kept-history.ts says. */
  #transfers: Transfer[] = []
  #lastId = 0

  constructor(ledger: Postings, facts: VenueFacts, rulesOf: (wallet: WalletName) => WalletRules) {
    this.#ledger = ledger
    this.#facts = facts
    this.#rulesOf = rulesOf
  }

  /** The next number of anything that moves money inside the venue: transfers, loans and their repayment share one row of numbers. */
  nextId(): number {
    return ++this.#lastId
  }

  judge(command: TransferCommand): Rejection | null {
    const { from, to, asset, amount } = command
    if (this.#first(command) !== undefined) return null
    for (const { accountId } of [from, to]) if (!this.#facts.terms(accountId)) return { reason: 'unknownAccount' }
    if (!this.#facts.asset(asset)) return { reason: 'unknownAsset' }
    if (amount <= 0n) return { reason: 'nothingToTransfer' }
    if (from.accountId === to.accountId && from.wallet === to.wallet) return { reason: 'sameWallet' }
    for (const { wallet } of [from, to]) {
      const symbol = symbolOfIsolated(wallet)
      if (symbol !== undefined && !this.#facts.symbol(symbol)) return { reason: 'unknownSymbol' }
    }
    return this.#rulesOf(to.wallet).judgeEntering(to, asset, amount)
      ?? (this.#ledger.free(from.accountId, asset, from.wallet) < amount ? { reason: 'transferBalance' } : null)
      ?? this.#rulesOf(from.wallet).judgeLeaving(from, asset, amount)
  }

  execute(command: TransferCommand, nowUs: number, emit: (event: ExchangeEvent & { readonly kind: 'transfer' }) => void): Verdict {
    const rejection = this.judge(command)
    if (rejection !== null) return rejection
    if (this.#first(command) !== undefined) return 'unchanged'
    const { from, to, asset, amount, clientTransferId = null } = command
    this.#ledger.moveBetween(from, to, asset, amount)
    const transfer: Transfer = { id: this.nextId(), from, to, asset, amount, clientTransferId, timeUs: nowUs }
    this.#transfers.push(transfer)
    keepNewest(this.#transfers)
    emit({ kind: 'transfer', transfer })
    return 'changed'
  }

  of(accountId: AccountId): readonly Transfer[] {
    return this.#transfers.filter(({ from, to }) => from.accountId === accountId || to.accountId === accountId)
  }

  byClientId(accountId: AccountId, clientTransferId: string): Transfer | undefined {
    return this.#transfers.findLast((transfer) => transfer.clientTransferId === clientTransferId && transfer.from.accountId === accountId)
  }

  state(): StateValue {
    const state: TransfersState = { lastId: this.#lastId, transfers: this.#transfers.map(rowOf) }
    return state as unknown as StateValue // rows of strings, numbers and nulls, which interfaces do not let the compiler see
  }

  restore(state: StateValue): void {
    const kept = state as unknown as TransfersState // made by `state`
    this.#lastId = kept.lastId
    this.#transfers = kept.transfers.map(transferOf)
  }

  #first({ from, clientTransferId }: TransferCommand): Transfer | undefined {
    return clientTransferId === undefined ? undefined : this.byClientId(from.accountId, clientTransferId)
  }
}

const rowOf = ({ id, from, to, asset, amount, clientTransferId, timeUs }: Transfer): TransferRow =>
  [id, from.accountId, from.wallet, to.accountId, to.wallet, asset, amount.toString(), clientTransferId, timeUs]

const transferOf = ([id, fromAccount, fromWallet, toAccount, toWallet, asset, amount, clientTransferId, timeUs]: TransferRow): Transfer =>
  ({ id, from: owned(fromAccount, fromWallet), to: owned(toAccount, toWallet), asset, amount: BigInt(amount), clientTransferId, timeUs })

const owned = (accountId: number, wallet: WalletName): OwnedWallet => ({ accountId: makeAccountId(accountId), wallet })
