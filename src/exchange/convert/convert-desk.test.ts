import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountId } from '../../ids.ts'
import { amount } from '../../money.ts'
import { DAY, SECOND } from '../../time.ts'
import type { Command, CommandOf } from '../command.ts'
import type { Exchange } from '../exchange.ts'
import { genesis } from '../listing/genesis.ts'
import { newExchange } from '../new-exchange.ts'
import { takeSnapshot } from '../snapshot.ts'

const ALICE = accountId(100_001)
const BOB = accountId(100_002)
const BEGINNING = 1_795_000_000_000_000
const TERMS = { makerRate: 0n, takerRate: 0n, tradeGroupId: -1, keepsHistory: true } as const

/** A venue where a bitcoin is worth 50,000 and an ether 2,000 dollars; Alice has 10,000 dollars and one bitcoin. */
class Scene {
  exchange: Exchange = newExchange()
  nowUs = BEGINNING

  constructor() {
    for (const command of genesis()) this.does(command)
    for (const [symbol, price] of [['BTCUSDT', '50000'], ['ETHUSDT', '2000']] as const) this.does({ kind: 'seedHistory', symbol, seed: 1, lastPrice: amount(price) })
    for (const id of [ALICE, BOB]) this.does({ kind: 'openAccount', accountId: id, terms: TERMS })
    this.#deposits('USDT', 'ETH', '10000')
    this.#deposits('BTC', 'BTC', '1')
  }

  #deposits(asset: string, network: string, much: string): void {
    this.does({ kind: 'announceDeposit', accountId: ALICE, asset, network, amount: amount(much), txId: asset, isCreditedAtOnce: true })
  }

  tries(command: Command) {
    return this.exchange.execute(command, this.nowUs)
  }

  does(command: Command): void {
    const outcome = this.tries(command)
    if (!outcome.ok) assert.fail(`${command.kind}: ${outcome.rejection.reason}`)
  }

  refuses(command: Command): string {
    const before = this.exchange.stateHash()
    const judged = this.exchange.examine(command, this.nowUs)
    const outcome = this.tries(command)
    assert.deepEqual(judged, outcome, 'what is judged is what is done')
    assert.equal(this.exchange.stateHash(), before, 'a refused command changes nothing')
    assert.ok(!outcome.ok)
    return outcome.rejection.reason
  }

  passes(timeUs: number): void {
    this.nowUs += timeUs
    this.tries({ kind: 'tick' })
  }

  /** Moves the last price: Bob's bids and asks are nobody else's business. */
  priceIs(symbol: string, price: string): void {
    const market = this.exchange.state.markets.get(symbol)
    assert.ok(market)
    market.lastPrice = amount(price)
  }

  has(asset: string): { readonly free: bigint; readonly locked: bigint } {
    const { free, locked } = this.exchange.wallet.balance(ALICE, asset)
    return { free, locked }
  }

  conserves(): void {
    for (const { name } of this.exchange.assets()) assert.equal(this.exchange.ledger.sumOf(name), 0n, name)
  }
}

const quoteOf = (id: string, further: Partial<CommandOf<'quoteConversion'>['quote']> = {}): CommandOf<'quoteConversion'> =>
  ({ kind: 'quoteConversion', accountId: ALICE, quote: { id, wallet: 'spot', fromAsset: 'BTC', toAsset: 'USDT', amount: amount('0.1'), isAmountOf: 'from', validForUs: 10 * SECOND, ...further } })

const orderOf = (id: string, further: Partial<CommandOf<'placeConversionOrder'>['order']> = {}): CommandOf<'placeConversionOrder'> =>
  ({ kind: 'placeConversionOrder', accountId: ALICE, order: { id, wallet: 'spot', baseAsset: 'BTC', quoteAsset: 'USDT', side: 'BUY', price: amount('40000'), amount: amount('0.1'), isAmountOf: 'base', expiresAfterUs: DAY, ...further } })

const free = (text: string) => ({ free: amount(text), locked: 0n })

test('an accepted quote moves exactly what was quoted, whatever the market did since', () => {
  const scene = new Scene()
  scene.does(quoteOf('q'))
  assert.equal(scene.exchange.convert.quote(ALICE, 'q')?.toAmount, amount('4995'), '5,000 less one in a thousand')
  scene.priceIs('BTCUSDT', '10000')
  scene.does({ kind: 'acceptConversion', accountId: ALICE, quoteId: 'q' })
  assert.deepEqual(scene.has('BTC'), free('0.9'))
  assert.deepEqual(scene.has('USDT'), free('14995'))
  scene.conserves()
})

test('an amount to get is bought with what is rounded up in favour of the venue', () => {
  const scene = new Scene()
  scene.does(quoteOf('q', { fromAsset: 'USDT', toAsset: 'BTC', amount: amount('0.001'), isAmountOf: 'to' }))
  assert.equal(scene.exchange.convert.quote(ALICE, 'q')?.fromAmount, amount('50.05005006'), '50 ÷ 0.999')
})

test('assets without a market of their own are converted by way of dollars', () => {
  const scene = new Scene()
  scene.does(quoteOf('q', { toAsset: 'ETH' }))
  assert.equal(scene.exchange.convert.quote(ALICE, 'q')?.toAmount, amount('2.4975'))
})

test('a quote is used once, by its owner, in its time', () => {
  const scene = new Scene()
  scene.does(quoteOf('q'))
  assert.equal(scene.refuses({ kind: 'acceptConversion', accountId: BOB, quoteId: 'q' }), 'quoteExpired')
  scene.does({ kind: 'acceptConversion', accountId: ALICE, quoteId: 'q' })
  assert.equal(scene.refuses({ kind: 'acceptConversion', accountId: ALICE, quoteId: 'q' }), 'quoteExpired')
  scene.does(quoteOf('late'))
  scene.nowUs += 10 * SECOND + 1
  assert.equal(scene.refuses({ kind: 'acceptConversion', accountId: ALICE, quoteId: 'late' }), 'quoteExpired')
})

for (const [why, further, reason] of [
  ['an asset that is not there', { toAsset: 'NOPE' }, 'unknownAsset'],
  ['an asset into itself', { toAsset: 'BTC' }, 'notConvertible'],
  ['too little', { amount: 1n }, 'convertTooLittle'],
  ['too much', { amount: amount('1000') }, 'convertTooMuch'],
] as const) {
  test(`no quote for ${why}`, () => {
    assert.equal(new Scene().refuses(quoteOf('q', further)), reason)
  })
}

test('what somebody does not have is not converted', () => {
  const scene = new Scene()
  scene.does(quoteOf('q', { amount: amount('2') }))
  assert.equal(scene.refuses({ kind: 'acceptConversion', accountId: ALICE, quoteId: 'q' }), 'convertBalance')
  assert.equal(scene.refuses(orderOf('o', { amount: amount('1') })), 'convertBalance', '40,000 dollars')
})

test('a limit order holds what it would give, and is done at its own price when the market is there', () => {
  const scene = new Scene()
  scene.does(orderOf('o'))
  assert.deepEqual(scene.has('USDT'), { free: amount('6000'), locked: amount('4000') })
  scene.priceIs('BTCUSDT', '40001')
  scene.passes(SECOND)
  assert.deepEqual(scene.has('BTC'), free('1'))
  scene.priceIs('BTCUSDT', '40000')
  scene.passes(SECOND)
  assert.deepEqual(scene.has('USDT'), free('6000'))
  assert.deepEqual(scene.has('BTC'), free('1.1'))
  assert.equal(scene.exchange.convert.conversions(ALICE).at(-1)?.state, 'done')
  scene.conserves()
})

test('a limit order that sells waits for a higher price', () => {
  const scene = new Scene()
  scene.does(orderOf('o', { side: 'SELL', price: amount('60000') }))
  scene.priceIs('BTCUSDT', '60000')
  scene.passes(SECOND)
  assert.deepEqual(scene.has('USDT'), free('16000'))
})

for (const [how, end, state] of [
  ['cancelled', (scene: Scene) => scene.does({ kind: 'cancelConversionOrder', accountId: ALICE, orderId: 1 }), 'cancelled'],
  ['over its time', (scene: Scene) => scene.passes(DAY), 'expired'],
] as const) {
  test(`a limit order that is ${how} gives back all it held`, () => {
    const scene = new Scene()
    scene.does(orderOf('o'))
    end(scene)
    assert.deepEqual(scene.has('USDT'), free('10000'))
    assert.equal(scene.exchange.convert.conversions(ALICE)[0]?.state, state)
    assert.equal(scene.refuses({ kind: 'cancelConversionOrder', accountId: ALICE, orderId: 1 }), 'unknownConversion')
  })
}

test('another account cannot take an order back', () => {
  const scene = new Scene()
  scene.does(orderOf('o'))
  assert.equal(scene.refuses({ kind: 'cancelConversionOrder', accountId: BOB, orderId: 1 }), 'unknownConversion')
})

test('quotes, open orders and history survive a snapshot, and go on alike', () => {
  const scene = new Scene()
  scene.does(quoteOf('done'))
  scene.does({ kind: 'acceptConversion', accountId: ALICE, quoteId: 'done' })
  scene.does(quoteOf('waiting'))
  scene.does(orderOf('o'))
  const again = newExchange()
  again.restore(JSON.parse(takeSnapshot(scene.exchange).state))
  assert.equal(again.stateHash(), scene.exchange.stateHash())
  for (const exchange of [scene.exchange, again]) {
    const market = exchange.state.markets.get('BTCUSDT')
    assert.ok(market)
    market.lastPrice = amount('40000')
    assert.ok(exchange.execute({ kind: 'acceptConversion', accountId: ALICE, quoteId: 'waiting' }, scene.nowUs).ok)
    exchange.execute({ kind: 'tick' }, scene.nowUs + SECOND)
  }
  assert.equal(again.stateHash(), scene.exchange.stateHash())
})
