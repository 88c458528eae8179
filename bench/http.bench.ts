/**
 * A signed request over HTTP, whole: gate, handler, call log, and for orders matching and a durable journal
 * (synchronous=FULL), against a bare node:http server that answers the same bytes. Both are asked by the same
 * load generator, in turn, three times; the ratio is the median of the pairs.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { RunningServer, type DemoKeyFile } from '../test/harness/running-server.ts'
import { signedQuery, type Parameters } from '../test/harness/signed-request.ts'
import { median, printRows, type BenchRow } from './bench-row.ts'
import type { LoadOrder, LoadResult } from './load-generator.ts'

const WINDOW = { warmUpMs: 1_000, measureMs: 3_000 }
const ROUNDS = 3

const askFor = (generator: ChildProcess, order: LoadOrder): Promise<LoadResult> =>
  new Promise((resolve) => {
    generator.once('message', (result) => resolve(result as LoadResult))
    generator.send(order)
  })

const httpRequest = (method: string, path: string, key: DemoKeyFile, parameters: Parameters): string =>
  `${method} ${path}?${signedQuery(key, { ...parameters, recvWindow: 60_000 })} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-MBX-APIKEY: ${key.apiKey}\r\n\r\n`

/** Answers every request with the bytes that `url` answered once. */
const bareServer = async (sample: { headers: readonly (readonly [string, string])[]; body: string }): Promise<{ port: number; close: () => void }> => {
  const headers = sample.headers.flatMap(([name, value]) => [name, value])
  const server = createServer((_request, response) => {
    response.writeHead(200, headers)
    response.end(sample.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return { port: (server.address() as AddressInfo).port, close: () => { server.close(); server.closeAllConnections() } }
}

const sampleOf = async (base: string, request: string): Promise<{ headers: readonly (readonly [string, string])[]; body: string }> => {
  const [, method = 'GET', target = '/'] = /^(\S+) (\S+)/.exec(request) ?? []
  const apiKey = /X-MBX-APIKEY: (\S+)/.exec(request)?.[1] ?? ''
  const answer = await fetch(base + target, { method, headers: { 'X-MBX-APIKEY': apiKey, 'Accept-Encoding': 'identity' } })
  const body = await answer.text()
  if (answer.status !== 200) throw new Error(`the sample request was refused: ${body}`)
  const hop = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding'])
  return { headers: [...answer.headers].filter(([name]) => !hop.has(name)), body }
}

export const run = async (): Promise<BenchRow[]> => {
  const server = await RunningServer.start({ options: ['--rate-limits', 'off', '--market', 'off'] })
  const generator = fork(fileURLToPath(new URL('load-generator.ts', import.meta.url)))
  const port = Number(new URL(server.demo.rest).port)
  const { trade, sub1 } = server.demo.keys
  const gets = (): string[] => Array.from({ length: 200 }, (_, index) => httpRequest('GET', '/api/v3/openOrders', trade, { symbol: 'BTCUSDT', recvWindow: 60_000, timestamp: Date.now() - index }))
  // Two accounts trade with each other at one price, each buying back what it sold, so that orders match, the book stays small and funds last.
  const orders = (): string[] => Array.from({ length: 200 }, (_, index) => {
    const isBuy = index % 4 === 0 || index % 4 === 3
    const key = index % 4 < 2 ? (isBuy ? trade : sub1) : (isBuy ? sub1 : trade)
    return httpRequest('POST', '/api/v3/order', key, { symbol: 'LTCUSDT', side: isBuy ? 'BUY' : 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.1', price: '85.00', timestamp: Date.now() - index })
  })

  const rows: BenchRow[] = []
  for (const { name, make, goal, connections } of [
    { name: 'signed GET over HTTP, 32 connections', make: gets, goal: 0.8, connections: 32 },
    { name: 'signed GET over HTTP, 256 connections', make: gets, goal: null, connections: 256 },
    { name: 'signed durable LIMIT order over HTTP, 32 connections', make: orders, goal: null, connections: 32 },
    { name: 'signed durable LIMIT order over HTTP, 256 connections', make: orders, goal: 0.5, connections: 256 },
  ]) {
    const bare = await bareServer(await sampleOf(server.demo.rest, make()[0] ?? ''))
    const ratios: number[] = []
    let last: { ours: LoadResult; bare: LoadResult } | undefined
    for (let round = 0; round < ROUNDS; round += 1) {
      const bareResult = await askFor(generator, { host: '127.0.0.1', port: bare.port, connections, requests: make(), ...WINDOW })
      const ours = await askFor(generator, { host: '127.0.0.1', port, connections, requests: make(), ...WINDOW })
      if (ours.notOk > 0) throw new Error(`${name}: ${ours.notOk} answers were not 200`)
      ratios.push(ours.perSecond / bareResult.perSecond)
      last = { ours, bare: bareResult }
    }
    bare.close()
    rows.push({
      name, ratio: median(ratios), goal: goal === null ? null : { atLeast: goal }, unit: 'Bitting ÷ bare node:http, requests per second',
      figures: { 'Bitting per second': last?.ours.perSecond ?? 0, 'bare per second': last?.bare.perSecond ?? 0, 'p50 ms': last?.ours.p50 ?? 0, 'p99 ms': last?.ours.p99 ?? 0, 'lowest ratio': Math.min(...ratios), 'highest ratio': Math.max(...ratios) },
    })
  }
  generator.kill()
  await server.stop()
  return rows
}

if (import.meta.main) printRows(await run())
