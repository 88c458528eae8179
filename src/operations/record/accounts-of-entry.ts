import { type AuditEntry, type AuditValue, membersOf } from '../../audit/entry.ts'

/** Whose things are: what the record itself names by an id alone. */
export interface RecordOwners {
  /** Of a key, deleted ones too. */
  accountOfKey(keyId: string): Promise<number | undefined>
  accountOfApproval(approvalId: string): number | undefined
  /** Every account that somebody belongs to now. */
  accountsOfPerson(personId: string): Promise<readonly number[]>
}

/** The accounts that one side of an entry names: itself, or what it holds of a key and its successor. */
const accountsIn = (value: AuditValue): readonly number[] => {
  const members = membersOf(value)
  return [members, membersOf(members['key'] ?? null), membersOf(members['former'] ?? null)].flatMap((one) => [one['accountId'], one['account']]).filter((id) => typeof id === 'number')
}

/**
 * Every account that an entry belongs to: those that it names, and those of the keys, approvals and people that it is about. Somebody belongs to
 * all of their accounts, so what is told of them alone (a sign-in, a new factor) belongs to each. Empty: it is the whole house's.
 */
export const accountsOfEntry = async ({ subject, actor, before, after }: Pick<AuditEntry, 'subject' | 'actor' | 'before' | 'after'>, owners: RecordOwners): Promise<ReadonlySet<number>> => {
  const found = new Set([...accountsIn(before), ...accountsIn(after)])
  for (const id of subject.split(' ')) {
    const account = /^\d+$/.test(id) ? Number(id) : id.startsWith('k_') ? await owners.accountOfKey(id) : id.startsWith('a_') ? owners.accountOfApproval(id) : undefined
    if (account !== undefined) found.add(account)
  }
  if (found.size > 0) return found
  const person = subject.startsWith('p_') ? subject : actor.startsWith('person:') ? actor.slice('person:'.length) : undefined
  return new Set(person === undefined ? [] : await owners.accountsOfPerson(person))
}
