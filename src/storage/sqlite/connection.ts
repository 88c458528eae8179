import { DatabaseSync } from 'node:sqlite'
import { asStoreError } from './sqlite-fault.ts'

/** How long a connection waits for another one of this process, in ms. */
const BUSY_TIMEOUT_MS = 5_000
/** Pages of 4096 bytes in the write-ahead log before they move to the main file: larger = fewer pauses. */
const CHECKPOINT_PAGES = 4_000
/** A log that a long reader or a large change made longer shrinks to this again. */
const LOG_BYTES_KEPT = 64 * 1024 * 1024

/** `full`: a commit is on the disk when it returns. `normal`: it survives the process, the last ones may not survive the power. */
export type Durability = 'full' | 'normal'

/** The one connection that may write `file`. */
export const openForWriting = (file: string, durability: Durability): DatabaseSync =>
  opened(file, () => {
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
    return prepared(database, [
      'pragma journal_mode = wal',
      `pragma synchronous = ${durability}`,
      `pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
      `pragma journal_size_limit = ${LOG_BYTES_KEPT}`,
      'pragma temp_store = memory',
    ])
  })

export const openForReading = (file: string): DatabaseSync =>
  opened(file, () => new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, readOnly: true }))

const prepared = (database: DatabaseSync, pragmas: readonly string[]): DatabaseSync => {
  try {
    for (const pragma of pragmas) database.exec(pragma)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

const opened = (file: string, open: () => DatabaseSync): DatabaseSync => {
  try {
    return open()
  } catch (error) {
    throw asStoreError(error, file)
  }
}
