import type { SQLInputValue } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import type { CallQuery, ListedCall } from '../watch/call-log.ts'
import type { CallUsage, UsageQuery } from '../watch/call-uses.ts'
import type { CallAnswer, CallQuestion } from './sqlite/call-messages.ts'
import { StoreFailure } from './store-error.ts'

/** Asks the thread that reads the call log; it is started by the first question. */
export class CallReader {
  readonly #file: string
  #worker: Worker | undefined
  #nextQuestion = 1
  readonly #questions = new Map<number, PromiseWithResolvers<CallAnswer>>()
  #isClosing = false

  constructor(file: string) {
    this.#file = file
  }

  async calls(query: CallQuery): Promise<readonly ListedCall[]> {
    return this.#ask({ kind: 'calls', query })
  }

  async usage(query: UsageQuery): Promise<readonly CallUsage[]> {
    return this.#ask({ kind: 'usage', query })
  }

  async rows(sql: string, parameters: readonly SQLInputValue[]): Promise<readonly Record<string, unknown>[]> {
    return this.#ask({ kind: 'rows', sql, parameters })
  }

  async close(): Promise<void> {
    const worker = this.#worker
    if (!worker) return
    this.#isClosing = true
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    worker.ref()
    worker.postMessage('close')
    await ended
  }

  async #ask<Row>(question: CallQuestion): Promise<readonly Row[]> {
    const worker = this.#worker ??= this.#start()
    const id = this.#nextQuestion++
    const answered = Promise.withResolvers<CallAnswer>()
    this.#questions.set(id, answered)
    worker.ref()
    worker.postMessage({ id, question })
    const answer = await answered.promise
    if (!answer.ok) throw new StoreFailure(`the call log cannot be read: ${answer.happened}`)
    // A question of a kind is answered with rows of that kind.
    return answer.rows as readonly Row[]
  }

  #start(): Worker {
    const worker = new Worker(new URL('./sqlite/call-reader-thread.ts', import.meta.url), { workerData: this.#file, execArgv: [], name: 'bitting-call-reader' })
    let trouble = 'it was closed'
    worker.on('message', ({ id, answer }: { readonly id: number; readonly answer: CallAnswer }) => {
      this.#questions.get(id)?.resolve(answer)
      this.#questions.delete(id)
      if (this.#questions.size === 0 && !this.#isClosing) worker.unref()
    })
    worker.on('error', (error: Error) => { trouble = error.message })
    worker.on('exit', () => {
      // The next question starts another one.
      if (this.#worker === worker) this.#worker = undefined
      for (const question of this.#questions.values()) question.resolve({ ok: false, happened: `its reading thread ended (${trouble})` })
      this.#questions.clear()
    })
    worker.unref()
    return worker
  }
}
