import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { before, describe, test } from 'node:test'
import { futuresStreams } from '../../src/binance/streams/futures-streams.ts'
import { WholeMarket } from '../../src/exchange/demo-market/whole-market.ts'
import type { Command } from '../../src/exchange/command.ts'
import { genesis } from '../../src/exchange/listing/genesis.ts'
import { newExchange } from '../../src/exchange/new-exchange.ts'
import { formatDecimal } from '../../src/money.ts'
import { DurableQueue } from '../../src/server/sockets/durable-queue.ts'
import { StreamHub } from '../../src/server/sockets/stream-hub.ts'
import { SECOND } from '../../src/time.ts'

type Message = Record<string, unknown>

/** Bodies of unmasked text frames, one behind another. */
const textsOf = (bytes: Buffer): string[] => {
  const texts: string[] = []
  for (let at = 0; at < bytes.length;) {
    const short = bytes[at + 1]! & 127
    const [length, head] = short < 126 ? [short, 2] : short === 126 ? [bytes.readUInt16BE(at + 2), 4] : [Number(bytes.readBigUInt64BE(at + 2)), 10]
    texts.push(bytes.toString('utf8', at + head, at + head + length))
    at += head + length
  }
  return texts
}

const NAMES: Readonly<Record<string, string>> = {
  'btcusdt@aggTrade': 'e E s a p q nq f l T m st', 'btcusdt@markPrice@1s': 'e E s p i P r ap T st', 'btcusdt@markPrice': 'e E s p i P r ap T st', 'btcusdt@kline_1m': 'e E s k', 'btcusdt_perpetual@continuousKline_1m': 'e E ps ct k',
  'btcusdt@miniTicker': 'e E s c o h l v q ps st', 'btcusdt@ticker': 'e E s p P w c Q o h l v q O C F L n ps st', 'btcusdt@bookTicker': 'e u s b B a A E T ps st', 'btcusdt@depth': 'e E T s U u pu b a ps st',
  'btcusdt@depth@100ms': 'e E T s U u pu b a ps st', 'btcusdt@rpiDepth@500ms': 'e E T s U u pu b a ps st', 'btcusdt@depth5@500ms': 'e E T s U u pu b a ps st', 'btcusdt@depth20': 'e E T s U u pu b a ps st',
  '!bookTicker': 'e u s b B a A E T ps st', '!contractInfo': 'e E s ps ct dt ot cs bks st', 'btcusd@assetIndex': 'e E s i b a B A q g Q G',
}
const LISTS = ['!markPrice@arr', '!markPrice@arr@1s', '!ticker@arr', '!miniTicker@arr', '!assetIndex@arr']
/** Accepted, and of nothing that happens here. */
const SILENT = ['btcusdt@forceOrder', '!forceOrder@arr', 'tradingSession', 'btcusdt@compositeIndex']

describe('the market streams of futures, while their market is at work', () => {
  const exchange = newExchange()
  const hub = new StreamHub(futuresStreams({ view: exchange }), new DurableQueue(() => undefined))
  const heard = new Map<string, Message[]>()

  before(async () => {
    let nowUs = Date.UTC(2026, 1, 27, 6, 12) * 1_000
    const does = (command: Command): void => {
      const outcome = exchange.execute(command, nowUs)
      if (outcome.ok) hub.onCommand(outcome.events, nowUs)
    }
    for (const command of genesis()) does(command)
    const demo = new WholeMarket(7)
    for (const command of demo.open(nowUs, exchange)) does(command)
    for (const name of [...Object.keys(NAMES), ...LISTS, ...SILENT]) {
      assert.ok(hub.subscribe(name, { timeUnit: 'MILLISECOND', isCombined: false, hear: (frames) => heard.set(name, [...heard.get(name) ?? [], ...textsOf(frames).map((text) => JSON.parse(text) as Message)]) }), name)
    }
    does({ kind: 'futures', act: { do: 'status', symbol: 'DOGEUSDT', status: 'SETTLING' } })
    for (let ms = 50; ms <= 20_000; ms += 50) {
      nowUs += SECOND / 20
      if (ms % 1_000 === 0) does({ kind: 'tick' })
      if (ms % 250 === 0) for (const command of demo.step(nowUs, exchange)) does(command)
      hub.beat(ms, nowUs)
      await turn()
    }
  })

  for (const [name, fields] of Object.entries(NAMES)) test(`${name} tells its fields`, () => {
    const messages = heard.get(name) ?? []
    assert.ok(messages.length > 0)
    for (const message of messages) assert.deepEqual(Object.keys(message).sort(), fields.split(' ').sort())
  })

  for (const name of LISTS) test(`${name} tells lists`, () => {
    const [first] = heard.get(name) ?? []
    assert.ok(Array.isArray(first) && first.length >= 4)
  })

  test('changes of the book follow on each other, and rebuild it', () => {
    const sides = { b: new Map<string, string>(), a: new Map<string, string>() }
    let last: unknown
    for (const message of heard.get('btcusdt@depth@100ms') ?? []) {
      if (last !== undefined) assert.equal(message.pu, last)
      last = message.u
      // The stream's own shape: lists of price and quantity.
      for (const side of ['b', 'a'] as const) for (const [price, quantity] of message[side] as [string, string][]) {
        if (Number(quantity) === 0) sides[side].delete(price)
        else sides[side].set(price, quantity)
      }
    }
    const { bids, asks, lastUpdateId } = exchange.futures.depth('BTCUSDT', 500)
    assert.equal(last, lastUpdateId)
    assert.deepEqual(new Map([...sides.b].sort()), new Map(bids.map(({ price, quantity }): [string, string] => [formatDecimal(price), formatDecimal(quantity)]).sort()))
    assert.deepEqual(new Map([...sides.a].sort()), new Map(asks.map(({ price, quantity }): [string, string] => [formatDecimal(price), formatDecimal(quantity)]).sort()))
  })

  test('the book with the orders for retail alone is the book: its changes have no gap', () => {
    const messages = heard.get('btcusdt@rpiDepth@500ms') ?? []
    assert.ok(messages.length > 10)
    for (const [at, message] of messages.entries()) if (at > 0) assert.equal(message.pu, messages[at - 1]?.u)
  })

  test('what an asset is worth as margin is less than its price where it backs, and more where it is owed', () => {
    const [list] = (heard.get('!assetIndex@arr') ?? []) as unknown as Message[][]
    assert.deepEqual(list?.map(({ s }) => s).sort(), ['BNBUSD', 'BTCUSD', 'ETHUSD', 'USDCUSD'])
    for (const one of list ?? []) assert.ok(Number(one.B) < Number(one.i) && Number(one.i) < Number(one.A), JSON.stringify(one))
    assert.equal(heard.get('btcusd@assetIndex')?.[0]?.s, 'BTCUSD')
  })

  test('nobody was liquidated, and names that say nothing open nothing', () => {
    for (const name of SILENT) assert.equal(heard.get(name), undefined, name)
    for (const name of ['btcusdt@kline_1s', 'btcusdt_perpetual@aggTrade', 'btcusdt@continuousKline_1m', 'BTCUSDT@aggTrade', 'adausdt@aggTrade', 'btcusdt@depth7', 'btcusdt@rpiDepth', 'usdtusd@assetIndex', 'btcusdt@assetIndex', '!tradingSession']) assert.equal(hub.subscribe(name, { timeUnit: 'MILLISECOND', isCombined: false, hear: () => {} }), undefined, name)
  })
})
