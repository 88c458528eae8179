import type { OrderRequest } from '../../command.ts'
import { ORDER_TYPES, type FilterName, type OrderType, type SymbolFilter } from '../../symbol.ts'
import { isAlgo, isMarketType } from '../live-order.ts'
import type { FilterOf, FilterRule, FilterScene } from './filter-rule.ts'
import { icebergParts } from './iceberg-parts.ts'
import { lotSize } from './lot-size.ts'
import { marketLotSize } from './market-lot-size.ts'
import { maxNumAlgoOrders } from './max-num-algo-orders.ts'
import { maxNumIcebergOrders } from './max-num-iceberg-orders.ts'
import { maxNumOrderAmends } from './max-num-order-amends.ts'
import { maxNumOrderLists } from './max-num-order-lists.ts'
import { maxNumOrders } from './max-num-orders.ts'
import { maxPosition } from './max-position.ts'
import { minNotional } from './min-notional.ts'
import { notional } from './notional.ts'
import { percentPrice } from './percent-price.ts'
import { percentPriceBySide } from './percent-price-by-side.ts'
import { priceFilter } from './price-filter.ts'
import { trailingDelta } from './trailing-delta.ts'

/** The rules of one symbol, ready to be asked. */
export interface SymbolRules {
  /** The first filter that the order fails, in the order in which the symbol lists them; null when it passes all. */
  failedBy(order: OrderRequest, scene: FilterScene): FilterName | null
  /** The same for an order whose quantity is reduced: only what its size decides. */
  failedByAmend(order: OrderRequest, scene: FilterScene, amendsSoFar: number): FilterName | null
  /** The same in two parts, for an order whose quantity is known only later. */
  failedBeforeItsSize(order: OrderRequest, scene: FilterScene): FilterName | null
  failedByItsSize(order: OrderRequest, scene: FilterScene): FilterName | null
  /** The same of an open order that gets its price only now. */
  failedByItsPrice(order: OrderRequest, scene: FilterScene): FilterName | null
  allowsAnotherList(openLists: number): boolean
  readonly lotSize: FilterOf<'LOT_SIZE'> | null
  readonly marketLotSize: FilterOf<'MARKET_LOT_SIZE'> | null
}

interface NamedRule {
  readonly name: FilterName
  readonly passes: FilterRule
}

const ABOUT_SIZE: readonly FilterName[] = ['LOT_SIZE', 'MARKET_LOT_SIZE', 'NOTIONAL', 'MIN_NOTIONAL', 'ICEBERG_PARTS']

const ABOUT_PRICE: readonly FilterName[] = ['PRICE_FILTER', 'PERCENT_PRICE', 'PERCENT_PRICE_BY_SIDE', 'NOTIONAL', 'MIN_NOTIONAL']

export const compileFilters = (filters: readonly SymbolFilter[]): SymbolRules => {
  const rules = filters.map(namedRule).filter((rule) => rule.passes !== ALWAYS)
  const byType = new Map(ORDER_TYPES.map((type) => [type, rules.filter(({ name }) => concerns(name, type))]))
  const otherRules = new Map([...byType].map(([type, concerned]) => [type, concerned.filter((rule) => !ABOUT_SIZE.includes(rule.name))]))
  const sizeRules = rules.filter((rule) => ABOUT_SIZE.includes(rule.name))
  const priceRules = rules.filter((rule) => ABOUT_PRICE.includes(rule.name))
  const lists = find(filters, 'MAX_NUM_ORDER_LISTS')
  const amends = find(filters, 'MAX_NUM_ORDER_AMENDS')
  const allowsAmend = amends === null ? () => true : maxNumOrderAmends(amends)
  return {
    failedBy: (order, scene) => firstFailed(byType.get(order.type)!, order, scene),
    failedByAmend: (order, scene, amendsSoFar) => (allowsAmend(amendsSoFar) ? firstFailed(sizeRules, order, scene) : 'MAX_NUM_ORDER_AMENDS'),
    failedBeforeItsSize: (order, scene) => firstFailed(otherRules.get(order.type)!, order, scene),
    failedByItsSize: (order, scene) => firstFailed(sizeRules, order, scene),
    failedByItsPrice: (order, scene) => firstFailed(priceRules, order, scene),
    allowsAnotherList: lists === null ? () => true : maxNumOrderLists(lists),
    lotSize: find(filters, 'LOT_SIZE'),
    marketLotSize: find(filters, 'MARKET_LOT_SIZE'),
  }
}

/** Whether a filter can fail an order of a type at all: most orders are plain ones, which some filters are not about. */
const concerns = (name: FilterName, type: OrderType): boolean => {
  switch (name) {
    case 'MARKET_LOT_SIZE': return isMarketType(type)
    case 'TRAILING_DELTA':
    case 'MAX_NUM_ALGO_ORDERS': return isAlgo(type)
    default: return true
  }
}

const firstFailed = (rules: readonly NamedRule[], order: OrderRequest, scene: FilterScene): FilterName | null => {
  for (let index = 0; index < rules.length; index++) {
    const rule = rules[index]!
    if (!rule.passes(order, scene)) return rule.name
  }
  return null
}

const ALWAYS: FilterRule = () => true

const namedRule = (filter: SymbolFilter): NamedRule => ({ name: filter.filterType, passes: ruleOf(filter) })

const ruleOf = (filter: SymbolFilter): FilterRule => {
  switch (filter.filterType) {
    case 'PRICE_FILTER': return priceFilter(filter)
    case 'LOT_SIZE': return lotSize(filter)
    case 'MARKET_LOT_SIZE': return marketLotSize(filter)
    case 'ICEBERG_PARTS': return icebergParts(filter)
    case 'TRAILING_DELTA': return trailingDelta(filter)
    case 'PERCENT_PRICE_BY_SIDE': return percentPriceBySide(filter)
    case 'PERCENT_PRICE': return percentPrice(filter)
    case 'NOTIONAL': return notional(filter)
    case 'MIN_NOTIONAL': return minNotional(filter)
    case 'MAX_NUM_ORDERS': return maxNumOrders(filter)
    case 'MAX_NUM_ALGO_ORDERS': return maxNumAlgoOrders(filter)
    case 'MAX_NUM_ICEBERG_ORDERS': return maxNumIcebergOrders(filter)
    case 'MAX_POSITION': return maxPosition(filter)
    // Asked once for a list or an amendment, not for each order.
    case 'MAX_NUM_ORDER_LISTS':
    case 'MAX_NUM_ORDER_AMENDS': return ALWAYS
  }
}

const find = <Name extends SymbolFilter['filterType']>(filters: readonly SymbolFilter[], name: Name): FilterOf<Name> | null =>
  // The predicate narrows by the tag; the compiler does not follow it through the type parameter.
  (filters.find((filter) => filter.filterType === name) as FilterOf<Name> | undefined) ?? null
