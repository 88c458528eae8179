/**
 * The journal: what one append costs the thread that answers requests (sending included), how many records a second become durable
 * (synchronous=FULL) when 256 callers each wait for theirs, against committing each by itself, and how fast a million are read at start.
 */
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NOW_US, sampleRecord } from '../src/storage/samples.ts'
import { openStore } from '../src/storage/store.ts'
import type { Store } from '../src/storage/store.ts'
import { median, printRows } from './bench-row.ts'
import type { BenchRow } from './bench-row.ts'

const CALLERS = 256
const RECORDS = 60_000
const ALONE = 500
const RECOVERED = 1_000_000
const RECOVERY_SECONDS_ASKED = 2
const PAYLOAD = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=50000&recvWindow=5000&timestamp=1790000000000'

const hmacUs = (): number => {
  const startedMs = performance.now()
  for (let n = 0; n < 100_000; n++) createHmac('sha256', 'bis1secret').update(PAYLOAD).digest('hex')
  return (performance.now() - startedMs) * 1_000 / 100_000
}

/** Every caller appends, waits until its record is durable, and appends again. */
const waitingCallers = async (store: Store, from: number): Promise<{ perSecond: number; latenciesMs: number[] }> => {
  const journal = store.journal('live')
  const latenciesMs: number[] = []
  let sequence = from
  const caller = async (): Promise<void> => {
    while (sequence < from + RECORDS) {
      const startedMs = performance.now()
      journal.append(sampleRecord(++sequence))
      await journal.settled()
      latenciesMs.push(performance.now() - startedMs)
    }
  }
  const startedMs = performance.now()
  await Promise.all(Array.from({ length: CALLERS }, caller))
  return { perSecond: RECORDS * 1_000 / (performance.now() - startedMs), latenciesMs: latenciesMs.sort((a, b) => a - b) }
}

const oneByOne = async (store: Store, from: number): Promise<number> => {
  const journal = store.journal('live')
  const startedMs = performance.now()
  for (let sequence = from + 1; sequence <= from + ALONE; sequence++) {
    journal.append(sampleRecord(sequence))
    await journal.settled()
  }
  return ALONE * 1_000 / (performance.now() - startedMs)
}

/** 32 appends a turn of the event loop, as a busy server has them; µs of this thread for each, the turn's message included. */
const appendUs = async (store: Store, from: number): Promise<number> => {
  const journal = store.journal('live')
  const records = Array.from({ length: RECORDS }, (_, n) => sampleRecord(from + 1 + n))
  let spentMs = 0
  for (let at = 0; at < RECORDS; at += 32) {
    const startedMs = performance.now()
    for (const record of records.slice(at, at + 32)) journal.append(record)
    // The writer's own setImmediate comes before this one, so that its message is counted.
    await new Promise<void>((resolve) => setImmediate(resolve))
    spentMs += performance.now() - startedMs
    if (at % 3_200 === 0) await journal.settled()
  }
  await journal.settled()
  return spentMs * 1_000 / RECORDS
}

export const run = async (): Promise<readonly BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-bench-'))
  try {
    const store = await openStore({ folder, nowUs: NOW_US })
    let sequence = 0
    const hmac = median([hmacUs(), hmacUs(), hmacUs()])
    const appends = []
    const alone = []
    const grouped = []
    for (let round = 0; round < 3; round++) {
      appends.push(await appendUs(store, sequence))
      sequence += RECORDS
      alone.push(await oneByOne(store, sequence))
      sequence += ALONE
      const callers = await waitingCallers(store, sequence)
      // Callers that were between two appends may have passed the end together.
      sequence = [...store.journal('live').recordsAfter(sequence)].at(-1)?.sequence ?? sequence
      grouped.push(callers)
    }
    const journal = store.journal('live')
    for (; sequence < RECOVERED; ) {
      for (let n = 0; n < 5_000 && sequence < RECOVERED; n++) journal.append(sampleRecord(++sequence))
      await journal.settled()
    }
    const startedMs = performance.now()
    let read = 0
    for (const record of journal.recordsAfter(0)) read += record.sequence > 0 ? 1 : 0
    const readSeconds = (performance.now() - startedMs) / 1_000
    await store.close()
    const appendCost = median(appends)
    const aloneRate = median(alone)
    const groupedRate = median(grouped.map((one) => one.perSecond))
    const latencies = grouped[1]?.latenciesMs ?? []
    return [
      { name: 'journal: one append on the answering thread', ratio: appendCost / hmac, goal: { atMost: 0.7 }, unit: 'append, sending included ÷ one createHmac', figures: { appendUs: appendCost, hmacUs: hmac } },
      {
        name: 'journal: durable records, 256 callers waiting', ratio: groupedRate / aloneRate, goal: { atLeast: 5 }, unit: 'group commit ÷ each committed alone',
        figures: { groupedPerSecond: groupedRate, alonePerSecond: aloneRate, p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? 0, p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0 },
      },
      { name: 'journal: a million records read', ratio: readSeconds / RECOVERY_SECONDS_ASKED, goal: { atMost: 1 }, unit: 'seconds ÷ 2 s', figures: { readSeconds, records: read } },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) printRows(await run())
