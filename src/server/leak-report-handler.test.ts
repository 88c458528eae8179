import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { Feedback } from '../watch/leaks/github-report.ts'
import { leakReportHandler, type LeakReportParts } from './leak-report-handler.ts'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const key = { id: 'one', key: publicKey.export({ type: 'spki', format: 'pem' }).toString() }
const faults: unknown[] = []
const heard: string[] = []
const parts: LeakReportParts = {
  keys: { of: async (id) => (id === key.id ? key : undefined) }, addressOf: () => '192.0.2.1', clock: { nowUs: () => 0 }, onFault: (error) => faults.push(error),
  hear: async (sightings) => {
    heard.push(`begins ${sightings.length}`)
    await new Promise(setImmediate)
    heard.push(`ends ${sightings.length}`)
    if (sightings.length === 2) throw new Error('the disk is full')
    return sightings.map((): Feedback => ({ token_hash: '', token_type: '', label: 'false_positive' }))
  },
}
let handle = leakReportHandler(parts)
const server = createServer((request, response) => void handle(request, response))
before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
after(() => { server.close(); server.closeAllConnections() })

const send = async (count: number): Promise<readonly [status: number, code: string | undefined]> => {
  const body = JSON.stringify(Array.from({ length: count }, () => ({ token: 't', type: 'x' })))
  const headers = { 'github-public-key-identifier': 'one', 'github-public-key-signature': sign('sha256', Buffer.from(body), privateKey).toString('base64') }
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { method: 'POST', body, headers })
  return [response.status, (await response.json() as { refused?: { code: string } }).refused?.code]
}

test('one report after the other; one that fails inside is to be sent again, and the next is heard', async () => {
  assert.deepEqual((await Promise.all([send(1), send(2), send(3)])).map(([status]) => status), [200, 503, 200])
  assert.deepEqual(await send(2), [503, 'notNow'])
  assert.match(String(faults[0]), /the disk is full/)
  for (let at = 0; at < heard.length; at += 2) assert.equal(heard[at + 1], heard[at]?.replace('begins', 'ends'))
})

test('keys that cannot be had put a report off, and where nobody asked for reports there are none', async () => {
  handle = leakReportHandler({ ...parts, keys: { of: () => Promise.reject(new Error('no way out')) } })
  assert.deepEqual(await send(1), [503, 'notNow'])
  handle = leakReportHandler({ ...parts, keys: null })
  assert.deepEqual(await send(1), [404, 'off'])
})
