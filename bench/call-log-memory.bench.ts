/**
 * Memory under lasting load: signed GETs as fast as they are answered, every one a row of the call log, and what the answering thread holds meanwhile: its heap and what hangs on it, after everything that
 * can be collected was. The ratio is the end against the first third. The resident set is told beside it: it goes up and down with garbage that nobody needed to collect yet. One minute by itself;
 * BITTING_BENCH_MINUTES=10 for the long run.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import { findRunningServer } from '../src/cli/remote-operator.ts'
import { RunningServer } from '../test/harness/running-server.ts'
import { signedQuery } from '../test/harness/signed-request.ts'
import { type BenchRow, median, printRows } from './bench-row.ts'
import type { LoadOrder, LoadResult } from './load-generator.ts'

const MINUTES = Number(process.env['BITTING_BENCH_MINUTES'] ?? 1)
const CONNECTIONS = 64
/** Signed anew so often: what is signed is good for a minute. */
const STRETCH_MS = 20_000
const SAMPLE_EVERY_MS = 1_000
const KIB_PER_MIB = 1_024

const residentMib = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? Number.NaN) / KIB_PER_MIB

/** The server's inspector, by which garbage is collected when it is asked for (the Chrome DevTools protocol). */
class Inspector {
  readonly #socket: WebSocket
  #asked = 0

  private constructor(socket: WebSocket) { this.#socket = socket }

  static async of({ output }: RunningServer): Promise<Inspector> {
    const socket = new WebSocket(/ws:\/\/\S+/.exec(output)?.[0] ?? '')
    await new Promise<void>((resolve, reject) => { socket.once('open', resolve).once('error', reject) })
    return new Inspector(socket)
  }

  /** MiB that stay when all garbage is gone. */
  async heldMib(): Promise<number> {
    await this.#ask('HeapProfiler.collectGarbage', {})
    await this.#ask('HeapProfiler.collectGarbage', {})
    const answer = await this.#ask('Runtime.evaluate', { expression: 'process.memoryUsage().heapUsed + process.memoryUsage().external', returnByValue: true })
    return Number(/"value":(\d+)/.exec(answer)?.[1]) / 2 ** 20
  }

  close(): void { this.#socket.close() }

  #ask(method: string, params: object): Promise<string> {
    const id = this.#asked += 1
    return new Promise((resolve) => {
      const hear = (data: unknown): void => {
        const answer = String(data)
        if (!answer.includes(`"id":${id},`)) return
        this.#socket.off('message', hear)
        resolve(answer)
      }
      this.#socket.on('message', hear)
      this.#socket.send(JSON.stringify({ id, method, params }))
    })
  }
}

const askFor = (generator: ChildProcess, order: LoadOrder): Promise<LoadResult> => new Promise((resolve) => {
  generator.once('message', (result) => resolve(result as LoadResult))
  generator.send(order)
})

export const run = async (): Promise<readonly BenchRow[]> => {
  const server = await RunningServer.start({ options: ['--rate-limits', 'off', '--market', 'off'], environment: { NODE_OPTIONS: '--inspect=127.0.0.1:0' } })
  const inspector = await Inspector.of(server)
  const generator = fork(fileURLToPath(new URL('load-generator.ts', import.meta.url)))
  const samples: number[] = []
  const sampling = setInterval(() => samples.push(residentMib(server.pid)), SAMPLE_EVERY_MS)
  try {
    const { trade } = server.demo.keys
    const port = Number(new URL(server.demo.rest).port)
    const rates: number[] = []
    const held: number[] = []
    for (let at = 0; at < MINUTES * 60_000; at += STRETCH_MS) {
      const requests = Array.from({ length: 200 }, (_, index) => `GET /api/v3/openOrders?${signedQuery(trade, { symbol: 'BTCUSDT', recvWindow: 60_000, timestamp: Date.now() - index })} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-MBX-APIKEY: ${trade.apiKey}\r\n\r\n`)
      const { perSecond, notOk } = await askFor(generator, { host: '127.0.0.1', port, connections: CONNECTIONS, requests, warmUpMs: 0, measureMs: STRETCH_MS })
      if (notOk > 0) throw new Error(`${notOk} answers were not 200`)
      rates.push(perSecond)
      held.push(await inspector.heldMib())
    }
    const first = Math.min(...held.slice(0, Math.ceil(held.length / 3)))
    const end = held.at(-1) ?? Number.NaN
    const found = await findRunningServer(server.dataFolder)
    const log = found.ok && found.value ? await found.value.operator.callsList({ limit: 1 }) : null
    const rows = log?.ok ? log.value.calls[0]?.sequence ?? 0 : 0
    return [{
      name: 'server: memory under lasting load', ratio: end / first, goal: { atMost: 1.1 }, unit: 'held at the end ÷ held in the first third of the time',
      figures: { minutes: MINUTES, 'signed GETs per second': median(rates), 'rows in the log': rows, 'MiB held in the first third': first, 'MiB held at the end': end, 'least MiB resident': Math.min(...samples), 'most MiB resident': Math.max(...samples) },
    }]
  } finally {
    clearInterval(sampling)
    inspector.close()
    generator.kill()
    await server.stop()
  }
}

if (import.meta.main) printRows(await run())
