/**
 * The one writer, on a thread of its own. While a commit runs, messages collect in the port; then all of them go in
 * one transaction (group commit). An answer leaves only after COMMIT returned under synchronous=FULL.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { GENESIS, chainHash } from '../../audit/chain.ts'
import type { ChainHead } from '../../audit/chain.ts'
import type { Environment } from '../../environment.ts'
import { openForWriting } from './connection.ts'
import { refuseDamagedPages } from './damaged-pages.ts'
import { isConstraint, messageOf } from './sqlite-fault.ts'
import type { Statement } from './statement.ts'
import { NUMBERS_PER_RECORD } from './writer-messages.ts'
import type { AuditColumns, Change, ChangeResult, FromWriter, JournalBatch, ToWriter, WriterThreadData } from './writer-messages.ts'

/** Statements kept prepared; the queries of a program are few, so this is only a bound. */
const MAX_PREPARED = 200

class WriterThread {
  readonly #database: DatabaseSync
  readonly #prepared = new Map<string, StatementSync>()
  readonly #insertRecord: Readonly<Record<Environment, StatementSync>>
  readonly #insertAudit: StatementSync
  #head: ChainHead
  #transactions = 0

  constructor({ file, maxPages, queries }: WriterThreadData) {
    this.#database = openForWriting(file, 'full')
    if (maxPages !== undefined) this.#database.exec(`pragma max_page_count = ${maxPages}`)
    this.#insertRecord = { live: this.#prepare(queries.insertRecord.live), testnet: this.#prepare(queries.insertRecord.testnet) }
    this.#insertAudit = this.#prepare(queries.insertAudit)
    this.#head = this.#lastRow(queries.lastAudit)
  }

  /** One transaction for everything that arrived. */
  commit(messages: readonly Extract<ToWriter, { kind: 'batch' }>[]): FromWriter {
    const head = this.#head
    try {
      this.#run('begin immediate')
      const results: ChangeResult[] = []
      for (const message of messages) {
        for (const journal of message.journals) this.#insertRecords(journal)
        for (const change of message.changes) results.push(this.#apply(change))
      }
      this.#run('commit')
      this.#transactions += 1
      return { kind: 'committed', batch: messages.at(-1)?.batch ?? 0, results, transactions: this.#transactions }
    } catch (error) {
      this.#head = head
      if (this.#database.isTransaction) this.#database.exec('rollback')
      throw error
    }
  }

  check(file: string): void {
    refuseDamagedPages(this.#database, file)
  }

  close(): void {
    this.#database.close()
  }

  #insertRecords({ environment, count, numbers, commands }: JournalBatch): void {
    const insert = this.#insertRecord[environment]
    let from = 0
    for (let index = 0; index < count; index++) {
      const at = index * NUMBERS_PER_RECORD
      const to = from + (numbers[at + 5] ?? 0)
      insert.run(numbers[at] ?? 0, numbers[at + 1] ?? 0, numbers[at + 2] ?? 0, numbers[at + 3] ?? 0, commands.slice(from, to), numbers[at + 4] ?? 0)
      from = to
    }
  }

  /** A savepoint of its own, so that a change that the store refuses takes nothing else with it. */
  #apply({ id, statements, audit }: Change): ChangeResult {
    const head = this.#head
    this.#run('savepoint change')
    let at = 0
    try {
      let changedRows = 0
      for (; at < statements.length; at++) {
        const statement = statements[at]
        if (statement) changedRows += this.#runStatement(statement)
      }
      if (audit) this.#appendAudit(audit)
      this.#run('release savepoint change')
      return { id, changedRows }
    } catch (error) {
      if (!(error instanceof NothingChanged) && !isConstraint(error)) throw error
      this.#head = head
      this.#run('rollback to savepoint change')
      this.#run('release savepoint change')
      return { id, refused: messageOf(error), statement: at }
    }
  }

  #runStatement({ sql, rows, mustChange }: Statement): number {
    const prepared = this.#prepare(sql)
    let changedRows = 0
    for (const row of rows) {
      const changes = Number(prepared.run(...row).changes)
      if (mustChange && changes === 0) throw new NothingChanged('there is no such row')
      changedRows += changes
    }
    return changedRows
  }

  #appendAudit({ timeUs, actor, source, act, subject, before, after, encoding }: AuditColumns): void {
    const sequence = this.#head.sequence + 1
    const hash = chainHash(this.#head.hash, encoding)
    this.#insertAudit.run(sequence, timeUs, actor, source, act, subject, before, after, hash)
    this.#head = { sequence, hash }
  }

  #lastRow(sql: string): ChainHead {
    const row = this.#database.prepare(sql).get(1)
    return row ? { sequence: Number(row['sequence']), hash: String(row['hash']) } : GENESIS
  }

  #run(sql: string): void {
    this.#prepare(sql).run()
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql)
    if (known) return known
    const made = this.#database.prepare(sql)
    if (this.#prepared.size < MAX_PREPARED) this.#prepared.set(sql, made)
    return made
  }
}

class NothingChanged extends Error {}

const serve = (port: NonNullable<typeof parentPort>): void => {
  // The main thread starts this file with these data, and sends these messages only.
  const data = workerData as WriterThreadData
  const writer = new WriterThread(data)
  const answer = (message: FromWriter): void => port.postMessage(message)
  let hasFailed = false
  let isChecked = data.isChecked
  const fail = (error: unknown): void => {
    hasFailed = true
    answer({ kind: 'failed', happened: messageOf(error) })
  }

  port.on('message', (first: ToWriter) => {
    const messages = [first]
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) messages.push(next.message as ToWriter) // nobody else has the other end
    const batches = messages.filter((message) => message.kind === 'batch')
    if (batches.length > 0 && !hasFailed) {
      try {
        // Before the first write and no sooner, so that it does not compete with the loading of what is stored.
        if (!isChecked) writer.check(data.file)
        isChecked = true
        answer(writer.commit(batches))
      } catch (error) {
        fail(error)
      }
    }
    if (messages.some((message) => message.kind === 'close')) {
      writer.close()
      answer({ kind: 'closed' })
      port.close()
    }
  })
  answer({ kind: 'ready' })
}

if (parentPort) serve(parentPort)
