import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { ApiKeyId } from '../ids.ts'
import { DAY, MINUTE, SECOND, type TimeUs, toMs } from '../time.ts'
import { AllowListMatcher, isPrivateAddress, parseEntry } from './allow-list.ts'
import type { SealedSecret } from './api-key.ts'
import { formatIpAddress, parseSocketAddress } from './ip-address.ts'

/** A place on a key's allow list that follows a name in the DNS, or that a heartbeat moves. */
export interface MovingAddress {
  readonly id: string
  readonly version: number
  readonly keyId: ApiKeyId
  readonly source: 'name' | 'heartbeat'
  /** The name that is looked up; null for a heartbeat. */
  readonly name: string | null
  /** Entries that stand on the key's list because of it. */
  readonly entries: readonly string[]
  /** It never moves out of these blocks. */
  readonly within: readonly string[]
  readonly allowsPrivate: boolean
  /** The sealed token that signs heartbeats; null for a name. */
  readonly token: SealedSecret | null
  /** When it moved in the last 24 hours. */
  readonly moves: readonly TimeUs[]
  /** The time that the newest heartbeat carried: an older one, or the same once more, is not heard. */
  readonly lastHeardUs: TimeUs
  /** What went wrong the last time; null = nothing. */
  readonly fault: string | null
  readonly createdAtUs: TimeUs
}

/** What the moving addresses need of a store. Durable before the promise resolves. */
export interface MovingAddressStore {
  all(): readonly MovingAddress[]
  insert(address: MovingAddress, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept>
  /** Refused (rejects) unless the stored version is the one before. */
  update(address: MovingAddress): Promise<void>
  remove(id: string, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept>
}

/** So many addresses of one name are followed. */
const MOST_ADDRESSES = 4
const HEARTBEAT_WINDOW_US = MINUTE
const LEAST_BETWEEN_US = 5 * SECOND

export type Judged = { readonly ok: true; readonly entries: readonly string[] } | { readonly ok: false; readonly fault: string }

/** Which of the addresses that were found may stand on the list. */
export const judgeAddresses = ({ within, allowsPrivate }: Pick<MovingAddress, 'within' | 'allowsPrivate'>, found: readonly string[]): Judged => {
  const bounds = new AllowListMatcher({ mode: 'trusted', entries: within })
  const entries: string[] = []
  const faults: string[] = []
  for (const text of [...new Set(found)].sort()) {
    const address = parseSocketAddress(text)
    if (!address) faults.push(`${text} is no address.`)
    else if (!bounds.admits(address)) faults.push(`${text} lies outside ${within.join(', ')}.`)
    else if (!allowsPrivate && isPrivateAddress(address)) faults.push(`${text} is a private address, which this entry may not become.`)
    else entries.push(formatIpAddress(address))
  }
  if (entries.length > MOST_ADDRESSES) return { ok: false, fault: `There are ${entries.length} addresses; at most ${MOST_ADDRESSES} are followed.` }
  return entries.length > 0 ? { ok: true, entries } : { ok: false, fault: faults[0] ?? 'No address was found.' }
}

/** The moves that count against the limit now. */
export const recentMoves = ({ moves }: Pick<MovingAddress, 'moves'>, nowUs: TimeUs): readonly TimeUs[] => moves.filter((timeUs) => nowUs - timeUs < DAY)

/** Every block is an entry that an allow list takes, and there is at least one: an entry that may move anywhere is no entry. */
export const boundsFault = (within: readonly string[]): string | null => {
  if (within.length === 0) return 'Name the blocks it may move in: an entry without bounds could become any address.'
  for (const block of within) {
    const parsed = parseEntry(block)
    if (!parsed.ok) return parsed.text
  }
  return null
}

/** A host name with at least two labels; it is looked up, never connected to. */
export const isHostName = (text: string): boolean => text.length <= 253 && /^(?=.*[a-z])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/i.test(text)

export interface Heartbeat {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly timestamp: number
  /** HMAC-SHA256 of `id.timestamp` with the token, hex. */
  readonly signature: string
}

export const heartbeatSignature = (token: Uint8Array, id: string, timestamp: number): string => createHmac('sha256', token).update(`bitting heartbeat v1\n${id}\n${timestamp}`).digest('hex')

/** Whether a heartbeat is its token's, of now, and newer than the last one. @param token the opened token */
export const isHeard = ({ id, timestamp, signature }: Heartbeat, { lastHeardUs }: Pick<MovingAddress, 'lastHeardUs'>, token: Uint8Array, wallUs: TimeUs): boolean => {
  const expected = Buffer.from(heartbeatSignature(token, id, timestamp))
  const given = Buffer.from(signature)
  const isRight = given.length === expected.length && timingSafeEqual(given, expected)
  return isRight && Number.isSafeInteger(timestamp) && Math.abs(timestamp * 1_000 - wallUs) <= HEARTBEAT_WINDOW_US && timestamp * 1_000 > lastHeardUs
}

/**
 * By how many milliseconds a heartbeat follows the last one too soon; 0 = it does not. Told by the times that they carry, so that one which was not heard
 * for that can never be heard later, from elsewhere.
 */
export const tooSoonByMs = ({ timestamp }: Pick<Heartbeat, 'timestamp'>, { lastHeardUs }: Pick<MovingAddress, 'lastHeardUs'>): number => Math.max(0, toMs(lastHeardUs + LEAST_BETWEEN_US) - timestamp)
