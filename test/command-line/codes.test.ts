import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Played, play } from '../../src/cli/stage.ts'
import type { Operator } from '../../src/operations/operator.ts'
import { operatorOf } from '../harness/operator-of.ts'
import { RunningServer } from '../harness/running-server.ts'

/** Codes at the command line, against a running demo. Two changes may ask for the authenticator before one has to wait for its next code: these tests have two. */
const workingFolder = mkdtempSync(join(tmpdir(), 'bitting-codes-'))
let server: RunningServer
let operator: Operator
before(async () => {
  server = await RunningServer.start({ options: ['--market', 'off'] })
  operator = await operatorOf(server)
})
after(async () => {
  await server?.stop()
  rmSync(workingFolder, { recursive: true, force: true })
})

const typed = (words: readonly string[], answers?: readonly string[]): Promise<Played> => play(words, operator, { workingFolder, ...(answers && { answers }) })
const mailed = async (): Promise<string> => {
  const letters = await operator.outboxList(1)
  return /^The code is (\d{8})\./m.exec(letters.ok ? letters.value[0]?.text ?? '' : '')?.[1] ?? assert.fail('nothing was mailed')
}
const authenticator = async (): Promise<string> => {
  const code = await operator.demoCode()
  return (code.ok ? code.value.fresh : null) ?? assert.fail('the demo has no code')
}
const stepUpIn = ({ complaints }: Played): string => /--step-up (u_\w+)/.exec(complaints)?.[1] ?? assert.fail(complaints)
const labels = async (): Promise<readonly string[]> => {
  const keys = await operator.keysList({})
  return keys.ok ? keys.value.map(({ label }) => label) : assert.fail('no keys')
}

test('a key that trades is not made without codes; what is told to type makes it, one code after the other, once', async () => {
  const words = ['keys', 'create', '--label', 'grid', '--rights', 'reading,spotAndMarginTrading', '--allow', '127.0.0.1']
  const first = await typed(words)
  assert.deepEqual([first.code, first.out, (await labels()).includes('grid')], [1, '', false])
  assert.match(first.complaints, /^Make the key "grid" for .*Reads and trades spot[^]*--mail-code CODE .*\.\/bitting outbox[^]*--otp CODE .*\.\/bitting otp/)
  assert.deepEqual(readdirSync(workingFolder), ['grid.private.pem.pending'], 'the pair that was described is kept beside')
  const goOn = [...words, '--step-up', stepUpIn(first)]
  const code = await mailed()
  const half = await typed([...goOn, '--mail-code', code])
  assert.equal(half.code, 1)
  assert.ok(half.complaints.includes('--otp') && !half.complaints.includes('--mail-code'), half.complaints)
  const other = await typed(['keys', 'create', '--label', 'another', '--rights', 'reading,spotAndMarginTrading', '--allow', '127.0.0.1', '--kind', 'hmac', '--step-up', stepUpIn(first), '--otp', await authenticator()])
  assert.match(other.complaints, /another change/, 'the codes are for that one change')
  const made = await typed(goOn)
  assert.equal(made.code, 0, made.complaints)
  assert.match(readFileSync(join(workingFolder, 'grid.private.pem'), 'utf8'), /PRIVATE KEY/)
  assert.deepEqual(readdirSync(workingFolder), ['grid.private.pem'])
  assert.deepEqual((await labels()).filter((label) => label === 'grid' || label === 'another'), ['grid'])
})

test('who begins anew finds no private key in the way, and none is left where the rules refuse', async () => {
  const words = ['keys', 'create', '--label', 'anew', '--rights', 'reading,futures', '--allow', '127.0.0.1']
  assert.notEqual(stepUpIn(await typed(words)), stepUpIn(await typed(words)))
  assert.equal((await typed(['keys', 'create', '--label', 'wide', '--rights', 'withdrawals', '--unrestricted'])).code, 1)
  assert.ok(!existsSync(join(workingFolder, 'wide.private.pem')) && !existsSync(join(workingFolder, 'wide.private.pem.pending')))
})

test('a key that reads asks for nothing; a change of it for one code at the terminal, by mail where the authenticator is not at hand', async () => {
  assert.equal((await typed(['keys', 'create', '--label', 'reader', '--kind', 'hmac', '--allow', '127.0.0.1'])).code, 0)
  const answers = ['']
  const played = await play(['keys', 'edit', 'reader', '--expires-in-days', '30'], { ...operator, stepUpSendCode: async (id) => {
    const sent = await operator.stepUpSendCode(id)
    answers.push(await mailed())
    return sent
  } }, { workingFolder, answers: answers })
  assert.equal(played.code, 0, played.complaints)
  assert.deepEqual(played.questions, ['Authenticator code of owner@demo.bitting.example (empty: have one mailed): ', 'Code that was mailed to owner@demo.bitting.example: '])
  assert.match(played.complaints, /^Change the key "reader" .*it ends 30 days from now/, 'what is confirmed is read before it is')
  const left = await typed(['keys', 'edit', 'reader', '--expires-in-days', '60'], ['', ''])
  assert.deepEqual([left.code, /Nothing was changed/.test(left.complaints)], [1, true], 'who goes away changes nothing')
})

test('closing asks for nobody\'s codes; opening again does', async () => {
  assert.equal((await typed(['keys', 'disable', 'reader'])).code, 0)
  assert.match((await typed(['keys', 'enable', 'reader'])).complaints, /--step-up/)
  assert.equal((await typed(['addresses', 'policy', '--lock-hours', '1'])).code, 0)
  assert.match((await typed(['addresses', 'policy', '--unlock'])).complaints, /--mail-code CODE[^]*--otp CODE/)
  assert.match((await typed(['keys', 'enable', 'reader', '--as', 'nobody@example.org'])).complaints, /nobody@example\.org may not do this.*\n.*--as owner@demo/)
  const opened = await typed(['keys', 'enable', 'reader', '--demo-codes'])
  assert.equal(opened.code, 0)
  assert.match(opened.complaints, /Took the code mailed to the demo owner/, 'what was read by itself is told')
})

test('a file of keys is confirmed once, as one set; what is opened after it was changed is confirmed as it is then', async () => {
  assert.equal((await typed(['keys', 'disable', 'reader'])).code, 0)
  writeFileSync(join(workingFolder, 'keys.yaml'), `version: 1
keys:
  - { label: maker-1, preset: market-maker, addresses: [203.0.113.45] }
  - { label: maker-2, kind: hmac, preset: market-maker, addresses: [203.0.113.46] }
  - { label: tracker, addresses: [203.0.113.47] }
  - { label: reader, addresses: [203.0.113.48] }
`)
  const untold = await typed(['apply', '-f', 'keys.yaml', '--yes', '--secrets-dir', 'secrets'])
  assert.match(untold.complaints, /- Make the key "maker-1"[^]*- Make the key "maker-2"[^]*once for all of it[^]*--step-up/)
  assert.ok(!(await labels()).includes('tracker'), 'nothing of a set is made before the set is confirmed')
  const applied = await typed(['apply', '-f', 'keys.yaml', '--yes', '--secrets-dir', 'secrets', '--demo-codes'])
  assert.equal(applied.code, 0, applied.complaints)
  assert.deepEqual(applied.out.split('\n').map((line) => line.split(' ').slice(0, 2).join(' ')), ['changed reader', 'made maker-1', 'made maker-2', 'made tracker', 'enabled reader'])
  assert.equal(applied.complaints.split('\n').filter((line) => line.startsWith('Took the authenticator')).length, 1)
  assert.equal((await typed(['apply', '-f', 'keys.yaml', '--yes'])).out, 'Nothing to change: the keys are as the file wants them.')
})

test('a wrong code changes nothing, and what is told to type is that same step-up', async () => {
  const first = await typed(['keys', 'edit', 'reader', '--replay-guard', 'on'])
  const wrong = await typed(['keys', 'edit', 'reader', '--replay-guard', 'on', '--step-up', stepUpIn(first), '--mail-code', '00000000'])
  assert.deepEqual([wrong.code, stepUpIn(wrong)], [1, stepUpIn(first)])
  assert.match(wrong.complaints, /not right/)
})

test('whatever somebody calls a key, the running server answers', async () => {
  for (const reference of ['x'.repeat(900_000), '%'.repeat(60_000), '\u0000']) {
    const shown = await operator.keysShow(reference)
    assert.ok(!shown.ok && shown.refused.code === 'keyUnknown', JSON.stringify(shown).slice(0, 200))
    assert.ok(shown.refused.message.length < 300, 'and does not say it all back')
  }
})
