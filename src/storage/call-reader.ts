import type { SQLInputValue } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import type { Trace } from '../gate/trace.ts'
import type { ApiKeyId, RequestId } from '../ids.ts'
import { DAY, type TimeUs } from '../time.ts'
import type { CallGap } from '../watch/call-gap.ts'
import { type CallQuery, FROM_THE_CONSOLE, type ListedCall } from '../watch/call-log.ts'
import { type CallRate, RATE_GRAINS, type RateQuery } from '../watch/call-rates.ts'
import type { CallUsage, KeyProgram, KeyUse, KeyUseQuery, UsageQuery } from '../watch/call-uses.ts'
import { type CallRow, gapOf, programOf, rateOf, traceOf, useOf } from './call-rows.ts'
import type { CallAnswer, CallQuestion } from './sqlite/call-messages.ts'
import { StoreFailure } from './store-error.ts'

/** Questions about what is in the call log's file, answered by a thread that reads it; it is started by the first one. */
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

  async trace(requestId: RequestId): Promise<Trace | undefined> {
    const rows = await this.#rows('select trace from traces where request_id = ?', [requestId])
    return rows.map(traceOf)[0]
  }

  async refusals(keyId: ApiKeyId, limit: number): Promise<readonly Trace[]> {
    const rows = await this.#rows('select trace from traces where key_id = ? order by sequence desc limit ?', [keyId, limit])
    return rows.map(traceOf)
  }

  async rates({ seen, grain, keyId, accountId, fromUs, untilUs }: RateQuery): Promise<readonly CallRate[]> {
    const startUs = fromUs - fromUs % RATE_GRAINS[grain]
    const conditions = ['grain = ?', 'start_us >= ?', 'start_us < ?']
    const parameters: (string | number)[] = [grain, startUs, untilUs]
    if (keyId !== undefined) { conditions.push('key_id = ?'); parameters.push(keyId) }
    if (accountId !== undefined) { conditions.push('account_id = ?'); parameters.push(accountId) }
    if (seen !== 'all') {
      conditions.push('(account_id in (select value from json_each(?)) or key_id in (select value from json_each(?)))')
      parameters.push(JSON.stringify(seen.accountIds), JSON.stringify(seen.keyIds))
    }
    const rows = await this.#rows(`select start_us, sum(admitted) as admitted, sum(refused) as refused, sum(weight) as weight from rates where ${conditions.join(' and ')} group by start_us order by start_us`, parameters)
    return rows.map(rateOf)
  }

  async uses({ keyIds, fromUs, withTrials = false }: KeyUseQuery): Promise<readonly KeyUse[]> {
    const rows = await this.#rows(`select u.account_id, u.key_id, u.address, u.endpoint, u.permission, u.rights, u.symbol, u.status, u.code, u.reason, u.first_us, u.last_us, d.calls, d.weight
      from (select u.id as id, sum(d.calls) as calls, sum(d.weight) as weight from uses u cross join use_days d on d.use_id = u.id
        where u.key_id in (select value from json_each(?)) and d.day_us >= ? and u.address <> ? group by u.id) d cross join uses u on u.id = d.id
      order by u.last_us desc, u.id desc`, [JSON.stringify(keyIds), fromUs - fromUs % DAY, withTrials ? '' : FROM_THE_CONSOLE])
    return rows.map(useOf)
  }

  async programs(keyId: ApiKeyId, fromUs: TimeUs): Promise<readonly KeyProgram[]> {
    const rows = await this.#rows('select * from programs where key_id = ? and day_us >= ? and address <> ? order by day_us desc, last_us desc', [keyId, fromUs - fromUs % DAY, FROM_THE_CONSOLE])
    return rows.map(programOf)
  }

  async gaps(limit: number): Promise<readonly CallGap[]> {
    const rows = await this.#rows('select * from gaps order by sequence desc limit ?', [limit])
    return rows.map(gapOf)
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

  #rows(sql: string, parameters: readonly SQLInputValue[]): Promise<readonly CallRow[]> {
    return this.#ask({ kind: 'rows', sql, parameters })
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
