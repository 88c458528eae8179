import { type Price, UNIT } from '../../money.ts'
import type { Verdict } from '../market-port.ts'
import type { Rejection } from '../rejection.ts'
import { MAX_ALGO_ORDERS } from './contract.ts'
import type { AlgoReference } from './futures-command.ts'
import type { AlgoOrder, AlgoOrderRequest, AlgoStatus } from './futures-order.ts'
import { type FuturesAccount, type FuturesMarket, type FuturesState, isOpenOrder, type LiveAlgo } from './futures-state.ts'
import { judgeOrder, judgePositionSide, judgePrice, judgeQuantity, placeOrder } from './placing.ts'
import { absolute } from './rounding.ts'

/** The price by which an algo order is watched. */
const watchedPrice = (market: FuturesMarket, { workingType }: Pick<AlgoOrder, 'workingType'>): Price => (workingType === 'MARK_PRICE' ? market.markPrice : market.lastPrice > 0n ? market.lastPrice : market.markPrice)

const isTake = ({ type }: Pick<AlgoOrder, 'type'>): boolean => type === 'TAKE_PROFIT' || type === 'TAKE_PROFIT_MARKET'
/** A stop waits for the price to go against the position, a take-profit for it to go its way. */
const isReached = (algo: Pick<AlgoOrder, 'type' | 'side'>, trigger: Price, price: Price): boolean => ((algo.side === 'BUY') !== isTake(algo) ? price >= trigger : price <= trigger)

export const judgeAlgo = (account: FuturesAccount, market: FuturesMarket, request: AlgoOrderRequest): Rejection | null => {
  const isBuy = request.side === 'BUY'
  const price = watchedPrice(market, request)
  if (market.status !== 'TRADING' || market.markPrice === 0n) return { reason: 'notTrading' }
  const fault = judgePositionSide(account, request.positionSide) ?? (request.closePosition ? null : judgeQuantity(market.contract, request.type.endsWith('MARKET'), request.quantity))
  if (fault) return fault
  if (request.price !== undefined) {
    const priceFault = judgePrice({ ...market, contract: market.contract, markPrice: request.triggerPrice ?? market.markPrice } as FuturesMarket, isBuy, request.price) // the limit is looked at from where it will be placed
    if (priceFault) return priceFault
  }
  if (request.triggerPrice !== undefined && request.triggerPrice % market.contract.tickSize !== 0n) return { reason: 'priceOffTick' }
  for (const algo of account.openAlgos.values()) if (algo.clientAlgoId === request.clientAlgoId) return { reason: 'duplicateClientOrderId' }
  if ([...account.openAlgos.values()].filter(({ symbol }) => symbol === market.contract.name).length >= MAX_ALGO_ORDERS) return { reason: 'tooManyAlgoOrders' }
  if (request.triggerPrice !== undefined && isReached(request, request.triggerPrice, price)) return { reason: 'wouldTriggerNow' }
  if (request.activationPrice !== undefined && (isBuy ? request.activationPrice >= price : request.activationPrice <= price)) return { reason: 'invalidActivation' }
  return null
}

export const placeAlgo = (state: FuturesState, account: FuturesAccount, market: FuturesMarket, request: AlgoOrderRequest): void => {
  const isTracking = request.type === 'TRAILING_STOP_MARKET' && request.activationPrice === undefined
  const algo: LiveAlgo = {
    id: state.nextAlgoId++, accountId: account.id, symbol: market.contract.name, clientAlgoId: request.clientAlgoId, side: request.side, positionSide: request.positionSide, type: request.type, timeInForce: request.timeInForce,
    quantity: request.quantity, price: request.price ?? 0n, triggerPrice: request.triggerPrice ?? 0n, activationPrice: request.activationPrice ?? 0n, callbackPart: request.callbackPart ?? 0n, workingType: request.workingType,
    priceProtect: request.priceProtect, closePosition: request.closePosition, reduceOnly: request.reduceOnly, priceMatch: request.priceMatch, selfTradePrevention: request.selfTradePrevention, goodTillUs: request.goodTillUs ?? 0,
    status: 'NEW', createdAtUs: state.nowUs, updatedAtUs: state.nowUs, triggeredAtUs: 0, orderId: null, isTracking, extreme: isTracking ? watchedPrice(market, request) : 0n, rejectReason: '',
  }
  account.openAlgos.set(algo.id, algo)
  account.orderCount.add(1, state.nowUs)
  state.emit({ what: 'algo', algo: { ...algo } })
}

const findAlgo = (account: FuturesAccount, { algoId, clientAlgoId }: AlgoReference): LiveAlgo | undefined =>
  [...account.openAlgos.values()].find((algo) => (algoId !== undefined ? algo.id === algoId : algo.clientAlgoId === clientAlgoId))

export const endAlgo = (state: FuturesState, account: FuturesAccount, algo: LiveAlgo, status: AlgoStatus): void => {
  account.openAlgos.delete(algo.id)
  algo.status = status
  algo.updatedAtUs = state.nowUs
  account.keep(account.algos, { ...algo })
  state.emit({ what: 'algo', algo: { ...algo } })
}

export const cancelAlgo = (state: FuturesState, account: FuturesAccount, reference: AlgoReference): Verdict => {
  const algo = findAlgo(account, reference)
  if (algo === undefined) return { reason: 'unknownOrder' }
  endAlgo(state, account, algo, 'CANCELED')
  return 'changed'
}

/** Follows the price with a trailing stop. @returns whether it fell back, or rose, by its part */
const trail = (algo: LiveAlgo, price: Price): boolean => {
  const isBuy = algo.side === 'BUY'
  if (!algo.isTracking) {
    if (isBuy ? price > algo.activationPrice : price < algo.activationPrice) return false
    algo.isTracking = true
    algo.extreme = price
  }
  if (isBuy ? price < algo.extreme : price > algo.extreme) algo.extreme = price
  return isBuy ? price * UNIT >= algo.extreme * (UNIT + algo.callbackPart) : price * UNIT <= algo.extreme * (UNIT - algo.callbackPart)
}

/** Turns every algo order of a market whose price has come into an order. An order that triggers may move the price that others wait for, so it goes on until none does. */
export const triggerAlgos = (state: FuturesState, market: FuturesMarket): boolean => {
  let isChanged = false
  for (let isDone = false; !isDone;) {
    isDone = true
    for (const account of [...state.accounts.values()].sort((a, b) => a.id - b.id)) for (const algo of [...account.openAlgos.values()]) {
      if (algo.symbol !== market.contract.name || !account.openAlgos.has(algo.id)) continue
      const price = watchedPrice(market, algo)
      const before = algo.extreme
      const isDue = algo.type === 'TRAILING_STOP_MARKET' ? trail(algo, price) : isReached(algo, algo.triggerPrice, price)
      if (algo.extreme !== before) isChanged = true
      if (!isDue || (algo.priceProtect && absolute(market.lastPrice - market.markPrice) * UNIT > market.markPrice * market.contract.marketBound)) continue
      trigger(state, account, market, algo)
      isChanged = true
      isDone = false
    }
  }
  return isChanged
}

const trigger = (state: FuturesState, account: FuturesAccount, market: FuturesMarket, algo: LiveAlgo): void => {
  const held = absolute(account.position(algo.symbol, algo.positionSide).quantity)
  const isMarket = algo.type.endsWith('MARKET')
  algo.triggeredAtUs = state.nowUs
  account.openAlgos.delete(algo.id)
  const request = {
    side: algo.side, positionSide: algo.positionSide, type: isMarket ? 'MARKET' : 'LIMIT', timeInForce: isMarket ? 'GTC' : algo.timeInForce, quantity: algo.closePosition ? held : algo.quantity, price: algo.price,
    reduceOnly: algo.reduceOnly || algo.closePosition, clientOrderId: algo.clientAlgoId, priceMatch: algo.priceMatch, selfTradePrevention: algo.selfTradePrevention, goodTillUs: algo.goodTillUs,
  } as const
  const rejection = judgeOrder(state, account, market, request)
  if (rejection !== null) {
    algo.rejectReason = rejection.reason
    return endAlgo(state, account, algo, request.reduceOnly && held === 0n ? 'EXPIRED' : 'REJECTED')
  }
  algo.status = 'TRIGGERED'
  state.emit({ what: 'algo', algo: { ...algo } })
  const order = placeOrder(state, account, market, request, { originalType: algo.type, closePosition: algo.closePosition, triggerPrice: algo.triggerPrice, workingType: algo.workingType, priceProtect: algo.priceProtect, algoId: algo.id })
  algo.orderId = order.id
  endAlgo(state, account, algo, isOpenOrder(order.facts) ? 'TRIGGERED' : 'FINISHED')
}
