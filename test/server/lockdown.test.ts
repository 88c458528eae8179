import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { LockdownWish } from '../../src/operations/lockdown/lockdown.ts'
import type { IncidentReport } from '../../src/operations/lockdown/report.ts'
import { reportHtml } from '../../src/operations/lockdown/report-html.ts'
import { reportText } from '../../src/operations/lockdown/report-text.ts'
import type { Operator } from '../../src/operations/operator.ts'
import type { Outcome } from '../../src/operations/outcome.ts'
import { bitting } from '../harness/bitting-command.ts'
import { operatorOf } from '../harness/operator-of.ts'
import { RawConnection, rawRequest } from '../harness/raw-connection.ts'
import { RunningServer } from '../harness/running-server.ts'
import { signedCall, signedQuery } from '../harness/signed-request.ts'

let server: RunningServer
let operator: Operator
before(async () => {
  server = await RunningServer.start({ options: ['--market', 'off', '--rate-limits', 'off'] })
  operator = await operatorOf(server)
})
after(() => server?.stop())

const valueOf = <Value>(outcome: Outcome<Value>): Value => {
  assert.ok(outcome.ok, JSON.stringify(outcome))
  return outcome.value
}
const MAIN = 100_001
const wish = (further: Partial<LockdownWish> = {}): LockdownWish => ({ account: MAIN, way: 'disable', cancelOrders: false, endSessions: false, renewFactors: false, sinceHours: 1, ...further })

test('under load, no request that starts after a lockdown was acknowledged is admitted, with any key of the account', { timeout: 60_000 }, async () => {
  const { trade, read, all, ed25519 } = server.demo.keys
  const keys = [trade, read, all, ed25519]
  let acknowledgedAt = Infinity
  let [before, afterwards] = [0, 0]
  const admittedLate: number[] = []
  const caller = async (index: number): Promise<void> => {
    const key = keys[index % keys.length] ?? trade
    const connection = await RawConnection.open(server.demo.rest)
    while (afterwards < 400) {
      const startedAt = performance.now()
      connection.write(rawRequest('GET', `/api/v3/openOrders?${signedQuery(key)}`, { headers: { 'X-MBX-APIKEY': key.apiKey } }))
      const answer = await connection.next()
      assert.ok(answer)
      if (startedAt > acknowledgedAt) {
        afterwards += 1
        if (answer.status === 200) admittedLate.push(startedAt - acknowledgedAt)
        else assert.equal(answer.status, 401)
      } else before += answer.status === 200 ? 1 : 0
    }
    connection.hangUp()
  }
  const callers = Promise.all(Array.from({ length: 12 }, (_, index) => caller(index)))
  while (before < 300) await new Promise((resolve) => setImmediate(resolve))
  const preview = valueOf(await operator.lockdownPreview(wish()))
  assert.ok(preview.keys.length >= 12 && preview.switchesAddressBookOn && preview.keys.every(({ isOpen }) => isOpen))
  const report = valueOf(await operator.lockdown(wish()))
  acknowledgedAt = performance.now()
  await callers
  assert.deepEqual(admittedLate, [])
  assert.ok(report.keys.every(({ wasOpen, isOpen }) => wasOpen && !isOpen))
  assert.ok(report.calls.reduce((sum, { calls }) => sum + calls, 0) >= 300, 'the report counts what was called')
  assert.deepEqual([...new Set(report.calls.map(({ address }) => address))], ['127.0.0.1'])
})

test('the sub-account of a locked account is not closed with it', async () => {
  assert.equal((await signedCall(server.demo.rest, server.demo.keys.sub1, 'GET', '/api/v3/account')).status, 200)
})

test('after it the account is on its white list and locked, which a restart does not undo', { timeout: 60_000 }, async () => {
  await server.end('SIGKILL')
  await server.launch()
  operator = await operatorOf(server)
  const { policy } = valueOf(await operator.addressBook(MAIN))
  assert.equal(policy.onlyAddressBook, true)
  assert.ok(Date.parse(policy.lockedUntil ?? '') > Date.now() + 23 * 3_600_000)
  assert.equal((await signedCall(server.demo.rest, server.demo.keys.trade, 'GET', '/api/v3/account')).status, 401)
})

test('the command shows what it would close, closes it, and writes a report that holds no secret', async () => {
  const name = server.demo.keys.sub1.apiKey
  const looked = await bitting('lockdown', name, '--preview', '--json', '--data', server.dataFolder)
  assert.equal(looked.code, 0, looked.stderr)
  assert.equal((JSON.parse(looked.stdout) as { keys: unknown[] }).keys.length, 1)
  const order = await signedCall(server.demo.rest, server.demo.keys.sub1, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '20000' })
  assert.equal(order.status, 200, JSON.stringify(order.body))
  const file = join(mkdtempSync(join(tmpdir(), 'bitting-report-')), 'incident.md')
  const page = file.replace('.md', '.html')
  const disabled = await bitting('lockdown', name, '--report', page, '--keep-factors', '--yes', '--data', server.dataFolder)
  assert.equal(disabled.code, 0, disabled.stderr)
  assert.match(readFileSync(page, 'utf8'), /^<!doctype html>[\s\S]*<h1>Incident i_[\s\S]*POST \/api\/v3\/order/)
  assert.equal(statSync(page).mode & 0o777, 0o600)
  const closed = await bitting('lockdown', name, '--delete', '--cancel-orders', '--report', file, '--yes', '--data', server.dataFolder)
  assert.equal(closed.code, 0, closed.stderr)
  const text = readFileSync(file, 'utf8')
  assert.match(text, /1 key deleted\./)
  assert.match(text, /1 open order cancelled: 1 spot/)
  assert.match(text, /POST \/api\/v3\/order/)
  assert.match(text, /BTCUSDT/)
  for (const secret of [server.demo.keys.sub1.secretKey ?? 'none', name]) assert.ok(!text.includes(secret))
  assert.equal((await signedCall(server.demo.rest, server.demo.keys.sub1, 'GET', '/api/v3/account')).status, 401)
})

const reportWith = (chosen: string): IncidentReport => ({
  version: 1, id: 'i_1', account: { id: 1, email: chosen }, askedBy: 'operator:local', beganAt: 'then', closedAt: 'now', since: 'then', usualSince: 'before',
  keys: [{ id: 'k_1', apiKeyBegins: 'bit1', label: chosen, environment: 'live', permissions: [], allowList: { mode: 'unrestricted' }, createdAt: '', wasOpen: true, isOpen: false, sentence: chosen }],
  done: { way: 'disable', withdrawalsLockedUntil: '', onlyAddressBook: true, ordersCancelled: 0, cancelled: [], ordersLeft: 0, sessionsEnded: 0, tokensEnded: 0, peopleToRenew: 0 },
  calls: [{ key: 'k_1', address: chosen, endpoint: chosen, calls: 1, refused: 0, first: '', last: '', isNewAddress: true, isNewEndpoint: false }], orders: [], fills: [],
  withdrawals: [{ id: 'w', coin: 'BTC', network: 'BTC', address: chosen, tag: chosen, amount: '1', state: 'completed', at: '', isNewAddress: true }], deviations: [chosen], leftOut: { calls: 3, orders: 0, fills: 0 },
})

test('what others chose draws no lines of its own in the report', () => {
  assert.ok(reportText(reportWith('x | y\n# z')).includes('x \\| y # z'))
  assert.ok(reportText(reportWith('<script>')).includes('\\<script\\>'))
})

test('as a page the report runs nothing, fetches nothing, and has no mark that others chose', () => {
  const marksOf = (html: string): readonly string[] => html.match(/<[^>]*>/g) ?? []
  const harmless = reportHtml(reportWith('label'))
  assert.doesNotMatch(harmless, /<script|<img|<link|<iframe|<object|<form|<a |src=|href=|url\(|@import| on\w+=/i)
  assert.match(harmless, /Content-Security-Policy" content="default-src 'none'/)
  assert.match(harmless, /3 more are left out here/)
  const hostile = ['<script>alert(1)</script>', '</style><img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', "' onmouseover='alert(1)", '&lt;b&gt;', '</title><base href=//x>', '<!--', ']]>', '\u202egnp.exe', 'a\u0000b\u200bc']
  for (const chosen of hostile) assert.deepEqual(marksOf(reportHtml(reportWith(chosen))), marksOf(harmless), chosen)
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (chosen) => { assert.deepEqual(marksOf(reportHtml(reportWith(chosen))), marksOf(harmless)) }))
  assert.ok(reportHtml(reportWith('&lt;b&gt;')).includes('&amp;lt;b&amp;gt;'), 'what was typed is what is read')
  assert.doesNotMatch(reportHtml(reportWith('\u202egnp.exe')), /\u202e/)
})

test('who must choose their factors anew is named where the command line wants a confirmation', async () => {
  const other = await RunningServer.start({ options: ['--market', 'off'] })
  try {
    const locked = await bitting('lockdown', 'trade', '--yes', '--data', other.dataFolder)
    assert.equal(locked.code, 0, locked.stderr)
    const made = await bitting('keys', 'create', '--label', 'another', '--rights', 'reading,spotAndMarginTrading', '--allow', '127.0.0.1', '--demo-codes', '--data', other.dataFolder)
    assert.equal(made.code, 1)
    assert.match(made.stderr, /^owner@demo\.bitting\.example must choose a new password and second factor .* a lockdown asked for it\.\nSign in to the console/)
  } finally {
    await other.stop()
  }
})
