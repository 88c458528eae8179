import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from '../../src/exchange/command.ts'
import type { Exchange } from '../../src/exchange/exchange.ts'
import { genesis } from '../../src/exchange/listing/genesis.ts'
import { newExchange } from '../../src/exchange/new-exchange.ts'
import { restoreSnapshot, takeSnapshot } from '../../src/exchange/snapshot.ts'
import { DROPPED_AT_ONCE, KEPT_HISTORY } from '../../src/exchange/spot/kept-history.ts'
import { accountId } from '../../src/ids.ts'
import { amount } from '../../src/money.ts'

const alice = accountId(100_001)
const bob = accountId(100_002)
const SYMBOL = 'BTCUSDT'
const ALL = { limit: Number.MAX_SAFE_INTEGER }
const START_US = 1_795_000_000_000_000

const does = (exchange: Exchange, command: Command): void => {
  const outcome = exchange.execute(command, START_US)
  if (!outcome.ok) throw new Error(`${command.kind}: ${outcome.rejection.reason}`)
}

const place = (exchange: Exchange, account: typeof alice, side: 'BUY' | 'SELL', price: string, clientOrderId: string): void =>
  does(exchange, { kind: 'placeOrder', accountId: account, symbol: SYMBOL, order: { side, type: 'LIMIT', timeInForce: 'GTC', quantity: amount('0.001'), price: amount(price), clientOrderId } })

/** Alice sells to Bob, who keeps no history, over and over; one order of hers stands far away all the time. */
const tradedOver = (exchange: Exchange, from: number, to: number): void => {
  for (let index = from; index < to; index++) {
    place(exchange, bob, 'BUY', '90000', `b${index}`)
    place(exchange, alice, 'SELL', '90000', `a${index}`)
  }
}

const venueWithHistory = (): Exchange => {
  const exchange = newExchange()
  for (const command of genesis()) does(exchange, command)
  for (const [account, keepsHistory] of [[alice, true], [bob, false]] as const) {
    does(exchange, { kind: 'openAccount', accountId: account, terms: { makerRate: 0n, takerRate: 0n, tradeGroupId: -1, keepsHistory } })
    for (const asset of ['BTC', 'USDT']) exchange.ledger.creditFromWorld(account, asset, amount('10000000'))
  }
  place(exchange, alice, 'SELL', '200000', 'far')
  return exchange
}

test('of an account in a market the newest 20,000 finished orders and fills are kept, where Binance archives by age', () => {
  const binance = 'orders without a fill are archived after 90 days; fills stay'
  const exchange = venueWithHistory()
  tradedOver(exchange, 0, KEPT_HISTORY + DROPPED_AT_ONCE - 1)
  assert.equal(exchange.orders.fills(alice, SYMBOL, ALL).length, KEPT_HISTORY + DROPPED_AT_ONCE - 1, 'nothing goes before the bound is passed')
  const firstFill = exchange.orders.fills(alice, SYMBOL, ALL)[0]!
  tradedOver(exchange, KEPT_HISTORY + DROPPED_AT_ONCE - 1, KEPT_HISTORY + DROPPED_AT_ONCE + 10)

  const orders = exchange.orders.allOrders(alice, SYMBOL, ALL)
  const fills = exchange.orders.fills(alice, SYMBOL, ALL)
  assert.equal(KEPT_HISTORY, 20_000, binance)
  assert.ok(orders.length >= KEPT_HISTORY && orders.length < KEPT_HISTORY + DROPPED_AT_ONCE)
  assert.ok(fills.length >= KEPT_HISTORY && fills.length < KEPT_HISTORY + DROPPED_AT_ONCE)
  assert.equal(orders.at(-1)?.clientOrderId, `a${KEPT_HISTORY + DROPPED_AT_ONCE + 9}`, 'the newest are there')
  assert.equal(fills.at(-1)?.orderId, orders.at(-1)?.id)
  assert.equal(orders[0]?.clientOrderId, 'far', 'an open order stays, however old')
  assert.deepEqual(exchange.orders.order(alice, SYMBOL, { clientOrderId: 'a0' }), { reason: 'noSuchOrder' })
  assert.deepEqual(exchange.orders.order(alice, SYMBOL, { orderId: firstFill.orderId }), { reason: 'noSuchOrder' })
})

test('a venue that was recovered drops the same history as the one that went on', () => {
  const wentOn = venueWithHistory()
  tradedOver(wentOn, 0, KEPT_HISTORY + 100)
  const recovered = newExchange()
  restoreSnapshot(recovered, takeSnapshot(wentOn))
  for (const exchange of [wentOn, recovered]) tradedOver(exchange, KEPT_HISTORY + 100, KEPT_HISTORY + DROPPED_AT_ONCE + 50)
  assert.equal(recovered.stateHash(), wentOn.stateHash())
  const again = newExchange()
  restoreSnapshot(again, takeSnapshot(wentOn))
  assert.equal(again.stateHash(), wentOn.stateHash())
})
