import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { HOUR, MINUTE } from '../../time.ts'
import { type AlertSettings, DEFAULT_ALERT_SETTINGS, isQuiet, isToldNow, type QuietHours } from './alert-settings.ts'

const at = (iso: string): number => Date.parse(iso) * 1_000
const settings = (change: Partial<AlertSettings>): AlertSettings => ({ ...DEFAULT_ALERT_SETTINGS, ...change })
const notice = (firstAt: string) => ({ severity: 'notice', firstUs: at(firstAt) }) as const
const alarm = (firstAt: string) => ({ severity: 'alarm', firstUs: at(firstAt) }) as const

test('quiet hours go by the clock of their place, over midnight and over the change of clocks too', () => {
  const [night, noon, berlin]: readonly QuietHours[] = [{ from: '22:00', until: '07:00', timeZone: 'UTC' }, { from: '12:00', until: '13:30', timeZone: 'UTC' }, { from: '22:00', until: '07:00', timeZone: 'Europe/Berlin' }]
  for (const [hours, when, quiet] of [
    [null, '2026-01-10T03:00:00Z', false],
    [night, '2026-01-10T21:59:59Z', false], [night, '2026-01-10T22:00:00Z', true], [night, '2026-01-11T00:00:00Z', true], [night, '2026-01-11T06:59:59Z', true], [night, '2026-01-11T07:00:00Z', false],
    [noon, '2026-01-10T11:59:00Z', false], [noon, '2026-01-10T12:00:00Z', true], [noon, '2026-01-10T13:29:59Z', true], [noon, '2026-01-10T13:30:00Z', false],
    // 07:00 there is 06:00 UTC in winter and 05:00 in summer.
    [berlin, '2026-01-10T05:59:00Z', true], [berlin, '2026-01-10T06:00:00Z', false], [berlin, '2026-07-10T04:59:00Z', true], [berlin, '2026-07-10T05:00:00Z', false],
  ] as const) assert.equal(isQuiet(hours ?? null, at(when)), quiet, `${JSON.stringify(hours)} at ${when}`)
})

test('mail tells at once, once a day, or never; quiet hours put it off, and only alarms break through, where they may', () => {
  const quietHours = { from: '22:00', until: '07:00', timeZone: 'UTC' }
  for (const [change, alert, when, told] of [
    [{}, notice('2026-01-10T03:00:00Z'), '2026-01-10T03:00:00Z', true],
    [{ mail: 'off' }, alarm('2026-01-10T03:00:00Z'), '2026-01-12T03:00:00Z', false],
    [{ quietHours }, notice('2026-01-10T03:00:00Z'), '2026-01-10T06:59:00Z', false], [{ quietHours }, notice('2026-01-10T03:00:00Z'), '2026-01-10T07:00:00Z', true],
    [{ quietHours }, alarm('2026-01-10T03:00:00Z'), '2026-01-10T03:00:00Z', true], [{ quietHours, alarmsBreakThrough: false }, alarm('2026-01-10T03:00:00Z'), '2026-01-10T03:00:00Z', false],
    [{ mail: 'digest' }, notice('2026-01-10T03:00:00Z'), '2026-01-10T07:59:59Z', false], [{ mail: 'digest' }, notice('2026-01-10T03:00:00Z'), '2026-01-10T08:00:00Z', true],
    [{ mail: 'digest' }, notice('2026-01-10T08:00:30Z'), '2026-01-10T23:00:00Z', false], [{ mail: 'digest' }, notice('2026-01-10T08:00:30Z'), '2026-01-11T08:00:00Z', true],
    // A server that was down at eight tells late rather than never.
    [{ mail: 'digest' }, notice('2026-01-10T03:00:00Z'), '2026-01-10T15:00:00Z', true],
    [{ mail: 'digest' }, alarm('2026-01-10T03:00:00Z'), '2026-01-10T03:00:00Z', true], [{ mail: 'digest', alarmsBreakThrough: false }, alarm('2026-01-10T03:00:00Z'), '2026-01-10T03:00:00Z', false],
    // The digest's hour lies in the quiet ones: it goes out when they end.
    [{ mail: 'digest', digestHour: 6, quietHours }, notice('2026-01-10T03:00:00Z'), '2026-01-10T06:30:00Z', false], [{ mail: 'digest', digestHour: 6, quietHours }, notice('2026-01-10T03:00:00Z'), '2026-01-10T07:00:00Z', true],
  ] as const) assert.equal(isToldNow(alert, settings(change), at(when)), told, `${JSON.stringify(change)} ${alert.severity} at ${when}`)
})

test('whatever comes up, a digest tells it at its hour, within a day, wherever that hour is', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Asia/Shanghai'] as const
  fc.assert(fc.property(fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') }), fc.integer({ min: 0, max: 23 }), fc.constantFrom(...zones), (firstUs, digestHour, timeZone) => {
    const wanted = settings({ mail: 'digest', digestHour, timeZone })
    let nowUs = firstUs
    // Looked at now and then, as the rounds do.
    while (!isToldNow({ severity: 'warning', firstUs }, wanted, nowUs)) {
      nowUs += 5 * MINUTE
      assert.ok(nowUs - firstUs <= 25 * HOUR + 5 * MINUTE, 'never told')
    }
    // On the two days a year on which clocks change it may be told an hour beside.
    const offsetOf = (timeUs: number): string | undefined => new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(timeUs / 1_000).find(({ type }) => type === 'timeZoneName')?.value
    if (offsetOf(firstUs) === offsetOf(nowUs)) assert.equal(Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(nowUs / 1_000)), digestHour, `in ${timeZone}`)
  }), { numRuns: 200 })
})
