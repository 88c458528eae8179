import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ENDPOINT_TABLE, routeOf } from '../../src/binance/endpoint-table.ts'
import type { Permission } from '../../src/permission.ts'
import { errorOf, type RawAnswer, RawConnection, rawRequest } from '../harness/raw-connection.ts'
import { type DemoFile, type DemoKeyFile, RunningServer } from '../harness/running-server.ts'
import { signatureOf } from '../harness/signed-request.ts'
import { expectedAnswer, type Situation } from './expected-answer.ts'
import { EXPECTED_ROWS, ROWS_TO_COME } from './expected-rights.ts'

/** The matrix's smaller sister: every row with every demo key over HTTP, against the whole program. */
let server: RunningServer
before(async () => { server = await RunningServer.start({ options: ['--market', 'off', '--rate-limits', 'off'] }) })
after(() => server?.stop())

const targetOf = (path: string, parameters: string, key: DemoKeyFile): string => {
  const payload = [parameters, `timestamp=${Date.now()}`].filter((part) => part !== '').join('&')
  return `${path}?${payload}&signature=${encodeURIComponent(signatureOf(key, payload))}`
}

const lines: string[] = []

for (const row of [...EXPECTED_ROWS, ...ROWS_TO_COME].filter(({ route, asks }) => asks !== 'open' && !route.startsWith('WS ') && ENDPOINT_TABLE.some(({ method, path }) => routeOf(method, path) === route))) {
  test(`over HTTP, ${row.route} opens to the demo keys that have its right`, async () => {
    const [method = '', path = ''] = row.route.split(' ')
    const connection = await RawConnection.open(server.demo.rest)
    try {
      for (const [name, key] of Object.entries(server.demo.keys) as [keyof DemoFile['keys'], DemoKeyFile][]) {
        const situation: Situation = {
          row, caller: name === 'sub1' ? 'sub' : 'main', header: 'present', key: name === 'testnet' ? 'ofOtherEnvironment' : 'known', state: 'enabled',
          // The demo file's rights are names of the table.
          rights: key.permissions as readonly Permission[], address: name === 'otherAddress' ? 'other' : 'allowed', from: '127.0.0.1', signature: 'good', time: 'now',
        }
        const target = row.asks === 'signed' ? targetOf(path, row.parameters, key) : row.parameters === '' ? path : `${path}?${row.parameters}`
        connection.write(rawRequest(method, target, { headers: { 'X-MBX-APIKEY': key.apiKey } }))
        const answer: RawAnswer | undefined = await connection.next()
        assert.ok(answer, name)
        const expected = expectedAnswer(situation)
        if (expected === 'let in') {
          const { code } = errorOf(answer)
          assert.ok(answer.status < 500 && answer.status !== 401 && answer.status !== 404 && ![-1002, -1022, -1021, -2014, -2015].includes(code), `${name} is let in: ${answer.status} ${answer.body}`)
          // A well-formed call that is let in fails only for what it names (an order that is not there …), never for its form.
          // Acts on futures say 200 in words when they were done.
          assert.ok(code === 0 || (code === 200 && answer.status === 200) || code <= -2000 || code === -1013 || code === -1125, `${name}: ${answer.body}`)
          lines.push(`${row.route} ${name}`)
        } else {
          assert.equal(answer.status, expected.status, `${name}: ${answer.body}`)
          assert.deepEqual(errorOf(answer), { code: expected.code, msg: expected.msg }, name)
        }
      }
    } finally {
      connection.hangUp()
    }
  })
}

test('every signed row was opened by some demo key, so no refusal above is for want of a good one', () => {
  for (const { route } of [...EXPECTED_ROWS, ...ROWS_TO_COME].filter(({ route, asks, right }) => asks === 'signed' && !route.startsWith('WS ') && right !== 'universalTransfer' && ENDPOINT_TABLE.some(({ method, path }) => routeOf(method, path) === route))) {
    assert.ok(lines.some((line) => line.startsWith(`${route} `)), route)
  }
})
