/** Copies one moment of a store into an empty file: VACUUM INTO reads one snapshot, and the writer goes on beside it. */
import { workerData } from 'node:worker_threads'
import { openForReading } from './connection.ts'

// Started by takeBackup alone, with these data.
const { source, target } = workerData as { source: string; target: string }
const database = openForReading(source)
try {
  database.prepare('vacuum into ?').run(target)
} finally {
  database.close()
}
