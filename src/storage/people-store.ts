import { sql } from 'kysely'
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation } from '../confirmation.ts'
import type { PeopleChange, PeopleKind, PeopleRecords, PeopleStore, Saved } from '../people/people-store.ts'
import { stepUpUseId } from '../people/step-up.ts'
import { DAY } from '../time.ts'
import { PEOPLE_KINDS, columnOf, fieldsOf, recordOf, rowOf, tableOf } from './people-columns.ts'
import { kyselyCompiler } from './sqlite/dialect.ts'
import type { Reader } from './sqlite/reader.ts'
import { type Statement, statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'
import { StoreError } from './store-error.ts'

/** The tables of people are described by their records; one set of queries serves them all. */
const queries = kyselyCompiler<Record<string, Record<string, SQLInputValue>>>()

/** For stores whose changes come with letters. */
export const insertOf = <Kind extends PeopleKind>(kind: Kind, record: PeopleRecords[Kind]): Statement => statement(queries.insertInto(tableOf(kind)).values(rowOf(kind, record)))

const MUST_CHANGE = { mustChange: true } as const

const statementOf = (change: PeopleChange): Statement => {
  const table = tableOf(change.kind)
  if (change.do === 'remove') return statement(queries.deleteFrom(table).where('id', '=', change.id), MUST_CHANGE)
  const row = rowOf(change.kind, change.record)
  const { id, version } = change.record
  if (change.do === 'insert') return statement(queries.insertInto(table).values(row))
  if (change.do === 'put') return statement(queries.insertInto(table).values(row).onConflict((conflict) => conflict.column('id').doUpdateSet(row)))
  return statement(queries.updateTable(table).set(row).where('id', '=', id).where('version', '=', version - 1), MUST_CHANGE)
}

/**
 * Uses a confirmation up, in whatever change it stands first: refused (and the change with it) when it was used, was never confirmed or
 * has expired. Every store whose changes people confirm puts it among its statements.
 */
export const useUp = (confirmation: Confirmation): Statement => (confirmation.approvalId === undefined ? useUpStepUp(confirmation) : useUpApproval(confirmation.approvalId, confirmation.nowUs))

const useUpStepUp = ({ stepUpId, position, nowUs }: Confirmation): Statement => statement(
  queries.insertInto('step_up_uses').columns(['id', 'version', 'step_up_id', 'used_at_us', 'forget_at_us']).expression(
    queries.selectFrom('step_ups')
      .select([sql.val(stepUpUseId(stepUpId, position)).as('id'), sql.val(1).as('version'), 'id as step_up_id', sql.val(nowUs).as('used_at_us'), sql.val(nowUs + DAY).as('forget_at_us')])
      .where('id', '=', stepUpId).where('is_confirmed', '=', 1).where('expires_at_us', '>', nowUs),
  ), MUST_CHANGE)

/** What several people approved is carried out while its approval says so, and once. */
const useUpApproval = (approvalId: string, nowUs: number): Statement => statement(
  queries.insertInto('approval_executions').columns(['approval_id', 'executed_at_us']).expression(
    queries.selectFrom('approvals').select(['id as approval_id', sql.val(nowUs).as('executed_at_us')]).where('id', '=', approvalId).where('state', '=', 'executing'),
  ), MUST_CHANGE)

/** What is kept of people, in the main store. */
export class StoredPeople implements PeopleStore {
  readonly #writer: Writer
  readonly #reader: Reader

  constructor(writer: Writer, reader: Reader) {
    this.#writer = writer
    this.#reader = reader
  }

  async byId<Kind extends PeopleKind>(kind: Kind, id: string): Promise<PeopleRecords[Kind] | undefined> {
    return this.#rows(kind, { id })[0]
  }

  async find<Kind extends PeopleKind>(kind: Kind, where: Partial<PeopleRecords[Kind]>): Promise<readonly PeopleRecords[Kind][]> {
    return this.#rows(kind, where)
  }

  async save(changes: readonly PeopleChange[], audit: AuditEntry | null, confirmation: Confirmation | null = null): Promise<Saved> {
    try {
      await this.#writer.change([...(confirmation ? [useUp(confirmation)] : []), ...changes.map(statementOf)], audit)
      return 'saved'
    } catch (error) {
      if (error instanceof StoreError && error.fault === 'refused by the store') return 'conflict'
      throw error
    }
  }

  async forget(nowUs: number): Promise<void> {
    const passing = PEOPLE_KINDS.filter((kind) => fieldsOf(kind).some(([field]) => field === 'forgetAtUs'))
    await this.#writer.change(passing.map((kind) => statement(queries.deleteFrom(tableOf(kind)).where('forget_at_us', '<=', nowUs))), null)
  }

  #rows<Kind extends PeopleKind>(kind: Kind, where: object): PeopleRecords[Kind][] {
    let query = queries.selectFrom(tableOf(kind)).select(fieldsOf(kind).map(([field]) => columnOf(field))).orderBy('id')
    for (const [column, value] of Object.entries(rowOf(kind, where))) query = value === null ? query.where(column, 'is', null) : query.where(column, '=', value)
    // The reader gives what SQLite gave: numbers, text, bytes and null.
    return this.#reader.rows(query).map((row) => recordOf(kind, row as Record<string, SQLOutputValue>))
  }
}
