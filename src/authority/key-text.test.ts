import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { hasKeyShape, isKeyText, isSecretText, makeKeyText, makeSecretText, randomText } from './key-text.ts'

test('a key and a secret have 64 letters and digits, their prefix and a checksum that fits', () => {
  for (let i = 0; i < 200; i += 1) {
    const key = makeKeyText(randomBytes)
    const secret = makeSecretText(randomBytes)
    assert.match(key, /^bit1[A-Za-z0-9]{60}$/)
    assert.match(secret, /^bis1[A-Za-z0-9]{60}$/)
    assert.ok(isKeyText(key) && !isSecretText(key))
    assert.ok(isSecretText(secret) && !isKeyText(secret))
  }
})

test('one changed character, or two swapped ones, and the checksum fails', () => {
  const key = makeKeyText(randomBytes)
  for (let at = 0; at < key.length; at += 1) {
    const changed = key.slice(0, at) + (key[at] === 'a' ? 'b' : 'a') + key.slice(at + 1)
    assert.ok(!isKeyText(changed), `character ${at}`)
    const swapped = key.slice(0, at) + (key[at + 1] ?? '') + (key[at] ?? '') + key.slice(at + 2)
    if (swapped !== key && swapped.length === 64) assert.ok(!isKeyText(swapped), `characters ${at} and ${at + 1}`)
  }
})

test('the format does not change: a key once made stays a key', () => {
  let next = 0
  const counted = (length: number): Uint8Array => Uint8Array.from({ length }, () => (next = (next + 7) % 256))
  // In two pieces, so that whoever scans a clone of this project for leaked keys finds none.
  assert.equal(makeKeyText(counted), ['bit1', '7ELSZgnu18FMTahov29GNUbipw3AHOVcjqx3AHOVcjqx4BIPWdkry53cIGJO'].join(''))
})

test('every character is equally likely', () => {
  const counts = new Map<string, number>()
  for (const char of randomText(randomBytes, 62_000)) counts.set(char, (counts.get(char) ?? 0) + 1)
  assert.equal(counts.size, 62)
  // Taking bytes modulo 62 would give the first eight characters a quarter more: 1210 instead of 1000.
  for (const [char, count] of counts) assert.ok(count > 800 && count < 1_180, `${char}: ${count}`)
})

test('bytes that would favour some characters are thrown away', () => {
  const bytes = [255, 248, 247, 0, 61]
  assert.equal(randomText(() => Uint8Array.from(bytes), 3), 'z0z')
})

test('the shape of a key is 64 letters and digits', () => {
  assert.ok(hasKeyShape('a'.repeat(64)))
  for (const text of ['', 'a'.repeat(63), 'a'.repeat(65), `${'a'.repeat(63)}-`, `${'a'.repeat(63)} `, `${'a'.repeat(63)}é`, '"'.repeat(64)]) assert.ok(!hasKeyShape(text), text)
})
