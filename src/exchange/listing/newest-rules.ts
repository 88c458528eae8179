import { isDeepStrictEqual } from 'node:util'
import type { Command } from '../command.ts'
import type { SymbolDefinition } from '../symbol.ts'
import { SYMBOLS } from './symbols.ts'

/**
 * What a venue is told that goes on from the state of an earlier version: the rules of now, for each of the sandbox's markets that has others. Whether it is halted stays as it was.
 * @param listed the markets as the venue has them
 */
export const newestRules = (listed: readonly SymbolDefinition[]): Command[] => {
  const known = new Map(listed.map((symbol) => [symbol.name, symbol]))
  return SYMBOLS.flatMap((symbol): Command[] => {
    const former = known.get(symbol.name)
    const newest = former && { ...symbol, status: former.status }
    return newest === undefined || isDeepStrictEqual(newest, former) ? [] : [{ kind: 'listSymbol', symbol: newest }]
  })
}
