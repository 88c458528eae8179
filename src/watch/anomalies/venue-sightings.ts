import type { ExchangeEvent } from '../../exchange/event.ts'
import type { Fill } from '../../exchange/order.ts'
import type { Withdrawal } from '../../exchange/wallet/transfer-record.ts'
import type { SeenFill } from './trade-watch.ts'

/** The two sides of each trade that a command made. Spot and margin; a futures position that is drained shows in its own account's fills. */
export const tradesIn = (events: readonly ExchangeEvent[]): readonly (readonly SeenFill[])[] => {
  const fills = new Map<string, Fill[]>()
  for (const event of events) {
    if (event.kind !== 'order' || event.fill === null) continue
    const trade = `${event.fill.symbol} ${event.fill.tradeId}`
    fills.set(trade, [...(fills.get(trade) ?? []), event.fill])
  }
  return [...fills.values()].flatMap(([one, other]) => (one && other ? [[sideOf(one, other), sideOf(other, one)]] : []))
}

const sideOf = ({ accountId, symbol, isBuyer, price, timeUs }: Fill, { accountId: counterparty }: Fill): SeenFill => ({ accountId, counterparty, symbol, isBuyer, price: Number(price), timeUs })

/** Withdrawals that were asked for just now. */
export const newWithdrawalsIn = (events: readonly ExchangeEvent[], timeUs: number): readonly Withdrawal[] =>
  events.flatMap((event) => (event.kind === 'withdrawal' && event.withdrawal.createdAtUs === timeUs && !event.withdrawal.isInternal ? [event.withdrawal] : []))
