import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { CallView, OperatorCallPage } from '../../src/operations/calls-list.ts'
import { bitting } from '../harness/bitting-command.ts'
import { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

let server: RunningServer
const folder = mkdtempSync(join(tmpdir(), 'bitting-log-'))

before(async () => {
  server = await RunningServer.start({ options: ['--market', 'off'] })
  const { rest, keys } = server.demo
  const order = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '20000' }
  assert.equal((await signedCall(rest, keys.trade, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', ...order })).status, 200)
  assert.equal((await signedCall(rest, keys.trade, 'POST', '/api/v3/order', { symbol: 'NOTTHERE', ...order })).status, 400)
  assert.equal((await signedCall(rest, keys.read, 'GET', '/api/v3/account')).status, 200)
  assert.equal((await signedCall(rest, keys.read, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', ...order })).status, 401)
})
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const run = (...words: string[]) => bitting(...words, '--data', server.dataFolder)
const shown = async (...words: string[]): Promise<OperatorCallPage> => {
  const { code, stdout, stderr } = await run('log', ...words, '--json')
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout) as OperatorCallPage
}
const told = ({ calls }: Pick<OperatorCallPage, 'calls'>): unknown[] => calls.map(({ label, endpoint, symbol, status, reason }) => [label, endpoint, symbol, status, reason])

test('bitting log shows each call with key, endpoint, market and outcome, and narrows by each of them', async () => {
  const all = [
    ['read', 'POST /api/v3/order', null, 401, 'permissionMissing'], ['read', 'GET /api/v3/account', null, 200, null],
    ['trade', 'POST /api/v3/order', null, 400, 'venue'], ['trade', 'POST /api/v3/order', 'BTCUSDT', 200, null],
  ]
  assert.deepEqual(told(await shown()), all)
  assert.deepEqual(told(await shown('--key', 'trade')), all.slice(2))
  assert.deepEqual(told(await shown('--outcome', 'refused')), [all[0], all[2]])
  assert.deepEqual(told(await shown('--outcome', 'rejected')), [all[2]])
  assert.deepEqual(told(await shown('--symbol', 'BTCUSDT')), [all[3]])
  assert.deepEqual(told(await shown('--endpoint', 'GET /api/v3/account', '--address', '127.0.0.1', '--since', '2026-01-01')), [all[1]])
  assert.deepEqual(told(await shown('--until', '2026-01-01')), [])
  const first = await shown('--limit', '3')
  assert.deepEqual(told(await shown('--before', String(first.next))), all.slice(3))
  const { stdout } = await run('log')
  assert.match(stdout, /^WHEN \(UTC\) +KEY +FROM +ENDPOINT +OUTCOME +TOOK +REQUEST\n/)
  assert.match(stdout, /\n\S+ \S+ +trade +127\.0\.0\.1 +POST \/api\/v3\/order BTCUSDT +200 +[\d.]+ ms +[0-9a-f-]{36}\n/)
  assert.match((await run('log', '--since', 'soon')).stderr, /"soon" is no moment/)
})

test('bitting log export writes them as CSV and as JSON lines, and no file twice', async () => {
  const [csv, jsonl] = [join(folder, 'calls.csv'), join(folder, 'calls.jsonl')]
  assert.equal((await run('log', 'export', csv, '--key', 'trade')).stdout, `2 calls written to ${csv} (mode 0600).\n`)
  assert.equal(statSync(csv).mode & 0o777, 0o600)
  const lines = readFileSync(csv, 'utf8').split('\r\n')
  assert.equal(lines[0], 'sequence,requestId,at,account,key,label,successor,address,endpoint,permission,symbol,status,code,reason,durationUs,weight')
  assert.match(lines[1] ?? '', /^1,[0-9a-f-]{36},\d{4}-.*Z,100001,k_\w+,trade,,127\.0\.0\.1,POST \/api\/v3\/order,spotAndMarginTrading,BTCUSDT,200,,,\d+,\d+$/)
  assert.match(lines[2] ?? '', /,400,-1121,venue,/)
  assert.equal(lines.length, 4)
  assert.equal((await run('log', 'export', jsonl, '--format', 'jsonl')).code, 0)
  assert.deepEqual(readFileSync(jsonl, 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as CallView).sequence), [1, 2, 3, 4])
  const again = await run('log', 'export', csv)
  assert.deepEqual([again.code, /could not be written \(EEXIST\)/.test(again.stderr)], [1, true])
})

test('bitting log --follow goes on with each call as it comes', async () => {
  const child = spawn(process.execPath, ['src/cli/bitting.ts', 'log', '--follow', '--json', '--key', 'read', '--data', server.dataFolder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let heard = ''
  const came = new Promise<void>((resolve) => child.stdout.on('data', (chunk: Buffer) => { heard += chunk.toString(); resolve() }))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  // It begins with what comes after it has looked for the first time, whenever that is.
  const calling = setInterval(() => void signedCall(server.demo.rest, server.demo.keys.read, 'GET', '/api/v3/account'), 200)
  await came
  clearInterval(calling)
  child.kill('SIGINT')
  await ended
  const [line = ''] = heard.split('\n')
  const call = JSON.parse(line) as CallView
  assert.deepEqual([call.label, call.endpoint, call.status], ['read', 'GET /api/v3/account', 200])
})

test('bitting tax writes four files of a year', async () => {
  const { rest, keys } = server.demo
  const opposite = { symbol: 'BTCUSDT', side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '20000' }
  assert.equal((await signedCall(rest, keys.sub1, 'POST', '/api/v3/order', opposite)).status, 200)
  assert.equal((await signedCall(rest, keys.transfer, 'POST', '/sapi/v1/asset/transfer', { type: 'MAIN_UMFUTURE', asset: 'USDT', amount: '12.5' })).status, 200)
  assert.equal((await signedCall(rest, keys.margin, 'POST', '/sapi/v1/margin/borrow-repay', { asset: 'USDT', isIsolated: 'FALSE', amount: '100', type: 'BORROW' })).status, 200)
  const year = String(new Date().getUTCFullYear())
  const records = join(folder, 'records')
  const { code, stdout, stderr } = await run('tax', records, '--year', year)
  assert.equal(code, 0, stderr)
  assert.match(stdout, /trades\.csv/)
  const linesOf = (kind: string): string[][] => readFileSync(join(records, `100001-${year}-${kind}.csv`), 'utf8').trim().split('\r\n').map((line) => line.split(','))
  const rowOf = (kind: string, at: number): Record<string, string> => Object.fromEntries((linesOf(kind)[0] ?? []).map((name, column) => [name, linesOf(kind).at(at)?.[column] ?? '']))
  const { time, id, orderId, fee, ...trade } = rowOf('trades', -1)
  assert.deepEqual(trade, { account: '100001', wallet: 'spot', market: 'BTCUSDT', kind: 'trade', side: 'BUY', price: '20000', quantity: '0.01', quote: '200', baseAsset: 'BTC', quoteAsset: 'USDT', feeAsset: 'BTC', realizedProfit: '', role: 'maker' })
  assert.ok(time?.startsWith(year) && Number(id) > 0 && Number(orderId) > 0 && Number(fee) > 0)
  const { asset, amount, from, to, direction } = rowOf('transfers', -1)
  assert.deepEqual([asset, amount, from, to, direction], ['USDT', '12.5', 'spot', 'usdFutures', 'own'])
  const { kind, wallet, amount: interest } = rowOf('income', -1)
  assert.deepEqual([kind, wallet, Number(interest) < 0], ['MARGIN_INTEREST', 'crossMargin', true])
  assert.ok(linesOf('deposits-withdrawals').length >= 1)
  assert.deepEqual((await run('tax', join(folder, 'before'), '--year', '2019', '--json')).code, 0)
  assert.equal(readFileSync(join(folder, 'before', '100001-2019-trades.csv'), 'utf8').trim().split('\r\n').length, 1)
  assert.match((await run('tax')).stderr, /needs a year/)
})
