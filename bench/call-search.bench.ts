/**
 * The call log: how long a page of a filtered look takes among a million rows. Load: 300 keys of 20 accounts, each from two addresses, at 20 endpoints and in 4 of 30 markets, one call in
 * ten refused; that is about 80,000 different uses, where a busy server has some thousand. Every combination of account, key, address, endpoint, market,
 * outcome, time and page is asked three times, newest and oldest first, by somebody who sees every account; what counts is the slowest, by its
 * processor time, which is its time where nothing else runs: all that it reads is in the system's memory.
 */
import { accountId, apiKeyId } from '../src/ids.ts'
import { CallScene } from '../src/storage/call-log-scene.ts'
import { NOW_US, sampleCall } from '../src/storage/samples.ts'
import { SECOND } from '../src/time.ts'
import type { CallQuery, CallRecord } from '../src/watch/call-log.ts'
import { median, printRows } from './bench-row.ts'
import type { BenchRow } from './bench-row.ts'

const ROWS = 1_000_000
const MOST_MS = 100
const ACCOUNTS = 20

/** Numbers that look random and are the same in every run (mulberry32). */
const drawn = (n: number, salt: number, below: number): number => {
  let state = (n * 8 + salt) * 0x6d2b79f5 | 0
  state = Math.imul(state ^ (state >>> 15), state | 1)
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61)
  return ((state ^ (state >>> 14)) >>> 0) % below
}

const callOf = (n: number): CallRecord => {
  const key = drawn(n, 1, 300)
  const isRefused = drawn(n, 2, 10) === 0
  return sampleCall(n, {
    timeUs: NOW_US + n * SECOND / 100, keyId: apiKeyId(`k_${key}`), accountId: accountId(1_000_000 + key % ACCOUNTS), address: `198.51.100.${key % 200}`.concat(drawn(n, 3, 2) ? '' : '0'),
    endpoint: `GET /api/v3/endpoint${drawn(n, 4, 20)}`, symbol: `MARKET${(key + drawn(n, 5, 4)) % 30}`, reason: isRefused ? 'permissionMissing' : null, status: isRefused ? 401 : 200, code: isRefused ? -2015 : null,
  })
}

const queries = (): CallQuery[] => {
  const end = NOW_US + ROWS * SECOND / 100
  const parts: readonly Partial<CallQuery>[] = [
    { accountId: 1_000_007 }, { keyId: 'k_27' }, { address: '198.51.100.27' }, { endpoint: 'GET /api/v3/endpoint7' }, { symbol: 'MARKET28' }, { outcome: 'refused' },
    { fromUs: NOW_US + (end - NOW_US) / 4, untilUs: NOW_US + (end - NOW_US) / 2 }, { before: ROWS / 2 }, { order: 'oldest' },
  ]
  const seen = { accountIds: Array.from({ length: ACCOUNTS }, (_, n) => 1_000_000 + n), keyIds: [] }
  return Array.from({ length: 2 ** parts.length }, (_, bits) => Object.assign({ seen, limit: 100 }, ...parts.filter((__, part) => (bits >> part) & 1)) as CallQuery)
}

export const run = async (): Promise<readonly BenchRow[]> => {
  const times: number[] = []
  let slowest = ''
  let uses = 0
  await CallScene.in((scene) => {
    scene.write(Array.from({ length: ROWS }, (_, n) => callOf(n + 1)))
    scene.writer.count()
    uses = Number(scene.rows('select count(*) as uses from uses')[0]?.['uses'])
    for (const query of queries()) {
      // Three times, because what else the machine does is not what is measured.
      const tookMs = median([0, 1, 2].map(() => {
        const before = process.threadCpuUsage()
        scene.search.find(query)
        const { user, system } = process.threadCpuUsage(before)
        return (user + system) / 1_000
      }))
      if (tookMs > Math.max(0, ...times)) slowest = JSON.stringify({ ...query, seen: undefined })
      times.push(tookMs)
    }
  })
  times.sort((one, other) => one - other)
  const slowestMs = times.at(-1) ?? 0
  console.log(`    slowest: ${slowest}`)
  return [{ name: 'call log: the slowest of 512 filtered pages among a million rows', ratio: slowestMs / MOST_MS, goal: { atMost: 1 }, unit: 'ms of processor time ÷ 100', figures: { slowestMs, medianMs: times[times.length >> 1] ?? 0, uses } }]
}

if (import.meta.main) printRows(await run())
