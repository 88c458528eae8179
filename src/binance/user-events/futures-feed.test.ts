import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from '../../exchange/command.ts'
import { WholeMarket } from '../../exchange/demo-market/whole-market.ts'
import type { FuturesAct } from '../../exchange/futures/futures-command.ts'
import { genesis } from '../../exchange/listing/genesis.ts'
import { newExchange } from '../../exchange/new-exchange.ts'
import { accountId } from '../../ids.ts'
import { amount } from '../../money.ts'
import { FuturesFeed } from './futures-feed.ts'

const NOW = Date.UTC(2026, 1, 27, 6, 12) * 1_000
const [ALICE, BOB] = [accountId(100_001), accountId(100_002)]
const fieldsOf = (value: unknown): string[] => Object.keys(value as object).sort()

test('an account hears its own futures, with the fields of the wire, and nobody else does', () => {
  const exchange = newExchange()
  const [feed, other] = [new FuturesFeed(ALICE), new FuturesFeed(BOB)]
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
  assert.ok(new Set(next()).has('TRADE_LITE'))
  futures({ do: 'placeAlgo', accountId: ALICE, symbol: 'BTCUSDT', algo: { ...order, side: 'SELL', type: 'STOP_MARKET', quantity: amount('0.005'), triggerPrice: amount('20000'), clientAlgoId: 'stop', workingType: 'CONTRACT_PRICE', priceProtect: false, closePosition: false } })
  assert.deepEqual(next(), ['ALGO_UPDATE'])
})
