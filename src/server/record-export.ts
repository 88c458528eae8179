import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { AuditEntry } from '../audit/entry.ts'

export interface RecordExportParts {
  readonly folder: string
  readonly audit: { export(file: string): Promise<{ readonly rows: number }>; record(entry: AuditEntry): Promise<void> }
}

/** Takes the whole record as JSON lines. Written out by a thread of its own into a file of the data folder, whose name is gone before the first byte is read; that it was taken is recorded. */
export const recordExport = ({ folder, audit }: RecordExportParts) => async (by: Pick<AuditEntry, 'actor' | 'source' | 'timeUs'>): Promise<ReadableStream<Uint8Array>> => {
  const file = join(folder, `record-${randomUUID()}.jsonl`)
  const { rows } = await audit.export(file)
  await audit.record({ ...by, act: 'audit.export', subject: 'console', before: null, after: { rows } })
  // An open file is read to its end though its name is gone: whatever becomes of the reader or of the process, nothing is left behind.
  const opened = await open(file)
  await rm(file)
  // Node's web streams are those of the platform; only its types tell them apart.
  return Readable.toWeb(opened.createReadStream()) as ReadableStream<Uint8Array>
}
