import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { HOUR, MINUTE } from '../time.ts'
import { fetchedKeys, keysInFile } from './report-keys.ts'

const key = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey.export({ type: 'spki', format: 'pem' }).toString()
const served = (...ids: readonly string[]): string => JSON.stringify({ public_keys: ids.map((id) => ({ key_identifier: id, key, is_current: true })) })

let [answer, asked] = [{ status: 200, body: '', location: '' }, 0]
const github = createServer((_, response) => {
  asked += 1
  response.writeHead(answer.status, answer.location === '' ? {} : { location: answer.location }).end(answer.body)
})
let url = ''
const clock = { us: 0, nowUs: () => clock.us }
before(async () => {
  await new Promise<void>((resolve) => github.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(github.address() as AddressInfo).port}/keys`
})
after(() => { github.close(); github.closeAllConnections() })
beforeEach(() => { [answer, asked, clock.us] = [{ status: 200, body: served('first'), location: '' }, 0, 5 * HOUR] })

test('fetched keys are kept, and asked for again when a new one signs, at most once a minute', async () => {
  const keys = fetchedKeys(url, clock)
  const both = await Promise.all([keys.of('first'), keys.of('first')])
  assert.deepEqual([both.map((one) => one?.id), asked], [['first', 'first'], 1])
  answer.body = served('second')
  assert.deepEqual([await keys.of('second'), asked], [undefined, 1], 'whoever names keys that are not there makes nobody ask')
  clock.us += MINUTE
  assert.deepEqual([(await keys.of('second'))?.id, asked], ['second', 2])
  assert.equal(await keys.of('first'), undefined, 'what is served no longer is good no longer')
})

test('keys that cannot be fetched are good for their hour, and then nobody is heard', async () => {
  const keys = fetchedKeys(url, clock)
  await keys.of('first')
  answer.status = 503
  clock.us += HOUR - 1
  assert.equal((await keys.of('first'))?.id, 'first')
  clock.us += 1
  await assert.rejects(keys.of('first'), /503/)
  await assert.rejects(keys.of('first'), /a moment ago/)
  assert.equal(asked, 2)
  answer.status = 200
  clock.us += MINUTE
  assert.equal((await keys.of('first'))?.id, 'first')
})

test('what is no list of keys, has no end, or points elsewhere is none', async () => {
  for (const faulty of [{ body: 'garbage' }, { body: served() }, { body: `${served('first')}${' '.repeat(200_000)}` }, { status: 302, location: `${url}/elsewhere` }]) {
    answer = { status: 200, body: served('first'), location: '', ...faulty }
    await assert.rejects(fetchedKeys(url, clock).of('first'))
  }
})

test('keys in a file are read for each report', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bitting-'))
  try {
    const file = join(folder, 'keys.json')
    const keys = keysInFile(file)
    await assert.rejects(keys.of('first'))
    writeFileSync(file, served('first'))
    assert.equal((await keys.of('first'))?.id, 'first')
    writeFileSync(file, served('second'))
    assert.deepEqual([await keys.of('first'), (await keys.of('second'))?.id], [undefined, 'second'])
    writeFileSync(file, '{"public_keys":[]}')
    await assert.rejects(keys.of('second'), /no current public key/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
