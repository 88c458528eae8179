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
}

const NOWHERE: SpendingStore = { all: () => [], put: () => {} }

/** What a call was given of a limit, until the answer tells which of its parts were done. */
export class Reservation {
  #parts: readonly Amount[]
  readonly #giveBack: (worth: Amount) => void

  constructor(parts: readonly Amount[], giveBack: (worth: Amount) => void) {
    this.#parts = parts
    this.#giveBack = giveBack
  }

  /** Gives back, once, what was not done. @param done all of the call, none of it, or part by part */
  settle(done: boolean | readonly boolean[]): void {
    const back = this.#parts.reduce((sum, worth, at) => ((typeof done === 'boolean' ? done : done[at] ?? false) ? sum : sum + worth), 0n)
    this.#parts = []
    if (back > 0n) this.#giveBack(back)
  }
}

export type Reserved =
  | { readonly ok: true; readonly reservation: Reservation }
  | { readonly ok: false; readonly left: Amount; /** When it would fit; null = never, for it is more than the whole. */ readonly fitsAtUs: TimeUs | null }

/**
 * What keys with a limit on hours have spent of it. A call reserves what it may cost before the venue hears of it, in memory and in the store, so
 * that no two calls pass on the same money and no end of the process forgets any; what the venue then refuses is given back.
 */
export class Spending {
  readonly #store: SpendingStore
  readonly #spent = new Map<string, SpentMinutes>()

  constructor(store: SpendingStore = NOWHERE) {
    this.#store = store
    for (const { lineage, rail, minute, worth } of store.all()) this.#of(lineage, rail).add(minute, worth)
  }

  /** @param isTrial look only @param nowUs wall time: no moved calendar lets a limit begin anew */
  reserve(lineage: ApiKeyId, rail: RollingRail, limit: RollingLimit, parts: readonly Amount[], nowUs: TimeUs, isTrial: boolean): Reserved {
    const asked = parts.reduce((sum, worth) => sum + worth, 0n)
    const most = amount(limit.amount)
    const spent = this.#of(lineage, rail)
    const sofar = spent.within(limit.hours, nowUs)
    if (sofar + asked > most) return { ok: false, left: sofar > most ? 0n : most - sofar, fitsAtUs: asked > most ? null : spent.downTo(most - asked, limit.hours, nowUs) }
    const minute = minuteOf(nowUs)
    const add = (worth: Amount): void => this.#store.put({ lineage, rail, minute, worth: spent.add(minute, worth) })
    if (!isTrial) add(asked)
    return { ok: true, reservation: new Reservation(isTrial ? [] : parts, (worth) => add(-worth)) }
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
    return this.#spent.get(nameOf(lineage, rail))?.within(hours, nowUs) ?? 0n
  }

  #of(lineage: ApiKeyId, rail: RollingRail): SpentMinutes {
    const name = nameOf(lineage, rail)
    const known = this.#spent.get(name)
    if (known) return known
    const made = new SpentMinutes()
    this.#spent.set(name, made)
    return made
  }
}

const nameOf = (lineage: ApiKeyId, rail: RollingRail): string => `${rail} ${lineage}`
