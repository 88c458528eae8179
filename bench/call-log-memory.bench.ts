/**
 * Memory under lasting load: signed GETs as fast as they are answered, every one a row of the call log, and what the server's process holds meanwhile (its resident set). The ratio is the least of
 * the last third against the least of the middle one: garbage comes and goes by some tens of MiB, what is held stays. One minute by itself, in which little is collected; BITTING_BENCH_MINUTES=10 for the long run.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
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

const askFor = (generator: ChildProcess, order: LoadOrder): Promise<LoadResult> => new Promise((resolve) => {
  generator.once('message', (result) => resolve(result as LoadResult))
  generator.send(order)
})

export const run = async (): Promise<readonly BenchRow[]> => {
  const server = await RunningServer.start({ options: ['--rate-limits', 'off', '--market', 'off'] })
  const generator = fork(fileURLToPath(new URL('load-generator.ts', import.meta.url)))
  const samples: number[] = []
  const sampling = setInterval(() => samples.push(residentMib(server.pid)), SAMPLE_EVERY_MS)
  try {
    const { trade } = server.demo.keys
    const port = Number(new URL(server.demo.rest).port)
    const rates: number[] = []
    for (let at = 0; at < MINUTES * 60_000; at += STRETCH_MS) {
      const requests = Array.from({ length: 200 }, (_, index) => `GET /api/v3/openOrders?${signedQuery(trade, { symbol: 'BTCUSDT', recvWindow: 60_000, timestamp: Date.now() - index })} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-MBX-APIKEY: ${trade.apiKey}\r\n\r\n`)
      const { perSecond, notOk } = await askFor(generator, { host: '127.0.0.1', port, connections: CONNECTIONS, requests, warmUpMs: 0, measureMs: STRETCH_MS })
      if (notOk > 0) throw new Error(`${notOk} answers were not 200`)
      rates.push(perSecond)
    }
    const third = Math.floor(samples.length / 3)
    const [middle, last] = [Math.min(...samples.slice(third, 2 * third)), Math.min(...samples.slice(2 * third))]
    const found = await findRunningServer(server.dataFolder)
    const log = found.ok && found.value ? await found.value.operator.callsList({ limit: 1 }) : null
    const rows = log?.ok ? log.value.calls[0]?.sequence ?? 0 : 0
    return [{
      name: 'server: memory under lasting load', ratio: last / middle, goal: { atMost: 1.1 }, unit: 'least resident set of the last third of the time ÷ of the middle one',
      figures: { minutes: MINUTES, 'signed GETs per second': median(rates), 'rows in the log': rows, 'least MiB in the middle': middle, 'least MiB at the end': last, 'most MiB': Math.max(...samples) },
    }]
  } finally {
    clearInterval(sampling)
    generator.kill()
    await server.stop()
  }
}

if (import.meta.main) printRows(await run())
