import type { CallLogHealth } from '../../storage/call-log.ts'
import type { KeyState } from '../../storage/key-states.ts'
import type { Environment } from '../../environment.ts'
import type { CallTally } from './call-tally.ts'
import { Exposition } from './exposition.ts'

/** What is true at the moment of a scrape. */
export interface MetricsMoment {
  readonly version: string
  readonly node: string
  readonly isReady: boolean
  readonly startedAtMs: number
  readonly journalWaiting: number
  readonly callLog: CallLogHealth
  readonly sockets: number
  /** The part of its weight that the busiest address has used in this minute. */
  readonly mostUsedPart: Readonly<Record<Environment, number>>
  readonly keys: Readonly<Record<KeyState, number>>
  readonly memory: { readonly rss: number; readonly heapUsed: number; readonly external: number }
  readonly cpuSeconds: number
  /** How late the event loop was since the scrape before, in seconds. */
  readonly eventLoopDelay: { readonly p50: number; readonly p99: number; readonly max: number }
}

const KEY_STATES: Readonly<Record<KeyState, string>> = { keyAlive: 'enabled', keyDisabled: 'disabled', keyExpired: 'expired', keyRetired: 'retired', keyDeleted: 'deleted' }

/** The whole page. Every label is a word of this program's own tables: nothing that a caller wrote, and nobody's name, comes into it. */
export const metricsPage = (tally: CallTally, now: MetricsMoment): string => {
  const page = new Exposition()
    .many('gauge', 'bitting_build_info', 'Which Bitting runs, on which Node.', [[{ version: now.version, node: now.node }, 1]])
    .single('gauge', 'bitting_ready', '1 while requests are taken, as /readyz says.', now.isReady ? 1 : 0)
    .many('counter', 'bitting_requests_total', 'Answered calls by endpoint and outcome (ok; refused at the gate; rejected by the venue; failed inside). What a scenario answers is not counted.',
      [...tally.calls()].map(({ count, ...labels }) => [labels, count]))
    .many('counter', 'bitting_refused_total', 'Calls refused at the gate, by reason, as bitting explain names it.', [...tally.refusals].map(([reason, count]) => [{ reason }, count]))
    .histograms('bitting_gate_duration_seconds', 'From reading a call to its decision.', Object.entries(tally.gate).map(([decision, histogram]) => [{ decision }, histogram]))
    .histograms('bitting_venue_duration_seconds', 'From admission until the answer was handed to the socket; what it speaks of is durable then.', [...tally.venue].map(([family, histogram]) => [{ family }, histogram]))
    .single('gauge', 'bitting_journal_waiting_records', 'Journal records that are not durable yet.', now.journalWaiting)
    .single('gauge', 'bitting_call_log_waiting_rows', 'Calls that are not in the call log yet.', now.callLog.waitingCalls)
    .single('counter', 'bitting_call_log_lost_rows_total', 'Calls that the call log could not take.', now.callLog.lostCalls)
    .many('gauge', 'bitting_weight_used_ratio', 'Part of the weight of a minute that the busiest address has used in a family of endpoints; 1 = nothing left.', Object.entries(now.mostUsedPart).map(([environment, part]) => [{ environment }, part]))
    .single('gauge', 'bitting_open_sockets', 'WebSocket connections that are open.', now.sockets)
    .many('gauge', 'bitting_keys', 'Keys by state; counted at most once a minute.', Object.entries(KEY_STATES).map(([state, name]) => [{ state: name }, now.keys[state as KeyState]])) // its keys are the states
  return processState(page, now).text()
}

const processState = (page: Exposition, { memory, cpuSeconds, eventLoopDelay, startedAtMs }: MetricsMoment): Exposition =>
  page
    .single('gauge', 'process_resident_memory_bytes', 'Resident memory.', memory.rss)
    .single('gauge', 'nodejs_heap_size_used_bytes', 'Used heap of the main thread.', memory.heapUsed)
    .single('gauge', 'nodejs_external_memory_bytes', 'Memory outside the heap that the heap holds.', memory.external)
    .single('counter', 'process_cpu_seconds_total', 'CPU time of all threads.', cpuSeconds)
    .single('gauge', 'process_start_time_seconds', 'When the process started, in seconds since 1970.', startedAtMs / 1_000)
    .many('gauge', 'bitting_event_loop_delay_seconds', 'How late the event loop was since the scrape before, measured every 10 ms.', Object.entries(eventLoopDelay).map(([quantile, value]) => [{ quantile }, value]))
