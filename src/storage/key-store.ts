import type { AuditEntry } from '../audit/entry.ts'
import type { ApiKey } from '../authority/api-key.ts'
import type { KeyStore, KeyUse, LastUse } from '../authority/key-store.ts'
import type { Sealer } from '../authority/sealing.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { AccountId, ApiKeyId } from '../ids.ts'
import { confirmedChange } from './confirmed-change.ts'
import { KEY_COLUMNS, KEY_COLUMN_KINDS, keyFromTuple, rowFromKey } from './key-row.ts'
import type { KeyTuple } from './key-row.ts'
import { KeyUses } from './key-uses.ts'
import { queries } from './queries.ts'
import { resealing } from './sealed-secrets.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement, statementFor } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'
import { ChangeRefused } from './store-error.ts'

/** From so many keys on, a thread of its own reads them ahead: two processors load a million in two thirds of the time. */
const MANY_KEYS = 50_000
/** People go on signing in while secrets are sealed anew. */
const MOST_TRIES = 10

/** The authority's keys in the main store. */
export class StoredKeys implements KeyStore {
  readonly #writer: Writer
  readonly #reader: Reader
  readonly #uses: KeyUses

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
    this.#uses = new KeyUses(writer, reader)
  }

  *all(): Iterable<ApiKey> {
    const living = queries.selectFrom('api_keys').select(KEY_COLUMNS).where('deleted_at_us', 'is', null)
    const rows = this.#hasMany() ? this.#reader.manyTuples<KeyTuple>(living, KEY_COLUMN_KINDS) : this.#reader.tuples<KeyTuple>(living)
    for (const row of rows) yield keyFromTuple(row)
  }

  insert(key: ApiKey, audit: AuditEntry, confirmation?: Confirmation | null): Promise<Kept> {
    return confirmedChange(this.#writer, [statement(queries.insertInto('api_keys').values(rowFromKey(key)))], audit, confirmation)
  }

  update(key: ApiKey, audit: AuditEntry, confirmation?: Confirmation | null): Promise<Kept> {
    const update = queries.updateTable('api_keys').set(rowFromKey(key)).where('id', '=', key.id)
    return confirmedChange(this.#writer, [statement(update, { mustChange: true })], audit, confirmation)
  }

  saveTogether(inserted: readonly ApiKey[], updated: readonly ApiKey[], audit: AuditEntry, confirmation?: Confirmation | null): Promise<Kept> {
    return confirmedChange(this.#writer, [
      ...inserted.map((key) => statement(queries.insertInto('api_keys').values(rowFromKey(key)))),
      ...updated.map((key) => statement(queries.updateTable('api_keys').set(rowFromKey(key)).where('id', '=', key.id), { mustChange: true })),
    ], audit, confirmation)
  }

  async reseal(keys: readonly ApiKey[], next: Sealer, auditOf: (resealed: number) => AuditEntry): Promise<number> {
    const reseal = queries.updateTable('api_keys').set({ sealing_key_version: 0, credential: new Uint8Array() }).where('id', '=', '')
    const rows = keys.flatMap(({ id, credential }) => (credential.kind === 'hmac' ? [[credential.secret.sealingKeyVersion, credential.secret.bytes, id]] : []))
    for (let tries = 1; ; tries += 1) {
      const others = resealing(this.#reader, next)
      const count = rows.length + others.resealed
      try {
        await this.#writer.change([statementFor(reseal, rows, { mustChange: true }), ...others.statements], auditOf(count))
        return count
      } catch (error) {
        // A row became another between reading and writing: nothing was changed, and what is there now is read anew.
        if (!(error instanceof ChangeRefused) || tries === MOST_TRIES) throw error
      }
    }
  }

  async byId(id: ApiKeyId): Promise<ApiKey | undefined> {
    return this.#select(queries.selectFrom('api_keys').select(KEY_COLUMNS).where('id', '=', id))[0]
  }

  async ofAccount(accountId: AccountId | null): Promise<readonly ApiKey[]> {
    const everyone = queries.selectFrom('api_keys').select(KEY_COLUMNS).orderBy('account_id').orderBy('created_at_us').orderBy('id')
    return this.#select(accountId === null ? everyone : everyone.where('account_id', '=', accountId))
  }

  async livingAfter(id: ApiKeyId | null, limit: number): Promise<readonly ApiKey[]> {
    const living = queries.selectFrom('api_keys').select(KEY_COLUMNS).where('deleted_at_us', 'is', null).orderBy('id').limit(limit)
    return this.#select(id === null ? living : living.where('id', '>', id))
  }

  async ofHolder(holderId: string): Promise<readonly ApiKey[]> {
    return this.#select(queries.selectFrom('api_keys').select(KEY_COLUMNS).where('holder_id', '=', holderId).orderBy('created_at_us').orderBy('id'))
  }

  noteUse(use: KeyUse): void {
    this.#uses.note(use)
  }

  lastUse(id: ApiKeyId): Promise<LastUse | undefined> {
    return this.#uses.last(id)
  }

  /** Hands the uses still waiting to the writer. */
  flushUses(): Promise<void> {
    return this.#uses.flush()
  }

  #hasMany(): boolean {
    return this.#reader.rows(queries.selectFrom('api_keys').select('id').offset(MANY_KEYS).limit(1)).length > 0
  }

  #select(query: Parameters<Reader['tuples']>[0]): ApiKey[] {
    return Array.from(this.#reader.tuples<KeyTuple>(query), keyFromTuple)
  }
}
