import type { AuditEntry } from '../../src/audit/entry.ts'
import { encodeEntry } from '../../src/audit/canonical.ts'
import type { Confirmation } from '../../src/confirmation.ts'
import type { PeopleChange, PeopleKind, PeopleRecords, PeopleStore, Saved } from '../../src/people/people-store.ts'
import { stepUpUseId } from '../../src/people/step-up.ts'
import { DAY } from '../../src/time.ts'

const UNIQUE: Readonly<Partial<Record<PeopleKind, string>>> = { person: 'email', device: 'tokenHash', session: 'tokenHash', bearerToken: 'tokenHash', link: 'tokenHash', signIn: 'tokenHash', recoveryCode: 'hash', passkeyChallenge: 'challenge' }

type AnyRecord = PeopleRecords[PeopleKind]
type Tables = Map<PeopleKind, Map<string, AnyRecord>>

const fieldOf = (record: AnyRecord, field: string): unknown => new Map<string, unknown>(Object.entries(record)).get(field)

/** The simple twin of the real store: the same refusals, and it forgets at the end of the test. */
export class MemoryPeopleStore implements PeopleStore {
  #tables: Tables = new Map()
  readonly audit: AuditEntry[] = []

  async byId<Kind extends PeopleKind>(kind: Kind, id: string): Promise<PeopleRecords[Kind] | undefined> {
    return this.#all(kind).find((record) => record.id === id)
  }

  async find<Kind extends PeopleKind>(kind: Kind, where: Partial<PeopleRecords[Kind]>): Promise<readonly PeopleRecords[Kind][]> {
    return this.#all(kind).filter((record) => Object.entries(where).every(([field, value]) => fieldOf(record, field) === value)).sort((one, other) => (one.id < other.id ? -1 : 1))
  }

  async save(changes: readonly PeopleChange[], audit: AuditEntry | null, confirmation: Confirmation | null = null): Promise<Saved> {
    // A real store answers later, so that what happens meanwhile is tested too.
    await new Promise((resolve) => setImmediate(resolve))
    if (audit) encodeEntry(audit)
    const tables: Tables = new Map([...this.#tables].map(([kind, records]) => [kind, new Map(records)]))
    if (confirmation && !useUp(tables, confirmation)) return 'conflict'
    for (const change of changes) if (!apply(tables, change)) return 'conflict'
    this.#tables = tables
    if (audit) this.audit.push(audit)
    return 'saved'
  }

  async forget(nowUs: number): Promise<void> {
    for (const records of this.#tables.values()) for (const [id, record] of records) if (Number(fieldOf(record, 'forgetAtUs') ?? Infinity) <= nowUs) records.delete(id)
  }

  #all<Kind extends PeopleKind>(kind: Kind): PeopleRecords[Kind][] {
    // Only records of that kind are put under it.
    return [...(this.#tables.get(kind)?.values() ?? [])] as PeopleRecords[Kind][]
  }
}

const tableOf = (tables: Tables, kind: PeopleKind): Map<string, AnyRecord> => {
  const table = tables.get(kind) ?? new Map<string, AnyRecord>()
  tables.set(kind, table)
  return table
}

const apply = (tables: Tables, change: PeopleChange): boolean => {
  const table = tableOf(tables, change.kind)
  if (change.do === 'remove') return table.delete(change.id)
  const { record } = change
  const former = table.get(record.id)
  if (change.do === 'insert' && former) return false
  if (change.do === 'update' && former?.version !== record.version - 1) return false
  const unique = UNIQUE[change.kind]
  if (unique && [...table.values()].some((other) => other.id !== record.id && fieldOf(other, unique) === fieldOf(record, unique))) return false
  table.set(record.id, record)
  return true
}

const useUp = (tables: Tables, { stepUpId, position, nowUs }: Confirmation): boolean => {
  const stepUp = tableOf(tables, 'stepUp').get(stepUpId)
  if (!stepUp || !('isConfirmed' in stepUp) || !stepUp.isConfirmed || stepUp.expiresAtUs <= nowUs) return false
  return apply(tables, { do: 'insert', kind: 'stepUpUse', record: { id: stepUpUseId(stepUpId, position), version: 1, stepUpId, usedAtUs: nowUs, forgetAtUs: nowUs + DAY } })
}
