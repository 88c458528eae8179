import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RAIL_NAMES, railFaults } from '../authority/guard-rails.ts'
import { LIMIT_HELP, readLimitNames, readLimits } from './limit-words.ts'
import { WrongUsage } from './wrong-usage.ts'

test('each limit is written as its example is', () => {
  const examples = LIMIT_HELP.replace(/^.*?: /, '').split('  ')
  assert.equal(examples.length, RAIL_NAMES.length)
  assert.deepEqual(railFaults(readLimits(examples.map((text) => text.replace('0x71C7…976F', '0x71C7656EC7ab88b098defB751B7401B5f6d8976F')))), [])
  assert.deepEqual(readLimits(['symbols=BTCUSDT, ETHUSDT', 'notionalPerWindow=5000.5/24h', 'hours=22:00-06:00', 'priceBandPercent=0.5', 'openOrders=3', 'withdrawalPerWindow=5/1h']), {
    symbols: ['BTCUSDT', 'ETHUSDT'], notionalPerWindow: { amount: '5000.5', hours: 24 }, hours: { from: '22:00', until: '06:00' }, priceBandPercent: 0.5, openOrders: 3, withdrawalPerWindow: { amount: '5', hours: 1 },
  })
  assert.deepEqual(readLimits(['hours=08:00-18:30@Asia/Kolkata']), { hours: { from: '08:00', until: '18:30', zone: 'Asia/Kolkata' } })
  assert.deepEqual(readLimitNames(['symbols,hours', 'openOrders']), { symbols: null, hours: null, openOrders: null })
})

test('what is no limit is told with the reason and an example', () => {
  for (const [text, expected] of [
    ['notionalPerWindow', /^--limit notionalPerWindow: The limit notionalPerWindow needs an amount/], ['notionalPerWindow=5000', /needs an amount/], ['notionalPerWindow=5000/24', /needs an amount/], ['notionalPerWindow=5000/0h', /whole hours from 1 to 168/],
    ['notionalPerWindow=x/24h', /needs an amount/], ['openOrders=many', /whole number/], ['hours=8-18', /two different times/], ['hours=08:00-18:00@Moon', /a zone "Moon" that is not known/], ['symbols=', /names ""/], ['sides=HOLD', /HOLD/],
    ['notionalPerWindw=1/1h', /Did you mean notionalPerWindow\?/], ['colour=red', /is not a limit/],
  ] as const) assert.throws(() => readLimits([text]), (error: unknown) => error instanceof WrongUsage && expected.test(error.message), text)
  assert.throws(() => readLimits(['openOrders=1', 'openOrders=2']), /given twice/)
  assert.throws(() => readLimitNames(['colour']), WrongUsage)
})
