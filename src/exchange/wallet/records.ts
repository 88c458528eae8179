import type { AccountId } from '../../ids.ts'

interface Kept { readonly id: string; readonly accountId: AccountId }

/** Records by id and by account, each account's in the order in which they began. A change replaces the record. */
export class Records<Record extends Kept> {
  readonly #byId = new Map<string, Record>()
  readonly #idsOf = new Map<AccountId, string[]>()

  put(record: Record): void {
    if (!this.#byId.has(record.id)) {
      const ids = this.#idsOf.get(record.accountId)
      if (ids) ids.push(record.id)
      else this.#idsOf.set(record.accountId, [record.id])
    }
    this.#byId.set(record.id, record)
  }

  get(id: string): Record | undefined {
    return this.#byId.get(id)
  }

  of(accountId: AccountId): Record[] {
    return (this.#idsOf.get(accountId) ?? []).map((id) => this.#byId.get(id)!)
  }

  /** Account by account. */
  all(): Record[] {
    return [...this.#idsOf.keys()].sort((a, b) => a - b).flatMap((accountId) => this.of(accountId))
  }

  clear(): void {
    this.#byId.clear()
    this.#idsOf.clear()
  }
}
