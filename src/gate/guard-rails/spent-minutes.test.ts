import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { HOUR, MINUTE, SECOND } from '../../time.ts'
import { minuteOf, SpentMinutes } from './spent-minutes.ts'

const BEGIN = Date.UTC(2026, 0, 15, 12) * 1_000

test('tells what a list of all that was spent would tell, however the clock goes', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('spend' as const), worth: fc.bigInt(1n, 1_000n) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('back' as const), which: fc.nat() }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: -12_000, max: 15_000 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('look' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('hours' as const), hours: fc.constantFrom(1, 1, 2, 168) }) },
  )
  fc.assert(fc.property(fc.array(step, { maxLength: 80, size: 'max' }), fc.bigInt(0n, 2_000n), (steps, most) => {
    const minutes = new SpentMinutes()
    const all: { minute: number; worth: bigint }[] = []
    let [nowUs, hours] = [BEGIN, 1]
    const naive = (atUs: number): bigint => all.filter(({ minute }) => minute >= minuteOf(atUs) - hours * 60).reduce((sum, { worth }) => sum + worth, 0n)
    for (const one of steps) {
      if (one.kind === 'wait') nowUs += one.seconds * SECOND
      else if (one.kind === 'hours') hours = one.hours
      else if (one.kind === 'spend') {
        all.push({ minute: minuteOf(nowUs), worth: one.worth })
        const inMinute = all.filter(({ minute }) => minute === minuteOf(nowUs)).reduce((sum, { worth }) => sum + worth, 0n)
        assert.equal(minutes.add(minuteOf(nowUs), one.worth), inMinute)
      } else if (one.kind === 'back') {
        const [gone] = all.splice(one.which % (all.length || 1), 1)
        if (gone) minutes.add(gone.minute, -gone.worth)
      }
      // Nobody looks at every moment.
      if (one.kind !== 'look') continue
      assert.equal(minutes.within(hours, nowUs), naive(nowUs))
      const fitsAtUs = minutes.downTo(most, hours, nowUs)
      assert.ok(fitsAtUs >= nowUs && naive(fitsAtUs) <= most && (fitsAtUs === nowUs || naive(fitsAtUs - 1) > most), 'the first moment, and no sooner')
    }
  }), { numRuns: 300 })
})

test('counts what was spent for the whole window, and not a minute more than one longer', () => {
  const minutes = new SpentMinutes()
  const spentUs = BEGIN + 59_999_999
  minutes.add(minuteOf(spentUs), 5n)
  assert.equal(minutes.within(1, spentUs + HOUR), 5n)
  assert.equal(minutes.within(1, spentUs + HOUR + 1), 0n)
})

test('a bot that trades every minute for weeks keeps no more than the longest window sees', () => {
  const minutes = new SpentMinutes()
  for (let minute = 0; minute < 30_000; minute += 1) {
    minutes.add(minute, 1n)
    minutes.within(24, minute * MINUTE)
  }
  assert.equal(minutes.within(24, 29_999 * MINUTE), 1_441n)
  assert.equal(minutes.within(168, 29_999 * MINUTE), 10_081n)
})
