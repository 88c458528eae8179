import type { LiveOrder } from './live-order.ts'
import type { Price } from '../../money.ts'
import type { Holding } from '../ledger.ts'
import type { ExecutionRule, SymbolDefinition } from '../symbol.ts'
import type { Desk } from './desk.ts'
import { compileFilters, type SymbolRules } from './filters/compile-filters.ts'
import { OrderBook } from './order-book.ts'
import { ReferencePrice } from './reference-price.ts'
import { Triggers } from './triggers.ts'

/** One symbol inside the engine. */
export class Market {
  readonly name: string
  definition: SymbolDefinition
  rules: SymbolRules
  readonly book = new OrderBook<LiveOrder>()
  readonly triggers = new Triggers()
  /** Those of spot wallets, by account. */
  readonly desks = new Map<number, Desk>()
  lastPrice: Price | null = null
  readonly reference = new ReferencePrice()
  priceRangeRule: ExecutionRule | null
  nextTradeId = 1
  /** Binance counts prevented matches per symbol, from 0. */
  nextPreventedMatchId = 0
  /** The same of allocations. */
  nextAllocationId = 0
  /** Where commissions of each asset go. */
  readonly baseFees: Holding
  readonly quoteFees: Holding

  constructor(definition: SymbolDefinition, baseFees: Holding, quoteFees: Holding) {
    this.name = definition.name
    this.definition = definition
    this.rules = compileFilters(definition.filters)
    this.priceRangeRule = priceRangeRuleOf(definition)
    this.baseFees = baseFees
    this.quoteFees = quoteFees
  }

  redefine(definition: SymbolDefinition): void {
    this.definition = definition
    this.rules = compileFilters(definition.filters)
    this.priceRangeRule = priceRangeRuleOf(definition)
  }
}

const priceRangeRuleOf = ({ executionRules }: SymbolDefinition): ExecutionRule | null => executionRules?.[0] ?? null
