import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { guardedFetch } from './guarded-fetch.ts'

const calls: string[] = []
const server = createServer((request, response) => {
  calls.push(`${request.method} ${request.url} ${request.headers['x-mbx-apikey'] ?? '-'}`)
  if (request.url === '/elsewhere') response.writeHead(302, { location: '/plain' }).end()
  else if (request.url === '/endless') {
    response.writeHead(200)
    const more = (): void => { while (!response.destroyed && response.write(Buffer.alloc(65_536))); }
    response.on('drain', more)
    more()
  } else if (request.url === '/silent') return
  else response.writeHead(418, { 'retry-after': '7', 'content-type': 'application/json' }).end('{"code":-1}')
})
let url: string
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => {
  server.closeAllConnections()
  server.close()
})

const causeOf = async (act: Promise<unknown>): Promise<string> => {
  const error = await act.then(() => assert.fail('it was fetched'), (reason: unknown) => reason)
  return error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
}
const open = new AbortController().signal

test('an answer comes back whole, whatever its status', async () => {
  const answer = await guardedFetch(true, open)(`${url}/plain?a=1`, { headers: { 'X-MBX-APIKEY': 'k' } })
  assert.deepEqual([answer.status, answer.headers.get('retry-after'), await answer.json()], [418, '7', { code: -1 }])
  assert.ok(calls.includes('GET /plain?a=1 k'))
})

test('nothing of this machine or its network is called, by whatever name', async () => {
  const fetch = guardedFetch(false, open)
  const before = calls.length
  const port = new URL(url).port
  for (const inside of [`https://127.0.0.1:${port}`, 'https://[::1]', 'https://[::ffff:127.0.0.1]', `https://localhost:${port}`, 'https://2130706433', 'https://0x7f.0.0.1', 'https://10.1.2.3', 'https://169.254.169.254', 'https://0.0.0.0']) assert.match(await causeOf(fetch(inside, {})), /no address of the internet|has no address/, inside)
  assert.match(await causeOf(fetch(`${url}/plain`, {})), /only https/)
  assert.equal(calls.length, before)
})

test('a redirection is not followed', async () => {
  const before = calls.length
  assert.match(await causeOf(guardedFetch(true, open)(`${url}/elsewhere`, {})), /sends elsewhere/)
  assert.equal(calls.length, before + 1)
})

test('an answer without end is ended', async () => {
  assert.match(await causeOf(guardedFetch(true, open)(`${url}/endless`, {})), /has no end/)
})

test('what waits ends when the program does', async () => {
  const closing = new AbortController()
  const waiting = guardedFetch(true, closing.signal)(`${url}/silent`, {})
  closing.abort(new Error('the program ends'))
  await assert.rejects(waiting, /the program ends/)
})
