import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BUYS, ISOLATED, MarginStory as Story, NONE, REPAYS } from '../../../test/stories/margin-story.ts'
import { ALICE, BOB, order } from '../../../test/stories/market-story.ts'
import { amount, formatDecimal } from '../../money.ts'
import { HOUR } from '../../time.ts'
import type { Command, OrderRequest, SideEffect } from '../command.ts'
import { INSURANCE_FUND_ACCOUNT } from '../ledger.ts'

test('what is borrowed is free at once and owed with an hour of interest, and repaying pays interest first', () => {
  const story = new Story()
  story.must(story.borrow('BTC', '24'))
  // 24 BTC × 0.00005 a day ÷ 24 hours
  assert.deepEqual(story.has('BTC'), ['24', '0', '24', '0.00005'])
  assert.deepEqual(story.events.filter((event) => event.kind === 'liability').map((event) => [event.change, formatDecimal(event.amount)]), [['borrow', '24.00000000'], ['interest', '0.00005000']])
  story.must(story.repay('BTC', '4'))
  assert.deepEqual(story.has('BTC'), ['20', '0', '20.00005', '0'])
  assert.deepEqual(story.exchange.margin.loanRecords(ALICE).map(({ kind, isAuto, principal, interest }) => [kind, isAuto, formatDecimal(principal), formatDecimal(interest)]), [
    ['borrow', false, '24.00000000', '0.00000000'], ['repay', false, '3.99995000', '0.00005000'],
  ])
  story.assertSound()
})

test('interest comes due at the beginning of each hour of the venue, rounded up', () => {
  const story = new Story()
  story.must(story.borrow('BTC', '0.00000001'))
  assert.deepEqual(story.has('BTC'), ['1e-8', '0', '1e-8', '1e-8'])
  story.tick(HOUR / 2)
  assert.deepEqual(story.has('BTC')[3], '1e-8')
  story.tick(HOUR / 2)
  assert.deepEqual(story.has('BTC')[3], '2e-8')
  story.tick(3 * HOUR)
  assert.deepEqual(story.has('BTC')[3], '5e-8')
  assert.deepEqual(story.exchange.margin.interestRecords(ALICE).map(({ kind, interest }) => [kind, interest]), [['onBorrow', 1n], ['periodic', 1n], ['periodic', 3n]])
  story.assertSound()
})

test('as much may be borrowed as leverage allows, and no more; a higher leverage allows more', () => {
  const story = new Story()
  // 10,000 of its own × (3 − 1)
  assert.equal(formatDecimal(story.exchange.margin.maxBorrowable(ALICE, 'crossMargin', 'USDT')), '20000.00000000')
  assert.equal(formatDecimal(story.exchange.margin.maxBorrowable(ALICE, 'crossMargin', 'BTC')), '100.00000000', 'the limit of the asset')
  assert.equal(story.refused(story.borrow('USDT', '20000.00000001')), 'borrowExceeds')
  assert.equal(story.refused(story.borrow('USDT', '0')), 'nothingToBorrow')
  assert.equal(story.refused(story.borrow('NOPE', '1')), 'unknownAsset')
  story.must(story.borrow('USDT', '20000'))
  assert.equal(story.account().level < amount('1.5'), true, 'an hour of interest is owed already')
  assert.equal(story.refused({ kind: 'setMaxLeverage', accountId: ALICE, leverage: 3 }), 'marginLevelTooLow')
  story.must({ kind: 'setMaxLeverage', accountId: ALICE, leverage: 5 })
  story.must(story.borrow('USDT', '19000'))
  assert.equal(story.refused({ kind: 'setMaxLeverage', accountId: ALICE, leverage: 4 }), 'noSuchLeverage')
  assert.equal(story.refused(story.repay('USDT', '50000')), 'repayExceeds')
})

test('money leaves an account with debts only while its level stays at two', () => {
  const story = new Story()
  story.must(story.borrow('USDT', '1000'))
  const most = story.exchange.margin.maxTransferable(ALICE, 'crossMargin', 'USDT')
  assert.equal(story.refused(story.transfer('crossMargin', 'spot', 'USDT', formatDecimal(most + 1n))), 'transferExceeds')
  story.move('crossMargin', 'spot', 'USDT', formatDecimal(most))
  assert.equal(story.account().level, amount('2'))
  story.assertSound()
})

test('MARGIN_BUY borrows what the order lacks, and gives back what a cancelled order did not use', () => {
  const story = new Story()
  story.place(order('BUY', { price: '90', quantity: '150' }), BUYS)
  assert.deepEqual(story.has('USDT').slice(0, 3), ['0', '13500', '3500'])
  const [open] = story.exchange.margin.orders('crossMargin').openOrders(ALICE)
  assert.deepEqual(story.exchange.orders.openOrders(ALICE), [], 'a margin order is none of the spot wallet')
  assert.equal(open?.wallet, 'crossMargin')
  story.must({ kind: 'cancelOrder', accountId: ALICE, symbol: 'BTCUSDT', order: { orderId: open?.id ?? 0 }, newClientOrderId: 'no', wallet: 'crossMargin' })
  const [, , owed, interest] = story.has('USDT')
  assert.equal(Number(interest), 0)
  assert.ok(Number(owed) > 0 && Number(owed) < 0.03, 'only the interest is left of the debt')
  story.assertSound()
})

test('without the side effect an order that lacks funds is refused, and with it one that may not borrow so much', () => {
  const story = new Story()
  const place = (request: OrderRequest, sideEffect: SideEffect): Command => ({ kind: 'placeOrder', accountId: ALICE, symbol: 'BTCUSDT', order: request, wallet: 'crossMargin', sideEffect })
  assert.equal(story.refused(place(order('BUY', { price: '90', quantity: '150' }), NONE)), 'insufficientBalance')
  assert.equal(story.refused(place(order('BUY', { price: '90', quantity: '400' }), BUYS)), 'borrowExceeds')
})

test('AUTO_REPAY repays with what the fills bring in, also where somebody else trades with an order that stands', () => {
  const story = new Story()
  story.must(story.borrow('BTC', '50'))
  story.place(order('SELL', { type: 'MARKET', quantity: '50' }))
  story.place(order('BUY', { price: '99', quantity: '30' }), REPAYS)
  story.must({ kind: 'cancelOpenOrders', accountId: BOB, symbol: 'BTCUSDT', newClientOrderId: 'clear' })
  story.must({ kind: 'placeOrder', accountId: BOB, symbol: 'BTCUSDT', order: order('SELL', { price: '99', quantity: '10' }) })
  assert.equal(Number(story.has('BTC')[2]), 40.00010417)
  story.must({ kind: 'placeOrder', accountId: BOB, symbol: 'BTCUSDT', order: order('SELL', { price: '99', quantity: '20' }) })
  assert.equal(Number(story.has('BTC')[2]), 20.00010417)
  assert.deepEqual(story.exchange.margin.loanRecords(ALICE).map(({ kind, isAuto }) => [kind, isAuto]), [['borrow', false], ['repay', true], ['repay', true]])
  story.assertSound()
})

test('a pair borrows once, and its end gives that back once', () => {
  const story = new Story()
  const pair = { above: order('SELL', { type: 'LIMIT_MAKER', price: '120', quantity: '20' }), below: order('SELL', { type: 'STOP_LOSS_LIMIT', price: '79', stopPrice: '80', quantity: '20' }) }
  story.list({ contingency: 'OCO', ...pair }, BUYS)
  assert.deepEqual(story.has('BTC').slice(0, 3), ['0', '20', '20'])
  story.must({ kind: 'cancelOrderList', accountId: ALICE, symbol: 'BTCUSDT', clientListId: 'pair', newClientOrderId: 'no', wallet: 'crossMargin' })
  assert.ok(Number(story.has('BTC')[2]) < 0.001)
  story.assertSound()
})

test('an isolated account is made by the first transfer, trades its own market alone, and can be disabled when it is empty', () => {
  const story = new Story()
  assert.equal(story.refused(story.borrow('USDT', '1', ISOLATED)), 'noMarginAccount')
  assert.equal(story.refused(story.transfer('spot', ISOLATED, 'ETH', '1')), 'notMarginAsset')
  story.move('spot', ISOLATED, 'USDT', '1000')
  assert.deepEqual(story.exchange.margin.isolated(ALICE).map(({ wallet, leverage }) => [wallet, leverage]), [[ISOLATED, 10]])
  const elsewhere: Command = { kind: 'placeOrder', accountId: ALICE, symbol: 'ETHUSDT', order: order('BUY', { price: '9', quantity: '1' }), wallet: ISOLATED }
  assert.equal(story.refused(elsewhere), 'notMarginPair')
  story.place(order('BUY', { type: 'MARKET', quantity: '80' }), BUYS, ISOLATED)
  assert.deepEqual(story.has('BTC', ISOLATED)[0], '80')
  assert.deepEqual(story.has('USDT').slice(0, 3), ['10000', '0', '0'], 'the cross account knows nothing of it')
  const disable: Command = { kind: 'setIsolatedEnabled', accountId: ALICE, symbol: 'BTCUSDT', isEnabled: false }
  assert.equal(story.refused(disable), 'isolatedNotEmpty')
  story.move('spot', ISOLATED, 'USDT', '100')
  story.place(order('SELL', { type: 'MARKET', quantity: '80' }), REPAYS, ISOLATED)
  assert.equal(Number(story.has('USDT', ISOLATED)[2]), 0)
  story.move(ISOLATED, 'spot', 'USDT', story.has('USDT', ISOLATED)[0]!)
  story.must(disable)
  assert.equal(story.refused(story.transfer('spot', ISOLATED, 'USDT', '1')), 'noMarginAccount')
  story.must({ ...disable, isEnabled: true })
  assert.equal(story.refused(disable), 'isolatedDisabledToday')
  story.nowUs += 24 * HOUR
  story.must(disable)
  story.assertSound()
})

test('self-trade prevention sees one account in all its wallets', () => {
  const story = new Story()
  story.must({ kind: 'cancelOpenOrders', accountId: BOB, symbol: 'BTCUSDT', newClientOrderId: 'clear' })
  story.place(order('BUY', { price: '50', quantity: '1' }))
  story.deposit(ALICE, 'BTC', '1')
  story.must({ kind: 'placeOrder', accountId: ALICE, symbol: 'BTCUSDT', order: order('SELL', { price: '50', quantity: '1', selfTradePrevention: 'EXPIRE_TAKER' }) })
  assert.deepEqual(story.events.filter((event) => event.kind === 'trade'), [])
})

test('falling levels are told; at the last bar the venue sells until nothing is owed, and the insurance fund has its fee', () => {
  const story = new Story()
  story.place(order('BUY', { type: 'MARKET', quantity: '250' }), BUYS)
  story.tick()
  assert.equal(story.account().status, 'normal')
  story.price('BTCUSDT', '76')
  story.tick()
  const levels = (): readonly string[] => story.events.flatMap((event) => (event.kind === 'marginLevel' ? [event.status] : []))
  assert.deepEqual(levels(), ['marginCall'])
  story.price('BTCUSDT', '70.5')
  story.tick()
  assert.deepEqual(levels(), ['preLiquidation'])
  story.price('BTCUSDT', '66')
  story.tick()
  assert.deepEqual(levels(), ['forceLiquidation', 'excessive'])
  assert.deepEqual(story.has('USDT').slice(2), ['0', '0'])
  assert.ok(story.exchange.ledger.free(INSURANCE_FUND_ACCOUNT, 'USDT') > amount('299'))
  const [sale] = story.exchange.margin.liquidationRecords(ALICE)
  assert.deepEqual([sale?.symbol, sale?.side, formatDecimal(sale?.averagePrice ?? 0n)], ['BTCUSDT', 'SELL', '66.00000000'])
  story.assertSound()
})

test('a short position is bought back', () => {
  const story = new Story()
  story.must(story.borrow('BTC', '100'))
  story.place(order('SELL', { type: 'MARKET', quantity: '100' }))
  story.price('BTCUSDT', '185')
  story.tick()
  assert.deepEqual(story.has('BTC').slice(2), ['0', '0'])
  assert.equal(story.exchange.margin.liquidationRecords(ALICE)[0]?.side, 'BUY')
  story.assertSound()
})

test('what the account cannot pay the insurance fund pays, as far as it can, and the rest is the lender\'s loss', () => {
  for (const [fund, lost] of [['100000', 0], ['1000', 4]] as const) {
    const story = new Story()
    story.must({ kind: 'fundInsurance', asset: 'USDT', amount: amount(fund) })
    story.place(order('BUY', { type: 'MARKET', quantity: '250' }), BUYS)
    story.price('BTCUSDT', '40')
    const before = story.exchange.ledger.free(INSURANCE_FUND_ACCOUNT, 'USDT')
    story.tick()
    assert.deepEqual(story.has('USDT').slice(2), ['0', '0'])
    assert.ok(story.exchange.ledger.free(INSURANCE_FUND_ACCOUNT, 'USDT') < before, 'the fund paid')
    assert.equal(String(story.exchange.marginRoom.lent('USDT').writtenOff / amount('1000')), String(lost))
    story.assertSound()
  }
})

test('an account whose books are empty waits for the next time', () => {
  const story = new Story()
  story.place(order('BUY', { type: 'MARKET', quantity: '250' }), BUYS)
  story.price('BTCUSDT', '66')
  story.must({ kind: 'cancelOpenOrders', accountId: BOB, symbol: 'BTCUSDT', newClientOrderId: 'clear' })
  story.tick()
  assert.equal(story.account().status, 'forceLiquidation')
  assert.equal(story.refused({ kind: 'placeOrder', accountId: ALICE, symbol: 'BTCUSDT', order: order('SELL', { price: '70', quantity: '1' }), wallet: 'crossMargin' }), 'marginLevelTooLow')
  story.price('BTCUSDT', '66')
  story.tick()
  assert.deepEqual(story.has('USDT').slice(2), ['0', '0'])
  story.assertSound()
})

test('a small liability is exchanged for dollars of the account; a large one is not', () => {
  const story = new Story()
  story.must(story.borrow('ETH', '0.5'))
  story.must(story.borrow('BTC', '1'))
  const exchange = (asset: string): Command => ({ kind: 'exchangeSmallLiability', accountId: ALICE, assets: [asset] })
  assert.equal(story.refused(exchange('BTC')), 'noSmallLiability')
  story.must(exchange('ETH'))
  assert.deepEqual(story.has('ETH').slice(2), ['0', '0'])
  assert.equal(story.exchange.margin.liabilityExchanges(ALICE)[0]?.asset, 'ETH')
  story.assertSound()
})

test('the owner may let the venue sell before the bar is reached', () => {
  const story = new Story()
  assert.equal(story.refused({ kind: 'liquidateMargin', accountId: ALICE, wallet: 'crossMargin' }), 'nothingOwed')
  story.place(order('BUY', { type: 'MARKET', quantity: '150' }), BUYS)
  story.must({ kind: 'liquidateMargin', accountId: ALICE, wallet: 'crossMargin' })
  assert.deepEqual(story.has('USDT').slice(2), ['0', '0'])
  story.assertSound()
})
