import { type AccountId, accountId } from '../../ids.ts'
import { MINUTE, type TimeUs } from '../../time.ts'
import type { ExchangeView } from '../../exchange/exchange-view.ts'
import type { MarginWalletName } from '../../exchange/command.ts'
import type { Withdrawal } from '../../exchange/wallet/transfer-record.ts'
import { symbolOfIsolated, type WalletName } from '../../exchange/wallet-name.ts'
import { KEPT_US, type SeenFill } from './recent-trades.ts'
import { futuresSide, spotSide } from './venue-sightings.ts'

/** What a killed process did not tell of any more was at most so old: it looks every second, and alerts are durable soon after. */
const UNTOLD_US = 5 * MINUTE
/** Whoever is not watched keeps no fills: the venue's own makers. */
const SOMEBODY: AccountId = accountId(0)
const MOST_FILLS = 1_000
const TAPE = 2_000

/** What the venue remembers of a while ago. */
export interface PastSightings {
  /** Both sides of each trade of the accounts, and one side that nobody watches of each other trade of those markets; oldest first. */
  readonly trades: readonly (readonly SeenFill[])[]
  /** Trades from here on may not have been told of. */
  readonly untoldFromUs: TimeUs
  /** Withdrawals that may not have been told of. */
  readonly withdrawals: readonly Withdrawal[]
}

/**
 * What the watch has to see again after a start: trades of its window up to the newest one of these accounts, and their last withdrawals. Read from the venue's
 * state, which has everything that was acknowledged, however the process ended.
 */
export const pastSightings = (view: ExchangeView, accountIds: readonly AccountId[]): PastSightings => {
  const withdrawals = accountIds.flatMap((id) => view.wallet.withdrawals(id)).filter(({ isInternal }) => !isInternal)
  const lastUs = withdrawals.reduce((latest, { createdAtUs }) => Math.max(latest, createdAtUs), 0)
  const fills = [...spotFills(view, accountIds), ...futuresFills(view, accountIds)]
  const newestUs = fills.reduce((latest, { side }) => Math.max(latest, side.timeUs), 0)
  const untoldFromUs = newestUs - UNTOLD_US
  return { trades: paired(fills.filter(({ side }) => side.timeUs >= untoldFromUs - KEPT_US), view), untoldFromUs, withdrawals: withdrawals.filter(({ createdAtUs }) => createdAtUs >= lastUs - UNTOLD_US) }
}

/** A side with what its trade is known by. */
interface Told {
  readonly market: string
  readonly tradeId: number
  readonly isMaker: boolean
  readonly side: SeenFill
}

const isMarginWallet = (wallet: WalletName): wallet is MarginWalletName => wallet === 'crossMargin' || symbolOfIsolated(wallet) !== undefined

const spotFills = (view: ExchangeView, accountIds: readonly AccountId[]): readonly Told[] => accountIds.flatMap((id) => {
  const rooms = [view.orders, ...view.wallet.wallets(id).filter(isMarginWallet).map((wallet) => view.margin.orders(wallet))]
  return rooms.flatMap((orders) => view.symbols().flatMap(({ name }) => orders.fills(id, name, { limit: MOST_FILLS }).map((fill): Told => ({ market: name, tradeId: fill.tradeId, isMaker: fill.isMaker, side: spotSide(fill, SOMEBODY) }))))
})

const futuresFills = (view: ExchangeView, accountIds: readonly AccountId[]): readonly Told[] => accountIds.flatMap((id) => view.futures.contracts.flatMap(({ name }) => {
  const fills = view.futures.fills(id, name)
  if (fills.length === 0) return []
  const forced = new Set(view.futures.forcedOrders(id).map(({ id: orderId }) => orderId))
  // What it was worth then is not remembered; what it is worth now is close, minutes later.
  return fills.slice(-MOST_FILLS).filter(({ orderId }) => !forced.has(orderId)).map((fill): Told => ({ market: `${name} perpetual`, tradeId: fill.tradeId, isMaker: fill.isMaker, side: futuresSide(fill, SOMEBODY, view.futures.market(name)?.markPrice) }))
}))

const paired = (fills: readonly Told[], view: ExchangeView): readonly (readonly SeenFill[])[] => {
  const trades = new Map<string, Told[]>()
  for (const fill of fills) {
    const key = `${fill.market} ${fill.tradeId}`
    const known = trades.get(key)
    if (known) known.push(fill)
    else trades.set(key, [fill])
  }
  const others = [...new Set(fills.map(({ market }) => market))].flatMap((market) => view.market.trades(market, { limit: TAPE })
    .filter(({ id }) => !trades.has(`${market} ${id}`))
    .map(({ symbol, price, timeUs }): readonly SeenFill[] => [{ accountId: SOMEBODY, counterparty: SOMEBODY, symbol, isBuyer: true, price: Number(price), mark: null, timeUs }]))
  return [...[...trades.values()].map(sidesOf), ...others].sort((left, right) => (left[0]?.timeUs ?? 0) - (right[0]?.timeUs ?? 0))
}

/** The maker's side first, each with the other as its counterparty. */
const sidesOf = (told: readonly Told[]): readonly SeenFill[] => {
  const [first, second] = [...told].sort((left, right) => Number(right.isMaker) - Number(left.isMaker)).map(({ side }) => side)
  if (!first) return []
  return second ? [{ ...first, counterparty: second.accountId }, { ...second, counterparty: first.accountId }] : [first]
}
