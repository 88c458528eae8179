import { setImmediate as afterOthers } from 'node:timers/promises'
import { type Closure, closureOf, lifeFrom } from '../authority/key-life.ts'
import type { TimeUs } from '../time.ts'
import { queries } from './queries.ts'
import type { Reader } from './sqlite/reader.ts'

export type KeyState = Closure | 'keyAlive'

/** Keys looked at before everybody else has a turn. */
const AT_ONCE = 1_000

/** How many keys are in which state. Keys whose life tells their state are read in small pieces: there may be a million, and calls go on. */
export class StoredKeyStates {
  readonly #reader: Reader

  constructor(reader: Reader) {
    this.#reader = reader
  }

  async count(nowUs: TimeUs): Promise<Readonly<Record<KeyState, number>>> {
    const counts: Record<KeyState, number> = { keyAlive: 0, keyDisabled: 0, keyExpired: 0, keyRetired: 0, keyDeleted: 0 }
    const plain = queries.selectFrom('api_keys')
      .select((is) => [
        is.case().when('deleted_at_us', 'is not', null).then('keyDeleted').when('enabled', '=', 0).then('keyDisabled').when('expires_at_us', '<=', nowUs).then('keyExpired').else('keyAlive').end().as('state'),
        is.fn.countAll<number>().as('keys'),
      ])
      .where((is) => is.or([is('life', 'is', null), is('deleted_at_us', 'is not', null)])).groupBy('state')
    // The states are those that the query itself names.
    for (const { state, keys } of this.#reader.rows(plain)) counts[state as KeyState] += keys
    let last = ''
    for (;;) {
      const some = this.#reader.rows(queries.selectFrom('api_keys').select(['id', 'enabled', 'expires_at_us', 'life']).where('life', 'is not', null).where('deleted_at_us', 'is', null).where('id', '>', last).orderBy('id').limit(AT_ONCE))
      for (const { enabled, expires_at_us, life } of some) counts[closureOf({ deletedAtUs: null, isEnabled: enabled === 1, expiresAtUs: expires_at_us, life: lifeFrom(life) }, nowUs) ?? 'keyAlive'] += 1
      if (some.length < AT_ONCE) return counts
      last = some.at(-1)?.id ?? ''
      await afterOthers()
    }
  }
}
