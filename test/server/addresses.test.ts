import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { errorOf, RawConnection, rawRequest } from '../harness/raw-connection.ts'
import { type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signedQuery } from '../harness/signed-request.ts'

let server: RunningServer
let behindProxy: RunningServer
before(async () => {
  [server, behindProxy] = await Promise.all([
    RunningServer.start({ options: ['--market', 'off', '--rate-limits', 'off'] }),
    RunningServer.start({ options: ['--market', 'off', '--rate-limits', 'off', '--trusted-proxy', '127.0.0.1', '--trusted-proxy', '10.0.0.0/8'] }),
  ])
})
after(() => Promise.all([server?.stop(), behindProxy?.stop()]))

/** The code of a signed call with these further headers, 200 where it is let in; from another loopback address where one is given. */
const codeOf = async (at: RunningServer, key: DemoKeyFile, headers: Readonly<Record<string, string>>, from?: string): Promise<number> => {
  const connection = await RawConnection.open(at.demo.rest, from)
  connection.write(rawRequest('GET', `/api/v3/account?${signedQuery(key)}`, { headers: { 'X-MBX-APIKEY': key.apiKey, ...headers } }))
  const answer = await connection.next()
  connection.hangUp()
  assert.ok(answer)
  return answer.status === 200 ? 200 : errorOf(answer).code
}

const CLAIMS = ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'True-Client-IP', 'CF-Connecting-IP', 'X-Client-IP', 'X-Cluster-Client-IP', 'Client-IP', 'X-Originating-IP', 'Via', 'X-Forwarded', 'Forwarded-For'] as const

test('no header lets a caller in whose own address is not on the list', async () => {
  const { otherAddress, trade } = server.demo.keys
  assert.equal(await codeOf(server, otherAddress, {}), -2015)
  for (const claim of CLAIMS) {
    for (const value of ['203.0.113.45', 'for=203.0.113.45', '203.0.113.45, 127.0.0.1', '127.0.0.1, 203.0.113.45']) {
      assert.equal(await codeOf(server, otherAddress, { [claim]: value }), -2015, `${claim}: ${value}`)
    }
    assert.equal(await codeOf(server, trade, { [claim]: '203.0.113.45' }), 200, `${claim} does not shut out the one who stands on the list`)
  }
})

test('in demo mode a caller on this machine may try out another address', async () => {
  const { otherAddress, trade, unrestricted } = server.demo.keys
  assert.equal(await codeOf(server, otherAddress, { 'x-bitting-address': '203.0.113.45' }), 200)
  assert.equal(await codeOf(server, otherAddress, { 'X-Bitting-Address': '203.0.113.46' }), -2015)
  assert.equal(await codeOf(server, trade, { 'x-bitting-address': '203.0.113.45' }), -2015)
  assert.equal(await codeOf(server, unrestricted, { 'x-bitting-address': '2001:db8::7' }), 200)
  assert.equal(await codeOf(server, otherAddress, { 'x-bitting-address': '::ffff:203.0.113.45' }), 200, 'the same address, mapped into IPv6')
})

test('an address that is none does not open a list', async () => {
  const { otherAddress } = server.demo.keys
  for (const value of ['', 'localhost', '203.0.113.45, 203.0.113.45', '203.0.113.45:80', '203.0.113.045', '0xcb00712d', '203.0.113.45/32', '*']) {
    assert.equal(await codeOf(server, otherAddress, { 'x-bitting-address': value }), -2015, value)
  }
})

test('another loopback address than the listed one is another address', async () => {
  assert.equal(await codeOf(server, server.demo.keys.trade, {}, '127.0.0.2'), -2015)
})

test('a trusted proxy is believed: its rightmost hop that is not a proxy itself', async () => {
  const { otherAddress, trade } = behindProxy.demo.keys
  assert.equal(await codeOf(behindProxy, otherAddress, { 'X-Forwarded-For': '203.0.113.45' }), 200)
  assert.equal(await codeOf(behindProxy, otherAddress, { 'X-Forwarded-For': '203.0.113.45, 10.1.2.3' }), 200)
  assert.equal(await codeOf(behindProxy, otherAddress, { 'X-Forwarded-For': '203.0.113.45, 198.51.100.9' }), -2015, 'what stands left of a stranger is the stranger\'s word')
  assert.equal(await codeOf(behindProxy, otherAddress, { 'X-Forwarded-For': '203.0.113.45, nonsense' }), -2015)
  assert.equal(await codeOf(behindProxy, trade, { 'X-Forwarded-For': '203.0.113.45' }), -2015)
})

test('who is not the trusted proxy is not believed', async () => {
  assert.equal(await codeOf(behindProxy, behindProxy.demo.keys.otherAddress, { 'X-Forwarded-For': '203.0.113.45' }, '127.0.0.2'), -2015)
})
