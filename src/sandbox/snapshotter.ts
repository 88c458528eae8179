import { Worker } from 'node:worker_threads'
import type { Environment } from '../environment.ts'
import type { Snapshot } from '../exchange/journal.ts'
import type { SandboxVenue } from './sandbox-venue.ts'
import type { SnapshotOrder } from './snapshot-thread.ts'

export interface SnapshotRhythm {
  /** How many commands a recovery may have to replay, about; a snapshot is begun when so many are new. */
  readonly everyCommands: number
  readonly lookEveryMs: number
}

const USUAL: SnapshotRhythm = { everyCommands: 200_000, lookEveryMs: 5_000 }

/**
 * Bounds recovery and the journal's size: now and then a snapshot is made by a thread of its own, and what recovery no longer
 * needs is deleted. @param tellFault hears of a replay that differs, which is a fault of the engine and never silent. @returns how to stop it
 */
export const startSnapshots = (venue: SandboxVenue, order: SnapshotOrder, tellFault: (error: unknown, environment: Environment) => void, { everyCommands, lookEveryMs } = USUAL): (() => Promise<void>) => {
  let underWay: Promise<void> | undefined
  const timer = setInterval(() => {
    if (underWay || venue.failure || venue.view.sequence - venue.snapshotSequence < everyCommands) return
    underWay = snapshotBeside(order).then((snapshot) => venue.keepSnapshot(snapshot))
      .catch((error: unknown) => {
        tellFault(error, order.environment)
        // Trying again would fail again; the journal stays whole and recovery only takes longer.
        clearInterval(timer)
      })
      .finally(() => { underWay = undefined })
  }, lookEveryMs)
  return async () => {
    clearInterval(timer)
    await underWay
  }
}

const snapshotBeside = (order: SnapshotOrder): Promise<Snapshot> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./snapshot-thread.ts', import.meta.url), { workerData: order, name: 'bitting-snapshot' })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the snapshot's thread ended with ${code}`)))
  })
