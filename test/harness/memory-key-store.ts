import type { AuditEntry } from '../../src/audit/entry.ts'
import type { ApiKey } from '../../src/authority/api-key.ts'
import type { KeyStore, KeyUse, LastUse } from '../../src/authority/key-store.ts'
import type { Confirmation, Kept } from '../../src/confirmation.ts'
import { stepUpUseId } from '../../src/people/step-up.ts'
import type { AccountId, ApiKeyId } from '../../src/ids.ts'

/** A store of keys that forgets at the end of the test. `fail` makes every change fail, as a full disk would. */
export class MemoryKeyStore implements KeyStore {
  readonly keys = new Map<ApiKeyId, ApiKey>()
  readonly audit: AuditEntry[] = []
  readonly uses: KeyUse[] = []
  readonly used = new Set<string>()
  fail = false

  all(): Iterable<ApiKey> {
    return this.keys.values().filter((key) => key.deletedAtUs === null)
  }

  insert(key: ApiKey, audit: AuditEntry, confirmation: Confirmation | null = null): Promise<Kept> {
    return this.#keep([key], audit, confirmation)
  }

  update(key: ApiKey, audit: AuditEntry, confirmation: Confirmation | null = null): Promise<Kept> {
    return this.#keep([key], audit, confirmation)
  }

  saveTogether(inserted: readonly ApiKey[], updated: readonly ApiKey[], audit: AuditEntry, confirmation: Confirmation | null = null): Promise<Kept> {
    return this.#keep([...inserted, ...updated], audit, confirmation)
  }

  async reseal(keys: readonly ApiKey[], _next: unknown, auditOf: (resealed: number) => AuditEntry): Promise<number> {
    await this.#keep([...keys], auditOf(keys.length), null)
    return keys.length
  }

  byId(id: ApiKeyId): Promise<ApiKey | undefined> {
    return Promise.resolve(this.keys.get(id))
  }

  ofAccount(accountId: AccountId | null): Promise<readonly ApiKey[]> {
    return Promise.resolve([...this.keys.values()].filter((key) => accountId === null || key.accountId === accountId))
  }

  livingAfter(id: ApiKeyId | null, limit: number): Promise<readonly ApiKey[]> {
    return Promise.resolve([...this.all()].filter((key) => id === null || key.id > id).sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, limit))
  }

  ofHolder(holderId: string): Promise<readonly ApiKey[]> {
    return Promise.resolve([...this.keys.values()].filter((key) => key.holderId === holderId))
  }

  noteUse(use: KeyUse): void {
    this.uses.push(use)
  }

  lastUse(): Promise<LastUse | undefined> {
    return Promise.resolve(undefined)
  }

  async #keep(keys: readonly ApiKey[], audit: AuditEntry, confirmation: Confirmation | null): Promise<Kept> {
    // A real store answers later, so that what happens meanwhile is tested too.
    await new Promise((resolve) => setImmediate(resolve))
    if (this.fail) throw new Error('the disk is full')
    if (confirmation) {
      const use = stepUpUseId(confirmation.stepUpId, confirmation.position)
      if (this.used.has(use)) return 'unconfirmed'
      this.used.add(use)
    }
    for (const key of keys) this.keys.set(key.id, key)
    this.audit.push(audit)
    return 'kept'
  }
}
