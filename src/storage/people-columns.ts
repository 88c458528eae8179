import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { PeopleKind, PeopleRecords } from '../people/people-store.ts'

/** What a field of a record is at rest. `json` is text; a truth is 0 or 1. */
type FieldKind = 'text' | 'whole' | 'truth' | 'bytes' | 'json'

interface Shape<Record> {
  readonly table: string
  readonly fields: Readonly<{ [Field in keyof Record]-?: FieldKind }>
}

const sealed = { sealingKeyVersion: 'whole', sealedBytes: 'bytes' } as const
const kept = { id: 'text', version: 'whole' } as const

/** One row a kind: its table, and what each field is. A field `lastSeenAtUs` is the column `last_seen_at_us`. */
const SHAPES: Readonly<{ [Kind in PeopleKind]: Shape<PeopleRecords[Kind]> }> = {
  person: { table: 'people', fields: { ...kept, email: 'text', name: 'text', phone: 'text', passwordHash: 'text', createdAtUs: 'whole', state: 'text', keysGoTo: 'text', mustRenew: 'json', language: 'text' } },
  membership: { table: 'memberships', fields: { ...kept, personId: 'text', accountId: 'whole', role: 'text', sinceUs: 'whole' } },
  device: { table: 'devices', fields: { ...kept, personId: 'text', tokenHash: 'text', label: 'text', address: 'text', confirmedAtUs: 'whole', lastSeenAtUs: 'whole' } },
  totp: { table: 'totps', fields: { ...kept, ...sealed, personId: 'text', label: 'text', lastStep: 'whole', confirmedAtUs: 'whole', createdAtUs: 'whole' } },
  recoveryCode: { table: 'recovery_codes', fields: { ...kept, personId: 'text', hash: 'text', usedAtUs: 'whole' } },
  passkey: { table: 'passkeys', fields: { ...kept, personId: 'text', label: 'text', publicKey: 'bytes', counter: 'whole', transports: 'text', createdAtUs: 'whole', lastUsedAtUs: 'whole' } },
  passkeyChallenge: { table: 'passkey_challenges', fields: { ...kept, personId: 'text', purpose: 'text', challenge: 'text', label: 'text', expiresAtUs: 'whole', usedAtUs: 'whole', forgetAtUs: 'whole' } },
  code: { table: 'one_time_codes', fields: { ...kept, ...sealed, personId: 'text', channel: 'text', purpose: 'text', hash: 'text', triesLeft: 'whole', expiresAtUs: 'whole', usedAtUs: 'whole', forgetAtUs: 'whole' } },
  signIn: { table: 'sign_ins', fields: { ...kept, personId: 'text', tokenHash: 'text', stage: 'text', given: 'json', deviceLabel: 'text', triesLeft: 'whole', expiresAtUs: 'whole', usedAtUs: 'whole', forgetAtUs: 'whole' } },
  session: {
    table: 'sessions',
    fields: {
      ...kept, personId: 'text', tokenHash: 'text', previousTokenHash: 'text', rotatedAtUs: 'whole', deviceId: 'text', deviceLabel: 'text', address: 'text',
      createdAtUs: 'whole', lastSeenAtUs: 'whole', endedAtUs: 'whole', forgetAtUs: 'whole',
    },
  },
  bearerToken: { table: 'bearer_tokens', fields: { ...kept, personId: 'text', tokenHash: 'text', name: 'text', accountId: 'whole', role: 'text', createdAtUs: 'whole', expiresAtUs: 'whole', lastUsedAtUs: 'whole', endedAtUs: 'whole' } },
  stepUp: {
    table: 'step_ups',
    fields: {
      ...kept, personId: 'text', principalId: 'text', setDigest: 'text', changes: 'json', requirement: 'json', given: 'json', isConfirmed: 'truth', triesLeft: 'whole',
      createdAtUs: 'whole', expiresAtUs: 'whole', forgetAtUs: 'whole',
    },
  },
  stepUpUse: { table: 'step_up_uses', fields: { ...kept, stepUpId: 'text', usedAtUs: 'whole', forgetAtUs: 'whole' } },
  stepUpPolicy: { table: 'step_up_policies', fields: { ...kept, plain: 'json', grave: 'json' } },
  link: {
    table: 'links',
    fields: {
      ...kept, tokenHash: 'text', kind: 'text', email: 'text', personId: 'text', accountId: 'whole', role: 'text', invitedBy: 'text',
      createdAtUs: 'whole', expiresAtUs: 'whole', usedAtUs: 'whole', withdrawnAtUs: 'whole', forgetAtUs: 'whole',
    },
  },
  message: { table: 'outbox', fields: { ...kept, ...sealed, channel: 'text', recipient: 'text', subject: 'text', timeUs: 'whole', state: 'text', attempts: 'whole', nextTryAtUs: 'whole', forgetAtUs: 'whole', fault: 'json' } },
  throttle: { table: 'throttles', fields: { ...kept, failures: 'whole', openAtUs: 'whole', forgetAtUs: 'whole' } },
}

export const PEOPLE_KINDS = Object.keys(SHAPES) as readonly PeopleKind[] // SHAPES has a row for each kind and no other.

export const tableOf = (kind: PeopleKind): string => SHAPES[kind].table

export const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export const fieldsOf = (kind: PeopleKind): readonly (readonly [field: string, kind: FieldKind])[] => Object.entries<FieldKind>(SHAPES[kind].fields)

export type PeopleRow = Record<string, SQLInputValue>

/** A value of a record as its column holds it. */
const toColumn = (value: unknown, fieldKind: FieldKind): SQLInputValue => {
  if (value === null) return null
  switch (fieldKind) {
    case 'json': return JSON.stringify(value)
    case 'truth': return value === true ? 1 : 0
    // The field's kind is checked against its record's type nowhere else: text is text, whole is a number, bytes are bytes.
    default: return value as SQLInputValue
  }
}

const fromColumn = (value: SQLOutputValue | undefined, fieldKind: FieldKind): unknown => {
  if (value === null || value === undefined) return null
  switch (fieldKind) {
    case 'json': return JSON.parse(String(value))
    case 'truth': return value === 1
    default: return value
  }
}

/** The columns of those fields that `record` has. */
export const rowOf = (kind: PeopleKind, record: object): PeopleRow => {
  const given = new Map<string, unknown>(Object.entries(record))
  return Object.fromEntries(fieldsOf(kind).filter(([field]) => given.has(field)).map(([field, fieldKind]) => [columnOf(field), toColumn(given.get(field), fieldKind)]))
}

export const recordOf = <Kind extends PeopleKind>(kind: Kind, row: Readonly<Record<string, SQLOutputValue>>): PeopleRecords[Kind] =>
  // Every field of the kind was written by rowOf from a record of that kind.
  Object.fromEntries(fieldsOf(kind).map(([field, fieldKind]) => [field, fromColumn(row[columnOf(field)], fieldKind)])) as unknown as PeopleRecords[Kind]
