import type { AccountId, ApiKeyId, RequestId } from '../ids.ts'
import type { Permission } from '../permission.ts'
import type { TimeUs } from '../time.ts'
import type { Trace } from '../gate/trace.ts'

/** One row a request. */
export interface CallRecord {
  readonly requestId: RequestId
  readonly timeUs: TimeUs
  readonly durationUs: number
  readonly accountId: AccountId | null
  readonly keyId: ApiKeyId | null
  readonly address: string
  readonly endpoint: string
  readonly permission: Permission | null
  readonly status: number
  readonly code: number | null
  readonly reason: string | null
  readonly weight: number
  /** Kept for every refusal, and for nothing else. */
  readonly trace: Trace | null
}

/** Which calls are looked for, newest first; what is left out does not narrow. */
export interface CallQuery {
  /** Calls of these accounts, and of these keys besides: what the reader may see. */
  readonly accountIds: readonly number[]
  readonly keyIds: readonly string[]
  readonly keyId?: string | undefined
  readonly accountId?: number | undefined
  readonly address?: string | undefined
  readonly endpoint?: string | undefined
  readonly outcome?: 'admitted' | 'refused' | undefined
  readonly fromUs?: TimeUs | undefined
  /** Exclusive. */
  readonly untilUs?: TimeUs | undefined
  /** Only calls before this one: the next page. */
  readonly before?: number | undefined
  readonly limit: number
}

/** A call as it is listed; `sequence` is where the next page begins. */
export interface ListedCall extends Omit<CallRecord, 'trace'> {
  readonly sequence: number
}

/** How many calls a minute, by what came of them. */
export interface CallMinute {
  /** When the minute began. */
  readonly timeUs: TimeUs
  readonly admitted: number
  readonly refused: number
}

/** From where keys were used for what, within a time. */
export interface CallUsage {
  readonly keyId: ApiKeyId
  readonly address: string
  readonly endpoint: string
  readonly calls: number
  /** Those among them that were refused. */
  readonly refused: number
  readonly firstUs: TimeUs
  readonly lastUs: TimeUs
}

export interface UsageQuery {
  readonly keyIds: readonly ApiKeyId[]
  readonly fromUs: TimeUs
  /** Exclusive. */
  readonly untilUs: TimeUs
  readonly limit: number
}

/** Where calls are recorded: in a file of its own, in batches, never delaying an answer. */
export interface CallLog {
  record(call: CallRecord): void
  /** Rows and traces still waiting are written first. */
  trace(requestId: RequestId): Promise<Trace | undefined>
  /** The newest refusals of a key, newest first. */
  refusals(keyId: ApiKeyId, limit: number): Promise<readonly Trace[]>
  calls(query: CallQuery): Promise<readonly ListedCall[]>
  /** Calls a minute, oldest first, of at most so many calls as the limit says: minutes without any are left out. */
  minutes(query: CallQuery): Promise<readonly CallMinute[]>
  /** Tells of every call from now on, as it is recorded. @returns how to stop */
  hear(listener: (call: CallRecord) => void): () => void
  /** Calls of these keys by address and endpoint, the most frequent first. Rows still waiting are written first. */
  usage(query: UsageQuery): Promise<readonly CallUsage[]>
  flush(): Promise<void>
}
