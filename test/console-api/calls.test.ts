import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { KeySummary } from '../../src/operations/operator.ts'
import { RunningServer } from '../harness/running-server.ts'
import { joined } from './joined.ts'
import { Owner } from './signed-in.ts'

describe('the call log over the console API', () => {
  let server: RunningServer
  let owner: Owner
  before(async () => {
    server = await RunningServer.start({ options: ['--market', 'off'] })
    owner = new Owner(server)
    await owner.comeIn()
  })
  after(() => server?.stop())

  const called = (key: string): Promise<Response> => fetch(`${server.demo.rest}/api/v3/account?timestamp=${Date.now()}&signature=wrong`, { headers: { 'x-mbx-apikey': key } })

  it('tells calls as they come to whoever may see them, and counts them by the minute', async () => {
    const key = (await owner.browser.must<KeySummary[]>('GET', '/api/keys')).find(({ label }) => label === 'read') ?? assert.fail('no key')
    const trader = await joined(owner, 'tom@example.org', 'trader')
    const listen = async (cookies: ReadonlyMap<string, string>): Promise<ReadableStreamDefaultReader<Uint8Array>> => {
      const response = await fetch(`${server.demo.console}/api/calls/live?key=${key.id}`, { headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } })
      assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'text/event-stream'])
      const reader = response.body?.getReader() ?? assert.fail('no stream')
      assert.match(Buffer.from((await reader.read()).value ?? []).toString(), /^retry: 1000/)
      return reader
    }
    const [mine, theirs] = [await listen(owner.browser.cookies), await listen(trader.cookies)]
    let leaked = ''
    void theirs.read().then(({ value }) => { leaked = Buffer.from(value ?? []).toString() }, () => undefined)
    assert.equal((await called(key.apiKey)).status, 400)
    const text = Buffer.from((await mine.read()).value ?? []).toString()
    const call = JSON.parse(/data: (.*)/.exec(text)?.[1] ?? '') as { key: string; reason: string; requestId: string }
    assert.deepEqual([call.key, call.reason], [key.id, 'signatureWrong'])
    const { calls } = await owner.browser.must<{ calls: { requestId: string }[] }>('GET', `/api/calls?key=${key.id}`)
    assert.equal(calls[0]?.requestId, call.requestId)
    const minutes = await owner.browser.must<{ admitted: number; refused: number }[]>('GET', `/api/calls/minutes?key=${key.id}`)
    assert.deepEqual(minutes.map(({ admitted, refused }) => [admitted, refused]), [[0, 1]])
    assert.deepEqual(await trader.must('GET', '/api/calls/minutes'), [])
    assert.equal(leaked, '', 'of keys of others a trader hears nothing')
    await Promise.all([mine.cancel(), theirs.cancel()])
  })
})
