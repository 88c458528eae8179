/**
 * Recovery: how long a venue takes from its journal of a million records to where the journal ends, with the newest snapshot at 800,000, which is
 * the furthest behind that the usual rhythm leaves it; and, for comparison, without one. The records are limit orders around a drifting price, of
 * which the crossing ones trade, and cancels, of a hundred accounts. Ten keep their history, as the accounts of people do; those of the demo
 * market's makers do not.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Command } from '../src/exchange/command.ts'
import { encodeRecord } from '../src/exchange/journal-codec.ts'
import { newestRules } from '../src/exchange/listing/newest-rules.ts'
import { newExchange } from '../src/exchange/new-exchange.ts'
import { takeSnapshot } from '../src/exchange/snapshot.ts'
import { SandboxVenue } from '../src/sandbox/sandbox-venue.ts'
import { openStore, type Store } from '../src/storage/store.ts'
import { type BenchRow, printRows } from './bench-row.ts'
import { asCommands, drawStream, openingCommands, START_US, type StreamShape } from './order-stream.ts'

const RECORDS = 1_000_000
const SNAPSHOT_AT = 800_000
const SECONDS_ASKED = 5

// Ten orders a second: a million records are a day of a busy sandbox.
const US_BETWEEN = 100_000

const SHAPE: StreamShape = {
  distance: (random) => (random() < 0.6 ? random() * 300 - 40 : -Math.log(1 - random()) * 6_000),
  drift: 4, cancelShare: 0.44, cancelReach: 4_000, knowsCancels: true,
}

const KEEPING_HISTORY = 10
const BATCH = 20_000

interface Made {
  readonly stateHash: string
  readonly snapshotSeconds: number
  readonly snapshotBytes: number
  readonly keepSnapshot: () => Promise<void>
}

const makeJournal = async (store: Store): Promise<Made> => {
  const journal = store.journal('live')
  const exchange = newExchange()
  let snapshotSeconds = 0
  let snapshot = takeSnapshot(exchange)
  const stream = drawStream(7, SHAPE, RECORDS * 1.1)
  const commands = [...openingCommands(KEEPING_HISTORY), ...asCommands(stream)]
  const keep = (command: Command, nowUs: number): boolean => {
    const outcome = exchange.execute(command, nowUs)
    if (outcome.ok) journal.append(encodeRecord({ sequence: exchange.sequence, timeUs: outcome.timeUs, command, eventsDigest: exchange.lastDigest }))
    return outcome.ok
  }
  for (let index = 0; exchange.sequence < RECORDS; index++) {
    if (!keep(commands[index]!, START_US + index * US_BETWEEN)) continue
    if (exchange.sequence % BATCH === 0) await journal.settled()
    if (exchange.sequence !== SNAPSHOT_AT) continue
    snapshotSeconds = secondsOf(() => { snapshot = takeSnapshot(exchange) })
  }
  // The stream's markets take more orders than the sandbox's do; a venue that opens would tell the rules of now, and be in another state than this one.
  for (const command of newestRules(exchange.symbols())) keep(command, START_US)
  await journal.settled()
  return { stateHash: exchange.stateHash(), snapshotSeconds, snapshotBytes: snapshot.state.length, keepSnapshot: () => journal.saveSnapshot(snapshot) }
}

const secondsOf = (work: () => void): number => {
  const startedMs = performance.now()
  work()
  return (performance.now() - startedMs) / 1_000
}

const recover = (store: Store, stateHash: string): number => {
  let venue: SandboxVenue | undefined
  const seconds = secondsOf(() => { venue = SandboxVenue.open(store.journal('live'), { nowUs: () => START_US }) })
  if (venue?.view.stateHash() !== stateHash) throw new Error('recovered to another state')
  return seconds
}

const rowOf = (name: string, seconds: number, goal: BenchRow['goal'], figures: BenchRow['figures']): BenchRow =>
  ({ name, ratio: seconds / SECONDS_ASKED, goal, unit: `of ${SECONDS_ASKED} s`, figures: { seconds, ...figures } })

export const run = async (): Promise<BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-recovery-'))
  const store = await openStore({ folder, nowUs: START_US })
  try {
    const { stateHash, snapshotSeconds, snapshotBytes, keepSnapshot } = await makeJournal(store)
    globalThis.gc?.()
    const whole = recover(store, stateHash)
    await keepSnapshot()
    globalThis.gc?.()
    const fromSnapshot = recover(store, stateHash)
    return [
      rowOf('recovery from 1,000,000 records, no snapshot', whole, null, { 'µs/record': (whole / RECORDS) * 1e6 }),
      rowOf('recovery from 1,000,000 records, snapshot at 800,000', fromSnapshot, { atMost: 1 }, { 'snapshot MB': snapshotBytes / 1e6, 'making the snapshot, s': snapshotSeconds }),
    ]
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) printRows(await run())
