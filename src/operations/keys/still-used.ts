import type { AuditReader } from '../../audit/reader.ts'
import type { ApiKey } from '../../authority/api-key.ts'
import type { KeyStore } from '../../authority/key-store.ts'
import { type Clock, DAY, type TimeUs, toMs } from '../../time.ts'
import type { CallLog } from '../../watch/call-log.ts'
import type { CallUsage } from '../../watch/call-uses.ts'

/** From where a key is still used that gives way to another, since it was rotated. */
export interface StillUsed {
  readonly key: string
  readonly successor: string
  /** When it was rotated, in wall time. */
  readonly since: string
  /** The newest use first. */
  readonly addresses: readonly StillUsing[]
}

export interface StillUsing {
  readonly address: string
  readonly calls: number
  /** Those among them that were refused: the key is retired already, or what was asked for is not its right. */
  readonly refused: number
  readonly last: string
  /** What was called last. */
  readonly endpoint: string
  /** Whether the successor was used from there too: it moves, or several programs run there. */
  readonly usesSuccessor: boolean
}

export interface StillUsedParts {
  readonly keys: Pick<KeyStore, 'byId'>
  readonly callLog: Pick<CallLog, 'usage'>
  readonly audit: Pick<AuditReader, 'find'>
  readonly wallClock: Clock
}

const MOST_ROWS = 10_000
/** Where the record of the rotation is not found. */
const LONG_AGO_US = 30 * DAY

const iso = (timeUs: TimeUs): string => new Date(toMs(timeUs)).toISOString()

/** @returns null where no successor of the key is there */
export const stillUsed = async (key: ApiKey, { keys, callLog, audit, wallClock }: StillUsedParts): Promise<StillUsed | null> => {
  const successor = key.life.successorId === null ? undefined : await keys.byId(key.life.successorId)
  if (!successor || successor.deletedAtUs !== null) return null
  const nowUs = wallClock.nowUs()
  // The call log is in wall time; when a key was made is told by the calendar, which a demo moves.
  const sinceUs = audit.find({ act: 'key.rotate', subject: successor.id }, 1)[0]?.entry.timeUs ?? nowUs - LONG_AGO_US
  const uses = await callLog.usage({ keyIds: [key.id, successor.id], fromUs: sinceUs, untilUs: nowUs + 1, limit: MOST_ROWS })
  const moved = new Set(uses.filter(({ keyId }) => keyId === successor.id).map(({ address }) => address))
  const byAddress = Map.groupBy(uses.filter(({ keyId }) => keyId === key.id), ({ address }) => address)
  return {
    key: key.id, successor: successor.id, since: iso(sinceUs),
    addresses: [...byAddress].map(([address, rows]) => ({ ...usingOf(rows), address, usesSuccessor: moved.has(address) })).sort((one, other) => other.last.localeCompare(one.last)),
  }
}

const usingOf = (rows: readonly CallUsage[]): Pick<StillUsing, 'calls' | 'refused' | 'last' | 'endpoint'> => {
  const [newest] = rows.toSorted((one, other) => other.lastUs - one.lastUs)
  return { calls: rows.reduce((sum, { calls }) => sum + calls, 0), refused: rows.reduce((sum, { refused }) => sum + refused, 0), last: iso(newest?.lastUs ?? 0), endpoint: newest?.endpoint ?? '' }
}
