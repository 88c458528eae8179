/**
 * The call log: what one call costs the thread that answers requests, and how many rows a second its own thread writes to the file.
 * Load: 200,000 calls, 2 in 100 of them refused with a trace, 50 keys, 200 addresses, 12 endpoints. The ratio of the first is against
 * one createHmac of a signed payload in the same run, the cost that the gate is measured by; of the second against the 200,000 rows a
 * second that are asked for.
 */
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StoredCallLog } from '../src/storage/call-log.ts'
import { CALL_MIGRATIONS } from '../src/storage/migrations/all.ts'
import { NOW_US, sampleCall, sampleRefusal } from '../src/storage/samples.ts'
import { prepareFile } from '../src/storage/sqlite/prepare-file.ts'
import type { CallRecord } from '../src/watch/call-log.ts'
import { median, printRows } from './bench-row.ts'
import type { BenchRow } from './bench-row.ts'

const CALLS = 200_000
const ROUNDS = 5
const ROWS_PER_SECOND_ASKED = 200_000
const PAYLOAD = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=50000&recvWindow=5000&timestamp=1790000000000'

const callOf = (n: number): CallRecord => {
  const change = { address: `198.51.100.${n % 200}`, endpoint: `GET /api/v3/endpoint${n % 12}` }
  return n % 50 === 0 ? sampleRefusal(n, change) : sampleCall(n, change)
}

/** @returns µs of one HMAC as the gate's budget counts it */
const hmacUs = (): number => {
  const startedMs = performance.now()
  for (let n = 0; n < 50_000; n++) createHmac('sha256', 'bis1secret').update(PAYLOAD).digest('hex')
  return (performance.now() - startedMs) * 1_000 / 50_000
}

/** @returns µs a call on this thread, and rows a second in the file */
const round = async (log: StoredCallLog, calls: readonly CallRecord[]): Promise<{ recordUs: number; rowsPerSecond: number }> => {
  const startedMs = performance.now()
  for (const call of calls) log.record(call)
  const recordedMs = performance.now()
  await log.flush()
  return { recordUs: (recordedMs - startedMs) * 1_000 / CALLS, rowsPerSecond: CALLS * 1_000 / (performance.now() - startedMs) }
}

export const run = async (): Promise<readonly BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-bench-'))
  try {
    const file = join(folder, 'calls.db')
    await prepareFile(file, CALL_MIGRATIONS, 'normal', NOW_US)
    const log = await StoredCallLog.start(file, NOW_US)
    const rounds = []
    const hmacs = []
    for (let at = 0; at < ROUNDS; at++) {
      const calls = Array.from({ length: CALLS }, (_, n) => callOf(at * CALLS + n))
      hmacs.push(hmacUs())
      rounds.push(await round(log, calls))
    }
    const { lostCalls } = log.health
    await log.close()
    const recordUs = median(rounds.map((one) => one.recordUs))
    const rowsPerSecond = median(rounds.map((one) => one.rowsPerSecond))
    const hmac = median(hmacs)
    return [
      { name: 'call log: one call on the answering thread', ratio: recordUs / hmac, goal: { atMost: 0.7 }, unit: 'record() ÷ one createHmac', figures: { recordUs, hmacUs: hmac } },
      { name: 'call log: rows written', ratio: rowsPerSecond / ROWS_PER_SECOND_ASKED, goal: { atLeast: 1 }, unit: 'rows a second ÷ 200,000', figures: { rowsPerSecond, lostCalls } },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) printRows(await run())
