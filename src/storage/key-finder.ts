import type { ApiKey } from '../authority/api-key.ts'
import { accountId, type AccountId } from '../ids.ts'
import type { KeyFinder } from '../operations/key-finder.ts'
import { KEY_COLUMNS, keyFromTuple, type KeyTuple } from './key-row.ts'
import { queries } from './queries.ts'
import type { Reader } from './sqlite/reader.ts'

/** Finds keys by what people call them: the rows that do not match never leave the database. */
export class StoredKeyFinder implements KeyFinder {
  readonly #reader: Reader

  constructor(reader: Reader) {
    this.#reader = reader
  }

  named(reference: string, leastPrefix: number, limit: number): readonly ApiKey[] {
    const named = queries.selectFrom('api_keys').select(KEY_COLUMNS)
      .where((is) => is.or([
        is('label', '=', reference),
        // substr, and not a range: texts are ordered differently from one database to another.
        ...(reference.length < leastPrefix ? [] : (['id', 'text'] as const).map((column) => is(is.fn<string>('substr', [column, is.lit(1), is.lit(reference.length)]), '=', reference))),
      ]))
      .orderBy((is) => is.case().when('deleted_at_us', 'is', null).then(0).else(1).end())
      .orderBy((is) => is.case().when('label', '=', reference).then(0).else(1).end())
      .orderBy('created_at_us').orderBy('id').limit(limit)
    return this.#keys(named)
  }

  isTextOfAny(text: string): boolean {
    return Array.from(this.#reader.rows(queries.selectFrom('api_keys').select('id').where('text', '=', text))).length > 0
  }

  labelledLike(text: string, limit: number): readonly ApiKey[] {
    const like = queries.selectFrom('api_keys').select(KEY_COLUMNS)
      .where('deleted_at_us', 'is', null)
      .where((is) => is(is.fn<string>('lower', ['label']), 'like', `%${text.toLowerCase().replace(/[%_]/g, '')}%`))
      .orderBy('created_at_us').orderBy('id').limit(limit)
    return this.#keys(like)
  }

  countByAccount(): ReadonlyMap<AccountId, number> {
    const counts = queries.selectFrom('api_keys').select((is) => ['account_id', is.fn.countAll<number>().as('keys')]).where('deleted_at_us', 'is', null).groupBy('account_id')
    return new Map(this.#reader.rows(counts).map((row) => [accountId(row.account_id), row.keys]))
  }

  #keys(query: Parameters<Reader['tuples']>[0]): ApiKey[] {
    return Array.from(this.#reader.tuples<KeyTuple>(query), keyFromTuple)
  }
}
