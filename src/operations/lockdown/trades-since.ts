import type { Environment } from '../../environment.ts'
import type { ExchangeView, OrdersView } from '../../exchange/exchange-view.ts'
import type { AccountId } from '../../ids.ts'
import { type Amount, plainAmount } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { isolatedWalletsOf, type OrderPlace } from '../open-orders.ts'
import { iso, MOST_ROWS, USUAL_US } from './look-back.ts'
import type { ReportedFill, ReportedOrder } from './report.ts'

/** Orders and fills, newest first, and how many are left out of each. */
export interface Trades {
  readonly orders: readonly ReportedOrder[]
  readonly fills: readonly ReportedFill[]
  readonly leftOut: { readonly orders: number; readonly fills: number }
}

type Order = Omit<ReportedOrder, 'environment' | 'place' | 'isNewSymbol' | 'at'> & { readonly atUs: TimeUs }
type Fill = Omit<ReportedFill, 'environment' | 'place' | 'isNewSymbol' | 'at'> & { readonly atUs: TimeUs }

/** What one product knows of an account from a moment on. */
interface Book {
  readonly place: OrderPlace
  readonly orders: readonly Order[]
  readonly fills: readonly Fill[]
}

const ALL = Number.MAX_SAFE_INTEGER

const ofMarkets = (place: OrderPlace, view: OrdersView, symbols: readonly string[], accountId: AccountId, startUs: TimeUs): Book => ({
  place,
  orders: symbols.flatMap((symbol) => view.allOrders(accountId, symbol, { startUs, limit: ALL }).map((one): Order => (
    { symbol, orderId: one.id, side: one.side, type: one.type, price: plainAmount(one.price), quantity: plainAmount(one.quantity), filled: plainAmount(one.filledQuantity), status: one.status, atUs: one.createdAtUs }))),
  fills: symbols.flatMap((symbol) => view.fills(accountId, symbol, { startUs, limit: ALL }).map((one): Fill => (
    { symbol, tradeId: one.tradeId, orderId: one.orderId, side: one.isBuyer ? 'BUY' : 'SELL', price: plainAmount(one.price), quantity: plainAmount(one.quantity), quote: plainAmount(one.quote), atUs: one.timeUs }))),
})

const ofFutures = ({ futures }: ExchangeView, accountId: AccountId, startUs: TimeUs): readonly Book[] => {
  const symbols = futures.contracts.map(({ name }) => name)
  return [
    {
      place: 'futures',
      orders: symbols.flatMap((symbol) => futures.allOrders(accountId, symbol).filter(({ createdAtUs }) => createdAtUs >= startUs).map((one): Order => (
        { symbol, orderId: one.id, side: one.side, type: one.originalType, price: plainAmount(one.price), quantity: plainAmount(one.quantity), filled: plainAmount(one.filledQuantity), status: one.status, atUs: one.createdAtUs }))),
      fills: symbols.flatMap((symbol) => futures.fills(accountId, symbol).filter(({ timeUs }) => timeUs >= startUs).map((one): Fill => (
        { symbol, tradeId: one.tradeId, orderId: one.orderId, side: one.side, price: plainAmount(one.price), quantity: plainAmount(one.quantity), quote: plainAmount(one.quote), atUs: one.timeUs }))),
    },
    {
      place: 'conditional', fills: [],
      orders: symbols.flatMap((symbol) => futures.allAlgos(accountId, symbol).filter(({ createdAtUs }) => createdAtUs >= startUs).map((one): Order => (
        { symbol, orderId: one.id, side: one.side, type: one.type, price: plainAmount(one.triggerPrice), quantity: plainAmount(one.quantity), filled: '', status: one.status, atUs: one.createdAtUs }))),
    },
  ]
}

const ofConversions = ({ convert }: ExchangeView, accountId: AccountId, startUs: TimeUs): Book => ({
  place: 'convert', fills: [],
  orders: convert.conversions(accountId).filter(({ createdAtUs }) => createdAtUs >= startUs).map((one): Order => ({
    symbol: `${one.fromAsset} → ${one.toAsset}`, orderId: one.orderId, side: 'SELL', type: one.expiresAtUs === null ? 'MARKET' : 'LIMIT', price: one.fromAmount === 0n ? '' : plainAmount(ratio(one.toAmount, one.fromAmount)),
    quantity: plainAmount(one.fromAmount), filled: plainAmount(one.state === 'done' ? one.fromAmount : 0n), status: one.state.toUpperCase(), atUs: one.createdAtUs,
  })),
})

/** One amount over the other, cut to 10⁻⁸. */
const ratio = (over: Amount, under: Amount): bigint => (over * 100_000_000n) / under

const booksOf = (view: ExchangeView, accountId: AccountId, startUs: TimeUs): readonly Book[] => {
  const symbols = view.symbols().map(({ name }) => name)
  return [
    ofMarkets('spot', view.orders, symbols, accountId, startUs), ofMarkets('crossMargin', view.margin.orders('crossMargin'), symbols, accountId, startUs),
    ...isolatedWalletsOf(view, accountId).map((wallet) => ofMarkets('isolatedMargin', view.margin.orders(wallet), symbols, accountId, startUs)),
    ...ofFutures(view, accountId, startUs), ofConversions(view, accountId, startUs),
  ]
}

/** Orders and fills of an account since then in every product, each with whether its symbol was ordered there in the time before. */
export const tradesSince = (views: readonly { readonly environment: Environment; readonly view: ExchangeView }[], accountId: AccountId, sinceUs: TimeUs): Trades => {
  const orders: ReportedOrder[] = []
  const fills: ReportedFill[] = []
  for (const { environment, view } of views) {
    for (const { place, ...book } of booksOf(view, accountId, sinceUs - USUAL_US)) {
      const usual = new Set(book.orders.filter(({ atUs }) => atUs < sinceUs).map(({ symbol }) => symbol))
      const told = <Row extends { readonly symbol: string; readonly atUs: TimeUs }>({ atUs, ...row }: Row) => ({ ...row, environment, place, at: iso(atUs), isNewSymbol: !usual.has(row.symbol) })
      orders.push(...book.orders.filter(({ atUs }) => atUs >= sinceUs).map(told))
      fills.push(...book.fills.filter(({ atUs }) => atUs >= sinceUs).map(told))
    }
  }
  const newestFirst = (one: { readonly at: string }, other: { readonly at: string }): number => other.at.localeCompare(one.at)
  return { orders: orders.sort(newestFirst).slice(0, MOST_ROWS), fills: fills.sort(newestFirst).slice(0, MOST_ROWS), leftOut: { orders: Math.max(0, orders.length - MOST_ROWS), fills: Math.max(0, fills.length - MOST_ROWS) } }
}
