import type { FilterOf } from './filter-rule.ts'

/** How often one order may be amended. */
export const maxNumOrderAmends = ({ maxNumOrderAmends }: FilterOf<'MAX_NUM_ORDER_AMENDS'>) => (amendsSoFar: number): boolean => amendsSoFar < maxNumOrderAmends
