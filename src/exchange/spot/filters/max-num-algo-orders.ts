import { isAlgo } from '../live-order.ts'
import type { FilterOf, FilterRule } from './filter-rule.ts'

/** Open STOP_LOSS* and TAKE_PROFIT* orders of the account on the symbol. */
export const maxNumAlgoOrders = ({ maxNumAlgoOrders }: FilterOf<'MAX_NUM_ALGO_ORDERS'>): FilterRule =>
  ({ type }, scene) => !isAlgo(type) || scene.openAlgoOrders < maxNumAlgoOrders
