import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { bitting } from '../harness/bitting-command.ts'
import { RunningServer } from '../harness/running-server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)
/** A program of somebody else, with the package installed from its build and nothing besides. */
const folder = mkdtempSync(join(tmpdir(), 'bitting-package-'))
const installed = join(folder, 'node_modules', 'bitting')
let server: RunningServer

before(async () => {
  mkdirSync(join(folder, 'node_modules'))
  await run(process.execPath, ['scripts/build-library.ts', installed], { cwd: root })
  for (const file of globSync('examples/*.ts', { cwd: root })) copyFileSync(join(root, file), join(folder, basename(file)))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  server = await RunningServer.start()
})
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const example = (name: string, ...words: readonly string[]) => {
  const { trade } = server.demo.keys
  const environment = { BITTING_URL: server.demo.rest, BITTING_API_KEY: trade.apiKey, BITTING_SECRET_KEY: trade.secretKey ?? '', BITTING_PASSPHRASE: 'correct horse battery staple' }
  return run(process.execPath, [`${name}.ts`, ...words], { cwd: folder, env: { ...process.env, ...environment } }).then(({ stdout }) => stdout)
}

test('every example is run here', () => {
  assert.deepEqual(globSync('examples/*.ts', { cwd: root }).map((file) => basename(file, '.ts')).sort(), ['first-order', 'gate-in-your-server', 'lost-answer', 'sealed-secret'])
})

test('the example of a first order places one and takes it back', async () => {
  assert.match(await example('first-order'), /^placed \d+ at \d+\.\d+: NEW\ntaken back: CANCELED\n$/)
})

test('the example of a lost answer ends with one order, whether the answer is lost or comes', async () => {
  assert.match(await example('lost-answer'), /^it stands once: \d+ NEW\n$/)
  const script = join(folder, 'lost.json')
  writeFileSync(script, JSON.stringify({ name: 'lost', seed: 1, lastsS: 60, rules: [{ endpoint: 'POST /api/v3/order', times: 1, fault: { kind: 'loseAnswer' } }], acts: [] }))
  assert.equal((await bitting('scenario', 'run', script, '--data', server.dataFolder)).code, 0)
  assert.match(await example('lost-answer'), /What came of POST \/api\/v3\/order is not known: .*\nit stands once: \d+ NEW\n$/)
})

test('the example of a sealed secret calls with what it sealed, and the file tells nothing', async () => {
  assert.match(await example('sealed-secret', 'sealed.json'), / USDT/)
  assert.ok(!readFileSync(join(folder, 'sealed.json'), 'utf8').includes(server.demo.keys.trade.secretKey ?? '-'))
})

test('the example of a gate admits what the key opens and refuses the rest with words', async () => {
  assert.match(await example('gate-in-your-server'), /GET \/balance → 200 .*\nrefused: The key has not the right "Enable Withdrawals"[^\n]*\nPOST \/payout → 403 \{"refused":"permissionMissing"\}/)
})

test('the package says what it is, and asks for nothing else', () => {
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<string, unknown>
  assert.equal(manifest['name'], 'bitting')
  assert.equal(manifest['dependencies'], undefined)
  for (const file of globSync('**/*.js', { cwd: installed })) {
    const foreign = [...readFileSync(join(installed, file), 'utf8').matchAll(/from '([^.'][^']*)'/g)].map((match) => match[1] ?? '').filter((name) => !name.startsWith('node:'))
    assert.deepEqual(foreign, [], file)
  }
})
