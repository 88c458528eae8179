import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { PEOPLE, Town, usdt } from '../../../test/harness/futures-town.ts'
import { amount } from '../../money.ts'
import { HOUR, SECOND } from '../../time.ts'
import { FUTURES_CLEARING_ACCOUNT, INSURANCE_FUND_ACCOUNT } from '../ledger.ts'
import { newExchange } from '../new-exchange.ts'
import { restoreSnapshot, takeSnapshot } from '../snapshot.ts'

const [ALICE, BOB, CAROL] = PEOPLE

describe('USD-M futures', () => {
  test('a long that wins is paid by the short that loses, to the last unit, less both commissions', () => {
    const town = new Town()
    assert.equal(town.order(ALICE, 'SELL', '0.1', '50000'), 'done')
    assert.equal(town.order(BOB, 'BUY', '0.1', '50000'), 'done')
    // 5,000 USDT each way: Alice was there first (0.02 % = 1), Bob took (0.05 % = 2.5).
    assert.equal(town.wallet(ALICE), usdt('9999'))
    assert.equal(town.wallet(BOB), usdt('9997.5'))
    town.assertSound()
    town.index('51000')
    assert.equal(town.order(ALICE, 'BUY', '0.1', '51000'), 'done')
    assert.equal(town.order(BOB, 'SELL', '0.1', '51000', { reduceOnly: true }), 'done')
    // 100 from Alice to Bob; 5,100 at 0.02 % is 1.02, at 0.05 % 2.55.
    assert.equal(town.wallet(ALICE), usdt('9897.98'))
    assert.equal(town.wallet(BOB), usdt('10094.95'))
    assert.equal(town.exchange.ledger.free(FUTURES_CLEARING_ACCOUNT, 'USDT'), 0n)
    town.assertSound()
  })

  test('an order needs its initial margin; more leverage needs less of it, up to what the bracket allows', () => {
    const town = new Town()
    // 20×: 5 BTC at 50,000 are 250,000, which need 12,500 of the 10,000.
    assert.equal(town.order(ALICE, 'BUY', '5', '50000'), 'marginInsufficient')
    assert.equal(town.act({ do: 'leverage', accountId: ALICE, symbol: 'BTCUSDT', leverage: 50 }), 'done')
    assert.equal(town.order(ALICE, 'BUY', '5', '50000'), 'done')
    assert.equal(town.exchange.futures.margin(ALICE)?.openOrderInitial, usdt('5000'))
    assert.equal(town.act({ do: 'leverage', accountId: ALICE, symbol: 'BTCUSDT', leverage: 126 }), 'leverageInvalid')
    assert.equal(town.act({ do: 'leverage', accountId: ALICE, symbol: 'BTCUSDT', leverage: 20 }), 'marginInsufficient')
    assert.equal(town.act({ do: 'marginType', accountId: ALICE, symbol: 'BTCUSDT', marginType: 'ISOLATED' }), 'marginTypeOrders')
    assert.equal(town.act({ do: 'positionMode', accountId: ALICE, isHedge: true }), 'positionModeOrders')
  })

  test('what open orders take from the margin they take after a restart too', () => {
    const town = new Town()
    assert.equal(town.order(ALICE, 'BUY', '3', '50000'), 'done')
    const copy = newExchange()
    restoreSnapshot(copy, takeSnapshot(town.exchange))
    assert.equal(copy.futures.margin(ALICE)?.openOrderInitial, usdt('7500'))
    assert.deepEqual(copy.futures.margin(ALICE), town.exchange.futures.margin(ALICE))
  })

  test('hedge mode keeps long and short apart; neither side closes what is not there', () => {
    const town = new Town()
    assert.equal(town.act({ do: 'positionMode', accountId: BOB, isHedge: true }), 'done')
    assert.equal(town.order(BOB, 'BUY', '0.1', '50000'), 'positionSideMismatch')
    assert.equal(town.order(BOB, 'SELL', '0.1', '50000', { positionSide: 'LONG' }), 'reduceOnlyRejected')
    town.order(ALICE, 'SELL', '0.2', '50000')
    town.order(BOB, 'BUY', '0.2', '50000', { positionSide: 'LONG' })
    town.order(ALICE, 'BUY', '0.1', '50000')
    town.order(BOB, 'SELL', '0.1', '50000', { positionSide: 'SHORT' })
    assert.deepEqual(town.exchange.futures.positions(BOB).filter(({ quantity }) => quantity !== 0n).map(({ positionSide, quantity }) => [positionSide, quantity]), [['LONG', usdt('0.2')], ['SHORT', usdt('-0.1')]])
    town.assertSound()
  })

  test('funding goes from longs to shorts and leaves nobody with a unit too much', () => {
    const town = new Town()
    town.order(ALICE, 'SELL', '0.1', '50000')
    town.order(BOB, 'BUY', '0.1', '50000')
    const before = [town.wallet(ALICE), town.wallet(BOB)] as const
    town.tick(HOUR)
    // The book stands on the index, so the rate is the interest alone: 0.01 % of 5,000 is 0.5.
    assert.equal(town.exchange.futures.market('BTCUSDT')!.funding.at(-1)?.rate, amount('0.0001'))
    assert.equal(town.wallet(ALICE) - before[0], usdt('0.5'))
    assert.equal(town.wallet(BOB) - before[1], usdt('-0.5'))
    town.assertSound()
  })

  test('a stop becomes a market order when the contract trades at its price', () => {
    const town = new Town()
    town.order(ALICE, 'SELL', '0.2', '50000')
    town.order(BOB, 'BUY', '0.2', '50000')
    const algo = { side: 'SELL', positionSide: 'BOTH', type: 'STOP_MARKET', timeInForce: 'GTC', quantity: 0n, reduceOnly: false, priceMatch: 'NONE', selfTradePrevention: 'EXPIRE_MAKER', clientAlgoId: 'stop', workingType: 'CONTRACT_PRICE', priceProtect: false, closePosition: true } as const
    assert.equal(town.act({ do: 'placeAlgo', accountId: BOB, symbol: 'BTCUSDT', algo: { ...algo, triggerPrice: amount('50100') } }), 'wouldTriggerNow')
    assert.equal(town.act({ do: 'placeAlgo', accountId: BOB, symbol: 'BTCUSDT', algo: { ...algo, triggerPrice: amount('49500') } }), 'done')
    town.order(CAROL, 'BUY', '0.5', '49400')
    town.order(ALICE, 'SELL', '0.1', '49400')
    assert.deepEqual(town.exchange.futures.openAlgos(BOB), [])
    assert.equal(town.exchange.futures.positions(BOB)[0]?.quantity, 0n)
    town.assertSound()
  })

  test('an isolated position that loses more than its margin leaves the rest of the wallet whole; the insurance fund pays', () => {
    const town = new Town()
    town.must({ kind: 'fundInsurance', asset: 'USDT', amount: amount('5000') })
    town.act({ do: 'marginType', accountId: BOB, symbol: 'BTCUSDT', marginType: 'ISOLATED' })
    town.act({ do: 'leverage', accountId: BOB, symbol: 'BTCUSDT', leverage: 50 })
    town.order(ALICE, 'SELL', '1', '50000')
    town.order(BOB, 'BUY', '1', '50000')
    // 1,000 USDT of margin stand behind 50,000; the commission of the opening, 25, was taken from them.
    const count = town.exchange.futures.orderCount(BOB, 60_000_000, town.nowUs)
    town.order(CAROL, 'BUY', '2', '48000')
    town.order(ALICE, 'SELL', '0.001', '48000')
    town.index('48000')
    for (let second = 0; second < 60; second++) town.tick(SECOND)
    assert.equal(town.exchange.futures.positions(BOB)[0]?.quantity, 0n)
    assert.equal(town.wallet(BOB), usdt('9000'), 'all but the margin is left')
    assert.ok(town.exchange.futures.incomes(BOB).some(({ type, amount: paid }) => type === 'INSURANCE_CLEAR' && paid > 0n))
    assert.ok(count <= 1 && town.exchange.futures.forcedOrders(BOB).length > 0 && town.exchange.futures.orderCount(BOB, 60_000_000, town.nowUs) === 0, 'forced orders are not counted')
    town.assertSound()
  })

  test('a change of an order is judged without the order that it replaces', () => {
    const town = new Town()
    assert.equal(town.order(ALICE, 'BUY', '3.5', '50000', { clientOrderId: 'big' }), 'done')
    // 8,750 of 10,000 stand behind it; two of it would not fit.
    assert.equal(town.act({ do: 'modify', accountId: ALICE, symbol: 'BTCUSDT', order: { clientOrderId: 'big' }, side: 'BUY', quantity: amount('3.6'), price: amount('50000'), priceMatch: 'NONE' }), 'done')
  })

  test('a position that is no longer backed is taken over; the insurance fund pays what its owner cannot', () => {
    const town = new Town()
    town.must({ kind: 'fundInsurance', asset: 'USDT', amount: amount('5000') })
    town.act({ do: 'leverage', accountId: BOB, symbol: 'BTCUSDT', leverage: 50 })
    town.act({ do: 'leverage', accountId: ALICE, symbol: 'BTCUSDT', leverage: 50 })
    town.order(ALICE, 'SELL', '8', '50000')
    assert.equal(town.order(BOB, 'BUY', '8', '50000'), 'done')
    town.order(CAROL, 'BUY', '3', '48600')
    town.index('48700')
    town.order(CAROL, 'BUY', '0.001', '48700')
    for (let second = 0; second < 200 && town.exchange.futures.positions(BOB)[0]?.quantity !== 0n; second++) town.index('48700')
    assert.equal(town.exchange.futures.positions(BOB)[0]?.quantity, 0n)
    assert.ok(town.wallet(BOB) >= 0n, `${town.wallet(BOB)}`)
    assert.equal(town.exchange.futures.openOrders(BOB).length, 0)
    assert.ok(town.exchange.ledger.free(INSURANCE_FUND_ACCOUNT, 'USDT') >= 0n)
    town.assertSound()
  })

  test('a snapshot goes on as the room itself, and whatever people do everything adds up', () => {
    const act = fc.oneof(
      fc.record({ who: fc.nat(2), side: fc.constantFrom('BUY' as const, 'SELL' as const), lots: fc.integer({ min: 2, max: 900 }), ticks: fc.integer({ min: -200, max: 200 }), reduceOnly: fc.boolean() }),
      fc.record({ index: fc.integer({ min: 47_000, max: 53_000 }) }),
      fc.record({ who: fc.nat(2), leverage: fc.constantFrom(5, 20, 50, 100) }),
      fc.record({ who: fc.nat(2), isIsolated: fc.boolean() }),
      fc.record({ hours: fc.constantFrom(1, 8) }),
    )
    fc.assert(fc.property(fc.array(act, { minLength: 10, maxLength: 60 }), (acts) => {
      const town = new Town()
      town.must({ kind: 'fundInsurance', asset: 'USDT', amount: amount('300') })
      for (const each of acts) {
        if ('lots' in each) town.order(PEOPLE[each.who]!, each.side, (each.lots / 1000).toFixed(3), (50_000 + each.ticks).toFixed(1), { reduceOnly: each.reduceOnly })
        else if ('index' in each) town.index(each.index.toFixed(2))
        else if ('leverage' in each) town.act({ do: 'leverage', accountId: PEOPLE[each.who]!, symbol: 'BTCUSDT', leverage: each.leverage })
        else if ('isIsolated' in each) town.act({ do: 'marginType', accountId: PEOPLE[each.who]!, symbol: 'BTCUSDT', marginType: each.isIsolated ? 'ISOLATED' : 'CROSSED' })
        else town.tick(each.hours * HOUR)
        town.assertSound()
      }
      const snapshot = takeSnapshot(town.exchange)
      const copy = newExchange()
      restoreSnapshot(copy, snapshot)
      assert.equal(copy.stateHash(), town.exchange.stateHash())
      for (const exchange of [copy, town.exchange]) exchange.execute({ kind: 'tick' }, town.nowUs + 9 * HOUR)
      assert.equal(copy.stateHash(), town.exchange.stateHash())
    }), { numRuns: 60, seed: 7 })
  })
})
