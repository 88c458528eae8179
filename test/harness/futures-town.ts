import assert from 'node:assert/strict'
import type { Command } from '../../src/exchange/command.ts'
import type { Exchange } from '../../src/exchange/exchange.ts'
import { CONTRACTS } from '../../src/exchange/futures/contract.ts'
import type { FuturesAct } from '../../src/exchange/futures/futures-command.ts'
import type { FuturesOrderRequest } from '../../src/exchange/futures/futures-order.ts'
import { FUTURES_CLEARING_ACCOUNT } from '../../src/exchange/ledger.ts'
import { genesis } from '../../src/exchange/listing/genesis.ts'
import { newExchange } from '../../src/exchange/new-exchange.ts'
import { accountId, type AccountId } from '../../src/ids.ts'
import { amount, type Price } from '../../src/money.ts'
import { SECOND } from '../../src/time.ts'

const START = Date.UTC(2026, 0, 15, 7) * 1000
/** Alice, Bob, Carol. */
export const PEOPLE = [accountId(1001), accountId(1002), accountId(1003)] as const
const [ALICE, BOB] = PEOPLE

/** A venue whose BTC index a story sets, and people with 10,000 USDT each in futures. */
export class Town {
  readonly exchange: Exchange
  nowUs = START
  #count = 0

  constructor(exchange = newExchange()) {
    this.exchange = exchange
    // The insurance fund is empty: each story says what is in it.
    for (const command of genesis()) if (command.kind !== 'fundInsurance') this.must(command)
    for (const id of [...PEOPLE, accountId(2001)]) {
      this.must({ kind: 'openAccount', accountId: id, terms: { makerRate: 0n, takerRate: 0n, tradeGroupId: -1, keepsHistory: true } })
      this.must({ kind: 'announceDeposit', accountId: id, asset: 'USDT', network: 'ETH', amount: amount('1000000'), txId: `usdt ${id}`, isCreditedAtOnce: true })
      this.must({ kind: 'announceDeposit', accountId: id, asset: 'BTC', network: 'BTC', amount: amount('10'), txId: `btc ${id}`, isCreditedAtOnce: true })
    }
    for (const id of PEOPLE) this.must({ kind: 'transfer', from: { accountId: id, wallet: 'spot' }, to: { accountId: id, wallet: 'usdFutures' }, asset: 'USDT', amount: amount('10000') })
    this.index('50000')
  }

  must(command: Command): void {
    const outcome = this.exchange.execute(command, this.nowUs)
    assert.ok(outcome.ok, `${JSON.stringify(command, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))}: ${outcome.ok ? '' : outcome.rejection.reason}`)
  }

  /** What was refused, or 'done'. */
  act(act: FuturesAct): string {
    const outcome = this.exchange.execute({ kind: 'futures', act }, this.nowUs)
    return outcome.ok ? 'done' : outcome.rejection.reason
  }

  /** A spot trade at the price, and the second after it. */
  index(price: string): void {
    const order = { type: 'LIMIT', quantity: amount('0.01'), price: amount(price) } as const
    this.must({ kind: 'placeOrder', accountId: ALICE, symbol: 'BTCUSDT', order: { ...order, side: 'SELL', timeInForce: 'GTC', clientOrderId: `s${++this.#count}` } })
    this.must({ kind: 'placeOrder', accountId: BOB, symbol: 'BTCUSDT', order: { ...order, side: 'BUY', timeInForce: 'GTC', clientOrderId: `b${this.#count}` } })
    this.tick(SECOND)
  }

  tick(us: number): void {
    this.nowUs += us
    this.exchange.execute({ kind: 'tick' }, this.nowUs)
  }

  order(accountId: AccountId, side: 'BUY' | 'SELL', quantity: string, price: string, more: Partial<FuturesOrderRequest> = {}): string {
    const order = { side, positionSide: 'BOTH', type: 'LIMIT', timeInForce: 'GTC', quantity: amount(quantity), price: amount(price), reduceOnly: false, clientOrderId: `f${++this.#count}`, priceMatch: 'NONE', selfTradePrevention: 'EXPIRE_MAKER', ...more } as const
    return this.act({ do: 'place', accountId, symbol: 'BTCUSDT', order })
  }

  wallet(id: AccountId): bigint {
    return this.exchange.ledger.free(id, 'USDT', 'usdFutures') - this.exchange.futures.owed(id)
  }

  get mark(): Price {
    return this.exchange.futures.market('BTCUSDT')!.markPrice
  }

  /** Everything adds up: quantities to nothing, every asset to nothing, and what is cleared to what is open. */
  assertSound(): void {
    const { exchange } = this
    for (const { name } of exchange.assets()) assert.equal(exchange.ledger.sumOf(name), 0n, name)
    let [cost, owed] = [0n, 0n]
    for (const id of PEOPLE) {
      owed += exchange.futures.owed(id)
      for (const position of exchange.futures.positions(id)) {
        cost += position.cost
        if (position.quantity === 0n) assert.equal(position.cost, 0n)
      }
    }
    assert.equal(exchange.ledger.free(FUTURES_CLEARING_ACCOUNT, 'USDT'), -cost - owed, 'the clearing account')
    for (const { name } of CONTRACTS) {
      const held = PEOPLE.flatMap((id) => exchange.futures.positions(id)).filter(({ symbol }) => symbol === name)
      assert.equal(held.reduce((sum, { quantity }) => sum + quantity, 0n), 0n, name)
    }
  }
}

/** Signed decimals as units. */
export const usdt = (text: string): bigint => (text.startsWith('-') ? -amount(text.slice(1)) : amount(text))
