import fc from 'fast-check'
import type { AccountTerms, Command, OrderReference, OrderRequest } from '../../src/exchange/command.ts'
import type { Exchange } from '../../src/exchange/exchange.ts'
import type { LiveList } from '../../src/exchange/spot/live-list.ts'
import { PEG_PRICE_TYPES, SELF_TRADE_PREVENTION_MODES, type OrderType } from '../../src/exchange/symbol.ts'
import { accountId, type AccountId } from '../../src/ids.ts'
import { UNIT } from '../../src/money.ts'
import { SECOND } from '../../src/time.ts'
import { emptyExchange, market } from '../stories/market-story.ts'

/** Random commands of a small, crowded market: few prices and few accounts, so that nearly everything meets. */
export const ACCOUNTS: readonly AccountId[] = [101, 102, 103, 104].map(accountId)
export const SYMBOLS = ['BTCUSDT', 'BNBUSDT', 'BTCUSDC'] as const
export const ASSETS = ['BTC', 'USDT', 'BNB', 'USDC'] as const
const ROUTES = [{ baseAsset: 'BTC', symbols: ['BTCUSDT', 'BTCUSDC'] }]

/** An exchange in which nothing has happened yet, with a route between its two markets of BTC. */
export const unopened = (): Exchange => emptyExchange(undefined, ROUTES)
export const START_US = 1_700_000_000 * SECOND

/** The second and third account are one self; the last keeps no history. */
const termsOf = (index: number): AccountTerms => ({ makerRate: 100_000n * BigInt(index), takerRate: 150_000n, tradeGroupId: index === 1 || index === 2 ? 7 : -1, keepsHistory: index !== 3 })

/** Assets, markets, accounts and their money. */
export const opening = (): Command[] => [
  ...ASSETS.map((name): Command => ({ kind: 'defineAsset', asset: { name, fullName: name, networks: [] } })),
  { kind: 'listSymbol', symbol: market('BTC', 'USDT') },
  { kind: 'listSymbol', symbol: market('BNB', 'USDT', [{ filterType: 'LOT_SIZE', minQty: UNIT / 100n, maxQty: 1_000n * UNIT, stepSize: UNIT / 100n }]) },
  { kind: 'listSymbol', symbol: market('BTC', 'USDC') },
  ...ACCOUNTS.map((account, index): Command => ({ kind: 'openAccount', accountId: account, terms: termsOf(index) })),
  ...ACCOUNTS.flatMap((account) => ASSETS.map((asset): Command => deposit(account, asset, asset.startsWith('USD') ? 900n * UNIT : 8n * UNIT))),
]

const deposit = (account: AccountId, asset: string, quantity: bigint): Command =>
  ({ kind: 'announceDeposit', accountId: account, asset, network: asset, amount: quantity, txId: '', isCreditedAtOnce: true })

const account = fc.constantFrom(...ACCOUNTS)
const symbol = fc.constantFrom(...SYMBOLS, 'BTCUSDT' as const)
const side = fc.constantFrom('BUY' as const, 'SELL' as const)
const name = fc.integer({ min: 1, max: 25 }).map((number) => `n${number}`)
/** Mostly round prices that meet, some with all decimals, which show what rounding does. */
const price = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 95, max: 105 }).map((whole) => BigInt(whole) * UNIT) }, { weight: 1, arbitrary: fc.bigInt({ min: 95n * UNIT, max: 105n * UNIT }) })
const quantity = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 30 }).map((tenths) => BigInt(tenths) * (UNIT / 10n)) }, { weight: 1, arbitrary: fc.bigInt({ min: 1n, max: 3n * UNIT }) })
const trailing = fc.integer({ min: 10, max: 500 })
const selfTradePrevention = fc.constantFrom(...SELF_TRADE_PREVENTION_MODES)
const timeInForce = fc.constantFrom('GTC' as const, 'GTC' as const, 'IOC' as const, 'FOK' as const)

const base = { side, clientOrderId: name, selfTradePrevention }
const limit = fc.record({ ...base, type: fc.constant('LIMIT' as const), timeInForce, price, quantity })
const iceberg = fc.record({ ...base, type: fc.constant('LIMIT' as const), timeInForce: fc.constant('GTC' as const), price, quantity }).map((order) => ({ ...order, icebergQuantity: order.quantity / 3n + 1n }))
const maker = fc.record({ ...base, type: fc.constant('LIMIT_MAKER' as const), timeInForce: fc.constant('GTC' as const), price, quantity })
const byQuantity = fc.record({ ...base, type: fc.constant('MARKET' as const), timeInForce: fc.constant('GTC' as const), quantity })
const byValue = fc.record({ ...base, type: fc.constant('MARKET' as const), timeInForce: fc.constant('GTC' as const), quoteQuantity: quantity.map((amount) => amount * 100n) })
const stopType = fc.constantFrom<OrderType>('STOP_LOSS', 'TAKE_PROFIT')
const stopLimitType = fc.constantFrom<OrderType>('STOP_LOSS_LIMIT', 'TAKE_PROFIT_LIMIT')
const stop = fc.record({ ...base, type: stopType, timeInForce: fc.constant('GTC' as const), quantity, stopPrice: price })
const stopLimit = fc.record({ ...base, type: stopLimitType, timeInForce, quantity, price, stopPrice: price })
const trailingStop = fc.record({ ...base, type: stopType, timeInForce: fc.constant('GTC' as const), quantity, trailingDeltaBips: trailing })
const trailingLimit = fc.record({ ...base, type: stopLimitType, timeInForce, quantity, price, stopPrice: price, trailingDeltaBips: trailing })

const peg = fc.oneof(
  fc.record({ priceType: fc.constantFrom(...PEG_PRICE_TYPES) }),
  fc.record({ priceType: fc.constantFrom(...PEG_PRICE_TYPES), offsetLevels: fc.integer({ min: 0, max: 3 }) }),
)
/** In BNBUSDT, which is on no route, they are refused. */
const routed = fc.oneof(limit, byQuantity).map((order): OrderRequest => ({ ...order, isRouted: true }))

/** With a bound, or without. */
const pegged = fc.oneof(limit, maker, stopLimit).chain(({ price: bound, ...order }) => fc.tuple(peg, fc.boolean()).map(([peg, isBounded]): OrderRequest => ({ ...order, peg, ...(isBounded && { price: bound }) })))

const anyOrder: fc.Arbitrary<OrderRequest> = fc.oneof({ weight: 8, arbitrary: limit }, { weight: 2, arbitrary: routed }, pegged, iceberg, maker, byQuantity, byValue, stop, stopLimit, trailingStop, trailingLimit)

/** Orders that the naive exchange knows as well. */
export const plainOrder: fc.Arbitrary<OrderRequest> = fc.oneof({ weight: 6, arbitrary: fc.record({ side, clientOrderId: name, type: fc.constant('LIMIT' as const), timeInForce, price, quantity }) }, fc.record({ side, clientOrderId: name, type: fc.constant('MARKET' as const), timeInForce: fc.constant('GTC' as const), quantity }),
  fc.tuple(fc.record({ side, clientOrderId: name, type: fc.constant('LIMIT' as const), timeInForce, quantity }), peg, fc.option(price)).map(([order, peg, bound]) => ({ ...order, peg, ...(bound !== null && { price: bound }) })))

const reference: fc.Arbitrary<OrderReference> = fc.oneof(fc.integer({ min: 1, max: 80 }).map((orderId) => ({ orderId })), name.map((clientOrderId) => ({ clientOrderId })))
const target = { accountId: account, symbol }

const sellPair = fc.record({ high: fc.integer({ min: 100, max: 108 }), low: fc.integer({ min: 92, max: 100 }), quantity, names: fc.tuple(name, name), isStopMarket: fc.boolean(), side })

/** Above and below the market, for either side. */
const pair = sellPair.map(({ high, low, quantity, names: [one, other], isStopMarket, side }): { above: OrderRequest; below: OrderRequest } => {
  const common = { side, timeInForce: 'GTC', quantity } as const
  const at = (value: number): bigint => BigInt(value) * UNIT
  const loss = (stopAt: number, clientOrderId: string): OrderRequest => ({ ...common, clientOrderId, stopPrice: at(stopAt), ...(isStopMarket ? { type: 'STOP_LOSS' } : { type: 'STOP_LOSS_LIMIT', price: at(stopAt) }) })
  const profit = (value: number, clientOrderId: string): OrderRequest => ({ ...common, clientOrderId, type: 'LIMIT_MAKER', price: at(value) })
  return side === 'SELL' ? { above: profit(high, one), below: loss(low, other) } : { above: loss(high, one), below: profit(low, other) }
})

/** A BUY, as the working order of an OPO has to be; its pending orders sell what it will have bought. */
const bought = (order: OrderRequest): OrderRequest => ({ ...order, side: 'BUY' })
const paid = ({ quantity: unknown, ...order }: OrderRequest): OrderRequest => ({ ...order, side: 'SELL' })

const list = fc.oneof(
  pair.map(({ above, below }) => ({ contingency: 'OCO' as const, above, below })),
  fc.record({ contingency: fc.constant('OTO' as const), working: fc.oneof(limit, maker, pegged), pending: fc.oneof(limit, stop, byQuantity, pegged) }),
  fc.record({ contingency: fc.constant('OTOCO' as const), working: fc.oneof(limit, maker), legs: pair }).map(({ contingency, working, legs }) => ({ contingency, working, pendingAbove: legs.above, pendingBelow: legs.below })),
  fc.record({ contingency: fc.constant('OPO' as const), working: fc.oneof(limit, maker), pending: fc.oneof(limit, stop, byQuantity) })
    .map(({ contingency, working, pending }) => ({ contingency, working: bought(working), pending: paid(pending) })),
  fc.record({ contingency: fc.constant('OPOCO' as const), working: fc.oneof(limit, maker), legs: pair })
    .map(({ contingency, working, legs }) => ({ contingency, working: bought(working), pendingAbove: paid(legs.above), pendingBelow: paid(legs.below) })),
)

const restriction = fc.constantFrom(undefined, 'ONLY_NEW' as const, 'ONLY_PARTIALLY_FILLED' as const).map((value) => (value === undefined ? {} : { restriction: value }))

export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ kind: fc.constant('placeOrder' as const), ...target, order: anyOrder }) },
  { weight: 10, arbitrary: fc.tuple(fc.record({ kind: fc.constant('cancelOrder' as const), ...target, order: reference, newClientOrderId: name }), restriction).map(([command, extra]) => ({ ...command, ...extra })) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancelOpenOrders' as const), ...target, newClientOrderId: name }) },
  { weight: 4, arbitrary: fc.tuple(fc.record({ kind: fc.constant('cancelReplace' as const), ...target, mode: fc.constantFrom('STOP_ON_FAILURE' as const, 'ALLOW_FAILURE' as const), cancel: reference, cancelNewClientOrderId: name, order: anyOrder, cancelOnly: fc.boolean() }), restriction).map(([command, extra]) => ({ ...command, ...extra })) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('amendOrder' as const), ...target, order: reference, newClientOrderId: name, newQuantity: quantity }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('placeOrderList' as const), ...target, clientListId: name, list }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancelOrderList' as const), ...target, clientListId: name, newClientOrderId: name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('setFeeDiscount' as const), accountId: account, isEnabled: fc.boolean() }) },
  { weight: 1, arbitrary: fc.tuple(account, quantity).map(([to, amount]) => deposit(to, 'USDT', amount * 100n)) },
)

export const plainCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('placeOrder' as const), accountId: account, symbol: fc.constant('BTCUSDT'), order: plainOrder }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancelOrder' as const), accountId: account, symbol: fc.constant('BTCUSDT'), order: reference, newClientOrderId: name }) },
)

export const opened = (): Exchange => {
  const exchange = unopened()
  for (const command of opening()) {
    const outcome = exchange.execute(command, START_US)
    if (!outcome.ok) throw new Error(`${command.kind}: ${outcome.rejection.reason}`)
  }
  return exchange
}

/**
 * What an open OPO holds of what its working order bought: all of it, or what the commission left. The ledger is asked by the caller
 * whether just this is locked.
 */
export const boughtBy = (list: LiveList): bigint => {
  if (!list.paysFollowers || list.followers.some((order) => order.status !== 'PENDING_NEW')) return 0n
  const { filledQuantity } = list.working!
  const leastLeft = filledQuantity - filledQuantity / 50n - 1_000n
  if (list.held > filledQuantity || list.held < leastLeft) throw new Error(`the list holds ${list.held} of ${filledQuantity} bought`)
  return list.held
}
