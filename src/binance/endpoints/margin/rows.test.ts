import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endpoints } from './index.ts'

/** From the documentation, and not from the rows: method, path, right, weight (`u` counts against the account). */
const DOCUMENTED = `
  GET allPairs anyKey 1; GET isolated/allPairs anyKey 10; GET allAssets anyKey 1; GET priceIndex anyKey 10; GET crossMarginCollateralRatio anyKey 100; GET delist-schedule anyKey 100; GET leverageBracket anyKey 1
  POST borrow-repay margin 1500u; GET borrow-repay reading 10; GET transfer reading 1; GET interestHistory reading 1; GET interestRateHistory reading 1; GET forceLiquidationRec reading 1
  GET account reading 10; GET isolated/account reading 10; POST isolated/account spotAndMarginTrading 300u; DELETE isolated/account spotAndMarginTrading 300u; GET isolated/accountLimit reading 1
  GET maxBorrowable reading 50; GET maxTransferable reading 50; GET tradeCoeff reading 10; GET isolatedMarginTier reading 1; GET capital-flow reading 100; POST max-leverage spotAndMarginTrading 3000u
  DELETE order spotAndMarginTrading 10; DELETE openOrders spotAndMarginTrading 1; DELETE orderList spotAndMarginTrading 1u
  GET order reading 10; GET openOrders reading 10; GET orderList reading 10; GET openOrderList reading 10; GET myTrades reading 10; GET myPreventedMatches reading 10; GET allOrders reading 200; GET allOrderList reading 200
  GET rateLimit/order reading 20; POST manual-liquidation spotAndMarginTrading 3000u; POST exchange-small-liability margin 3000u
  POST loan margin 3000u; POST repay margin 3000u; POST transfer margin 600u; POST isolated/transfer margin 600u`

const rowAt = (method: string, path: string) => endpoints.find((row) => row.method === method && row.path === `/sapi/v1/margin/${path}`)

test('each margin row needs the documented right and costs the documented weight', () => {
  for (const line of DOCUMENTED.split(/[;\n]/).map((text) => text.trim()).filter((text) => text !== '')) {
    const [method = '', path = '', right, weight] = line.split(' ')
    const row = rowAt(method, path)
    assert.ok(row, line)
    assert.equal(`${String(row.permission)} ${String(row.weight.of)}${row.weight.scope === 'account' ? 'u' : ''}`, `${right} ${weight}`, line)
  }
})

test('an order that borrows costs what borrowing costs', () => {
  for (const path of ['order', 'order/oco', 'order/oto', 'order/otoco']) {
    const { of, scope } = rowAt('POST', path)!.weight
    assert.equal(scope, 'account')
    assert.ok(typeof of === 'function')
    const costs = (type: string) => of(new Map([['sideEffectType', type]]) as unknown as Parameters<typeof of>[0]) // a row asks it for one name alone
    assert.deepEqual(['NO_SIDE_EFFECT', 'AUTO_REPAY', 'MARGIN_BUY', 'AUTO_BORROW_REPAY'].map(costs), [6, 6, 1500, 1500])
  }
})
