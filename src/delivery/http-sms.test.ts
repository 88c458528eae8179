import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { httpSms } from './http-sms.ts'

test('an SMS is one POST with its id, so that a second try is known; what is not taken is told', async () => {
  const heard: { authorization: string | undefined; key: string | string[] | undefined; body: string }[] = []
  let status = 202
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => { body += chunk.toString() })
    request.on('end', () => { heard.push({ authorization: request.headers.authorization, key: request.headers['idempotency-key'], body }); response.writeHead(status, { location: '/elsewhere' }).end() })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    // A listening TCP server has an address and a port.
    const sms = httpSms({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`, token: 'shared' })
    const letter = { id: 'm_1', to: '+491512345678', subject: '', text: 'Bitting: 12345678 confirms one change' }
    await sms.carry(letter)
    assert.deepEqual(heard, [{ authorization: 'Bearer shared', key: 'm_1', body: JSON.stringify({ id: 'm_1', to: letter.to, text: letter.text }) }])
    for (status of [500, 302]) await assert.rejects(sms.carry(letter))
    assert.equal(heard.length, 3, 'a redirect is not followed')
  } finally {
    server.close()
  }
})

test('codes never cross a network in the clear', () => {
  for (const url of ['http://sms.example.org/', 'sms.example.org', 'file:///etc/passwd']) assert.throws(() => httpSms({ url, token: null }), /https:\/\//)
})
