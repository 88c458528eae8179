import type { ApiKey } from '../../authority/api-key.ts'
import type { RailName, RollingLimit } from '../../authority/guard-rails.ts'
import { lineageOf } from '../../authority/handover.ts'
import type { ApiKeyId } from '../../ids.ts'
import { type Amount, amount } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { minuteOf, SpentMinutes } from './spent-minutes.ts'

export type RollingRail = Extract<RailName, `${string}PerWindow`>

const ROLLING_RAILS: readonly RollingRail[] = ['notionalPerWindow', 'withdrawalPerWindow']

/** What the keys of one lineage have spent of one limit in one minute of wall time. */
export interface SpentMinute {
  /** The first key of the lineage: a rotated key goes on with what those before it have spent. */
  readonly lineage: ApiKeyId
  readonly rail: RollingRail
  /** Minutes since 1970. */
  readonly minute: number
  readonly worth: Amount
}

/** Where the spending outlives the process. */
export interface SpendingStore {
  all(): Iterable<SpentMinute>
  /** Says what a minute comes to from now on. It is durable no later than whatever is handed to the store behind it: the order is. */
  put(spent: SpentMinute): void
  /** Lets go all that these have spent; as durable as what `put` says. */
  forget(lineages: readonly ApiKeyId[]): void
}

const NOWHERE: SpendingStore = { all: () => [], put: () => {}, forget: () => {} }

/** What a call was given of a limit, until the answer tells which of its parts were done. */
export class Reservation {
  #parts: readonly Amount[] | null
  readonly #onSettled: (back: Amount) => void

  /** @param onSettled told, once, how much comes back */
  constructor(parts: readonly Amount[], onSettled: (back: Amount) => void) {
    this.#parts = parts
    this.#onSettled = onSettled
  }

  /** Gives back, once, what was not done. @param done all of the call, none of it, or part by part */
  settle(done: boolean | readonly boolean[]): void {
    const parts = this.#parts
    if (parts === null) return
    this.#parts = null
    this.#onSettled(parts.reduce((sum, worth, at) => ((typeof done === 'boolean' ? done : done[at] ?? false) ? sum : sum + worth), 0n))
  }
}

export type Reserved =
  | { readonly ok: true; readonly reservation: Reservation }
  | { readonly ok: false; readonly left: Amount; /** When it would fit; null = never, for it is more than the whole. */ readonly fitsAtUs: TimeUs | null }

/** What a call under way was given. */
interface Given { readonly minute: number; readonly worth: Amount }

/** One limit of one lineage. */
interface Window { readonly lineage: ApiKeyId; readonly rail: RollingRail; spent: SpentMinutes; readonly underWay: Set<Given> }

/**
 * What keys with a limit on hours have spent of it. A call reserves what it may cost before the venue hears of it, in memory and in the store, so
 * that no two calls pass on the same money and no end of the process forgets any; what the venue then refuses is given back.
 */
export class Spending {
  readonly #store: SpendingStore
  readonly #windows = new Map<string, Window>()

  constructor(store: SpendingStore = NOWHERE) {
    this.#store = store
    for (const { lineage, rail, minute, worth } of store.all()) this.#of(lineage, rail).spent.add(minute, worth)
  }

  /** @param isTrial look only @param nowUs wall time: no moved calendar lets a limit begin anew */
  reserve(lineage: ApiKeyId, rail: RollingRail, limit: RollingLimit, parts: readonly Amount[], nowUs: TimeUs, isTrial: boolean): Reserved {
    const asked = parts.reduce((sum, worth) => sum + worth, 0n)
    const most = amount(limit.amount)
    const window = this.#of(lineage, rail)
    const { spent } = window
    const sofar = spent.within(limit.hours, nowUs)
    if (sofar + asked > most) return { ok: false, left: sofar > most ? 0n : most - sofar, fitsAtUs: asked > most ? null : spent.downTo(most - asked, limit.hours, nowUs) }
    if (isTrial) return { ok: true, reservation: new Reservation([], () => {}) }
    const given = { minute: minuteOf(nowUs), worth: asked }
    window.underWay.add(given)
    this.#add(window, given.minute, asked)
    return { ok: true, reservation: new Reservation(parts, (back) => {
      window.underWay.delete(given)
      if (back > 0n) this.#add(window, given.minute, -back)
    }) }
  }

  /** What these have spent was spent in a world that is gone: it counts no more, but for calls under way, which may come about in the new one. */
  beginAnew(lineages: ReadonlySet<ApiKeyId>): void {
    this.#store.forget([...lineages])
    for (const window of this.#windows.values()) {
      if (!lineages.has(window.lineage)) continue
      window.spent = new SpentMinutes()
      for (const { minute, worth } of window.underWay) this.#add(window, minute, worth)
    }
  }

  /** What a key's limits on hours leave to it now. */
  leftOf(key: Pick<ApiKey, 'id' | 'life' | 'guardRails'>, nowUs: TimeUs): Partial<Record<RollingRail, Amount>> {
    return Object.fromEntries(ROLLING_RAILS.flatMap((rail) => {
      const limit = key.guardRails[rail]
      if (!limit) return []
      const left = amount(limit.amount) - this.spentWithin(lineageOf(key), rail, limit.hours, nowUs)
      return [[rail, left > 0n ? left : 0n]]
    }))
  }

  /** What the lineage has spent in so many hours. */
  spentWithin(lineage: ApiKeyId, rail: RollingRail, hours: number, nowUs: TimeUs): Amount {
    return this.#windows.get(nameOf(lineage, rail))?.spent.within(hours, nowUs) ?? 0n
  }

  #add({ lineage, rail, spent }: Window, minute: number, worth: Amount): void {
    this.#store.put({ lineage, rail, minute, worth: spent.add(minute, worth) })
  }

  #of(lineage: ApiKeyId, rail: RollingRail): Window {
    const name = nameOf(lineage, rail)
    const known = this.#windows.get(name)
    if (known) return known
    const made: Window = { lineage, rail, spent: new SpentMinutes(), underWay: new Set() }
    this.#windows.set(name, made)
    return made
  }
}

const nameOf = (lineage: ApiKeyId, rail: RollingRail): string => `${rail} ${lineage}`
