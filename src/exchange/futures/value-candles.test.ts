import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR, MINUTE, SECOND } from '../../time.ts'
import { noteValue, type ValueCandle, valueCandles } from './value-candles.ts'

const START = Date.UTC(2026, 0, 15, 7, 58) * 1000

test('seconds become minutes, and minutes the candles of any interval', () => {
  const minutes: ValueCandle[] = []
  for (const [atUs, value] of [[0, 10n], [SECOND, -3n], [59 * SECOND, 7n], [2 * MINUTE, 12n], [2 * MINUTE + 5 * SECOND, 4n]] as const) noteValue(minutes, value, START + atUs)
  assert.deepEqual(minutes, [{ openUs: START, open: 10n, high: 10n, low: -3n, close: 7n, samples: 3 }, { openUs: START + 2 * MINUTE, open: 12n, high: 12n, low: 4n, close: 4n, samples: 2 }])
  const hour = START - 58 * MINUTE
  assert.deepEqual(valueCandles(minutes, '1h', { limit: 10 }).map(({ openUs, closeUs, open, close, samples }) => [openUs, closeUs, open, close, samples]), [[hour, hour + HOUR - 1, 10n, 7n, 3], [hour + HOUR, hour + 2 * HOUR - 1, 12n, 4n, 2]])
  assert.deepEqual(valueCandles(minutes, '1d', { limit: 10 }).map(({ high, low, samples }) => [high, low, samples]), [[12n, -3n, 5]])
  assert.deepEqual(valueCandles(minutes, '1h', { limit: 1 }).map(({ openUs }) => openUs), [hour + HOUR])
  assert.deepEqual(valueCandles(minutes, '1h', { limit: 1, startUs: hour }).map(({ openUs }) => openUs), [hour])
})

test('the oldest minutes are forgotten, never one that a call may ask for', () => {
  const minutes: ValueCandle[] = []
  for (let minute = 0; minute < 5_000; minute += 1) {
    noteValue(minutes, 1n, START + minute * MINUTE)
    assert.ok(minutes.length <= 1_650 && minutes.length >= Math.min(minute + 1, 1_500))
  }
})
