import type { CommandOf } from '../command.ts'
import { FIRST_ACCOUNT } from '../ledger.ts'
import type { MarketFold, Verdict } from '../market-port.ts'
import type { Rejection } from '../rejection.ts'
import type { SymbolDefinition } from '../symbol.ts'
import type { SpotState } from '../spot/spot-state.ts'

export type ListingCommand = CommandOf<'defineAsset' | 'listSymbol' | 'setSymbolStatus' | 'openAccount' | 'setFeeDiscount' | 'seedHistory'>

/** What the venue has: its assets, its markets with what was traded there before it opened, and its accounts with their terms. */
export class ListingCommands {
  readonly #state: SpotState
  readonly #fold: MarketFold

  constructor(state: SpotState, fold: MarketFold) {
    this.#state = state
    this.#fold = fold
  }

  apply(command: ListingCommand): Verdict {
    switch (command.kind) {
      case 'defineAsset': return this.#defineAsset(command)
      case 'listSymbol': return this.#listSymbol(command)
      case 'setSymbolStatus': return this.#setSymbolStatus(command)
      case 'openAccount': return this.#openAccount(command)
      case 'setFeeDiscount': return this.#setFeeDiscount(command)
      case 'seedHistory': return this.#seedHistory(command)
    }
  }

  judge(command: ListingCommand): Rejection | null {
    const { markets, traders } = this.#state
    switch (command.kind) {
      case 'defineAsset': return null
      case 'listSymbol': return this.#judgeListing(command.symbol)
      case 'setSymbolStatus':
      case 'seedHistory': return markets.has(command.symbol) ? null : { reason: 'unknownSymbol' }
      case 'openAccount': return command.accountId >= FIRST_ACCOUNT ? null : { reason: 'unknownAccount' }
      case 'setFeeDiscount': return traders.has(command.accountId) ? null : { reason: 'unknownAccount' }
    }
  }

  #defineAsset({ asset }: CommandOf<'defineAsset'>): Verdict {
    this.#state.assets.set(asset.name, asset)
    return 'changed'
  }

  #judgeListing(symbol: SymbolDefinition): Rejection | null {
    const state = this.#state
    if (!state.assets.has(symbol.baseAsset) || !state.assets.has(symbol.quoteAsset)) return { reason: 'unknownAsset' }
    const known = state.markets.get(symbol.name)?.definition
    return known && (known.baseAsset !== symbol.baseAsset || known.quoteAsset !== symbol.quoteAsset) ? { reason: 'unknownSymbol' } : null
  }

  /** A symbol that is listed already gets the new rules; its book stays. */
  #listSymbol({ symbol }: CommandOf<'listSymbol'>): Verdict {
    const rejection = this.#judgeListing(symbol)
    if (rejection !== null) return rejection
    const market = this.#state.markets.get(symbol.name)
    if (market === undefined) this.#state.list(symbol)
    else market.redefine(symbol)
    return 'changed'
  }

  #setSymbolStatus({ symbol, status }: CommandOf<'setSymbolStatus'>): Verdict {
    const market = this.#state.markets.get(symbol)
    if (market === undefined) return { reason: 'unknownSymbol' }
    if (market.definition.status === status) return 'unchanged'
    market.redefine({ ...market.definition, status })
    return 'changed'
  }

  /** An account that is open already gets the new terms. */
  #openAccount({ accountId, terms }: CommandOf<'openAccount'>): Verdict {
    if (accountId < FIRST_ACCOUNT) return { reason: 'unknownAccount' }
    const trader = this.#state.traders.get(accountId)
    if (trader === undefined) this.#state.openAccount(accountId, terms)
    for (const each of this.#state.tradersOf(accountId)) each.terms = terms
    return 'changed'
  }

  #setFeeDiscount({ accountId, isEnabled }: CommandOf<'setFeeDiscount'>): Verdict {
    const trader = this.#state.traders.get(accountId)
    if (trader === undefined) return { reason: 'unknownAccount' }
    if (trader.hasFeeDiscount === isEnabled) return 'unchanged'
    for (const each of this.#state.tradersOf(accountId)) each.hasFeeDiscount = isEnabled
    return 'changed'
  }

  #seedHistory({ symbol, seed, lastPrice }: CommandOf<'seedHistory'>): Verdict {
    const state = this.#state
    const market = state.markets.get(symbol)
    if (market === undefined) return { reason: 'unknownSymbol' }
    const drawn = this.#fold.seed(market.definition, seed, lastPrice, state.nowUs)
    if (drawn.nextTradeId === market.nextTradeId && drawn.lastPrice === market.lastPrice) return 'unchanged'
    market.nextTradeId = drawn.nextTradeId
    market.lastPrice = drawn.lastPrice
    market.reference.add(drawn.lastPrice, state.nowUs)
    return 'changed'
  }
}
