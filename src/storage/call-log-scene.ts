/** The call log's file, written and read on this thread: for tests and benchmarks of this room; nothing of the program uses it. */
import type { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import type { CallRecord } from '../watch/call-log.ts'
import { DEFAULT_RETENTION } from './call-log.ts'
import { CALL_MIGRATIONS } from './migrations/all.ts'
import { NOW_US, inTemporaryFolder } from './samples.ts'
import type { CallRetention } from './sqlite/call-messages.ts'
import { CallPacker } from './sqlite/call-packer.ts'
import { CallSearch } from './sqlite/call-search.ts'
import { CallWriter } from './sqlite/call-writer.ts'
import { openForReading } from './sqlite/connection.ts'
import { prepareFile } from './sqlite/prepare-file.ts'

export class CallScene {
  readonly file: string
  readonly writer: CallWriter
  readonly database: DatabaseSync
  readonly search: CallSearch
  readonly #packer: CallPacker

  private constructor(file: string, retention: Partial<CallRetention>) {
    this.file = file
    this.writer = new CallWriter({ file, retention: { ...DEFAULT_RETENTION, ...retention } })
    this.#packer = new CallPacker(1_000, this.writer.newest)
    this.database = openForReading(file)
    this.search = new CallSearch(this.database)
  }

  static in(use: (scene: CallScene) => Promise<void> | void, retention: Partial<CallRetention> = {}): Promise<void> {
    return inTemporaryFolder(async (folder) => {
      const file = join(folder, 'calls.db')
      await prepareFile(file, CALL_MIGRATIONS, 'normal', NOW_US)
      const scene = new CallScene(file, retention)
      try {
        await use(scene)
      } finally {
        scene.database.close()
        scene.writer.close([])
      }
    })
  }

  /** Writes them in batches of a thousand. */
  write(calls: Iterable<CallRecord>): void {
    for (const call of calls) {
      this.#packer.add(call)
      if (this.#packer.isFull) this.#send()
    }
    if (this.#packer.count > 0) this.#send()
  }

  rows(sql: string): Record<string, unknown>[] {
    return this.database.prepare(sql).all().map((row) => ({ ...row }))
  }

  #send(): void {
    const batch = this.#packer.take()
    this.writer.write(batch, [])
    this.writer.afterBatch(batch)
  }
}
