import type { OrderRequest } from '../exchange/command.ts'
import type { OrderType, PegPriceType, SelfTradePreventionMode, Side, TimeInForce } from '../exchange/symbol.ts'
import type { ParameterFault } from '../gate/endpoint-shape.ts'
import type { Amount, Price, Quantity } from '../money.ts'
import { badCombination } from './parameter-types.ts'

/** One order as its parameters tell it, before anybody asked whether they fit together. */
export interface OrderLeg {
  readonly type: OrderType
  readonly timeInForce: TimeInForce | undefined
  readonly quantity: Quantity | undefined
  readonly quoteQuantity: Amount | undefined
  readonly price: Price | undefined
  readonly stopPrice: Price | undefined
  readonly trailingDeltaBips: number | undefined
  readonly icebergQuantity: Quantity | undefined
  readonly strategyType: number | undefined
  readonly peg: LegPeg
}

/** The three parameters of a pegged order, as they were sent. */
export interface LegPeg {
  readonly priceType: PegPriceType | undefined
  readonly offsetType: 'PRICE_LEVEL' | undefined
  readonly offsetLevels: number | undefined
}

export const NO_PEG: LegPeg = { priceType: undefined, offsetType: undefined, offsetLevels: undefined }

/** What the wire calls the parts of a leg: plain names for one order, prefixed ones in a list. */
export type LegNames = Readonly<Record<Exclude<keyof OrderLeg, 'type' | 'peg'> | 'pegPriceType' | 'pegOffsetType' | 'pegOffsetValue', string>>

export const PLAIN_NAMES: LegNames = {
  timeInForce: 'timeInForce', quantity: 'quantity', quoteQuantity: 'quoteOrderQty', price: 'price', stopPrice: 'stopPrice',
  trailingDeltaBips: 'trailingDelta', icebergQuantity: 'icebergQty', strategyType: 'strategyType',
  pegPriceType: 'pegPriceType', pegOffsetType: 'pegOffsetType', pegOffsetValue: 'pegOffsetValue',
}

/** `above`, `pendingBelow` … : names as the parts of a list carry them. The quantity has a name of its own. */
export const prefixedNames = (prefix: string, quantity: string): LegNames => ({
  timeInForce: `${prefix}TimeInForce`, quantity, quoteQuantity: 'quoteOrderQty', price: `${prefix}Price`, stopPrice: `${prefix}StopPrice`,
  trailingDeltaBips: `${prefix}TrailingDelta`, icebergQuantity: `${prefix}IcebergQty`, strategyType: `${prefix}StrategyType`,
  pegPriceType: `${prefix}PegPriceType`, pegOffsetType: `${prefix}PegOffsetType`, pegOffsetValue: `${prefix}PegOffsetValue`,
})

type Part = 'timeInForce' | 'quantity' | 'price'

/** What each type must carry, and what it may not; MARKET's two quantities and the stop's two triggers are looked at apart. */
const TYPE_RULES: Readonly<Record<OrderType, { readonly needs: readonly Part[]; readonly isStop: boolean; readonly mayBeIceberg: boolean }>> = {
  LIMIT: { needs: ['timeInForce', 'quantity', 'price'], isStop: false, mayBeIceberg: true },
  LIMIT_MAKER: { needs: ['quantity', 'price'], isStop: false, mayBeIceberg: true },
  MARKET: { needs: [], isStop: false, mayBeIceberg: false },
  STOP_LOSS: { needs: ['quantity'], isStop: true, mayBeIceberg: false },
  STOP_LOSS_LIMIT: { needs: ['timeInForce', 'quantity', 'price'], isStop: true, mayBeIceberg: true },
  TAKE_PROFIT: { needs: ['quantity'], isStop: true, mayBeIceberg: false },
  TAKE_PROFIT_LIMIT: { needs: ['timeInForce', 'quantity', 'price'], isStop: true, mayBeIceberg: true },
}

export const isStop = (type: OrderType): boolean => TYPE_RULES[type].isStop

const LEAST_STRATEGY_TYPE = 1_000_000

/** An amount of nothing, in the words of the live exchange. */
const nothingOf = (what: 'quantity' | 'price'): ParameterFault => ({ fault: 'coded', code: -1013, message: `Invalid ${what}.` })

/** An offset says how far and in what, of a price that is followed. */
const pegFault = ({ priceType, offsetType, offsetLevels }: LegPeg, names: LegNames): ParameterFault | undefined => {
  if (priceType === undefined && offsetType === undefined && offsetLevels === undefined) return undefined
  if (priceType === undefined) return { fault: 'notRequired', name: offsetType === undefined ? names.pegOffsetValue : names.pegOffsetType }
  if ((offsetType === undefined) === (offsetLevels === undefined)) return undefined
  return { fault: 'coded', code: -1128, message: `Combination of optional fields invalid. Recommendation: '${names.pegOffsetType}' and '${names.pegOffsetValue}' must both be sent.` }
}

/** The first thing about a leg that no order of its type can have, or lacks. */
export const legFault = (leg: OrderLeg, names: LegNames): ParameterFault | undefined => {
  const { needs, isStop: isTriggered, mayBeIceberg } = TYPE_RULES[leg.type]
  const isPegged = leg.peg.priceType !== undefined
  for (const part of needs) if (leg[part] === undefined && !(part === 'price' && isPegged)) return { fault: 'missing', name: names[part] }
  if (leg.type === 'MARKET') {
    if (leg.quantity === undefined && leg.quoteQuantity === undefined) return { fault: 'oneOfMissing', names: [names.quantity, names.quoteQuantity] }
    if (leg.quantity !== undefined && leg.quoteQuantity !== undefined) return badCombination
  } else if (leg.quoteQuantity !== undefined) {
    return { fault: 'notRequired', name: names.quoteQuantity }
  }
  if (isTriggered && leg.stopPrice === undefined && leg.trailingDeltaBips === undefined) return { fault: 'oneOfMissing', names: [names.stopPrice, names.trailingDeltaBips] }
  if (leg.timeInForce !== undefined && !needs.includes('timeInForce')) return { fault: 'notRequired', name: names.timeInForce }
  if (leg.price !== undefined && !needs.includes('price')) return { fault: 'notRequired', name: names.price }
  if (leg.stopPrice !== undefined && !isTriggered) return { fault: 'notRequired', name: names.stopPrice }
  if (leg.trailingDeltaBips !== undefined && !isTriggered) return { fault: 'notRequired', name: names.trailingDeltaBips }
  const offTarget = pegFault(leg.peg, names)
  if (offTarget) return offTarget
  if (leg.icebergQuantity !== undefined && !mayBeIceberg) return { fault: 'notRequired', name: names.icebergQuantity }
  if (leg.icebergQuantity !== undefined && leg.icebergQuantity > 0n && (leg.timeInForce ?? 'GTC') !== 'GTC') {
    return { fault: 'coded', code: -1014, message: 'Unsupported order combination.' }
  }
  if (leg.quantity === 0n) return nothingOf('quantity')
  if (leg.price === 0n) return nothingOf('price')
  if (leg.strategyType !== undefined && leg.strategyType < LEAST_STRATEGY_TYPE) return { fault: 'coded', code: -1134, message: 'strategyType was less than 1000000.' }
  return undefined
}

/** What an order has besides its leg. */
export interface OrderIdentity {
  readonly side: Side
  readonly clientOrderId: string
  readonly strategyId: number | undefined
  readonly selfTradePrevention: SelfTradePreventionMode | undefined
}

/** The command's order from a leg that `legFault` found nothing wrong with. */
export const orderRequest = (leg: OrderLeg, { side, clientOrderId, strategyId, selfTradePrevention }: OrderIdentity): OrderRequest => ({
  side,
  type: leg.type,
  timeInForce: leg.timeInForce ?? 'GTC',
  clientOrderId,
  ...(leg.quantity !== undefined && { quantity: leg.quantity }),
  ...(leg.quoteQuantity !== undefined && { quoteQuantity: leg.quoteQuantity }),
  ...(leg.price !== undefined && { price: leg.price }),
  ...(leg.peg.priceType !== undefined && { peg: { priceType: leg.peg.priceType, ...(leg.peg.offsetLevels !== undefined && { offsetLevels: leg.peg.offsetLevels }) } }),
  ...(leg.stopPrice !== undefined && { stopPrice: leg.stopPrice }),
  ...(leg.trailingDeltaBips !== undefined && { trailingDeltaBips: leg.trailingDeltaBips }),
  ...(leg.icebergQuantity !== undefined && leg.icebergQuantity > 0n && { icebergQuantity: leg.icebergQuantity }),
  ...(strategyId !== undefined && { strategyId }),
  ...(leg.strategyType !== undefined && { strategyType: leg.strategyType }),
  ...(selfTradePrevention !== undefined && { selfTradePrevention }),
})
