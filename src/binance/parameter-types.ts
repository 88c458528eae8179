import type { ParameterFault } from '../gate/endpoint-shape.ts'
import { type Amount, parseDecimal } from '../money.ts'
import { MS, type TimeUs } from '../time.ts'
import { KLINE_INTERVALS } from '../exchange/exchange-view.ts'
import { ORDER_TYPES, PEG_PRICE_TYPES, SELF_TRADE_PREVENTION_MODES, SIDES, SYMBOL_STATUSES, TIMES_IN_FORCE } from '../exchange/symbol.ts'
import type { Parameter } from './parameters.ts'

type Parsed<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: ParameterFault }

/** How a text of one kind becomes a value; whether it must be there is said by `mandatory`, `optional` or `withDefault`. */
export interface ParameterType<Value> {
  readonly kind: string
  readonly parse: (text: string, name: string) => Parsed<Value>
}

/** Must be sent, and not empty: -1102 otherwise. */
export const mandatory = <Value>({ kind, parse }: ParameterType<Value>): Parameter<Value> =>
  // Never read: a mandatory parameter that is absent is refused before.
  ({ isMandatory: true, kind, parse, absent: undefined as Value })

/** May be left out; sent empty it is refused with -1105. */
export const optional = <Value>({ kind, parse }: ParameterType<Value>): Parameter<Value | undefined> =>
  ({ isMandatory: false, kind, parse, absent: undefined })

/** May be left out; `value` stands for it then, and `asWritten` is how a caller would write that. */
export const withDefault = <Value>({ kind, parse }: ParameterType<Value>, value: NoInfer<Value>, asWritten = String(value)): Parameter<Value> =>
  ({ isMandatory: false, kind: `${kind}, default ${asWritten}`, parse, absent: value })

const good = <Value>(value: Value): Parsed<Value> => ({ ok: true, value })
const bad = (fault: ParameterFault): Parsed<never> => ({ ok: false, fault })

/** -1130, the code of data that has the right letters and a wrong meaning. */
export const invalidData = (name: string): ParameterFault =>
  ({ fault: 'coded', code: -1130, message: `Data sent for parameter '${name}' is not valid.` })

/** -1128: each parameter is good, but not beside the others. */
export const badCombination: ParameterFault = { fault: 'coded', code: -1128, message: 'Combination of optional parameters invalid.' }

/** A text of which `pattern` is the legal range; Binance prints that range in its -1100, some as `legal` writes it. */
export const matching = (pattern: RegExp, kind: string, legal = pattern.source): ParameterType<string> =>
  ({ kind, parse: (text, name) => (pattern.test(text) ? good(text) : bad({ fault: 'illegalCharacters', name, legal })) })

/** Any text of at most `maximumLength` characters without control characters: addresses, labels, notes. */
export const text = (maximumLength: number): ParameterType<string> => ({
  kind: `STRING, at most ${maximumLength}`,
  parse: (value, name) => (value.length > maximumLength || /[\u0000-\u001f\u007f]/.test(value) ? bad(invalidData(name)) : good(value)),
})

/** What Binance prints of a symbol's letters: those of every script, but no small ones of the Latin alphabet. */
const SYMBOL_LETTERS = String.raw`[\w\-._&&[^a-z]]{1,50}`
const SYMBOL_RANGE = /^[[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\-.]--[a-z]]{1,50}$/v

export const symbolName = matching(SYMBOL_RANGE, 'STRING', `^${SYMBOL_LETTERS}$`)
export const assetName = matching(/^[A-Z0-9]{1,20}$/, 'STRING')
export const clientOrderId = matching(/^[a-zA-Z0-9-_]{1,36}$/, 'STRING')

const DECIMAL_RANGE = '^([0-9]{1,20})(\\.[0-9]{1,20})?$'
/** What 64 signed bits hold at 8 decimals; more is an overflow on Binance's side too. */
const GREATEST_AMOUNT = 2n ** 63n - 1n

/** Money, a price or a quantity in 10⁻⁸: -1100 where it is no number, -1111 past the eighth decimal, -1108 past 64 bits. */
export const decimal: ParameterType<Amount> = {
  kind: 'DECIMAL',
  parse: (value, name) => {
    const parsed = parseDecimal(value)
    if (parsed === 'malformed') return bad({ fault: 'illegalCharacters', name, legal: DECIMAL_RANGE })
    if (parsed === 'too precise') return bad({ fault: 'tooPrecise', name })
    return parsed > GREATEST_AMOUNT ? bad({ fault: 'overflow', name }) : good(parsed)
  },
}

const INTEGER_RANGE = '^[0-9]{1,20}$'
const INTEGER = /^[0-9]{1,20}$/

const parseInteger = (value: string, name: string): Parsed<number> => {
  if (!INTEGER.test(value)) return bad({ fault: 'illegalCharacters', name, legal: INTEGER_RANGE })
  const number = Number(value)
  return Number.isSafeInteger(number) ? good(number) : bad({ fault: 'overflow', name })
}

/** A whole number of 0 or more. */
export const integer: ParameterType<number> = { kind: 'LONG', parse: parseInteger }

/** A whole number in a range; outside of it -1130. */
export const integerWithin = (least: number, greatest: number): ParameterType<number> => ({
  kind: `INT, ${least} to ${greatest}`,
  parse: (value, name) => {
    const parsed = parseInteger(value, name)
    return parsed.ok && (parsed.value < least || parsed.value > greatest) ? bad(invalidData(name)) : parsed
  },
})

/** A whole number of at most `greatest`; above it -1102. */
const integerUpTo = (greatest: number): ParameterType<number> => ({
  kind: `INT, at most ${greatest}`,
  parse: (value, name) => {
    const parsed = parseInteger(value, name)
    return parsed.ok && parsed.value > greatest ? bad({ fault: 'tooGreat', name, limit: String(greatest) }) : parsed
  },
})

/** How many rows are wanted: at least 1; more than `maximum` gives `maximum`, as real clients rely on. */
export const limitOf = (standard: number, maximum: number): Parameter<number> => withDefault({
  kind: `INT, at most ${maximum}`,
  parse: (value, name) => {
    const parsed = parseInteger(value, name)
    if (!parsed.ok) return parsed
    return parsed.value === 0 ? bad(invalidData(name)) : good(Math.min(parsed.value, maximum))
  },
}, standard)

export const boolean: ParameterType<boolean> = {
  kind: 'BOOLEAN',
  parse: (value, name) => {
    const lower = value.toLowerCase()
    return lower === 'true' ? good(true) : lower === 'false' ? good(false) : bad(invalidData(name))
  },
}

/** One of a few words, spelled exactly; otherwise the given code and text (-1130 where none is given). */
export const oneOf = <const Value extends string>(values: readonly Value[], otherwise?: { readonly code: number; readonly message: string }): ParameterType<Value> => {
  const known = new Map<string, Value>(values.map((value) => [value, value]))
  return {
    kind: `ENUM: ${values.join(', ')}`,
    parse: (value, name) => {
      const found = known.get(value)
      return found !== undefined ? good(found) : bad(otherwise ? { fault: 'coded', ...otherwise } : invalidData(name))
    },
  }
}

export const side = oneOf(SIDES, { code: -1117, message: 'Invalid side.' })
export const orderType = oneOf(ORDER_TYPES, { code: -1116, message: 'Invalid orderType.' })
export const timeInForce = oneOf(TIMES_IN_FORCE, { code: -1115, message: 'Invalid timeInForce.' })
export const klineInterval = oneOf(KLINE_INTERVALS, { code: -1120, message: 'Invalid interval.' })
export const symbolStatus = oneOf(SYMBOL_STATUSES, { code: -1122, message: 'Invalid symbolStatus.' })
export const tickerType = oneOf(['FULL', 'MINI'], { code: -1139, message: 'Invalid ticker type.' })
export const cancelRestrictions = oneOf(['ONLY_NEW', 'ONLY_PARTIALLY_FILLED'], { code: -1145, message: 'Invalid cancelRestrictions' })
export const selfTradePreventionMode = oneOf(SELF_TRADE_PREVENTION_MODES)
export const pegPriceType = oneOf(PEG_PRICE_TYPES, { code: -1210, message: 'Invalid pegPriceType.' })
export const pegOffsetType = oneOf(['PRICE_LEVEL'], { code: -1211, message: 'Invalid pegOffsetType.' })
export const responseType = oneOf(['ACK', 'RESULT', 'FULL'])

/** How many levels into the book: at most 100. */
export const pegOffsetValue = integerUpTo(100)

/** From here on a number counts microseconds: as milliseconds it would be the year 5138. */
const LEAST_MICROSECONDS = 100_000_000_000_000

const timePlus = (restOfMillisecond: number): ParameterType<TimeUs> => ({
  kind: 'LONG (ms or µs)',
  parse: (value, name) => {
    const parsed = parseInteger(value, name)
    return parsed.ok ? good(parsed.value >= LEAST_MICROSECONDS ? parsed.value : parsed.value * MS + restOfMillisecond) : parsed
  },
})

/** A time in milliseconds or microseconds since 1970, told apart by magnitude. */
export const time = timePlus(0)

/** The end of a span, which belongs to it: given in milliseconds, that whole millisecond does. */
export const endOfSpan = timePlus(MS - 1)

const SYMBOLS_RANGE = `^\\[("${SYMBOL_LETTERS}"(,"${SYMBOL_LETTERS}"){0,}){0,1}\\]$`

/** A JSON array of symbols: -1135 where it is no such array, -1100 for a bad one, -1151 for one that is there twice. */
export const symbolNames: ParameterType<readonly string[]> = {
  kind: 'ARRAY OF STRING',
  parse: (value, name) => {
    const parsed = parseTexts(value)
    if (!parsed || parsed.length === 0) return bad({ fault: 'coded', code: -1135, message: `JSON sent for parameter '${name}' is not valid` })
    if (!parsed.every((one) => SYMBOL_RANGE.test(one))) return bad({ fault: 'illegalCharacters', name, legal: SYMBOLS_RANGE })
    if (new Set(parsed).size < parsed.length) return bad({ fault: 'coded', code: -1151, message: 'Symbol is present multiple times in the list.' })
    return good(parsed)
  },
}

const parseTexts = (json: string): readonly string[] | undefined => {
  try {
    const value: unknown = JSON.parse(json)
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined
  } catch {
    return undefined
  }
}
