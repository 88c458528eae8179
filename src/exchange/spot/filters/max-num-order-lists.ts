import type { FilterOf } from './filter-rule.ts'

/** Open order lists of the account on the symbol; asked once for a list, not for its orders. */
export const maxNumOrderLists = ({ maxNumOrderLists }: FilterOf<'MAX_NUM_ORDER_LISTS'>) => (openLists: number): boolean => openLists < maxNumOrderLists
