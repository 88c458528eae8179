import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatDecimal, plainAmount } from '../money.ts'
import { type GuardRails, isLooser, railFaults, railWords } from './guard-rails.ts'

test('a limit on hours needs an amount above nothing and whole hours, up to a week', () => {
  const good = [{ amount: '5000', hours: 24 }, { amount: '0.5', hours: 1 }, { amount: '1', hours: 168 }]
  const bad = [{ amount: '5000', hours: 0 }, { amount: '5000', hours: 169 }, { amount: '5000', hours: 1.5 }, { amount: '0', hours: 1 }, { amount: 5_000, hours: 1 }, { amount: '5000' }, { hours: 1 }, { amount: '1', hours: '1' }, { amount: '1', hours: 1, days: 2 }, '5000', ['1', 1]]
  for (const name of ['notionalPerWindow', 'withdrawalPerWindow'] as const) {
    for (const limit of good) assert.deepEqual(railFaults({ [name]: limit }), [], JSON.stringify(limit))
    for (const limit of bad) assert.match(railFaults({ [name]: limit } as GuardRails)[0] ?? '', new RegExp(`^The limit ${name} needs an amount in USDT .* and whole hours from 1 to 168`), JSON.stringify(limit))
  }
})

test('limits are told in words', () => {
  assert.deepEqual(railWords({ withdrawalPerWindow: { amount: '100', hours: 1 }, notionalPerWindow: { amount: '5000', hours: 24 } }), ['up to 5,000 USDT in orders in 24 hours', 'withdrawing up to 100 USDT in an hour'])
})

test('more in as many hours, as much in fewer, and no limit at all are looser; all else is not', () => {
  const window = (amount: string, hours: number): GuardRails => ({ notionalPerWindow: { amount, hours } })
  for (const [before, after, expected] of [
    [window('100', 24), window('100', 24), false], [window('100', 24), window('101', 24), true], [window('100', 24), window('99', 24), false], [window('100', 24), window('100', 23), true], [window('100', 24), window('100', 25), false],
    [window('100', 24), window('99', 23), true], [window('100', 24), window('1000', 168), true], [window('100', 24), {}, true], [{}, window('100', 24), false], [window('100', 24), { withdrawalPerWindow: { amount: '100', hours: 24 } }, true],
  ] as const) assert.equal(isLooser(before, after), expected, `${JSON.stringify(before)} → ${JSON.stringify(after)}`)
})

test('amounts of limits are compared to the last decimal, however they are written', () => {
  const some = fc.bigInt({ min: 1n, max: 10n ** 23n - 1n })
  // Neighbours are what a double cannot tell apart.
  const pair = fc.oneof(fc.tuple(some, some), fc.tuple(some, fc.integer({ min: -2, max: 2 })).map(([one, more]) => [one, one + BigInt(more)] as const).filter(([, other]) => other > 0n && other < 10n ** 23n))
  const rails = (most: string): readonly GuardRails[] => [{ notionalPerOrder: most }, { withdrawalAmount: most }, { notionalPerWindow: { amount: most, hours: 24 } }, { withdrawalPerWindow: { amount: most, hours: 24 } }]
  fc.assert(fc.property(pair, fc.boolean(), ([before, after], isPlain) => {
    const looser = rails(isPlain ? plainAmount(after) : formatDecimal(after))
    assert.deepEqual(rails(plainAmount(before)).map((former, index) => isLooser(former, looser[index] ?? {})), rails('').map(() => after > before))
    assert.deepEqual(looser.flatMap(railFaults), [])
  }))
})
