import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { LiveOrder } from './live-order.ts'
import { BookSide } from './order-book.ts'

/** What the book looks at in an order. */
const standing = (price: bigint): LiveOrder => ({ id: 0, price, visible: 1n, level: null, previousInLevel: null, nextInLevel: null }) as unknown as LiveOrder

// The second scale is beyond the numbers that a double tells apart.
for (const [isBid, scale] of [[true, 1n], [false, 1n], [true, 2n ** 60n], [false, 2n ** 60n]] as const) {
  test(`the ${isBid ? 'bids' : 'asks'} from ${scale} on are sorted by price and then by time, however deep the book`, () => {
    fc.assert(fc.property(fc.array(fc.record({ price: fc.integer({ min: 1, max: 2_000 }), removes: fc.integer({ min: 0, max: 2 }), which: fc.nat() }), { minLength: 1_000, maxLength: 2_000, size: 'max' }), (steps) => {
      const side = new BookSide<LiveOrder>(isBid)
      const expected: LiveOrder[] = []
      for (const { price, removes, which } of steps) {
        const order = standing(scale + BigInt(price))
        side.append(order)
        expected.push(order)
        if (removes === 2) side.remove(expected.splice(which % expected.length, 1)[0]!)
      }
      const shown: LiveOrder[] = []
      side.visitLevels((level) => {
        let count = 0n
        for (let order = level.first; order !== null; order = order.nextInLevel) count += BigInt(shown.push(order) > 0)
        assert.equal(level.visible, count)
        return true
      })
      // A stable sort keeps the order of time at one price.
      const sorted = expected.toSorted((one, other) => Number(isBid ? other.price - one.price : one.price - other.price))
      assert.ok(shown.length === sorted.length && shown.every((order, index) => order === sorted[index]))
      assert.equal(side.best()?.price, shown[0]?.price)
    }), { numRuns: 10 })
  })
}
