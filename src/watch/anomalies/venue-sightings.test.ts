import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ALICE, BOB, market, order, Story } from '../../../test/stories/market-story.ts'
import { anyCommand, opened, START_US } from '../../../test/properties/exchange-commands.ts'
import type { ExchangeEvent } from '../../exchange/event.ts'
import { tradesIn } from './venue-sightings.ts'

/** What the market says of its trades, from the orders that it names. */
const tradesTold = (events: readonly ExchangeEvent[]): readonly (readonly unknown[])[] => {
  const owners = new Map(events.flatMap((event) => (event.kind === 'order' && event.fill ? [[`${event.order.symbol} ${event.order.id}`, event.order.accountId] as const] : [])))
  return events.flatMap((event) => {
    if (event.kind !== 'trade') return []
    const { trade: { symbol, price }, buyerOrderId, sellerOrderId } = event
    return [[symbol, Number(price), owners.get(`${symbol} ${buyerOrderId}`), owners.get(`${symbol} ${sellerOrderId}`)]]
  })
}

/** A routed order trades in other markets than its own, where `tradesTold` would not find it. */
const inOneBook = anyCommand.filter((command) => (command.kind !== 'placeOrder' && command.kind !== 'cancelReplace') || command.order.isRouted !== true)

test('each trade that a command made is seen once, with who bought of whom', () => {
  let trades = 0
  fc.assert(fc.property(fc.array(inOneBook, { minLength: 60, maxLength: 160, size: 'max' }), (commands) => {
    const exchange = opened()
    let nowUs = START_US
    for (const command of commands) {
      const outcome = exchange.execute(command, ++nowUs)
      if (!outcome.ok) continue
      const seen = tradesIn(outcome.events, () => undefined).map(([one, other]) => {
        assert.ok(one && other)
        const [buyer, seller] = one.isBuyer ? [one, other] : [other, one]
        assert.deepEqual([buyer.isBuyer, seller.isBuyer, buyer.counterparty, seller.counterparty], [true, false, seller.accountId, buyer.accountId])
        return [one.symbol, one.price, buyer.accountId, seller.accountId]
      })
      assert.deepEqual(seen, tradesTold(outcome.events))
      trades += seen.length
    }
  }), { numRuns: 30 })
  assert.ok(trades > 100, `only ${trades} trades`)
})

test('what a router trades for an order is a trade of its owner with each maker, not with itself', () => {
  const symbols = ['BTCUSDT', 'BTCUSDC', 'BTCUSDP']
  const story = new Story({ symbols: symbols.map((symbol) => market('BTC', symbol.slice(3))), routes: [{ baseAsset: 'BTC', symbols }] })
  for (const account of [ALICE, BOB]) for (const asset of ['BTC', 'USDT', 'USDC', 'USDP']) story.funds(account, asset, '1000000')
  for (const symbol of symbols) story.places(BOB, order('SELL', { quantity: '1', price: '30000' }), symbol)
  const events = story.does({ kind: 'placeOrder', accountId: ALICE, symbol: 'BTCUSDT', order: order('BUY', { quantity: '3', price: '31000', isRouted: true }) })
  assert.deepEqual(tradesIn(events, () => undefined).map((sides) => sides.map(({ accountId, counterparty, symbol }) => [accountId, counterparty, symbol])), symbols.map((symbol) => [[BOB, ALICE, symbol], [ALICE, BOB, 'BTCUSDT']]))
})
