import { CandlestickSeries, createChart, type IChartApi, type ISeriesApi, type UTCTimestamp } from 'lightweight-charts'
import { useEffect, useRef } from 'react'
import { workedOut } from '../../parts/amounts.ts'

export interface Candle { readonly time: number; readonly open: number; readonly high: number; readonly low: number; readonly close: number }

/** The drawing knows no zones: each candle is told as the reader's clock shows it. */
const byLocalClock = (time: number): UTCTimestamp => (time - new Date(time * 1_000).getTimezoneOffset() * 60) as UTCTimestamp

const colourOf = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** Candles on a canvas; its text alternative is its caller's. */
export const Candles = ({ candles, decimals, label }: { readonly candles: readonly Candle[]; readonly decimals: number; readonly label: string }) => {
  const box = useRef<HTMLDivElement>(null)
  const parts = useRef<{ chart: IChartApi; series: ISeriesApi<'Candlestick'>; length: number } | null>(null)
  useEffect(() => {
    if (!box.current) return
    // The logo would be written as HTML, which the content policy forbids; the page names the library in its own words.
    const chart = createChart(box.current, { autoSize: true, layout: { attributionLogo: false }, localization: { locale: document.documentElement.lang || 'en' } })
    const series = chart.addSeries(CandlestickSeries, { borderVisible: false })
    // A canvas knows no tokens: they are read again whenever the theme changes.
    const paint = (): void => {
      const [line, safe, danger] = [colourOf('--line'), colourOf('--safe'), colourOf('--danger')]
      chart.applyOptions({ layout: { background: { color: 'transparent' }, textColor: colourOf('--ink-soft') }, grid: { vertLines: { visible: false }, horzLines: { color: line } }, timeScale: { timeVisible: true, borderColor: line }, rightPriceScale: { borderColor: line } })
      series.applyOptions({ upColor: safe, downColor: danger, wickUpColor: safe, wickDownColor: danger })
    }
    paint()
    const system = matchMedia('(prefers-color-scheme: dark)')
    const chosen = new MutationObserver(paint)
    system.addEventListener('change', paint)
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    parts.current = { chart, series, length: 0 }
    return () => { system.removeEventListener('change', paint); chosen.disconnect(); chart.remove(); parts.current = null }
  }, [])
  useEffect(() => { parts.current?.series.applyOptions({ priceFormat: { type: 'custom', minMove: 10 ** -decimals, formatter: (price: number) => workedOut(price, decimals) } }) }, [decimals])
  useEffect(() => {
    const current = parts.current
    if (!current || candles.length === 0) return
    current.series.setData(candles.map((candle) => ({ ...candle, time: byLocalClock(candle.time) })))
    // The history may come after the first live candle; a reader who has scrolled since is left where they are.
    if (current.length === 0 || candles.length > current.length + 1) current.chart.timeScale().fitContent()
    current.length = candles.length
  }, [candles])
  return <div role="img" aria-label={label} className="h-80 w-full max-md:h-56"><div ref={box} className="h-full" aria-hidden="true" /></div>
}
