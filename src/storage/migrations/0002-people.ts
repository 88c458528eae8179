import type { Kysely } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { Migration } from './migration.ts'

/** `name:type`; a `?` behind the name allows null, a `!` asks for a value of its own in every row. */
type Columns = readonly string[]

const SEALED: Columns = ['sealing_key_version:whole', 'sealed_bytes:bytes']

const TABLES: Readonly<Record<string, Columns>> = {
  people: ['email!:text', 'name:text', 'phone?:text', 'password_hash?:text', 'created_at_us:whole', 'state:text', 'keys_go_to?:text'],
  memberships: ['person_id:text', 'account_id:whole', 'role:text', 'since_us:whole'],
  devices: ['person_id:text', 'token_hash!:text', 'label:text', 'address:text', 'confirmed_at_us:whole', 'last_seen_at_us:whole'],
  totps: [...SEALED, 'person_id:text', 'label:text', 'last_step:whole', 'confirmed_at_us?:whole', 'created_at_us:whole'],
  recovery_codes: ['person_id:text', 'hash!:text', 'used_at_us?:whole'],
  passkeys: ['person_id:text', 'label:text', 'public_key:bytes', 'counter:whole', 'transports:text', 'created_at_us:whole', 'last_used_at_us?:whole'],
  passkey_challenges: ['person_id?:text', 'purpose:text', 'challenge!:text', 'label:text', 'expires_at_us:whole', 'used_at_us?:whole', 'forget_at_us:whole'],
  one_time_codes: [...SEALED, 'person_id:text', 'channel:text', 'purpose:text', 'hash:text', 'tries_left:whole', 'expires_at_us:whole', 'used_at_us?:whole', 'forget_at_us:whole'],
  sign_ins: ['person_id:text', 'token_hash!:text', 'stage:text', 'given:text', 'device_label:text', 'tries_left:whole', 'expires_at_us:whole', 'used_at_us?:whole', 'forget_at_us:whole'],
  sessions: [
    'person_id:text', 'token_hash!:text', 'previous_token_hash?:text', 'rotated_at_us:whole', 'device_id:text', 'device_label:text', 'address:text',
    'created_at_us:whole', 'last_seen_at_us:whole', 'ended_at_us?:whole', 'forget_at_us:whole',
  ],
  bearer_tokens: ['person_id:text', 'token_hash!:text', 'name:text', 'account_id:whole', 'role:text', 'created_at_us:whole', 'expires_at_us:whole', 'last_used_at_us?:whole', 'ended_at_us?:whole'],
  step_ups: [
    'person_id:text', 'principal_id:text', 'set_digest:text', 'changes:text', 'requirement:text', 'given:text', 'is_confirmed:whole', 'tries_left:whole',
    'created_at_us:whole', 'expires_at_us:whole', 'forget_at_us:whole',
  ],
  step_up_uses: ['step_up_id:text', 'used_at_us:whole', 'forget_at_us:whole'],
  step_up_policies: ['plain:text', 'grave:text'],
  links: [
    'token_hash!:text', 'kind:text', 'email:text', 'person_id?:text', 'account_id?:whole', 'role?:text', 'invited_by?:text',
    'created_at_us:whole', 'expires_at_us:whole', 'used_at_us?:whole', 'withdrawn_at_us?:whole', 'forget_at_us:whole',
  ],
  outbox: [...SEALED, 'channel:text', 'recipient:text', 'subject:text', 'time_us:whole', 'state:text', 'attempts:whole', 'next_try_at_us:whole', 'forget_at_us:whole'],
  throttles: ['failures:whole', 'open_at_us:whole', 'forget_at_us:whole'],
}

/** What is asked for by something else than the id or a unique column. */
const ASKED_FOR: readonly (readonly [table: string, column: string])[] = [
  ['memberships', 'person_id'], ['memberships', 'account_id'], ['devices', 'person_id'], ['totps', 'person_id'], ['recovery_codes', 'person_id'], ['passkeys', 'person_id'],
  ['one_time_codes', 'purpose'], ['sessions', 'person_id'], ['sessions', 'previous_token_hash'], ['bearer_tokens', 'person_id'], ['step_ups', 'person_id'], ['step_up_uses', 'step_up_id'],
  ['links', 'account_id'], ['links', 'person_id'], ['outbox', 'state'],
]

const isColumnType = (text: string): text is keyof ColumnTypes => text === 'whole' || text === 'text' || text === 'bytes'

const createTable = (database: Kysely<never>, table: string, columns: Columns, types: ColumnTypes) => {
  let builder = database.schema.createTable(table)
    .addColumn('id', types.text, (column) => column.primaryKey().notNull())
    .addColumn('version', types.whole, (column) => column.notNull())
  for (const written of columns) {
    const [, name = '', mark, type = ''] = /^(\w+)([?!]?):(\w+)$/.exec(written) ?? []
    if (!isColumnType(type)) throw new Error(`not a column: ${written}`)
    builder = builder.addColumn(name, types[type], (column) => (mark === '?' ? column : mark === '!' ? column.notNull().unique() : column.notNull()))
  }
  return builder.execute()
}

/** People, how they prove who they are, and what they are told. */
export const people: Migration = {
  number: 2,
  name: '0002-people',
  up: async (database, types) => {
    for (const [table, columns] of Object.entries(TABLES)) await createTable(database, table, columns, types)
    for (const [table, column] of ASKED_FOR) await database.schema.createIndex(`${table}_of_${column}`).on(table).column(column).execute()
  },
}
