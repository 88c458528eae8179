import type { ExchangeEvent } from '../../exchange/event.ts'
import type { Fill } from '../../exchange/order.ts'
import type { Withdrawal } from '../../exchange/wallet/transfer-record.ts'
import type { SeenFill } from './recent-trades.ts'

/** The two sides of each trade that a command made. Spot and margin; a futures position that is drained shows in its own account's fills. */
export const tradesIn = (events: readonly ExchangeEvent[]): readonly (readonly SeenFill[])[] => {
  let trades: (readonly SeenFill[])[] | undefined
  let maker: Fill | null = null
  for (const event of events) {
    if (event.kind !== 'order' || event.fill === null) continue
    // A trade is told of its maker, then of its taker.
    if (maker === null) maker = event.fill
    else {
      (trades ??= []).push([sideOf(maker, event.fill), sideOf(event.fill, maker)])
      maker = null
    }
  }
  return trades ?? NONE
}

const NONE: readonly (readonly SeenFill[])[] = []

const sideOf = ({ accountId, symbol, isBuyer, price, timeUs }: Fill, { accountId: counterparty }: Fill): SeenFill => ({ accountId, counterparty, symbol, isBuyer, price: Number(price), timeUs })

/** Withdrawals that were asked for just now. */
export const newWithdrawalsIn = (events: readonly ExchangeEvent[], timeUs: number): readonly Withdrawal[] =>
  events.flatMap((event) => (event.kind === 'withdrawal' && event.withdrawal.createdAtUs === timeUs && !event.withdrawal.isInternal ? [event.withdrawal] : []))
