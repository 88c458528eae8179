import { useAnswer } from './acting.tsx'
import { bodyOf } from './answers.tsx'
import { shortAmount } from '../../parts/amounts.ts'

export type MarginMode = 'cross' | 'isolated'
export type Health = 'safe' | 'call' | 'danger'

interface Held { readonly asset: string; readonly free: string; readonly locked: string; readonly borrowed: string; readonly interest: string; readonly netAsset: string }

/** A margin account in the words that both kinds share. */
export interface MarginAccount {
  readonly level: number
  readonly health: Health
  /** What is owed in BTC (cross), or the price at which it is liquidated (isolated). */
  readonly last: string
  readonly held: readonly Held[]
}

interface CrossBody { readonly marginLevel: string; readonly totalLiabilityOfBtc: string; readonly userAssets: readonly Held[] }
interface IsolatedBody { readonly assets: readonly { readonly marginLevel: string; readonly marginLevelStatus: string; readonly liquidatePrice: string; readonly baseAsset: Held; readonly quoteAsset: Held }[] }

const isHeld = ({ free, locked, borrowed, interest }: Held): boolean => [free, locked, borrowed, interest].some((amount) => Number(amount) !== 0)

/** The levels of a cross account from which on it is called, and is safe. */
interface Bars { readonly marginCallBar: string; readonly normalBar: string }

const ofCross = ({ marginLevel, totalLiabilityOfBtc, userAssets }: CrossBody, bars: Bars): MarginAccount => {
  const level = Number(marginLevel)
  return { level, health: level >= Number(bars.normalBar) ? 'safe' : level >= Number(bars.marginCallBar) ? 'call' : 'danger', last: `${shortAmount(totalLiabilityOfBtc)} BTC`, held: userAssets.filter(isHeld) }
}

const ofIsolated = ({ assets: [found] }: IsolatedBody): MarginAccount | undefined => found && {
  level: Number(found.marginLevel), health: found.marginLevelStatus === 'EXCESSIVE' || found.marginLevelStatus === 'NORMAL' ? 'safe' : found.marginLevelStatus === 'MARGIN_CALL' ? 'call' : 'danger',
  last: Number(found.liquidatePrice) === 0 ? '—' : shortAmount(found.liquidatePrice), held: [found.baseAsset, found.quoteAsset].filter(isHeld),
}

/** The chosen margin account of the chosen key. */
export const useMarginAccount = (mode: MarginMode, symbol: string) => {
  const query = useAnswer(mode === 'cross' ? '/sapi/v1/margin/account' : '/sapi/v1/margin/isolated/account', { alsoMovedBy: 'market', ...(mode === 'isolated' && { parameters: { symbols: symbol } }) })
  const coefficients = useAnswer('/sapi/v1/margin/tradeCoeff', { isWanted: mode === 'cross' })
  const besides = mode === 'cross' ? [coefficients] : []
  const bars = bodyOf<Bars>(coefficients)
  // Each path is answered with its own body.
  const read = (body: unknown): MarginAccount | undefined => (mode === 'cross' ? bars && ofCross(body as CrossBody, bars) : ofIsolated(body as IsolatedBody))
  const body = bodyOf<unknown>(query)
  return { query, besides, read, account: body === undefined ? undefined : read(body) }
}
