import assert from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { RawConnection, rawRequest } from '../../test/harness/raw-connection.ts'
import { LeavingTogether } from './leaving-together.ts'

/** A server that answers each path with a body of its own. */
const serve = async (t: TestContext, answer: (path: string, response: ServerResponse) => void): Promise<string> => {
  const server = createServer((request, response) => answer(request.url ?? '', response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  t.after(() => { server.close(); server.closeAllConnections() })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const begin = (response: ServerResponse, body: string): number => {
  const bytes = Buffer.byteLength(body)
  response.writeHead(200, ['Content-Length', String(bytes)])
  return bytes
}

test('requests sent at once are answered each with its own, in order and in UTF-8', async (t) => {
  const leaving = new LeavingTogether()
  const bodyOf = (path: string): string => (path === '/2' ? `比特 ${path}` : `plain ${path}`)
  const url = await serve(t, (path, response) => leaving.end(response, bodyOf(path), begin(response, bodyOf(path)), () => {}))
  const connections = await Promise.all([1, 2, 3].map(() => RawConnection.open(url)))
  for (const connection of connections) connection.write([1, 2, 3].map((n) => rawRequest('GET', `/${n}`)).join(''))
  for (const connection of connections) {
    for (const n of [1, 2, 3]) assert.equal((await connection.next())?.body.toString(), bodyOf(`/${n}`))
    connection.hangUp()
  }
})

test('one that cannot leave holds back no other', async (t) => {
  t.mock.method(process.stderr, 'write', () => true)
  const leaving = new LeavingTogether()
  const held: ServerResponse[] = []
  const url = await serve(t, (path, response) => {
    if (path === '/broken') response.end = () => { throw new Error('broken') }
    held.push(response)
    if (held.length < 3) return
    for (const one of held) leaving.end(one, 'x', begin(one, 'x'), () => {})
  })
  const [broken, gone, whole] = await Promise.all([1, 2, 3].map(() => RawConnection.open(url))) as [RawConnection, RawConnection, RawConnection]
  broken.write(rawRequest('GET', '/broken'))
  gone.write(rawRequest('GET', '/gone'))
  gone.hangUp()
  whole.write(rawRequest('GET', '/whole'))
  assert.equal((await whole.next())?.body.toString(), 'x')
  assert.equal((await broken.rest()).length, 0)
  whole.hangUp()
})

test('what is much does not wait for the end of the turn', async (t) => {
  const leaving = new LeavingTogether()
  const ended: boolean[] = []
  const body = 'x'.repeat(600_000)
  const url = await serve(t, (_path, response) => {
    let isEnded = false
    leaving.end(response, body, begin(response, body), () => { isEnded = true })
    ended.push(isEnded)
  })
  const connection = await RawConnection.open(url)
  connection.write(rawRequest('GET', '/1') + rawRequest('GET', '/2') + rawRequest('GET', '/3'))
  for (let n = 0; n < 3; n += 1) assert.equal((await connection.next())?.body.length, 600_000)
  assert.deepEqual(ended, [false, true, false])
  connection.hangUp()
})
