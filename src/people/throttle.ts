import { HOUR, MINUTE, SECOND, type TimeUs } from '../time.ts'
import type { Kept } from './person.ts'

/** How fast attempts may follow each other after failures: 1 s, 2 s, 4 s … 15 min. */
export interface ThrottleRule {
  /** Failures without any delay. */
  readonly freeFailures: number
  readonly firstDelayUs: number
  readonly longestDelayUs: number
}

/** For a person (whether there is one of that name or not) and for a device that the person confirmed. */
export const PERSON_RULE: ThrottleRule = { freeFailures: 0, firstDelayUs: SECOND, longestDelayUs: 15 * MINUTE }
/** For an address: several people may sit behind one. */
export const ADDRESS_RULE: ThrottleRule = { freeFailures: 10, firstDelayUs: SECOND, longestDelayUs: 15 * MINUTE }

/** Failures are forgotten after so long without another. */
export const FORGOTTEN_AFTER_US = 24 * HOUR

export interface ThrottleRecord extends Kept {
  readonly failures: number
  readonly openAtUs: TimeUs
  readonly forgetAtUs: TimeUs
}

export const delayAfter = (failures: number, { freeFailures, firstDelayUs, longestDelayUs }: ThrottleRule): number =>
  failures <= freeFailures ? 0 : Math.min(firstDelayUs * 2 ** Math.min(failures - freeFailures - 1, 40), longestDelayUs)

export type Charged = { readonly isOpen: true } | { readonly isOpen: false; readonly retryAfterUs: number }

/** One thing that attempts are counted for. */
export interface Counted {
  readonly key: string
  readonly rule: ThrottleRule
}

/** So many names are remembered; beyond, those that are forgotten soonest go. */
const MOST_NAMES = 100_000

/**
 * Counts failures in memory, so that attempts made at one moment see each other. An attempt is charged as a failure before it is looked at
 * and given back when it was right: whoever sends a thousand at once has made one.
 */
export class Throttle {
  readonly #records = new Map<string, ThrottleRecord>()
  readonly #changed = new Set<string>()

  /** Takes what an earlier process had counted. */
  load(records: Iterable<ThrottleRecord>): void {
    for (const record of records) this.#records.set(record.id, record)
  }

  /** Charges all of them, or none where one is not open yet. */
  charge(counted: readonly Counted[], nowUs: TimeUs): Charged {
    const openAtUs = Math.max(0, ...counted.map(({ key }) => this.#live(key, nowUs)?.openAtUs ?? 0))
    if (openAtUs > nowUs) return { isOpen: false, retryAfterUs: openAtUs - nowUs }
    for (const { key, rule } of counted) {
      const failures = (this.#live(key, nowUs)?.failures ?? 0) + 1
      this.#put({ id: key, version: 0, failures, openAtUs: nowUs + delayAfter(failures, rule), forgetAtUs: nowUs + FORGOTTEN_AFTER_US })
    }
    return { isOpen: true }
  }

  /** The attempt was right: it was no failure. */
  giveBack(counted: readonly Counted[], nowUs: TimeUs): void {
    for (const { key } of counted) {
      const record = this.#live(key, nowUs)
      if (record) this.#put({ ...record, failures: Math.max(0, record.failures - 1), openAtUs: nowUs })
    }
  }

  /** The person proved to be who they are: former failures count no more. */
  forgive(counted: readonly Counted[]): void {
    for (const { key } of counted) {
      const record = this.#records.get(key)
      if (record) this.#put({ ...record, failures: 0, openAtUs: 0, forgetAtUs: 0 })
    }
  }

  /** What was counted since the last time, to be stored with the next change. */
  takeChanged(): readonly ThrottleRecord[] {
    const changed = [...this.#changed].flatMap((key) => this.#records.get(key) ?? [])
    this.#changed.clear()
    for (const { id, forgetAtUs } of changed) if (forgetAtUs === 0) this.#records.delete(id)
    return changed
  }

  #live(key: string, nowUs: TimeUs): ThrottleRecord | undefined {
    const record = this.#records.get(key)
    return record && record.forgetAtUs > nowUs ? record : undefined
  }

  #put(record: ThrottleRecord): void {
    // Written last again, so that the first of the map is the one untouched for longest.
    this.#records.delete(record.id)
    this.#records.set(record.id, record)
    this.#changed.add(record.id)
    if (this.#records.size > MOST_NAMES) for (const key of this.#records.keys()) { this.#records.delete(key); break }
  }
}

/** An IPv6 customer has a /64 at least, so that is what counts as one address. */
export const addressKey = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
  return `address:${plain.includes(':') ? firstHalf(plain) : plain}`
}

const firstHalf = (address: string): string => {
  const [head = '', tail] = address.split('%')[0]?.toLowerCase().split('::') ?? []
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = tail === undefined ? before : [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after]
  return `${groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
