/** Runs one benchmark in this process and writes its rows: `run-one.ts bench/x.bench.ts rows.json`. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BenchRow } from './bench-row.ts'

const [file = '', json = ''] = process.argv.slice(2)
// Each *.bench.ts exports run().
const { run } = await import(pathToFileURL(resolve(file)).href) as { run: () => Promise<BenchRow[]> }
writeFileSync(json, JSON.stringify(await run()))
process.exit(0)
