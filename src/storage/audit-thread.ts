/** Reads the whole audit record of one file, to follow it or to write it out, and tells what it found. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { exportLines, readPublicKeys } from '../audit/export-lines.ts'
import { verifyRecord } from '../audit/verify-record.ts'
import { auditRowsAfter } from './audit-store.ts'
import type { AuditOrder } from './audit-store.ts'
import { checkpointsOf, journalFault } from './checkpoint-store.ts'
import { Reader } from './sqlite/reader.ts'

// Started by StoredAudit alone, with these data.
const { file, publicKeys, exportTo } = workerData as AuditOrder
const LINES_AT_ONCE = 500

const writeExport = (reader: Reader, target: string): { rows: number } => {
  const handle = openSync(target, 'wx', 0o600)
  let rows = 0
  try {
    let lines: string[] = []
    const checkpoints = checkpointsOf(reader)
    for (const line of exportLines(auditRowsAfter(reader, 0), checkpoints, publicKeys)) {
      lines.push(line)
      rows += 1
      if (lines.length < LINES_AT_ONCE) continue
      writeSync(handle, `${lines.join('\n')}\n`)
      lines = []
    }
    if (lines.length > 0) writeSync(handle, `${lines.join('\n')}\n`)
    fsyncSync(handle)
    return { rows: rows - 1 - checkpoints.length }
  } finally {
    closeSync(handle)
  }
}

const reader = new Reader(file)
try {
  // Checkpoints first: whatever they attest is among the rows that are read afterwards.
  const checkpoints = checkpointsOf(reader)
  parentPort?.postMessage(exportTo === null
    ? verifyRecord({ rows: auditRowsAfter(reader, 0), checkpoints, publicKeys: readPublicKeys(publicKeys), checkJournals: ({ journals }) => journalFault(reader, journals) })
    : writeExport(reader, exportTo))
} finally {
  reader.close()
}
