import { type Amount, type Price, type Quantity, UNIT } from '../../money.ts'

/** Divisions of signed money. Each use says which way it rounds by its name. */
export const floorDivide = (value: bigint, divisor: bigint): bigint => {
  const quotient = value / divisor
  return value % divisor !== 0n && (value < 0n) !== (divisor < 0n) ? quotient - 1n : quotient
}

export const ceilDivide = (value: bigint, divisor: bigint): bigint => -floorDivide(-value, divisor)

/** What a signed quantity is worth at a price, rounded down: against whoever holds it. */
export const worthOf = (price: Price, quantity: Quantity): Amount => floorDivide(price * quantity, UNIT)

export const absolute = (value: bigint): bigint => (value < 0n ? -value : value)
export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
export const greatest = (a: bigint, b: bigint): bigint => (a > b ? a : b)
