import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { apiKeyId, requestId } from '../ids.ts'
import { type CallRetention, DEFAULT_RETENTION, StoredCallLog } from './call-log.ts'
import { CALL_MIGRATIONS } from './migrations/all.ts'
import { NOW_US, inTemporaryFolder, sampleCall, sampleRefusal } from './samples.ts'
import { prepareFile } from './sqlite/prepare-file.ts'

const withCallLog = (use: (log: StoredCallLog, file: string) => Promise<void>, retention: Partial<CallRetention> = {}): Promise<void> =>
  inTemporaryFolder(async (folder) => {
    const file = join(folder, 'calls.db')
    await prepareFile(file, CALL_MIGRATIONS, 'normal', NOW_US)
    const log = await StoredCallLog.start(file, NOW_US, { ...DEFAULT_RETENTION, ...retention })
    try {
      await use(log, file)
    } finally {
      await log.close()
    }
  })

const rowsIn = (file: string, sql: string): Record<string, unknown>[] => {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}

describe('the call log', () => {
  it('leaves the last room on a disk to the main store: calls are lost and counted', () => withCallLog(async (log, file) => {
    log.record(sampleRefusal(1))
    log.record(sampleCall(2))
    await log.flush()
    assert.equal(log.health.lostCalls, 2)
    assert.match(log.health.trouble ?? '', /the disk has less than \d+ MiB left/)
    assert.deepEqual(rowsIn(file, 'select * from calls'), [])
  }, { minFreeBytes: Number.MAX_SAFE_INTEGER }))

  it('keeps every call as it was recorded', () => withCallLog(async (log, file) => {
    const calls = [
      sampleCall(1),
      sampleCall(2, { accountId: null, keyId: null, permission: null, endpoint: 'GET /api/v3/ping', requestId: requestId('short') }),
      sampleRefusal(3, { address: '2001:db8::1', weight: 1 }),
    ]
    for (const call of calls) log.record(call)
    await log.flush()
    assert.deepEqual(await log.calls({ seen: 'all', order: 'oldest', limit: 10 }), calls.map(({ trace, client, clockDifferenceMs, rights, ...call }, index) => ({ sequence: index + 1, ...call })))
    assert.equal(rowsIn(file, 'select * from calls').length, 3)
  }))

  it('finds a trace at once, also one that was recorded a moment ago', () => withCallLog(async (log) => {
    const refusal = sampleRefusal(7)
    for (let n = 0; n < 7; n++) log.record(n % 2 ? sampleCall(n) : sampleRefusal(n))
    log.record(refusal)
    assert.deepEqual(await log.trace(refusal.requestId), refusal.trace)
    assert.equal(await log.trace(sampleCall(1).requestId), undefined)
    assert.equal(await log.trace(requestId('never')), undefined)
  }))

  it('gives the refusals of a key, newest first, no more than asked', () => withCallLog(async (log) => {
    for (let n = 1; n <= 3_000; n++) log.record(n % 3 === 0 ? sampleRefusal(n, { keyId: apiKeyId(n % 2 ? 'k_odd' : 'k_even') }) : sampleCall(n))
    const refusals = await log.refusals(apiKeyId('k_odd'), 3)
    assert.deepEqual(refusals.map((trace) => trace.requestId), [2997, 2991, 2985].map((n) => sampleCall(n).requestId))
    assert.deepEqual(await log.refusals(apiKeyId('k_none'), 3), [])
  }))

  it('writes by itself, without being asked', { timeout: 10_000 }, () => withCallLog(async (log, file) => {
    log.record(sampleCall(1))
    while (rowsIn(file, 'select * from calls').length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  }))

  it('goes on counting where it stopped', () => inTemporaryFolder(async (folder) => {
    const file = join(folder, 'calls.db')
    for (let run = 0; run < 2; run++) {
      await prepareFile(file, CALL_MIGRATIONS, 'normal', NOW_US)
      const log = await StoredCallLog.start(file, NOW_US)
      log.record(sampleCall(run))
      await log.close()
    }
    assert.deepEqual(rowsIn(file, 'select sequence from calls').map((row) => row['sequence']), [1, 2])
  }))

  it('drops and counts what a disk cannot take, and never fails a request', () => withCallLog(async (log, file) => {
    const thief = new DatabaseSync(file)
    thief.exec('drop table calls')
    thief.close()
    for (let n = 1; n <= 10; n++) log.record(sampleCall(n))
    await log.flush()
    assert.equal(log.health.lostCalls, 10)
    assert.match(log.health.trouble ?? '', /no such table/)
  }))

  it('drops the oldest calls that wait when more arrive than can be written', () => withCallLog(async (log, file) => {
    for (let n = 1; n <= 300_000; n++) log.record(sampleCall(n))
    await log.flush()
    const { lostCalls } = log.health
    assert.equal(lostCalls, 300_000 - 208_000)
    const kept = rowsIn(file, 'select count(*) as count, max(time_us) as newest from calls')[0]
    assert.deepEqual({ ...kept }, { count: 208_000, newest: NOW_US + 300_000 })
  }))

  it('tells of calls in batches, in the order recorded, and of none that were recorded before', () => withCallLog(async (log) => {
    const heard: string[][] = []
    log.record(sampleCall(0))
    await log.flush()
    const stop = log.hearBatches((calls) => heard.push(calls.map(({ requestId }) => requestId)))
    for (let n = 1; n <= 1_500; n++) log.record(sampleCall(n))
    await log.flush()
    stop()
    log.record(sampleCall(1_501))
    await log.flush()
    assert.deepEqual(heard.map(({ length }) => length), [1_000, 500])
    assert.deepEqual(heard.flat(), Array.from({ length: 1_500 }, (_, at) => sampleCall(at + 1).requestId))
  }))

  it('records on when one who hears of calls fails', (context) => withCallLog(async (log, file) => {
    const told = context.mock.method(process.stderr, 'write', () => true)
    log.hear(() => { throw new Error('deaf') })
    log.hearBatches(() => { throw new Error('deafer') })
    log.record(sampleCall(1))
    await log.flush()
    assert.equal(rowsIn(file, 'select * from calls').length, 1)
    assert.deepEqual(told.mock.calls.map(({ arguments: [line] }) => /Error: (\w+)/.exec(String(line))?.[1]), ['deaf', 'deafer'])
  }))
})

it('a process that nothing else holds closes its log to the end', async () => {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, 'calls.db')
    await prepareFile(file, CALL_MIGRATIONS, 'normal', NOW_US)
    const script = `
      import { StoredCallLog } from ${JSON.stringify(import.meta.resolve('./call-log.ts'))}
      import { NOW_US, sampleCall } from ${JSON.stringify(import.meta.resolve('./samples.ts'))}
      const log = await StoredCallLog.start(process.argv[1], NOW_US)
      log.record(sampleCall(1))
      await log.close()
      console.log('closed')`
    const ended = spawnSync(process.execPath, ['--input-type=module', '--eval', script, file], { encoding: 'utf8' })
    assert.deepEqual([ended.status, ended.stdout.trim(), ended.stderr], [0, 'closed', ''])
  })
})
