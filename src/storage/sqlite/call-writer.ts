import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { CallGap } from '../../watch/call-gap.ts'
import { CallCounts } from './call-counts.ts'
import { type CallBatch, type CallThreadData, NUMBER, NUMBERS_PER_CALL } from './call-messages.ts'
import { CallSweeper } from './call-sweeper.ts'
import { CallUses, type Use } from './call-uses.ts'
import { openForWriting } from './connection.ts'

/** Rows of one INSERT: the cost of a statement is shared by them. */
const ROWS_PER_INSERT = 25
const COLUMNS = 6
/** Rows of a block: a batch goes on with the newest one until it is full. */
const ROWS_PER_BLOCK = 1_000
/** Calls whose counts wait in memory: read row by row until then. */
const MOST_UNCOUNTED = 20_000

/** The one that writes the call log's file. */
export class CallWriter {
  readonly #database: DatabaseSync
  readonly #data: CallThreadData
  readonly #uses: CallUses
  readonly #counts: CallCounts
  readonly #sweeper: CallSweeper
  readonly #insertOne: StatementSync
  readonly #insertMany: StatementSync
  readonly #insertTrace: StatementSync
  readonly #insertGap: StatementSync
  readonly #putBlock: StatementSync
  #block: { readonly first: number; last: number; earliestUs: number; latestUs: number } | undefined
  /** The highest sequence in the file: of a row, or of one that is known to be missing. */
  readonly newest: number

  constructor(data: CallThreadData) {
    this.#data = data
    const database = this.#database = openForWriting(data.file, 'normal')
    givingBackFreePages(database)
    this.#uses = new CallUses(database)
    this.#counts = new CallCounts(database)
    this.#sweeper = new CallSweeper(database, data.retention, () => this.#uses.forgetAll())
    const insert = 'insert into calls (sequence, request_id, time_us, duration_us, use_id, weight) values '
    const row = `(${Array(COLUMNS).fill('?').join(', ')})`
    this.#insertOne = database.prepare(insert + row)
    this.#insertMany = database.prepare(insert + Array(ROWS_PER_INSERT).fill(row).join(', '))
    this.#insertTrace = database.prepare('insert into traces (request_id, sequence, key_id, trace) values (?, ?, ?, ?) on conflict do nothing')
    this.#insertGap = database.prepare('insert into gaps (sequence, time_us, why, at_most) values (?, ?, ?, ?) on conflict do nothing')
    this.#putBlock = database.prepare('insert into blocks (first, last, earliest_us, latest_us) values (?, ?, ?, ?) on conflict do update set last = excluded.last, earliest_us = excluded.earliest_us, latest_us = excluded.latest_us')
    this.newest = Number(database.prepare('select max((select coalesce(max(sequence), 0) from calls), (select coalesce(max(sequence + at_most - 1), 0) from gaps)) as newest').get()?.['newest'] ?? 0)
  }

  /** Writes a batch, with what is known to be missing, as one. Throws and writes nothing where it cannot. */
  write(batch: CallBatch, gaps: readonly CallGap[]): void {
    this.#refuseScarceDisk()
    const block = this.#block
    this.#transact(() => {
      this.#insertGaps(gaps)
      const uses = this.#uses.of(batch)
      this.#insertCalls(batch, uses)
      this.#insertTraces(batch, uses)
      this.#extendBlock(batch)
      return uses
    }, (uses) => this.#counts.note(batch, uses), () => { this.#block = block })
  }

  /** What follows a batch that was written: its counts where they are many, and the end of what is too old. */
  afterBatch({ first, count, numbers }: CallBatch): void {
    if (this.#counts.waiting >= MOST_UNCOUNTED) this.count()
    this.#sweeper.afterBatch(numbers[(count - 1) * NUMBERS_PER_CALL + NUMBER.timeUs] ?? 0, first + count - 1)
  }

  /** Writes what was counted. */
  count(): void {
    if (this.#counts.isEmpty) return
    this.#transact(() => this.#counts.write(), () => this.#counts.clear())
  }

  /** Deletes more of what is too old and gives back what is free, a little at a time. @returns whether there is more to do */
  sweep(): boolean {
    this.count()
    return this.#sweeper.step()
  }

  close(gaps: readonly CallGap[]): void {
    try {
      if (gaps.length > 0) this.#transact(() => this.#insertGaps(gaps))
      this.count()
    } finally {
      this.#database.close()
    }
  }

  #transact<Made>(make: () => Made, onMade: (made: Made) => void = () => {}, onFailed: () => void = () => {}): void {
    let made: Made
    try {
      this.#database.exec('begin immediate')
      made = make()
      this.#database.exec('commit')
    } catch (error) {
      this.#uses.forgetFresh()
      onFailed()
      if (this.#database.isTransaction) this.#database.exec('rollback')
      throw error
    }
    this.#uses.keepFresh()
    onMade(made)
  }

  #refuseScarceDisk(): void {
    const { bavail, bsize } = statfsSync(dirname(this.#data.file))
    const least = this.#data.retention.minFreeBytes
    if (bavail * bsize < least) throw new Error(`the disk has less than ${Math.round(least / 1_048_576)} MiB left, which are the main store's`)
  }

  #insertGaps(gaps: readonly CallGap[]): void {
    for (const { sequence, timeUs, why, atMost } of gaps) this.#insertGap.run(sequence, timeUs, why, atMost)
  }

  #insertCalls({ first, count, numbers, requestIds }: CallBatch, uses: readonly Use[]): void {
    let parameters: SQLInputValue[] = []
    let idFrom = 0
    for (let index = 0; index < count; index++) {
      const at = index * NUMBERS_PER_CALL
      const idTo = idFrom + (numbers[at + NUMBER.idLength] ?? 0)
      parameters.push(first + index, requestIds.slice(idFrom, idTo), numbers[at + NUMBER.timeUs] ?? 0, numbers[at + NUMBER.durationUs] ?? 0, uses[index]?.id ?? 0, numbers[at + NUMBER.weight] ?? 0)
      idFrom = idTo
      if (parameters.length < ROWS_PER_INSERT * COLUMNS) continue
      this.#insertMany.run(...parameters)
      parameters = []
    }
    for (let from = 0; from < parameters.length; from += COLUMNS) this.#insertOne.run(...parameters.slice(from, from + COLUMNS))
  }

  #insertTraces({ first, numbers, requestIds, traced, traces }: CallBatch, uses: readonly Use[]): void {
    let idFrom = 0
    let call = 0
    for (const [place, index] of traced.entries()) {
      for (; call < index; call++) idFrom += numbers[call * NUMBERS_PER_CALL + NUMBER.idLength] ?? 0
      const length = numbers[index * NUMBERS_PER_CALL + NUMBER.idLength] ?? 0
      this.#insertTrace.run(requestIds.slice(idFrom, idFrom + length), first + index, uses[index]?.key || null, traces[place] ?? '')
    }
  }

  #extendBlock({ first, count, numbers }: CallBatch): void {
    let [earliestUs, latestUs] = [Number.POSITIVE_INFINITY, 0]
    for (let index = 0; index < count; index++) {
      const timeUs = numbers[index * NUMBERS_PER_CALL + NUMBER.timeUs] ?? 0
      earliestUs = Math.min(earliestUs, timeUs)
      latestUs = Math.max(latestUs, timeUs)
    }
    const last = first + count - 1
    const open = this.#block
    const goesOn = open && last - open.first < ROWS_PER_BLOCK
    const block = goesOn ? { first: open.first, last, earliestUs: Math.min(open.earliestUs, earliestUs), latestUs: Math.max(open.latestUs, latestUs) } : { first, last, earliestUs, latestUs }
    this.#putBlock.run(block.first, block.last, block.earliestUs, block.latestUs)
    this.#block = block
  }
}

/** A file can only shrink where SQLite keeps account of its pages, which is settled before its first row: one that was begun otherwise is written anew, once. */
const givingBackFreePages = (database: DatabaseSync): void => {
  const INCREMENTAL = 2
  if (database.prepare('pragma auto_vacuum').get()?.['auto_vacuum'] === INCREMENTAL) return
  database.exec('pragma auto_vacuum = incremental')
  database.exec('vacuum')
}
