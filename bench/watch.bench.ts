/**
 * The watch: what one heard call costs the thread that answers requests, against one createHmac of a signed payload in the same run. 100 keys call in
 * turn, 2 in 100 are refused, four addresses a key; the profiles are ripe, so that every detector looks.
 */
import { createHmac } from 'node:crypto'
import { apiKeyId } from '../src/ids.ts'
import { NOW_US, sampleCall, sampleRefusal } from '../src/storage/samples.ts'
import { DAY } from '../src/time.ts'
import { KeyWatch } from '../src/watch/anomalies/key-watch.ts'
import type { CallRecord } from '../src/watch/call-log.ts'
import { type BenchRow, median, printRows } from './bench-row.ts'

const CALLS = 200_000
const KEYS = 100
const ROUNDS = 7
const PAYLOAD = 'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=50000&recvWindow=5000&timestamp=1790000000000'

const callOf = (n: number, timeUs: number): CallRecord => {
  const change = { keyId: apiKeyId(`k_${n % KEYS}`), address: `198.51.100.${n % 4}`, timeUs }
  return n % 50 === 0 ? sampleRefusal(n, change) : sampleCall(n, change)
}

const cpuUs = (act: () => void): number => {
  const before = process.cpuUsage()
  act()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

export const run = async (): Promise<readonly BenchRow[]> => {
  let told = 0
  const watch = new KeyWatch({ offSinceUs: () => null, missedHours: () => null, tell: () => { told += 1 } })
  watch.hear(Array.from({ length: CALLS }, (_, n) => callOf(n, NOW_US - 20 * DAY + n * 5_000_000)))
  const [heard, hmacs]: [number[], number[]] = [[], []]
  for (let at = 0; at < ROUNDS; at += 1) {
    const calls = Array.from({ length: CALLS }, (_, n) => callOf(n, NOW_US + (at * CALLS + n) * 50_000))
    heard.push(cpuUs(() => { for (let from = 0; from < CALLS; from += 1_000) watch.hear(calls.slice(from, from + 1_000)) }) / CALLS)
    hmacs.push(cpuUs(() => { for (let n = 0; n < 50_000; n += 1) createHmac('sha256', 'bis1secret').update(PAYLOAD).digest('hex') }) / 50_000)
  }
  const [heardUs, hmacUs] = [median(heard), median(hmacs)]
  return [{ name: 'watch: one heard call', ratio: heardUs / hmacUs, goal: { atMost: 0.5 }, unit: 'CPU of one call ÷ one createHmac', figures: { 'µs/call': heardUs, 'createHmac µs': hmacUs, 'anomalies told': told } }]
}

if (import.meta.main) printRows(await run())
