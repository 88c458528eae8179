import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { AlertSummary } from '../../src/operations/operator.ts'
import { bittingOn } from '../harness/bitting-command.ts'
import { operatorOf } from '../harness/operator-of.ts'
import { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

let server: RunningServer
const posted: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = []
/** How often the hook refuses before it takes what is posted. */
let refusals = 0
const hook = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (chunk: string) => { body += chunk }).on('end', () => {
    posted.push({ headers: request.headers, body })
    response.writeHead(refusals-- > 0 ? 503 : 204).end()
  })
})

before(async () => {
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
  server = await RunningServer.start({ environment: { BITTING_WEBHOOKS_INSIDE: 'yes' } })
})
after(async () => {
  hook.close()
  await server.stop()
})

const run = (...words: string[]): Promise<string> => bittingOn(server, ...words)
const alerts = async (): Promise<readonly AlertSummary[]> => {
  const told = await (await operatorOf(server)).alertsList({ limit: 100 })
  return told.ok ? told.value : assert.fail(JSON.stringify(told))
}

/** The alert of that kind, as soon as it stands. */
const alertOf = async (kind: AlertSummary['kind']): Promise<AlertSummary> => {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = (await alerts()).find((alert) => alert.kind === kind)
    if (found) return found
    await delay(100)
  }
  return assert.fail(`no alert of the kind ${kind}`)
}

const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await isSo()) return
    await delay(100)
  }
  assert.fail(`it never came: ${what}`)
}

const BY_HAND = '0x52908400098527886E0F7030069857D2E4169EE7'
const ORDER = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '20000' }

test('a webhook is set up, is told its secret once, and hears each alert signed, again where it was not taken', async () => {
  refusals = 1
  const told = await run('alerts', 'settings', '--webhook', `http://127.0.0.1:${(hook.address() as AddressInfo).port}/bitting`, '--demo-codes')
  const secret = /biw1[A-Za-z0-9]{40}/.exec(told)?.[0] ?? assert.fail(told)
  assert.ok(!(await run('alerts', 'settings')).includes(secret))
  const { read } = server.demo.keys
  await signedCall(server.demo.rest, read, 'GET', '/api/v3/account')
  await signedCall(server.demo.rest, read, 'GET', '/api/v3/account', {}, { 'x-bitting-address': '198.51.100.77' })
  const alert = await alertOf('strangerKnocks')
  assert.equal(alert.severity, 'alarm')
  assert.equal(alert.keyLabel, 'read')
  await until('the second try', () => posted.length >= 2)
  const [first, second] = posted
  assert.equal(first?.headers['idempotency-key'], second?.headers['idempotency-key'], 'a second try is known as one')
  for (const { headers, body } of posted) {
    const [, timeS, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['bitting-signature'])) ?? []
    assert.equal(signature, createHmac('sha256', secret).update(`${timeS}.${body}`).digest('hex'))
    const sent = JSON.parse(body) as { id: string; kind: string; key: { label: string } }
    assert.deepEqual([sent.id, sent.kind, sent.key.label], [alert.id, 'strangerKnocks', 'read'])
  }
})

test('mail tells of an alert once, with what to do about it', async () => {
  interface Letter { readonly subject: string; readonly text: string | null }
  await until('a letter', async () => {
    const letters = await (await operatorOf(server)).outboxList(100)
    return letters.ok && letters.value.some(({ subject }) => subject.includes('tried from a network'))
  })
  const { read } = server.demo.keys
  await signedCall(server.demo.rest, read, 'GET', '/api/v3/account', {}, { 'x-bitting-address': '198.51.100.77' })
  const told = (JSON.parse(await run('outbox', '--json')) as Letter[]).filter(({ subject }) => subject.includes('tried from a network'))
  assert.equal(told.length, 1)
  assert.match(told[0]?.text ?? '', /keys disable .*\n.*alerts normal al_/)
})

test('a canary opens nothing, and raises the alarm when somebody tries it', async () => {
  const created = JSON.parse(await run('keys', 'create', '--preset', 'canary', '--label', 'old laptop', '--kind', 'hmac', '--demo-codes', '--json')) as { key: { apiKey: string }; secretKey: string }
  const key = { apiKey: created.key.apiKey, secretKey: created.secretKey, permissions: [] }
  const answer = await signedCall<{ code: number }>(server.demo.rest, key, 'GET', '/api/v3/account')
  assert.deepEqual([answer.status, answer.body.code], [401, -2015])
  const alert = await alertOf('canary')
  assert.equal(alert.keyLabel, 'old laptop')
  assert.match(alert.text, /GET \/api\/v3\/account came from 127\.0\.0\.1/)
})

test('a policy may freeze a key at an alarm: it only looks until an owner gives its rights back', async () => {
  const { trade } = server.demo.keys
  assert.equal((await signedCall(server.demo.rest, trade, 'POST', '/api/v3/order', ORDER)).status, 200)
  await run('policy', 'edit', '--set', 'onAlarm=freeze', '--demo-codes')
  await run('keys', 'off', 'trade')
  assert.match(await run('keys', 'show', 'trade'), /its program\s+off since/)
  assert.equal((await signedCall(server.demo.rest, trade, 'GET', '/api/v3/account')).status, 200)
  const alert = await alertOf('offProgram')
  assert.deepEqual(alert.frozen, ['spotAndMarginTrading'])
  await until('the freeze', async () => (await signedCall(server.demo.rest, trade, 'POST', '/api/v3/order', ORDER)).status === 401)
  assert.equal((await signedCall(server.demo.rest, trade, 'GET', '/api/v3/account')).status, 200, 'it still looks')
  await run('keys', 'on', 'trade')
  assert.doesNotMatch(await run('keys', 'show', 'trade'), /its program/)
  await run('alerts', 'thaw', alert.id, '--demo-codes')
  assert.equal((await signedCall(server.demo.rest, trade, 'POST', '/api/v3/order', ORDER)).status, 200)
})

test('a call outside the hours of a key is told of, and is an alarm where it acts; whoever does not hold its secret is not heard', async () => {
  const { ed25519 } = server.demo.keys
  const clock = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16)
  await run('keys', 'edit', 'ed25519', '--limit', `hours=${clock(2)}-${clock(3)}`, '--demo-codes')
  const found = async (): Promise<readonly AlertSummary[]> => (await alerts()).filter(({ kind }) => kind === 'outsideHours')
  assert.equal((await signedCall(server.demo.rest, { ...server.demo.keys.trade, apiKey: ed25519.apiKey }, 'GET', '/api/v3/account')).status, 400, 'the secret is another key\'s')
  assert.equal((await signedCall(server.demo.rest, ed25519, 'GET', '/api/v3/account')).status, 200)
  const looked = await alertOf('outsideHours')
  assert.deepEqual([looked.keyLabel, looked.severity, looked.frozen, looked.count], ['ed25519', 'warning', [], 1])
  assert.match(looked.text, /^GET \/api\/v3\/account came from 127\.0\.0\.1, and the key's hours are from \d\d:\d\d to \d\d:\d\d UTC\.$/)
  assert.equal((await signedCall(server.demo.rest, ed25519, 'POST', '/api/v3/order', ORDER)).status, 400)
  await until('the alarm', async () => (await found()).length === 2)
  const acted = (await found()).find(({ id }) => id !== looked.id)
  assert.deepEqual([acted?.severity, acted?.frozen], ['alarm', ['spotAndMarginTrading']])
  await run('alerts', 'thaw', acted?.id ?? '', '--demo-codes')
  await run('policy', 'edit', '--set', 'onAlarm=tell', '--demo-codes')
})

test('money that goes to a new address is told of, laid at the key that sent it', async () => {
  const { withdraw } = server.demo.keys
  const sent = await signedCall(server.demo.rest, withdraw, 'POST', '/sapi/v1/capital/withdraw/apply', { coin: 'BTC', network: 'BTC', address: '1BoatSLRHtKNngkdXEeobR76b53LETtpyT', amount: '0.01' })
  assert.equal(sent.status, 200, JSON.stringify(sent.body))
  const alert = await alertOf('newWithdrawalAddress')
  assert.equal(alert.keyLabel, 'withdraw')
  assert.match(alert.text, /0\.009985 BTC go to 1BoatSLRHtKNngkdXEeobR76b53LETtpyT \(BTC\)/)
})

test('withdrawals of two keys in one moment are each laid at the key that sent it, and at none where a person did', async () => {
  const { withdraw, all } = server.demo.keys
  const sends = Array.from({ length: 12 }, (_, index) => ({ address: `0x${String(index + 1).padStart(40, 'a')}`, ...(index % 2 === 0 ? { key: withdraw, label: 'withdraw' } : { key: all, label: 'all' }) }))
  const answers = await Promise.all(sends.map(({ address, key }) => signedCall(server.demo.rest, key, 'POST', '/sapi/v1/capital/withdraw/apply', { coin: 'ETH', network: 'ETH', address, amount: '0.1' })))
  assert.deepEqual(answers.map(({ status }) => status), sends.map(() => 200))
  await run('withdraw', '0.1', 'ETH', BY_HAND, '--demo-codes')
  const labelOf = async (address: string): Promise<string | null | undefined> => (await alerts()).find(({ kind, text }) => kind === 'newWithdrawalAddress' && text.includes(address))?.keyLabel
  await until('all of them', async () => (await labelOf(BY_HAND)) !== undefined)
  const labels = new Map(await Promise.all(sends.map(async ({ address }) => [address, await labelOf(address)] as const)))
  assert.deepEqual(labels, new Map(sends.map(({ address, label }) => [address, label])))
  assert.equal(await labelOf(BY_HAND), null)
})

test('trading to and fro with the makers of the demo is nothing to tell', async () => {
  const { all } = server.demo.keys
  for (let i = 0; i < 10; i += 1) assert.equal((await signedCall(server.demo.rest, all, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: i % 2 === 0 ? 'BUY' : 'SELL', type: 'MARKET', quantity: '0.001' })).status, 200)
  await delay(1_500)
  assert.deepEqual((await alerts()).filter(({ kind }) => kind === 'roundTrips' || kind === 'awayFromMarket'), [])
})

test('an alert noted as normal stays noted, over a restart', async () => {
  const alert = await alertOf('strangerKnocks')
  await run('alerts', 'normal', alert.id)
  await server.end('SIGTERM')
  await server.launch()
  const { read } = server.demo.keys
  await signedCall(server.demo.rest, read, 'GET', '/api/v3/account', {}, { 'x-bitting-address': '198.51.100.77' })
  await delay(500)
  const same = (JSON.parse(await run('alerts', '--all', '--json')) as AlertSummary[]).filter(({ kind }) => kind === 'strangerKnocks')
  assert.deepEqual(same.map(({ id, state }) => [id, state]), [[alert.id, 'normal']])
  assert.ok(!(await run('alerts')).includes(alert.id))
})
