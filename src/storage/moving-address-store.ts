import type { AuditEntry } from '../audit/entry.ts'
import type { MovingAddress, MovingAddressStore } from '../authority/moving-address.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import { apiKeyId } from '../ids.ts'
import { confirmedChange } from './confirmed-change.ts'
import { fromJson, toJson } from './json-column.ts'
import { queries } from './queries.ts'
import type { MovingAddressTable } from './tables/keys.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** The entries of allow lists that move, in the main store. */
export class StoredMovingAddresses implements MovingAddressStore {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  all(): readonly MovingAddress[] {
    return this.#reader.rows(queries.selectFrom('moving_addresses').selectAll().orderBy('id')).map(fromRow)
  }

  insert(address: MovingAddress, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept> {
    return confirmedChange(this.#writer, [statement(queries.insertInto('moving_addresses').values(rowOf(address)))], audit, confirmation)
  }

  async update(address: MovingAddress): Promise<void> {
    const update = queries.updateTable('moving_addresses').set(rowOf(address)).where('id', '=', address.id).where('version', '=', address.version - 1)
    await this.#writer.change([statement(update, { mustChange: true })], null)
  }

  remove(id: string, audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept> {
    return confirmedChange(this.#writer, [statement(queries.deleteFrom('moving_addresses').where('id', '=', id), { mustChange: true })], audit, confirmation)
  }
}

const fromRow = (row: MovingAddressTable): MovingAddress => ({
  id: row.id, version: row.version, keyId: apiKeyId(row.key_id), source: row.source, name: row.name,
  entries: fromJson(row.entries), within: fromJson(row.within), allowsPrivate: row.allows_private === 1,
  token: row.sealing_key_version === null || row.sealed_bytes === null ? null : { sealingKeyVersion: row.sealing_key_version, bytes: row.sealed_bytes },
  moves: fromJson(row.moves), lastHeardUs: row.last_heard_us, fault: row.fault, createdAtUs: row.created_at_us,
})

const rowOf = (address: MovingAddress): MovingAddressTable => ({
  id: address.id, version: address.version, key_id: address.keyId, source: address.source, name: address.name, entries: toJson(address.entries), within: toJson(address.within),
  allows_private: address.allowsPrivate ? 1 : 0, sealing_key_version: address.token?.sealingKeyVersion ?? null, sealed_bytes: address.token?.bytes ?? null,
  moves: toJson(address.moves), last_heard_us: address.lastHeardUs, fault: address.fault, created_at_us: address.createdAtUs,
})
