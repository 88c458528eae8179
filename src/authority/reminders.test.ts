import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, SECOND } from '../time.ts'
import type { ApiKey } from './api-key.ts'
import { keyWith, SAMPLE_NOW as NOW } from './key.samples.ts'
import { extended, PLAIN_LIFE } from './key-life.ts'
import { remindersOf } from './reminders.ts'

const TRADING = ['reading', 'spotAndMarginTrading'] as const
const told = (key: ApiKey, lastUsedUs: number | undefined, nowUs: number): string =>
  remindersOf(key, lastUsedUs === undefined ? undefined : { timeUs: lastUsedUs }, nowUs).map(({ about, stage }) => `${about} ${stage}`).join(', ')

test('an end is told of at 14, 7 and 1 days, and when it has come', () => {
  const key = keyWith(TRADING, { expiresAtUs: NOW + 30 * DAY })
  const rows: readonly (readonly [number, string])[] = [
    [0, ''], [16 * DAY - 1, ''], [16 * DAY, 'end 14'], [23 * DAY - 1, 'end 14'], [23 * DAY, 'end 7'], [29 * DAY - 1, 'end 7'], [29 * DAY, 'end 1'], [30 * DAY - 1, 'end 1'], [30 * DAY, 'end 0'], [40 * DAY, 'end 0'],
  ]
  for (const [afterUs, expected] of rows) assert.equal(told(key, NOW + afterUs, NOW + afterUs), expected, `${afterUs / DAY} days`)
})

test('a period that does not end the key is told of in the same steps, with what follows', () => {
  for (const [afterPeriod, before, after] of [['warn', /goes on working/, /goes on working/], ['disable', /Then it is disabled/, /disabled until it is extended/]] as const) {
    const key = keyWith(TRADING, { life: { ...PLAIN_LIFE, afterPeriod, periodDays: 60, rotationDueAtUs: NOW + 60 * DAY } })
    assert.equal(told(key, NOW + 45 * DAY, NOW + 45 * DAY), '')
    assert.equal(told(key, NOW + 47 * DAY, NOW + 47 * DAY), 'rotation 14')
    assert.match(remindersOf(key, { timeUs: NOW + 59 * DAY }, NOW + 59 * DAY)[0]?.text ?? '', before)
    assert.match(remindersOf(key, { timeUs: NOW + 61 * DAY }, NOW + 61 * DAY)[0]?.text ?? '', after)
  }
})

test('rights that lapse are told of at 14, 7 and 1 days, and when they have', () => {
  const key = keyWith(TRADING, { allowList: { mode: 'unrestricted' }, tradingLapsesAtUs: NOW + 30 * DAY })
  for (const [days, expected] of [[15, ''], [16, 'lapse 14'], [23, 'lapse 7'], [29, 'lapse 1'], [30, 'lapse 0']] as const) assert.equal(told(key, NOW + days * DAY, NOW + days * DAY), expected)
  assert.equal(told(keyWith(['reading'], { allowList: { mode: 'unrestricted' }, tradingLapsesAtUs: NOW + DAY }), NOW, NOW), '', 'nothing to lapse')
})

test('a key that nobody uses is told of at 60, 75 and 90 days; a use or an extension begins the count anew', () => {
  const key = keyWith(TRADING)
  for (const [days, expected] of [[59, ''], [60, 'idle 60'], [75, 'idle 75'], [89, 'idle 75'], [90, 'idle 90'], [400, 'idle 90']] as const) assert.equal(told(key, undefined, NOW + days * DAY), expected, `${days} days`)
  assert.equal(told(key, NOW + 80 * DAY, NOW + 100 * DAY), '')
  assert.equal(told(extended(key, null, NOW + 90 * DAY), undefined, NOW + 149 * DAY), '')
  assert.equal(told(extended(key, null, NOW + 90 * DAY), undefined, NOW + 150 * DAY), 'idle 60')
})

test('a key that is closed for good, or by somebody, is not spoken of', () => {
  const due = { expiresAtUs: NOW + DAY }
  for (const further of [{ deletedAtUs: NOW }, { isEnabled: false }, { life: { ...PLAIN_LIFE, retiresAtUs: NOW } }, { life: { ...PLAIN_LIFE, isRetired: true } }]) assert.equal(told(keyWith(TRADING, { ...due, ...further }), undefined, NOW + SECOND), '')
})

test('the most pressing comes first', () => {
  const key = keyWith(TRADING, { allowList: { mode: 'unrestricted' }, tradingLapsesAtUs: NOW + 61 * DAY, expiresAtUs: NOW + 70 * DAY })
  assert.equal(told(key, undefined, NOW + 60 * DAY), 'lapse 1, end 14, idle 60')
})
