import type { FilterOf, FilterRule } from './filter-rule.ts'

/** Open orders of the account on the symbol, waiting ones included. */
export const maxNumOrders = ({ maxNumOrders }: FilterOf<'MAX_NUM_ORDERS'>): FilterRule => (_order, scene) => scene.openOrders < maxNumOrders
