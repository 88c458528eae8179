import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { NOW_US, inTemporaryFolder, sampleRecord } from './samples.ts'
import { openStore } from './store.ts'

const STORE = JSON.stringify(new URL('./store.ts', import.meta.url).href)
const SAMPLES = JSON.stringify(new URL('./samples.ts', import.meta.url).href)

/** Appends without end, keys among them, and prints each sequence only once it is durable. */
const appender = (folder: string): string => `
  import { openStore } from ${STORE}
  import { sampleEntry, sampleKey, sampleRecord } from ${SAMPLES}
  const store = await openStore({ folder: ${JSON.stringify(folder)}, nowUs: 1 })
  const journal = store.journal('live')
  let sequence = [...journal.recordsAfter(0)].at(-1)?.sequence ?? 0
  let key = [...store.keys.all()].length
  for (;;) {
    for (let n = 0; n < 1 + (sequence % 7); n++) journal.append(sampleRecord(++sequence))
    const last = sequence
    journal.settled()?.then(() => process.stdout.write('r' + last + '\\n'))
    const number = ++key
    store.keys.insert(sampleKey(number), sampleEntry('key.create')).then(() => process.stdout.write('k' + number + '\\n'))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }`

/** Appends until the store refuses, printing each sequence once it is durable and in the end what was told. */
const untilRefused = (folder: string): string => `
  import { openStore } from ${STORE}
  import { sampleRecord } from ${SAMPLES}
  const store = await openStore({ folder: ${JSON.stringify(folder)}, nowUs: 1 })
  const journal = store.journal('live')
  let isRefused = false
  store.onFailure((failure) => {
    isRefused = true
    process.stdout.write(failure.name + ' told: ' + failure.message + '\\n', () => process.exit(0))
  })
  for (let sequence = 0; !isRefused; ) {
    for (let n = 0; n < 50; n++) journal.append(sampleRecord(++sequence))
    try { await journal.settled() } catch { break }
    process.stdout.write(sequence + '\\n')
  }`

/** @returns the last record and the last key that the process acknowledged before it was killed */
const killed = async (folder: string, afterMs: number): Promise<{ record: number; key: number }> => {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', appender(folder)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (said === '') setTimeout(() => child.kill('SIGKILL'), afterMs)
    said += text
  })
  const [[, signal]] = await Promise.all([once(child, 'exit'), once(child.stdout, 'close')])
  assert.equal(signal, 'SIGKILL')
  const last = (kind: string): number => Number(said.split('\n').slice(0, -1).findLast((line) => line.startsWith(kind))?.slice(1) ?? 0)
  return { record: last('r'), key: last('k') }
}

describe('what was acknowledged', () => {
  it('is there after kill -9, every time, in order and unchanged', { timeout: 120_000 }, () => inTemporaryFolder(async (parent) => {
    const folder = join(parent, 'data')
    for (const afterMs of [5, 40, 90, 150, 300]) {
      const acknowledged = await killed(folder, afterMs)
      assert.ok(acknowledged.record > 0)
      const store = await openStore({ folder, nowUs: NOW_US })
      const records = [...store.journal('live').recordsAfter(0)]
      assert.ok(records.length >= acknowledged.record, `${acknowledged.record} records were acknowledged, ${records.length} are there`)
      assert.deepEqual(records, records.map((_, index) => sampleRecord(index + 1)))
      const keys = [...store.keys.all()].length
      assert.ok(keys >= acknowledged.key, `${acknowledged.key} keys were acknowledged, ${keys} are there`)
      // Each key came with its audit row, or neither came.
      const { rows, firstBadRow, fault } = await store.audit.verify()
      assert.deepEqual({ rows, firstBadRow, fault }, { rows: keys, firstBadRow: null, fault: null })
      await store.close()
    }
  }))

  it('is there after the disk refused to take more, and the gate was told', { skip: process.platform === 'win32', timeout: 60_000 }, () => inTemporaryFolder(async (folder) => {
    // A limit on the size of files is the nearest to a full disk that needs no disk: writes beyond it fail.
    const child = spawn('sh', ['-c', 'ulimit -f 4000 && exec "$0" --input-type=module-typescript --eval "$1"', process.execPath, untilRefused(folder)], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => { said += text })
    await Promise.all([once(child, 'exit'), once(child.stdout, 'close')])
    const lines = said.trim().split('\n')
    const acknowledged = Number(lines.at(-2))
    assert.match(lines.at(-1) ?? '', /^StoreFailure told: The store can no longer write: /)
    assert.ok(acknowledged > 0)
    const store = await openStore({ folder, nowUs: NOW_US })
    const records = [...store.journal('live').recordsAfter(0)]
    assert.ok(records.length >= acknowledged)
    assert.deepEqual(records, records.map((_, index) => sampleRecord(index + 1)))
    await store.close()
  }))
})
