import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { AuditEntry } from '../audit/entry.ts'

export interface RecordExportParts {
  readonly folder: string
  readonly audit: { export(file: string): Promise<{ readonly rows: number }>; record(entry: AuditEntry): Promise<void> }
}

/** Takes the whole record as JSON lines. Written out by a thread of its own into a file of the data folder, which goes when it was read; that it was taken is recorded. */
export const recordExport = ({ folder, audit }: RecordExportParts) => async (by: Pick<AuditEntry, 'actor' | 'source' | 'timeUs'>): Promise<ReadableStream<Uint8Array>> => {
  const file = join(folder, `record-${randomUUID()}.jsonl`)
  const { rows } = await audit.export(file)
  await audit.record({ ...by, act: 'audit.export', subject: 'console', before: null, after: { rows } })
  const reading = createReadStream(file)
  reading.once('close', () => void rm(file, { force: true }))
  // Node's web streams are those of the platform; only its types tell them apart.
  return Readable.toWeb(reading) as ReadableStream<Uint8Array>
}
