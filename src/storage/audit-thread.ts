/** Follows the audit chain of one file from its beginning, and tells what it found. */
import { parentPort, workerData } from 'node:worker_threads'
import { verifyChain } from '../audit/chain.ts'
import { auditRowsAfter } from './audit-store.ts'
import { Reader } from './sqlite/reader.ts'

// Started by StoredAudit.verify alone, with these data.
const { file } = workerData as { file: string }
const reader = new Reader(file)
try {
  parentPort?.postMessage(verifyChain(auditRowsAfter(reader, 0)))
} finally {
  reader.close()
}
