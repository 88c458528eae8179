import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { makeKeyText, makeSecretText } from '../../src/authority/key-text.ts'
import type { AlertSummary, KeySummary } from '../../src/operations/operator.ts'
import type { Feedback } from '../../src/watch/leaks/github-report.ts'
import { Browser } from '../console-api/browser.ts'
import { bittingOn } from '../harness/bitting-command.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

const pair = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const [github, stranger] = [pair(), pair()]
const folder = mkdtempSync(join(tmpdir(), 'bitting-github-'))
const keysFile = join(folder, 'keys.json')
const serve = (...rows: readonly (readonly [id: string, key: KeyObject, isCurrent: boolean])[]): void =>
  writeFileSync(keysFile, JSON.stringify({ public_keys: rows.map(([id, key, isCurrent]) => ({ key_identifier: id, key: key.export({ type: 'spki', format: 'pem' }), is_current: isCurrent })) }))

let server: RunningServer
before(async () => {
  serve(['now', github.publicKey, true], ['former', stranger.publicKey, false])
  server = await RunningServer.start({ options: ['--market', 'off'], environment: { BITTING_GITHUB_KEYS_FILE: keysFile } })
})
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

interface Found { readonly token: string; readonly type?: string; readonly url?: string; readonly source?: string }
const PLACE = 'https://github.com/octocat/Hello-World'
const bodyOf = (...found: readonly Found[]): string => JSON.stringify(found.map((one) => ({ type: 'bitting_api_key', url: `${PLACE}/blob/${'c0ffee'.repeat(6)}/bot.env`, source: 'content', ...one })))

interface Sent { readonly status: number; readonly body: unknown; readonly headers: Headers }
const send = async (body: string | Buffer, { id = 'now', by = github.privateKey, signature = sign('sha256', Buffer.from(body), by).toString('base64'), from = '192.0.2.10' }: { id?: string; by?: KeyObject; signature?: string; from?: string } = {}): Promise<Sent> => {
  const response = await fetch(new URL('/api/leaks/github', server.demo.console), { method: 'POST', body, headers: { 'content-type': 'application/json', 'github-public-key-identifier': id, 'github-public-key-signature': signature, 'x-bitting-address': from } })
  return { status: response.status, body: await response.json(), headers: response.headers }
}
/** Sent as a browser of the tests sends, which holds the answer against the API's document. */
const report = async (...found: readonly Found[]): Promise<readonly Feedback[]> => {
  const body = bodyOf(...found)
  const browser = new Browser(server.demo.console)
  browser.address = '192.0.2.10'
  const { status, body: answer } = await browser.send('POST', '/api/leaks/github', JSON.parse(body), { 'github-public-key-identifier': 'now', 'github-public-key-signature': sign('sha256', Buffer.from(body), github.privateKey).toString('base64') })
  assert.equal(status, 200, JSON.stringify(answer))
  return answer as unknown as readonly Feedback[]
}
const codeOf = ({ body }: Sent): string => (body as { refused: { code: string } }).refused.code

const run = (...words: string[]): Promise<string> => bittingOn(server, ...words)
const keyNamed = async (label: string): Promise<KeySummary> => (JSON.parse(await run('keys', 'list', '--json')) as KeySummary[]).find((key) => key.label === label) ?? assert.fail(`no key ${label}`)
const leakAlerts = async (): Promise<readonly AlertSummary[]> => (JSON.parse(await run('alerts', '--all', '--json')) as AlertSummary[]).filter(({ kind }) => kind === 'leakFound')
const isAdmitted = async (key: DemoKeyFile): Promise<boolean> => {
  const { status, body } = await signedCall<{ code?: number }>(server.demo.rest, key, 'GET', '/api/v3/account')
  if (status !== 200) assert.deepEqual([status, body.code], [401, -2015])
  return status === 200
}

test('whatever GitHub did not sign changes nothing, and has one answer', async () => {
  const { trade } = server.demo.keys
  const body = bodyOf({ token: trade.apiKey })
  const good = sign('sha256', Buffer.from(body), github.privateKey).toString('base64')
  const answers = [
    await send(body.replace('bot.env', 'bot.enw'), { signature: good }), await send(`${body} `, { signature: good }), await send(body, { by: stranger.privateKey }),
    await send(body, { by: stranger.privateKey, id: 'former' }), await send(body, { id: 'unknown' }), await send(body, { id: '' }), await send(body, { signature: '' }), await send(body, { signature: 'garbage' }), await send('', { signature: good }),
  ]
  for (const answer of answers) assert.deepEqual([answer.status, answer.body], [401, answers[0]?.body])
  assert.ok(await isAdmitted(trade))
  assert.deepEqual(await leakAlerts(), [])
  assert.equal(codeOf(await send('garbage')), 'wrongInput')
  assert.equal(codeOf(await send('{"token":"x"}')), 'wrongInput')
  assert.equal(codeOf(await send(Buffer.alloc(2 * 1024 * 1024 + 1, 32))), 'tooLarge')
  assert.deepEqual((await send('[]')).body, [])
  const got = await fetch(new URL('/api/leaks/github', server.demo.console), { headers: { 'x-bitting-address': '192.0.2.11' } })
  assert.equal(got.status, 405)
})

test('a key that was found is closed at its very next request; the answer says which tokens are of a key here', async () => {
  const { trade, read } = server.demo.keys
  assert.ok(await isAdmitted(trade))
  const invented = makeKeyText((length) => Buffer.alloc(length, 7))
  const mistyped = `${trade.apiKey.slice(0, -1)}${trade.apiKey.endsWith('0') ? '1' : '0'}`
  const tokens = [invented, trade.apiKey, mistyped, '', 'ü', makeSecretText((length) => Buffer.alloc(length, 9))]
  const feedback = await report(...tokens.map((token, index) => ({ token, type: `type_${index}` })))
  assert.equal(await isAdmitted(trade), false)
  assert.deepEqual(feedback, tokens.map((token, index) => ({ token_hash: hash('sha256', token), token_type: `type_${index}`, label: token === trade.apiKey ? 'true_positive' : 'false_positive' })))
  assert.ok(await isAdmitted(read), 'no other key is touched')
  const [alert, another] = await leakAlerts()
  assert.equal(another, undefined)
  assert.deepEqual([alert?.keyLabel, alert?.severity, alert?.evidence], ['trade', 'alarm', { kind: 'leakFound', leaked: 'key', where: `${PLACE}/blob/${'c0ffee'.repeat(6)}/bot.env`, source: 'content', isDisabled: true }])
  const { id } = await keyNamed('trade')
  const rows = (JSON.parse(await run('audit', 'list', '--json')) as readonly { act: string; actor: string; source: string; subject: string }[]).filter(({ actor }) => actor === 'leak:github')
  assert.deepEqual(rows.map(({ act, source, subject }) => [act, source, subject]), [['key.disable', '192.0.2.10', id]])
})

test('a secret in place of the key, and a private key, close what they sign for', async () => {
  const { transfer, ed25519 } = server.demo.keys
  assert.ok(await isAdmitted(ed25519))
  const publicKey = join(folder, 'public.pem')
  writeFileSync(publicKey, createPublicKey(ed25519.privateKey ?? '').export({ type: 'spki', format: 'pem' }))
  await run('keys', 'create', '--label', 'same pair', '--kind', 'ed25519', '--public-key', publicKey, '--unrestricted', '--demo-codes')
  const feedback = await report({ token: `"${transfer.secretKey}"` }, { token: ed25519.privateKey ?? '' })
  assert.deepEqual(feedback.map(({ label }) => label), ['true_positive', 'true_positive'])
  assert.deepEqual([(await keyNamed('transfer')).state, (await keyNamed('same pair')).state, await isAdmitted(ed25519)], ['disabled', 'disabled', false])
  const told = await leakAlerts()
  assert.deepEqual(told.map(({ keyLabel, evidence }) => [keyLabel, evidence.kind === 'leakFound' && evidence.leaked]).slice(0, 3).sort(), [['ed25519', 'privateKey'], ['same pair', 'privateKey'], ['transfer', 'secret']])
})

test('a policy may have it told of only; heard again it does nothing more', async () => {
  const { margin } = server.demo.keys
  await run('policy', 'edit', '--set', 'onLeak=tell', '--demo-codes')
  assert.equal((await report({ token: margin.secretKey ?? '' }))[0]?.label, 'true_positive')
  assert.equal((await keyNamed('margin')).state, 'enabled')
  const alert = (await leakAlerts()).find(({ keyLabel }) => keyLabel === 'margin')
  assert.match(alert?.text ?? '', /Its secret was found at https:\/\/github\.com\/.*still open/)
  await run('policy', 'edit', '--set', 'onLeak=disable', '--demo-codes')
  const before = (await leakAlerts()).length
  await report({ token: margin.secretKey ?? '', url: `${PLACE}/blob/another/bot.env` })
  assert.equal((await keyNamed('margin')).state, 'disabled')
  assert.equal((await leakAlerts()).length, before, 'a repository is one place')
})

test('what an owner called normal in that place is not closed again, by the same report or another of that place', async () => {
  const { read } = server.demo.keys
  const elsewhere = { token: read.apiKey, url: 'https://github.com/octocat/docs/blob/c0ffee/README.md' }
  await report(elsewhere)
  assert.equal(await isAdmitted(read), false)
  const alert = (await leakAlerts()).find(({ keyLabel }) => keyLabel === 'read') ?? assert.fail('no alert')
  await run('alerts', 'normal', alert.id)
  await run('keys', 'enable', 'read', '--demo-codes')
  assert.equal((await report(elsewhere))[0]?.label, 'true_positive')
  assert.ok(await isAdmitted(read), 'a report sent again is harmless')
  await report({ ...elsewhere, token: read.secretKey ?? '' })
  assert.equal(await isAdmitted(read), false, 'the secret there is something else than the text')
})

test('a canary stays where it lies, and rings still; a deleted key is known as one that was', async () => {
  const created = JSON.parse(await run('keys', 'create', '--preset', 'canary', '--label', 'old laptop', '--kind', 'hmac', '--demo-codes', '--json')) as { key: { apiKey: string } }
  assert.equal((await report({ token: created.key.apiKey }))[0]?.label, 'true_positive')
  assert.equal((await keyNamed('old laptop')).state, 'enabled')
  assert.ok((await leakAlerts()).some(({ keyLabel }) => keyLabel === 'old laptop'))
  const { tradeOnly } = server.demo.keys
  await run('keys', 'delete', 'tradeOnly', '--yes')
  assert.equal((await report({ token: tradeOnly.apiKey }))[0]?.label, 'true_positive')
  assert.equal((await report({ token: tradeOnly.secretKey ?? '' }))[0]?.label, 'false_positive')
})

test('a thousand tokens in one report are all judged, and the one key among them is closed', async () => {
  const { all } = server.demo.keys
  let drawn = 0
  const bytes = (length: number): Buffer => Buffer.from(hash('sha512', String(drawn += 1), 'buffer').subarray(0, length))
  const tokens = Array.from({ length: 1_000 }, (_, index) => (index === 777 ? all.secretKey ?? '' : index % 2 === 0 ? makeSecretText(bytes) : makeKeyText(bytes)))
  assert.equal(new Set(tokens).size, 1_000)
  const feedback = await report(...tokens.map((token) => ({ token })))
  assert.deepEqual(feedback.flatMap(({ label }, index) => (label === 'true_positive' ? [index] : [])), [777])
  assert.equal(await isAdmitted(all), false)
})

test('a key taken out of the file signs no more at the next report; without any, reports are put off', async () => {
  serve(['next', stranger.publicKey, true])
  assert.equal((await send('[]')).status, 401)
  assert.equal((await send('[]', { id: 'next', by: stranger.privateKey })).status, 200)
  writeFileSync(keysFile, '{}')
  assert.deepEqual([(await send('[]', { id: 'next', by: stranger.privateKey })).status], [503])
  serve(['now', github.publicKey, true])
})

test('an address that sends too many is told when to go on', async () => {
  const answers: Sent[] = []
  for (let sent = 0; sent < 260 && answers.at(-1)?.status !== 429; sent += 1) answers.push(await send('[]', { from: '192.0.2.99' }))
  const last = answers.at(-1)
  assert.deepEqual([last?.status, last && codeOf(last)], [429, 'tooMany'])
  assert.ok(Number(last?.headers.get('retry-after')) > 0)
})

test('what was closed stays closed over a restart, and no secret was written anywhere', async () => {
  const { all, transfer, read, trade } = server.demo.keys
  assert.equal(await server.end('SIGTERM'), 0)
  const written = [server.output, ...readdirSync(server.dataFolder).filter((name) => name !== 'demo.json').map((name) => join(server.dataFolder, name)).filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, 'latin1'))]
  for (const { secretKey } of [all, transfer, read]) assert.ok(secretKey && written.every((text) => !text.includes(secretKey)))
  await server.launch()
  assert.equal(await isAdmitted(trade), false)
})
