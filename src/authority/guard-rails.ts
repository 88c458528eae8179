import { isJsonObject, type JsonObject } from '../json-object.ts'
import { parseDecimal, shownAmount } from '../money.ts'
import { type DailyHours, dailyWords, hoursFault } from './daily-hours.ts'

/**
 * Limits that a key's owner sets on it and that Binance lacks. Absent = no such limit. A limit never gives a right; it only narrows what the
 * rights would open. Amounts are decimal texts in the reference asset (USDT), so that one limit holds for every symbol and every coin.
 */
export interface GuardRails {
  readonly symbols?: readonly string[]
  readonly sides?: readonly Side[]
  readonly orderTypes?: readonly string[]
  /** How far a limit or trigger price may lie from the market's, in percent. */
  readonly priceBandPercent?: number
  readonly notionalPerOrder?: string
  /** Of all orders that the key places, cancelled ones too. */
  readonly notionalPerWindow?: RollingLimit
  /** Of the account in one symbol, in all its wallets and whoever placed them: the key may add no order beyond that many. */
  readonly openOrders?: number
  /** When the key trades and withdraws. */
  readonly hours?: DailyHours
  readonly withdrawalAddresses?: readonly string[]
  readonly withdrawalAmount?: string
  readonly withdrawalPerWindow?: RollingLimit
}

/** So much in so many hours; the hours roll on with every moment, and a rotated key goes on with what those before it have used. */
export interface RollingLimit {
  readonly amount: string
  /** Whole. */
  readonly hours: number
}

export const SIDES = ['BUY', 'SELL'] as const
export type Side = (typeof SIDES)[number]

export const REFERENCE_ASSET = 'USDT'
export const ORDER_TYPES = ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT', 'STOP', 'STOP_MARKET', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'] as const
/** Names that one list of a limit holds: of symbols, Binance's own number. */
export const MAX_SYMBOLS = 30
export const LONGEST_WINDOW_HOURS = 168

export type RailName = keyof GuardRails

/** Why a value is no limit of that name; undefined where it is one. Written for whoever typed it. */
type Check = (value: unknown) => string | undefined

const listOf = (what: string, isOne: (text: string) => boolean): Check => (value) => {
  if (!Array.isArray(value) || value.length === 0) return `needs a list of ${what}; leave it out for no such limit`
  if (value.length > MAX_SYMBOLS) return `has ${value.length} entries; at most ${MAX_SYMBOLS} can be listed`
  if (new Set(value).size !== value.length) return 'names one twice'
  const wrong: unknown = value.find((one: unknown) => typeof one !== 'string' || !isOne(one))
  return wrong === undefined ? undefined : `names ${JSON.stringify(wrong)}, which is not one of ${what}`
}
const amount: Check = (value) => (typeof value === 'string' && /^(0|[1-9]\d{0,14})(\.\d{1,8})?$/.test(value) && Number(value) > 0 ? undefined : `needs an amount in ${REFERENCE_ASSET} greater than zero, such as "2500" or "0.5"`)
const rolling: Check = (value) => {
  const { amount: most, hours, ...more } = isJsonObject(value) ? value : {}
  return amount(most) === undefined && typeof hours === 'number' && Number.isInteger(hours) && hours >= 1 && hours <= LONGEST_WINDOW_HOURS && Object.keys(more).length === 0
    ? undefined : `needs an amount in ${REFERENCE_ASSET} greater than zero and whole hours from 1 to ${LONGEST_WINDOW_HOURS}, such as {"amount": "5000", "hours": 24}`
}

const hoursWords = (hours: number): string => (hours === 1 ? 'an hour' : `${hours} hours`)

/** One row a limit: what it must look like, and how people are told of it. */
const RAILS: { readonly [Name in RailName]-?: { readonly check: Check; readonly words: (value: NonNullable<GuardRails[Name]>) => string } } = {
  symbols: { check: listOf('symbols such as BTCUSDT', (text) => /^[A-Z0-9]{2,20}$/.test(text)), words: (symbols) => `in ${symbols.join(', ')} alone` },
  sides: { check: listOf('BUY and SELL', (text) => SIDES.some((side) => side === text)), words: (sides) => (sides.length === 2 ? 'buying and selling' : sides[0] === 'BUY' ? 'buying alone' : 'selling alone') },
  orderTypes: { check: listOf(`the order types ${ORDER_TYPES.join(', ')}`, (text) => ORDER_TYPES.some((type) => type === text)), words: (types) => `by ${types.join(', ')} alone` },
  priceBandPercent: {
    check: (value) => (typeof value === 'number' && value >= 0.01 && value <= 1_000 ? undefined : 'needs percent from 0.01 to 1000'), words: (percent) => `within ${percent} % of the market's price`,
  },
  notionalPerOrder: { check: amount, words: (most) => `up to ${shownAmount(most)} ${REFERENCE_ASSET} an order` },
  notionalPerWindow: { check: rolling, words: ({ amount: most, hours }) => `up to ${shownAmount(most)} ${REFERENCE_ASSET} in orders in ${hoursWords(hours)}` },
  openOrders: { check: (value) => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= 1_000 ? undefined : 'needs a whole number from 1 to 1000'), words: (most) => `while at most ${most} orders of the account are open in a symbol` },
  hours: { check: (value) => hoursFault(isJsonObject(value) ? value : {}), words: dailyWords },
  withdrawalAddresses: { check: listOf('withdrawal addresses', (text) => /^[\x21-\x7e]{4,128}$/.test(text)), words: (addresses) => `withdrawing to ${addresses.length === 1 ? addresses[0] : `${addresses.length} listed addresses`} alone` },
  withdrawalAmount: { check: amount, words: (most) => `withdrawing up to ${shownAmount(most)} ${REFERENCE_ASSET} at a time` },
  withdrawalPerWindow: { check: rolling, words: ({ amount: most, hours }) => `withdrawing up to ${shownAmount(most)} ${REFERENCE_ASSET} in ${hoursWords(hours)}` },
}

// Object.keys forgets that the names of RAILS are exactly those of GuardRails.
export const RAIL_NAMES = Object.keys(RAILS) as readonly RailName[]

export const isRailName = (name: string): name is RailName => Object.hasOwn(RAILS, name)

/** The limits in words, in the order of the table; empty where there are none. */
export const railWords = (rails: GuardRails): string[] => RAIL_NAMES.flatMap((name) => {
  const value = rails[name]
  // The value is that of its own name; the compiler does not follow the pair through the loop.
  return value === undefined ? [] : [(RAILS[name].words as (value: unknown) => string)(value)]
})

/** Every fault of a wish for limits, in words that begin with the limit's name. */
export const railFaults = (rails: GuardRails | JsonObject): string[] => Object.entries(rails).flatMap(([name, value]) => {
  if (value === undefined) return []
  if (!isRailName(name)) return [`There is no limit called ${name}; there are ${RAIL_NAMES.join(', ')}.`]
  const fault = RAILS[name].check(value)
  return fault === undefined ? [] : [`The limit ${name} ${fault}.`]
})

/** The limits without those that were taken away. */
export const keptRails = (rails: GuardRails): GuardRails => Object.fromEntries(Object.entries(rails).filter(([, value]) => value !== undefined))

/** Whether an amount is greater than another. What is none holds nothing back. */
const isMore = (after: string | undefined, before: string): boolean => {
  const [more, less] = [parseDecimal(after ?? ''), parseDecimal(before)]
  return typeof more !== 'bigint' || typeof less !== 'bigint' || more > less
}

/** Whether one list of limits lets anything through that another does not: then it is a widening, and asks for more. */
export const isLooser = (before: GuardRails, after: GuardRails): boolean => RAIL_NAMES.some((name) => {
  if (before[name] === undefined) return false
  switch (name) {
    case 'symbols': case 'sides': case 'orderTypes': case 'withdrawalAddresses': {
      const former: readonly string[] = before[name] ?? []
      return after[name]?.some((one: string) => !former.includes(one)) ?? true
    }
    case 'priceBandPercent': case 'openOrders': return (after[name] ?? Infinity) > (before[name] ?? Infinity)
    case 'notionalPerOrder': case 'withdrawalAmount': return isMore(after[name], before[name] ?? '')
    case 'notionalPerWindow': case 'withdrawalPerWindow': {
      const [former, limit] = [before[name], after[name]]
      return former !== undefined && (limit === undefined || isMore(limit.amount, former.amount) || limit.hours < former.hours)
    }
    case 'hours': return JSON.stringify(after.hours) !== JSON.stringify(before.hours)
  }
})
