import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from '../../exchange/command.ts'
import { WholeMarket } from '../../exchange/demo-market/whole-market.ts'
import type { FuturesAct } from '../../exchange/futures/futures-command.ts'
import type { FuturesOrderRequest } from '../../exchange/futures/futures-order.ts'
import { genesis } from '../../exchange/listing/genesis.ts'
import { newExchange } from '../../exchange/new-exchange.ts'
import { accountId } from '../../ids.ts'
import { amount } from '../../money.ts'
import { FuturesFeed } from './futures-feed.ts'

const NOW = Date.UTC(2026, 1, 27, 6, 12) * 1_000
const [ALICE, BOB, CAROL] = [accountId(100_001), accountId(100_002), accountId(100_003)]
const fieldsOf = (value: unknown): string[] => Object.keys(value as object).sort()

test('an account hears its own futures, with the fields of the wire, and nobody else does', () => {
  const exchange = newExchange()
  const [feed, other] = [new FuturesFeed(ALICE, exchange.futures), new FuturesFeed(BOB, exchange.futures)]
  const heard: Record<string, unknown>[] = []
  const does = (command: Command): void => {
    const outcome = exchange.execute(command, NOW)
    if (!outcome.ok) return
    heard.push(...feed.onCommand(outcome.events, NOW).map((event) => event('MILLISECOND') as Record<string, unknown>))
    assert.deepEqual(other.onCommand(outcome.events, NOW), [])
  }
  const futures = (act: FuturesAct): void => does({ kind: 'futures', act })
  for (const command of genesis()) does(command)
  const demo = new WholeMarket(7)
  for (const command of [...demo.open(NOW, exchange)]) does(command)
  for (const command of demo.step(NOW, exchange)) does(command)
  does({ kind: 'openAccount', accountId: ALICE, terms: { makerRate: 0n, takerRate: 0n, tradeGroupId: -1, keepsHistory: true } })
  does({ kind: 'announceDeposit', accountId: ALICE, asset: 'USDT', network: 'ETH', amount: amount('100000'), txId: 'alice', isCreditedAtOnce: true })
  assert.equal(heard.length, 0)
  const next = (): string[] => heard.splice(0).map(({ e }) => String(e))
  does({ kind: 'transfer', from: { accountId: ALICE, wallet: 'spot' }, to: { accountId: ALICE, wallet: 'usdFutures' }, asset: 'USDT', amount: amount('50000') })
  assert.equal((heard[0] as { a: { m: string } }).a.m, 'DEPOSIT')
  assert.deepEqual(next(), ['ACCOUNT_UPDATE'])
  futures({ do: 'leverage', accountId: ALICE, symbol: 'BTCUSDT', leverage: 10 })
  assert.deepEqual(heard[0]?.ac, { s: 'BTCUSDT', l: 10 })
  assert.deepEqual(next(), ['ACCOUNT_CONFIG_UPDATE'])
  const order = { positionSide: 'BOTH', timeInForce: 'GTC', reduceOnly: false, priceMatch: 'NONE', selfTradePrevention: 'NONE' } as const
  futures({ do: 'place', accountId: ALICE, symbol: 'BTCUSDT', order: { ...order, side: 'BUY', type: 'MARKET', quantity: amount('0.005'), clientOrderId: 'one' } })
  const filled = heard.findLast(({ e }) => e === 'ORDER_TRADE_UPDATE')
  assert.deepEqual(fieldsOf(filled?.o), 's c S o f q p ap sp x X i l z L N n T t b a m R wt ot ps cp rp pP si ss V pm gtd er'.split(' ').sort())
  assert.equal((filled?.o as { X: string }).X, 'FILLED')
  const update = heard.findLast(({ e }) => e === 'ACCOUNT_UPDATE') as { a: { m: string; B: object[]; P: { pa: string }[] } }
  assert.equal(update.a.m, 'ORDER')
  assert.deepEqual([fieldsOf(update.a.B[0]), fieldsOf(update.a.P[0])], ['a bc cw wb'.split(' '), 'bep cr ep iw mt pa ps s up'.split(' ')])
  assert.equal(Number(update.a.P[0]?.pa), 0.005)
  // The order as it was taken; then of each trade the short form, what it did to the account, and the order, as Binance has it.
  assert.match(next().join(' '), /^ORDER_TRADE_UPDATE( TRADE_LITE ACCOUNT_UPDATE ORDER_TRADE_UPDATE)+$/)
  futures({ do: 'placeAlgo', accountId: ALICE, symbol: 'BTCUSDT', algo: { ...order, side: 'SELL', type: 'STOP_MARKET', quantity: amount('0.005'), triggerPrice: amount('20000'), clientAlgoId: 'stop', workingType: 'CONTRACT_PRICE', priceProtect: false, closePosition: false } })
  assert.deepEqual(next(), ['ALGO_UPDATE'])

  // What waits in the book counts at its price; a fee that was paid is no part of what closing won.
  const orderOf = (): Record<string, unknown> => heard.findLast(({ e }) => e === 'ORDER_TRADE_UPDATE')?.o as Record<string, unknown>
  futures({ do: 'place', accountId: ALICE, symbol: 'BTCUSDT', order: { ...order, side: 'BUY', type: 'LIMIT', quantity: amount('0.01'), price: amount('62000'), clientOrderId: 'resting' } })
  assert.deepEqual([orderOf().b, orderOf().a, orderOf().N, orderOf().n], ['620.00000000', '0.00000000', 'USDT', '0.00000000'])
  futures({ do: 'cancel', accountId: ALICE, symbol: 'BTCUSDT', order: { clientOrderId: 'resting' } })
  heard.length = 0
  futures({ do: 'place', accountId: ALICE, symbol: 'BTCUSDT', order: { ...order, side: 'SELL', type: 'MARKET', quantity: amount('0.005'), clientOrderId: 'out' } })
  const won = heard.filter(({ e, o }) => e === 'ORDER_TRADE_UPDATE' && (o as { x: string }).x === 'TRADE').reduce((sum, { o }) => sum + Number((o as { rp: string }).rp), 0)
  const closed = heard.findLast(({ e }) => e === 'ACCOUNT_UPDATE') as { a: { P: { pa: string; cr: string }[] } }
  assert.deepEqual(closed.a.P.map(({ pa, cr }) => [Number(pa), cr]), [[0, won.toFixed(8)]])

  // A trailing stop names what it follows, itself and the order that it becomes.
  futures({ do: 'cancelAllAlgos', accountId: ALICE, symbol: 'BTCUSDT' })
  futures({ do: 'place', accountId: ALICE, symbol: 'BTCUSDT', order: { ...order, side: 'BUY', type: 'MARKET', quantity: amount('0.005'), clientOrderId: 'again' } })
  const { markPrice = 0n } = exchange.futures.market('BTCUSDT') ?? {}
  const tick = amount('0.1')
  heard.length = 0
  futures({ do: 'placeAlgo', accountId: ALICE, symbol: 'BTCUSDT', algo: { ...order, side: 'SELL', type: 'TRAILING_STOP_MARKET', quantity: amount('0.005'), callbackPart: amount('0.001'), clientAlgoId: 'trail', workingType: 'CONTRACT_PRICE', priceProtect: false, closePosition: false } })
  const trailing = heard.findLast(({ e }) => e === 'ALGO_UPDATE')?.o as Record<string, unknown>
  assert.deepEqual([trailing.ia, trailing.cr, trailing.ai, trailing.rm], [true, '0.10000000', '', ''])
  // Carol sells down to where it has fallen back by its part.
  does({ kind: 'openAccount', accountId: CAROL, terms: { makerRate: 0n, takerRate: 0n, tradeGroupId: -1, keepsHistory: false } })
  does({ kind: 'announceDeposit', accountId: CAROL, asset: 'USDT', network: 'ETH', amount: amount('90000000'), txId: 'carol', isCreditedAtOnce: true })
  does({ kind: 'transfer', from: { accountId: CAROL, wallet: 'spot' }, to: { accountId: CAROL, wallet: 'usdFutures' }, asset: 'USDT', amount: amount('90000000') })
  const below = (markPrice * 995n) / 1000n
  const carol = (placed: Partial<FuturesOrderRequest> & Pick<FuturesOrderRequest, 'side' | 'type' | 'quantity' | 'clientOrderId'>): void => {
    const outcome = exchange.execute({ kind: 'futures', act: { do: 'place', accountId: CAROL, symbol: 'BTCUSDT', order: { ...order, ...placed } } }, NOW)
    assert.ok(outcome.ok)
    heard.push(...feed.onCommand(outcome.events, NOW).map((event) => event('MILLISECOND') as Record<string, unknown>))
  }
  carol({ side: 'SELL', type: 'LIMIT', quantity: amount('300'), price: below - (below % tick), clientOrderId: 'carol' })
  carol({ side: 'BUY', type: 'MARKET', quantity: amount('0.1'), clientOrderId: 'taken' })
  assert.deepEqual([orderOf().ot, orderOf().X, orderOf().AP, orderOf().cr], ['TRAILING_STOP_MARKET', 'FILLED', '0.00000000', '0.10000000'])
  const became = heard.findLast(({ e }) => e === 'ALGO_UPDATE')?.o as Record<string, unknown>
  assert.deepEqual([became.X, became.ai, became.ap, became.aq, became.act], ['FINISHED', String(orderOf().i), orderOf().ap, '0.00500000', 'MARKET'])
})
