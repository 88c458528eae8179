import type { KeyUse, LastUse } from '../authority/key-store.ts'
import type { ApiKeyId } from '../ids.ts'
import { parsePermission } from '../permission.ts'
import type { Permission } from '../permission.ts'
import { queries } from './queries.ts'
import type { Reader } from './sqlite/reader.ts'
import { statementFor } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** How long uses collect before they are written; so much may be lost at a crash. */
const WRITE_EVERY_MS = 2_000

/** When each right of each key was last used. Only the newest use of a right is kept, and it is written in batches. */
export class KeyUses {
  readonly #writer: Writer
  readonly #reader: Reader
  /** The newest use of each right, by key. */
  #waiting = new Map<ApiKeyId, Map<Permission | null, KeyUse>>()
  #timer: NodeJS.Timeout | undefined

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  note(use: KeyUse): void {
    const ofKey = this.#waiting.get(use.keyId)
    if (ofKey) ofKey.set(use.permission, use)
    else this.#waiting.set(use.keyId, new Map([[use.permission, use]]))
    // A failure is the writer's to tell; losing uses stops nobody.
    this.#timer ??= setTimeout(() => { this.flush().catch(() => {}) }, WRITE_EVERY_MS).unref()
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#waiting.size === 0) return
    const uses = [...this.#waiting.values()].flatMap((ofKey) => [...ofKey.values()])
    const rows = uses.map((use) => [use.keyId, use.permission ?? '', use.timeUs, use.address, use.endpoint])
    this.#waiting = new Map()
    await this.#writer.change([statementFor(UPSERT, rows)], null)
  }

  async last(id: ApiKeyId): Promise<LastUse | undefined> {
    await this.flush()
    const rows = this.#reader.rows(queries.selectFrom('key_uses').selectAll().where('key_id', '=', id).orderBy('time_us', 'desc'))
    const newest = rows[0]
    if (!newest) return undefined
    const perPermission: Partial<Record<Permission, number>> = {}
    for (const row of rows) {
      const permission = parsePermission(row.permission)
      if (permission) perPermission[permission] = row.time_us
    }
    return { timeUs: newest.time_us, address: newest.address, endpoint: newest.endpoint, perPermission }
  }
}

const UPSERT = queries.insertInto('key_uses')
  .values({ key_id: '', permission: '', time_us: 0, address: '', endpoint: '' })
  .onConflict((conflict) => conflict.columns(['key_id', 'permission']).doUpdateSet((row) => ({
    time_us: row.ref('excluded.time_us'),
    address: row.ref('excluded.address'),
    endpoint: row.ref('excluded.endpoint'),
  })))
