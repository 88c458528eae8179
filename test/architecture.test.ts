import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The house, from the roof to the ground: a folder imports only what stands below it. */
const FLOORS = [
  'cli', 'main.ts', 'open-*.ts', 'demo', 'server', 'sandbox', 'storage', 'delivery', 'client', 'binance', 'operations', 'watch', 'gate', 'exchange', 'approvals', 'people', 'authority', 'withdrawals', 'accounts', 'audit',
] as const

/** Doing stays above: these rooms read no clock, draw no randomness and touch no disk or socket. */
const PURE = ['operations', 'watch', 'gate', 'exchange', 'approvals', 'people', 'authority', 'withdrawals', 'accounts', 'audit']

const sources = globSync('src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))

/** `open-*.ts` open one room each for main.ts. */
const floorOf = (file: string): number => FLOORS.findIndex((floor) => file === `src/${floor}` || file.startsWith(`src/${floor}/`) || (floor === 'open-*.ts' && /^src\/open-[\w-]+\.ts$/.test(file)))

const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '')

test('every source file stands on a floor of the house or is a shared noun', () => {
  const strangers = sources.filter((file) => floorOf(file) === -1 && file.split('/').length !== 2)
  assert.deepEqual(strangers, [])
})

test('imports point down the house, never up', () => {
  const upward: string[] = []
  for (const file of sources) {
    for (const specifier of importsOf(file).filter((name) => name.startsWith('.'))) {
      const target = relative(root, normalize(join(root, dirname(file), specifier)))
      const [from, to] = [floorOf(file), floorOf(target)]
      const isNoun = to === -1
      if (!isNoun && (from === -1 || to < from)) upward.push(`${file} → ${target}`)
    }
  }
  assert.deepEqual(upward, [])
})

test('the rooms below the edge do no I/O', () => {
  const allowed = new Set(['node:crypto', 'node:zlib', 'node:net', 'node:buffer', 'node:util'])
  const touching: string[] = []
  for (const file of sources.filter((name) => PURE.some((room) => name.startsWith(`src/${room}/`)))) {
    for (const specifier of importsOf(file).filter((name) => name.startsWith('node:'))) {
      if (!allowed.has(specifier)) touching.push(`${file} → ${specifier}`)
    }
  }
  assert.deepEqual(touching, [])
})

test('the rooms below the edge read no clock and draw no randomness', () => {
  const reading: string[] = []
  for (const file of sources.filter((name) => PURE.some((room) => name.startsWith(`src/${room}/`)))) {
    const text = readFileSync(join(root, file), 'utf8')
    for (const forbidden of ['Date.now(', 'new Date()', 'performance.now(', 'process.hrtime', 'Math.random(', 'setTimeout(', 'setInterval(']) {
      if (text.includes(forbidden)) reading.push(`${file}: ${forbidden}`)
    }
    const drawn = /import \{[^}]*\b(random\w+|generateKey\w*)\b[^}]*\} from 'node:crypto'/.exec(text)
    if (drawn) reading.push(`${file}: ${drawn[1]}`)
  }
  assert.deepEqual(reading, [])
})

test('no file is named for a kind instead of an idea', () => {
  const kinds = sources.filter((file) => /\/(utils?|helpers?|common|misc|lib)(\.ts|\/)/.test(file))
  assert.deepEqual(kinds, [])
})

test('the console takes nothing but types from the server, and the server nothing from the console', () => {
  const taking: string[] = []
  for (const file of globSync('console/src/**/*.{ts,tsx}', { cwd: root })) {
    for (const match of readFileSync(join(root, file), 'utf8').matchAll(/^(import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'/gm)) {
      const [, , type, specifier = ''] = match
      if (specifier.startsWith('.') && !normalize(join(dirname(file), specifier)).startsWith('console') && type === undefined) taking.push(`${file} → ${specifier}`)
    }
  }
  assert.deepEqual(taking, [])
  assert.deepEqual(sources.filter((file) => importsOf(file).some((specifier) => /(^|\/)console\/src\//.test(specifier))), [])
})

test('features of the console never import each other', () => {
  const crossing: string[] = []
  for (const file of globSync('console/src/features/*/*.{ts,tsx}', { cwd: root })) {
    const own = dirname(file)
    for (const specifier of importsOf(file).filter((name) => name.startsWith('.'))) {
      const target = normalize(join(dirname(file), specifier))
      if (target.startsWith('console/src/features/') && !target.startsWith(`${own}/`)) crossing.push(`${file} → ${target}`)
    }
  }
  assert.deepEqual(crossing, [])
})

test('what fails and goes on is told by the log of the system alone', () => {
  assert.deepEqual(sources.filter((file) => /\bconsole\.(error|warn|info)\(/.test(readFileSync(join(root, file), 'utf8'))), [])
})
