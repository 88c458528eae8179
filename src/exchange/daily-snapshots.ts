import { accountId as makeAccountId, type AccountId } from '../ids.ts'
import type { Amount } from '../money.ts'
import { DAY, MS, type TimeUs } from '../time.ts'
import type { ExchangeView } from './exchange-view.ts'
import { entryPriceOf } from './futures/futures-state.ts'
import type { StatePart, StateValue, Verdict } from './market-port.ts'

/** A name and what belongs to it, in the order that each kind of snapshot says. */
export type SnapshotRow = readonly [name: string, ...amounts: Amount[]]

/** What an account had in its wallets at the end of a day, UTC. */
export interface DailySnapshot {
  readonly atUs: TimeUs
  /** [asset, free, locked], and what all of it is worth in BTC. */
  readonly spot: { readonly rows: readonly SnapshotRow[]; readonly inBtc: Amount }
  /** [asset, borrowed, free, interest, locked] of the cross account, its level, and what it has and owes in BTC. */
  readonly margin: { readonly rows: readonly SnapshotRow[]; readonly level: bigint; readonly assetsInBtc: Amount; readonly owedInBtc: Amount }
  /** [asset, margin balance, wallet balance], and [symbol, entry price, mark price, quantity, unrealized profit]. */
  readonly futures: { readonly rows: readonly SnapshotRow[]; readonly positions: readonly SnapshotRow[] }
}

/** As many days as can be asked for. */
export const KEPT_DAYS = 30

/** Rows and amounts as text. */
type WrittenSnapshot = readonly [atUs: TimeUs, spot: Written, margin: Written, futures: Written, positions: Written, inBtc: string, level: string, assetsInBtc: string, owedInBtc: string]
type Written = readonly (readonly string[])[]

/** Takes a snapshot of every account with the first tick of each new day: of what it had when the last one ended, as far as the venue knows. */
export class DailySnapshots implements StatePart {
  readonly #view: ExchangeView
  readonly #accounts: () => readonly AccountId[]
  /** The day that runs, in days since 1970; null before the first tick. */
  #day: number | null = null
  #snapshots = new Map<number, readonly DailySnapshot[]>()

  constructor(view: ExchangeView, accounts: () => readonly AccountId[]) {
    this.#view = view
    this.#accounts = accounts
  }

  /** Oldest first. */
  of(accountId: AccountId): readonly DailySnapshot[] {
    return this.#snapshots.get(accountId) ?? []
  }

  tick(nowUs: TimeUs): Verdict {
    const day = Math.floor(nowUs / DAY)
    if (this.#day === day) return 'unchanged'
    if (this.#day !== null) for (const accountId of this.#accounts()) this.#snapshots.set(accountId, [...this.of(accountId), this.#take(accountId, day * DAY - 1_000 * MS)].slice(-KEPT_DAYS))
    this.#day = day
    return 'changed'
  }

  state(): StateValue {
    const written = [...this.#snapshots].sort(([a], [b]) => a - b).map(([accountId, snapshots]) => [accountId, snapshots.map(write)])
    return { day: this.#day, accounts: written as unknown as StateValue } // numbers, texts and lists of them
  }

  restore(state: StateValue): void {
    const { day, accounts } = state as unknown as { day: number | null; accounts: (readonly [number, readonly WrittenSnapshot[]])[] } // made by state()
    this.#day = day
    this.#snapshots = new Map(accounts.map(([accountId, snapshots]) => [makeAccountId(accountId), snapshots.map(read)]))
  }

  #take(accountId: AccountId, atUs: TimeUs): DailySnapshot {
    const { wallet, margin, futures } = this.#view
    const spot = wallet.balances(accountId)
    const cross = margin.account(accountId, 'crossMargin')
    const profit = futures.margin(accountId)?.totalProfit ?? 0n
    return {
      atUs,
      spot: { rows: spot.map(({ asset, free, locked }) => [asset, free, locked]), inBtc: this.#inBtc(spot, ({ free, locked }) => free + locked) },
      margin: {
        rows: cross.balances.map(({ asset, principal, free, interest, locked }) => [asset, principal, free, interest, locked]), level: cross.level,
        assetsInBtc: this.#inBtc(cross.balances, ({ free, locked }) => free + locked), owedInBtc: this.#inBtc(cross.balances, ({ principal, interest }) => principal + interest),
      },
      futures: {
        rows: wallet.balances(accountId, 'usdFutures').map(({ asset }) => {
          const balance = futures.walletBalance(accountId, asset)
          return [asset, asset === 'USDT' ? balance + profit : balance, balance]
        }),
        positions: futures.positions(accountId).filter(({ quantity }) => quantity !== 0n).map((held) => {
          const position = futures.position(accountId, held.symbol, held.positionSide)
          return [held.symbol, entryPriceOf(held), position?.markPrice ?? 0n, held.quantity, position?.unrealized ?? 0n]
        }),
      },
    }
  }

  #inBtc<Balance extends { readonly asset: string }>(balances: readonly Balance[], amountOf: (balance: Balance) => Amount): Amount {
    return balances.reduce((sum, balance) => sum + (this.#view.wallet.valueIn(balance.asset, amountOf(balance), 'BTC') ?? 0n), 0n)
  }
}

const asText = (rows: readonly SnapshotRow[]): Written => rows.map(([name, ...amounts]) => [name, ...amounts.map(String)])
const asRows = (written: Written): readonly SnapshotRow[] => written.map(([name = '', ...amounts]) => [name, ...amounts.map(BigInt)])

const write = ({ atUs, spot, margin, futures }: DailySnapshot): WrittenSnapshot =>
  [atUs, asText(spot.rows), asText(margin.rows), asText(futures.rows), asText(futures.positions), String(spot.inBtc), String(margin.level), String(margin.assetsInBtc), String(margin.owedInBtc)]

const read = ([atUs, spot, margin, futures, positions, inBtc, level, assetsInBtc, owedInBtc]: WrittenSnapshot): DailySnapshot => ({
  atUs,
  spot: { rows: asRows(spot), inBtc: BigInt(inBtc) },
  margin: { rows: asRows(margin), level: BigInt(level), assetsInBtc: BigInt(assetsInBtc), owedInBtc: BigInt(owedInBtc) },
  futures: { rows: asRows(futures), positions: asRows(positions) },
})
