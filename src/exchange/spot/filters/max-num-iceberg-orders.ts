import type { FilterOf, FilterRule } from './filter-rule.ts'

/** Open icebergs of the account on the symbol. */
export const maxNumIcebergOrders = ({ maxNumIcebergOrders }: FilterOf<'MAX_NUM_ICEBERG_ORDERS'>): FilterRule =>
  ({ icebergQuantity = 0n }, scene) => icebergQuantity === 0n || scene.openIcebergOrders < maxNumIcebergOrders
