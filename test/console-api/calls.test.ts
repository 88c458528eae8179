import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { KeySummary } from '../../src/operations/operator.ts'
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
})
