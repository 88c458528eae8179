import { CandlestickSeries, createChart, type IChartApi, type ISeriesApi, type UTCTimestamp } from 'lightweight-charts'
import { useEffect, useRef } from 'react'

export interface Candle { readonly time: number; readonly open: number; readonly high: number; readonly low: number; readonly close: number }

const colourOf = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** Candles on a canvas; its text alternative is its caller's. */
export const Candles = ({ candles, label }: { readonly candles: readonly Candle[]; readonly label: string }) => {
  const box = useRef<HTMLDivElement>(null)
  const parts = useRef<{ chart: IChartApi; series: ISeriesApi<'Candlestick'>; length: number } | null>(null)
  useEffect(() => {
    if (!box.current) return
    const chart = createChart(box.current, { autoSize: true, localization: { locale: document.documentElement.lang || 'en' }, layout: { background: { color: 'transparent' }, textColor: colourOf('--ink-soft'), attributionLogo: false }, grid: { vertLines: { visible: false }, horzLines: { color: colourOf('--line') } }, timeScale: { timeVisible: true, borderColor: colourOf('--line') }, rightPriceScale: { borderColor: colourOf('--line') } })
    const series = chart.addSeries(CandlestickSeries, { upColor: colourOf('--safe'), downColor: colourOf('--danger'), wickUpColor: colourOf('--safe'), wickDownColor: colourOf('--danger'), borderVisible: false })
    parts.current = { chart, series, length: 0 }
    return () => { chart.remove(); parts.current = null }
  }, [])
  useEffect(() => {
    const current = parts.current
    if (!current || candles.length === 0) return
    current.series.setData(candles.map((candle) => ({ ...candle, time: candle.time as UTCTimestamp })))
    if (current.length === 0) current.chart.timeScale().fitContent()
    current.length = candles.length
  }, [candles])
  return <div role="img" aria-label={label} className="h-80 w-full max-md:h-56"><div ref={box} className="h-full" aria-hidden="true" /></div>
}
