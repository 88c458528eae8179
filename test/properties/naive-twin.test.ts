import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ACCOUNTS, opened, plainCommand, START_US } from './exchange-commands.ts'
import { NaiveExchange, type NaiveAccount, type NaiveTrade } from './naive-exchange.ts'

const stream = fc.array(plainCommand, { minLength: 100, maxLength: 250, size: 'max' })

test('the fast book does what the naive one does: every trade, refusal, balance and level', () => {
  fc.assert(fc.property(stream, (commands) => {
    const exchange = opened()
    const naive = new NaiveExchange(new Map(ACCOUNTS.map((id): [number, NaiveAccount] => {
      const { makerRate, takerRate } = exchange.wallet.terms(id)!
      return [id, { base: exchange.wallet.balance(id, 'BTC').free, quote: exchange.wallet.balance(id, 'USDT').free, makerRate, takerRate }]
    })))
    const trades: NaiveTrade[] = []
    commands.forEach((command, index) => {
      const outcome = exchange.execute(command, START_US + index)
      assert.equal(outcome.ok ? null : outcome.rejection.reason, naive.execute(command), `command ${index}`)
      if (!outcome.ok) return
      for (const event of outcome.events) {
        if (event.kind !== 'trade') continue
        const { trade: { price, quantity, isBuyerMaker }, buyerOrderId, sellerOrderId } = event
        trades.push({ makerOrderId: isBuyerMaker ? buyerOrderId : sellerOrderId, takerOrderId: isBuyerMaker ? sellerOrderId : buyerOrderId, price, quantity })
      }
    })
    assert.deepEqual(trades, naive.trades)
    for (const [id, account] of naive.accounts) {
      const [base, quote] = [naive.lockedBase(id), naive.lockedQuote(id)]
      assert.deepEqual(exchange.wallet.balance(ACCOUNTS.find((each) => each === id)!, 'BTC'), { asset: 'BTC', free: account.base - base, locked: base })
      assert.deepEqual(exchange.wallet.balance(ACCOUNTS.find((each) => each === id)!, 'USDT'), { asset: 'USDT', free: account.quote - quote, locked: quote })
    }
    const { bids, asks } = exchange.market.depth('BTCUSDT', 1_000)
    assert.deepEqual(bids, naive.levels('BUY'))
    assert.deepEqual(asks, naive.levels('SELL'))
  }), { numRuns: 100 })
})
