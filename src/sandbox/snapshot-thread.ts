/**
 * Makes a snapshot beside the running venue: recovers a second exchange from the newest snapshot and the journal after it, and takes
 * its snapshot. The venue is not stopped for it, and every record's digest is proved once more on the way.
 */
import { parentPort, workerData } from 'node:worker_threads'
import type { Environment } from '../environment.ts'
import { newExchange } from '../exchange/new-exchange.ts'
import { replay } from '../exchange/replay.ts'
import { takeSnapshot } from '../exchange/snapshot.ts'
import { JournalReader } from '../storage/journal-reader.ts'
import { Reader } from '../storage/sqlite/reader.ts'

/** What the thread is started with; given by Snapshotter alone. */
export interface SnapshotOrder {
  readonly file: string
  readonly environment: Environment
}

const { file, environment } = workerData as SnapshotOrder // Snapshotter's own

const reader = new Reader(file)
const journal = new JournalReader(environment, reader)
const snapshot = journal.latestSnapshot()
const exchange = replay(newExchange(), snapshot, journal.recordsAfter(snapshot?.sequence ?? 0))
reader.close()
parentPort?.postMessage(takeSnapshot(exchange))
