import type { ApiKey } from '../../authority/api-key.ts'
import { closureOf } from '../../authority/key-life.ts'
import type { MovingAddress } from '../../authority/moving-address.ts'
import { recentMoves } from '../../authority/moving-address.ts'
import { toMs } from '../../time.ts'
import type { MovingParts } from './moving-parts.ts'

/** An entry of a key's list that moves, as people see it: what signs its heartbeats is not told again. Times are ISO 8601 in UTC. */
export interface MovingAddressSummary {
  readonly id: string
  readonly key: string
  readonly keyLabel: string
  readonly source: MovingAddress['source']
  /** The name that it follows; null where a heartbeat moves it. */
  readonly name: string | null
  /** What stands on the list because of it. */
  readonly entries: readonly string[]
  /** The blocks that it never leaves. */
  readonly within: readonly string[]
  readonly allowsPrivate: boolean
  /** `stays`: the policy of the account does not let it move, or its key is closed for good. */
  readonly state: 'moves' | 'stays'
  readonly movesInLastDay: number
  /** How often it may still move before its oldest move is a day old. */
  readonly movesLeft: number
  /** Null for one that never moved in 24 hours. */
  readonly lastMovedAt: string | null
  /** Null until the first heartbeat came. */
  readonly lastHeardAt: string | null
  /** What went wrong the last time; null = nothing. */
  readonly fault: string | null
  readonly createdAt: string
}

const iso = (timeUs: number): string => new Date(toMs(timeUs)).toISOString()

/**
 * The entries of lists that move, in the order in which they were made.
 * @param isMeant which keys' entries
 */
export const movingAddresses = async (isMeant: (keyId: string) => boolean, parts: Pick<MovingParts, 'store' | 'authority' | 'accounts' | 'policies' | 'clock' | 'wallClock'>): Promise<readonly MovingAddressSummary[]> => {
  const meant = parts.store.all().filter(({ keyId }) => isMeant(keyId)).sort((one, other) => one.createdAtUs - other.createdAtUs)
  const summaries = await Promise.all(meant.map(async (address) => {
    const key = await parts.authority.byId(address.keyId)
    return key && summaryOf(address, key, parts)
  }))
  return summaries.filter((summary) => summary !== undefined)
}

const summaryOf = (address: MovingAddress, key: ApiKey, { accounts, policies, clock, wallClock }: Pick<MovingParts, 'accounts' | 'policies' | 'clock' | 'wallClock'>): MovingAddressSummary => {
  const account = accounts.byId(key.accountId)
  const policy = account && policies.of(account)
  const moves = recentMoves(address, wallClock.nowUs())
  const closure = closureOf(key, clock.nowUs())
  const mayMove = policy !== undefined && (address.source === 'name' ? policy.nameAddresses : policy.heartbeatAddresses) && closure !== 'keyDeleted' && closure !== 'keyRetired'
  const lastUs = moves.at(-1)
  return {
    id: address.id, key: address.keyId, keyLabel: key.label, source: address.source, name: address.name, entries: address.entries, within: address.within, allowsPrivate: address.allowsPrivate,
    state: mayMove ? 'moves' : 'stays', movesInLastDay: moves.length, movesLeft: Math.max(0, (policy?.movesPerDay ?? 0) - moves.length), lastMovedAt: lastUs === undefined ? null : iso(lastUs),
    lastHeardAt: address.lastHeardUs === 0 ? null : iso(address.lastHeardUs), fault: address.fault, createdAt: iso(address.createdAtUs),
  }
}
