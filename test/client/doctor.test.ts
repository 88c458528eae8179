import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { examine, type Patient } from '../../src/client/doctor/examine.ts'
import type { Examination, Probe } from '../../src/watch/external/examination.ts'
import { SAFE_CALLS } from '../../src/client/doctor/safe-calls.ts'
import { Credential, sealCredential } from '../../src/client/index.ts'
import { bitting } from '../harness/bitting-command.ts'
import { RunningServer } from '../harness/running-server.ts'

type DemoKey = keyof RunningServer['demo']['keys']

let server: RunningServer
const others: Server[] = []

before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
after(async () => {
  for (const other of others) other.close()
  await server.stop()
})

const credentialOf = (name: DemoKey): Credential => {
  const key = server.demo.keys[name]
  return Credential.of(key.apiKey, key.secretKey ?? key.privateKey ?? '')
}

const examined = (credential: Credential | null, more: Partial<Patient> = {}): Promise<Examination> => examine({ url: server.demo.rest, credential, nowMs: () => Date.now(), ...more })
const verdictsOf = ({ findings }: Examination): Partial<Record<Probe, string>> => Object.fromEntries(findings.map(({ probe, verdict }) => [probe, verdict]))

/** Another server in front of the real one, or in its place. */
const stand = async (answer: (request: IncomingMessage) => Promise<{ readonly status: number; readonly text: string }>): Promise<string> => {
  const other = createServer((request, response) => void answer(request).then(({ status, text }) => response.writeHead(status, { 'content-type': 'application/json' }).end(text)))
  others.push(other)
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(other.address() as AddressInfo).port}`
}

const passedOn = async (request: IncomingMessage, url = request.url ?? '/'): Promise<{ readonly status: number; readonly text: string }> => {
  const answer = await fetch(`${server.demo.rest}${url}`, { method: request.method ?? 'GET', headers: { 'x-mbx-apikey': String(request.headers['x-mbx-apikey'] ?? '') } })
  return { status: answer.status, text: await answer.text() }
}

test('a sound Ed25519 key is found sound, with the address that is seen', async () => {
  const found = await examined(credentialOf('ed25519'))
  assert.deepEqual(verdictsOf(found), { reach: 'fine', clock: 'fine', address: 'fine', key: 'fine', signature: 'fine', encoding: 'fine', rights: 'fine', binding: 'fine' })
  assert.equal(found.address, '127.0.0.1')
  assert.deepEqual(found.rights?.permissions, ['reading', 'spotAndMarginTrading'])
})

test('each kind of key and each set of rights is told as it is', async () => {
  const cases: readonly (readonly [DemoKey, Partial<Record<Probe, string>>])[] = [
    ['read', { key: 'advice', signature: 'fine', rights: 'fine' }], ['rsa', { key: 'fine', signature: 'fine' }], ['transfer', { rights: 'advice' }], ['withdraw', { rights: 'advice' }],
    ['unrestricted', { binding: 'fault' }], ['otherAddress', { signature: 'fault' }],
  ]
  for (const [name, expected] of cases) {
    const verdicts = verdictsOf(await examined(credentialOf(name)))
    for (const [probe, verdict] of Object.entries(expected)) assert.equal(verdicts[probe as Probe], verdict, `${name}: ${probe}`)
  }
})

test('a user type says what is too much and what is missing', async () => {
  for (const [name, preset, verdict] of [['read', 'dashboard', 'fine'], ['trade', 'dashboard', 'advice'], ['read', 'grid-bot', 'fault'], ['trade', 'grid-bot', 'fine']] as const) {
    assert.equal(verdictsOf(await examined(credentialOf(name), { preset })).fit, verdict, `${name} as ${preset}`)
  }
})

test('a wrong secret is told as a wrong secret', async () => {
  const found = await examined(Credential.hmac(server.demo.keys.read.apiKey, 'not the secret of this key'))
  assert.match(found.findings.find(({ probe }) => probe === 'signature')?.what ?? '', /secret does not belong to this key/)
})

test('a clock that is wrong is measured, and hides nothing else', async () => {
  const rightNow = Date.now
  try {
    for (const [wrongMs, verdict, words] of [[-7_000, 'fault', /behind the server/], [400, 'advice', /ahead of the server/]] as const) {
      Date.now = () => rightNow() + wrongMs
      const found = await examined(credentialOf('read'))
      assert.equal(verdictsOf(found).clock, verdict)
      assert.match(found.findings.find(({ probe }) => probe === 'clock')?.what ?? '', words)
      assert.equal(verdictsOf(found).signature, 'fine')
    }
  } finally {
    Date.now = rightNow
  }
})

test('something on the way that writes values anew is found', async () => {
  const url = await stand((request) => passedOn(request, (request.url ?? '').replaceAll('%EF%BC%91', '1')))
  assert.equal(verdictsOf(await examined(credentialOf('read'), { url })).encoding, 'fault')
})

test('only what reads is ever called, whatever the answers are', async () => {
  const allowed = new Set<string>(Object.values(SAFE_CALLS).map(({ path }) => path))
  const answers: ((request: IncomingMessage) => Promise<{ readonly status: number; readonly text: string }>)[] = [
    (request) => passedOn(request),
    async () => ({ status: 200, text: '{}' }), async () => ({ status: 200, text: 'hello' }), async () => ({ status: 500, text: '' }), async () => ({ status: 418, text: '{"code":-1003,"msg":"banned"}' }),
    async (request) => request.url?.startsWith('/api/v3/time') ? { status: 200, text: `{"serverTime":${Date.now()}}` } : { status: 404, text: '<html>' },
  ]
  for (const answer of answers) {
    const heard: string[] = []
    const url = await stand((request) => { heard.push(`${request.method} ${request.url?.split('?')[0]}`); return answer(request) })
    const found = await examined(credentialOf('all'), { url })
    assert.ok(found.findings.length > 0)
    for (const one of heard) assert.ok(one.startsWith('GET ') && allowed.has(one.slice(4)), one)
  }
})

test('an exchange without a page of rights says so, and the signature is tried all the same', async () => {
  const url = await stand((request) => request.url?.startsWith('/sapi') ? Promise.resolve({ status: 404, text: '<html>' }) : passedOn(request))
  const verdicts = verdictsOf(await examined(credentialOf('trade'), { url }))
  assert.deepEqual([verdicts.signature, verdicts.rights], ['fine', 'unknown'])
})

test('the command reads a key from a demo, an env file, a sealed file and the environment, and exits 1 where something is wrong', async () => {
  const { read } = server.demo.keys
  const [envFile, sealedFile] = [join(server.dataFolder, 'bot.env'), join(server.dataFolder, 'bot.json')]
  writeFileSync(envFile, `BITTING_API_KEY=${read.apiKey}\nBITTING_SECRET_KEY=${read.secretKey}\n`, { mode: 0o600 })
  writeFileSync(sealedFile, await sealCredential(read.apiKey, read.secretKey ?? '', 'correct horse battery staple'), { mode: 0o600 })
  const at = ['--url', server.demo.rest, '--data', server.dataFolder]
  assert.match((await bitting('doctor', '--key', 'read', '--data', server.dataFolder)).stdout, /Risk B/)
  assert.match((await bitting('doctor', '--key', envFile, ...at)).stdout, /It has: Enable Reading\./)
  const sealed = await bitting('doctor', '--key', sealedFile, ...at)
  assert.match(sealed.stderr, /give its passphrase in BITTING_PASSPHRASE/)
  assert.equal((await bitting('doctor', '--key', 'unrestricted', '--data', server.dataFolder)).code, 1)
  assert.equal((await bitting('doctor', '--url', server.demo.rest, '--preset', 'nothing')).code, 2)
  const json = JSON.parse((await bitting('doctor', '--key', 'read', '--json', '--data', server.dataFolder)).stdout) as Examination
  assert.deepEqual(json.rights?.permissions, ['reading'])
  assert.ok(!JSON.stringify(json).includes(read.secretKey ?? '-'))
})
