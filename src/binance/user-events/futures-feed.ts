import type { ExchangeEvent } from '../../exchange/event.ts'
import type { FuturesEvent, PositionUpdate } from '../../exchange/futures/futures-event.ts'
import type { AlgoOrder, FuturesOrder } from '../../exchange/futures/futures-order.ts'
import type { FuturesReason } from '../../exchange/futures/futures-rejection.ts'
import type { FuturesView } from '../../exchange/futures/futures-view.ts'
import type { AccountId } from '../../ids.ts'
import { MARGIN_ASSET } from '../../exchange/futures/contract.ts'
import { formatDecimal, UNIT } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { FUTURES_LINES } from '../futures-errors.ts'
import { type TimeUnit, wireTime } from '../wire-time.ts'
import type { AccountFeed, UserEvent } from './account-feed.ts'
import { ownerOf } from './account-feed.ts'

type Told<What extends FuturesEvent['what']> = Extract<FuturesEvent, { what: What }>

const wireMargin = ({ marginType }: PositionUpdate): string => (marginType === 'ISOLATED' ? 'isolated' : 'cross')
const average = (quote: bigint, quantity: bigint): string => (quantity === 0n ? '0' : formatDecimal((quote * UNIT) / quantity))

/** What an order's event tells that is not the order's own: as it stands when the command is done. */
interface Around {
  readonly bidNotional: bigint
  readonly askNotional: bigint
  readonly activationPrice: bigint
  readonly callbackPart: bigint
}

const around = (futures: FuturesView, { accountId, symbol, positionSide, originalType, algoId }: FuturesOrder): Around => {
  const { bidNotional = 0n, askNotional = 0n } = futures.position(accountId, symbol, positionSide) ?? {}
  const { activationPrice = 0n, callbackPart = 0n } = (originalType === 'TRAILING_STOP_MARKET' && algoId !== null ? futures.algo(accountId, { algoId }) : undefined) ?? {}
  return { bidNotional, askNotional, activationPrice, callbackPart }
}

const orderUpdate = ({ order, fill, execution }: Told<'order'>, { bidNotional, askNotional, activationPrice, callbackPart }: Around, timeUs: TimeUs, unit: TimeUnit) => ({
  e: 'ORDER_TRADE_UPDATE', E: wireTime(timeUs, unit), T: wireTime(timeUs, unit),
  o: {
    s: order.symbol, c: order.clientOrderId, S: order.side, o: order.type, f: order.timeInForce, q: formatDecimal(order.quantity), p: formatDecimal(order.price),
    ap: average(order.filledQuote, order.filledQuantity), sp: formatDecimal(order.triggerPrice), x: execution, X: order.status, i: order.id,
    l: formatDecimal(fill?.quantity ?? 0n), z: formatDecimal(order.filledQuantity), L: formatDecimal(fill?.price ?? 0n), N: fill?.commissionAsset ?? MARGIN_ASSET, n: formatDecimal(fill?.commission ?? 0n),
    T: wireTime(order.updatedAtUs, unit), t: fill?.tradeId ?? 0, b: formatDecimal(bidNotional), a: formatDecimal(askNotional), m: fill?.isMaker ?? false, R: order.reduceOnly, wt: order.workingType, ot: order.originalType, ps: order.positionSide,
    cp: order.closePosition, ...(order.originalType === 'TRAILING_STOP_MARKET' && { AP: formatDecimal(activationPrice), cr: formatDecimal(callbackPart * 100n) }), rp: formatDecimal(fill?.realizedProfit ?? 0n), pP: order.priceProtect, si: 0, ss: 0, V: order.selfTradePrevention, pm: order.priceMatch, gtd: wireTime(order.goodTillUs, unit), er: '0',
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
      s: one.symbol, pa: formatDecimal(one.quantity), ep: formatDecimal(one.entryPrice), bep: formatDecimal(one.breakEvenPrice), cr: formatDecimal(one.closedProfit), up: formatDecimal(one.unrealized),
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

/** Why it could not be placed when its price came; nothing where it was. It expires where there is nothing left that it could close. */
// What is a name of the table is a reason.
const rejectText = ({ rejectReason, status }: AlgoOrder): string =>
  rejectReason === '' ? '' : status === 'EXPIRED' || rejectReason === 'reduceOnlyRejected' ? 'Reduce Only reject' : Object.hasOwn(FUTURES_LINES, rejectReason) ? FUTURES_LINES[rejectReason as FuturesReason][1] : rejectReason

const triggerReject = (algo: AlgoOrder, timeUs: TimeUs, unit: TimeUnit) => ({
  e: 'CONDITIONAL_ORDER_TRIGGER_REJECT', E: wireTime(timeUs, unit), T: wireTime(timeUs, unit), or: { s: algo.symbol, i: algo.id, r: rejectText(algo) },
})

const algoUpdate = ({ algo }: Told<'algo'>, order: FuturesOrder | undefined, timeUs: TimeUs, unit: TimeUnit) => ({
  e: 'ALGO_UPDATE', T: wireTime(timeUs, unit), E: wireTime(timeUs, unit),
  o: {
    caid: algo.clientAlgoId, aid: algo.id, at: 'CONDITIONAL', o: algo.type, s: algo.symbol, S: algo.side, ps: algo.positionSide, f: algo.timeInForce, q: formatDecimal(algo.quantity), X: algo.status,
    ai: algo.orderId === null ? '' : String(algo.orderId), ...(order && { ap: average(order.filledQuote, order.filledQuantity), aq: formatDecimal(order.filledQuantity), act: order.type }), tp: formatDecimal(algo.triggerPrice), p: formatDecimal(algo.price), V: algo.selfTradePrevention, wt: algo.workingType, pm: algo.priceMatch,
    cp: algo.closePosition, pP: algo.priceProtect, R: algo.reduceOnly, tt: wireTime(algo.triggeredAtUs, unit), gtd: wireTime(algo.goodTillUs, unit), rm: rejectText(algo), ...(algo.type === 'TRAILING_STOP_MARKET' && { ia: algo.isTracking, cr: formatDecimal(algo.callbackPart * 100n) }),
  },
})

/**
 * What happens to an account's orders, balances, positions and settings in the futures room, in the order in which Binance tells it: of a fill first the short form,
 * then what it did to the account, then the order.
 */
export class FuturesFeed implements AccountFeed {
  readonly #accountId: AccountId
  readonly #futures: FuturesView

  constructor(accountId: AccountId, futures: FuturesView) {
    this.#accountId = accountId
    this.#futures = futures
  }

  onCommand(events: readonly ExchangeEvent[], timeUs: TimeUs): readonly UserEvent[] {
    const told: UserEvent[] = []
    let ofFill: UserEvent | undefined
    for (const one of events) {
      if (one.kind !== 'futures' || ownerOf(one) !== this.#accountId) continue
      const { event } = one
      const word = this.#worded(event, timeUs)
      if (event.what === 'order' && event.fill !== null) {
        told.push((unit) => tradeLite(event, timeUs, unit))
        ofFill = word
      } else if (word) told.push(word)
      if (event.what === 'algo' && event.algo.rejectReason !== '') told.push((unit) => triggerReject(event.algo, timeUs, unit))
      // Each fill is followed by what it did to the account.
      if (event.what !== 'account' || ofFill === undefined) continue
      told.push(ofFill)
      ofFill = undefined
    }
    return told
  }

  #worded(event: FuturesEvent, timeUs: TimeUs): UserEvent | undefined {
    switch (event.what) {
      case 'order': {
        const facts = around(this.#futures, event.order)
        return (unit) => orderUpdate(event, facts, timeUs, unit)
      }
      case 'account': return (unit) => accountUpdate(event, timeUs, unit)
      case 'leverage': return (unit) => ({ e: 'ACCOUNT_CONFIG_UPDATE', E: wireTime(timeUs, unit), T: wireTime(timeUs, unit), ac: { s: event.symbol, l: event.leverage } })
      case 'multiAssets': return (unit) => ({ e: 'ACCOUNT_CONFIG_UPDATE', E: wireTime(timeUs, unit), T: wireTime(timeUs, unit), ai: { j: event.isMultiAssets } })
      case 'marginCall': return (unit) => marginCall(event, timeUs, unit)
      case 'algo': {
        const { algo } = event
        const order = algo.orderId === null ? undefined : this.#futures.order(algo.accountId, algo.symbol, { orderId: algo.orderId })
        return (unit) => algoUpdate(event, order, timeUs, unit)
      }
      default: return undefined
    }
  }
}
