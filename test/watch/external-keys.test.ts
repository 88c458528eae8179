import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { ExternalKeySummary } from '../../src/operations/operator.ts'
import { bitting, bittingOn } from '../harness/bitting-command.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'

/** Where the owner's keys of another exchange are looked after, and that exchange: another Bitting, as far as the wire tells. */
let house: RunningServer
let exchange: RunningServer
let folder: string

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bitting-external-'))
  ;[house, exchange] = await Promise.all([RunningServer.start({ options: ['--market', 'off'], environment: { BITTING_EXTERNAL_INSIDE: 'yes' } }), RunningServer.start({ options: ['--market', 'off'] })])
})
after(async () => {
  await Promise.all([house.stop(), exchange.stop()])
  rmSync(folder, { recursive: true, force: true })
})

const run = (...words: string[]): Promise<string> => bittingOn(house, ...words)
const external = async (): Promise<readonly ExternalKeySummary[]> => JSON.parse(await run('external', '--json')) as ExternalKeySummary[]

/** Enters one of the exchange's demo keys, from a file as people keep them. */
const add = async (label: string, key: DemoKeyFile, preset: string): Promise<ExternalKeySummary> => {
  const file = join(folder, `${label}.env`)
  writeFileSync(file, `BITTING_API_KEY=${key.apiKey}\n${key.secretKey === undefined ? `BITTING_PRIVATE_KEY="${(key.privateKey ?? '').replaceAll('\n', '\\n')}"` : `BITTING_SECRET_KEY=${key.secretKey}`}\n`, { mode: 0o600 })
  return JSON.parse(await run('external', 'add', '--label', label, '--preset', preset, '--key', file, '--url', exchange.demo.rest, '--demo-codes', '--json')) as ExternalKeySummary
}
interface Letter { readonly subject: string; readonly text: string | null }
const lettersAbout = async (label: string): Promise<readonly Letter[]> => (JSON.parse(await run('outbox', '--last', '100', '--json')) as Letter[]).filter(({ subject, text }) => /other exchange|another exchange/.test(subject) && (text ?? '').includes(label))

test('a key that fits its user type is entered, examined at its exchange and found fitting', async () => {
  const key = await add('reader', exchange.demo.keys.read, 'dashboard')
  assert.deepEqual([key.permissions, key.isBound, key.fault, key.hasSecret], [['reading'], true, null, true])
  assert.equal(key.findings.find(({ probe }) => probe === 'fit')?.verdict, 'fine')
  assert.ok(key.createdAt !== null && key.lastExaminedAt !== null && key.nextExaminationAt !== null)
  const hours = (Date.parse(key.nextExaminationAt) - Date.parse(key.lastExaminedAt)) / 3_600_000
  assert.ok(hours >= 6 && hours <= 6.5, `again in ${hours} h`)
  assert.equal(Date.parse(key.rotationDueAt) - Date.parse(key.createdAt), 180 * 86_400_000, 'a dashboard\'s period after the exchange made it')
  assert.deepEqual(key.concerns, [])
  assert.deepEqual(await lettersAbout('reader'), [])
  assert.match(await run('external'), /✓ reader {2}http.*\n.*key {8}\w{8}…/)
})

test('a key with more rights than its user type is told of by mail, once', async () => {
  const key = await add('greedy', exchange.demo.keys.withdraw, 'dashboard')
  assert.equal(key.grade === 'D' || key.grade === 'E', true, String(key.grade))
  assert.ok(key.concerns.some(({ text }) => /needs less: .*Withdrawals/.test(text)), JSON.stringify(key.concerns))
  const [letter] = await lettersAbout('greedy')
  assert.match(letter?.text ?? '', /needs less: .*Withdrawals[^]*Its risk is [DE]/)
  await run('external', 'examine', 'greedy')
  await run('external', 'examine', 'greedy')
  assert.equal((await lettersAbout('greedy')).length, 1)
})

test('a key that its exchange refuses is a fault that is told; narrowed or closed there, it is seen with the next examination', async () => {
  const ed25519 = await add('signer', exchange.demo.keys.ed25519, 'grid-bot')
  assert.deepEqual([ed25519.permissions, ed25519.concerns], [['reading', 'spotAndMarginTrading'], []])
  const { code, stdout, stderr } = await bitting('keys', 'disable', 'ed25519', '--data', exchange.dataFolder)
  assert.equal(code, 0, stdout + stderr)
  const closed = JSON.parse(await run('external', 'examine', 'signer', '--json')) as ExternalKeySummary
  assert.equal(closed.findings.find(({ probe }) => probe === 'signature')?.verdict, 'fault')
  assert.equal((await lettersAbout('signer')).length, 1)
})

test('a key without its secret is shown and never examined', async () => {
  const key = JSON.parse(await run('external', 'add', '--label', 'shown', '--preset', 'tax-records', '--public', '--key', exchange.demo.keys.trade.apiKey, '--url', exchange.demo.rest, '--demo-codes', '--json')) as ExternalKeySummary
  assert.deepEqual([key.hasSecret, key.lastExaminedAt, key.nextExaminationAt, key.permissions], [false, null, null, null])
  assert.match(await run('external'), /\? shown {2}http/, 'nobody knows whether it is sound')
  assert.match((await bitting('external', 'examine', 'shown', '--data', house.dataFolder)).stderr, /without its secret/)
})

test('no secret stands in plain in any file, nor in what is told', async () => {
  const secrets = [exchange.demo.keys.read, exchange.demo.keys.withdraw].map(({ secretKey }) => secretKey ?? assert.fail())
  const pem = (exchange.demo.keys.ed25519.privateKey ?? '').split('\n')[1] ?? assert.fail()
  const files = readdirSync(house.dataFolder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  assert.ok(files.some((file) => file.includes('bitting.db')))
  const apiKey = Buffer.from(exchange.demo.keys.read.apiKey)
  assert.ok(files.some((file) => readFileSync(file).includes(apiKey)), 'the search finds what is there')
  for (const secret of [...secrets, pem]) {
    for (const file of files) assert.ok(!readFileSync(file).includes(secret), `${file} has a secret in plain`)
    for (const text of [await run('external', '--json'), await run('audit', 'list', '--json'), await run('outbox', '--last', '100', '--json'), house.output]) assert.ok(!text.includes(secret))
  }
  assert.match(await run('audit', 'list', '--json'), /"external\.add"/)
})

test('a key that was entered without its secret gets it later, and is examined with the next round', async () => {
  await run('external', 'add', '--label', 'later', '--preset', 'dashboard', '--public', '--key', exchange.demo.keys.tradeOnly.apiKey, '--url', exchange.demo.rest, '--demo-codes')
  const file = join(folder, 'later.env')
  writeFileSync(file, `BITTING_API_KEY=${exchange.demo.keys.tradeOnly.apiKey}\nBITTING_SECRET_KEY=${exchange.demo.keys.tradeOnly.secretKey}\n`, { mode: 0o600 })
  const edited = JSON.parse(await run('external', 'edit', 'later', '--key', file, '--preset', 'grid-bot', '--demo-codes', '--json')) as ExternalKeySummary
  assert.deepEqual([edited.hasSecret, edited.preset, edited.label], [true, 'grid-bot', 'later'])
  assert.deepEqual((JSON.parse(await run('external', 'examine', 'later', '--json')) as ExternalKeySummary).permissions, ['spotAndMarginTrading'])
  await run('external', 'remove', 'later', '--demo-codes')
})

test('rotation is reminded of as for the keys of this house', async () => {
  await run('clock', '+25d')
  assert.match((await lettersAbout('shown'))[0]?.text ?? '', /shown[^]*to be rotated in/)
  await run('clock', 'reset')
})

test('a key is told again when a closed one opens and closes anew, and is gone when it is removed', async () => {
  assert.equal((await bitting('keys', 'enable', 'ed25519', '--demo-codes', '--data', exchange.dataFolder)).code, 0)
  assert.deepEqual((JSON.parse(await run('external', 'examine', 'signer', '--json')) as ExternalKeySummary).concerns, [])
  assert.equal((await bitting('keys', 'disable', 'ed25519', '--data', exchange.dataFolder)).code, 0)
  const before = (await lettersAbout('signer')).length
  await run('external', 'examine', 'signer')
  assert.equal((await lettersAbout('signer')).length, before + 1)
  await run('external', 'remove', 'signer', '--demo-codes')
  assert.ok(!(await external()).some(({ label }) => label === 'signer'))
})

test('what its exchange said stands when the exchange is away', async () => {
  await exchange.end('SIGTERM')
  const away = JSON.parse(await run('external', 'examine', 'reader', '--json')) as ExternalKeySummary
  assert.match(away.fault ?? '', /Nothing listens at/)
  assert.deepEqual([away.permissions, away.concerns], [['reading'], []], 'a network that fails once is nobody\'s concern')
})

test('a key whose exchange is inside the network is refused, by address at once and by name when it is called', async () => {
  await house.end('SIGTERM')
  const guarded = await RunningServer.start({ options: ['--market', 'off'] })
  try {
    const add = async (label: string, url: string, key = 'read' as 'read' | 'trade') => bitting('external', 'add', '--label', label, '--preset', 'dashboard', '--key', key, '--url', url, '--demo-codes', '--json', '--data', guarded.dataFolder)
    for (const [url, why] of [
      ['http://api.example.com', 'over https:// alone'], ['https://127.0.0.1:8443', 'no address of the internet'], ['https://[::1]', 'no address of the internet'], ['https://169.254.169.254', 'no address of the internet'],
      ['https://0x7f.1', 'no address of the internet'], ['https://10.0.0.7', 'no address of the internet'], ['https://user:pw@api.example.com', 'server alone'], ['ftp://api.example.com', 'no address of a server'],
    ] as const) {
      const { code, stderr } = await add('inside', url)
      assert.equal(code, 1, url)
      assert.ok(stderr.includes(why), `${url}: ${stderr}`)
    }
    const named = await add('named', 'https://localhost:9')
    assert.equal(named.code, 0, named.stderr)
    assert.match((JSON.parse(named.stdout) as ExternalKeySummary).fault ?? '', /no address of the internet/)
  } finally {
    await guarded.stop()
  }
})
