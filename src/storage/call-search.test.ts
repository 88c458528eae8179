import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { accountId, apiKeyId } from '../ids.ts'
import { MINUTE, SECOND } from '../time.ts'
import type { CallQuery, CallRecord, ListedCall } from '../watch/call-log.ts'
import { CallScene } from './call-log-scene.ts'
import { NOW_US, sampleCall } from './samples.ts'

const ADDRESSES = ['198.51.100.1', '198.51.100.2', '2001:db8::1']
const ENDPOINTS = ['GET /api/v3/account', 'POST /api/v3/order', 'GET /api/v3/time']
const SYMBOLS = [null, 'BTCUSDT', 'ETHUSDT']
const REASONS = [null, 'venue', 'addressNotAllowed']

interface Told { readonly who: number; readonly address: number; readonly endpoint: number; readonly symbol: number; readonly reason: number; readonly late: number }

const some = fc.nat(2)
const told: fc.Arbitrary<Told> = fc.record({ who: fc.nat(4), address: some, endpoint: some, symbol: some, reason: some, late: fc.nat(3) })

/** Calls come in the order in which they are answered: some came in earlier than one that stands before them. */
const callOf = (n: number, { who, address, endpoint, symbol, reason, late }: Told): CallRecord => sampleCall(n, {
  timeUs: NOW_US + n * SECOND - late * 2 * SECOND, accountId: who === 4 ? null : accountId(1_000_001 + who % 2), keyId: who === 4 ? null : apiKeyId(`k_${who}`),
  address: ADDRESSES[address] ?? '', endpoint: ENDPOINTS[endpoint] ?? '', symbol: SYMBOLS[symbol] ?? null, reason: REASONS[reason] ?? null, code: REASONS[reason] ? -1_000 : null, status: REASONS[reason] ? 400 : 200,
})

const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined })
const query = (most: number): fc.Arbitrary<CallQuery> => fc.record({
  seen: fc.oneof(fc.constant('all' as const), fc.record({ accountIds: fc.subarray([1_000_001, 1_000_002]), keyIds: fc.subarray(['k_0', 'k_3']) })),
  keyId: maybe(fc.constantFrom('k_0', 'k_1')), accountId: maybe(fc.constantFrom(1_000_001, 1_000_002)), address: maybe(fc.constantFrom(...ADDRESSES)), endpoint: maybe(fc.constantFrom(...ENDPOINTS)),
  symbol: maybe(fc.constantFrom('BTCUSDT', 'ETHUSDT')), outcome: maybe(fc.constantFrom('admitted' as const, 'refused' as const, 'rejected' as const)),
  fromUs: maybe(fc.nat(most).map((n) => NOW_US + n * SECOND)), untilUs: maybe(fc.nat(most).map((n) => NOW_US + n * SECOND)), before: maybe(fc.nat(most)), after: maybe(fc.nat(most)),
  order: maybe(fc.constantFrom('newest' as const, 'oldest' as const)), limit: fc.integer({ min: 1, max: 20 }),
})

/** The slow obvious twin. */
const looked = (calls: readonly CallRecord[], { seen, order, limit, ...filter }: CallQuery): ListedCall[] => {
  const listed = calls.map(({ trace, client, clockDifferenceMs, rights, ...call }, at) => ({ sequence: at + 1, ...call })).filter((call) =>
    (seen === 'all' || (call.accountId !== null && seen.accountIds.includes(call.accountId)) || (call.keyId !== null && seen.keyIds.includes(call.keyId)))
    && [[filter.keyId, call.keyId], [filter.accountId, call.accountId], [filter.address, call.address], [filter.endpoint, call.endpoint], [filter.symbol, call.symbol]].every(([wanted, is]) => wanted === undefined || wanted === is)
    && (filter.outcome === undefined || (filter.outcome === 'admitted' ? call.reason === null : filter.outcome === 'refused' ? call.reason !== null : call.reason === 'venue'))
    && call.timeUs >= (filter.fromUs ?? 0) && call.timeUs < (filter.untilUs ?? Infinity) && call.sequence < (filter.before ?? Infinity) && call.sequence > (filter.after ?? -1))
  return (order === 'oldest' ? listed : listed.reverse()).slice(0, limit)
}

test('whatever is looked for, what is found is what a look at every row finds', async () => {
  const calls = fc.array(told, { minLength: 1, maxLength: 120 })
  await fc.assert(fc.asyncProperty(calls, fc.array(query(120), { minLength: 8, maxLength: 8 }), fc.array(fc.nat(120), { maxLength: 4 }), async (list, queries, cuts) => {
    const records = list.map((one, at) => callOf(at + 1, one))
    await CallScene.in((scene) => {
      let from = 0
      for (const cut of [...cuts.sort((one, other) => one - other), records.length]) {
        scene.write(records.slice(from, cut))
        // The last ones stand in the file and are not counted yet.
        if (cut < records.length) scene.writer.count()
        from = Math.max(from, cut)
      }
      for (const one of queries) assert.deepEqual(scene.search.find(one), looked(records, one), JSON.stringify(one))
    })
  }), { numRuns: 60 })
})

/** Every combination of what narrows, each with a value. */
const combinations = (): CallQuery[] => {
  const parts: readonly Partial<CallQuery>[] = [{ keyId: 'k_1' }, { accountId: 1_000_001 }, { address: '198.51.100.1' }, { endpoint: 'GET /api/v3/time' }, { symbol: 'BTCUSDT' }, { outcome: 'refused' }, { fromUs: NOW_US, untilUs: NOW_US + MINUTE }, { before: 50 }, { order: 'oldest', after: 3 }]
  const seens: readonly CallQuery['seen'][] = ['all', { accountIds: [1_000_001], keyIds: ['k_1', 'k_2'] }]
  return seens.flatMap((seen) => Array.from({ length: 2 ** parts.length }, (_, bits) => Object.assign({ seen, limit: 100 }, ...parts.filter((__, part) => (bits >> part) & 1)) as CallQuery))
}

test('for every combination that may be asked, no statement reads a table from end to end', () => CallScene.in((scene) => {
  scene.write(Array.from({ length: 3_000 }, (_, n) => callOf(n + 1, { who: n % 5, address: n % 3, endpoint: n % 2, symbol: n % 3, reason: n % 7 % 3, late: 0 })))
  scene.writer.count()
  scene.write([callOf(3_001, { who: 1, address: 0, endpoint: 0, symbol: 1, reason: 0, late: 0 })])
  const seen = new Set<string>()
  for (const one of combinations()) for (const sql of scene.search.statementsFor(one)) seen.add(sql)
  assert.ok(seen.size > 100, `${seen.size} statements were seen`)
  const scans: string[] = []
  for (const sql of seen) {
    for (const { detail } of scene.database.prepare(`explain query plan ${sql}`).all()) {
      // A list of values is no table, and `counted` has one row.
      if (/^SCAN (?!value|u VIRTUAL|json_each|counted)/.test(String(detail))) scans.push(`${String(detail)}: ${sql}`)
    }
  }
  assert.deepEqual(scans, [])
}))
