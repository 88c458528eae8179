import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { MAIN_MIGRATIONS } from '../migrations/all.ts'
import { NOW_US, inTemporaryFolder, sampleEntry, sampleRecord } from '../samples.ts'
import { StoreFailure } from '../store-error.ts'
import { prepareFile } from './prepare-file.ts'
import { Writer } from './writer.ts'

const withWriter = (maxPages: number | undefined, use: (writer: Writer, file: string) => Promise<void>): Promise<void> =>
  inTemporaryFolder(async (folder) => {
    const file = join(folder, 'bitting.db')
    await prepareFile(file, MAIN_MIGRATIONS, 'full', NOW_US)
    const writer = await Writer.start({ file, isChecked: true, maxPages })
    try {
      await use(writer, file)
    } finally {
      await writer.close()
    }
  })

const sequencesIn = (file: string): unknown[] => {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database.prepare('select sequence from journal_live order by sequence').all().map((row) => row['sequence'])
  } finally {
    database.close()
  }
}

/** Lets the writer's messages in without waiting for them. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('the writer', () => {
  it('commits in groups what arrives while a commit runs', () => withWriter(undefined, async (writer, file) => {
    for (let sequence = 1; sequence <= 2_000; sequence++) {
      writer.append('live', sampleRecord(sequence))
      if (sequence % 4 === 0) await turn()
    }
    await writer.settled()
    assert.equal(sequencesIn(file).length, 2_000)
    assert.ok(writer.transactions < 500, `${writer.transactions} transactions for 500 messages`)
  }))

  it('gives one promise to all who wait for the same group', () => withWriter(undefined, async (writer) => {
    writer.append('live', sampleRecord(1))
    const first = writer.settled()
    writer.append('testnet', sampleRecord(1))
    assert.equal(writer.settled(), first)
    await first
    assert.equal(writer.transactions, 1)
  }))

  it('writes what waits before it closes', () => withWriter(undefined, async (writer, file) => {
    writer.append('live', sampleRecord(1))
    await writer.close()
    assert.deepEqual(sequencesIn(file), [1])
    await assert.rejects(writer.change([], sampleEntry('late')), StoreFailure)
  }))

  it('on a full disk rejects everything that was not acknowledged, keeps all that was, and stays stopped', () => withWriter(60, async (writer, file) => {
    let acknowledged = 0
    let failure: unknown
    for (let sequence = 1; failure === undefined; sequence++) {
      writer.append('live', sampleRecord(sequence, { command: 'x'.repeat(2_000) }))
      await writer.settled()?.then(() => { acknowledged = sequence }, (error: unknown) => { failure = error })
    }
    assert.ok(failure instanceof StoreFailure)
    assert.match(failure.message, /full/)
    assert.equal(writer.failure, failure)
    assert.deepEqual(sequencesIn(file), Array.from({ length: acknowledged }, (_, index) => index + 1))
    writer.append('live', sampleRecord(acknowledged + 1, { command: 'x' }))
    await assert.rejects(async () => writer.settled(), StoreFailure)
    await assert.rejects(writer.change([], sampleEntry('late')), StoreFailure)
    await turn()
    assert.equal(sequencesIn(file).length, acknowledged)
  }))

  it('that finds its file damaged writes nothing to it', () => withWriter(undefined, async (healthy, file) => {
    for (let sequence = 1; sequence <= 2_000; sequence++) healthy.append('live', sampleRecord(sequence))
    await healthy.close()
    const bytes = readFileSync(file)
    bytes.fill(0x5a, bytes.length - 40 * 4096)
    writeFileSync(file, bytes)
    const writer = await Writer.start({ file, isChecked: false, maxPages: undefined })
    await assert.rejects(writer.change([], sampleEntry('key.create')), { name: 'StoreFailure', message: /damaged/ })
    await writer.close()
    assert.ok(readFileSync(file).equals(bytes))
  }))

  it('tells its listener when it stops, and rejects the changes that wait', () => withWriter(undefined, async (writer) => {
    let told: StoreFailure | undefined
    writer.onFailure((failure) => { told = failure })
    const change = writer.change([], sampleEntry('key.create'))
    // The same sequence twice is a broken invariant of the venue: the gate must close.
    writer.append('live', sampleRecord(1))
    writer.append('live', sampleRecord(1))
    await assert.rejects(change, StoreFailure)
    assert.equal(writer.failure, told)
    assert.match(told?.message ?? '', /UNIQUE/)
  }))

  it('refuses an audit entry with a secret before it is sent anywhere', () => withWriter(undefined, async (writer) => {
    await assert.rejects(async () => writer.change([], { ...sampleEntry('key.create'), after: `bis1${'x'.repeat(60)}` }), /secret/)
    await writer.change([], sampleEntry('key.create'))
  }))
})
