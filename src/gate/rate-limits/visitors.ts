import { formatIpAddress, parseSocketAddress } from '../../authority/ip-address.ts'
import { untilWindowEndMs } from './window-counter.ts'
import { MINUTE_MS, type RateLimitSettings } from './settings.ts'
import { Visitor } from './visitor.ts'

/** How many of the longest-known addresses are looked at when room is needed. */
const LOOKED_AT = 16

/**
 * What stands for an address: an IPv6 caller has a whole /64 to choose from (RFC 6177 gives a site no less), so that network counts as one.
 * IPv4 texts are canonical as they come.
 */
const placeOf = (text: string): string => {
  if (!text.includes(':')) return text
  const address = parseSocketAddress(text)
  if (!address) return text
  return address.version === 4 ? formatIpAddress(address) : `${address.word0}:${address.word1}`
}

/** The addresses that have called lately: a bounded number, whoever calls from however many. */
export class Visitors {
  readonly #capacity: number
  readonly #visitors = new Map<string, Visitor>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#visitors.size
  }

  /** The visitor of that address text, known or new. */
  of(address: string, nowMs: number): Visitor {
    const place = placeOf(address)
    const visitor = this.#visitors.get(place) ?? this.#welcome(place, nowMs)
    visitor.lastSeenMs = nowMs
    return visitor
  }

  /** The part of its weight that the busiest address has used in this minute; who did not call in it is not looked at. */
  mostUsedPart(nowMs: number, limits: RateLimitSettings): number {
    const minuteBeganMs = nowMs + untilWindowEndMs(nowMs, MINUTE_MS) - MINUTE_MS
    let most = 0
    for (const visitor of this.#visitors.values()) if (visitor.lastSeenMs >= minuteBeganMs) most = Math.max(most, visitor.usedPart(nowMs, limits))
    return most
  }

  #welcome(place: string, nowMs: number): Visitor {
    if (this.#visitors.size >= this.#capacity) this.#makeRoom(nowMs)
    const visitor = new Visitor()
    this.#visitors.set(place, visitor)
    return visitor
  }

  /** Forgets who can be forgotten; those who still count go to the end of the line; a banned one goes only when all looked at are. */
  #makeRoom(nowMs: number): void {
    let looked = 0
    let leastWorth: string | undefined
    for (const [address, visitor] of this.#visitors) {
      if (looked >= LOOKED_AT) break
      looked += 1
      if (visitor.isForgettable(nowMs)) {
        this.#visitors.delete(address)
        return
      }
      if (leastWorth === undefined && visitor.bannedUntilMs <= nowMs) leastWorth = address
      this.#visitors.delete(address)
      this.#visitors.set(address, visitor)
    }
    const gone = leastWorth ?? this.#visitors.keys().next().value
    if (gone !== undefined) this.#visitors.delete(gone)
  }
}
