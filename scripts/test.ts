/**
 * Type-checks, runs every test, and ends with the plain line `N passed, N failed`.
 *
 *   npm test                  everything
 *   npm test -- test/kill     only files whose path contains one of the words
 */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)

const words = process.argv.slice(2)
const files = globSync(['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'])
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort()

let passed = 0
let failed = 0

const typeCheck = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit'], { stdio: ['ignore', 'inherit', 'inherit'] })
const consoleCheck = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit'], { cwd: `${root}console`, stdio: ['ignore', 'inherit', 'inherit'] })
if (typeCheck.status === 0 && consoleCheck.status === 0) passed += 1
else failed += 1

if (files.length === 0) {
  console.error(`No test file matches ${words.join(' ')}.`)
  process.exit(1)
}

const events = run({ files, concurrency: 2, timeout: 15 * 60_000 })
events.on('test:pass', (event) => { if (event.details.type !== 'suite' && event.nesting >= 0 && !isFile(event.name)) passed += 1 })
events.on('test:fail', (event) => { if (event.details.type !== 'suite') failed += 1 })
const isFile = (name: string): boolean => files.includes(name) || name.startsWith(root)

events.compose(spec).pipe(process.stdout)
events.on('end', () => {
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
  setImmediate(() => process.stdout.write(`\n${passed} passed, ${failed} failed\n`))
})
