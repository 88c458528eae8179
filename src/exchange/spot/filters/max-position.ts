import type { FilterOf, FilterRule } from './filter-rule.ts'

/** What the account has of the base asset, all open BUY orders and this one do not exceed the bound. */
export const maxPosition = ({ maxPosition }: FilterOf<'MAX_POSITION'>): FilterRule =>
  ({ side, quantity = 0n }, scene) => side === 'SELL' || scene.position() + quantity <= maxPosition
