import assert from 'node:assert/strict'
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Sealer } from '../../src/authority/sealing.ts'
import { heartbeatSignature } from '../../src/authority/moving-address.ts'
import { SEALED_TABLES } from '../../src/storage/sealed-secrets.ts'
import { bitting } from '../harness/bitting-command.ts'
import { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

/* Changing the sealing key is one file and then one transaction: wherever the process dies, everything opens, and afterwards the former key opens nothing. */

let server: RunningServer
before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
after(() => server?.stop())

const inDemo = (...words: string[]) => bitting(...words, '--data', server.dataFolder)
const done = async (...words: string[]): Promise<string> => {
  const { code, stdout, stderr } = await inDemo(...words)
  assert.equal(code, 0, `${words.join(' ')}: ${stderr}`)
  return stdout
}

const sealingKeys = (): ReadonlyMap<number, Uint8Array> =>
  new Map(readFileSync(join(server.dataFolder, 'sealing.key'), 'utf8').trim().split('\n').map((line) => [Number(line.split(':')[0]), Buffer.from(line.split(':')[1] ?? '', 'base64')]))

interface SealedRow { readonly where: string; readonly id: string; readonly version: number; readonly bytes: Uint8Array }

/** Every sealed secret in the file, of keys and all else, the sentinel too. */
const sealedRows = (): readonly SealedRow[] => {
  const database = new DatabaseSync(join(server.dataFolder, 'bitting.db'), { readOnly: true })
  try {
    const rows = (where: string, sql: string, idOf: (key: string & number) => string): SealedRow[] =>
      (database.prepare(sql).all() as { key: string & number; version: number; bytes: Uint8Array }[]).map(({ key, version, bytes }) => ({ where, id: idOf(key), version, bytes }))
    return [
      ...rows('api_keys', "SELECT id AS key, sealing_key_version AS version, credential AS bytes FROM api_keys WHERE kind = 'hmac' AND deleted_at_us IS NULL", (key) => key),
      ...rows('sentinels', 'SELECT id AS key, version, sealed AS bytes FROM sentinels', () => 'bitting:sealing-sentinel'),
      ...SEALED_TABLES.flatMap(({ table, key, sealId }) => rows(table, `SELECT ${key} AS key, sealing_key_version AS version, sealed_bytes AS bytes FROM ${table} WHERE sealed_bytes IS NOT NULL`, sealId)),
    ]
  } finally {
    database.close()
  }
}

const openedBy = (rows: readonly SealedRow[], versions: readonly number[]): number => {
  const keys = new Map([...sealingKeys()].filter(([version]) => versions.includes(version)))
  const sealer = new Sealer({ currentVersion: Math.max(...keys.keys()), keys }, () => new Uint8Array(12))
  return rows.filter(({ id, version, bytes }) => sealer.open({ sealingKeyVersion: version, bytes }, id).ok).length
}

const heartbeat = { id: '', token: '' }

/** Everything that is sealed is asked for by the running program: a key signs, the authenticator confirms, a heartbeat is heard, the webhook and the other exchange's key open. */
const assertAllOpen = async (when: string): Promise<void> => {
  assert.equal((await signedCall(server.demo.rest, server.demo.keys.trade, 'GET', '/api/v3/account')).status, 200, when)
  await done('keys', 'edit', 'trade', '--label', 'trade', '--demo-codes')
  const timestamp = Date.now()
  const heard = await (await fetch(`${server.demo.console}/api/heartbeat`, { method: 'POST', body: JSON.stringify({ id: heartbeat.id, timestamp, signature: heartbeatSignature(Buffer.from(heartbeat.token), heartbeat.id, timestamp) }) })).json() as { value?: unknown; refused?: { code: string } }
  assert.ok(heard.value !== undefined || heard.refused?.code === 'tooMany', `${when}: ${JSON.stringify(heard)}`)
  const rows = sealedRows()
  assert.equal(openedBy(rows, [...sealingKeys().keys()]), rows.length, when)
}

test('the scene: a secret of every kind is sealed', async () => {
  const bound = await done('keys', 'follow', 'otherAddress', '--heartbeat', '--private', '--within', '127.0.0.0/24', '--demo-codes')
  const [, id = '', token = ''] = /(d_\w+)[^]*?(bih1\w+)/.exec(bound) ?? []
  Object.assign(heartbeat, { id, token })
  await done('alerts', 'settings', '--webhook', 'https://hooks.example.com/bitting', '--new-secret', '--demo-codes')
  const file = join(server.dataFolder, 'other.env')
  appendFileSync(file, 'BITTING_API_KEY=vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A\nBITTING_SECRET_KEY=NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j\n', { mode: 0o600 })
  await done('external', 'add', '--label', 'elsewhere', '--preset', 'portfolio-tracker', '--url', 'https://exchange.invalid', '--key', file, '--demo-codes')
  const kinds = new Set(sealedRows().map(({ where }) => where))
  for (const kind of ['api_keys', 'totps', 'outbox', 'alert_settings', 'moving_addresses', 'external_keys', 'sentinels']) assert.ok(kinds.has(kind), kind)
})

test('acknowledged, and killed at that moment: the newest key alone opens everything, and the former one nothing', async () => {
  const { version, resealed } = JSON.parse(await done('sealing-key', 'rotate', '--json')) as { version: number; resealed: number }
  await server.end('SIGKILL')
  const rows = sealedRows()
  assert.deepEqual([openedBy(rows, [version]), openedBy(rows, [version - 1])], [rows.length, 0])
  assert.equal(resealed, rows.length - 1, 'all but the sentinel is counted')
  await server.launch()
  await assertAllOpen('after the transaction')
})

test('killed with the new key in the file and nothing sealed with it: everything opens, and the next change ends what was begun', async () => {
  await server.end('SIGKILL')
  const newest = Math.max(...sealingKeys().keys())
  appendFileSync(join(server.dataFolder, 'sealing.key'), `${newest + 1}:${Buffer.alloc(32, 7).toString('base64')}\n`)
  await server.launch()
  await assertAllOpen('between file and transaction')
  const { version } = JSON.parse(await done('sealing-key', 'rotate', '--json')) as { version: number }
  assert.equal(version, newest + 2)
  const rows = sealedRows()
  assert.deepEqual([openedBy(rows, [version]), openedBy(rows, [newest, newest + 1])], [rows.length, 0])
})

test('in a server that goes on, what is sealed after the change is sealed with the new key', async () => {
  await done('alerts', 'settings', '--new-secret', '--demo-codes')
  const newest = Math.max(...sealingKeys().keys())
  assert.deepEqual(sealedRows().filter(({ where }) => where === 'alert_settings').map(({ version }) => version), [newest])
  await assertAllOpen('without a start between')
})

test('killed at any moment of it, all or nothing is sealed anew', async () => {
  for (const delayMs of [0, 5, 15, 30, 60]) {
    const rotating = inDemo('sealing-key', 'rotate')
    const versionsBefore = sealingKeys().size
    // The command itself takes a while to start: the file tells when the server has begun.
    for (let waited = 0; sealingKeys().size === versionsBefore && waited < 2_000; waited += 1) await pause(1)
    await pause(delayMs)
    await server.end('SIGKILL')
    await rotating
    await server.launch()
    const rows = sealedRows()
    assert.equal(new Set(rows.filter(({ where }) => where !== 'outbox' && where !== 'one_time_codes').map(({ version }) => version)).size, 1, `after ${delayMs} ms everything is under one key`)
    await assertAllOpen(`killed ${delayMs} ms after the file`)
  }
})
