import { accountId as makeAccountId, type AccountId } from '../../ids.ts'
import type { Amount } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import type { CommandOf } from '../command.ts'
import type { DustConversion } from '../exchange-view.ts'
import type { Postings } from '../ledger.ts'
import type { StateValue, TransferEvent, Verdict, VenueFacts, WalletCommand, WalletRoom } from '../market-port.ts'
import type { Rejection } from '../rejection.ts'
import { type DepositAddress, depositAddress } from './deposit-address.ts'
import { DepositDesk } from './deposit-desk.ts'
import { DUST_TARGET, type DustQuote, quoteDust } from './dust.ts'
import type { Deposit, Withdrawal } from './transfer-record.ts'
import { valueIn } from './valuation.ts'
import { WithdrawalDesk } from './withdrawal-desk.ts'

type WalletState = { readonly deposits: StateValue; readonly withdrawals: StateValue; readonly fastWithdraw: readonly number[]; readonly lastTransferId: number; readonly dust: readonly (readonly [number, readonly KeptConversion[]])[] }
type KeptConversion = { readonly transferId: number; readonly timeUs: TimeUs; readonly details: readonly (readonly [string, string, string, string])[] }

/** Money in and out of the venue, and the small change within it. */
export class Wallet implements WalletRoom {
  readonly #ledger: Postings
  readonly #facts: VenueFacts
  readonly #deposits: DepositDesk
  readonly #withdrawals: WithdrawalDesk
  readonly #fastWithdraw = new Set<AccountId>()
  readonly #dust = new Map<AccountId, DustConversion[]>()
  #lastTransferId = 0

  constructor(ledger: Postings, facts: VenueFacts) {
    this.#ledger = ledger
    this.#facts = facts
    this.#deposits = new DepositDesk(ledger, facts)
    this.#withdrawals = new WithdrawalDesk(ledger, facts, this.#deposits, (accountId) => this.hasFastWithdraw(accountId))
  }

  judge(command: WalletCommand): Rejection | null {
    switch (command.kind) {
      case 'announceDeposit': return this.#deposits.judge(command)
      case 'requestWithdrawal': return this.#withdrawals.judge(command)
      case 'decideWithdrawal': return this.#withdrawals.judgeDecision(command)
      case 'setFastWithdraw': return this.#facts.terms(command.accountId) ? null : { reason: 'unknownAccount' }
      case 'convertDust': return this.#judgeDust(command)
      case 'tick': return null
    }
  }

  execute(command: WalletCommand, nowUs: TimeUs, emit: (event: TransferEvent) => void): Verdict {
    switch (command.kind) {
      case 'announceDeposit': return this.#deposits.announce(command, nowUs, emit)
      case 'requestWithdrawal': return this.#withdrawals.request(command, nowUs, emit)
      case 'decideWithdrawal': return this.#withdrawals.decide(command, nowUs, emit)
      case 'setFastWithdraw': return this.judge(command) ?? this.#setFastWithdraw(command)
      case 'convertDust': return this.judge(command) ?? this.#convertDust(command, nowUs)
      case 'tick': {
        const areDepositsChanged = this.#deposits.tick(nowUs, emit)
        return this.#withdrawals.tick(nowUs, emit) || areDepositsChanged ? 'changed' : 'unchanged'
      }
    }
  }

  hasFastWithdraw(accountId: AccountId): boolean {
    return this.#fastWithdraw.has(accountId)
  }

  depositAddress(accountId: AccountId, asset: string, network: string): DepositAddress {
    const found = this.#facts.asset(asset)?.networks.find((one) => one.network === network)
    if (!found) throw new Error(`${asset} does not come in by ${network}`)
    return depositAddress(accountId, found)
  }

  deposits(accountId: AccountId): readonly Deposit[] {
    return this.#deposits.of(accountId)
  }

  withdrawals(accountId: AccountId): readonly Withdrawal[] {
    return this.#withdrawals.of(accountId)
  }

  withdrawal(accountId: AccountId, reference: { readonly id?: string; readonly clientWithdrawalId?: string }): Withdrawal | undefined {
    return this.#withdrawals.find(accountId, reference)
  }

  withdrawing(accountId: AccountId, asset: string, wallet: Withdrawal['walletType'] = 'spot'): Amount {
    return this.#withdrawals.withdrawing(accountId, asset, wallet)
  }

  dustLog(accountId: AccountId): readonly DustConversion[] {
    return this.#dust.get(accountId) ?? []
  }

  valueIn(asset: string, amount: Amount, quoteAsset: string): Amount | null {
    return valueIn((symbol) => this.#facts.lastPrice(symbol), asset, amount, quoteAsset)
  }

  state(): StateValue {
    const state: WalletState = {
      deposits: this.#deposits.state(),
      withdrawals: this.#withdrawals.state(),
      fastWithdraw: [...this.#fastWithdraw].sort((a, b) => a - b),
      lastTransferId: this.#lastTransferId,
      dust: [...this.#dust].sort(([a], [b]) => a - b).map(([accountId, conversions]) => [accountId, conversions.map(keptConversion)] as const),
    }
    return state
  }

  restore(state: StateValue): void {
    // Only what `state` made is restored.
    const kept = state as unknown as WalletState
    this.#deposits.restore(kept.deposits)
    this.#withdrawals.restore(kept.withdrawals)
    this.#fastWithdraw.clear()
    for (const id of kept.fastWithdraw) this.#fastWithdraw.add(makeAccountId(id))
    this.#lastTransferId = kept.lastTransferId
    this.#dust.clear()
    for (const [id, conversions] of kept.dust) this.#dust.set(makeAccountId(id), conversions.map(conversionOf))
  }

  #setFastWithdraw({ accountId, isEnabled }: CommandOf<'setFastWithdraw'>): Verdict {
    if (this.#fastWithdraw.has(accountId) === isEnabled) return 'unchanged'
    if (isEnabled) this.#fastWithdraw.add(accountId)
    else this.#fastWithdraw.delete(accountId)
    return 'changed'
  }

  #judgeDust({ accountId, assets }: CommandOf<'convertDust'>): Rejection | null {
    if (!this.#facts.terms(accountId)) return { reason: 'unknownAccount' }
    if (assets.some((asset) => !this.#facts.asset(asset))) return { reason: 'unknownAsset' }
    const isConvertible = assets.length > 0 && new Set(assets).size === assets.length && assets.every((asset) => this.#quote(accountId, asset) !== null)
    return isConvertible ? null : { reason: 'dustNotConvertible' }
  }

  #quote(accountId: AccountId, asset: string): DustQuote | null {
    return quoteDust((of, amount, quoteAsset) => this.valueIn(of, amount, quoteAsset), asset, this.#ledger.free(accountId, asset))
  }

  /** The dust leaves the venue, and the BNB comes from outside: the venue itself holds neither. */
  #convertDust({ accountId, assets }: CommandOf<'convertDust'>, nowUs: TimeUs): Verdict {
    const details = assets.map((asset) => ({ asset, amount: this.#ledger.free(accountId, asset), ...this.#quote(accountId, asset)! }))
    for (const { asset, amount, bnb } of details) {
      this.#ledger.hold(accountId, asset, amount)
      this.#ledger.payOut(accountId, asset, amount)
      this.#ledger.creditFromWorld(accountId, DUST_TARGET, bnb)
    }
    this.#lastTransferId += 1
    const log = this.#dust.get(accountId) ?? []
    this.#dust.set(accountId, log)
    log.push(conversionFrom(this.#lastTransferId, nowUs, details))
    return 'changed'
  }
}

const conversionFrom = (transferId: number, timeUs: TimeUs, details: DustConversion['details']): DustConversion => ({
  transferId, timeUs, details,
  totalBnb: details.reduce((sum, one) => sum + one.bnb, 0n),
  totalFeeBnb: details.reduce((sum, one) => sum + one.feeBnb, 0n),
})

const keptConversion = ({ transferId, timeUs, details }: DustConversion): KeptConversion => ({ transferId, timeUs, details: details.map((one) => [one.asset, one.amount.toString(), one.bnb.toString(), one.feeBnb.toString()] as const) })

const conversionOf = ({ transferId, timeUs, details }: KeptConversion): DustConversion =>
  conversionFrom(transferId, timeUs, details.map(([asset, amount, bnb, feeBnb]) => ({ asset, amount: BigInt(amount), bnb: BigInt(bnb), feeBnb: BigInt(feeBnb) })))
