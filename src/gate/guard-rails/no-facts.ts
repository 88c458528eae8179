import type { RailFacts } from './asked.ts'

/** Of a gate that stands before no venue: whatever has to be judged by the market is refused. */
export const NO_FACTS: RailFacts = {
  price: () => null, reach: () => null, followed: () => null, worth: () => null, quoteAssetOf: () => undefined, openOrders: () => Infinity, marketOf: () => undefined, conversion: () => undefined, free: () => 0n,
}
