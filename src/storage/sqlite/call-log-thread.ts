/** Writes the call log's file, answers questions about it and keeps it within bounds; on a thread of its own. */
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { DAY } from '../../time.ts'
import type { CallSchema, CallTable } from '../schema.ts'
import { openForWriting } from './connection.ts'
import { kyselyCompiler } from './dialect.ts'
import { NO_TEXT, NUMBERS_PER_CALL } from './call-messages.ts'
import type { CallBatch, CallThreadData, FromCallThread, ToCallThread } from './call-messages.ts'
import { messageOf } from './sqlite-fault.ts'

/** Rows of one INSERT: the cost of a statement is shared by them. */
const ROWS_PER_INSERT = 25
/** Rows between two looks at what is too old. */
const SWEEP_EVERY_ROWS = 50_000
/** Rows deleted in one transaction, so that a sweep never holds up a batch for long. */
const SWEEP_ROWS = 20_000
/** Anybody can be refused, and every refusal is written: that must not take the disk from the store that acknowledges orders. */
const MIN_FREE_BYTES = 256 * 1024 * 1024

const queries = kyselyCompiler<CallSchema>()
const EMPTY_CALL: CallTable = {
  sequence: 0, request_id: '', time_us: 0, duration_us: 0, account_id: null, key_id: null, address: '', endpoint: '', permission: null, status: 0, code: null, reason: null, weight: 0,
}

class CallLogThread {
  readonly #database: DatabaseSync
  readonly #data: CallThreadData
  readonly #insertOne: StatementSync
  readonly #insertMany: StatementSync
  readonly #insertTrace: StatementSync
  readonly #deleteCalls: StatementSync
  readonly #deleteTraces: StatementSync
  readonly #oldest: StatementSync
  #sequence: number
  #sinceSweep = 0

  constructor(data: CallThreadData) {
    this.#data = data
    this.#database = openForWriting(data.file, 'normal')
    const prepare = (query: { compile(): { sql: string } }): StatementSync => this.#database.prepare(query.compile().sql)
    this.#insertOne = prepare(queries.insertInto('calls').values(EMPTY_CALL))
    this.#insertMany = prepare(queries.insertInto('calls').values(Array<CallTable>(ROWS_PER_INSERT).fill(EMPTY_CALL)))
    this.#insertTrace = prepare(queries.insertInto('traces').values({ request_id: '', sequence: 0, key_id: null, trace: '' }).onConflict((conflict) => conflict.column('request_id').doNothing()))
    this.#deleteCalls = prepare(queries.deleteFrom('calls').where('sequence', '<=', 0))
    this.#deleteTraces = prepare(queries.deleteFrom('traces').where('sequence', '<=', 0))
    this.#oldest = prepare(queries.selectFrom('calls').select(['sequence', 'time_us']).where('sequence', '>=', 0).orderBy('sequence').limit(1))
    this.#sequence = Number(this.#database.prepare(queries.selectFrom('calls').select((row) => row.fn.max('sequence').as('newest')).compile().sql).get()?.['newest'] ?? 0)
  }

  write(batch: CallBatch): void {
    this.#refuseScarceDisk()
    const sequence = this.#sequence
    try {
      this.#database.exec('begin')
      this.#insertCalls(batch)
      this.#insertTraces(batch, sequence)
      this.#database.exec('commit')
    } catch (error) {
      this.#sequence = sequence
      if (this.#database.isTransaction) this.#database.exec('rollback')
      throw error
    }
    this.#sweepNow(batch)
  }

  ask(sql: string, parameters: readonly SQLInputValue[]): Record<string, unknown>[] {
    return this.#database.prepare(sql).all(...parameters)
  }

  close(): void {
    this.#database.close()
  }

  #refuseScarceDisk(): void {
    const { bavail, bsize } = statfsSync(dirname(this.#data.file))
    const least = this.#data.retention.minFreeBytes ?? MIN_FREE_BYTES
    if (bavail * bsize < least) throw new Error(`the disk has less than ${Math.round(least / 1_048_576)} MiB left, which are the main store's`)
  }

  #insertCalls(batch: CallBatch): void {
    let parameters: SQLInputValue[] = []
    let idFrom = 0
    for (let index = 0; index < batch.count; index++) {
      idFrom = this.#addParameters(parameters, batch, index, idFrom)
      const rowsLeft = batch.count - index - 1
      if (parameters.length === ROWS_PER_INSERT * COLUMNS) this.#insertMany.run(...parameters)
      else if (rowsLeft === 0) this.#insertSingly(parameters)
      else continue
      parameters = []
    }
  }

  #insertSingly(parameters: readonly SQLInputValue[]): void {
    for (let from = 0; from < parameters.length; from += COLUMNS) this.#insertOne.run(...parameters.slice(from, from + COLUMNS))
  }

  #addParameters(parameters: SQLInputValue[], { numbers, texts, requestIds }: CallBatch, index: number, idFrom: number): number {
    const at = index * NUMBERS_PER_CALL
    const number = (offset: number): number => numbers[at + offset] ?? 0
    const optional = (offset: number): number | null => (Number.isNaN(number(offset)) ? null : number(offset))
    const text = (offset: number): string | null => (number(offset) === NO_TEXT ? null : texts[number(offset)] ?? null)
    const idTo = idFrom + number(11)
    this.#sequence += 1
    parameters.push(
      this.#sequence, requestIds.slice(idFrom, idTo), number(0), number(1), optional(2), text(3), text(4), text(5), text(6), number(7), optional(8), text(9), number(10),
    )
    return idTo
  }

  #insertTraces({ numbers, texts, requestIds, traced, traces }: CallBatch, before: number): void {
    let idFrom = 0
    let call = 0
    for (const [place, index] of traced.entries()) {
      for (; call < index; call++) idFrom += numbers[call * NUMBERS_PER_CALL + 11] ?? 0
      const length = numbers[index * NUMBERS_PER_CALL + 11] ?? 0
      const key = numbers[index * NUMBERS_PER_CALL + 3] ?? NO_TEXT
      this.#insertTrace.run(requestIds.slice(idFrom, idFrom + length), before + index + 1, key === NO_TEXT ? null : texts[key] ?? null, traces[place] ?? '')
    }
  }

  #sweepNow(batch: CallBatch): void {
    this.#sinceSweep += batch.count
    if (this.#sinceSweep < SWEEP_EVERY_ROWS) return
    this.#sinceSweep = 0
    this.sweep(batch.numbers[(batch.count - 1) * NUMBERS_PER_CALL] ?? 0)
  }

  /** Deletes what is past its age or beyond the number of rows, oldest first. */
  sweep(nowUs: number): void {
    const oldestKeptUs = nowUs - this.#data.retention.maxAgeDays * DAY
    for (;;) {
      const oldest = this.#oldest.get(0, 1)
      if (!oldest) return
      const first = Number(oldest['sequence'])
      const last = this.#lastToDelete(first, oldestKeptUs)
      if (last < first) return
      this.#deleteUpTo(last)
    }
  }

  #lastToDelete(first: number, oldestKeptUs: number): number {
    const end = first + SWEEP_ROWS - 1
    const beyondRows = this.#sequence - this.#data.retention.maxRows
    if (beyondRows >= first) return Math.min(end, beyondRows)
    // Rows are in the order of time but for a few µs: a whole slice goes when the row behind it is too old as well.
    const behind = this.#oldest.get(end + 1, 1)
    return behind && Number(behind['time_us']) < oldestKeptUs ? end : first - 1
  }

  #deleteUpTo(sequence: number): void {
    this.#database.exec('begin')
    this.#deleteTraces.run(sequence)
    this.#deleteCalls.run(sequence)
    this.#database.exec('commit')
  }
}

const COLUMNS = Object.keys(EMPTY_CALL).length

const serve = (port: NonNullable<typeof parentPort>): void => {
  // The main thread starts this file with these data, and sends these messages only.
  const thread = new CallLogThread(workerData as CallThreadData)
  const answer = (message: FromCallThread): void => port.postMessage(message)

  const write = (batch: CallBatch): void => {
    try {
      thread.write(batch)
      answer({ kind: 'written', rows: batch.count })
    } catch (error) {
      answer({ kind: 'lost', rows: batch.count, happened: messageOf(error) })
    }
  }

  port.on('message', (message: ToCallThread) => {
    if (message.kind === 'batch') return write(message.batch)
    if (message.kind === 'question') {
      try {
        answer({ kind: 'answer', id: message.id, rows: thread.ask(message.sql, message.parameters) })
      } catch (error) {
        answer({ kind: 'unanswered', id: message.id, happened: messageOf(error) })
      }
      return
    }
    thread.close()
    answer({ kind: 'closed' })
    port.close()
  })
  answer({ kind: 'ready' })
}

if (parentPort) serve(parentPort)
