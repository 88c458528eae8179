import type { ApiKeyId } from '../ids.ts'
import type { ApiKey } from './api-key.ts'
import type { DailyHours } from './daily-hours.ts'

/** The living keys that time has a say in, so that nobody looks through all keys for them. */
export class TimedKeys {
  readonly #ending = new Map<ApiKeyId, ApiKey['text']>()
  readonly #hours = new Map<ApiKeyId, DailyHours>()

  note({ id, text, life, guardRails, deletedAtUs }: ApiKey): void {
    if (guardRails.hours !== undefined && deletedAtUs === null) this.#hours.set(id, guardRails.hours)
    else this.#hours.delete(id)
    if ((life.afterPeriod === 'delete' || life.secretWaits !== null) && deletedAtUs === null) this.#ending.set(id, text)
    else this.#ending.delete(id)
  }

  /** The same keys, each noted as it goes by. */
  * noted(keys: Iterable<ApiKey>): Iterable<ApiKey> {
    for (const key of keys) {
      this.note(key)
      yield key
    }
  }

  /** Keys that time deletes: used once and ended, or with a secret that nobody fetched. */
  get ending(): ReadonlyMap<ApiKeyId, ApiKey['text']> {
    return this.#ending
  }

  /** The hours to which a key's limits hold it; undefined where they hold it to none. */
  hoursOf(id: ApiKeyId): DailyHours | undefined {
    return this.#hours.get(id)
  }
}
