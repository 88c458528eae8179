/**
 * Runs every benchmark (or those whose file name contains one of the words given), each in a process of its own,
 * prints one table and writes docs/benchmarks.json.
 */
import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BenchRow } from '../bench/bench-row.ts'
import { printRows } from '../bench/bench-row.ts'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const words = process.argv.slice(2)
const files = globSync('bench/*.bench.ts').filter((file) => words.length === 0 || words.some((word) => file.includes(word))).sort()
const folder = mkdtempSync(join(tmpdir(), 'bitting-bench-'))
const rows: BenchRow[] = []
/** A benchmark that takes longer hangs; one that was asked to run for minutes may. */
const LONGEST_MS = 300_000 + Number(process.env['BITTING_BENCH_MINUTES'] ?? 0) * 60_000

for (const file of files) {
  console.error(`… ${file}`)
  const json = join(folder, 'rows.json')
  const outcome = spawnSync(process.execPath, ['--expose-gc', 'bench/run-one.ts', file, json], { stdio: ['ignore', 'ignore', 'inherit'], timeout: LONGEST_MS, killSignal: 'SIGKILL' })
  if (outcome.status !== 0) {
    console.error(`${file} failed`)
    process.exitCode = 1
    continue
  }
  rows.push(...(JSON.parse(readFileSync(json, 'utf8')) as BenchRow[]))
}
rmSync(folder, { recursive: true })

printRows(rows)
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`
console.log(`\n${machine}`)
if (words.length === 0) writeFileSync('docs/benchmarks.json', `${JSON.stringify({ machine, rows }, null, 2)}\n`)
