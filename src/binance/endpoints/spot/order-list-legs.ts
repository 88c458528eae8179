import type { OrderRequest } from '../../../exchange/command.ts'
import type { OrderType, PegPriceType, SelfTradePreventionMode, Side, TimeInForce } from '../../../exchange/symbol.ts'
import type { ParameterFault } from '../../../gate/endpoint-shape.ts'
import type { Amount, Quantity } from '../../../money.ts'
import type { Services } from '../../endpoint.ts'
import { legFault, type LegNames, type OrderLeg, orderRequest, prefixedNames } from '../../order-shape.ts'
import type { Parameter } from '../../parameters.ts'
import { clientOrderId, decimal, integer, optional, pegOffsetType, pegOffsetValue, pegPriceType, timeInForce } from '../../parameter-types.ts'
import { newClientId } from './order-parameters.ts'

/** The parts that a leg of a list may carry, each after the leg's own prefix: `abovePrice`, `pendingBelowTimeInForce` … */
interface LegParts {
  readonly ClientOrderId: string | undefined
  readonly Price: Amount | undefined
  readonly StopPrice: Amount | undefined
  readonly TrailingDelta: number | undefined
  readonly IcebergQty: Amount | undefined
  readonly TimeInForce: TimeInForce | undefined
  readonly StrategyId: number | undefined
  readonly StrategyType: number | undefined
  readonly PegPriceType: PegPriceType | undefined
  readonly PegOffsetType: 'PRICE_LEVEL' | undefined
  readonly PegOffsetValue: number | undefined
}

type LegParameters<Prefix extends string> = { readonly [Part in keyof LegParts as `${Prefix}${Part}`]: Parameter<LegParts[Part]> }
type LegValues<Prefix extends string> = { readonly [Part in keyof LegParts as `${Prefix}${Part}`]?: LegParts[Part] }

export const legParameters = <const Prefix extends string>(prefix: Prefix): LegParameters<Prefix> =>
  // Computed names lose their type; the keys are those of LegParts, each after the prefix.
  ({
    [`${prefix}ClientOrderId`]: optional(clientOrderId),
    [`${prefix}Price`]: optional(decimal),
    [`${prefix}StopPrice`]: optional(decimal),
    [`${prefix}TrailingDelta`]: optional(integer),
    [`${prefix}IcebergQty`]: optional(decimal),
    [`${prefix}TimeInForce`]: optional(timeInForce),
    [`${prefix}StrategyId`]: optional(integer),
    [`${prefix}StrategyType`]: optional(integer),
    [`${prefix}PegPriceType`]: optional(pegPriceType),
    [`${prefix}PegOffsetType`]: optional(pegOffsetType),
    [`${prefix}PegOffsetValue`]: optional(pegOffsetValue),
  }) as LegParameters<Prefix>

/** A leg of a list: the order it would be, and what its parts are called on the wire. */
export interface ListLeg {
  readonly order: OrderLeg
  readonly names: LegNames
  readonly side: Side
  readonly clientOrderId: string | undefined
  readonly strategyId: number | undefined
}

/** Reads the leg of a prefix from a list's parameters; `quantityName` is what the wire calls its quantity. */
export const readLeg = <const Prefix extends string>(prefix: Prefix, values: LegValues<Prefix>, base: { readonly type: OrderType; readonly side: Side; readonly quantity: Quantity | undefined }, quantityName: string): ListLeg => {
  // The keys are made of the same prefix and parts as the type of `values`.
  const part = <Part extends keyof LegParts>(name: Part): LegParts[Part] => (values as Readonly<Record<string, unknown>>)[prefix + name] as LegParts[Part]
  return {
    side: base.side,
    clientOrderId: part('ClientOrderId'),
    strategyId: part('StrategyId'),
    names: prefixedNames(prefix, quantityName),
    order: {
      type: base.type, quantity: base.quantity, quoteQuantity: undefined, price: part('Price'), stopPrice: part('StopPrice'), trailingDeltaBips: part('TrailingDelta'),
      icebergQuantity: part('IcebergQty'), timeInForce: part('TimeInForce'), strategyType: part('StrategyType'),
      peg: { priceType: part('PegPriceType'), offsetType: part('PegOffsetType'), offsetLevels: part('PegOffsetValue') },
    },
  }
}

/** The first fault among the legs, in their order. */
export const legsFault = (...legs: readonly ListLeg[]): ParameterFault | undefined => {
  for (const { order, names } of legs) {
    const fault = legFault(order, names)
    if (fault) return fault
  }
  return undefined
}

/** Of a pair: an iceberg that is not GTC has a code of its own there. */
export const pairIcebergFault = (...legs: readonly ListLeg[]): ParameterFault | undefined => {
  const wrong = legs.find(({ order }) => order.icebergQuantity !== undefined && order.timeInForce !== undefined && order.timeInForce !== 'GTC')
  return wrong && {
    fault: 'coded', code: -1160, message: `Parameter '${wrong.names.icebergQuantity}' is not supported if \`aboveTimeInForce\`/\`belowTimeInForce\` is not GTC.`,
  }
}

export const legRequest = ({ order, side, clientOrderId: name, strategyId }: ListLeg, selfTradePrevention: SelfTradePreventionMode | undefined, services: Services): OrderRequest =>
  orderRequest(order, { side, clientOrderId: name ?? newClientId(services), strategyId, selfTradePrevention })
