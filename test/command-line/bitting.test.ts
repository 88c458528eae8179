import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { CreatedKey, EditedKey, KeySummary } from '../../src/operations/operator.ts'
import { type CommandResult, runToEnd } from '../harness/bitting-command.ts'
import { RunningServer, type DemoKeyFile } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

const script = fileURLToPath(new URL('../../bitting', import.meta.url))
const entry = fileURLToPath(new URL('../../src/cli/bitting.ts', import.meta.url))
const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'bitting-command-'))

/** Runs a command line in a folder of its own. */
const run = (cwd: string, ...words: string[]): Promise<CommandResult> => runToEnd([process.execPath, entry], cwd, words)

/** The same through the script in the root, as people do: one process more, so not everywhere. */
const runScript = (cwd: string, ...words: string[]): Promise<CommandResult> => runToEnd([script], cwd, words)

/** Runs a command with --json and gives what it printed. The caller knows which command prints what. */
const json = async <Value>(cwd: string, data: string, ...words: string[]): Promise<Value> => {
  const { code, stdout, stderr } = await run(cwd, ...words, '--json', '--data', data)
  assert.equal(code, 0, stderr + stdout)
  return JSON.parse(stdout) as Value
}

const credential = (made: CreatedKey & { readonly privateKeyFile: string | null }): DemoKeyFile => ({
  apiKey: made.key.apiKey, permissions: made.key.permissions,
  ...(made.secretKey !== null && { secretKey: made.secretKey }), ...(made.privateKeyFile !== null && { privateKey: readFileSync(made.privateKeyFile, 'utf8') }),
})

type MadeKey = CreatedKey & { readonly privateKeyFile: string | null }

/** Everything below is the same whether a server runs or not; only who does it differs. */
const actsOnKeys = (place: () => { cwd: string; data: string }): void => {
  test('keys are made, listed, shown, changed, closed and ended', async () => {
    const { cwd, data } = place()
    const made = await json<MadeKey>(cwd, data, 'keys', 'create', '--label', 'acts on keys', '--allow', '127.0.0.1', '--expires-in-days', '90')
    assert.deepEqual([made.key.kind, made.key.permissions, made.secretKey], ['ed25519', ['reading'], null])
    assert.equal(made.privateKeyFile, join(cwd, 'acts-on-keys.private.pem'))
    assert.equal(statSync(made.privateKeyFile ?? '').mode & 0o777, 0o600)
    const list = await run(cwd, 'keys', 'list', '--data', data)
    assert.match(list.stdout, /acts on keys +○█▂▂▂▂▂▂▂▂▂▂ +read +127\.0\.0\.1 +in 90 d +A +enabled +k_/)
    assert.match((await run(cwd, 'keys', 'show', 'acts on keys', '--data', data)).stdout, /Reads, only from 127\.0\.0\.1, ends in 90 days\./)
    const edited = await json<EditedKey>(cwd, data, 'keys', 'edit', made.key.apiKey.slice(0, 16), '--grant', 'Enable Spot & Margin Trading', '--no-expiry', '--label', 'renamed', '--demo-codes')
    assert.deepEqual([edited.before.permissions, edited.after.permissions, edited.after.expiresAt], [['reading'], ['reading', 'spotAndMarginTrading'], null])
    assert.equal((await json<KeySummary>(cwd, data, 'keys', 'disable', 'renamed')).state, 'disabled')
    assert.equal((await json<KeySummary>(cwd, data, 'keys', 'enable', 'renamed', '--demo-codes')).state, 'enabled')
    const unconfirmed = await run(cwd, 'keys', 'delete', 'renamed', '--data', data)
    assert.equal(unconfirmed.code, 2)
    assert.match(unconfirmed.stderr, /--yes/)
    assert.equal((await json<KeySummary>(cwd, data, 'keys', 'delete', 'renamed', '--yes')).state, 'deleted')
    const gone = await run(cwd, 'keys', 'show', 'renamed', '--data', data, '--json')
    assert.equal(gone.code, 0)
    assert.ok(!(await json<readonly KeySummary[]>(cwd, data, 'keys', 'list')).some(({ id }) => id === made.key.id))
  })

  test('a refusal tells what to do, with exit code 1', async () => {
    const { cwd, data } = place()
    const refused = await runScript(cwd, 'keys', 'create', '--label', 'x', '--kind', 'hmac', '--unrestricted', '--rights', 'withdrawals', '--data', data)
    assert.deepEqual([refused.code, refused.stdout], [1, ''])
    assert.match(refused.stderr, /"Enable Withdrawals" is given only to a key with at least one trusted address.*\n.*--allow/)
    assert.deepEqual((await run(cwd, 'keys', 'show', 'nobody', '--data', data)).code, 1)
  })

  test('the sealing key is changed, the audit chain holds, and a backup is restored into a folder of its own', async () => {
    const { cwd, data } = place()
    const first = await json<{ version: number; resealed: number }>(cwd, data, 'sealing-key', 'rotate')
    const second = await json<{ version: number; resealed: number }>(cwd, data, 'sealing-key', 'rotate')
    assert.equal(second.version, first.version + 1)
    assert.ok(second.resealed > 0)
    assert.match((await run(cwd, 'audit', 'verify', '--data', data)).stdout, /The audit chain is whole: \d+ rows, head [0-9a-f]{64}\./)
    const file = join(cwd, `copy-${second.version}.backup`)
    assert.match((await run(cwd, 'backup', file, '--data', data)).stdout, /Wrote .*The sealing key is not in it/s)
    assert.equal((await run(cwd, 'backup', file, '--data', data)).code, 1)
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const restored = join(cwd, `restored-${second.version}`)
    assert.equal((await run(cwd, 'restore', file, '--data', restored)).code, 0)
    assert.ok(existsSync(join(restored, 'bitting.db')))
    const again = await run(cwd, 'restore', file, '--data', data)
    assert.equal(again.code, 1)
    assert.notEqual(again.stderr, '')
  })

  test('accounts are listed with their keys', async () => {
    const { cwd, data } = place()
    assert.match((await run(cwd, 'accounts', '--data', data)).stdout, /owner@demo\S* +Demo owner +main +\d+\n *\d+ +sub1@/)
  })
}

describe('beside a running server', () => {
  const cwd = temporaryFolder()
  let server: RunningServer
  before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
  after(async () => {
    await server.stop()
    rmSync(cwd, { recursive: true, force: true })
  })

  actsOnKeys(() => ({ cwd, data: server.dataFolder }))

  for (const kind of ['ed25519', 'rsa', 'hmac'] as const) {
    test(`an ${kind} key made here signs at once, and what is changed holds from the next request on`, async () => {
      const made = await json<MadeKey>(cwd, server.dataFolder, 'keys', 'create', '--label', `signs ${kind}`, '--kind', kind, '--allow', '127.0.0.1,::1')
      const account = () => signedCall(server.demo.rest, credential(made), 'GET', '/api/v3/account')
      assert.equal((await account()).status, 200)
      assert.equal((await run(cwd, 'keys', 'edit', made.key.id, '--revoke', 'reading', '--demo-codes', '--data', server.dataFolder)).code, 0)
      assert.equal((await account()).status, 401)
      await run(cwd, 'keys', 'edit', made.key.id, '--grant', 'reading', '--demo-codes', '--data', server.dataFolder)
      assert.equal((await account()).status, 200)
      await run(cwd, 'keys', 'delete', made.key.id, '--yes', '--data', server.dataFolder)
      assert.equal((await account()).status, 401)
    })
  }

  test('HMAC keys still sign after the sealing key was changed', async () => {
    await run(cwd, 'sealing-key', 'rotate', '--data', server.dataFolder)
    assert.equal((await signedCall(server.demo.rest, server.demo.keys.read, 'GET', '/api/v3/account')).status, 200)
    assert.equal((await signedCall(server.demo.rest, server.demo.keys.all, 'GET', '/api/v3/account')).status, 200)
  })

  test('explain tells the owner the address that was seen and the list it is not on, by request id and as the last of the key', async () => {
    const refused = await signedCall(server.demo.rest, server.demo.keys.otherAddress, 'GET', '/api/v3/account')
    assert.equal(refused.status, 401)
    const id = refused.headers.get('x-mbx-uuid') ?? ''
    for (const words of [['explain', id], ['explain', '--last', 'otherAddress']]) {
      const { code, stdout, stderr } = await runScript(cwd, ...words, '--data', server.dataFolder)
      assert.equal(code, 0, stderr)
      assert.ok(stdout.includes(`request ${id}`), stdout)
      assert.match(stdout, /203\.0\.113\.45/)
      assert.match(stdout, /127\.0\.0\.1/)
      assert.match(stdout, /✗ .*address/i)
      assert.match(stdout, /→ /)
    }
    assert.equal((await run(cwd, 'explain', 'nothing', '--data', server.dataFolder)).code, 1)
  })
})

describe('with no server running', () => {
  const cwd = temporaryFolder()
  const data = join(cwd, 'data')
  before(async () => {
    const server = await RunningServer.start({ dataFolder: data, options: ['--market', 'off'] })
    await server.end('SIGTERM')
  })
  after(() => rmSync(cwd, { recursive: true, force: true }))

  actsOnKeys(() => ({ cwd, data }))

  test('where there is no store nothing is made, and the message says how to begin', async () => {
    const nowhere = join(cwd, 'nowhere')
    for (const words of [['keys', 'list'], ['accounts'], ['keys', 'create', '--label', 'x', '--unrestricted']]) {
      const { code, stderr } = await run(cwd, ...words, '--data', nowhere)
      assert.equal(code, 1)
      assert.match(stderr, /There is no Bitting store in .*nowhere\.\n.*--data/)
    }
    assert.ok(!existsSync(nowhere))
    assert.ok(!existsSync(join(cwd, 'x.private.pem')))
  })

  test('what was refused before the server stopped is still explained', async () => {
    const server = await RunningServer.start({ dataFolder: data, options: ['--market', 'off'] })
    let id = ''
    try {
      const refused = await signedCall(server.demo.rest, server.demo.keys.read, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' })
      assert.equal(refused.status, 401)
      id = refused.headers.get('x-mbx-uuid') ?? ''
    } finally {
      await server.end('SIGTERM')
    }
    const { stdout, stderr } = await run(cwd, 'explain', id, '--data', data)
    assert.match(stdout, /Spot & Margin Trading/, stderr)
  })
})

test('the script stops the server under it when it is told to stop', async () => {
  const cwd = temporaryFolder()
  const child = spawn(script, ['start', '--demo', '--port', '0', '--console-port', '0'], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  await new Promise<void>((resolve) => child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    if (/^ready\b/m.test(output)) resolve()
  }))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  assert.equal(await ended, 0)
  assert.ok(!existsSync(join(cwd, '.bitting', 'control.sock')))
  assert.equal((await runScript(cwd, 'keys', 'list')).code, 0)
  rmSync(cwd, { recursive: true, force: true })
})
