import type { ExchangeEvent } from '../../exchange/event.ts'
import type { FuturesEvent } from '../../exchange/futures/futures-event.ts'
import type { FuturesFill } from '../../exchange/futures/futures-order.ts'
import type { Fill } from '../../exchange/order.ts'
import type { AccountId } from '../../ids.ts'
import type { Price } from '../../money.ts'
import type { Withdrawal } from '../../exchange/wallet/transfer-record.ts'
import type { SeenFill } from './recent-trades.ts'

/** What a contract is worth at this moment, as its venue has it. */
export type MarkOf = (symbol: string) => Price | undefined

type Sides = readonly SeenFill[]
const NONE: readonly Sides[] = []

/** The two sides of each trade that a command made: spot, margin and futures. What the venue itself closed is nobody's doing, and is left out. */
export const tradesIn = (events: readonly ExchangeEvent[], markOf: MarkOf): readonly Sides[] => {
  let trades: Sides[] | undefined
  let maker: Fill | null = null
  let futuresMaker: FuturesTold | null = null
  for (const event of events) {
    // A trade is told of its maker, then of its taker.
    if (event.kind === 'order' && event.fill !== null) {
      if (maker === null) maker = event.fill
      else {
        (trades ??= []).push([spotSide(maker, event.fill.accountId), spotSide(event.fill, maker.accountId)])
        maker = null
      }
    } else if (event.kind === 'futures' && event.event.what === 'order' && event.event.fill !== null) {
      const told = { order: event.event.order, fill: event.event.fill }
      if (futuresMaker === null) futuresMaker = told
      else {
        const sides = futuresSides(futuresMaker, told, markOf)
        if (sides) (trades ??= []).push(sides)
        futuresMaker = null
      }
    }
  }
  return trades ?? NONE
}

interface FuturesTold {
  readonly order: Extract<FuturesEvent, { readonly what: 'order' }>['order']
  readonly fill: FuturesFill
}

const futuresSides = (maker: FuturesTold, taker: FuturesTold, markOf: MarkOf): Sides | null =>
  (maker.order.autoClose !== null || taker.order.autoClose !== null ? null : [futuresSide(maker.fill, taker.fill.accountId, markOf(maker.fill.symbol)), futuresSide(taker.fill, maker.fill.accountId, markOf(taker.fill.symbol))])

export const spotSide = ({ accountId, symbol, isBuyer, price, timeUs }: Fill, counterparty: AccountId): SeenFill => ({ accountId, counterparty, symbol, isBuyer, price: Number(price), mark: null, timeUs })

/** A contract is another market than the spot one of the same name. */
export const futuresSide = ({ accountId, symbol, side, price, timeUs }: FuturesFill, counterparty: AccountId, mark: Price | undefined): SeenFill =>
  ({ accountId, counterparty, symbol: `${symbol} perpetual`, isBuyer: side === 'BUY', price: Number(price), mark: mark === undefined || mark <= 0n ? null : Number(mark), timeUs })

/** Withdrawals that were asked for just now. */
export const newWithdrawalsIn = (events: readonly ExchangeEvent[], timeUs: number): readonly Withdrawal[] =>
  events.flatMap((event) => (event.kind === 'withdrawal' && event.withdrawal.createdAtUs === timeUs && !event.withdrawal.isInternal ? [event.withdrawal] : []))
