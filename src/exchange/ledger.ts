import { accountId as makeAccountId, type AccountId } from '../ids.ts'
import type { Amount } from '../money.ts'
import type { TimeUs } from '../time.ts'
import type { Balance } from './exchange-view.ts'

/** Where deposits come from and withdrawals go to: the only account whose balances may be (and are) below zero. */
export const WORLD_ACCOUNT: AccountId = makeAccountId(0)
/** Where commissions and network fees are collected. */
export const FEES_ACCOUNT: AccountId = makeAccountId(1)

/** What one account has of one asset. Held by reference in the engine, changed by the ledger alone. */
export interface Holding {
  readonly accountId: AccountId
  readonly asset: string
  readonly free: Amount
  readonly locked: Amount
}

/**
 * The ledger as other rooms of the venue see it. Each movement has two sides inside and is positive; one that the
 * balance does not cover throws, because whoever moves money has to have asked `free` before.
 */
export interface Postings {
  free(accountId: AccountId, asset: string): Amount
  locked(accountId: AccountId, asset: string): Amount
  /** Spot balances, every asset the account ever held, by name. */
  balances(accountId: AccountId): readonly Balance[]
  /** WORLD → the account's free balance: a deposit. */
  creditFromWorld(accountId: AccountId, asset: string, amount: Amount): void
  /** Free → locked, within the account. */
  hold(accountId: AccountId, asset: string, amount: Amount): void
  /** Locked → free, within the account. */
  release(accountId: AccountId, asset: string, amount: Amount): void
  /** Locked → WORLD: a withdrawal leaves. */
  payOut(accountId: AccountId, asset: string, amount: Amount): void
  /** Free → another account's free balance; the receiver may be FEES_ACCOUNT. */
  move(from: AccountId, to: AccountId, asset: string, amount: Amount): void
  /** Locked → FEES: a fee that was held before. */
  payFeeFromHold(accountId: AccountId, asset: string, amount: Amount): void
}

/** The engine's own cell of a balance; `touched` says that this command changed it. */
class Cell implements Holding {
  readonly owner: Owner
  readonly accountId: AccountId
  readonly asset: string
  free: Amount = 0n
  locked: Amount = 0n
  isTouched = false
  /** Something was ever posted here; a cell that was only looked at is no part of the state. */
  isUsed = false

  constructor(owner: Owner, asset: string) {
    this.owner = owner
    this.accountId = owner.accountId
    this.asset = asset
  }
}

class Owner {
  readonly accountId: AccountId
  readonly cells = new Map<string, Cell>()
  updatedAtUs: TimeUs = 0

  constructor(accountId: AccountId) {
    this.accountId = accountId
  }
}

/** A ledger as it is kept in a snapshot: [account, updated at, [asset, free, locked] …], sorted. */
export type LedgerState = readonly (readonly [number, number, readonly (readonly [string, string, string])[]])[]

/**
 * Double-entry ledger: free and locked per account and asset. For each asset the sum over all accounts, WORLD and FEES
 * included, is zero at all times, and nothing but WORLD is below zero.
 */
export class Ledger implements Postings {
  readonly #owners = new Map<number, Owner>()
  readonly #touched: Cell[] = []

  /** The balance cell of an account, made on first use. */
  holding(accountId: AccountId, asset: string): Holding {
    return this.#cell(accountId, asset)
  }

  free(accountId: AccountId, asset: string): Amount {
    return this.#owners.get(accountId)?.cells.get(asset)?.free ?? 0n
  }

  locked(accountId: AccountId, asset: string): Amount {
    return this.#owners.get(accountId)?.cells.get(asset)?.locked ?? 0n
  }

  balances(accountId: AccountId): readonly Balance[] {
    const cells = [...(this.#owners.get(accountId)?.cells.values() ?? [])]
    return cells.filter(isUsed).sort(byAsset).map(({ asset, free, locked }) => ({ asset, free, locked }))
  }

  /** When a balance of the account last changed; 0 where none ever did. */
  updatedAtUs(accountId: AccountId): TimeUs {
    return this.#owners.get(accountId)?.updatedAtUs ?? 0
  }

  creditFromWorld(accountId: AccountId, asset: string, amount: Amount): void {
    this.transfer(this.#cell(WORLD_ACCOUNT, asset), this.#cell(accountId, asset), amount)
  }

  hold(accountId: AccountId, asset: string, amount: Amount): void {
    this.holdIn(this.#cell(accountId, asset), amount)
  }

  release(accountId: AccountId, asset: string, amount: Amount): void {
    this.releaseIn(this.#cell(accountId, asset), amount)
  }

  payOut(accountId: AccountId, asset: string, amount: Amount): void {
    this.transferLocked(this.#cell(accountId, asset), this.#cell(WORLD_ACCOUNT, asset), amount)
  }

  move(from: AccountId, to: AccountId, asset: string, amount: Amount): void {
    this.transfer(this.#cell(from, asset), this.#cell(to, asset), amount)
  }

  payFeeFromHold(accountId: AccountId, asset: string, amount: Amount): void {
    this.transferLocked(this.#cell(accountId, asset), this.#cell(FEES_ACCOUNT, asset), amount)
  }

  // The same movements between cells that the caller already holds.

  holdIn(holding: Holding, amount: Amount): void {
    const cell = own(holding)
    if (amount < 0n || cell.free < amount) throw new Error(`hold of ${amount} ${cell.asset} exceeds the free ${cell.free} of account ${cell.accountId}`)
    cell.free -= amount
    cell.locked += amount
    this.#touch(cell)
  }

  releaseIn(holding: Holding, amount: Amount): void {
    const cell = own(holding)
    if (amount < 0n || cell.locked < amount) throw new Error(`release of ${amount} ${cell.asset} exceeds the locked ${cell.locked} of account ${cell.accountId}`)
    cell.locked -= amount
    cell.free += amount
    this.#touch(cell)
  }

  /** Free → free of another account. */
  transfer(from: Holding, to: Holding, amount: Amount): void {
    const source = own(from)
    const target = own(to)
    if (amount < 0n || (source.free < amount && source.accountId !== WORLD_ACCOUNT)) throw new Error(`transfer of ${amount} ${source.asset} exceeds the free ${source.free} of account ${source.accountId}`)
    source.free -= amount
    target.free += amount
    this.#touch(source)
    this.#touch(target)
  }

  /** Locked → free of another account. */
  transferLocked(from: Holding, to: Holding, amount: Amount): void {
    const source = own(from)
    const target = own(to)
    if (amount < 0n || source.locked < amount) throw new Error(`payment of ${amount} ${source.asset} exceeds the locked ${source.locked} of account ${source.accountId}`)
    source.locked -= amount
    target.free += amount
    this.#touch(source)
    this.#touch(target)
  }

  /** Locked → free of another account, of which `fee` goes to where fees are collected. */
  pay(from: Holding, to: Holding, fees: Holding, amount: Amount, fee: Amount): void {
    const source = own(from)
    if (fee < 0n || amount < fee || source.locked < amount) throw new Error(`payment of ${amount} ${source.asset} exceeds the locked ${source.locked} of account ${source.accountId}`)
    const target = own(to)
    source.locked -= amount
    this.#touch(source)
    this.#touch(target)
    if (fee === 0n) {
      target.free += amount
      return
    }
    const collector = own(fees)
    target.free += amount - fee
    collector.free += fee
    this.#touch(collector)
  }

  /** Tells each balance that changed since the last call, once, and forgets them. The venue's own two accounts are not told. */
  settle(nowUs: TimeUs, changed: (holding: Holding) => void): void {
    const touched = this.#touched
    for (let index = 0; index < touched.length; index++) {
      const cell = touched[index]!
      cell.isTouched = false
      cell.owner.updatedAtUs = nowUs
      if (cell.accountId > FEES_ACCOUNT) changed(cell)
    }
    touched.length = 0
  }

  /** The sum of an asset over all accounts: zero, or the ledger is broken. */
  sumOf(asset: string): Amount {
    let sum = 0n
    for (const owner of this.#owners.values()) {
      const cell = owner.cells.get(asset)
      if (cell) sum += cell.free + cell.locked
    }
    return sum
  }

  state(): LedgerState {
    return [...this.#owners.values()]
      .filter((owner) => owner.cells.values().some(isUsed))
      .sort((a, b) => a.accountId - b.accountId)
      .map((owner) => [owner.accountId, owner.updatedAtUs, [...owner.cells.values()].filter(isUsed).sort(byAsset).map((cell) => [cell.asset, cell.free.toString(), cell.locked.toString()] as const)] as const)
  }

  restore(state: LedgerState): void {
    this.#owners.clear()
    this.#touched.length = 0
    for (const [id, updatedAtUs, cells] of state) {
      for (const [asset, free, locked] of cells) {
        const cell = this.#cell(makeAccountId(id), asset)
        cell.free = BigInt(free)
        cell.locked = BigInt(locked)
        cell.isUsed = true
        cell.owner.updatedAtUs = updatedAtUs
      }
    }
  }

  #cell(accountId: AccountId, asset: string): Cell {
    let owner = this.#owners.get(accountId)
    if (!owner) this.#owners.set(accountId, (owner = new Owner(accountId)))
    let cell = owner.cells.get(asset)
    if (!cell) owner.cells.set(asset, (cell = new Cell(owner, asset)))
    return cell
  }

  #touch(cell: Cell): void {
    if (cell.isTouched) return
    cell.isTouched = true
    cell.isUsed = true
    this.#touched.push(cell)
  }
}

/** Holdings are made by this file alone, so each is a Cell. */
const own = (holding: Holding): Cell => holding as Cell

const isUsed = (cell: Cell): boolean => cell.isUsed

const byAsset = (a: { readonly asset: string }, b: { readonly asset: string }): number => (a.asset < b.asset ? -1 : a.asset > b.asset ? 1 : 0)
