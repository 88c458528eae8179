import type { Price, Quantity } from '../../../money.ts'
import type { OrderRequest } from '../../command.ts'
import type { SymbolFilter } from '../../symbol.ts'

export type FilterOf<Name extends SymbolFilter['filterType']> = Extract<SymbolFilter, { filterType: Name }>

/** What a filter may ask about the moment in which an order is judged. Counts include the earlier legs of the same list. */
export interface FilterScene {
  readonly openOrders: number
  readonly openAlgoOrders: number
  readonly openIcebergOrders: number
  /** Base asset free and locked, and the rest of all open BUY orders. */
  position(): Quantity
  /** The reference price; where nothing was traded in its window the average over the last minutes (the last price for 0), null before the first trade. */
  referencePrice(minutes: number): Price | null
}

/** Whether the order passes. */
export type FilterRule = (order: OrderRequest, scene: FilterScene) => boolean
