import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { makeKeyText, makeSecretText } from '../../authority/key-text.ts'
import { findLeaks, type Leak, masked } from './find-leaks.ts'

const found = (text: string | Buffer): readonly Leak[] => findLeaks(Buffer.from(text))

test('keys and secrets are found wherever they stand, with their place', () => {
  const key = makeKeyText(randomBytes)
  const secret = makeSecretText(randomBytes)
  const text = `const client = new Client('${key}')\nSECRET=${secret}\n`
  assert.deepEqual(found(text), [{ kind: 'key', text: key, at: text.indexOf(key) }, { kind: 'secret', text: secret, at: text.indexOf(secret) }])
  assert.deepEqual(found(Buffer.concat([Buffer.from([0, 255, 254, 10]), Buffer.from(secret)])).map(({ at }) => at), [4], 'between bytes that are no text')
})

test('what only looks like one is passed over: another checksum, a longer word, a placeholder', () => {
  const secret = makeSecretText(randomBytes)
  const last = secret.at(-1) === 'a' ? 'b' : 'a'
  for (const text of [secret.slice(0, -1) + last, `x${secret}`, `${secret}0`, secret.slice(0, 63), `bis1${'x'.repeat(60)}`, `bit1${'0'.repeat(60)}`]) assert.deepEqual(found(text), [], text)
})

test('two that stand side by side are both found', () => {
  const [one, other] = [makeKeyText(randomBytes), makeKeyText(randomBytes)]
  assert.deepEqual(found(`${one},${other}`).map(({ text }) => text), [one, other])
})

for (const [kind, make] of [
  ['Ed25519', () => generateKeyPairSync('ed25519')],
  ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 2_048 })],
] as const) {
  const { privateKey, publicKey } = make()
  const publicHalf = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string
  for (const [how, text] of [
    ['a file', pem], ['JSON', JSON.stringify({ key: pem })], ['one line of an environment file', `KEY="${pem.replaceAll('\n', '\\n')}"`], ['indented YAML', pem.split('\n').map((line) => `    ${line}`).join('\r\n')],
    ...(kind === 'RSA' ? [['PKCS#1', privateKey.export({ format: 'pem', type: 'pkcs1' }) as string] as const] : []),
  ] as const) {
    test(`an ${kind} private key in ${how} is found by its public half`, () => {
      assert.deepEqual(found(`x\n${text}\n`).map((leak) => [leak.kind, leak.text]), [['privateKey', publicHalf]])
    })
  }
  test(`the public half of ${kind}, a cut private key and one under a passphrase are no leak`, () => {
    assert.deepEqual(found(publicKey.export({ format: 'pem', type: 'spki' }) as string), [])
    assert.deepEqual(found(pem.slice(0, 60) + pem.slice(80)), [])
    assert.deepEqual(found(privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }) as string), [])
  })
}

test('what is shown of a leak cannot be used', () => {
  const secret = makeSecretText(randomBytes)
  const [leak] = found(secret)
  assert.ok(leak)
  assert.ok(masked(leak).length < 16 && !masked(leak).includes(secret.slice(8, 30)))
})
