import assert from 'node:assert/strict'
import { generateKeyPairSync, verify } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { inspect } from 'node:util'
import { dotEnv, encrypted } from '../../console/src/parts/secret-file.ts'
import { Credential } from './credential.ts'
import { credentialFromCommand, credentialFromEnvironment, credentialFromFile } from './credential-sources.ts'
import { sealCredential } from './sealed-credential.ts'

// Binance's published example (rest-api.md, "SIGNED endpoint examples"): its key, secret, payloads and signatures.
const API_KEY = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A'
const SECRET = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j'
const VECTORS: readonly (readonly [string, string])[] = [
  ['symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559', 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71'],
  ['symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559', 'e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3'],
]
const PASSPHRASE = 'correct horse battery staple'

const folder = mkdtempSync(join(tmpdir(), 'bitting-credential-'))
after(() => rmSync(folder, { recursive: true }))

const secretFile = (name: string, text: string, mode = 0o600): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  chmodSync(file, mode)
  return file
}

const signs = (credential: Credential): string => credential.signatureOf(VECTORS[0]?.[0] ?? '')
const RIGHT = VECTORS[0]?.[1]

test('HMAC signatures are those of the published examples', () => {
  for (const [payload, signature] of VECTORS) assert.equal(Credential.hmac(API_KEY, SECRET).signatureOf(payload), signature)
})

test('Ed25519 and RSA sign what their public half verifies', () => {
  for (const pair of [generateKeyPairSync('ed25519'), generateKeyPairSync('rsa', { modulusLength: 2_048 })]) {
    const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    for (const text of [pem, pem.replaceAll('\n', '\\n')]) {
      const credential = Credential.of(API_KEY, text)
      assert.equal(credential.kind, pair.privateKey.asymmetricKeyType)
      assert.ok(verify(credential.kind === 'rsa' ? 'sha256' : null, Buffer.from('a=1'), pair.publicKey, Buffer.from(credential.signatureOf('a=1'), 'base64')))
    }
  }
})

test('an encrypted private key opens with its passphrase alone', () => {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' }).toString()
  assert.equal(Credential.privateKey(API_KEY, pem, 'open sesame').kind, 'ed25519')
  assert.throws(() => Credential.privateKey(API_KEY, pem), /no passphrase was given/)
  assert.throws(() => Credential.privateKey(API_KEY, pem, 'wrong'), /could not be read/)
})

test('what cannot be a key or its secret is told by its fault, and is not repeated', () => {
  const cases: readonly (readonly [() => Credential, RegExp])[] = [
    [() => Credential.hmac(`bis1${'a'.repeat(60)}`, SECRET), /swap the two/],
    [() => Credential.hmac(API_KEY.slice(1), SECRET), /64 letters and digits, and this has 63/],
    [() => Credential.hmac(API_KEY, ' '), /secret is empty/],
    [() => Credential.hmac(API_KEY, API_KEY), /same text/],
    [() => Credential.privateKey(API_KEY, '-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----'), /could not be read/],
    [() => Credential.privateKey(API_KEY, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()), /kind ec/],
  ]
  for (const [make, words] of cases) assert.throws(make, words)
})

test('a credential shows its secret nowhere', () => {
  const credential = Credential.hmac(API_KEY, SECRET)
  for (const shown of [String(credential), JSON.stringify(credential), inspect(credential, { depth: 9, showHidden: true })]) assert.ok(!shown.includes(SECRET), shown)
})

test('the environment, its files and other prefixes give a credential', async () => {
  assert.equal(signs(await credentialFromEnvironment({ BITTING_API_KEY: API_KEY, BITTING_SECRET_KEY: SECRET })), RIGHT)
  assert.equal(signs(await credentialFromEnvironment({ GRID_API_KEY: API_KEY, GRID_SECRET_KEY_FILE: secretFile('secret', `${SECRET}\n`) }, 'GRID')), RIGHT)
})

test('an environment that does not say one thing is refused', async () => {
  const cases: readonly (readonly [Record<string, string>, RegExp])[] = [
    [{}, /BITTING_API_KEY is not set/],
    [{ BITTING_API_KEY: API_KEY }, /Neither BITTING_SECRET_KEY nor BITTING_PRIVATE_KEY/],
    [{ BITTING_API_KEY: API_KEY, BITTING_SECRET_KEY: SECRET, BITTING_PRIVATE_KEY: 'PRIVATE KEY' }, /Both BITTING_SECRET_KEY and BITTING_PRIVATE_KEY/],
    [{ BITTING_API_KEY: API_KEY, BITTING_SECRET_KEY: SECRET, BITTING_SECRET_KEY_FILE: '/nowhere' }, /which of them/],
    [{ BITTING_API_KEY: API_KEY, BITTING_SECRET_KEY_FILE: secretFile('open', SECRET, 0o644) }, /can be read by others \(mode 644\): chmod 600/],
  ]
  for (const [environment, words] of cases) await assert.rejects(credentialFromEnvironment(environment), words)
})

test('a sealed file opens with its passphrase, and with nothing else', async () => {
  const text = await sealCredential(API_KEY, SECRET, PASSPHRASE)
  assert.ok(!text.includes(SECRET))
  assert.equal(signs(await credentialFromFile(secretFile('sealed', text), PASSPHRASE)), RIGHT)
  await assert.rejects(credentialFromFile(secretFile('wrong', text), `${PASSPHRASE}!`), /passphrase is wrong, or the file was changed/)
  await assert.rejects(credentialFromFile(secretFile('moved', text.replace(API_KEY, `${API_KEY.slice(0, -1)}B`)), PASSPHRASE), /passphrase is wrong, or the file was changed/)
  await assert.rejects(credentialFromFile(secretFile('other', '{}'), PASSPHRASE), /no sealed credential/)
  await assert.rejects(sealCredential(API_KEY, SECRET, 'short'), /at least 12/)
})

test('the encrypted file that the console downloads opens, for each kind of key', async () => {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  for (const [kind, secret] of [['hmac', SECRET], ['ed25519', pem]] as const) {
    const text = await encrypted(dotEnv({ label: 'grid bot', apiKey: API_KEY, secret, kind }), PASSPHRASE)
    assert.ok(!text.includes(secret))
    const file = secretFile(`console-${kind}`, text)
    const credential = await credentialFromFile(file, PASSPHRASE)
    assert.deepEqual([credential.apiKey, credential.signatureOf('a=1')], [API_KEY, Credential.of(API_KEY, secret).signatureOf('a=1')])
    await assert.rejects(credentialFromFile(file, `${PASSPHRASE}!`), /passphrase is wrong/)
  }
})

test('a command gives the secret, or both, and a failing one gives nothing away', async () => {
  const print = (text: string, code = 0): [string, ...string[]] => [process.execPath, '-e', `process.stdout.write(${JSON.stringify(text)}); process.exitCode = ${code}`]
  assert.equal(signs(await credentialFromCommand(print(`${SECRET}\n`), API_KEY)), RIGHT)
  assert.equal(signs(await credentialFromCommand(print(JSON.stringify({ apiKey: API_KEY, secretKey: SECRET })))), RIGHT)
  await assert.rejects(credentialFromCommand(print(SECRET)), /did not print JSON/)
  await assert.rejects(credentialFromCommand(print(SECRET, 3), API_KEY), (error: Error) => /ended with 3/.test(error.message) && !inspect(error).includes(SECRET))
})
