import assert from 'node:assert/strict'
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sealCredential } from '../../src/client/sealed-credential.ts'
import { bitting, type CommandResult } from '../harness/bitting-command.ts'
import { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

/** What the program hands out or keeps on purpose: the demo file, and the keys with which it seals and signs. */
const SECRET_FILES = new Set(['demo.json', 'sealing.key', 'audit-signing.key'])
const PASSPHRASE = 'seven sealed sentences'
const MAIL_PASSWORD = 'mail-password-7Qx2'
const SMS_TOKEN = 'sms-token-8Rw3Kz'
const COLLECTOR_KEY = 'collector-key-9Tv4'
const EXTERNAL_KEY = 'E'.repeat(30) + 'x7'.repeat(17)
const EXTERNAL_SECRET = 'Z'.repeat(30) + 'k9'.repeat(17)

/** Takes whatever is sent to it, as a webhook's receiver or a collector does. */
const receiver = async (heard: string[]): Promise<{ readonly url: string; readonly server: Server }> => {
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => heard.push(chunk.toString('latin1')))
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // It listens on a port of this machine.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

const folder = mkdtempSync(join(tmpdir(), 'bitting-secrets-'))
const [posted, traced]: [string[], string[]] = [[], []]
let server: RunningServer
let receivers: readonly Server[] = []
let hookUrl = ''

before(async () => {
  // As whoever opens a sealed file says it: in the environment of the command.
  process.env['BITTING_PASSPHRASE'] = PASSPHRASE
  const [hook, collector] = [await receiver(posted), await receiver(traced)]
  receivers = [hook.server, collector.server]
  hookUrl = hook.url
  server = await RunningServer.start({ options: ['--market', 'off', '--log', 'json'], environment: { BITTING_OTLP_URL: collector.url, BITTING_OTLP_HEADERS: `x-collector-key=${COLLECTOR_KEY}`, BITTING_WEBHOOKS_INSIDE: 'yes' } })
})
after(async () => {
  await server.stop()
  for (const one of receivers) { one.close(); one.closeAllConnections() }
  rmSync(folder, { recursive: true })
})

/** What commands said, but for those that hand a secret out. */
const said: string[] = []
const run = async (...words: string[]): Promise<CommandResult> => {
  const result = await bitting(...words, '--data', server.dataFolder)
  said.push(result.stdout, result.stderr)
  return result
}
/** A command that shows a secret once. */
const handedOut = async (pattern: RegExp, ...words: string[]): Promise<string> => {
  const { stdout, stderr } = await bitting(...words, '--data', server.dataFolder)
  return pattern.exec(stdout)?.[0] ?? assert.fail(`${words.join(' ')}: ${stdout}${stderr}`)
}
const fileOf = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text, { mode: 0o600 })
  return join(folder, name)
}

/** Everything that the server wrote. */
const written = (): Map<string, string> => new Map(globSync('**/*', { cwd: server.dataFolder })
  .filter((file) => !SECRET_FILES.has(basename(file)) && statSync(join(server.dataFolder, file)).isFile())
  .map((file) => [file, readFileSync(join(server.dataFolder, file), 'latin1')]))

const standsIn = (secrets: Readonly<Record<string, string>>, places: ReadonlyMap<string, string>): readonly string[] =>
  [...places].flatMap(([place, text]) => Object.entries(secrets).filter(([, secret]) => text.includes(secret)).map(([name]) => `${name} stands in ${place}`))

test('what the watch is given to keep, and what it hands out once, stands in no file, line, letter, trace, metric or export', async () => {
  const { trade, ed25519 } = server.demo.keys
  const canary = await handedOut(/\{[^]*\}/, 'keys', 'create', '--preset', 'canary', '--label', 'honey', '--kind', 'hmac', '--demo-codes', '--json')
  const made = JSON.parse(canary) as { secretKey: string; key: { apiKey: string } }
  const webhookSecret = await handedOut(/biw1\w{40}/, 'alerts', 'settings', '--webhook', hookUrl, '--demo-codes')
  const bound = await handedOut(/d_\w+[^]*bih1\w+/, 'keys', 'follow', 'otherAddress', '--heartbeat', '--private', '--within', '127.0.0.0/24', '--demo-codes')
  const [id = '', token = ''] = [/d_\w+/.exec(bound)?.[0], /bih1\w+/.exec(bound)?.[0]]
  const secrets = {
    'the canary\'s secret': made.secretKey, 'the webhook\'s secret': webhookSecret, 'the heartbeat\'s token': token, 'the secret of another exchange': EXTERNAL_SECRET, 'a key\'s secret': trade.secretKey ?? '',
    'a private key': (ed25519.privateKey ?? '').split('\n')[1] ?? '', 'the passphrase of a sealed file': PASSPHRASE, 'what the collector asks for': COLLECTOR_KEY,
  }
  for (const [name, secret] of Object.entries(secrets)) assert.ok(secret.length >= 12, `${name} is one`)

  // The canary rings, signed and not; the heartbeat is sent right, and with its token where its signature belongs.
  await signedCall(server.demo.rest, { apiKey: made.key.apiKey, secretKey: made.secretKey, permissions: [] }, 'GET', '/api/v3/account')
  await run('heartbeat', id, '--token-file', fileOf('token', token), '--url', server.demo.console)
  for (const body of [{ id, timestamp: Date.now(), signature: token }, { id: token, timestamp: 1, signature: 'ab' }]) await fetch(`${server.demo.console}/api/heartbeat`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  await fetch(`${server.demo.console}/api/heartbeat?token=${token}`)
  // Keys of another exchange: entered, examined, and entered wrongly.
  const env = (secret: string): string => `BITTING_API_KEY=${EXTERNAL_KEY}\nBITTING_SECRET_KEY=${secret}\n`
  const added = await run('external', 'add', '--label', 'far', '--preset', 'grid-bot', '--key', fileOf('far.env', env(EXTERNAL_SECRET)), '--url', 'https://localhost:9', '--demo-codes')
  assert.equal(added.code, 0, added.stderr)
  await run('external', 'examine', 'far')
  await run('external', 'add', '--label', 'other', '--preset', 'grid-bot', '--key', fileOf('wrong.env', env(`${EXTERNAL_SECRET}\n# ${EXTERNAL_SECRET}`)), '--url', `https://localhost/?secret=${EXTERNAL_SECRET.slice(0, 8)}`)
  // The doctor, with each kind of file; the passphrase is right once, and once it is not asked for.
  const sealed = fileOf('sealed.json', await sealCredential(trade.apiKey, trade.secretKey ?? '', PASSPHRASE))
  for (const key of ['trade', 'ed25519', sealed, fileOf('trade.env', `BITTING_API_KEY=${trade.apiKey}\nBITTING_SECRET_KEY=${trade.secretKey}\n`), fileOf('swapped.env', `BITTING_API_KEY=${trade.secretKey}\nBITTING_SECRET_KEY=${trade.apiKey}\n`)]) await run('doctor', '--key', key, '--url', server.demo.rest, '--json')
  assert.ok(!readFileSync(sealed, 'utf8').includes(trade.secretKey ?? ''))

  while (posted.length === 0) await pause(100)
  const exports = ['calls.csv', 'calls.jsonl'].map((name) => join(folder, name))
  for (const file of exports) assert.equal((await run('log', 'export', file)).code, 0)
  for (const words of [['log', '--json', '--limit', '2000'], ['audit', 'list', '--json'], ['alerts', '--all', '--json'], ['alerts', 'settings', '--json'], ['external', '--json'], ['keys', 'list', '--json'], ['keys', 'following', '--json'], ['outbox', '--json'], ['explain', '--last', 'honey'], ['plan', 'nothing']]) await run(...words)
  const metrics = await (await fetch(`${server.demo.console}/metrics`)).text()
  await server.end('SIGTERM')
  const places = written().set('what the server printed', server.output).set('/metrics', metrics).set('what commands said', said.join('\n')).set('what webhooks were sent', posted.join('\n')).set('traces', traced.join('\n'))
  for (const file of exports) places.set(basename(file), readFileSync(file, 'utf8'))
  assert.ok([posted.join(''), traced.join(''), places.get('calls.csv') ?? '', metrics].every((text) => text.length > 100), 'each of them was used')
  assert.deepEqual(standsIn(secrets, places), [])
  places.delete('bitting.db')
  assert.deepEqual(standsIn({ 'the canary\'s text': made.key.apiKey, 'a key\'s text': trade.apiKey, 'the text of a key of another exchange': EXTERNAL_KEY }, new Map([...places].filter(([place]) => place !== 'what commands said'))), [])
  await server.launch()
})

test('how letters are sent is known to nobody but the sender', async () => {
  const mailing = await RunningServer.start({ options: ['--market', 'off'], environment: { BITTING_SMTP_URL: `smtp://bot:${MAIL_PASSWORD}@127.0.0.1:9`, BITTING_MAIL_FROM: 'bitting@example.org', BITTING_SMS_URL: 'http://127.0.0.1:9/send', BITTING_SMS_TOKEN: SMS_TOKEN } })
  try {
    await fetch(`${mailing.demo.console}/api/password-reset`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: mailing.demo.owner.email }) })
    const heard = [await bitting('outbox', '--data', mailing.dataFolder), await bitting('outbox', '--json', '--data', mailing.dataFolder), await bitting('audit', 'list', '--json', '--data', mailing.dataFolder)]
    const metrics = await (await fetch(`${mailing.demo.console}/metrics`)).text()
    await mailing.end('SIGTERM')
    const places = new Map([['what the server printed', mailing.output], ['commands', heard.map(({ stdout, stderr }) => stdout + stderr).join('\n')], ['/metrics', metrics]])
    for (const file of globSync('**/*', { cwd: mailing.dataFolder })) if (!SECRET_FILES.has(basename(file)) && statSync(join(mailing.dataFolder, file)).isFile()) places.set(file, readFileSync(join(mailing.dataFolder, file), 'latin1'))
    assert.deepEqual(standsIn({ 'the mail password': MAIL_PASSWORD, 'the token of the SMS provider': SMS_TOKEN }, places), [])
  } finally {
    await mailing.stop()
  }
})
