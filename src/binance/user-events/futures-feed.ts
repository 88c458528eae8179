import type { ExchangeEvent } from '../../exchange/event.ts'
import type { FuturesEvent, PositionUpdate } from '../../exchange/futures/futures-event.ts'
import type { AccountId } from '../../ids.ts'
import { formatDecimal, UNIT } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { type TimeUnit, wireTime } from '../wire-time.ts'
import type { AccountFeed, UserEvent } from './account-feed.ts'
import { ownerOf } from './account-feed.ts'

type Told<What extends FuturesEvent['what']> = Extract<FuturesEvent, { what: What }>

const wireMargin = ({ marginType }: PositionUpdate): string => (marginType === 'ISOLATED' ? 'isolated' : 'cross')
const average = (quote: bigint, quantity: bigint): string => (quantity === 0n ? '0' : formatDecimal((quote * UNIT) / quantity))

const orderUpdate = ({ order, fill, execution }: Told<'order'>, timeUs: TimeUs, unit: TimeUnit) => ({
  e: 'ORDER_TRADE_UPDATE', E: wireTime(timeUs, unit), T: wireTime(timeUs, unit),
  o: {
    s: order.symbol, c: order.clientOrderId, S: order.side, o: order.type, f: order.timeInForce, q: formatDecimal(order.quantity), p: formatDecimal(order.price),
    ap: average(order.filledQuote, order.filledQuantity), sp: formatDecimal(order.triggerPrice), x: execution, X: order.status, i: order.id,
    l: formatDecimal(fill?.quantity ?? 0n), z: formatDecimal(order.filledQuantity), L: formatDecimal(fill?.price ?? 0n), ...(fill && { N: fill.commissionAsset, n: formatDecimal(fill.commission) }),
    T: wireTime(order.updatedAtUs, unit), t: fill?.tradeId ?? 0, b: '0', a: '0', m: fill?.isMaker ?? false, R: order.reduceOnly, wt: order.workingType, ot: order.originalType, ps: order.positionSide,
    cp: order.closePosition, rp: formatDecimal(fill?.realizedProfit ?? 0n), pP: order.priceProtect, si: 0, ss: 0, V: order.selfTradePrevention, pm: order.priceMatch, gtd: wireTime(order.goodTillUs, unit), er: '0',
  },
})

const tradeLite = ({ order, fill }: Told<'order'>, timeUs: TimeUs, unit: TimeUnit) => ({
  e: 'TRADE_LITE', E: wireTime(timeUs, unit), T: wireTime(timeUs, unit), s: order.symbol, q: formatDecimal(order.quantity), p: formatDecimal(order.price), m: fill?.isMaker ?? false, c: order.clientOrderId, S: order.side,
  L: formatDecimal(fill?.price ?? 0n), l: formatDecimal(fill?.quantity ?? 0n), t: fill?.tradeId ?? 0, i: order.id,
})

const accountUpdate = ({ reason, balances, positions }: Told<'account'>, timeUs: TimeUs, unit: TimeUnit) => ({
  e: 'ACCOUNT_UPDATE', E: wireTime(timeUs, unit), T: wireTime(timeUs, unit),
  a: {
    m: reason,
    B: balances.map(({ asset, walletBalance, crossWallet, change }) => ({ a: asset, wb: formatDecimal(walletBalance), cw: formatDecimal(crossWallet), bc: formatDecimal(change) })),
    P: positions.map((one) => ({
      s: one.symbol, pa: formatDecimal(one.quantity), ep: formatDecimal(one.entryPrice), bep: formatDecimal(one.breakEvenPrice), cr: formatDecimal(one.realized), up: formatDecimal(one.unrealized),
      mt: wireMargin(one), iw: formatDecimal(one.isolatedWallet), ps: one.positionSide,
    })),
  },
})

const marginCall = ({ crossWallet, positions }: Told<'marginCall'>, timeUs: TimeUs, unit: TimeUnit) => ({
  e: 'MARGIN_CALL', E: wireTime(timeUs, unit), cw: formatDecimal(crossWallet),
  p: positions.map((one) => ({
    s: one.symbol, ps: one.positionSide, pa: formatDecimal(one.quantity), mt: one.marginType, iw: formatDecimal(one.isolatedWallet), mp: formatDecimal(one.markPrice), up: formatDecimal(one.unrealized), mm: formatDecimal(one.maintenanceMargin),
  })),
})

const algoUpdate = ({ algo }: Told<'algo'>, timeUs: TimeUs, unit: TimeUnit) => ({
  e: 'ALGO_UPDATE', T: wireTime(timeUs, unit), E: wireTime(timeUs, unit),
  o: {
    caid: algo.clientAlgoId, aid: algo.id, at: 'CONDITIONAL', o: algo.type, s: algo.symbol, S: algo.side, ps: algo.positionSide, f: algo.timeInForce, q: formatDecimal(algo.quantity), X: algo.status,
    ai: algo.orderId === null ? '' : String(algo.orderId), tp: formatDecimal(algo.triggerPrice), p: formatDecimal(algo.price), V: algo.selfTradePrevention, wt: algo.workingType, pm: algo.priceMatch,
    cp: algo.closePosition, pP: algo.priceProtect, R: algo.reduceOnly, tt: wireTime(algo.triggeredAtUs, unit), gtd: wireTime(algo.goodTillUs, unit), ...(algo.rejectReason && { rm: algo.rejectReason }),
  },
})

/** What happens to an account's orders, balances, positions and settings in the futures room, in the order in which it happened. */
export class FuturesFeed implements AccountFeed {
  readonly #accountId: AccountId

  constructor(accountId: AccountId) {
    this.#accountId = accountId
  }

  onCommand(events: readonly ExchangeEvent[], timeUs: TimeUs): readonly UserEvent[] {
    return events.flatMap((one) => (one.kind === 'futures' && ownerOf(one) === this.#accountId ? worded(one.event, timeUs) : []))
  }
}

const worded = (event: FuturesEvent, timeUs: TimeUs): readonly UserEvent[] => {
  switch (event.what) {
    case 'order': return [...(event.fill ? [(unit: TimeUnit) => tradeLite(event, timeUs, unit)] : []), (unit: TimeUnit) => orderUpdate(event, timeUs, unit)]
    case 'account': return [(unit) => accountUpdate(event, timeUs, unit)]
    case 'leverage': return [(unit) => ({ e: 'ACCOUNT_CONFIG_UPDATE', E: wireTime(timeUs, unit), T: wireTime(timeUs, unit), ac: { s: event.symbol, l: event.leverage } })]
    case 'multiAssets': return [(unit) => ({ e: 'ACCOUNT_CONFIG_UPDATE', E: wireTime(timeUs, unit), T: wireTime(timeUs, unit), ai: { j: event.isMultiAssets } })]
    case 'marginCall': return [(unit) => marginCall(event, timeUs, unit)]
    case 'algo': return [(unit) => algoUpdate(event, timeUs, unit)]
    default: return []
  }
}
