import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DailyHours, isWithinHours } from '../../authority/daily-hours.ts'
import { accountId, apiKeyId, requestId } from '../../ids.ts'
import { NO_PERMISSIONS, type Permission } from '../../permission.ts'
import { DAY, HOUR, MINUTE, type TimeUs } from '../../time.ts'
import type { CallRecord } from '../call-log.ts'
import type { Anomaly } from './anomaly.ts'
import { KeyWatch } from './key-watch.ts'

const START: TimeUs = Date.UTC(2026, 0, 5) * 1_000
type Said = readonly [kind: string, severity: string, subject: string]

/** A key that is heard call by call. @param hours those that its limits give it, if any */
const watched = (hours?: DailyHours) => {
  const told: Anomaly[] = []
  const watch = new KeyWatch({ offSinceUs: () => null, missedHours: (_, timeUs) => (hours === undefined || isWithinHours(hours, timeUs) ? null : hours), tell: (anomaly) => void told.push(anomaly) })
  let calls = 0
  const call = (timeUs: TimeUs, address: string, { endpoint = 'GET /api/v3/account', permission = 'reading' as Permission, reason = null as string | null } = {}): void => {
    const record: CallRecord = {
      requestId: requestId(`r_${calls += 1}`), timeUs, durationUs: 1, accountId: accountId(1), keyId: apiKeyId('k_1'), address, endpoint, permission: reason === null ? permission : null, rights: NO_PERMISSIONS, symbol: null,
      status: reason === null ? 200 : 401, code: reason === null ? null : -2015, reason, weight: 1, client: null, clockDifferenceMs: 0, trace: null,
    }
    watch.hear([record])
  }
  const order = (timeUs: TimeUs, address: string): void => call(timeUs, address, { endpoint: 'POST /api/v3/order', permission: 'spotAndMarginTrading' })
  /** Reads and orders every half hour. */
  const works = (fromUs: TimeUs, untilUs: TimeUs, address: string): void => { for (let at = fromUs; at < untilUs; at += 30 * MINUTE) (at % HOUR === 0 ? call : order)(at, address) }
  return { told, call, order, works, said: (): readonly Said[] => told.map(({ evidence, severity, subject }) => [evidence.kind, severity, subject]) }
}

const HOST = '203.0.113.7'
const SAME_PROVIDER = '203.0.200.9'
const ELSEWHERE = '198.51.100.7'

test('another provider that acts is an alarm at once; one that looks on is told of when it turns out to stay beside, and as an alarm when it acts', () => {
  const acting = watched()
  acting.works(START, START + 3 * DAY, HOST)
  acting.order(START + 3 * DAY, ELSEWHERE)
  assert.deepEqual(acting.said(), [['newNetwork', 'alarm', '198.51.100.0/24']])

  const looking = watched()
  looking.works(START, START + 3 * DAY, HOST)
  looking.call(START + 3 * DAY, ELSEWHERE)
  looking.works(START + 3 * DAY, START + 3 * DAY + HOUR, HOST)
  assert.deepEqual(looking.said(), [], 'both call while one takes over')
  looking.works(START + 3 * DAY + HOUR, START + 4 * DAY, HOST)
  assert.deepEqual(looking.said(), [['newNetwork', 'warning', '198.51.100.0/24']])
  assert.equal(looking.told[0]?.timeUs, START + 3 * DAY, 'it tells when the stranger called')
  looking.order(START + 5 * DAY, ELSEWHERE)
  assert.deepEqual(looking.said().slice(1), [['newNetwork', 'alarm', '198.51.100.0/24 acts']])
})

test('a machine of the same provider that takes over is nobody; one that calls beside the other is told of', () => {
  const deployed = watched()
  deployed.works(START, START + 3 * DAY, HOST)
  deployed.works(START + 3 * DAY, START + 20 * DAY, SAME_PROVIDER)
  assert.deepEqual(deployed.said(), [])

  const shared = watched()
  shared.works(START, START + 3 * DAY, HOST)
  shared.order(START + 3 * DAY, SAME_PROVIDER)
  shared.works(START + 3 * DAY, START + 4 * DAY, HOST)
  assert.deepEqual(shared.said(), [['newNetwork', 'alarm', '203.0.200.0/24']])
})

test('who is at home in many networks of a provider is told of when it is another provider', () => {
  const { works, order, said } = watched()
  for (let day = 0; day < 30; day += 1) works(START + day * DAY, START + (day + 1) * DAY, `203.0.${day % 4}.${day + 1}`)
  const before = said().length
  for (let day = 30; day < 40; day += 1) works(START + day * DAY, START + (day + 1) * DAY, `203.0.${day}.1`)
  assert.equal(said().length, before)
  order(START + 40 * DAY, ELSEWHERE)
  assert.equal(said().length, before + 1)
})

test('money from a machine that never moved any is told of, though its network is known', () => {
  const { call, said } = watched()
  const withdraw = (day: number, address: string): void => call(START + day * DAY + 9 * HOUR, address, { endpoint: 'POST /sapi/v1/capital/withdraw/apply', permission: 'withdrawals' })
  for (let day = 0; day < 12; day += 1) { for (let at = 0; at < 6; at += 1) call(START + day * DAY + (8 + at) * HOUR, HOST); withdraw(day, HOST) }
  const before = said()
  withdraw(12, HOST)
  assert.deepEqual(said(), before)
  withdraw(13, '203.0.113.99')
  assert.deepEqual(said().slice(before.length), [['newNetwork', 'warning', '203.0.113.99']])
})

test('a job of few hours that catches up once is nobody; one that calls outside them again is told of', () => {
  const { call, said } = watched()
  for (let day = 0; day < 20; day += 1) for (let at = 0; at < 4; at += 1) call(START + day * DAY + 2 * HOUR + at * MINUTE, HOST)
  call(START + 20 * DAY + 11 * HOUR, HOST)
  assert.deepEqual(said(), [])
  call(START + 22 * DAY + 11 * HOUR, HOST)
  assert.deepEqual(said().map(([kind]) => kind), ['unusualHour'])
})

test('refusals from the key\'s own network are told of when the key does nothing else any more', () => {
  const { call, works, said } = watched()
  const refusals = (fromUs: TimeUs): void => { for (let at = 0; at < 8; at += 1) call(fromUs + at * 1_000_000, HOST, { reason: 'signatureWrong' }) }
  works(START, START + 3 * DAY, HOST)
  refusals(START + 3 * DAY)
  assert.deepEqual(said(), [])
  refusals(START + 3 * DAY + 2 * HOUR)
  assert.deepEqual(said().map(([kind]) => kind), ['refusalBurst'])
})

test('a key with hours is told of outside them: once where it looks, once as an alarm where it acts, a refused order too; never for a stranger who knows its name', () => {
  const key = watched({ from: '08:00', until: '18:00' })
  key.works(START + 8 * HOUR, START + 18 * HOUR, HOST)
  const night = START + 20 * HOUR
  key.call(night, HOST, { reason: 'signatureWrong' })
  key.call(night, HOST, { reason: 'addressNotAllowed' })
  assert.deepEqual(key.said(), [], 'whoever knows its name raises nothing')
  key.call(night, HOST)
  key.call(night + MINUTE, HOST)
  assert.deepEqual(key.said(), [['outsideHours', 'warning', 'looks from 203.0.113.0/24 outside 08:00-18:00 UTC']])
  key.call(night, HOST, { endpoint: 'POST /api/v3/order', reason: 'guardRail' })
  key.order(night + MINUTE, HOST)
  assert.deepEqual(key.said().slice(1), [['outsideHours', 'alarm', 'acts from 203.0.113.0/24 outside 08:00-18:00 UTC']])
})
