/**
 * Money is integer: every amount, price and quantity is a `bigint` counted in 10⁻⁸ of its asset.
 * Decimal strings exist only at the edge. A division names its rounding.
 */
export const SCALE_DECIMALS = 8
export const UNIT = 100_000_000n

/** An amount of an asset, in 10⁻⁸ of it. */
export type Amount = bigint
/** Quote asset for one whole base asset, in 10⁻⁸ of the quote asset. */
export type Price = bigint
/** An amount of the base asset, in 10⁻⁸ of it. */
export type Quantity = bigint

const DECIMAL = /^(\d{1,20})(?:\.(\d{1,20}))?$/

/**
 * Reads an unsigned decimal such as `0.001`.
 * @returns the amount; `'malformed'` for anything that is not such a number; `'too precise'` when a digit past the eighth decimal is not zero.
 */
export const parseDecimal = (text: string): Amount | 'malformed' | 'too precise' => {
  const match = DECIMAL.exec(text)
  if (!match) return 'malformed'
  const fraction = match[2] ?? ''
  if (fraction.length > SCALE_DECIMALS && /[1-9]/.test(fraction.slice(SCALE_DECIMALS))) return 'too precise'
  return BigInt(match[1] + fraction.slice(0, SCALE_DECIMALS).padEnd(SCALE_DECIMALS, '0'))
}

/** Reads a decimal that the program itself wrote (configuration, fixtures). Throws on anything else. */
export const amount = (text: string): Amount => {
  const value = parseDecimal(text)
  if (typeof value !== 'bigint') throw new Error(`not an amount: ${text}`)
  return value
}

/** Writes an amount with a fixed number of decimals (at most 8), cutting what is finer: `100000n → "0.00100000"`. */
export const formatDecimal = (value: Amount, decimals = SCALE_DECIMALS): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(SCALE_DECIMALS + 1, '0')
  const whole = digits.slice(0, -SCALE_DECIMALS)
  const sign = value < 0n ? '-' : ''
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-SCALE_DECIMALS, digits.length - SCALE_DECIMALS + decimals)}`
}

/** Writes an amount without the zeroes that say nothing: `150000000n → "1.5"`. */
export const plainAmount = (value: Amount): string => formatDecimal(value).replace(/\.?0+$/, '')

/** A decimal text as sentences for people show it: thousands apart, without the zeroes that say nothing: `"50000.00" → "50,000"`. */
export const shownAmount = (decimal: string): string => {
  const [whole = '', fraction = ''] = decimal.split('.')
  const kept = fraction.replace(/0+$/, '')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${kept === '' ? '' : `.${kept}`}`
}

/** Quote value of a quantity at a price, cut to 10⁻⁸. */
export const notionalRoundedDown = (price: Price, quantity: Quantity): Amount => (price * quantity) / UNIT

/** Quote value of a quantity at a price, rounded up to 10⁻⁸: what must be held so that a fill can never exceed it. */
export const notionalRoundedUp = (price: Price, quantity: Quantity): Amount => (price * quantity + UNIT - 1n) / UNIT

/** `value × numerator ÷ denominator`, cut. All operands must be ≥ 0. */
export const ratioRoundedDown = (value: bigint, numerator: bigint, denominator: bigint): bigint => (value * numerator) / denominator
