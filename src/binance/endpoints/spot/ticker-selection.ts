import type { ExchangeView } from '../../../exchange/exchange-view.ts'
import type { SymbolDefinition, SymbolStatus } from '../../../exchange/symbol.ts'
import type { ParameterFault } from '../../../gate/endpoint-shape.ts'
import type { Answer } from '../../endpoint.ts'
import { type ErrorAnswer, errorAnswer, INVALID_SYMBOL } from '../../errors.ts'
import { badCombination, optional, symbolName, symbolNames, symbolStatus } from '../../parameter-types.ts'

export const STATUS_MISMATCH = errorAnswer(-1220, "The symbol's status does not match the requested symbolStatus.")

/** The parameters by which every ticker chooses its markets. */
export const SELECTION = { symbol: optional(symbolName), symbols: optional(symbolNames), symbolStatus: optional(symbolStatus) }

export interface Selection {
  readonly symbol: string | undefined
  readonly symbols: readonly string[] | undefined
  readonly symbolStatus: SymbolStatus | undefined
}

export const oneWayOnly = ({ symbol, symbols }: Selection): ParameterFault | undefined => (symbol !== undefined && symbols !== undefined ? badCombination : undefined)

const MOST_SYMBOLS = 100
const TOO_MANY_SYMBOLS: ParameterFault = { fault: 'coded', code: -1101, message: `Too many values sent for parameter 'symbols', maximum allowed up to ${MOST_SYMBOLS}.` }

/** Tickers of a window of their own compute each market anew: at most 100 of them, and never all. */
export const oneOrAHundred = (selection: Selection): ParameterFault | undefined => {
  if (selection.symbol === undefined && selection.symbols === undefined) return { fault: 'oneOfMissing', names: ['symbol', 'symbols'] }
  return oneWayOnly(selection) ?? ((selection.symbols?.length ?? 0) > MOST_SYMBOLS ? TOO_MANY_SYMBOLS : undefined)
}

/** One object for `symbol`, a list for `symbols` or for all: markets of another status are left out of a list. */
export const answerSelected = (view: ExchangeView, selection: Selection, present: (symbol: SymbolDefinition) => unknown): Answer => {
  const { symbol, symbols, symbolStatus: status } = selection
  if (symbol !== undefined) {
    const definition = view.symbol(symbol)
    if (!definition) return INVALID_SYMBOL
    return status !== undefined && definition.status !== status ? STATUS_MISMATCH : { ok: true, body: present(definition) }
  }
  const chosen = symbols ? definitions(view, symbols) : view.symbols()
  if ('ok' in chosen) return chosen
  const matching = status === undefined ? chosen : chosen.filter((definition) => definition.status === status)
  return { ok: true, body: matching.map(present) }
}

const definitions = (view: ExchangeView, names: readonly string[]): readonly SymbolDefinition[] | ErrorAnswer => {
  const found: SymbolDefinition[] = []
  for (const name of names) {
    const definition = view.symbol(name)
    if (!definition) return INVALID_SYMBOL
    found.push(definition)
  }
  return found
}
