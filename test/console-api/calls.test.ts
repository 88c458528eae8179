import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { KeySummary } from '../../src/operations/operator.ts'
import type { CallRateView } from '../../src/operations/calls-list.ts'
import type { KeyUsesView } from '../../src/operations/key-uses.ts'
import { signedCall } from '../harness/signed-request.ts'
import type { Browser } from './browser.ts'
import { consoleHouse } from './console-house.ts'

describe('the call log over the console API', () => {
  const house = consoleHouse()

  const called = (key: string): Promise<Response> => fetch(`${house.server.demo.rest}/api/v3/account?timestamp=${Date.now()}&signature=wrong`, { headers: { 'x-mbx-apikey': key } })

  it('tells calls as they come to whoever may see them, and counts them by the minute', async () => {
    const key = (await house.owner.browser.must<KeySummary[]>('GET', '/api/keys')).find(({ label }) => label === 'read') ?? assert.fail('no key')
    const trader = await house.joined('tom@example.org', 'trader')
    const listen = async ({ cookieHeader }: Browser): Promise<ReadableStreamDefaultReader<Uint8Array>> => {
      const response = await fetch(`${house.url}/api/calls/live?key=${key.id}`, { headers: { cookie: cookieHeader } })
      assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'text/event-stream'])
      const reader = response.body?.getReader() ?? assert.fail('no stream')
      assert.match(Buffer.from((await reader.read()).value ?? []).toString(), /^retry: 1000/)
      return reader
    }
    const [mine, theirs] = [await listen(house.owner.browser), await listen(trader)]
    let leaked = ''
    void theirs.read().then(({ value }) => { leaked = Buffer.from(value ?? []).toString() }, () => undefined)
    assert.equal((await called(key.apiKey)).status, 400)
    const text = Buffer.from((await mine.read()).value ?? []).toString()
    const call = JSON.parse(/data: (.*)/.exec(text)?.[1] ?? '') as { key: string; reason: string; requestId: string }
    assert.deepEqual([call.key, call.reason], [key.id, 'signatureWrong'])
    const { calls } = await house.owner.browser.must<{ calls: { requestId: string }[] }>('GET', `/api/calls?key=${key.id}`)
    assert.equal(calls[0]?.requestId, call.requestId)
    const minutes = await house.owner.browser.must<{ admitted: number; refused: number }[]>('GET', `/api/calls/minutes?key=${key.id}`)
    assert.deepEqual(minutes.map(({ admitted, refused }) => [admitted, refused]), [[0, 1]])
    assert.deepEqual(await trader.must('GET', '/api/calls/minutes'), [])
    assert.equal(leaked, '', 'of keys of others a trader hears nothing')
    await Promise.all([mine.cancel(), theirs.cancel()])
  })

  it('tells what a key was used for, how often over time, and gives the log as a file; of keys of others nothing', async () => {
    const { rest, keys } = house.server.demo
    const key = (await house.owner.browser.must<KeySummary[]>('GET', '/api/keys')).find(({ label }) => label === 'trade') ?? assert.fail('no key')
    for (const symbol of ['BTCUSDT', 'ETHUSDT', 'BTCUSDT']) assert.equal((await signedCall(rest, keys.trade, 'GET', '/api/v3/openOrders', { symbol })).status, 200)
    const { uses, programs } = await house.owner.browser.must<KeyUsesView>('GET', `/api/keys/${key.id}/uses?days=7`)
    assert.deepEqual(uses.map(({ endpoint, rights, symbol, calls }) => [endpoint, rights, symbol, calls]), [['GET /api/v3/openOrders', ['reading'], 'BTCUSDT', 2], ['GET /api/v3/openOrders', ['reading'], 'ETHUSDT', 1]])
    assert.deepEqual(programs.map(({ address, client, calls, clockMs }) => [address, client, calls, (clockMs?.mean ?? 9_999) < 1_000]), [['127.0.0.1', 'node', 3, true]])
    for (const grain of ['minute', 'hour', 'day']) {
      const rates = await house.owner.browser.must<CallRateView[]>('GET', `/api/calls/rates?grain=${grain}&key=${key.id}&slices=2`)
      assert.equal(rates.reduce((sum, { admitted }) => sum + admitted, 0), 3, grain)
    }
    assert.deepEqual(await house.owner.browser.must('GET', '/api/calls/gaps'), [])
    const fileOf = async ({ cookieHeader }: Browser, format: string): Promise<string> => (await fetch(`${house.url}/api/calls/export?format=${format}&key=${key.id}&symbol=ETHUSDT`, { headers: { cookie: cookieHeader } })).text()
    assert.match(await fileOf(house.owner.browser, 'csv'), /^sequence,.*\r\n\d+,.*,trade,,127\.0\.0\.1,GET \/api\/v3\/openOrders,reading,ETHUSDT,200,,,\d+,\d+\r\n$/)
    assert.equal((JSON.parse(await fileOf(house.owner.browser, 'jsonl')) as { symbol: string }).symbol, 'ETHUSDT')
    const trader = await house.joined('tina@example.org', 'trader')
    assert.equal((await fileOf(trader, 'jsonl')), '')
    assert.equal((await fetch(`${house.url}/api/keys/${key.id}/uses`, { headers: { cookie: trader.cookieHeader } })).status, 404)
    const tax = await fetch(`${house.url}/api/accounts/100001/tax?year=2026&kind=deposits-withdrawals`, { headers: { cookie: house.owner.browser.cookieHeader } })
    assert.match(await tax.text(), /^time,account,kind,id,/)
    assert.equal((await fetch(`${house.url}/api/accounts/999/tax?year=2026&kind=trades`, { headers: { cookie: house.owner.browser.cookieHeader } })).status, 404)
  })
})
