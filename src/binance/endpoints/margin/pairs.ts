import { endpoint } from '../../endpoint.ts'
import { optional, symbolName } from '../../parameter-types.ts'
import type { SymbolDefinition } from '../../../exchange/symbol.ts'

const pairBody = ({ name, baseAsset, quoteAsset, status }: SymbolDefinition): object => ({
  symbol: name, base: baseAsset, quote: quoteAsset, isMarginTrade: true, isBuyAllowed: status === 'TRADING', isSellAllowed: status === 'TRADING',
})

export const crossMarginPairs = endpoint({
  method: 'GET', path: '/sapi/v1/margin/allPairs', security: 'MARKET_DATA', permission: 'anyKey', weight: 1,
  parameters: { symbol: optional(symbolName) },
  summary: 'Markets that allow cross margin',
  answer: ({ parameters: { symbol }, services: { venue: { view } } }) => ({
    ok: true,
    // A market's number is its place in the listing, which only grows.
    body: view.symbols().map((one, index) => ({ one, id: index + 1 }))
      .filter(({ one }) => one.marginTradingAllowed && (symbol === undefined || one.name === symbol))
      .map(({ one, id }) => ({ id, ...pairBody(one) })),
  }),
})

export const isolatedMarginPairs = endpoint({
  method: 'GET', path: '/sapi/v1/margin/isolated/allPairs', security: 'MARKET_DATA', permission: 'anyKey', weight: 10,
  parameters: { symbol: optional(symbolName) },
  summary: 'Markets that allow isolated margin',
  answer: ({ parameters: { symbol }, services: { venue: { view } } }) => ({
    ok: true,
    body: view.symbols().filter((one) => one.marginTradingAllowed && (symbol === undefined || one.name === symbol)).map(pairBody),
  }),
})
