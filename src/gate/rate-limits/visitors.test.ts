import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BINANCE_LIMITS } from './settings.ts'
import { Visitors } from './visitors.ts'

test('any number of addresses takes a bounded memory, and those who still count are kept before those who do not', () => {
  const visitors = new Visitors(100)
  const kept = visitors.of('203.0.113.45', 0)
  kept.bannedUntilMs = 1e9
  for (let i = 0; i < 10_000; i += 1) visitors.of(`10.${i >> 8}.${i & 255}.1`, i)
  assert.equal(visitors.size, 100)
  assert.equal(visitors.of('203.0.113.45', 10_000), kept, 'a ban is not washed out by strangers')
})

test('an IPv6 network is one caller, whatever address of it is used; an IPv4 address is one however it is written', () => {
  const visitors = new Visitors(100)
  const visitor = visitors.of('2001:db8:1:2::1', 0)
  for (const same of ['2001:db8:1:2::2', '2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:DB8:1:2:0::7']) assert.equal(visitors.of(same, 0), visitor, same)
  for (const other of ['2001:db8:1:3::1', '2001:db8:0:2::1', '::1', '203.0.113.45']) assert.notEqual(visitors.of(other, 0), visitor, other)
  assert.equal(visitors.of('::ffff:203.0.113.45', 0), visitors.of('203.0.113.45', 0))
  assert.equal(visitors.of('::ffff:cb00:712d', 0), visitors.of('203.0.113.45', 0))
  assert.equal(visitors.of('nonsense', 0), visitors.of('nonsense', 0))
})

test('a network that counts as one caller is still told apart address by address where a list is asked', () => {
  const visitor = new Visitors(100).of('2001:db8::1', 0)
  const first = visitor.address('2001:db8::1')
  assert.equal(visitor.address('2001:db8::1'), first, 'read once')
  assert.notDeepEqual(visitor.address('2001:db8::2'), first)
  assert.deepEqual(visitor.address('2001:db8::1'), first)
  assert.equal(visitor.address('nonsense'), undefined)
})

test('bans double up to three days', () => {
  const visitor = new Visitors(1).of('203.0.113.45', 0)
  const settings = { ...BINANCE_LIMITS, refusalsBeforeBan: 0 }
  const minutes: number[] = []
  for (let ban = 0; ban < 15; ban += 1) {
    const nowMs = visitor.bannedUntilMs + 1
    visitor.strike(nowMs, settings)
    minutes.push(Math.round((visitor.bannedUntilMs - nowMs) / 60_000))
  }
  assert.deepEqual(minutes.slice(0, 5), [2, 4, 8, 16, 32])
  assert.equal(minutes.at(-1), 3 * 24 * 60)
})

test('a day after its last ban an address starts afresh', () => {
  const visitor = new Visitors(1).of('203.0.113.45', 0)
  const settings = { ...BINANCE_LIMITS, refusalsBeforeBan: 0 }
  visitor.strike(1, settings)
  visitor.strike(visitor.bannedUntilMs + 1, settings)
  const later = visitor.bannedUntilMs + 25 * 3_600_000
  visitor.strike(later, settings)
  assert.equal(visitor.bannedUntilMs - later, settings.firstBanMs)
})
