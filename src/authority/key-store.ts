import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import type { AccountId, ApiKeyId } from '../ids.ts'
import type { Permission } from '../permission.ts'
import type { TimeUs } from '../time.ts'
import type { ApiKey } from './api-key.ts'
import type { Sealer } from './sealing.ts'

/**
 * What the authority needs of a store. Every change is durable, with its audit entry in the same transaction, before the promise resolves.
 * A confirmation that comes with a change is used up in that transaction too; where it cannot be, nothing changes.
 */
export interface KeyStore {
  /** Every key that is not deleted, in no order; read once at start, so it is a stream. */
  all(): Iterable<ApiKey>
  /** At most so many keys that are not deleted, by id, behind that one (null = from the first): for a search that lets others in between. */
  livingAfter(id: ApiKeyId | null, limit: number): Promise<readonly ApiKey[]>
  insert(key: ApiKey, audit: AuditEntry, confirmation?: Confirmation | null): Promise<Kept>
  /** Inserts and updates together, all or nothing. */
  saveTogether(inserted: readonly ApiKey[], updated: readonly ApiKey[], audit: AuditEntry, confirmation?: Confirmation | null): Promise<Kept>
  update(key: ApiKey, audit: AuditEntry, confirmation?: Confirmation | null): Promise<Kept>
  /**
   * The sealing key was changed: keeps the secrets of these keys as they are sealed now, and seals whatever else the store holds sealed with the
   * next one, in one transaction.
   * @param auditOf what is recorded, told how many secrets were sealed anew
   * @returns how many that were
   */
  reseal(keys: readonly ApiKey[], next: Sealer, auditOf: (resealed: number) => AuditEntry): Promise<number>
  byId(id: ApiKeyId): Promise<ApiKey | undefined>
  ofAccount(accountId: AccountId | null): Promise<readonly ApiKey[]>
  /** Every key that a person holds, deleted ones too. */
  ofHolder(holderId: string): Promise<readonly ApiKey[]>
  /** Notes a use; never delays a request, may lose the last seconds at a crash. */
  noteUse(use: KeyUse): void
  lastUse(id: ApiKeyId): Promise<LastUse | undefined>
}

export interface KeyUse {
  readonly keyId: ApiKeyId
  readonly timeUs: TimeUs
  readonly address: string
  readonly endpoint: string
  readonly permission: Permission | null
}

export interface LastUse {
  readonly timeUs: TimeUs
  readonly address: string
  readonly endpoint: string
  readonly perPermission: Readonly<Partial<Record<Permission, TimeUs>>>
}
