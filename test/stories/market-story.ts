import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import type { AccountTerms, Command, CommandOf, OrderListRequest, OrderRequest } from '../../src/exchange/command.ts'
import type { ExchangeEvent, Outcome } from '../../src/exchange/event.ts'
import { Exchange } from '../../src/exchange/exchange.ts'
import { MarketStatistics } from '../../src/exchange/market/market-statistics.ts'
import type { Order } from '../../src/exchange/order.ts'
import { ORDER_TYPES, SELF_TRADE_PREVENTION_MODES, type SymbolDefinition, type SymbolFilter } from '../../src/exchange/symbol.ts'
import type { Route } from '../../src/exchange/spot/route.ts'
import type { ExchangeFilters } from '../../src/exchange/spot/exchange-filters.ts'
import { accountId, type AccountId } from '../../src/ids.ts'
import { amount, formatDecimal } from '../../src/money.ts'
import { SECOND, type TimeUs } from '../../src/time.ts'
import { PlainWallet } from './plain-wallet.ts'

/** Alice, Bob and the rest trade BTCUSDT (and what else a story lists); every command comes one second after the last. */
export const ALICE = accountId(101)
export const BOB = accountId(102)
export const CAROL = accountId(103)

export const FREE_OF_FEES: AccountTerms = { makerRate: 0n, takerRate: 0n, tradeGroupId: -1, keepsHistory: true }

/** A market without filters, in which everything is allowed. */
export const market = (baseAsset: string, quoteAsset: string, filters: readonly SymbolFilter[] = []): SymbolDefinition => ({
  name: baseAsset + quoteAsset,
  baseAsset,
  quoteAsset,
  status: 'TRADING',
  orderTypes: ORDER_TYPES,
  icebergAllowed: true,
  ocoAllowed: true,
  otoAllowed: true,
  quoteOrderQtyMarketAllowed: true,
  trailingStopAllowed: true,
  cancelReplaceAllowed: true,
  amendAllowed: true,
  marginTradingAllowed: false,
  defaultSelfTradePreventionMode: 'NONE',
  allowedSelfTradePreventionModes: SELF_TRADE_PREVENTION_MODES,
  filters,
})

export const emptyExchange = (exchangeFilters?: ExchangeFilters, routes: readonly Route[] = []): Exchange =>
  new Exchange({ fold: () => new MarketStatistics(), futuresFold: () => new MarketStatistics(), wallet: (ledger) => new PlainWallet(ledger), routes, ...(exchangeFilters && { exchangeFilters }) })

type Written = Partial<Record<'price' | 'quantity' | 'quoteQuantity' | 'stopPrice' | 'icebergQuantity', string>> & Partial<Omit<OrderRequest, 'price' | 'quantity' | 'quoteQuantity' | 'stopPrice' | 'icebergQuantity'>>

let names = 0

/** An order as a story writes it: money as decimals, GTC, a fresh name. */
export const order = (side: 'BUY' | 'SELL', written: Written): OrderRequest => {
  const { price, quantity, quoteQuantity, stopPrice, icebergQuantity, ...others } = written
  return {
    side,
    type: 'LIMIT',
    timeInForce: 'GTC',
    clientOrderId: `order-${++names}`,
    ...(price !== undefined && { price: amount(price) }),
    ...(quantity !== undefined && { quantity: amount(quantity) }),
    ...(quoteQuantity !== undefined && { quoteQuantity: amount(quoteQuantity) }),
    ...(stopPrice !== undefined && { stopPrice: amount(stopPrice) }),
    ...(icebergQuantity !== undefined && { icebergQuantity: amount(icebergQuantity) }),
    ...others,
  }
}

export class Story {
  readonly exchange: Exchange
  nowUs: TimeUs = 1_700_000_000 * SECOND

  constructor(options: { readonly filters?: readonly SymbolFilter[]; readonly terms?: AccountTerms; readonly symbols?: readonly SymbolDefinition[]; readonly exchangeFilters?: ExchangeFilters; readonly routes?: readonly Route[] } = {}) {
    this.exchange = emptyExchange(options.exchangeFilters, options.routes)
    for (const name of ['BTC', 'USDT', 'BNB', 'ETH', 'USDC', 'USDP']) this.does({ kind: 'defineAsset', asset: { name, fullName: name, networks: [] } })
    for (const symbol of options.symbols ?? [market('BTC', 'USDT', options.filters)]) this.does({ kind: 'listSymbol', symbol })
    for (const account of [ALICE, BOB, CAROL]) this.opens(account, options.terms ?? FREE_OF_FEES)
  }

  opens(accountId: AccountId, terms: AccountTerms): void {
    this.does({ kind: 'openAccount', accountId, terms })
  }

  funds(accountId: AccountId, asset: string, quantity: string): void {
    this.does({ kind: 'announceDeposit', accountId, asset, network: asset, amount: amount(quantity), txId: '', isCreditedAtOnce: true })
  }

  /** Executes and expects success. */
  does(command: Command): readonly ExchangeEvent[] {
    const outcome = this.tries(command)
    if (!outcome.ok) return assert.fail(`${command.kind} was refused: ${inspect(outcome.rejection)}`)
    return outcome.events
  }

  tries(command: Command): Outcome {
    this.nowUs += SECOND
    return this.exchange.execute(command, this.nowUs)
  }

  /** Places an order and tells how it stands afterwards. */
  places(accountId: AccountId, request: OrderRequest, symbol = 'BTCUSDT'): Order {
    this.does({ kind: 'placeOrder', accountId, symbol, order: request })
    return this.orderNamed(accountId, request.clientOrderId, symbol)
  }

  buys(accountId: AccountId, quantity: string, price: string, others: Written = {}): Order {
    return this.places(accountId, order('BUY', { quantity, price, ...others }))
  }

  sells(accountId: AccountId, quantity: string, price: string, others: Written = {}): Order {
    return this.places(accountId, order('SELL', { quantity, price, ...others }))
  }

  /** Why placing is refused; the state must be as before. */
  refusal(accountId: AccountId, request: OrderRequest, symbol = 'BTCUSDT'): string {
    return this.refusalOf({ kind: 'placeOrder', accountId, symbol, order: request })
  }

  refusalOf(command: Command): string {
    const before = this.exchange.stateHash()
    const examined = this.exchange.examine(command, this.nowUs)
    assert.equal(this.exchange.stateHash(), before, 'examining left a trace')
    const outcome = this.tries(command)
    assert.equal(this.exchange.stateHash(), before, 'a refused command left a trace')
    if (outcome.ok) return assert.fail(`${command.kind} was not refused`)
    assert.deepEqual(examined.ok ? null : examined.rejection, outcome.rejection)
    const { rejection } = outcome
    return rejection.reason === 'filter' && 'filter' in rejection ? rejection.filter : rejection.reason
  }

  lists(accountId: AccountId, list: OrderListRequest, clientListId = `list-${++names}`): readonly ExchangeEvent[] {
    return this.does({ kind: 'placeOrderList', accountId, symbol: 'BTCUSDT', clientListId, list })
  }

  cancels(placed: Order, others: Partial<CommandOf<'cancelOrder'>> = {}): void {
    this.does(cancel(placed, others))
  }

  /** The order as it stands now. */
  now(placed: Order): Order {
    return this.orderNamed(placed.accountId, placed.clientOrderId, placed.symbol)
  }

  orderNamed(accountId: AccountId, clientOrderId: string, symbol = 'BTCUSDT'): Order {
    const found = this.exchange.orders.order(accountId, symbol, { clientOrderId })
    if ('reason' in found) return assert.fail(`there is no order ${clientOrderId}`)
    return found
  }

  /** `free` or `free + locked locked`, as short decimals. */
  has(accountId: AccountId, asset: string): string {
    const { free, locked } = this.exchange.wallet.balance(accountId, asset)
    return locked === 0n ? short(free) : `${short(free)} + ${short(locked)} locked`
  }

  /** The book, best first: `quantity@price`. */
  book(symbol = 'BTCUSDT'): { readonly bids: string; readonly asks: string } {
    const { bids, asks } = this.exchange.market.depth(symbol, 100)
    const write = (levels: typeof bids): string => levels.map(({ price, quantity }) => `${short(quantity)}@${short(price)}`).join(' ')
    return { bids: write(bids), asks: write(asks) }
  }
}

export const cancel = (placed: Order, others: Partial<CommandOf<'cancelOrder'>> = {}): Command =>
  ({ kind: 'cancelOrder', accountId: placed.accountId, symbol: placed.symbol, order: { orderId: placed.id }, newClientOrderId: `cancel-${++names}`, ...others })

/** Status, and how much was executed of how much. */
export const standing = (placed: Order): string => `${placed.status} ${short(placed.filledQuantity)}/${short(placed.quantity)}`

const short = (value: bigint): string => formatDecimal(value).replace(/\.?0+$/, '')
