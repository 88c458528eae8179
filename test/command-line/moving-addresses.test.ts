import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { heartbeatSignature } from '../../src/authority/moving-address.ts'
import { bitting, type CommandResult } from '../harness/bitting-command.ts'
import { FollowingSocket } from '../harness/following-socket.ts'
import { RunningServer } from '../harness/running-server.ts'
import { signatureOf } from '../harness/signed-request.ts'

/* A machine that moves tells so, with the command and with the script of the page, to a real server. */

let server: RunningServer
before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
after(() => server?.stop())

const inDemo = (...words: string[]): Promise<CommandResult> => bitting(...words, '--data', server.dataFolder)

interface Followed { readonly id: string; readonly file: string }
/** What the first test binds is good for the next too: a third code of one authenticator has to be waited for. */
let followed: Followed

/** Binds an entry of the key to a heartbeat. @returns its id, and a file with its token */
const follow = async (within: string): Promise<Followed> => {
  const { code, stdout, stderr } = await inDemo('keys', 'follow', 'otherAddress', '--heartbeat', '--private', '--within', within, '--demo-codes')
  assert.equal(code, 0, stderr)
  const [, id = '', token = ''] = /(d_\w+)[^]*?(bih1\w+)/.exec(stdout) ?? []
  const file = join(server.dataFolder, `${id}.token`)
  writeFileSync(file, token, { mode: 0o600 })
  return { id, file }
}

const listed = async (): Promise<readonly string[]> => {
  const { stdout } = await inDemo('keys', 'show', 'otherAddress', '--json')
  return (JSON.parse(stdout) as { allowList: { entries: string[] } }).allowList.entries
}

test('bitting heartbeat moves the entry to where it is sent from, once; what is not good, or comes too soon, is told', async () => {
  followed = await follow('127.0.0.0/24')
  const { id, file } = followed
  assert.ok(!(await listed()).includes('127.0.0.1'))
  const beat = (...words: string[]): Promise<CommandResult> => bitting('heartbeat', id, '--url', server.demo.console, ...words)
  // Sent together: a machine that is busy could start the second too late to be too soon.
  const two = async () => (await Promise.all([beat('--token-file', file), beat('--token-file', file)])).sort((one, other) => (one.code ?? 0) - (other.code ?? 0))
  const [first, second] = await two()
  assert.deepEqual([first.code, first.stdout], [0, 'This machine calls from 127.0.0.1: the entry moved there.\n'], first.stderr)
  assert.equal(second.code, 1)
  const isHasty = ({ stderr, stdout }: CommandResult): boolean => /heard a moment ago/.test(`${stderr}${stdout}`)
  // One that was signed before the other and came after it is refused as old; then two more are sent.
  let hasty = isHasty(second)
  for (let tries = 0; !hasty && tries < 20; tries += 1) hasty = (await two()).some(isHasty)
  assert.ok(hasty, 'what came too soon is told')
  assert.ok((await listed()).includes('127.0.0.1'))
  await wait(5_100)
  assert.deepEqual(JSON.parse((await beat('--token-file', file, '--json')).stdout), { address: '127.0.0.1', is: 'same' })
  const other = join(server.dataFolder, 'other.token')
  writeFileSync(other, 'bih1wrong', { mode: 0o600 })
  const wrong = await beat('--token-file', other)
  assert.equal(wrong.code, 1)
  assert.match(wrong.stderr, /not heard/)
  chmodSync(other, 0o644)
  assert.match((await beat('--token-file', other)).stderr, /chmod 600/)
  const without = await beat()
  assert.equal(without.code, 2)
  assert.match(without.stderr, /BITTING_HEARTBEAT_TOKEN/)
})

test('the script of docs/moving-addresses.md does the same with curl and openssl', async () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/moving-addresses.md', import.meta.url)), 'utf8')
  const script = /```sh\n(#!\/bin\/sh\n[^]*?)```/.exec(page)?.[1]
  assert.ok(script, 'the page has a script')
  const path = join(server.dataFolder, 'heartbeat.sh')
  writeFileSync(path, script, { mode: 0o700 })
  await wait(5_100)
  const { stdout } = await promisify(execFile)(path, [server.demo.console, followed.id, followed.file])
  assert.match(stdout, /^\{"value":\{"address":"127\.0\.0\.1","is":"same"\}\}$/)
})

test('when the entry moves, whoever listens from the address that is lost is cut off at once, and a session there at its next message', async () => {
  const pair = generateKeyPairSync('ed25519', { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } })
  const pem = join(server.dataFolder, 'roaming.pem')
  writeFileSync(pem, pair.publicKey)
  const made = await inDemo('keys', 'create', '--label', 'roaming', '--rights', 'reading,spotAndMarginTrading', '--allow', '127.0.0.1', '--public-key', pem, '--json', '--demo-codes')
  assert.equal(made.code, 0, made.stderr)
  const key = { apiKey: (JSON.parse(made.stdout) as { key: { apiKey: string } }).key.apiKey, privateKey: pair.privateKey, permissions: [] }
  const bound = await inDemo('keys', 'follow', 'roaming', '--heartbeat', '--private', '--within', '127.0.0.0/24', '--demo-codes')
  const [, id = '', token = ''] = /(d_\w+)[^]*?(bih1\w+)/.exec(bound.stdout) ?? []
  const beat = async (from: string, timestamp = Date.now()): Promise<unknown> => (await fetch(`${server.demo.console}/api/heartbeat`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'x-bitting-address': from }, body: JSON.stringify({ id, timestamp, signature: heartbeatSignature(Buffer.from(token), id, timestamp) }),
  })).json()
  assert.deepEqual(await beat('127.0.0.8'), { value: { address: '127.0.0.8', is: 'moved' } })

  const open = async (from: string) => {
    const session = await FollowingSocket.open(`${server.demo.ws}/ws-api/v3`, { 'x-bitting-address': from })
    const stamp = { apiKey: key.apiKey, timestamp: Date.now() }
    assert.equal((await session.ask('session.logon', { ...stamp, signature: signatureOf(key, `apiKey=${stamp.apiKey}&timestamp=${stamp.timestamp}`) })).status, 200)
    assert.equal((await session.ask('userDataStream.subscribe', {})).status, 200)
    const { listenKey } = await (await fetch(`${server.demo.rest}/api/v3/userDataStream`, { method: 'POST', headers: { 'X-MBX-APIKEY': key.apiKey, 'x-bitting-address': from } })).json() as { listenKey: string }
    return { session, stream: await FollowingSocket.open(`${server.demo.ws}/ws/${listenKey}`, { 'x-bitting-address': from }) }
  }
  const [lost, kept] = [await open('127.0.0.8'), await open('127.0.0.1')]
  assert.deepEqual(await beat('127.0.0.9', Date.now() + 5_500), { value: { address: '127.0.0.9', is: 'moved' } })
  await Promise.all([lost.session.event('eventStreamTerminated'), lost.stream.event('listenKeyExpired')])
  assert.equal((await lost.session.askAfterTheEnd('account.status', { timestamp: Date.now() })).error.code, -2015)
  assert.equal((await kept.session.ask('account.status', { timestamp: Date.now() })).status, 200, 'an entry that stays goes on opening')
  for (const socket of [lost.session, lost.stream, kept.session, kept.stream]) socket.hangUp()
})

test('an entry that may not stand where the heartbeat comes from stays, and the command says why', async () => {
  const { id, file } = await follow('203.0.113.0/24')
  const kept = await bitting('heartbeat', id, '--url', server.demo.console, '--token-file', file)
  assert.equal(kept.code, 1)
  assert.match(kept.stdout, /stays where it was\. 127\.0\.0\.1 lies outside 203\.0\.113\.0\/24/)
})
