import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { KEY_COLUMNS, KEY_COLUMN_KINDS } from '../key-row.ts'
import { queries } from '../queries.ts'
import { NOW_US, inTemporaryFolder, sampleEntry, sampleKey, sampleRecord } from '../samples.ts'
import { openStore } from '../store.ts'
import type { Store } from '../store.ts'
import { Reader } from './reader.ts'
import { packRows, unpackRows } from './row-pack.ts'
import type { ColumnKind } from './row-pack.ts'

const RECORD_COLUMNS = ['sequence', 'time_us', 'command'] as const
const RECORD_KINDS: readonly ColumnKind[] = ['number', 'number', 'text']

const withReader = (use: (reader: Reader, store: Store) => Promise<void>): Promise<void> => inTemporaryFolder(async (folder) => {
  const store = await openStore({ folder, nowUs: NOW_US })
  const reader = new Reader(join(folder, 'bitting.db'))
  try {
    await use(reader, store)
  } finally {
    reader.close()
    await store.close()
  }
})

describe('rows in a pack', () => {
  it('come out as they went in', () => {
    const row = fc.tuple(fc.option(fc.string({ unit: 'binary' })), fc.option(fc.integer()), fc.uint8Array(), fc.string())
    fc.assert(fc.property(fc.array(row), (rows) => {
      const kinds: readonly ColumnKind[] = ['text', 'number', 'bytes', 'text']
      assert.deepEqual([...unpackRows(packRows(rows.map(([a, b, c, d]) => [a, b, new Uint8Array(c), d]), kinds), kinds)], rows)
    }), { numRuns: 100 })
  })
})

describe('rows read ahead by another thread', () => {
  it('are the rows that this thread would read, of every kind', () => withReader(async (reader, store) => {
    await store.keys.insert(sampleKey(1, { label: 'ключ 🔑', guardRails: { symbols: ['BTCUSDT'] } }), sampleEntry('key.create'))
    await store.keys.insert(sampleKey(2, { allowList: { mode: 'unrestricted' }, credential: { kind: 'rsa', publicKey: new Uint8Array() } }), sampleEntry('key.create'))
    const query = queries.selectFrom('api_keys').select(KEY_COLUMNS)
    assert.deepEqual([...reader.manyTuples(query, KEY_COLUMN_KINDS)], [...reader.tuples(query)])
  }))

  it('come in order and whole, also when there are more than it may hold at once', () => withReader(async (reader, store) => {
    for (let sequence = 1; sequence <= 90_000; sequence++) store.journal('live').append(sampleRecord(sequence))
    await store.journal('live').settled()
    const query = queries.selectFrom('journal_live').select(RECORD_COLUMNS).orderBy('sequence')
    let expected = 0
    for (const [sequence, timeUs, command] of reader.manyTuples<[number, number, string]>(query, RECORD_KINDS)) {
      expected += 1
      if (sequence !== expected || timeUs !== sampleRecord(sequence).timeUs || !command.endsWith(`"n":${sequence}}`)) assert.fail(`row ${expected} is ${sequence} ${timeUs} ${command}`)
    }
    assert.equal(expected, 90_000)
  }))

  it('can be left before the end, and may be none', () => withReader(async (reader, store) => {
    const query = queries.selectFrom('journal_live').select(RECORD_COLUMNS)
    assert.deepEqual([...reader.manyTuples(query, RECORD_KINDS)], [])
    store.journal('live').append(sampleRecord(1))
    store.journal('live').append(sampleRecord(2))
    await store.journal('live').settled()
    for (const row of reader.manyTuples<[number, number, string]>(query, RECORD_KINDS)) {
      assert.equal(row[0], 1)
      break
    }
  }))

  it('that cannot be read tell why', () => withReader(async (reader) => {
    const { sql, parameters } = queries.selectFrom('journal_live').select('sequence').compile()
    const broken = { compile: () => ({ ...queries.selectFrom('journal_live').select('sequence').compile(), sql: sql.replace('journal_live', 'nowhere'), parameters }) }
    assert.throws(() => [...reader.manyTuples(broken, ['number'])], /no such table: nowhere/)
  }))
})
