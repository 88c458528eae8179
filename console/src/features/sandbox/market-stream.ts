import { useEffect, useState } from 'react'
import { callSandbox } from '../../api/sandbox.ts'
import type { Candle } from './candles.tsx'

export type Level = readonly [price: string, quantity: string]
export interface Tick { readonly id: number; readonly price: string; readonly quantity: string; readonly isSell: boolean; readonly time: number }
export interface Market { readonly candles: readonly Candle[]; readonly bids: readonly Level[]; readonly asks: readonly Level[]; readonly trades: readonly Tick[]; readonly isLive: boolean }

const NOTHING: Market = { candles: [], bids: [], asks: [], trades: [], isLive: false }

interface Heard {
  readonly e?: string
  readonly bids?: readonly Level[]
  readonly asks?: readonly Level[]
  readonly t?: number
  readonly p?: string
  readonly q?: string
  readonly m?: boolean
  readonly T?: number
  readonly k?: { readonly t: number; readonly o: string; readonly h: string; readonly l: string; readonly c: string }
}

const candleOf = ([time, open, high, low, close]: readonly [number, string, string, string, string]): Candle => ({ time: time / 1_000, open: Number(open), high: Number(high), low: Number(low), close: Number(close) })

/** One market over the project's own streams: candles begin with their history, all else as it comes. */
export const useMarket = (ws: string, symbol: string): Market => {
  const [market, setMarket] = useState<Market>(NOTHING)
  useEffect(() => {
    setMarket(NOTHING)
    let isWanted = true
    let retry: ReturnType<typeof setTimeout> | undefined
    let socket: WebSocket | undefined
    void callSandbox({ environment: 'live', key: null, from: null, method: 'GET', path: '/api/v3/klines', parameters: { symbol, interval: '1m', limit: '180' } }).then(({ status, body }) => {
      if (isWanted && status === 200) setMarket((former) => ({ ...former, candles: (body as readonly (readonly [number, string, string, string, string])[]).map(candleOf) }))
    }, () => undefined)
    const hear = (heard: Heard): void => setMarket((former) => {
      if (heard.bids && heard.asks) return { ...former, bids: heard.bids.slice(0, 12), asks: heard.asks.slice(0, 12) }
      if (heard.e === 'trade') return { ...former, trades: [{ id: heard.t ?? 0, price: heard.p ?? '', quantity: heard.q ?? '', isSell: heard.m === true, time: heard.T ?? 0 }, ...former.trades].slice(0, 24) }
      if (heard.e === 'kline' && heard.k) {
        const candle = candleOf([heard.k.t, heard.k.o, heard.k.h, heard.k.l, heard.k.c])
        return { ...former, candles: [...former.candles.filter(({ time }) => time < candle.time), candle] }
      }
      return former
    })
    const open = (): void => {
      const name = symbol.toLowerCase()
      socket = new WebSocket(`${ws}/stream?streams=${name}@trade/${name}@depth20@100ms/${name}@kline_1m`)
      socket.onopen = () => setMarket((former) => ({ ...former, isLive: true }))
      // The stream's own messages, as the documentation of the wire has them.
      socket.onmessage = (event: MessageEvent<string>) => hear((JSON.parse(event.data) as { data: Heard }).data)
      socket.onclose = () => {
        if (!isWanted) return
        setMarket((former) => ({ ...former, isLive: false }))
        retry = setTimeout(open, 2_000)
      }
    }
    open()
    return () => { isWanted = false; clearTimeout(retry); socket?.close() }
  }, [ws, symbol])
  return market
}
