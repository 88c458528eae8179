import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sealCredential } from '../client/sealed-credential.ts'
import { findCredentialText } from './credential-source.ts'

const folder = mkdtempSync(join(tmpdir(), 'bitting-credential-'))
after(() => rmSync(folder, { recursive: true }))

const KEY = 'k'.repeat(64)
const SECRET = 's'.repeat(64)
const PASSPHRASE = 'a passphrase of many words'
const PEM = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const DEMO = JSON.stringify({ rest: 'http://localhost:8080', keys: { read: { apiKey: KEY, secretKey: SECRET } } })

const found = async (text: string, environment: Readonly<Record<string, string>> = {}) => {
  writeFileSync(join(folder, 'bot'), text)
  return (await findCredentialText({ key: 'bot', workingFolder: folder, dataFolder: join(folder, 'none'), environment })).text
}

test('a key is found in a .env file, in JSON and in a sealed file', async () => {
  const expected = { apiKey: KEY, secret: SECRET, isPrivateKey: false }
  assert.deepEqual(await found(`BITTING_API_KEY=${KEY}\nBITTING_SECRET_KEY=${SECRET}\n`), expected)
  assert.deepEqual(await found(JSON.stringify({ apiKey: KEY, secretKey: SECRET })), expected)
  assert.deepEqual(await found(JSON.stringify({ label: 'bot', apiKey: KEY, privateKey: PEM })), { apiKey: KEY, secret: PEM, isPrivateKey: true })
  assert.deepEqual(await found(await sealCredential(KEY, SECRET, PASSPHRASE), { BITTING_PASSPHRASE: PASSPHRASE }), expected)
})

test('what is no key is called what it is, and never a sealed file', async () => {
  for (const [text, said] of [
    ['{"name":"package","version":"1.0.0"}', /bot is JSON, but no key\. A key is a \.env file/], ['{"apiKey":"x"}', /JSON, but no key/], ['{ nothing', /begins like JSON and is none/], ['', /is empty/],
    [DEMO, /a demo's file with many keys: name one of them \(--key read\)/], [PEM, /in PEM, and does not say whose it is/], ['# notes\nhello there\n', /names no key/], ['PORT=80\n', /names no key/],
    ['BITTING_API_KEY=x\n', /bot: Neither BITTING_SECRET_KEY nor BITTING_PRIVATE_KEY is set/], ['BITTING_SECRET_KEY=x\n', /bot: BITTING_API_KEY is not set/],
  ] as const) await assert.rejects(found(text), said)
  await assert.rejects(found(await sealCredential(KEY, SECRET, PASSPHRASE)), /bot is sealed: give its passphrase/)
})

test('without a key it is the demo at hand that is examined, and with one of the environment any exchange', async () => {
  const data = join(folder, 'demo')
  mkdirSync(data)
  writeFileSync(join(data, 'demo.json'), DEMO)
  const wanted = (environment: Readonly<Record<string, string>>) => findCredentialText({ key: undefined, workingFolder: folder, dataFolder: data, environment })
  assert.deepEqual(await wanted({}), { text: null, demoUrl: 'http://localhost:8080' })
  const { text, demoUrl } = await wanted({ BITTING_API_KEY: KEY, BITTING_SECRET_KEY: SECRET })
  assert.deepEqual([text?.apiKey, demoUrl], [KEY, null])
})

test('a folder is no key, and hides no demo key of its name', async () => {
  mkdirSync(join(folder, 'read'))
  const inFolder = (dataFolder: string) => findCredentialText({ key: 'read', workingFolder: folder, dataFolder, environment: {} })
  await assert.rejects(inFolder(join(folder, 'none')), /read is a folder, no key of 64 letters and digits/)
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'data', 'demo.json'), DEMO)
  assert.equal((await inFolder(join(folder, 'data'))).text?.apiKey, KEY)
})
