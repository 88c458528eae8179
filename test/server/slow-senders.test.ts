import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { RawConnection, rawRequest } from '../harness/raw-connection.ts'
import { RunningServer } from '../harness/running-server.ts'

let server: RunningServer
before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
after(() => server?.stop())

/* These wait for the server's own limits (10 s for headers, 30 s for a whole request), so they wait together. */
describe('slow senders', { concurrency: true }, () => {
  it('who never ends the headers is cut off', async () => {
    const connection = await RawConnection.open(server.demo.rest)
    connection.write('GET /api/v3/time HTTP/1.1\r\nHost: localhost\r\n')
    const drip = setInterval(() => connection.write('X-Slow: 1\r\n'), 1_000)
    const rest = (await connection.rest()).toString()
    clearInterval(drip)
    assert.match(rest, /^HTTP\/1\.1 408 /)
  })

  it('who never ends the body is cut off', async () => {
    const connection = await RawConnection.open(server.demo.rest)
    connection.write('POST /api/v3/order HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n')
    const drip = setInterval(() => connection.write('a'), 1_000)
    const rest = (await connection.rest()).toString()
    clearInterval(drip)
    assert.ok(rest === '' || /^HTTP\/1\.1 408 /.test(rest), rest)
  })

  it('who connects and says nothing is cut off', async () => {
    const connection = await RawConnection.open(server.demo.rest)
    await connection.rest()
    assert.ok(connection.isClosed)
  })

  it('meanwhile everybody else is served', async () => {
    const connection = await RawConnection.open(server.demo.rest)
    for (let round = 0; round < 20; round += 1) {
      connection.write(rawRequest('GET', '/api/v3/ping'))
      assert.equal((await connection.next())?.status, 200)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    connection.hangUp()
  })
})
