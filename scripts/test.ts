/**
 * Type-checks, runs every test, tells which files took longest, and ends with the plain line `N passed, N failed`.
 *
 *   npm test                  everything
 *   npm test -- test/kill     only files whose path contains one of the words
 */
import { globSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)

// Every file is a process of its own: what the first of them compiled, and the servers that they start, is taken as it is by the next.
process.env['NODE_COMPILE_CACHE'] ??= `${root}node_modules/.cache/bitting`

const words = process.argv.slice(2)
// What starts servers and browsers comes first: the many small files fill the end evenly.
const all = ['test/**/*.test.ts', 'src/**/*.test.ts', 'bench/**/*.test.ts'].flatMap((pattern) => globSync(pattern).sort())
const wanted = words.length === 0 ? all : all.filter((file) => words.some((word) => file.includes(word)))

if (wanted.length === 0) {
  console.error(`No test file matches ${words.join(' ')}.`)
  process.exit(1)
}

/** The compiler is asked whatever else is. */
const TYPES = join('test', 'types.test.ts')
const files = [TYPES, ...wanted.filter((file) => file !== TYPES)]

// The browser unpacks itself at its first start; two files that started it at once would find half of it.
if (files.some((file) => file.startsWith(join('test', 'console', sep)))) await (await import('../test/console/browser.ts')).browserFile().catch(() => undefined)

let passed = 0
let failed = 0

// Two, on any machine: a third server and browser beside them make what waits for one of them give up.
const events = run({ files, concurrency: 2, timeout: 15 * 60_000 })
events.on('test:pass', (event) => { if (event.details.type !== 'suite' && event.nesting >= 0 && !isFile(event.name)) passed += 1 })
events.on('test:fail', (event) => { if (event.details.type !== 'suite') failed += 1 })
/** Seconds of each file, its process and its servers with it. */
const took = new Map<string, number>()
events.on('test:complete', ({ name, details }) => { if (isFile(name)) took.set(relative(root, resolve(name)), details.duration_ms / 1000) })
const isFile = (name: string): boolean => files.includes(name) || name.startsWith(root)

events.compose(spec).pipe(process.stdout)
events.on('end', () => {
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
  const slowest = [...took].sort(([, one], [, other]) => other - one).slice(0, 20).map(([file, seconds]) => `${seconds.toFixed(0).padStart(5)} s  ${file}`)
  setImmediate(() => process.stdout.write(`\n${slowest.length > 1 ? `The slowest files:\n${slowest.join('\n')}\n\n` : ''}${passed} passed, ${failed} failed\n`))
})
