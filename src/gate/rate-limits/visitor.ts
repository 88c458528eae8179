import { type IpAddress, parseSocketAddress } from '../../authority/ip-address.ts'
import type { Family } from '../endpoint-shape.ts'
import type { RateLimitSettings } from './settings.ts'
import { MINUTE_MS, RAW_WINDOW_MS } from './settings.ts'
import { WindowCounter } from './window-counter.ts'

/** How long refusals are held against an address, and how long after a ban its next one is longer. */
const STRIKES_WINDOW_MS = 10 * MINUTE_MS
const REMEMBERS_BANS_MS = 24 * 60 * MINUTE_MS

const SHARED_FAMILIES = ['api', 'fapi', 'dapi'] as const

/** One caller's place, an IPv4 address or an IPv6 network: what it has used, and whether it is banned. */
export class Visitor {
  #text = ''
  #address: IpAddress | undefined
  readonly rawRequests = new WindowCounter()
  readonly strangers = new WindowCounter()
  readonly #api = new WindowCounter()
  readonly #fapi = new WindowCounter()
  readonly #dapi = new WindowCounter()
  #rows: Map<object, WindowCounter> | null = null
  readonly #strikes = new WindowCounter()
  #bans = 0
  bannedUntilMs = 0
  lastSeenMs = 0

  /** The address of that text, which is of this place; undefined when it cannot be read. Who calls again is not read again. */
  address(text: string): IpAddress | undefined {
    if (text === this.#text) return this.#address
    this.#text = text
    return this.#address = parseSocketAddress(text)
  }

  /** The counter that rows of a family share. */
  ofFamily(family: Exclude<Family, 'sapi'>): WindowCounter {
    return family === 'api' ? this.#api : family === 'fapi' ? this.#fapi : this.#dapi
  }

  /** The counter of one row that has a budget of its own. */
  ofRow(row: object): WindowCounter {
    this.#rows ??= new Map()
    let counter = this.#rows.get(row)
    if (!counter) this.#rows.set(row, counter = new WindowCounter())
    return counter
  }

  /** The part of a family's weight that is used in this minute, where most is. */
  usedPart(nowMs: number, { addressWeightPerMinute }: RateLimitSettings): number {
    return Math.max(...SHARED_FAMILIES.map((family) => this.ofFamily(family).used(nowMs, MINUTE_MS) / addressWeightPerMinute[family]))
  }

  /** Notes a call refused for its number. Whoever goes on calling is banned: 2 minutes, then twice as long each time. */
  strike(nowMs: number, settings: RateLimitSettings): void {
    if (this.#strikes.add(1, nowMs, STRIKES_WINDOW_MS) <= settings.refusalsBeforeBan) return
    if (nowMs > this.bannedUntilMs + REMEMBERS_BANS_MS) this.#bans = 0
    const lengthMs = Math.min(settings.firstBanMs * 2 ** this.#bans, settings.longestBanMs)
    this.#bans = Math.min(this.#bans + 1, 30)
    this.bannedUntilMs = nowMs + lengthMs
    this.#strikes.giveBack(Infinity, nowMs, STRIKES_WINDOW_MS)
  }

  /** Whether forgetting this address would forget nothing that still counts. */
  isForgettable(nowMs: number): boolean {
    return nowMs - this.lastSeenMs > RAW_WINDOW_MS && nowMs > this.bannedUntilMs + (this.#bans > 0 ? REMEMBERS_BANS_MS : 0)
  }
}
