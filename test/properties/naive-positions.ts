import assert from 'node:assert/strict'
import type { ExchangeEvent } from '../../src/exchange/event.ts'
import type { Exchange } from '../../src/exchange/exchange.ts'
import type { FuturesEvent } from '../../src/exchange/futures/futures-event.ts'
import { entryPriceOf } from '../../src/exchange/futures/futures-state.ts'
import type { AccountId } from '../../src/ids.ts'
import { FUNDS, PEOPLE } from './futures-commands.ts'

/** One side of one contract, by the textbook: an average price in plain numbers. */
interface Held { quantity: number; entryPrice: number; won: number }

const plain = (units: bigint): number => Number(units) / 1e8

/**
 * A bookkeeper who hears what an account's owner hears, and knows nothing of costs, shares and roundings: he adds up quantities, averages what was paid, and takes
 * what was sold for less what it had cost. The money he counts to the last unit: what was sold for, less what was bought for, is what was won and what the open positions cost.
 */
export class NaivePositions {
  readonly #held = new Map<string, Held>()
  /** Sales less purchases, less fees, with funding and whatever else was paid. */
  readonly #cash = new Map<AccountId, bigint>(PEOPLE.map((id) => [id, FUNDS]))

  hear(events: readonly ExchangeEvent[]): void {
    for (const event of events) if (event.kind === 'futures') this.#hear(event.event)
  }

  #hear(event: FuturesEvent): void {
    // What a fill did to the wallet, the fill itself tells; margin that was moved stays in the wallet.
    if (event.what === 'account' && event.reason !== 'ORDER' && event.reason !== 'MARGIN_TRANSFER') for (const { asset, change } of event.balances) if (asset === 'USDT') this.#pay(event.accountId, change)
    if (event.what !== 'order' || event.fill === null) return
    const { accountId, symbol, side, positionSide, price, quantity, quote, realizedProfit, commission, commissionAsset } = event.fill
    const held = this.#of(accountId, symbol, positionSide)
    const won = trade(held, (side === 'BUY' ? 1 : -1) * plain(quantity), plain(price))
    assertNear(plain(realizedProfit), won, `the profit of trade ${event.fill.tradeId}`)
    this.#pay(accountId, side === 'SELL' ? quote : -quote)
    if (commissionAsset === 'USDT') this.#pay(accountId, -commission)
  }

  #pay(id: AccountId, amount: bigint): void {
    this.#cash.set(id, (this.#cash.get(id) ?? 0n) + amount)
  }

  #of(id: AccountId, symbol: string, positionSide: string): Held {
    const key = `${id} ${symbol} ${positionSide}`
    const held = this.#held.get(key) ?? { quantity: 0, entryPrice: 0, won: 0 }
    this.#held.set(key, held)
    return held
  }

  assertAgrees({ futures, ledger }: Exchange, step: string): void {
    for (const id of PEOPLE) {
      let cost = 0n
      for (const position of futures.positions(id)) {
        cost += position.cost
        const held = this.#of(id, position.symbol, position.positionSide)
        assertNear(plain(position.quantity), held.quantity, `${step}: how much ${id} holds`)
        assertNear(plain(position.closedProfit), held.won, `${step}: what ${id} won`)
        if (position.quantity !== 0n) assertNear(plain(entryPriceOf(position)), held.entryPrice, `${step}: at what ${id} came in`)
      }
      assert.equal(ledger.free(id, 'USDT', 'usdFutures') - futures.owed(id), (this.#cash.get(id) ?? 0n) + cost, `${step}: the wallet of ${id}`)
    }
  }
}

/** @returns what closing won */
const trade = (held: Held, quantity: number, price: number): number => {
  const closes = held.quantity !== 0 && Math.sign(held.quantity) !== Math.sign(quantity) ? Math.min(Math.abs(quantity), Math.abs(held.quantity)) : 0
  const won = closes * (price - held.entryPrice) * Math.sign(held.quantity)
  const opens = Math.abs(quantity) - closes
  const left = Math.abs(held.quantity) - closes
  if (opens > 1e-9) held.entryPrice = left > 1e-9 ? (left * held.entryPrice + opens * price) / (left + opens) : price
  held.quantity = Math.round((held.quantity + quantity) * 1e8) / 1e8
  held.won += won
  return won
}

/** To a ten-thousandth of a dollar: the engine cuts to 10⁻⁸ at each trade, and plain numbers have sixteen digits. */
const assertNear = (engine: number, naive: number, name: string): void => assert.ok(Math.abs(engine - naive) < 1e-4, `${name}: ${engine}, by the book ${naive}`)
