import type { StateValue } from '../market-port.ts'

/** Records of margin accounts as a snapshot keeps them: an amount is the text of its digits with an n, as it is written in code. */

const AMOUNT = /^-?\d+n$/

export const packed = (value: unknown): StateValue =>
  // A reviver's mirror image: JSON has no integers of this size.
  JSON.parse(JSON.stringify(value, (_name, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each))) as StateValue

export const unpacked = (value: StateValue): unknown =>
  JSON.parse(JSON.stringify(value), (_name, each: unknown) => (typeof each === 'string' && AMOUNT.test(each) ? BigInt(each.slice(0, -1)) : each))
