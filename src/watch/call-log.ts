import type { AccountId, ApiKeyId, RequestId } from '../ids.ts'
import type { Permission, PermissionBits } from '../permission.ts'
import type { TimeUs } from '../time.ts'
import type { Trace } from '../gate/trace.ts'
import type { CallRollUps } from './call-roll-ups.ts'
import type { CallUsage, UsageQuery } from './call-uses.ts'

/** One row a request. */
export interface CallRecord {
  readonly requestId: RequestId
  readonly timeUs: TimeUs
  readonly durationUs: number
  /** Of it, until the gate had decided; absent where no gate did. No row has it. */
  readonly gateUs?: number
  readonly accountId: AccountId | null
  readonly keyId: ApiKeyId | null
  /** As it was seen, in canonical text; `FROM_THE_CONSOLE` where a person tried a key out. */
  readonly address: string
  readonly endpoint: string
  /** The right of the endpoint's row; null where any key, or none, will do, and of what was refused. */
  readonly permission: Permission | null
  /** Every right that the call needed, those of its parameters included; none of what was refused. */
  readonly rights: PermissionBits
  /** The market that the call named, of those that are there; never what somebody only wrote. */
  readonly symbol: string | null
  readonly status: number
  readonly code: number | null
  /** Null = it was done; `venue` = admitted and then refused by the venue; else why the gate refused. */
  readonly reason: string | null
  readonly weight: number
  /** What the program calls itself (User-Agent), of callers who proved their key; cut, and kept by key alone: no row has it. */
  readonly client: string | null
  /** The call's time less the server's, in whole ms, of callers who proved their key: positive = the caller's clock is ahead. */
  readonly clockDifferenceMs: number | null
  /** Kept for every refusal, and for nothing else. */
  readonly trace: Trace | null
}

/** Stands for an address where a person of the console tried a key out: no use of the key by its programs. */
export const FROM_THE_CONSOLE = 'console'

/** Whose calls somebody may see: of these accounts, and of these keys besides. */
export interface SeenCalls {
  readonly accountIds: readonly number[]
  readonly keyIds: readonly string[]
}

/** `admitted` = answered with success; `refused` = by the gate or by the venue; `rejected` = among those by the venue alone. */
export type CallOutcome = 'admitted' | 'refused' | 'rejected'

/** What narrows a look at the calls; what is left out does not. */
export interface CallFilter {
  readonly keyId?: string | undefined
  readonly accountId?: number | undefined
  readonly address?: string | undefined
  readonly endpoint?: string | undefined
  readonly symbol?: string | undefined
  readonly outcome?: CallOutcome | undefined
  readonly fromUs?: TimeUs | undefined
  /** Exclusive. */
  readonly untilUs?: TimeUs | undefined
  /** Only calls of a lower `sequence`: the next page, newest first. */
  readonly before?: number | undefined
  /** Only calls of a higher `sequence`: the next page, oldest first. */
  readonly after?: number | undefined
  /** Default: newest first. */
  readonly order?: 'newest' | 'oldest' | undefined
  readonly limit: number
}

export interface CallQuery extends CallFilter {
  /** `all`: what the operator of the machine sees, strangers included. */
  readonly seen: SeenCalls | 'all'
}

/** A call as it is listed; `sequence` is where the next page begins. Sequences rise, and a number that is missing among them is a call that was lost. */
export interface ListedCall extends Omit<CallRecord, 'trace' | 'client' | 'rights' | 'clockDifferenceMs' | 'gateUs'> {
  readonly sequence: number
}

/** Where calls are recorded: in a file of its own, in batches, never delaying an answer. Whatever is asked, rows still waiting are written first. */
export interface CallLog extends CallRollUps {
  record(call: CallRecord): void
  trace(requestId: RequestId): Promise<Trace | undefined>
  /** The newest refusals of a key, newest first. */
  refusals(keyId: ApiKeyId, limit: number): Promise<readonly Trace[]>
  calls(query: CallQuery): Promise<readonly ListedCall[]>
  /** Calls of these keys by address and endpoint, counted from the rows, the most frequent first. */
  usage(query: UsageQuery): Promise<readonly CallUsage[]>
  /** Tells of every call from now on, as it is recorded. @returns how to stop */
  hear(listener: (call: CallRecord) => void): () => void
  /**
   * Tells of every call from now on, in batches: of up to a thousand, each at most a twentieth of a second old, in the order recorded.
   * The listener runs on the thread that answers requests, so it must be short; what it throws is told on stderr and stops nothing.
   * @returns how to stop
   */
  hearBatches(listener: (calls: readonly CallRecord[]) => void): () => void
  flush(): Promise<void>
}
