import { Worker } from 'node:worker_threads'
import type { AuditEntry } from '../../audit/entry.ts'
import { canonicalJson, encodeEntry } from '../../audit/canonical.ts'
import type { Environment } from '../../environment.ts'
import type { EncodedRecord } from '../../exchange/journal.ts'
import { ChangeRefused, StoreFailure } from '../store-error.ts'
import { JournalPacker } from './journal-packer.ts'
import type { Statement } from './statement.ts'
import type { AuditColumns, Change, ChangeResult, FromWriter, JournalBatch, ToWriter, WriterThreadData } from './writer-messages.ts'
import { WRITER_QUERIES } from './writer-queries.ts'

/** The main thread's end of the one writer: packs what arrives in one turn of the event loop into one message. */
export class Writer {
  readonly #worker: Worker
  readonly #packers: Readonly<Record<Environment, JournalPacker>> = { live: new JournalPacker('live'), testnet: new JournalPacker('testnet') }
  #changes: Change[] = []
  readonly #waiting = new Map<number, PromiseWithResolvers<number>>()
  #nextChange = 1
  /** The batch that collects now; one is sent a turn of the event loop. */
  #batch = 1
  #committed = 0
  #isScheduled = false
  readonly #groups: { readonly batch: number; readonly group: PromiseWithResolvers<void> }[] = []
  #failure: StoreFailure | undefined
  #hasExited = false
  #closing: PromiseWithResolvers<void> | undefined
  #onFailure: ((failure: StoreFailure) => void) | undefined
  /** Journal records of each batch that was sent and is not committed. */
  readonly #sentRecords: { readonly batch: number; readonly count: number }[] = []
  /** How many transactions the writer has committed. */
  transactions = 0

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (message: FromWriter) => this.#receive(message))
    worker.on('error', (error: Error) => this.#fail(`the writer's thread failed: ${error.message}`))
    worker.on('exit', () => this.#exited())
    worker.unref()
  }

  /** Starts the thread; resolves when it holds the file open for writing. */
  static async start(file: Omit<WriterThreadData, 'queries'>): Promise<Writer> {
    const data: WriterThreadData = { ...file, queries: WRITER_QUERIES }
    // Without this process's own flags (--eval …): they may not fit a thread.
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: data, execArgv: [], name: 'bitting-writer' })
    await ready(worker)
    return new Writer(worker)
  }

  /** Undefined while the store writes; the reason once it no longer does. */
  get failure(): StoreFailure | undefined {
    return this.#failure
  }

  /** Journal records that are not durable yet. */
  get waitingRecords(): number {
    return this.#sentRecords.reduce((sum, { count }) => sum + count, this.#packers.live.count + this.#packers.testnet.count)
  }

  /** Calls `listener` once, when the store stops writing. */
  onFailure(listener: (failure: StoreFailure) => void): void {
    this.#onFailure = listener
  }

  append(environment: Environment, record: EncodedRecord): void {
    this.#packers[environment].add(record)
    this.#schedule()
  }

  /** Undefined when everything taken so far is durable; otherwise one promise shared by all of the same batch. */
  settled(): Promise<void> | undefined {
    if (this.#failure) return rejected(this.#failure)
    const last = this.#isScheduled ? this.#batch : this.#batch - 1
    if (last <= this.#committed) return undefined
    const newest = this.#groups.at(-1)
    if (newest?.batch === last) return newest.group.promise
    const group = Promise.withResolvers<void>()
    // Whoever did not ask any more must not bring the process down.
    group.promise.catch(() => {})
    this.#groups.push({ batch: last, group })
    return group.promise
  }

  /**
   * Runs the statements and appends the audit row, all or nothing.
   * @returns how many rows changed; rejects with a StoreError when the store refuses this change alone, with a StoreFailure when it cannot write
   */
  change(statements: readonly Statement[], entry: AuditEntry | null): Promise<number> {
    if (this.#failure) return rejected(this.#failure)
    if (this.#closing) return rejected(new StoreFailure('the store was closed'))
    const id = this.#nextChange++
    const audit = entry && auditColumns(entry)
    const waiting = Promise.withResolvers<number>()
    this.#waiting.set(id, waiting)
    this.#changes.push({ id, statements, audit })
    this.#schedule()
    return waiting.promise
  }

  /** Writes what is left, then closes the file. */
  async close(): Promise<void> {
    if (this.#closing) return this.#closing.promise
    this.#closing = Promise.withResolvers<void>()
    if (this.#hasExited) return
    this.#worker.ref()
    if (this.#isScheduled) this.#send()
    this.#post({ kind: 'close' })
    return this.#closing.promise
  }

  #schedule(): void {
    if (this.#isScheduled) return
    if (this.#closing) throw new StoreFailure('the store was closed')
    this.#isScheduled = true
    // After this turn's input was handled, so that all requests read in one turn travel in one message.
    setImmediate(this.#send)
  }

  readonly #send = (): void => {
    if (!this.#isScheduled) return
    this.#isScheduled = false
    const journals = this.#takeJournals()
    const changes = this.#changes
    this.#changes = []
    if (this.#failure) return
    if (this.#batch - 1 === this.#committed) this.#worker.ref()
    this.#sentRecords.push({ batch: this.#batch, count: journals.reduce((sum, { count }) => sum + count, 0) })
    this.#post({ kind: 'batch', batch: this.#batch, journals, changes })
    this.#batch += 1
  }

  #takeJournals(): JournalBatch[] {
    const journals: JournalBatch[] = []
    for (const packer of [this.#packers.live, this.#packers.testnet]) {
      const batch = packer.take()
      if (batch) journals.push(batch)
    }
    return journals
  }

  #post(message: ToWriter): void {
    this.#worker.postMessage(message)
  }

  #receive(message: FromWriter): void {
    if (message.kind === 'committed') this.#committedUpTo(message.batch, message.results, message.transactions)
    else if (message.kind === 'failed') this.#fail(message.happened)
  }

  #committedUpTo(batch: number, results: readonly ChangeResult[], transactions: number): void {
    this.#committed = batch
    this.transactions = transactions
    if (batch === this.#batch - 1 && !this.#closing) this.#worker.unref()
    while (this.#sentRecords[0] && this.#sentRecords[0].batch <= batch) this.#sentRecords.shift()
    for (const result of results) this.#answer(result)
    while (this.#groups[0] && this.#groups[0].batch <= batch) this.#groups.shift()?.group.resolve()
  }

  #answer(result: ChangeResult): void {
    const waiting = this.#waiting.get(result.id)
    this.#waiting.delete(result.id)
    if ('refused' in result) waiting?.reject(new ChangeRefused(result.refused, result.statement))
    else waiting?.resolve(result.changedRows)
  }

  #fail(happened: string): void {
    if (this.#failure) return
    const failure = new StoreFailure(happened)
    this.#failure = failure
    for (const { group } of this.#groups.splice(0)) group.reject(failure)
    for (const waiting of this.#waiting.values()) waiting.reject(failure)
    this.#waiting.clear()
    this.#onFailure?.(failure)
  }

  #exited(): void {
    this.#hasExited = true
    if (!this.#closing) this.#fail("the writer's thread ended")
    this.#closing?.resolve()
  }
}

const ready = (worker: Worker): Promise<void> => new Promise((resolve, reject) => {
  worker.once('message', () => {
    worker.removeAllListeners('error')
    resolve()
  })
  worker.once('error', reject)
})

const auditColumns = (entry: AuditEntry): AuditColumns => ({
  timeUs: entry.timeUs,
  actor: entry.actor,
  source: entry.source,
  act: entry.act,
  subject: entry.subject,
  before: canonicalJson(entry.before),
  after: canonicalJson(entry.after),
  encoding: encodeEntry(entry),
})

/** Rejected, and already looked at: whoever asks finds the reason, and nobody has to ask. */
const rejected = (error: Error): Promise<never> => {
  const promise = Promise.reject<never>(error)
  promise.catch(() => {})
  return promise
}
