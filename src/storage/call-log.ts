import { join, dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Trace } from '../gate/trace.ts'
import type { ApiKeyId, RequestId } from '../ids.ts'
import type { CallGap } from '../watch/call-gap.ts'
import type { CallLog, CallQuery, CallRecord, ListedCall, SeenCalls } from '../watch/call-log.ts'
import type { CallRate, RateQuery } from '../watch/call-rates.ts'
import type { CallUsage, KeyProgram, KeyUse, KeyUseQuery, UsageQuery } from '../watch/call-uses.ts'
import type { Permission } from '../permission.ts'
import { MS, type TimeUs } from '../time.ts'
import { CallGaps } from './call-gaps.ts'
import { CallHearers } from './call-hearers.ts'
import { CallMark } from './call-mark.ts'
import { CallsUnderWay } from './calls-under-way.ts'
import { CallReader } from './call-reader.ts'
import { type CallBatch, type CallRetention, type CallThreadData, type FromCallThread, NUMBER, type ToCallThread } from './sqlite/call-messages.ts'
import { CallPacker } from './sqlite/call-packer.ts'
import { StoreFailure } from './store-error.ts'

export type { CallRetention }

const MIB = 1_048_576
/** Anybody can be refused, and every refusal is written: that must not take the disk from the store that acknowledges orders. */
export const DEFAULT_RETENTION: CallRetention = { maxAgeDays: 30, maxRows: 10_000_000, maxBytes: 4_096 * MIB, minuteDays: 2, hourDays: 90, dayDays: 400, minFreeBytes: 256 * MIB }
/** A batch goes when it has this many calls … */
const BATCH_CALLS = 1_000
/** … or is this old. */
const BATCH_AGE_MS = 50
/** Batches on their way to the disk; those behind them wait here, where the oldest can still be dropped. */
const BATCHES_UNDER_WAY = 8
/** What may wait before the oldest is dropped: 200,000 calls, or so many characters of traces. */
const BATCHES_WAITING = 200
const TRACES_WAITING = 64 * MIB

/** Calls of these rights wait for no others: whoever took money out is known after a kill too. */
const AT_ONCE: ReadonlySet<Permission> = new Set(['withdrawals'])

export interface CallLogHealth {
  /** Calls that are not in the file yet. */
  readonly waitingCalls: number
  /** Calls that the disk could not take. */
  readonly lostCalls: number
  /** Why the last ones were lost; null = none were, or it goes again. */
  readonly trouble: string | null
}

/** The call log in a file and on a thread of its own. It never delays an answer: when the disk cannot keep up, the oldest calls that wait are dropped, counted and told as a gap. */
export class StoredCallLog implements CallLog {
  readonly #worker: Worker
  readonly #reader: CallReader
  readonly #packer: CallPacker
  readonly #mark: CallMark
  readonly #file: CallsUnderWay
  readonly #waiting: CallBatch[] = []
  #tracesWaiting = 0
  /** When the first call of the batch that is collected was recorded. */
  #collectingSinceUs: TimeUs = 0
  readonly #gaps = new CallGaps()
  #underWay = 0
  #callsUnderWay = 0
  #timer: NodeJS.Timeout | undefined
  #lostCalls = 0
  #trouble: string | null = null
  #nextCount = 1
  readonly #counts = new Map<number, PromiseWithResolvers<void>>()
  #flushes: (() => void)[] = []
  readonly #hearers = new CallHearers()
  #hasEnded = false
  #ended = Promise.withResolvers<void>()

  private constructor(worker: Worker, file: string, newest: number, nowUs: TimeUs) {
    this.#worker = worker
    this.#reader = new CallReader(file)
    const { mark, before } = CallMark.open(join(dirname(file), 'calls.mark'))
    this.#mark = mark
    const { underWay, left } = CallsUnderWay.open(join(dirname(file), 'calls.under-way'))
    this.#file = underWay
    const found = this.#takeLeft(left, newest, nowUs)
    if (before > found) this.#gaps.crashed(found, before - found, nowUs)
    this.#packer = new CallPacker(BATCH_CALLS, Math.max(before, found))
    mark.settle(this.#packer.newest)
    worker.on('message', (message: FromCallThread) => this.#receive(message))
    worker.on('error', (error: Error) => { this.#trouble = error.message })
    worker.on('exit', () => this.#exited())
    worker.unref()
    this.#sendWaiting()
  }

  /** What a killed process had on its way goes on. @returns the newest sequence that is known then */
  #takeLeft(left: readonly CallBatch[], newest: number, nowUs: TimeUs): number {
    let known = newest
    for (const batch of left) {
      if (batch.first <= known) continue
      if (batch.first > known + 1) this.#gaps.crashed(known, batch.first - known - 1, nowUs)
      this.#waiting.push(batch)
      this.#tracesWaiting += batch.traceLength
      known = batch.first + batch.count - 1
    }
    return known
  }

  /**
   * Starts the thread on a prepared file.
   * @param nowUs when a gap that a crash left is found
   */
  static async start(file: string, nowUs: TimeUs, retention: CallRetention = DEFAULT_RETENTION): Promise<StoredCallLog> {
    const data: CallThreadData = { file, retention }
    const worker = new Worker(new URL('./sqlite/call-log-thread.ts', import.meta.url), { workerData: data, execArgv: [], name: 'bitting-call-log' })
    const newest = await new Promise<number>((resolve, reject) => {
      worker.once('error', reject)
      // Its first message, and no other, says that it is ready.
      worker.once('message', (message: FromCallThread & { kind: 'ready' }) => {
        worker.off('error', reject)
        resolve(message.newest)
      })
    })
    return new StoredCallLog(worker, file, newest, nowUs)
  }

  get health(): CallLogHealth {
    return { waitingCalls: this.#waiting.reduce((sum, { count }) => sum + count, this.#packer.count + this.#callsUnderWay), lostCalls: this.#lostCalls, trouble: this.#trouble }
  }

  record(call: CallRecord): void {
    this.#mark.reach(this.#packer.newest + 1)
    // By the calls' own time too: a thread that was held up answers before its timers are heard.
    const atUs = call.timeUs + call.durationUs
    if (this.#packer.count === 0) this.#collectingSinceUs = atUs
    this.#packer.add(call)
    this.#hearers.note(call)
    if (this.#packer.isFull || (call.permission !== null && AT_ONCE.has(call.permission)) || atUs - this.#collectingSinceUs >= BATCH_AGE_MS * MS) this.#sendCollected()
    else this.#timer ??= setTimeout(this.#sendCollected, BATCH_AGE_MS).unref()
  }

  async trace(requestId: RequestId): Promise<Trace | undefined> {
    await this.flush()
    return this.#reader.trace(requestId)
  }

  async refusals(keyId: ApiKeyId, limit: number): Promise<readonly Trace[]> {
    await this.flush()
    return this.#reader.refusals(keyId, limit)
  }

  async calls(query: CallQuery): Promise<readonly ListedCall[]> {
    if (isNobody(query.seen)) return []
    // What could not be counted is found all the same, only slower.
    await this.#count().catch(() => {})
    if (this.#hasEnded) throw new StoreFailure(`the call log's thread ended (${this.#trouble ?? 'it was closed'})`)
    return this.#reader.calls(query)
  }

  async rates(query: RateQuery): Promise<readonly CallRate[]> {
    if (isNobody(query.seen)) return []
    await this.#count()
    return this.#reader.rates(query)
  }

  async uses(query: KeyUseQuery): Promise<readonly KeyUse[]> {
    if (query.keyIds.length === 0) return []
    await this.#count()
    return this.#reader.uses(query)
  }

  async programs(keyId: ApiKeyId, fromUs: TimeUs): Promise<readonly KeyProgram[]> {
    await this.#count()
    return this.#reader.programs(keyId, fromUs)
  }

  async usage(query: UsageQuery): Promise<readonly CallUsage[]> {
    if (query.keyIds.length === 0) return []
    await this.#count()
    return this.#reader.usage(query)
  }

  async gaps(limit: number): Promise<readonly CallGap[]> {
    await this.flush()
    const written = await this.#reader.gaps(limit)
    return [...this.#gaps.waiting.toReversed(), ...written].slice(0, limit)
  }

  hear(listener: (call: CallRecord) => void): () => void {
    return this.#hearers.hear(listener)
  }

  hearBatches(listener: (calls: readonly CallRecord[]) => void): () => void {
    return this.#hearers.hearBatches(listener)
  }

  /** Resolves when everything recorded so far is in the file, or is counted as lost. */
  async flush(): Promise<void> {
    this.#sendCollected()
    if (this.#hasEnded || (this.#underWay === 0 && this.#waiting.length === 0)) return
    await new Promise<void>((resolve) => this.#flushes.push(resolve))
  }

  async close(): Promise<void> {
    if (this.#hasEnded) return
    await this.flush()
    await this.#reader.close()
    // Only now: with its last batch the thread holds the process no more, and nothing else may be left that does.
    this.#worker.ref()
    this.#post({ kind: 'close', gaps: this.#gaps.waiting })
    await this.#ended.promise
    this.#file.close()
    if (this.#trouble === null) this.#mark.close(this.#packer.newest)
  }

  readonly #sendCollected = (): void => {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#packer.count === 0) return
    this.#hearers.tellBatch()
    const batch = this.#packer.take()
    this.#mark.settle(this.#packer.newest)
    if (this.#hasEnded) return this.#drop(batch.first, batch.count, timeOf(batch))
    this.#file.keep(batch)
    this.#waiting.push(batch)
    this.#tracesWaiting += batch.traceLength
    while (this.#waiting.length > BATCHES_WAITING || (this.#tracesWaiting > TRACES_WAITING && this.#waiting.length > 1)) {
      const oldest = this.#nextWaiting()
      if (oldest) this.#drop(oldest.first, oldest.count, timeOf(oldest))
    }
    this.#sendWaiting()
  }

  #nextWaiting(): CallBatch | undefined {
    const batch = this.#waiting.shift()
    this.#tracesWaiting -= batch?.traceLength ?? 0
    return batch
  }

  #drop(first: number, count: number, timeUs: TimeUs): void {
    this.#lostCalls += count
    this.#gaps.dropped(first, count, timeUs)
  }

  #sendWaiting(): void {
    while (this.#underWay < BATCHES_UNDER_WAY) {
      const batch = this.#nextWaiting()
      if (!batch) break
      this.#underWay += 1
      this.#callsUnderWay += batch.count
      if (this.#underWay === 1) this.#worker.ref()
      this.#post({ kind: 'batch', batch, gaps: this.#gaps.take() })
    }
    if (this.#underWay === 0) {
      this.#file.settle()
      if (this.#counts.size === 0) this.#worker.unref()
      for (const resolve of this.#flushes.splice(0)) resolve()
    }
  }

  /** Counts what waits in memory to be. */
  async #count(): Promise<void> {
    await this.flush()
    if (this.#hasEnded) throw new StoreFailure(`the call log's thread ended (${this.#trouble ?? 'it was closed'})`)
    const id = this.#nextCount++
    const counted = Promise.withResolvers<void>()
    this.#counts.set(id, counted)
    this.#worker.ref()
    this.#post({ kind: 'count', id })
    await counted.promise
  }

  #post(message: ToCallThread): void {
    this.#worker.postMessage(message, message.kind === 'batch' ? [message.batch.numbers.buffer] : [])
  }

  #receive(message: FromCallThread): void {
    switch (message.kind) {
      case 'written':
      case 'lost': return this.#batchDone(message)
      case 'counted': return this.#countDone(message)
      case 'ready':
    }
  }

  #batchDone(message: Extract<FromCallThread, { kind: 'written' | 'lost' }>): void {
    this.#underWay -= 1
    this.#callsUnderWay -= message.rows
    this.#trouble = message.kind === 'lost' ? message.happened : null
    if (message.kind === 'lost') {
      // Those that went with it are told with the next one.
      this.#gaps.giveBack(message.gaps)
      this.#drop(message.first, message.rows, message.timeUs)
    }
    this.#sendWaiting()
  }

  #countDone({ id, happened }: Extract<FromCallThread, { kind: 'counted' }>): void {
    const counted = this.#counts.get(id)
    this.#counts.delete(id)
    if (this.#counts.size === 0 && this.#underWay === 0) this.#worker.unref()
    if (happened === null) counted?.resolve()
    else counted?.reject(new StoreFailure(`the call log cannot be counted: ${happened}`))
  }

  #exited(): void {
    this.#hasEnded = true
    this.#lostCalls += this.#callsUnderWay
    for (const { count } of this.#waiting.splice(0)) this.#lostCalls += count
    for (const counted of this.#counts.values()) counted.reject(new StoreFailure("the call log's thread ended"))
    this.#counts.clear()
    for (const resolve of this.#flushes.splice(0)) resolve()
    this.#ended.resolve()
  }
}

/** When its first call came in. */
const timeOf = ({ numbers }: CallBatch): TimeUs => numbers[NUMBER.timeUs] ?? 0

const isNobody = (seen: SeenCalls | 'all'): boolean => seen !== 'all' && seen.accountIds.length === 0 && seen.keyIds.length === 0
