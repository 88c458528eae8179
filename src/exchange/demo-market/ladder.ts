import type { Price } from '../../money.ts'
import type { MarketGrid } from '../market/typical-trade.ts'
import type { Side } from '../symbol.ts'

/** How many prices are quoted on each side. */
export const LADDER_RUNGS = 24

/** How far a rung is from the reference, in 10⁻⁴ of it: dense at the top, wider below. */
const distanceBips = (rung: number, scale: number): number => (0.15 + 2 * rung + 0.1 * rung * rung) * scale

/** The prices of one side, best first, each at least a tick from the next. */
export const ladder = (side: Side, grid: MarketGrid, reference: number, scale: number): readonly Price[] => {
  const ticks = reference / Number(grid.tickSize)
  const prices: Price[] = []
  for (let rung = 0; rung < LADDER_RUNGS; rung++) {
    const distance = Math.max(distanceBips(rung, scale) * ticks / 10_000, rung + 0.5)
    const at = side === 'BUY' ? Math.floor(ticks - distance) : Math.ceil(ticks + distance)
    if (BigInt(at) * grid.tickSize >= grid.minPrice) prices.push(BigInt(at) * grid.tickSize)
  }
  return prices
}

/** How much stands at a rung, in typical trades: little at the top, much below. */
export const tradesAtRung = (rung: number): number => 2 + rung + 0.8 * rung * rung

export interface Standing { readonly price: Price }

/** Rungs that nobody holds, best first, and orders that hold none: doubled, too near or too far; the farthest last. */
export interface Unevenness<Order> {
  readonly empty: readonly number[]
  readonly surplus: readonly Order[]
}

/** Compares what stands with the ladder. An order holds the rung it is nearest to, as long as it is within half a step of the ladder. */
export const unevenness = <Order extends Standing>(side: Side, rungs: readonly Price[], standing: readonly Order[]): Unevenness<Order> => {
  const down = side === 'BUY' ? 1n : -1n
  // Distances from the best rung, growing with the distance from the reference.
  const depths = rungs.map((price) => (rungs[0]! - price) * down)
  const held = new Set<number>()
  const surplus: Order[] = []
  const sorted = [...standing].sort((a, b) => Number((b.price - a.price) * down))
  for (const order of sorted) {
    const rung = nearest(depths, (rungs[0]! - order.price) * down)
    if (rung === null || held.has(rung)) surplus.push(order)
    else held.add(rung)
  }
  return { empty: rungs.map((_, rung) => rung).filter((rung) => !held.has(rung)), surplus }
}

const nearest = (depths: readonly bigint[], depth: bigint): number | null => {
  const last = depths.length - 1
  if (last < 1 || depth * 2n < -depths[1]! || (depth - depths[last]!) * 2n > depths[last]! - depths[last - 1]!) return null
  for (let rung = 0; rung < last; rung++) if (depth * 2n <= depths[rung]! + depths[rung + 1]!) return rung
  return last
}
