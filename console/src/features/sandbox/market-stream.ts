import { useEffect, useState } from 'react'
import type { Environment } from '../../../../src/environment.ts'
import { Refused } from '../../api/client.ts'
import { callSandbox } from '../../api/sandbox.ts'
import type { Reading } from '../../parts/states.tsx'
import type { Candle } from './candles.tsx'
import { listen, streamsAt } from './listening.ts'
import type { Product } from './symbols.ts'

export type Level = readonly [price: string, quantity: string]
export interface Tick { readonly id: number; readonly price: string; readonly quantity: string; readonly isSell: boolean; readonly time: number }
/** What a contract is worth to its venue, and what holding it costs next. */
export interface Mark { readonly price: string; readonly index: string; readonly rate: string; readonly nextFundingAt: number }
export interface Market { readonly candles: readonly Candle[]; readonly bids: readonly Level[]; readonly asks: readonly Level[]; readonly trades: readonly Tick[]; readonly mark: Mark | null; readonly isLive: boolean; /** What came before the page was opened. */ readonly history: Reading }

type Seen = Omit<Market, 'history'>
const NOTHING: Seen = { candles: [], bids: [], asks: [], trades: [], mark: null, isLive: false }

interface Heard {
  readonly e?: string
  /** Spot's best levels. */
  readonly bids?: readonly Level[]
  readonly asks?: readonly Level[]
  /** Futures' best levels. */
  readonly b?: readonly Level[]
  readonly a?: readonly Level[]
  readonly t?: number
  readonly p?: string
  readonly q?: string
  readonly m?: boolean
  readonly T?: number
  readonly i?: string
  readonly r?: string
  readonly k?: { readonly t: number; readonly o: string; readonly h: string; readonly l: string; readonly c: string }
}

const LEVELS = 12
const TRADES = 12

const candleOf = ([time, open, high, low, close]: readonly [number, string, string, string, string]): Candle => ({ time: time / 1_000, open: Number(open), high: Number(high), low: Number(low), close: Number(close) })

/** The market once a message of its streams was heard. */
const after = (former: Seen, heard: Heard): Seen => {
  const [bids, asks] = [heard.bids ?? (heard.e === 'depthUpdate' ? heard.b : undefined), heard.asks ?? (heard.e === 'depthUpdate' ? heard.a : undefined)]
  if (bids && asks) return { ...former, bids: bids.slice(0, LEVELS), asks: asks.slice(0, LEVELS) }
  if (heard.e === 'trade') return { ...former, trades: [{ id: heard.t ?? 0, price: heard.p ?? '', quantity: heard.q ?? '', isSell: heard.m === true, time: heard.T ?? 0 }, ...former.trades].slice(0, TRADES) }
  if (heard.e === 'markPriceUpdate') return { ...former, mark: { price: heard.p ?? '', index: heard.i ?? '', rate: heard.r ?? '', nextFundingAt: heard.T ?? 0 } }
  if (heard.e === 'kline' && heard.k) {
    const candle = candleOf([heard.k.t, heard.k.o, heard.k.h, heard.k.l, heard.k.c])
    return { ...former, candles: [...former.candles.filter(({ time }) => time < candle.time), candle] }
  }
  return former
}

interface Watched { readonly ws: string; readonly environment: Environment; readonly product: Product; readonly symbol: string }

const streamsOf = ({ ws, environment, product, symbol }: Watched): string => {
  const name = symbol.toLowerCase()
  return streamsAt(ws, environment, product, [`${name}@trade`, `${name}@depth20@100ms`, `${name}@kline_1m`, ...(product === 'futures' ? [`${name}@markPrice@1s`] : [])])
}

type WireCandle = readonly [number, string, string, string, string]
interface WireTrade { readonly id: number; readonly price: string; readonly qty: string; readonly isBuyerMaker: boolean; readonly time: number }

/** One question about what was before; the caller says which answer it asked for. */
const asked = async <Body,>({ environment, product }: Watched, path: string, parameters: Readonly<Record<string, string>>): Promise<Body> => {
  const { status, body } = await callSandbox({ environment, key: null, from: null, method: 'GET', path: `${product === 'futures' ? '/fapi/v1' : '/api/v3'}/${path}`, parameters })
  // An error of the wire is a code and a text.
  if (status !== 200) throw new Refused(status, { code: 'wire', message: (body as { readonly msg?: string }).msg ?? `HTTP ${status}`, remedy: '' })
  return body as Body
}

/** Candles and trades of before, as the wire's documentation has both; what was heard since stays. */
const withHistory = (former: Seen, klines: readonly WireCandle[], trades: readonly WireTrade[]): Seen => {
  const candles = klines.map(candleOf).filter(({ time }) => !former.candles.some((one) => one.time === time))
  const told = trades.toReversed().map(({ id, price, qty, isBuyerMaker, time }): Tick => ({ id, price, quantity: qty, isSell: isBuyerMaker, time })).filter(({ id }) => !former.trades.some((one) => one.id === id))
  return { ...former, candles: [...candles, ...former.candles], trades: [...former.trades, ...told].slice(0, TRADES) }
}

/** One market over the project's own streams: candles begin with their history, all else as it comes. */
export const useMarket = ({ ws, environment, product, symbol }: Watched): Market => {
  const [market, setMarket] = useState<Seen>(NOTHING)
  const [unread, setUnread] = useState<unknown>(null)
  const [asking, setAsking] = useState(0)
  useEffect(() => {
    let isWanted = true
    const watched = { ws, environment, product, symbol }
    setUnread(null)
    void Promise.all([asked<readonly WireCandle[]>(watched, 'klines', { symbol, interval: '1m', limit: '180' }), asked<readonly WireTrade[]>(watched, 'trades', { symbol, limit: String(TRADES) })]).then(
      ([klines, trades]) => { if (isWanted) setMarket((former) => withHistory(former, klines, trades)) },
      (error: unknown) => { if (isWanted) setUnread(error) },
    )
    return () => { isWanted = false }
  }, [ws, environment, product, symbol, asking])
  useEffect(() => {
    setMarket(NOTHING)
    return listen(streamsOf({ ws, environment, product, symbol }), {
      // `streamsOf` asks for just these.
      onData: (data) => setMarket((former) => after(former, data as Heard)),
      onLine: (isLive) => setMarket((former) => ({ ...former, isLive })),
    })
  }, [ws, environment, product, symbol])
  return { ...market, history: { isLoadingError: unread !== null, error: unread, refetch: () => setAsking((times) => times + 1) } }
}
