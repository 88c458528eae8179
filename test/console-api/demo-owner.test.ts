import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { RunningServer } from '../harness/running-server.ts'
import { Browser } from './browser.ts'
import { ownerOf } from './console-house.ts'

describe('what a demo tells before anybody signed in', () => {
  let server: RunningServer
  before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
  after(() => server?.stop())

  /** `fetch` sets Host by itself; somebody else's DNS does not. */
  const statusAs = (headers: Readonly<Record<string, string>>): Promise<number> => new Promise((resolve, reject) => {
    request(new URL('/api/demo/owner', server.demo.console), { headers }, (response) => { response.resume(); resolve(response.statusCode ?? 0) }).once('error', reject).end()
  })

  it('is its owner, the password of the demo file, and codes that are taken', async () => {
    const browser = new Browser(server.demo.console)
    const told = await browser.must<{ email: string; password: string; totp: string; mailCode: string | null }>('GET', '/api/demo/owner')
    assert.deepEqual([told.email, told.password, told.mailCode], [ownerOf(server.demo).email, ownerOf(server.demo).password, null])
    const step = await browser.must<{ kind: string; attempt: string }>('POST', '/api/sign-in', { email: told.email, password: told.password })
    assert.equal(step.kind, 'factorNeeded')
    const second = await browser.must<{ kind: string; attempt: string }>('POST', '/api/sign-in/factor', { attempt: step.attempt, answer: { factor: 'totp', code: told.totp } })
    assert.equal(second.kind, 'deviceCodeNeeded')
    const { mailCode } = await browser.must<{ mailCode: string }>('GET', '/api/demo/owner')
    assert.equal((await browser.must<{ kind: string }>('POST', '/api/sign-in/device', { attempt: second.attempt, code: mailCode })).kind, 'signedIn')
  })

  it('is told at this machine alone, under its own names, to no other page and through no proxy', async () => {
    const { host, port } = new URL(server.demo.console)
    assert.equal(await statusAs({ host }), 200)
    assert.equal(await statusAs({ host: `127.0.0.1:${port}` }), 200)
    assert.equal(await statusAs({ host: `192.0.2.7:${port}` }), 403)
    assert.equal(await statusAs({ host: 'rebound.example.org' }), 421)
    assert.equal(await statusAs({ host, 'sec-fetch-site': 'same-site' }), 403)
    assert.equal(await statusAs({ host, origin: 'http://localhost:1' }), 403)
    assert.equal(await statusAs({ host, 'x-bitting-address': '203.0.113.9' }), 403)
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) assert.equal(await statusAs({ host, [header]: '127.0.0.1' }), 403, header)
  })
})
