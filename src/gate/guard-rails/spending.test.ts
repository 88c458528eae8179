import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { GuardRails, RollingLimit } from '../../authority/guard-rails.ts'
import { PLAIN_LIFE } from '../../authority/key-life.ts'
import { apiKeyId } from '../../ids.ts'
import { UNIT } from '../../money.ts'
import { HOUR, MINUTE } from '../../time.ts'
import { type Reservation, Spending, type SpendingStore, type SpentMinute } from './spending.ts'

const KEY = apiKeyId('k_1')
const RAIL = 'notionalPerWindow'

interface Placed { readonly timeUs: number; readonly worth: bigint }

/** What reaches the disk, in the order in which it was handed over: spending, and orders behind it. A crash keeps a beginning of it. */
class Disk implements SpendingStore {
  #written: ({ readonly spent: SpentMinute } | { readonly order: Placed } | 'forgotten' | 'world begins anew')[] = []
  /** So much was told to be durable. */
  #told = 0

  all(): Iterable<SpentMinute> {
    const since = this.#written.slice(this.#written.lastIndexOf('forgotten') + 1)
    const newest = new Map(since.flatMap((one) => (typeof one === 'object' && 'spent' in one ? [[`${one.spent.rail} ${one.spent.minute}`, one.spent] as const] : [])))
    return newest.values()
  }
  forget(): void { this.#written.push('forgotten') }
  beginAnew(): void { this.#written.push('world begins anew') }
  put(spent: SpentMinute): void { this.#written.push({ spent }) }
  place(order: Placed): void { this.#written.push({ order }) }
  acknowledge(): void { this.#told = this.#written.length }
  crash(part: number): void {
    this.#written.length = this.#told + Math.floor((this.#written.length - this.#told) * part)
    this.#told = this.#written.length
  }
  get orders(): readonly Placed[] { return this.#written.slice(this.#written.lastIndexOf('world begins anew') + 1).flatMap((one) => (typeof one === 'object' && 'order' in one ? [one.order] : [])) }
}

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('call' as const), worth: fc.integer({ min: 1, max: 120 }), comes: fc.constantFrom('refused', 'taken', 'taken', 'acknowledged', 'late' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: -30, max: 100 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('edit' as const), most: fc.integer({ min: 50, max: 400 }), hours: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), part: fc.integer({ min: 0, max: 4 }).map((quarters) => quarters / 4) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('answers' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('anew' as const) }) },
)

test('whatever is refused, lost in a crash, edited or still in flight: what stands at the venue is never worth more than the limit in its hours', () => {
  let [passed, refused] = [0, 0]
  fc.assert(fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
    const disk = new Disk()
    let spending = new Spending(disk)
    let limit: RollingLimit = { amount: '200', hours: 2 }
    let nowUs = Date.UTC(2026, 0, 15, 12) * 1_000
    /** Admitted, and not at the venue yet. */
    let inFlight: { readonly reservation: Reservation; readonly worth: bigint }[] = []
    const place = (worth: bigint): void => {
      disk.place({ timeUs: nowUs, worth })
      const inWindow = disk.orders.filter(({ timeUs }) => timeUs > nowUs - limit.hours * HOUR)
      const all = inWindow.reduce((sum, one) => sum + one.worth, 0n)
      assert.ok(all <= BigInt(limit.amount) * UNIT, `${all / UNIT} of ${limit.amount} in ${limit.hours} hours`)
    }
    for (const one of steps) {
      if (one.kind === 'wait') nowUs += one.minutes * MINUTE
      else if (one.kind === 'edit') limit = { amount: String(one.most), hours: one.hours }
      else if (one.kind === 'crash') {
        disk.crash(one.part)
        spending = new Spending(disk)
        inFlight = []
      } else if (one.kind === 'anew') {
        disk.beginAnew()
        spending.beginAnew(new Set([KEY]))
      } else if (one.kind === 'answers') {
        // Those that came before an edit were within the limit of their time, and are not this test's matter.
        for (const { reservation } of inFlight) reservation.settle(false)
        inFlight = []
      } else {
        const worth = BigInt(one.worth) * UNIT
        const found = spending.reserve(KEY, RAIL, limit, [worth], nowUs, false)
        if (!found.ok) { refused += 1; continue }
        passed += 1
        if (one.comes === 'refused') found.reservation.settle(false)
        else if (one.comes === 'late') inFlight.push({ reservation: found.reservation, worth })
        else place(worth)
        if (one.comes === 'acknowledged') disk.acknowledge()
      }
    }
  }), { numRuns: 500 })
  assert.ok(passed > 1_000 && refused > 1_000, `${passed} passed and ${refused} were refused: both happen`)
})

test('what a call was given comes back part by part, once', () => {
  const spending = new Spending()
  const limit = { amount: '10', hours: 1 }
  const reserve = (...parts: readonly bigint[]) => spending.reserve(KEY, RAIL, limit, parts.map((part) => part * UNIT), 0, false)
  const batch = reserve(1n, 2n, 3n, 4n)
  assert.ok(batch.ok)
  batch.reservation.settle([true, false, true])
  assert.equal(spending.spentWithin(KEY, RAIL, 1, 0), 4n * UNIT, 'a part of which nothing is told was not done')
  batch.reservation.settle(false)
  assert.equal(spending.spentWithin(KEY, RAIL, 1, 0), 4n * UNIT, 'settled twice')
})

test('what is left is told for each limit that a key has, and is never below nothing', () => {
  const spending = new Spending()
  const key = (guardRails: GuardRails) => ({ id: KEY, life: PLAIN_LIFE, guardRails })
  const limits = { notionalPerWindow: { amount: '10', hours: 1 }, withdrawalPerWindow: { amount: '5', hours: 24 } }
  assert.deepEqual(spending.leftOf(key({}), 0), {})
  spending.reserve(KEY, RAIL, limits.notionalPerWindow, [4n * UNIT], 0, false)
  assert.deepEqual(spending.leftOf(key(limits), 0), { notionalPerWindow: 6n * UNIT, withdrawalPerWindow: 5n * UNIT })
  assert.deepEqual(spending.leftOf(key({ notionalPerWindow: { amount: '3', hours: 1 } }), 0), { notionalPerWindow: 0n })
  assert.deepEqual(spending.leftOf(key(limits), 2 * HOUR), { notionalPerWindow: 10n * UNIT, withdrawalPerWindow: 5n * UNIT })
})

test('each lineage and each limit has a window of its own', () => {
  const spending = new Spending()
  const limit = { amount: '10', hours: 1 }
  for (const [lineage, rail] of [['k_1', 'notionalPerWindow'], ['k_1', 'withdrawalPerWindow'], ['k_2', 'notionalPerWindow']] as const) {
    assert.equal(spending.reserve(apiKeyId(lineage), rail, limit, [10n * UNIT], 0, false).ok, true)
    assert.equal(spending.reserve(apiKeyId(lineage), rail, limit, [1n], 0, false).ok, false)
  }
})

test('in a world that begins anew nothing is spent but by calls under way, which may still come about there', () => {
  const spending = new Spending()
  const limit = { amount: '10', hours: 1 }
  const reserve = (lineage: string, worth: bigint) => {
    const found = spending.reserve(apiKeyId(lineage), RAIL, limit, [worth * UNIT], 0, false)
    return found.ok ? found.reservation : assert.fail('it was not given')
  }
  const spentBy = (lineage: string): bigint => spending.spentWithin(apiKeyId(lineage), RAIL, 1, 0) / UNIT
  reserve('k_1', 3n).settle(true)
  reserve('k_other', 7n).settle(true)
  const [placed, refused] = [reserve('k_1', 4n), reserve('k_1', 2n)]
  spending.beginAnew(new Set([KEY]))
  assert.deepEqual([spentBy('k_1'), spentBy('k_other')], [6n, 7n], 'of another environment nothing is forgotten')
  placed.settle(true)
  refused.settle(false)
  refused.settle(false)
  assert.equal(spentBy('k_1'), 4n, 'what comes back comes back once, and only what was under way')
})
