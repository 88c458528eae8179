import type { UseQueryResult } from '@tanstack/react-query'
import type { Environment } from '../../../../src/environment.ts'
import type { SandboxAnswer } from '../../api/sandbox.ts'
import { usePublicAnswer } from './acting.tsx'
import { bodyOf } from './answers.tsx'

/** What a page knows of a market: its assets and how finely it counts. */
export interface SymbolTerms {
  readonly name: string
  readonly base: string
  readonly quote: string
  readonly priceDecimals: number
  readonly quantityDecimals: number
  /** Of its quote asset, in which profits are told. */
  readonly quoteDecimals: number
  readonly orderTypes: readonly string[]
  readonly isPegged: boolean
  readonly isTrading: boolean
  /** Whether an order may be routed over all markets of its base asset. */
  readonly isRouted: boolean
}

interface WireSymbol {
  readonly symbol: string
  readonly status: string
  readonly baseAsset: string
  readonly quoteAsset: string
  readonly quotePrecision: number
  readonly orderTypes: readonly string[]
  readonly pegInstructionsAllowed?: boolean
  readonly filters: readonly { readonly filterType: string; readonly tickSize?: string; readonly stepSize?: string }[]
}

export type Product = 'spot' | 'futures'

/** How many decimals a step such as `0.00100000` has. */
const decimalsOf = (step: string): number => (step.split('.')[1] ?? '').replace(/0+$/, '').length

const termsOf = ({ symbol, status, baseAsset, quoteAsset, quotePrecision, orderTypes, pegInstructionsAllowed, filters }: WireSymbol, routed: ReadonlySet<string>): SymbolTerms => ({
  isRouted: routed.has(symbol),
  name: symbol, base: baseAsset, quote: quoteAsset, quoteDecimals: quotePrecision, orderTypes, isPegged: pegInstructionsAllowed === true, isTrading: status === 'TRADING',
  priceDecimals: decimalsOf(filters.find(({ filterType }) => filterType === 'PRICE_FILTER')?.tickSize ?? '0.01'),
  quantityDecimals: decimalsOf(filters.find(({ filterType }) => filterType === 'LOT_SIZE')?.stepSize ?? '0.00001'),
})

export const useMarkets = (environment: Environment, product: Product): UseQueryResult<SandboxAnswer> => usePublicAnswer(environment, product === 'spot' ? '/api/v3/exchangeInfo' : '/fapi/v1/exchangeInfo', { everyMs: 30_000 })

/** The markets of a product; empty while they are asked for. */
export const useSymbols = (environment: Environment, product: Product): readonly SymbolTerms[] => {
  const told = bodyOf<{ symbols: readonly WireSymbol[]; sors?: readonly { symbols: readonly string[] }[] }>(useMarkets(environment, product))
  const routed = new Set((told?.sors ?? []).flatMap(({ symbols }) => symbols))
  return (told?.symbols ?? []).map((symbol) => termsOf(symbol, routed))
}
