import type { MovingAddress } from '../../authority/moving-address.ts'
import { recentMoves } from '../../authority/moving-address.ts'
import { toMs } from '../../time.ts'
import type { MovingParts } from './moving-parts.ts'

/** An entry of a key's list that moves, as people see it: what signs its heartbeats is not told again. Times are ISO 8601 in UTC. */
export interface MovingAddressSummary {
  readonly id: string
  readonly key: string
  readonly source: MovingAddress['source']
  /** The name that it follows; null where a heartbeat moves it. */
  readonly name: string | null
  /** What stands on the list because of it. */
  readonly entries: readonly string[]
  /** The blocks that it never leaves. */
  readonly within: readonly string[]
  readonly allowsPrivate: boolean
  readonly movesInLastDay: number
  /** Null until the first heartbeat came. */
  readonly lastHeardAt: string | null
  /** What went wrong the last time; null = nothing. */
  readonly fault: string | null
  readonly createdAt: string
}

const iso = (timeUs: number): string => new Date(toMs(timeUs)).toISOString()

/** The entries of a key's list that move. */
export const movingAddressesOf = (keyId: string, { store, wallClock }: Pick<MovingParts, 'store' | 'wallClock'>): readonly MovingAddressSummary[] =>
  store.all().filter((address) => address.keyId === keyId).map((address) => ({
    id: address.id, key: address.keyId, source: address.source, name: address.name, entries: address.entries, within: address.within, allowsPrivate: address.allowsPrivate,
    movesInLastDay: recentMoves(address, wallClock.nowUs()).length, lastHeardAt: address.lastHeardUs === 0 ? null : iso(address.lastHeardUs), fault: address.fault, createdAt: iso(address.createdAtUs),
  }))
