import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { test } from 'node:test'
import { apiKeyId } from '../ids.ts'
import { DAY, HOUR, MINUTE } from '../time.ts'
import type { CallRecord } from '../watch/call-log.ts'
import { CallScene } from './call-log-scene.ts'
import { NOW_US, sampleCall, sampleRefusal } from './samples.ts'

const calls = (count: number, from: number, timeUs: number, change: Partial<CallRecord> = {}): CallRecord[] => Array.from({ length: count }, (_, n) => sampleCall(from + n, { timeUs: timeUs + n, ...change }))

/** Everything that waits is done. */
const tidy = ({ writer }: CallScene): void => { while (writer.sweep()); }

const countIn = (scene: CallScene, table: string, where = '1'): number => Number(scene.rows(`select count(*) as count from ${table} where ${where}`)[0]?.['count'])

test('rows beyond the number that is kept go, the oldest first, with their traces and where they stand', () => CallScene.in((scene) => {
  scene.write(Array.from({ length: 60_000 }, (_, n) => ((n + 1) % 1_000 === 0 ? sampleRefusal(n + 1) : sampleCall(n + 1))))
  tidy(scene)
  assert.deepEqual(scene.rows('select min(sequence) as oldest, count(*) as count from calls'), [{ oldest: 55_001, count: 5_000 }])
  assert.equal(scene.rows('select min(sequence) as oldest from traces')[0]?.['oldest'], 56_000)
  assert.ok(Number(scene.rows('select min(last) as last from postings')[0]?.['last']) > 55_000)
  assert.deepEqual(scene.search.find({ seen: 'all', keyId: 'k_1', limit: 2, order: 'oldest' }).map(({ sequence }) => sequence), [55_001, 55_051])
}, { maxRows: 5_000 }))

test('rows go by their age, as time moves on; what was counted of them stays until its own end', () => CallScene.in((scene) => {
  const key = apiKeyId('k_1')
  const day = NOW_US - NOW_US % DAY
  scene.write(calls(3_000, 1, day, { keyId: key, symbol: 'BTCUSDT', client: 'bot/1', clockDifferenceMs: 3 }))
  for (const [days, kept] of [[1, { rows: 4_000, minutes: 2, hours: 2, days: 2 }], [3, { rows: 2_000, minutes: 1, hours: 3, days: 3 }], [9, { rows: 1_000, minutes: 1, hours: 2, days: 4 }], [25, { rows: 1_000, minutes: 1, hours: 1, days: 2 }]] as const) {
    scene.write(calls(1_000, 10_000 * days, day + days * DAY, { keyId: key }))
    tidy(scene)
    assert.deepEqual({
      rows: countIn(scene, 'calls'), minutes: countIn(scene, 'rates', "grain = 'minute'"), hours: countIn(scene, 'rates', "grain = 'hour'"), days: countIn(scene, 'use_days'),
    }, kept, `after ${days} days`)
  }
  assert.equal(countIn(scene, 'programs', "client = 'bot/1'"), 0)
  assert.equal(countIn(scene, 'uses', "symbol = 'BTCUSDT'"), 0, 'a use that nothing tells of any more is forgotten')
}, { maxAgeDays: 2, minuteDays: 2, hourDays: 7, dayDays: 20 }))

test('ways of being refused are forgotten with their rows: they are not what somebody could fill a disk with', () => CallScene.in((scene) => {
  scene.write(Array.from({ length: 5_000 }, (_, n) => sampleRefusal(n + 1, { address: `2001:db8::${n.toString(16)}` })))
  assert.equal(countIn(scene, 'uses'), 5_000)
  scene.write(calls(1_000, 6_000, NOW_US + 3 * DAY))
  tidy(scene)
  assert.equal(countIn(scene, 'uses', "reason > ''"), 0)
  assert.equal(countIn(scene, 'use_days', 'use_id not in (select id from uses)'), 0)
  assert.ok(countIn(scene, 'rates', 'refused > 0') > 0, 'that they were refused is still counted')
}, { maxAgeDays: 2 }))

test('the file stays within its size, and gives back what it does not need while it is written', () => CallScene.in((scene) => {
  const most = 6 * 1_048_576
  const batch = (n: number): CallRecord[] => Array.from({ length: 1_000 }, (_, at) => sampleRefusal(n * 1_000 + at))
  let largest = 0
  for (let n = 0; n < 60; n++) {
    scene.write(batch(n))
    if (n % 10 === 9) tidy(scene)
    const [pages] = scene.rows('select (select page_count from pragma_page_count) * (select page_size from pragma_page_size) as bytes')
    largest = Math.max(largest, Number(pages?.['bytes']))
  }
  const [pages] = scene.rows('select (select page_count from pragma_page_count) * (select page_size from pragma_page_size) as bytes')
  assert.ok(Number(pages?.['bytes']) < most + 10 * 1_048_576 && largest < 3 * most, `${String(pages?.['bytes'])} bytes, at most ${largest}`)
  assert.ok(countIn(scene, 'calls') > 5_000 && countIn(scene, 'calls') < 30_000, `${countIn(scene, 'calls')} rows`)
  assert.equal(scene.rows('pragma auto_vacuum')[0]?.['auto_vacuum'], 2)
  assert.ok(statSync(scene.file).size > 0)
}, { maxBytes: 6 * 1_048_576 }))

test('roll-ups count each call once, in each slice in which it came', () => CallScene.in((scene) => {
  const hour = NOW_US - NOW_US % HOUR
  scene.write([...calls(3, 1, hour, { keyId: apiKeyId('k_1') }), ...calls(2, 10, hour + MINUTE, { keyId: apiKeyId('k_1'), reason: 'venue', code: -2010, status: 400 }), ...calls(1, 20, hour + HOUR, { keyId: apiKeyId('k_1') })])
  scene.writer.count()
  scene.writer.count()
  const rates = scene.rows("select grain, (start_us - (select min(start_us) from rates where grain = 'minute')) as behind, admitted, refused, weight from rates where grain <> 'day' order by grain, start_us")
  assert.deepEqual(rates, [
    { grain: 'hour', behind: 0, admitted: 3, refused: 2, weight: 100 }, { grain: 'hour', behind: HOUR, admitted: 1, refused: 0, weight: 20 },
    { grain: 'minute', behind: 0, admitted: 3, refused: 0, weight: 60 }, { grain: 'minute', behind: MINUTE, admitted: 0, refused: 2, weight: 40 }, { grain: 'minute', behind: HOUR, admitted: 1, refused: 0, weight: 20 },
  ])
}))
