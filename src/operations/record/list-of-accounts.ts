import type { AuditRow } from '../../audit/chain.ts'
import type { AuditReader } from '../../audit/reader.ts'
import { accountsOfEntry, type RecordOwners } from './accounts-of-entry.ts'
import { type AuditEntrySummary, type AuditQuery, filterOf, lengthOf, summaryOf } from './list.ts'
import { type NameOf, withNames } from './names.ts'

/** Rows are looked through in such pieces, and requests are answered in between: the record is everybody's, and may be long. */
const AT_ONCE = 500

export interface AccountRecordParts {
  readonly audit: Pick<AuditReader, 'find'>
  readonly owners: RecordOwners
  readonly nameOf: NameOf
}

/** The record as those see it who lead or watch some accounts and not all. One looks through it at a time. */
export class AccountRecord {
  readonly #parts: AccountRecordParts
  #lastTurn: Promise<unknown> = Promise.resolve()

  constructor(parts: AccountRecordParts) {
    this.#parts = parts
  }

  /** The newest changes of these accounts that a query leaves, newest first. What touches another account besides is not among them. */
  list(query: AuditQuery, accounts: ReadonlySet<number>): Promise<readonly AuditEntrySummary[]> {
    const turn = this.#lastTurn.then(() => this.#list(query, accounts))
    this.#lastTurn = turn.catch(() => undefined)
    return turn
  }

  async #list(query: AuditQuery, accounts: ReadonlySet<number>): Promise<readonly AuditEntrySummary[]> {
    const found: AuditRow[] = []
    const most = lengthOf(query)
    let { before } = filterOf(query)
    while (found.length < most) {
      const rows = this.#parts.audit.find({ ...filterOf(query), before }, AT_ONCE)
      for (const row of rows) {
        const of = await accountsOfEntry(row.entry, this.#parts.owners)
        if (of.size > 0 && of.isSubsetOf(accounts)) found.push(row)
      }
      before = rows.at(-1)?.sequence
      if (rows.length < AT_ONCE) break
      await new Promise((resolve) => setImmediate(resolve))
    }
    return withNames(found.slice(0, most).map(summaryOf), this.#parts.nameOf)
  }
}
