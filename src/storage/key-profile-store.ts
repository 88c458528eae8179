import type { AuditEntry } from '../audit/entry.ts'
import { apiKeyId, type ApiKeyId } from '../ids.ts'
import type { TimeUs } from '../time.ts'
import type { KeyProfile } from '../watch/anomalies/key-profile.ts'
import { fromJson, toJson } from './json-column.ts'
import { queries } from './queries.ts'
import type { Reader } from './sqlite/reader.ts'
import { statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'

/** What was learned of each key, and which programs their owners say are off. */
export class StoredKeyProfiles {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  *all(): Iterable<readonly [ApiKeyId, KeyProfile]> {
    for (const row of this.#reader.rows(queries.selectFrom('key_profiles').select(['key_id', 'profile']))) yield [apiKeyId(row.key_id), fromJson(row.profile)]
  }

  /** Durable when the promise resolves; a crash loses what was learned since the last time. */
  async keep(profiles: readonly (readonly [ApiKeyId, KeyProfile])[], nowUs: TimeUs): Promise<void> {
    if (profiles.length === 0) return
    await this.#writer.change(profiles.map(([keyId, profile]) => {
      const row = { key_id: keyId, profile: toJson(profile), learned_at_us: nowUs }
      return statement(queries.insertInto('key_profiles').values(row).onConflict((conflict) => conflict.column('key_id').doUpdateSet(row)))
    }), null)
  }

  programsOff(): ReadonlyMap<ApiKeyId, TimeUs> {
    return new Map(this.#reader.rows(queries.selectFrom('programs_off').selectAll()).map(({ key_id: keyId, since_us: sinceUs }) => [apiKeyId(keyId), sinceUs]))
  }

  /** @param sinceUs null = it may run */
  async setProgram(keyId: ApiKeyId, sinceUs: TimeUs | null, audit: AuditEntry): Promise<void> {
    const row = { key_id: keyId, since_us: sinceUs ?? 0 }
    const change = sinceUs === null ? queries.deleteFrom('programs_off').where('key_id', '=', keyId) : queries.insertInto('programs_off').values(row).onConflict((conflict) => conflict.column('key_id').doUpdateSet(row))
    await this.#writer.change([statement(change)], audit)
  }
}
