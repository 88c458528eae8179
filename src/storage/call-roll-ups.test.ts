import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { accountId, apiKeyId } from '../ids.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../time.ts'
import { FROM_THE_CONSOLE } from '../watch/call-log.ts'
import { StoredCallLog } from './call-log.ts'
import { CALL_MIGRATIONS } from './migrations/all.ts'
import { NOW_US, inTemporaryFolder, sampleCall, sampleRefusal } from './samples.ts'
import { prepareFile } from './sqlite/prepare-file.ts'

const openLog = async (folder: string, nowUs = NOW_US): Promise<StoredCallLog> => {
  const file = join(folder, 'calls.db')
  await prepareFile(file, CALL_MIGRATIONS, 'normal', NOW_US)
  return StoredCallLog.start(file, nowUs)
}

const withLog = (use: (log: StoredCallLog, folder: string) => Promise<void>): Promise<void> => inTemporaryFolder(async (folder) => {
  const log = await openLog(folder)
  try {
    await use(log, folder)
  } finally {
    await log.close()
  }
})

const KEY = apiKeyId('k_1')

test('each way in which a key was used is told with how often since, and when first and last', () => withLog(async (log) => {
  const order = { keyId: KEY, endpoint: 'POST /api/v3/order', permission: 'spotAndMarginTrading' as const, rights: 2, symbol: 'BTCUSDT' }
  log.record(sampleCall(1, { ...order, timeUs: NOW_US - 3 * DAY }))
  log.record(sampleCall(2, { ...order, timeUs: NOW_US }))
  log.record(sampleCall(3, { ...order, timeUs: NOW_US + SECOND, symbol: 'ETHUSDT', reason: 'venue', code: -2010, status: 400 }))
  log.record(sampleCall(4, { ...order, timeUs: NOW_US + SECOND, address: FROM_THE_CONSOLE }))
  log.record(sampleRefusal(5, { keyId: KEY, timeUs: NOW_US + 2 * SECOND, address: '203.0.113.9' }))
  log.record(sampleCall(6, { keyId: apiKeyId('k_2') }))
  const uses = await log.uses({ keyIds: [KEY], fromUs: NOW_US - DAY })
  assert.deepEqual(uses.map(({ address, endpoint, rights, symbol, reason, calls, firstUs, lastUs }) => [address, endpoint, rights, symbol, reason, calls, firstUs - NOW_US, lastUs - NOW_US]), [
    ['203.0.113.9', 'GET /api/v3/account', 0, null, 'addressNotAllowed', 1, 2 * SECOND, 2 * SECOND],
    ['127.0.0.1', 'POST /api/v3/order', 2, 'ETHUSDT', 'venue', 1, SECOND, SECOND],
    ['127.0.0.1', 'POST /api/v3/order', 2, 'BTCUSDT', null, 1, -3 * DAY, 0],
  ])
  assert.deepEqual((await log.uses({ keyIds: [KEY], fromUs: NOW_US - 4 * DAY })).map(({ calls }) => calls), [1, 1, 2])
  assert.deepEqual((await log.uses({ keyIds: [KEY], fromUs: NOW_US, withTrials: true })).map(({ address }) => address).includes(FROM_THE_CONSOLE), true)
  assert.deepEqual(await log.uses({ keyIds: [], fromUs: 0 }), [])
}))

test('programs of a key are told apart by address, name and clock; a stranger is none, and one that changes its name with each call is one', () => withLog(async (log) => {
  for (const [n, clock] of [10, 20, 60].entries()) log.record(sampleCall(n, { keyId: KEY, client: 'grid/2', clockDifferenceMs: clock }))
  log.record(sampleCall(3, { keyId: KEY, client: null, address: '198.51.100.7' }))
  log.record(sampleRefusal(4, { keyId: KEY, address: '203.0.113.9' }))
  const programs = await log.programs(KEY, NOW_US)
  assert.deepEqual(programs.map(({ address, client, calls, clockMs }) => [address, client, calls, clockMs]), [['198.51.100.7', null, 1, null], ['127.0.0.1', 'grid/2', 3, { least: 10, mean: 30, greatest: 60 }]])
  for (let n = 0; n < 500; n++) log.record(sampleCall(n, { keyId: apiKeyId('k_9'), client: `bot/${n}` }))
  const many = await log.programs(apiKeyId('k_9'), NOW_US)
  assert.equal(many.length, 65)
  assert.equal(many.reduce((sum, { calls }) => sum + calls, 0), 500)
}))

test('calls over time are counted for who may see them', () => withLog(async (log) => {
  const hour = NOW_US - NOW_US % HOUR
  for (const [n, [key, account]] of ([['k_1', 1_000_001], ['k_1', 1_000_001], ['k_2', 1_000_001], ['k_3', 1_000_002]] as const).entries()) log.record(sampleCall(n, { keyId: apiKeyId(key), accountId: accountId(account), timeUs: hour + n * MINUTE }))
  log.record(sampleRefusal(5, { keyId: null, accountId: null, timeUs: hour }))
  const counted = async (query: Partial<Parameters<StoredCallLog['rates']>[0]>): Promise<(readonly number[])[]> =>
    (await log.rates({ seen: 'all', grain: 'hour', fromUs: hour, untilUs: hour + HOUR, ...query })).map(({ timeUs, admitted, refused }) => [(timeUs - hour) / MINUTE, admitted, refused])
  assert.deepEqual(await counted({}), [[0, 4, 1]])
  assert.deepEqual(await counted({ grain: 'minute' }), [[0, 1, 1], [1, 1, 0], [2, 1, 0], [3, 1, 0]])
  assert.deepEqual(await counted({ seen: { accountIds: [1_000_001], keyIds: [] } }), [[0, 3, 0]])
  assert.deepEqual(await counted({ seen: { accountIds: [1_000_001], keyIds: ['k_3', 'k_2'] } }), [[0, 4, 0]])
  assert.deepEqual(await counted({ seen: { accountIds: [1_000_001], keyIds: [] }, keyId: 'k_3' }), [])
  assert.deepEqual(await counted({ seen: { accountIds: [], keyIds: [] } }), [])
}))

test('calls by address and endpoint are counted within a time', () => withLog(async (log) => {
  for (let n = 0; n < 25_000; n++) log.record(sampleCall(n, { keyId: n % 2 ? KEY : apiKeyId('k_2'), address: n % 3 ? '127.0.0.1' : '198.51.100.7', reason: n % 5 ? null : 'venue', status: n % 5 ? 200 : 400 }))
  const usage = await log.usage({ keyIds: [KEY], fromUs: NOW_US + 101, untilUs: NOW_US + 24_002, limit: 10 })
  const expected = (isHome: boolean): readonly number[] => {
    const mine = Array.from({ length: 25_000 }, (_, n) => n).filter((n) => n % 2 && n >= 101 && n < 24_002 && (n % 3 !== 0) === isHome)
    return [mine.length, mine.filter((n) => n % 5 === 0).length, mine[0] ?? 0, mine.at(-1) ?? 0]
  }
  assert.deepEqual(usage.map(({ address, calls, refused, firstUs, lastUs }) => [address, calls, refused, firstUs - NOW_US, lastUs - NOW_US]), [['127.0.0.1', ...expected(true)], ['198.51.100.7', ...expected(false)]])
}))

test('a log that was not closed says at its next opening how many calls may be missing, and counts what was written and not counted', () => inTemporaryFolder(async (folder) => {
  const log = await openLog(folder)
  for (let n = 0; n < 700; n++) log.record(sampleCall(n, { keyId: KEY }))
  await log.flush()
  for (let n = 0; n < 50; n++) log.record(sampleCall(1_000 + n, { keyId: KEY }))
  // The files as a killed process leaves them: the last fifty were still in memory.
  const after = join(folder, 'after')
  mkdirSync(after)
  for (const name of ['calls.db', 'calls.db-wal', 'calls.mark', 'calls.under-way']) if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(after, name))
  await log.close()
  const next = await openLog(after, NOW_US + HOUR)
  const [gap] = await next.gaps(10)
  assert.deepEqual([gap?.sequence, gap?.timeUs, gap?.why], [701, NOW_US + HOUR, 'crashed'])
  const atMost = gap?.atMost ?? 0
  assert.ok(atMost >= 50 && atMost <= 50 + 257, `at most ${atMost} are missing`)
  next.record(sampleCall(2_000, { keyId: KEY }))
  assert.deepEqual((await next.calls({ seen: 'all', limit: 2 })).map(({ sequence }) => sequence), [700 + atMost + 1, 700])
  assert.equal((await next.uses({ keyIds: [KEY], fromUs: 0 }))[0]?.calls, 701)
  await next.close()
  const last = await openLog(after, NOW_US + 2 * HOUR)
  assert.deepEqual((await last.gaps(10)).map(({ atMost: most }) => most), [atMost], 'a log that was closed misses nothing more')
  await last.close()
}))

test('what a disk could not take is told as a gap, once it can take that', () => withLog(async (log, folder) => {
  log.record(sampleCall(1))
  await log.flush()
  const other = new DatabaseSync(join(folder, 'calls.db'))
  other.exec("create trigger full before insert on calls begin select raise(abort, 'the disk is full'); end")
  for (let n = 2; n <= 5; n++) {
    log.record(sampleCall(n))
    await log.flush()
  }
  assert.deepEqual([log.health.lostCalls, log.health.trouble], [4, 'the disk is full'])
  other.exec('drop trigger full')
  other.close()
  log.record(sampleCall(6))
  assert.deepEqual((await log.calls({ seen: 'all', limit: 9 })).map(({ sequence }) => sequence), [6, 1])
  assert.deepEqual(await log.gaps(9), [{ sequence: 2, timeUs: NOW_US + 2, why: 'dropped', atMost: 4 }])
  assert.equal(log.health.trouble, null)
}))

test('a log of before is brought over: its calls are found, and counted as uses', () => inTemporaryFolder(async (folder) => {
  const file = join(folder, 'calls.db')
  await prepareFile(file, CALL_MIGRATIONS.slice(0, 1), 'normal', NOW_US)
  const before = new DatabaseSync(file)
  const insert = before.prepare("insert into calls (sequence, request_id, time_us, duration_us, account_id, key_id, address, endpoint, permission, status, code, reason, weight) values (?, ?, ?, 5, ?, ?, '127.0.0.1', 'GET /api/v3/account', ?, ?, ?, ?, 20)")
  for (let n = 1; n <= 1_500; n++) insert.run(n, `r${n}`, NOW_US + n, n % 3 ? 1_000_001 : null, n % 3 ? 'k_1' : null, n % 3 ? 'reading' : null, n % 3 ? 200 : 401, n % 3 ? null : -2015, n % 3 ? null : 'keyUnknown')
  before.close()
  const log = await openLog(folder)
  const calls = await log.calls({ seen: 'all', keyId: 'k_1', limit: 2 })
  assert.deepEqual(calls, [1_500, 1_499, 1_498].filter((n) => n % 3).map((n) => ({
    sequence: n, requestId: `r${n}`, timeUs: NOW_US + n, durationUs: 5, accountId: 1_000_001, keyId: 'k_1', address: '127.0.0.1', endpoint: 'GET /api/v3/account', permission: 'reading', symbol: null, status: 200, code: null, reason: null, weight: 20,
  })))
  assert.deepEqual((await log.uses({ keyIds: [KEY], fromUs: 0 })).map(({ calls: count, rights }) => [count, rights]), [[1_000, 1]])
  assert.deepEqual((await log.calls({ seen: 'all', fromUs: NOW_US + 1_400, outcome: 'refused', limit: 1, order: 'oldest' })).map(({ sequence }) => sequence), [1_401])
  await log.close()
}))
