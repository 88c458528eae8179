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
