import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY, HOUR, MINUTE } from '../time.ts'
import { type DailyHours, dailyWords, hoursFault, isWithinHours } from './daily-hours.ts'

const at = (iso: string): number => Date.parse(iso) * 1_000

test('the hours of a place follow its clocks, on the days too when these are put forward and back', () => {
  const berlin = (from: string, until: string): DailyHours => ({ from, until, zone: 'Europe/Berlin' })
  for (const [hours, iso, expected] of [
    // Winter is UTC+1, summer UTC+2.
    [berlin('08:00', '18:00'), '2026-01-15T06:59:59Z', false], [berlin('08:00', '18:00'), '2026-01-15T07:00:00Z', true], [berlin('08:00', '18:00'), '2026-01-15T16:59:59Z', true], [berlin('08:00', '18:00'), '2026-01-15T17:00:00Z', false],
    [berlin('08:00', '18:00'), '2026-07-15T05:59:59Z', false], [berlin('08:00', '18:00'), '2026-07-15T06:00:00Z', true], [berlin('08:00', '18:00'), '2026-07-15T16:00:00Z', false],
    // 29 March 2026: from 01:59:59 the clocks go to 03:00.
    [berlin('02:30', '04:00'), '2026-03-29T00:59:59Z', false], [berlin('02:30', '04:00'), '2026-03-29T01:00:00Z', true], [berlin('02:30', '04:00'), '2026-03-29T01:59:59Z', true], [berlin('02:30', '04:00'), '2026-03-29T02:00:00Z', false],
    [berlin('01:00', '02:30'), '2026-03-29T00:59:59Z', true], [berlin('01:00', '02:30'), '2026-03-29T01:00:00Z', false],
    // 25 October 2026: the hour from 02:00 comes twice.
    [berlin('02:00', '02:30'), '2026-10-24T23:59:59Z', false], [berlin('02:00', '02:30'), '2026-10-25T00:00:00Z', true], [berlin('02:00', '02:30'), '2026-10-25T00:30:00Z', false],
    [berlin('02:00', '02:30'), '2026-10-25T01:00:00Z', true], [berlin('02:00', '02:30'), '2026-10-25T01:29:59Z', true], [berlin('02:00', '02:30'), '2026-10-25T01:30:00Z', false],
    // Over midnight, and half an hour from everybody else.
    [{ from: '22:00', until: '06:00', zone: 'America/New_York' }, '2026-03-08T06:59:59Z', true], [{ from: '22:00', until: '06:00', zone: 'America/New_York' }, '2026-03-08T09:59:59Z', true], [{ from: '22:00', until: '06:00', zone: 'America/New_York' }, '2026-03-08T10:00:00Z', false],
    [{ from: '09:00', until: '17:00', zone: 'Asia/Kolkata' }, '2026-01-15T03:29:59Z', false], [{ from: '09:00', until: '17:00', zone: 'Asia/Kolkata' }, '2026-01-15T03:30:00Z', true],
    [{ from: '09:00', until: '17:00', zone: '+08:00' }, '2026-01-15T00:59:59Z', false], [{ from: '09:00', until: '17:00', zone: '+08:00' }, '2026-07-15T01:00:00Z', true],
    [{ from: '09:00', until: '17:00', zone: '-03:30' }, '2026-01-15T12:30:00Z', true], [{ from: '09:00', until: '17:00' }, '2026-07-15T09:00:00Z', true], [{ from: '09:00', until: '17:00' }, '2026-07-15T17:00:00Z', false],
    [{ from: '00:00', until: '23:59', zone: 'Mars/Olympus' }, '2026-01-15T12:00:00Z', false],
  ] as const) assert.equal(isWithinHours(hours, at(iso)), expected, `${dailyWords(hours)} at ${iso}`)
})

test('what is UTC is told by arithmetic alone', () => {
  const time = fc.tuple(fc.nat(23), fc.nat(59))
  const text = ([hour, minute]: readonly [number, number]): string => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  fc.assert(fc.property(time, time, fc.integer({ min: 0, max: 4_000 * DAY }), (from, until, nowUs) => {
    fc.pre(text(from) !== text(until))
    const [first, last, now] = [from[0] * HOUR + from[1] * MINUTE, until[0] * HOUR + until[1] * MINUTE, nowUs % DAY]
    const expected = first < last ? now >= first && now < last : now >= first || now < last
    for (const zone of [{}, { zone: 'UTC' }, { zone: '+00:00' }]) assert.equal(isWithinHours({ from: text(from), until: text(until), ...zone }, nowUs), expected)
  }))
})

test('a wish for hours is refused with the reason', () => {
  const fault = (value: object): string | undefined => hoursFault(value as Readonly<Record<string, unknown>>)
  for (const good of [{ from: '08:00', until: '18:30' }, { from: '22:00', until: '06:00', zone: 'Asia/Shanghai' }, { from: '00:00', until: '23:59', zone: '+05:45' }, { from: '08:00', until: '09:00', zone: 'UTC' }]) assert.equal(fault(good), undefined, JSON.stringify(good))
  for (const bad of [{}, { from: '08:00' }, { from: '08:00', until: '08:00' }, { from: '8:00', until: '09:00' }, { from: '24:00', until: '09:00' }, { from: 8, until: 9 }, { from: '08:00', until: '09:00', days: 'MON' }]) assert.match(fault(bad) ?? '', /^needs two different times of day/, JSON.stringify(bad))
  for (const zone of ['Europe/Nowhere', '', 8, 'CEST', '+25:00', null]) assert.match(fault({ from: '08:00', until: '09:00', zone }) ?? '', /^has a zone .* that is not known/, JSON.stringify(zone))
})
