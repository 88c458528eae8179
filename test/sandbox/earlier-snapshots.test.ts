import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newExchange } from '../../src/exchange/new-exchange.ts'
import type { StateValue } from '../../src/exchange/market-port.ts'
import { amount } from '../../src/money.ts'
import { aFuturesWorld } from '../harness/futures-world.ts'
import { anAccount } from '../harness/in-process.ts'

const [ALICE, BOB] = [anAccount(100_001), anAccount(100_002)]

/** A state as a venue wrote it before it knew pegged and routed orders, reference prices, days, and what a closed part of a position had earned. */
const asOfEarlier = (state: StateValue): StateValue => {
  const { days, markets, ...rest } = state as { days: StateValue; markets: readonly (readonly StateValue[])[] } & Record<string, StateValue>
  const text = JSON.stringify({ ...rest, markets: markets.map((row) => row.slice(0, 7)) })
  const earlier = text.replace(/\\?"closedProfit\\?":(\{[^}]*\}|\[[^\]]*\]|\\?"[^"\\]*\\?"|\d+),?/g, '')
  assert.notEqual(earlier, text, 'there is a position')
  return JSON.parse(earlier) as StateValue
}

test('a venue goes on from the state that an earlier version left', async () => {
  const { world, as, price, tick } = aFuturesWorld([ALICE, BOB])
  const order = { symbol: 'ETHUSDT', type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: price('ETHUSDT') }
  await as(BOB)('POST', '/fapi/v1/order', { ...order, side: 'SELL' })
  await as(ALICE)('POST', '/fapi/v1/order', { ...order, side: 'BUY' })
  tick()
  const { view } = world.venue
  const twin = newExchange()
  twin.restore(asOfEarlier((view as unknown as { toState(): StateValue }).toState())) // the venue's view is its exchange
  for (let second = 1; second < 5; second++) assert.ok(twin.execute({ kind: 'tick' }, world.clock.nowUs() + second * 1_000_000).ok)
  const closing = { positionSide: 'BOTH', type: 'LIMIT', timeInForce: 'GTC', quantity: amount('0.4'), price: amount(order.price), reduceOnly: false, priceMatch: 'NONE', selfTradePrevention: 'EXPIRE_MAKER' } as const
  for (const [account, side] of [[BOB, 'BUY'], [ALICE, 'SELL']] as const) {
    const outcome = twin.execute({ kind: 'futures', act: { do: 'place', accountId: account.id, symbol: 'ETHUSDT', order: { ...closing, side, clientOrderId: side } } }, world.clock.nowUs() + 9_000_000)
    assert.ok(outcome.ok, JSON.stringify(outcome, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
  }
  assert.deepEqual(twin.futures.positions(ALICE.id).map(({ symbol, quantity }) => [symbol, quantity]), [['ETHUSDT', amount('0.6')]])
  assert.equal(twin.market.referencePrice('BTCUSDT', twin.timeUs), null)
})
