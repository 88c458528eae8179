/** The start with a million keys: from opening the store until every key is in the directory, against the 3 s that are asked for. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KeyDirectory } from '../src/authority/key-directory.ts'
import { KEY_COLUMNS, rowFromKey } from '../src/storage/key-row.ts'
import { MAIN_MIGRATIONS } from '../src/storage/migrations/all.ts'
import { queries } from '../src/storage/queries.ts'
import { NOW_US, sampleKey } from '../src/storage/samples.ts'
import { prepareFile } from '../src/storage/sqlite/prepare-file.ts'
import { statementFor } from '../src/storage/sqlite/statement.ts'
import { Writer } from '../src/storage/sqlite/writer.ts'
import { MAIN_FILE, openStore } from '../src/storage/store.ts'
import { median, printRows } from './bench-row.ts'
import type { BenchRow } from './bench-row.ts'

const KEYS = 1_000_000
const SECONDS_ASKED = 3
const ROUNDS = 3

const fill = async (file: string): Promise<void> => {
  const { isChecked } = await prepareFile(file, MAIN_MIGRATIONS, 'full', NOW_US)
  const writer = await Writer.start({ file, isChecked, maxPages: undefined })
  const insert = queries.insertInto('api_keys').values(rowFromKey(sampleKey(0)))
  const columns = Object.keys(rowFromKey(sampleKey(0))) as (typeof KEY_COLUMNS)[number][] // the keys of a typed row
  for (let from = 0; from < KEYS; from += 10_000) {
    const rows = Array.from({ length: 10_000 }, (_, n) => {
      const row = rowFromKey(sampleKey(from + n))
      return columns.map((column) => row[column])
    })
    await writer.change([statementFor(insert, rows)], null)
  }
  await writer.close()
}

/** @returns seconds until the store was open, and until all keys were at hand */
const start = async (folder: string): Promise<{ openSeconds: number; allSeconds: number }> => {
  const startedMs = performance.now()
  const store = await openStore({ folder, nowUs: NOW_US })
  const openSeconds = (performance.now() - startedMs) / 1_000
  const directory = new KeyDirectory({ sealer: { open: () => ({ ok: false, fault: 'keyMissing', sealingKeyVersion: 1 }) } })
  directory.load(store.keys.all())
  const allSeconds = (performance.now() - startedMs) / 1_000
  await store.close()
  if (directory.size !== KEYS) throw new Error(`${directory.size} keys were loaded`)
  return { openSeconds, allSeconds }
}

export const run = async (): Promise<readonly BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-bench-'))
  try {
    await fill(join(folder, MAIN_FILE))
    const starts = []
    for (let round = 0; round < ROUNDS; round++) starts.push(await start(folder))
    const allSeconds = median(starts.map((one) => one.allSeconds))
    return [{
      name: 'start with a million keys', ratio: allSeconds / SECONDS_ASKED, goal: { atMost: 1 }, unit: 'seconds ÷ 3 s',
      figures: { seconds: allSeconds, openSeconds: median(starts.map((one) => one.openSeconds)), fastest: Math.min(...starts.map((one) => one.allSeconds)), slowest: Math.max(...starts.map((one) => one.allSeconds)) },
    }]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) printRows(await run())
