import type { Trace } from '../gate/trace.ts'
import { accountId, apiKeyId, requestId } from '../ids.ts'
import type { Permission } from '../permission.ts'
import type { CallGap } from '../watch/call-gap.ts'
import type { ListedCall } from '../watch/call-log.ts'
import type { CallRate } from '../watch/call-rates.ts'
import type { CallUsage, KeyProgram, KeyUse } from '../watch/call-uses.ts'

/** A row as the reading thread hands it on: each column is looked at here. */
export type CallRow = Readonly<Record<string, unknown>>

const textOrNull = (value: unknown): string | null => (value === '' ? null : String(value))
/** 0 stands for no account, and for no code. */
const numberOrNull = (value: unknown): number | null => (value === 0 ? null : Number(value))

/** What a use tells of every call of its kind. */
const identityOf = (row: CallRow) => {
  const [account, key] = [numberOrNull(row['account_id']), textOrNull(row['key_id'])]
  return {
    accountId: account === null ? null : accountId(account), keyId: key === null ? null : apiKeyId(key), address: String(row['address']), endpoint: String(row['endpoint']),
    // Written from a Permission, and from nothing else.
    permission: textOrNull(row['permission']) as Permission | null, symbol: textOrNull(row['symbol']), status: Number(row['status']), code: numberOrNull(row['code']), reason: textOrNull(row['reason']),
  }
}

/** A row of calls joined with its use. */
export const callOf = (row: CallRow): ListedCall =>
  ({ sequence: Number(row['sequence']), requestId: requestId(String(row['request_id'])), timeUs: Number(row['time_us']), durationUs: Number(row['duration_us']), weight: Number(row['weight']), ...identityOf(row) })

export const useOf = (row: CallRow): KeyUse => ({
  ...identityOf(row), keyId: apiKeyId(String(row['key_id'])), rights: Number(row['rights']),
  calls: Number(row['calls']), weight: Number(row['weight']), firstUs: Number(row['first_us']), lastUs: Number(row['last_us']),
})

export const programOf = (row: CallRow): KeyProgram => {
  const clocks = Number(row['clocks'])
  return {
    keyId: apiKeyId(String(row['key_id'])), dayUs: Number(row['day_us']), address: String(row['address']), client: textOrNull(row['client']),
    calls: Number(row['calls']), firstUs: Number(row['first_us']), lastUs: Number(row['last_us']),
    clockMs: clocks === 0 ? null : { least: Number(row['clock_least_ms']), mean: Number(row['clock_sum_ms']) / clocks, greatest: Number(row['clock_greatest_ms']) },
  }
}

export const usageOf = (row: CallRow): CallUsage => ({
  keyId: apiKeyId(String(row['key_id'])), address: String(row['address']), endpoint: String(row['endpoint']),
  calls: Number(row['calls']), refused: Number(row['refused']), firstUs: Number(row['first_us']), lastUs: Number(row['last_us']),
})

export const rateOf = (row: CallRow): CallRate => ({ timeUs: Number(row['start_us']), admitted: Number(row['admitted']), refused: Number(row['refused']), weight: Number(row['weight']) })

export const gapOf = (row: CallRow): CallGap => ({ sequence: Number(row['sequence']), timeUs: Number(row['time_us']), why: row['why'] === 'crashed' ? 'crashed' : 'dropped', atMost: Number(row['at_most']) })

// Written from a Trace by CallPacker; `version` in it guards its shape.
export const traceOf = (row: CallRow): Trace => JSON.parse(String(row['trace'])) as Trace
