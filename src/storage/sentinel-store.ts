import { queries } from './queries.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** A known text, sealed with the newest sealing key: whoever cannot open it at start has the wrong key. */
export interface Sentinel {
  readonly version: number
  readonly sealed: Uint8Array
}

/** Puts it in the place of the former one. */
export const sentinelStatement = ({ version, sealed }: Sentinel) =>
  queries.insertInto('sentinels').values({ id: 1, version, sealed }).onConflict((conflict) => conflict.column('id').doUpdateSet({ version, sealed }))

export class StoredSentinel {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  /** Undefined in a store that never sealed anything. */
  get(): Sentinel | undefined {
    return this.#reader.rows(queries.selectFrom('sentinels').select(['version', 'sealed']).where('id', '=', 1))[0]
  }

  async put({ version, sealed }: Sentinel): Promise<void> {
    await this.#writer.change([statement(sentinelStatement({ version, sealed }))], null)
  }
}
