import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { isReportSigned, type PublicReportKey, readReport, readReportKeys } from './github-report.ts'

// The sample of GitHub's documentation, with the public key of that name as GitHub serves it.
const PUBLISHED_KEY: PublicReportKey = {
  id: 'bcb53661c06b4728e59d897fb6165d5c9cda0fd9cdf9d09ead458168deb7518c',
  key: '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYAGMWO8XgCamYKMJS6jc/qgvSlAd\nAjPuDPRcXU22YxgBrz+zoN19MzuRyW87qEt9/AmtoNP5GrobzUvQSyJFVw==\n-----END PUBLIC KEY-----\n',
}
const PUBLISHED_BODY = '[{"source":"commit","token":"some_token","type":"some_type","url":"https://example.com/base-repo-url/"}]'
const PUBLISHED_SIGNATURE = 'MEQCIQDaMKqrGnE27S0kgMrEK0eYBmyG0LeZismAEz/BgZyt7AIfXt9fErtRS4XaeSt/AO1RtBY66YcAdjxji410VQV4xg=='

test('the message that GitHub publishes is known as theirs, and with any byte changed it is not', () => {
  const bytes = Buffer.from(PUBLISHED_BODY)
  assert.equal(isReportSigned(PUBLISHED_KEY, bytes, PUBLISHED_SIGNATURE), true)
  for (let at = 0; at < bytes.length; at += 1) {
    const other = Buffer.from(bytes)
    other[at] = (other[at] ?? 0) ^ 1
    assert.equal(isReportSigned(PUBLISHED_KEY, other, PUBLISHED_SIGNATURE), false, `byte ${at}`)
  }
  assert.deepEqual(readReport(PUBLISHED_BODY), [{ token: 'some_token', type: 'some_type', where: 'https://example.com/base-repo-url/', source: 'commit' }])
})

test('whatever is no signature verifies nothing, and throws nothing', () => {
  const bytes = Buffer.from(PUBLISHED_BODY)
  const raw = Buffer.from(PUBLISHED_SIGNATURE, 'base64')
  for (const signature of ['', '=', '====', 'not base64!', raw.toString('hex'), raw.subarray(0, -1).toString('base64'), `${PUBLISHED_SIGNATURE}\n`, 'A'.repeat(100_000)]) assert.equal(isReportSigned(PUBLISHED_KEY, bytes, signature), false, signature.slice(0, 40))
  fc.assert(fc.property(fc.uint8Array({ maxLength: 150 }), (any) => !isReportSigned(PUBLISHED_KEY, bytes, Buffer.from(any).toString('base64'))))
})

const pem = (curve: string): string => generateKeyPairSync('ec', { namedCurve: curve }).publicKey.export({ type: 'spki', format: 'pem' }).toString()
const served = (...rows: readonly unknown[]): string => JSON.stringify({ public_keys: rows })

test('only current keys of P-256 are keys', () => {
  const key = pem('prime256v1')
  assert.deepEqual(readReportKeys(served({ key_identifier: 'now', key, is_current: true }, { key_identifier: 'former', key, is_current: false }, { key_identifier: 'untold', key }, { key_identifier: 'wide', key: pem('secp384r1'), is_current: true }, { key_identifier: 'bad', key: 'x', is_current: true }, null, { key_identifier: '', key, is_current: true })), [{ id: 'now', key }])
  const ed25519 = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()
  for (const none of ['', 'null', '[]', '{}', '{"public_keys":{}}', served(), served({ key_identifier: 'ed', key: ed25519, is_current: true })]) assert.equal(readReportKeys(none), undefined, none)
})

test('a key signs its own messages, and no other does', () => {
  const [one, other] = [generateKeyPairSync('ec', { namedCurve: 'prime256v1' }), generateKeyPairSync('ec', { namedCurve: 'prime256v1' })]
  const key = { id: 'one', key: one.publicKey.export({ type: 'spki', format: 'pem' }).toString() }
  const bytes = Buffer.from('[ ]')
  assert.equal(isReportSigned(key, bytes, sign('sha256', bytes, one.privateKey).toString('base64')), true)
  assert.equal(isReportSigned(key, bytes, sign('sha256', bytes, other.privateKey).toString('base64')), false)
  assert.equal(isReportSigned(key, bytes, sign('sha256', bytes, { key: one.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64')), false, 'DER is asked for')
})

test('a report is an array of tokens with their types; what is told of the place is taken where it is an address', () => {
  const where = (url: unknown): string | undefined => readReport(JSON.stringify([{ token: 't', type: 'x', url }]))?.[0]?.where
  assert.equal(where('https://github.com/a/b/blob/c/d e.txt'), 'https://github.com/a/b/blob/c/d%20e.txt')
  for (const none of ['', undefined, null, 7, 'http://github.com/a', 'javascript:alert(1)', 'https://name:word@github.com/', `https://github.com/${'a'.repeat(2_001)}`]) assert.equal(where(none), '', String(none).slice(0, 40))
  assert.deepEqual(readReport('[{"token":"t","type":"x","source":"Pull_request_title"},{"token":"t","type":"x","source":"<b>"}]')?.map(({ source }) => source), ['pull_request_title', 'unknown'])
  assert.deepEqual(readReport('[]'), [])
  for (const none of ['', '{}', 'null', '[1]', '[[]]', '[{"token":1,"type":"x"}]', '[{"token":"t"}]', `[{"token":"t","type":"${'x'.repeat(201)}"}]`]) assert.equal(readReport(none), undefined, none.slice(0, 40))
})
