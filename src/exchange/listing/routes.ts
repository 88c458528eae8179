import type { Route } from '../spot/route.ts'

/** The routes of the sandbox. The markets of one have the same tick and lot, so that an order of one fits into the book of another. */
export const ROUTES: readonly Route[] = [{ baseAsset: 'BTC', symbols: ['BTCUSDT', 'BTCUSDC'] }]
