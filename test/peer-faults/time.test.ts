import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { ALL_PERMISSIONS } from '../../src/permission.ts'
import { MS } from '../../src/time.ts'
import { anAccount } from '../harness/in-process.ts'
import { InProcessWire } from '../harness/in-process-wire.ts'

/*
 * Of peers: the date was not signed by default; a skew check was off when its limit was 0; a request's life had no upper bound.
 */
const account = anAccount(100_001)
const wire = new InProcessWire([account])
const { apiKey, secretKey } = wire.addKey(account, { permissions: ALL_PERMISSIONS })
const nowMs = wire.world.clock.nowUs() / MS

const codeOf = async (payload: string, path = '/api/v3/account'): Promise<number> => {
  const proof = createHmac('sha256', secretKey).update(payload).digest('hex')
  const { status, body } = await wire.send({ method: 'GET', target: `${path}?${payload}${payload === '' ? '' : '&'}signature=${proof}`, headers: { 'X-MBX-APIKEY': apiKey } })
  return status === 200 ? 200 : (JSON.parse(body) as { code: number }).code
}

test('a call without its time is refused, on every family', async () => {
  for (const path of ['/api/v3/account', '/sapi/v1/account/status']) {
    assert.equal(await codeOf('', path), -1102)
    assert.equal(await codeOf('recvWindow=60000', path), -1102)
    assert.equal(await codeOf('timestamp=', path), -1102)
  }
})

test('a time that is none is refused', async () => {
  for (const time of ['0', '-1', '1', String(Math.floor(nowMs / 1_000)), '99999999999999', '9999999999999999', '99999999999999999999', '9'.repeat(500), 'now', '1e12', `${nowMs}.5`, `%20${nowMs}`, `${nowMs}%20`, `+${nowMs}`, '0x1', 'NaN', 'Infinity', 'null', '%00']) {
    const code = await codeOf(`timestamp=${time}`)
    assert.ok([-1021, -1100, -1102, -1022].includes(code), `${time} → ${code}`)
  }
})

test('a window cannot switch the check off: neither 0 nor more than a minute', async () => {
  assert.equal(await codeOf(`timestamp=${nowMs - 1}&recvWindow=0`), -1021)
  assert.equal(await codeOf(`timestamp=${nowMs}&recvWindow=0`), 200)
  for (const window of ['60001', '60000.001', '3600000', '99999999999999999999', '9'.repeat(500)]) {
    const code = await codeOf(`timestamp=${nowMs - 120_000}&recvWindow=${window}`)
    assert.ok([-1131, -1100, -1021].includes(code), `${window} → ${code}`)
    assert.notEqual(await codeOf(`timestamp=${nowMs}&recvWindow=${window}`), 200, window)
  }
  for (const window of ['-1', 'abc', '1e4', '', '5000,5', '0x10', '%00']) assert.notEqual(await codeOf(`timestamp=${nowMs}&recvWindow=${window}`), 200, window)
})

test('a call lives from just before its time until its window is over, and not a moment longer', async () => {
  for (const [payload, expected] of [
    [`timestamp=${nowMs - 5_000}`, 200], [`timestamp=${nowMs - 5_001}`, -1021], [`timestamp=${nowMs + 999}`, 200], [`timestamp=${nowMs + 1_000}`, -1021],
    [`timestamp=${nowMs - 60_000}&recvWindow=60000`, 200], [`timestamp=${nowMs - 60_001}&recvWindow=60000`, -1021],
    [`timestamp=${nowMs * 1_000 - 5_000_000}`, 200], [`timestamp=${nowMs * 1_000 - 5_000_001}`, -1021], [`timestamp=${nowMs * 1_000 + 999_999}`, 200], [`timestamp=${nowMs * 1_000 + 1_000_000}`, -1021],
    [`timestamp=${nowMs + 86_400_000}&recvWindow=60000`, -1021],
  ] as const) assert.equal(await codeOf(payload), expected, payload)
})
