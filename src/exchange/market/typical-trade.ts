import type { Price, Quantity } from '../../money.ts'
import type { SymbolDefinition } from '../symbol.ts'

/** The grid of a market: prices are multiples of the tick, quantities of the step. */
export interface MarketGrid {
  readonly tickSize: Price
  readonly minPrice: Price
  readonly stepSize: Quantity
  readonly minQuantity: Quantity
  /** What one trade of a drawn or simulated market is on average. */
  readonly typicalQuantity: Quantity
}

/** How many trades a drawn market has in a minute. */
export const TRADES_PER_MINUTE = 30

/** Exchanges set the market lot's maximum after what is traded in a market, so a typical trade is read from it. */
const MARKET_LOTS_PER_TRADE = 10_000n

export const gridOf = (symbol: SymbolDefinition): MarketGrid => {
  let [tickSize, minPrice, stepSize, minQuantity, typicalQuantity] = [1n, 1n, 1n, 1n, 0n]
  for (const filter of symbol.filters) {
    if (filter.filterType === 'PRICE_FILTER') {
      if (filter.tickSize > 0n) tickSize = filter.tickSize
      minPrice = filter.minPrice > tickSize ? filter.minPrice : tickSize
    }
    if (filter.filterType === 'LOT_SIZE') {
      if (filter.stepSize > 0n) stepSize = filter.stepSize
      minQuantity = filter.minQty > stepSize ? filter.minQty : stepSize
    }
    if (filter.filterType === 'MARKET_LOT_SIZE') typicalQuantity = filter.maxQty / MARKET_LOTS_PER_TRADE
  }
  return { tickSize, minPrice, stepSize, minQuantity, typicalQuantity: typicalQuantity > minQuantity ? typicalQuantity : minQuantity * 10n }
}

/** The nearest price on the grid, at least the market's smallest. `price` is in 10⁻⁸, and may be a fraction of it. */
export const priceOnGrid = (grid: MarketGrid, price: number): Price => {
  const ticks = BigInt(Math.round(price / Number(grid.tickSize)))
  const onGrid = ticks * grid.tickSize
  return onGrid < grid.minPrice ? grid.minPrice : onGrid
}

/** The nearest quantity on the grid below, at least the market's smallest. */
export const quantityOnGrid = (grid: MarketGrid, quantity: number): Quantity => {
  const onGrid = BigInt(Math.floor(quantity / Number(grid.stepSize))) * grid.stepSize
  return onGrid < grid.minQuantity ? grid.minQuantity : onGrid
}
