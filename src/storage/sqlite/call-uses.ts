import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { type CallBatch, NO_TEXT, NUMBER, NUMBERS_PER_CALL } from './call-messages.ts'

/** A use as the thread that writes it holds it, with what was not yet counted. */
export interface Use {
  readonly id: number
  readonly key: string
  readonly account: number
  readonly address: string
  /** By the gate or by the venue. */
  readonly isRefused: boolean
  /** Whether the gate let it in: the caller had proved the key. */
  readonly isAdmitted: boolean
}

const VENUE = 'venue'
/** What the reason of a use says of it. */
export const outcomeOf = (reason: string): Pick<Use, 'isRefused' | 'isAdmitted'> => ({ isRefused: reason !== '', isAdmitted: reason === '' || reason === VENUE })

/** What the columns of a use are, in the order of its numbers in a batch. */
type Identity = readonly [account: number, key: string, address: string, endpoint: string, permission: string, rights: number, symbol: string, status: number, code: number, reason: string]

/** Uses held in memory; with more than this they are read again. */
const MOST_HELD = 50_000

/** Finds the use of each call, and makes it where it is the first of its kind. */
export class CallUses {
  readonly #held = new Map<string, Use>()
  readonly #find: StatementSync
  readonly #insert: StatementSync
  /** Made in a transaction that may not come to pass. */
  #fresh: string[] = []

  constructor(database: DatabaseSync) {
    this.#find = database.prepare(`select id from uses where account_id = ? and key_id = ? and address = ? and endpoint = ? and permission = ? and rights = ? and symbol = ? and status = ? and code = ? and reason = ?`)
    this.#insert = database.prepare(`insert into uses (account_id, key_id, address, endpoint, permission, rights, symbol, status, code, reason, calls, weight, first_us, last_us) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)`)
  }

  /** The use of each call of a batch. */
  of({ numbers, count, texts }: CallBatch): readonly Use[] {
    const found: Use[] = []
    // Within a batch the places of the texts tell uses apart: they are shorter than the texts.
    const inBatch = new Map<string, Use>()
    for (let index = 0; index < count; index++) {
      const at = index * NUMBERS_PER_CALL
      const number = (offset: number): number => numbers[at + offset] ?? 0
      const places = `${number(NUMBER.key)},${number(NUMBER.endpoint)},${number(NUMBER.address)},${number(NUMBER.symbol)},${number(NUMBER.status)},${number(NUMBER.code)},${number(NUMBER.reason)},${number(NUMBER.account)},${number(NUMBER.permission)},${number(NUMBER.rights)}`
      let use = inBatch.get(places)
      if (use === undefined) {
        const text = (offset: number): string => texts[number(offset)] ?? ''
        use = this.#identified([number(NUMBER.account), text(NUMBER.key), text(NUMBER.address), text(NUMBER.endpoint), text(NUMBER.permission), number(NUMBER.rights), text(NUMBER.symbol), number(NUMBER.status), number(NUMBER.code), text(NUMBER.reason)], number(NUMBER.timeUs))
        inBatch.set(places, use)
      }
      found.push(use)
    }
    return found
  }

  /** The transaction in which uses were made came to pass. */
  keepFresh(): void {
    this.#fresh = []
  }

  /** It did not: they are not there. */
  forgetFresh(): void {
    for (const name of this.#fresh.splice(0)) this.#held.delete(name)
  }

  /** Uses were deleted, so none that is held may be trusted. */
  forgetAll(): void {
    this.#held.clear()
    this.#fresh = []
  }

  #identified(identity: Identity, timeUs: number): Use {
    const name = identity.join('\n')
    const held = this.#held.get(name)
    if (held) return held
    const stored = this.#find.get(...identity)?.['id']
    const id = stored === undefined ? this.#make(identity, timeUs, name) : Number(stored)
    const [account, key, address, , , , , , , reason] = identity
    const use: Use = { id, key, account, address, ...outcomeOf(reason) }
    if (this.#held.size >= MOST_HELD) this.#held.clear()
    this.#held.set(name, use)
    return use
  }

  #make(identity: Identity, timeUs: number, name: string): number {
    const values: readonly SQLInputValue[] = identity
    this.#fresh.push(name)
    return Number(this.#insert.run(...values, timeUs, timeUs).lastInsertRowid)
  }
}

/** What a program calls itself in one call of a batch; '' where it says nothing. */
export const clientOf = ({ numbers, texts }: CallBatch, index: number): string => texts[numbers[index * NUMBERS_PER_CALL + NUMBER.client] ?? NO_TEXT] ?? ''
