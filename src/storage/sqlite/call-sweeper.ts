import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { DAY, HOUR, type TimeUs } from '../../time.ts'
import type { CallRetention } from './call-messages.ts'

/** Blocks deleted behind a batch at most: twice what comes in, so that nothing grows, and little enough that no batch waits for long. */
const BLOCKS_PER_BATCH = 2
/** Roll-ups deleted in one step. */
const COUNTS_PER_STEP = 2_000
/** Free pages given back to the disk in one step, and how many may stay free for the next rows. */
const PAGES_PER_STEP = 250
const FREE_PAGES_KEPT = 2_000

interface Block { readonly first: number; readonly last: number; readonly latestUs: TimeUs }

/** Keeps the call log within its bounds: rows by age, number and size of the file; what is counted of them by age alone, and for longer. */
export class CallSweeper {
  readonly #database: DatabaseSync
  readonly #retention: CallRetention
  readonly #onUsesDeleted: () => void
  readonly #oldest: StatementSync
  readonly #deletes: readonly StatementSync[]
  readonly #countDeletes: readonly { readonly statement: StatementSync; readonly parameters: (nowUs: TimeUs) => readonly number[]; readonly areUses: boolean }[]
  readonly #pages: StatementSync
  #nowUs: TimeUs = 0
  #newest = 0
  /** Time of the calls when roll-ups were swept last. */
  #countsSweptUs = 0
  #countsLeft = false

  constructor(database: DatabaseSync, retention: CallRetention, onUsesDeleted: () => void) {
    this.#database = database
    this.#retention = retention
    this.#onUsesDeleted = onUsesDeleted
    this.#oldest = database.prepare('select first, last, latest_us from blocks order by first limit 1')
    this.#deletes = ['delete from traces where sequence <= ?', 'delete from calls where sequence <= ?', 'delete from blocks where first <= ?', 'delete from gaps where sequence <= ?', 'delete from postings where (use_id, first) in (select use_id, first from postings where last <= ?)'].map((sql) => database.prepare(sql))
    const rates = 'delete from rates where (key_id, grain, start_us) in (select key_id, grain, start_us from rates where grain = ? and start_us < ? limit ?)'
    const { minuteDays, hourDays, dayDays } = retention
    const deleting = (sql: string, parameters: (nowUs: TimeUs) => readonly number[], areUses = false) => ({ statement: database.prepare(sql), parameters, areUses })
    this.#countDeletes = [
      deleting(rates.replace('grain = ?', "grain = 'minute'"), (nowUs) => [nowUs - minuteDays * DAY, COUNTS_PER_STEP]),
      deleting(rates.replace('grain = ?', "grain = 'hour'"), (nowUs) => [nowUs - hourDays * DAY, COUNTS_PER_STEP]),
      deleting(rates.replace('grain = ?', "grain = 'day'"), (nowUs) => [nowUs - dayDays * DAY, COUNTS_PER_STEP]),
      deleting('delete from use_days where (use_id, day_us) in (select use_id, day_us from use_days where day_us < ? limit ?)', (nowUs) => [nowUs - dayDays * DAY, COUNTS_PER_STEP]),
      deleting('delete from programs where (key_id, day_us, address, client) in (select key_id, day_us, address, client from programs where day_us < ? limit ?)', (nowUs) => [nowUs - dayDays * DAY, COUNTS_PER_STEP]),
      // What was refused is forgotten with its rows: whoever may make refusals must not be able to fill the disk with ways of being refused.
      deleting('delete from use_days where use_id in (select id from uses where reason > \'\' and last_us < ? and not exists (select 1 from postings where use_id = uses.id) limit ?)', () => [this.#oldestRowUs(), COUNTS_PER_STEP]),
      deleting('delete from uses where id in (select id from uses where reason > \'\' and last_us < ? and not exists (select 1 from postings where use_id = uses.id) limit ?)', () => [this.#oldestRowUs(), COUNTS_PER_STEP], true),
      deleting('delete from uses where id in (select id from uses where last_us < ? and not exists (select 1 from postings where use_id = uses.id) and not exists (select 1 from use_days where use_id = uses.id) limit ?)', (nowUs) => [nowUs - dayDays * DAY, COUNTS_PER_STEP], true),
    ]
    this.#pages = database.prepare('select (select page_count from pragma_page_count) as pages, (select freelist_count from pragma_freelist_count) as free, (select page_size from pragma_page_size) as size')
  }

  /** @param nowUs time of the newest call, by which ages are judged */
  afterBatch(nowUs: TimeUs, newest: number): void {
    this.#nowUs = Math.max(this.#nowUs, nowUs)
    this.#newest = newest
    for (let block = 0; block < BLOCKS_PER_BATCH && this.#deleteOldest(); block++);
  }

  /** One small step of what can wait. @returns whether there is more to do */
  step(): boolean {
    if (this.#nowUs === 0) return false
    return this.#deleteOldest() || this.#deleteCounts() || this.#giveBack()
  }

  #deleteOldest(): boolean {
    const block = this.#oldestBlock()
    if (!block || !this.#isTooMuch(block)) return false
    this.#database.exec('begin immediate')
    try {
      for (const statement of this.#deletes) statement.run(block.last)
      this.#database.exec('commit')
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback')
      throw error
    }
    return true
  }

  #oldestBlock(): Block | undefined {
    const row = this.#oldest.get()
    return row && { first: Number(row['first']), last: Number(row['last']), latestUs: Number(row['latest_us']) }
  }

  #oldestRowUs(): TimeUs {
    return this.#oldestBlock()?.latestUs ?? this.#nowUs
  }

  #isTooMuch({ first, last, latestUs }: Block): boolean {
    const { maxAgeDays, maxRows, maxBytes } = this.#retention
    // The block that is being written to stays, whatever the bounds.
    if (last >= this.#newest) return false
    return latestUs < this.#nowUs - maxAgeDays * DAY || this.#newest - first >= maxRows || this.#usedBytes() > maxBytes
  }

  #usedBytes(): number {
    const { pages, free, size } = this.#pages.get() ?? {}
    return (Number(pages) - Number(free)) * Number(size)
  }

  /** Once an hour of the calls' own time, step by step. */
  #deleteCounts(): boolean {
    if (!this.#countsLeft && this.#nowUs - this.#countsSweptUs < HOUR) return false
    this.#countsSweptUs = this.#nowUs
    let deleted = 0
    for (const { statement, parameters, areUses } of this.#countDeletes) {
      const { changes } = statement.run(...parameters(this.#nowUs))
      if (areUses && Number(changes) > 0) this.#onUsesDeleted()
      deleted += Number(changes)
    }
    this.#countsLeft = deleted > 0
    return this.#countsLeft
  }

  #giveBack(): boolean {
    if (Number(this.#pages.get()?.['free']) <= FREE_PAGES_KEPT) return false
    this.#database.exec(`pragma incremental_vacuum(${PAGES_PER_STEP})`)
    return Number(this.#pages.get()?.['free']) > FREE_PAGES_KEPT
  }
}
