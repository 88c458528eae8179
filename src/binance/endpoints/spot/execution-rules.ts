import type { ExecutionRule } from '../../../exchange/symbol.ts'
import { BUCKET_COUNT, BUCKET_WIDTH_US } from '../../../exchange/spot/reference-price.ts'
import type { RawParameters } from '../../../gate/raw-parameters.ts'
import { formatDecimal } from '../../../money.ts'
import { MS } from '../../../time.ts'
import { type Endpoint, endpoint } from '../../endpoint.ts'
import { errorAnswer, INVALID_SYMBOL } from '../../errors.ts'
import { badCombination, mandatory, optional, symbolName, symbolNames, symbolStatus } from '../../parameter-types.ts'
import { wireTime } from '../../wire-time.ts'
import { STATUS_MISMATCH } from './ticker-selection.ts'

/** Rules that are held when orders are executed, and the price they go by. */

const OPEN = { method: 'GET', security: 'NONE', permission: 'none' } as const
const MOST = 40

/** 2 a symbol, at most 40; 40 for all. */
const weight = (raw: RawParameters): number => {
  if (raw.has('symbol')) return 2
  const symbols = raw.get('symbols')
  return symbols === undefined ? MOST : Math.min(MOST, 2 * symbols.split(',').length)
}

const presentRule = ({ ruleType, bidMultiplierUp, bidMultiplierDown, askMultiplierUp, askMultiplierDown }: ExecutionRule) => ({
  ruleType,
  bidLimitMultUp: formatDecimal(bidMultiplierUp, 4), bidLimitMultDown: formatDecimal(bidMultiplierDown, 4),
  askLimitMultUp: formatDecimal(askMultiplierUp, 4), askLimitMultDown: formatDecimal(askMultiplierDown, 4),
})

const rules = endpoint({
  ...OPEN, path: '/api/v3/executionRules', socketMethods: ['executionRules'], weight,
  parameters: { symbol: optional(symbolName), symbols: optional(symbolNames), symbolStatus: optional(symbolStatus) },
  check: ({ symbol, symbols, symbolStatus: status }) => ([symbol, symbols, status].filter((one) => one !== undefined).length > 1 ? badCombination : undefined),
  summary: 'What is held when orders of a market are executed.',
  answer: ({ parameters: { symbol, symbols, symbolStatus: status }, services: { venue: { view } } }) => {
    const names = symbols ?? (symbol === undefined ? undefined : [symbol])
    const chosen = names?.map((name) => view.symbol(name)) ?? view.symbols().filter((one) => status === undefined || one.status === status)
    if (!chosen.every((one) => one !== undefined)) return INVALID_SYMBOL
    return { ok: true, body: { symbolRules: chosen.map(({ name, executionRules = [] }) => ({ symbol: name, rules: executionRules.map(presentRule) })) } }
  },
})

const NO_REFERENCE = errorAnswer(-2043, "This symbol doesn't have a reference price.")

const price = endpoint({
  ...OPEN, path: '/api/v3/referencePrice', socketMethods: ['referencePrice'], weight: 2, parameters: { symbol: mandatory(symbolName) },
  summary: 'The average price that execution rules go by.',
  answer: ({ parameters: { symbol }, timeUnit, services: { venue } }) => {
    if (!venue.view.symbol(symbol)) return INVALID_SYMBOL
    const nowUs = venue.nowUs()
    const reference = venue.view.market.referencePrice(symbol, nowUs)
    if (reference === null) return NO_REFERENCE
    return { ok: true, body: { symbol, referencePrice: reference.price === null ? null : formatDecimal(reference.price), timestamp: wireTime(nowUs, timeUnit) } }
  },
})

const calculation = endpoint({
  ...OPEN, path: '/api/v3/referencePrice/calculation', socketMethods: ['referencePrice.calculation'], weight: 2,
  parameters: { symbol: mandatory(symbolName), symbolStatus: optional(symbolStatus) },
  summary: 'How the reference price of a market is worked out.',
  answer: ({ parameters: { symbol, symbolStatus: status }, services: { venue: { view } } }) => {
    const definition = view.symbol(symbol)
    if (!definition) return INVALID_SYMBOL
    if (status !== undefined && definition.status !== status) return STATUS_MISMATCH
    return { ok: true, body: { symbol, calculationType: 'ARITHMETIC_MEAN', bucketCount: BUCKET_COUNT, bucketWidthMs: BUCKET_WIDTH_US / MS } }
  },
})

export const executionRuleEndpoints: readonly Endpoint[] = [rules, price, calculation]
