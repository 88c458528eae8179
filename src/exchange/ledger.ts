import { accountId as makeAccountId, type AccountId } from '../ids.ts'
import type { Amount } from '../money.ts'
import type { TimeUs } from '../time.ts'
import type { Balance } from './exchange-view.ts'
import type { OwnedWallet, WalletName } from './wallet-name.ts'

/** Accounts below this number are the venue's own pots: they hold money, and nobody can open, own or trade for one. */
export const FIRST_ACCOUNT = 100
/** Where deposits come from and withdrawals go to. Its balances are below zero by what is inside. */
export const WORLD_ACCOUNT: AccountId = makeAccountId(0)
/** Where commissions, network fees and margin interest are collected. */
export const FEES_ACCOUNT: AccountId = makeAccountId(1)
/** What liquidations pay in, and what pays for those that left a debt. It pays no more than it has. */
export const INSURANCE_FUND_ACCOUNT: AccountId = makeAccountId(2)
/** Who lends to margin accounts. Its balances are below zero by what is lent. */
export const MARGIN_LENDER_ACCOUNT: AccountId = makeAccountId(3)

/** The same pots, as moveBetween takes them. */
export const WORLD: OwnedWallet = { accountId: WORLD_ACCOUNT, wallet: 'spot' }
export const FEES: OwnedWallet = { accountId: FEES_ACCOUNT, wallet: 'spot' }
export const INSURANCE_FUND: OwnedWallet = { accountId: INSURANCE_FUND_ACCOUNT, wallet: 'spot' }
export const MARGIN_LENDER: OwnedWallet = { accountId: MARGIN_LENDER_ACCOUNT, wallet: 'spot' }

/** Between winners and losers of futures: what is paid to those who took their profit before the others took their loss. Below zero by what open longs cost more than open shorts brought. */
export const FUTURES_CLEARING_ACCOUNT: AccountId = makeAccountId(4)

/** Who changes one quote asset into another, one for one, for orders that are routed to the books of both. Over all assets together it has nothing. */
export const ROUTER_ACCOUNT: AccountId = makeAccountId(5)

/** The pots that may owe: the world outside, the lender, the clearing account, and the router. */
const mayOwe = (accountId: AccountId): boolean => accountId === WORLD_ACCOUNT || accountId === MARGIN_LENDER_ACCOUNT || accountId === FUTURES_CLEARING_ACCOUNT || accountId === ROUTER_ACCOUNT

/** What one wallet has of one asset. Held by reference in the engine, changed by the ledger alone. */
export interface Holding extends OwnedWallet {
  readonly asset: string
  readonly free: Amount
  readonly locked: Amount
}

/**
 * The ledger as other rooms of the venue see it. Each movement has two sides inside and is positive; one that the
 * balance does not cover throws, because whoever moves money has to have asked `free` before. Where no wallet is named,
 * it is the spot wallet.
 */
export interface Postings {
  free(accountId: AccountId, asset: string, wallet?: WalletName): Amount
  locked(accountId: AccountId, asset: string, wallet?: WalletName): Amount
  /** Every asset that the wallet ever held, by name. */
  balances(accountId: AccountId, wallet?: WalletName): readonly Balance[]
  /** WORLD → the wallet's free balance: a deposit. */
  creditFromWorld(accountId: AccountId, asset: string, amount: Amount, wallet?: WalletName): void
  /** Free → locked, within the wallet. */
  hold(accountId: AccountId, asset: string, amount: Amount, wallet?: WalletName): void
  /** Locked → free, within the wallet. */
  release(accountId: AccountId, asset: string, amount: Amount, wallet?: WalletName): void
  /** Locked → WORLD: a withdrawal leaves. */
  payOut(accountId: AccountId, asset: string, amount: Amount, wallet?: WalletName): void
  /** Free → another account's free balance, spot to spot; either may be one of the venue's pots. */
  move(from: AccountId, to: AccountId, asset: string, amount: Amount): void
  /** Free → free of another wallet, of the same account or of another. */
  moveBetween(from: OwnedWallet, to: OwnedWallet, asset: string, amount: Amount): void
  /** Locked → FEES: a fee that was held before. */
  payFeeFromHold(accountId: AccountId, asset: string, amount: Amount, wallet?: WalletName): void
}

/** The engine's own cell of a balance; `touched` says that this command changed it. */
class Cell implements Holding {
  readonly owner: Owner
  readonly accountId: AccountId
  readonly wallet: WalletName
  readonly asset: string
  free: Amount = 0n
  locked: Amount = 0n
  isTouched = false
  /** Something was ever posted here; a cell that was only looked at is no part of the state. */
  isUsed = false

  constructor(owner: Owner, asset: string) {
    this.owner = owner
    this.accountId = owner.accountId
    this.wallet = owner.wallet
    this.asset = asset
  }
}

/** One wallet of one account. */
class Owner implements OwnedWallet {
  readonly accountId: AccountId
  readonly wallet: WalletName
  readonly cells = new Map<string, Cell>()
  updatedAtUs: TimeUs = 0

  constructor(accountId: AccountId, wallet: WalletName) {
    this.accountId = accountId
    this.wallet = wallet
  }
}

/** A ledger as it is kept in a snapshot: [account, updated at, [asset, free, locked] …, wallet where it is not spot], sorted by account and wallet. */
export type LedgerState = readonly (readonly [accountId: number, updatedAtUs: number, cells: readonly (readonly [string, string, string])[], wallet?: WalletName])[]

/**
 * Double-entry ledger: free and locked per account, wallet and asset. For each asset the sum over all wallets, those of the venue's
 * pots included, is zero at all times, and nothing but WORLD and the lender is below zero.
 */
export class Ledger implements Postings {
  /** Spot wallets stand alone: every trade of the spot markets looks here. */
  readonly #spot = new Map<number, Owner>()
  readonly #others = new Map<WalletName, Map<number, Owner>>()
  readonly #touched: Cell[] = []

  /** The balance cell of a wallet, made on first use. */
  holding(accountId: AccountId, asset: string, wallet: WalletName = 'spot'): Holding {
    return this.#cell(accountId, asset, wallet)
  }

  free(accountId: AccountId, asset: string, wallet: WalletName = 'spot'): Amount {
    return this.#owner(accountId, wallet)?.cells.get(asset)?.free ?? 0n
  }

  locked(accountId: AccountId, asset: string, wallet: WalletName = 'spot'): Amount {
    return this.#owner(accountId, wallet)?.cells.get(asset)?.locked ?? 0n
  }

  balances(accountId: AccountId, wallet: WalletName = 'spot'): readonly Balance[] {
    const cells = [...(this.#owner(accountId, wallet)?.cells.values() ?? [])]
    return cells.filter(isUsed).sort(byAsset).map(({ asset, free, locked }) => ({ asset, free, locked }))
  }

  /** The wallets of an account in which something was ever posted, by name. */
  wallets(accountId: AccountId): readonly WalletName[] {
    return [...(this.#spot.has(accountId) ? ['spot' as const] : []), ...this.#others.keys().filter((wallet) => this.#others.get(wallet)?.has(accountId))].filter((wallet) => isInUse(this.#owner(accountId, wallet))).sort()
  }

  /** When a balance of the wallet last changed; 0 where none ever did. */
  updatedAtUs(accountId: AccountId, wallet: WalletName = 'spot'): TimeUs {
    return this.#owner(accountId, wallet)?.updatedAtUs ?? 0
  }

  creditFromWorld(accountId: AccountId, asset: string, amount: Amount, wallet: WalletName = 'spot'): void {
    this.transfer(this.#cell(WORLD_ACCOUNT, asset), this.#cell(accountId, asset, wallet), amount)
  }

  hold(accountId: AccountId, asset: string, amount: Amount, wallet: WalletName = 'spot'): void {
    this.holdIn(this.#cell(accountId, asset, wallet), amount)
  }

  release(accountId: AccountId, asset: string, amount: Amount, wallet: WalletName = 'spot'): void {
    this.releaseIn(this.#cell(accountId, asset, wallet), amount)
  }

  payOut(accountId: AccountId, asset: string, amount: Amount, wallet: WalletName = 'spot'): void {
    this.transferLocked(this.#cell(accountId, asset, wallet), this.#cell(WORLD_ACCOUNT, asset), amount)
  }

  move(from: AccountId, to: AccountId, asset: string, amount: Amount): void {
    this.transfer(this.#cell(from, asset), this.#cell(to, asset), amount)
  }

  moveBetween(from: OwnedWallet, to: OwnedWallet, asset: string, amount: Amount): void {
    this.transfer(this.#cell(from.accountId, asset, from.wallet), this.#cell(to.accountId, asset, to.wallet), amount)
  }

  payFeeFromHold(accountId: AccountId, asset: string, amount: Amount, wallet: WalletName = 'spot'): void {
    this.transferLocked(this.#cell(accountId, asset, wallet), this.#cell(FEES_ACCOUNT, asset), amount)
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

  /** Free → free of another wallet. */
  transfer(from: Holding, to: Holding, amount: Amount): void {
    const source = own(from)
    const target = own(to)
    if (amount < 0n || (source.free < amount && !mayOwe(source.accountId))) throw new Error(`transfer of ${amount} ${source.asset} exceeds the free ${source.free} of account ${source.accountId}`)
    source.free -= amount
    target.free += amount
    this.#touch(source)
    this.#touch(target)
  }

  /** Locked → free of another wallet. */
  transferLocked(from: Holding, to: Holding, amount: Amount): void {
    const source = own(from)
    const target = own(to)
    if (amount < 0n || source.locked < amount) throw new Error(`payment of ${amount} ${source.asset} exceeds the locked ${source.locked} of account ${source.accountId}`)
    source.locked -= amount
    target.free += amount
    this.#touch(source)
    this.#touch(target)
  }

  /** Locked of one asset → free at a pot, which locks as much of another asset for it: one is changed into the other, one for one. */
  changeLocked(from: Holding, taken: Holding, given: Holding, amount: Amount): void {
    this.transferLocked(from, taken, amount)
    const cell = own(given)
    if (!mayOwe(cell.accountId)) throw new Error(`account ${cell.accountId} cannot change ${amount} into ${cell.asset}`)
    cell.free -= amount
    cell.locked += amount
    this.#touch(cell)
  }

  /** Locked → free of another wallet, of which `fee` goes to where fees are collected. */
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

  /** Tells each balance that changed since the last call, once, and forgets them. The venue's own pots are not told. */
  settle(nowUs: TimeUs, changed: (holding: Holding) => void): void {
    const touched = this.#touched
    for (let index = 0; index < touched.length; index++) {
      const cell = touched[index]!
      cell.isTouched = false
      cell.owner.updatedAtUs = nowUs
      if (cell.accountId >= FIRST_ACCOUNT) changed(cell)
    }
    touched.length = 0
  }

  /** The sum of an asset over all wallets: zero, or the ledger is broken. */
  sumOf(asset: string): Amount {
    let sum = 0n
    for (const owner of this.#all()) {
      const cell = owner.cells.get(asset)
      if (cell) sum += cell.free + cell.locked
    }
    return sum
  }

  state(): LedgerState {
    return this.#all()
      .filter(isInUse)
      .sort((a, b) => a.accountId - b.accountId || (a.wallet === 'spot' ? -1 : b.wallet === 'spot' ? 1 : a.wallet < b.wallet ? -1 : 1))
      .map((owner) => {
        const cells = [...owner.cells.values()].filter(isUsed).sort(byAsset).map((cell) => [cell.asset, cell.free.toString(), cell.locked.toString()] as const)
        return owner.wallet === 'spot' ? [owner.accountId, owner.updatedAtUs, cells] as const : [owner.accountId, owner.updatedAtUs, cells, owner.wallet] as const
      })
  }

  restore(state: LedgerState): void {
    this.#spot.clear()
    this.#others.clear()
    this.#touched.length = 0
    for (const [id, updatedAtUs, cells, wallet = 'spot'] of state) {
      for (const [asset, free, locked] of cells) {
        const cell = this.#cell(makeAccountId(id), asset, wallet)
        cell.free = BigInt(free)
        cell.locked = BigInt(locked)
        cell.isUsed = true
        cell.owner.updatedAtUs = updatedAtUs
      }
    }
  }

  #ownersOf(wallet: WalletName): Map<number, Owner> {
    if (wallet === 'spot') return this.#spot
    let owners = this.#others.get(wallet)
    if (!owners) this.#others.set(wallet, (owners = new Map()))
    return owners
  }

  #owner(accountId: AccountId, wallet: WalletName): Owner | undefined {
    return wallet === 'spot' ? this.#spot.get(accountId) : this.#others.get(wallet)?.get(accountId)
  }

  #all(): Owner[] {
    return [this.#spot, ...this.#others.values()].flatMap((owners) => [...owners.values()])
  }

  #cell(accountId: AccountId, asset: string, wallet: WalletName = 'spot'): Cell {
    const owners = this.#ownersOf(wallet)
    let owner = owners.get(accountId)
    if (!owner) owners.set(accountId, (owner = new Owner(accountId, wallet)))
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

const isInUse = (owner: Owner | undefined): boolean => owner !== undefined && owner.cells.values().some(isUsed)

const byAsset = (a: { readonly asset: string }, b: { readonly asset: string }): number => (a.asset < b.asset ? -1 : a.asset > b.asset ? 1 : 0)
