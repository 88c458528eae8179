import { Worker } from 'node:worker_threads'
import type { Compilable } from 'kysely'
import type { SQLInputValue } from 'node:sqlite'
import type { Trace } from '../gate/trace.ts'
import { accountId, apiKeyId, type ApiKeyId, requestId, type RequestId } from '../ids.ts'
import type { Permission } from '../permission.ts'
import { MINUTE } from '../time.ts'
import type { CallLog, CallMinute, CallQuery, CallRecord, ListedCall } from '../watch/call-log.ts'
import type { CallUsage, UsageQuery } from '../watch/call-uses.ts'
import { CallHearers } from './call-hearers.ts'
import type { CallSchema } from './schema.ts'
import type { CallBatch, CallRetention, CallThreadData, FromCallThread, ToCallThread } from './sqlite/call-messages.ts'
import { CallPacker } from './sqlite/call-packer.ts'
import { kyselyCompiler } from './sqlite/dialect.ts'
import { StoreFailure } from './store-error.ts'

export type { CallRetention }

const DEFAULT_RETENTION: CallRetention = { maxAgeDays: 30, maxRows: 10_000_000 }
/** A batch goes when it has this many calls … */
const BATCH_CALLS = 1_000
/** … or is this old. */
const BATCH_AGE_MS = 50
/** Batches on their way to the disk; those behind them wait here, where the oldest can still be dropped. */
const BATCHES_UNDER_WAY = 8
/** Batches that may wait before the oldest is dropped: 200,000 calls. */
const BATCHES_WAITING = 200

export interface CallLogHealth {
  /** Calls that are not in the file yet. */
  readonly waitingCalls: number
  /** Calls that the disk could not take. */
  readonly lostCalls: number
  /** Why the last ones were lost; null = none were, or it goes again. */
  readonly trouble: string | null
}

/** The call log in a file and on a thread of its own. It never delays an answer: when the disk cannot keep up, the oldest calls that wait are dropped and counted. */
export class StoredCallLog implements CallLog {
  readonly #worker: Worker
  readonly #packer = new CallPacker(BATCH_CALLS)
  readonly #waiting: CallBatch[] = []
  #underWay = 0
  #callsUnderWay = 0
  #timer: NodeJS.Timeout | undefined
  #lostCalls = 0
  #trouble: string | null = null
  #nextQuestion = 1
  readonly #questions = new Map<number, PromiseWithResolvers<readonly Record<string, unknown>[]>>()
  #flushes: (() => void)[] = []
  readonly #hearers = new CallHearers()
  #hasEnded = false
  #ended = Promise.withResolvers<void>()

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (message: FromCallThread) => this.#receive(message))
    worker.on('error', (error: Error) => { this.#trouble = error.message })
    worker.on('exit', () => this.#exited())
    worker.unref()
  }

  /** Starts the thread on a prepared file. */
  static async start(file: string, retention: CallRetention = DEFAULT_RETENTION): Promise<StoredCallLog> {
    const data: CallThreadData = { file, retention }
    const worker = new Worker(new URL('./sqlite/call-log-thread.ts', import.meta.url), { workerData: data, execArgv: [], name: 'bitting-call-log' })
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject)
      worker.once('message', () => {
        worker.off('error', reject)
        resolve()
      })
    })
    return new StoredCallLog(worker)
  }

  get health(): CallLogHealth {
    return { waitingCalls: this.#waiting.reduce((sum, { count }) => sum + count, this.#packer.count + this.#callsUnderWay), lostCalls: this.#lostCalls, trouble: this.#trouble }
  }

  record(call: CallRecord): void {
    this.#packer.add(call)
    this.#hearers.note(call)
    if (this.#packer.isFull) this.#sendCollected()
    else this.#timer ??= setTimeout(this.#sendCollected, BATCH_AGE_MS).unref()
  }

  async trace(requestId: RequestId): Promise<Trace | undefined> {
    const rows = await this.#ask(queries.selectFrom('traces').select('trace').where('request_id', '=', requestId))
    return rows.map(traceFrom)[0]
  }

  async refusals(keyId: ApiKeyId, limit: number): Promise<readonly Trace[]> {
    const rows = await this.#ask(queries.selectFrom('traces').select('trace').where('key_id', '=', keyId).orderBy('sequence', 'desc').limit(limit))
    return rows.map(traceFrom)
  }

  async calls(query: CallQuery): Promise<readonly ListedCall[]> {
    return isOfNobody(query) ? [] : (await this.#ask(newest(query))).map(callFrom)
  }

  async minutes(query: CallQuery): Promise<readonly CallMinute[]> {
    if (isOfNobody(query)) return []
    const rows = await this.#ask(queries.selectFrom(newest(query).as('newest'))
      .select((is) => [is('time_us', '-', is('time_us', '%', MINUTE)).as('minute_us'), is.fn.countAll<number>().as('calls'), is.fn.sum<number>(is.case().when('status', '>=', 400).then(1).else(0).end()).as('refused')])
      .groupBy('minute_us').orderBy('minute_us'))
    return rows.map((row) => ({ timeUs: Number(row['minute_us']), admitted: Number(row['calls']) - Number(row['refused']), refused: Number(row['refused']) }))
  }

  hear(listener: (call: CallRecord) => void): () => void {
    return this.#hearers.hear(listener)
  }

  hearBatches(listener: (calls: readonly CallRecord[]) => void): () => void {
    return this.#hearers.hearBatches(listener)
  }

  async usage({ keyIds, fromUs, untilUs, limit }: UsageQuery): Promise<readonly CallUsage[]> {
    if (keyIds.length === 0) return []
    const rows = await this.#ask(queries.selectFrom('calls')
      .select((is) => [
        'key_id', 'address', 'endpoint', is.fn.countAll<number>().as('calls'), is.fn.min('time_us').as('first_us'), is.fn.max('time_us').as('last_us'),
        is.fn.sum<number>(is.case().when('status', '>=', 400).then(1).else(0).end()).as('refused'),
      ])
      .where('key_id', 'in', keyIds).where('time_us', '>=', fromUs).where('time_us', '<', untilUs)
      .groupBy(['key_id', 'address', 'endpoint']).orderBy('calls', 'desc').orderBy('address').orderBy('endpoint').limit(limit))
    return rows.map((row) => ({
      keyId: apiKeyId(String(row['key_id'])), address: String(row['address']), endpoint: String(row['endpoint']),
      calls: Number(row['calls']), refused: Number(row['refused']), firstUs: Number(row['first_us']), lastUs: Number(row['last_us']),
    }))
  }

  /** Resolves when everything recorded so far is in the file, or is counted as lost. */
  async flush(): Promise<void> {
    this.#sendCollected()
    if (this.#hasEnded || (this.#underWay === 0 && this.#waiting.length === 0)) return
    await new Promise<void>((resolve) => this.#flushes.push(resolve))
  }

  async close(): Promise<void> {
    if (this.#hasEnded) return
    this.#worker.ref()
    await this.flush()
    this.#post({ kind: 'close' })
    await this.#ended.promise
  }

  readonly #sendCollected = (): void => {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#packer.count === 0) return
    this.#hearers.tellBatch()
    const batch = this.#packer.take()
    if (this.#hasEnded) {
      this.#lostCalls += batch.count
      return
    }
    this.#waiting.push(batch)
    if (this.#waiting.length > BATCHES_WAITING) this.#lostCalls += this.#waiting.shift()?.count ?? 0
    this.#sendWaiting()
  }

  #sendWaiting(): void {
    while (this.#underWay < BATCHES_UNDER_WAY) {
      const batch = this.#waiting.shift()
      if (!batch) break
      this.#underWay += 1
      this.#callsUnderWay += batch.count
      if (this.#underWay === 1) this.#worker.ref()
      this.#post({ kind: 'batch', batch })
    }
    if (this.#underWay === 0) {
      this.#worker.unref()
      for (const resolve of this.#flushes.splice(0)) resolve()
    }
  }

  async #ask(query: Compilable): Promise<readonly Record<string, unknown>[]> {
    await this.flush()
    if (this.#hasEnded) throw new StoreFailure(`the call log's thread ended (${this.#trouble ?? 'it was closed'})`)
    const { sql, parameters } = query.compile()
    const id = this.#nextQuestion++
    const answer = Promise.withResolvers<readonly Record<string, unknown>[]>()
    this.#questions.set(id, answer)
    this.#worker.ref()
    // The schema's columns are numbers and text, so a compiled query's parameters are nothing else.
    this.#post({ kind: 'question', id, sql, parameters: parameters as readonly SQLInputValue[] })
    return answer.promise
  }

  #post(message: ToCallThread): void {
    this.#worker.postMessage(message, message.kind === 'batch' ? [message.batch.numbers.buffer] : [])
  }

  #receive(message: FromCallThread): void {
    switch (message.kind) {
      case 'written':
      case 'lost': return this.#batchDone(message)
      case 'answer': return this.#takeQuestion(message.id)?.resolve(message.rows)
      case 'unanswered': return this.#takeQuestion(message.id)?.reject(new StoreFailure(`the call log cannot be read: ${message.happened}`))
    }
  }

  #batchDone(message: Extract<FromCallThread, { kind: 'written' | 'lost' }>): void {
    this.#underWay -= 1
    this.#callsUnderWay -= message.rows
    this.#trouble = message.kind === 'lost' ? message.happened : null
    if (message.kind === 'lost') this.#lostCalls += message.rows
    this.#sendWaiting()
  }

  #takeQuestion(id: number): PromiseWithResolvers<readonly Record<string, unknown>[]> | undefined {
    const question = this.#questions.get(id)
    this.#questions.delete(id)
    if (this.#questions.size === 0 && this.#underWay === 0) this.#worker.unref()
    return question
  }

  #exited(): void {
    this.#hasEnded = true
    this.#lostCalls += this.#callsUnderWay
    for (const batch of this.#waiting.splice(0)) this.#lostCalls += batch.count
    for (const question of this.#questions.values()) question.reject(new StoreFailure("the call log's thread ended"))
    this.#questions.clear()
    for (const resolve of this.#flushes.splice(0)) resolve()
    this.#ended.resolve()
  }
}

const queries = kyselyCompiler<CallSchema>()

const isOfNobody = ({ seen }: CallQuery): boolean => seen !== 'all' && seen.accountIds.length === 0 && seen.keyIds.length === 0

const newest = ({ seen, keyId, accountId: account, address, endpoint, outcome, fromUs, untilUs, before, limit }: CallQuery) => {
  let query = queries.selectFrom('calls').selectAll().orderBy('sequence', 'desc').limit(limit)
  if (seen !== 'all') {
    const { accountIds, keyIds } = seen
    query = query.where((is) => is.or([...(accountIds.length > 0 ? [is('account_id', 'in', accountIds)] : []), ...(keyIds.length > 0 ? [is('key_id', 'in', keyIds)] : [])]))
  }
  if (keyId !== undefined) query = query.where('key_id', '=', keyId)
  if (account !== undefined) query = query.where('account_id', '=', account)
  if (address !== undefined) query = query.where('address', '=', address)
  if (endpoint !== undefined) query = query.where('endpoint', '=', endpoint)
  if (outcome !== undefined) query = query.where('status', outcome === 'refused' ? '>=' : '<', 400)
  if (fromUs !== undefined) query = query.where('time_us', '>=', fromUs)
  if (untilUs !== undefined) query = query.where('time_us', '<', untilUs)
  if (before !== undefined) query = query.where('sequence', '<', before)
  return query
}

// Written from a Trace by CallPacker; `version` in it guards its shape.
const traceFrom = (row: Record<string, unknown>): Trace => JSON.parse(String(row['trace'])) as Trace

const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value))
const textOrNull = (value: unknown): string | null => (value === null ? null : String(value))

const callFrom = (row: Record<string, unknown>): ListedCall => {
  const [account, key] = [numberOrNull(row['account_id']), textOrNull(row['key_id'])]
  return {
    sequence: Number(row['sequence']), requestId: requestId(String(row['request_id'])), timeUs: Number(row['time_us']), durationUs: Number(row['duration_us']),
    accountId: account === null ? null : accountId(account), keyId: key === null ? null : apiKeyId(key), address: String(row['address']), endpoint: String(row['endpoint']),
    // Written from a Permission, and from nothing else.
    permission: textOrNull(row['permission']) as Permission | null, status: Number(row['status']), code: numberOrNull(row['code']), reason: textOrNull(row['reason']), weight: Number(row['weight']),
  }
}
