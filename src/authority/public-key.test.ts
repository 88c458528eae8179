import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'
import { parsePublicKey } from './public-key.ts'

const pem = (key: KeyObject): string => key.export({ format: 'pem', type: 'spki' }).toString()
const told = (text: string): string => {
  const parsed = parsePublicKey(text)
  return parsed.ok ? parsed.credential.kind : parsed.text
}

test('Ed25519 and RSA public keys are taken as SPKI PEM, and kept as DER', () => {
  const ed25519 = generateKeyPairSync('ed25519').publicKey
  const parsed = parsePublicKey(`\n${pem(ed25519)}\n`)
  assert.ok(parsed.ok && parsed.credential.kind === 'ed25519')
  assert.deepEqual(Buffer.from(parsed.credential.publicKey), ed25519.export({ format: 'der', type: 'spki' }))
  assert.equal(told(pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)), 'rsa')
})

test('everything else is refused in words that say what it was', () => {
  const pair = generateKeyPairSync('ed25519')
  assert.match(told(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()), /private key.*never leave/)
  assert.match(told(pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)), /1024 bits; 2048 to 4096/)
  assert.match(told(pem(generateKeyPairSync('x25519').publicKey)), /type x25519/)
  assert.match(told(pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)), /type ec/)
  assert.match(told(pem(generateKeyPairSync('ed448').publicKey)), /type ed448/)
  assert.match(told(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'pem', type: 'pkcs1' }).toString()), /PKCS#1/)
  assert.match(told('ssh-ed25519 AAAA me@home'), /SSH key/)
  assert.match(told('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'), /certificate/)
  assert.match(told('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'), /cut or changed/)
  for (const text of ['', 'AAAA', '-----BEGIN PUBLIC KEY-----', `${pem(pair.publicKey)}${pem(pair.publicKey)}`]) assert.match(told(text), /PEM form/)
})
