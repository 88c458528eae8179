import { lazy, type ReactNode, Suspense } from 'react'
import { useSession } from '../../api/session.ts'
import { alignedAmount } from '../../parts/amounts.ts'
import { SelectField } from '../../parts/field.tsx'
import { Time } from '../../parts/formats.tsx'
import { Section } from '../../parts/section.tsx'
import { LiveBadge, Unread } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { useActing } from './acting.tsx'
import { type Level, type Mark, type Tick, useMarket } from './market-stream.ts'
import { type Product, type SymbolTerms, useMarkets, useSymbols } from './symbols.ts'

// The drawing of candles is the one heavy part of the console: it comes when it is looked at.
const Candles = lazy(() => import('./candles.tsx').then((module) => ({ default: module.Candles })))

const ROWS = 12

/** What the parts around a market are told of it. */
export interface Seen { readonly terms: SymbolTerms; readonly last: string; readonly mark: Mark | null }

export interface BoardProps {
  readonly product: Product
  readonly symbol: string | undefined
  readonly onSymbol: (symbol: string) => void
  /** Above the ticket's fields, below the candles: as the product has it. */
  readonly strip?: (seen: Seen) => ReactNode
  readonly ticket: (seen: Seen) => ReactNode
  readonly below: (seen: Seen) => ReactNode
}

const UNTOLD: Omit<SymbolTerms, 'name'> = { base: '', quote: '', priceDecimals: 2, quoteDecimals: 8, quantityDecimals: 5, orderTypes: ['LIMIT', 'MARKET'], isPegged: false, isTrading: true, isRouted: false }

/** Without the zeros that carry nothing, as one would write it. */
const plain = (price: string): string => (price.includes('.') ? price.replace(/0+$/, '').replace(/\.$/, '') : price)

/** A market as it lives: candles, book and trades over the project's own streams, with what is done there beside it. */
export const Board = ({ product, symbol, onSymbol, strip, ticket, below }: BoardProps) => {
  const w = useWords()
  const { environment } = useActing()
  const { urls } = useSession()
  const markets = useMarkets(environment, product)
  const symbols = useSymbols(environment, product)
  const name = symbols.some((one) => one.name === symbol) ? symbol ?? '' : symbols[0]?.name ?? symbol ?? 'BTCUSDT'
  const terms = symbols.find((one) => one.name === name) ?? { ...UNTOLD, name }
  const market = useMarket({ ws: urls.ws, environment, product, symbol: name })
  const last = plain(market.trades[0]?.price ?? String(market.candles.at(-1)?.close ?? ''))
  const seen: Seen = { terms, last, mark: market.mark }
  const price = (text: string): string => alignedAmount(text, terms.priceDecimals)
  return (
    <div className="grid grid-cols-1 items-start gap-5 md:grid-cols-2 xl:grid-cols-[minmax(0,1fr)_272px_312px] xl:grid-rows-[auto_1fr]">
      <div className="min-w-0 md:col-span-2 xl:col-span-1">
        <Section title={w.sandbox.market} action={<LiveBadge isLive={market.isLive} />}>
          <div className="mb-3 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
            <div className="w-44"><SelectField label={w.sandbox.symbol} value={name} onChange={(event) => onSymbol(event.target.value)}>{(symbols.length === 0 ? [{ name }] : symbols).map((one) => <option key={one.name}>{one.name}</option>)}</SelectField></div>
            <p className="numeric min-h-8 text-2xl font-medium">{last === '' ? '—' : price(last)} <span className="text-sm font-normal text-soft">{terms.quote}</span></p>
          </div>
          <Unread of={[markets, market.history]} />
          {terms.isTrading ? null : <p className="mb-2 font-medium text-caution">{w.sandbox.halted}</p>}
          {strip?.(seen)}
          <Suspense fallback={<div className="shimmer h-80 max-md:h-56" />}><Candles key={`${environment} ${product} ${name}`} candles={market.candles} decimals={terms.priceDecimals} label={w.sandbox.candlesAlt(name, last)} /></Suspense>
          <p className="mt-1 text-xs text-faint">Charts: <a className="underline" href="https://www.tradingview.com/" target="_blank" rel="noreferrer">TradingView</a> Lightweight Charts</p>
        </Section>
      </div>
      <div className="min-w-0 xl:col-start-3 xl:row-span-2 xl:row-start-1">{ticket(seen)}</div>
      <div className="min-w-0 md:order-last md:col-span-2 xl:order-none xl:col-span-1 xl:col-start-1">{below(seen)}</div>
      <div className="flex min-w-0 flex-col gap-5 xl:col-start-2 xl:row-span-2 xl:row-start-1">
        <Section title={w.sandbox.depth}>
          <Book levels={[...market.asks].reverse()} kind="ask" terms={terms} />
          <p className="numeric my-2 text-center text-lg font-medium">{last === '' ? '—' : price(last)}</p>
          <Book levels={market.bids} kind="bid" terms={terms} />
        </Section>
        <Section title={w.sandbox.trades}><Trades of={market.trades} terms={terms} /></Section>
      </div>
    </div>
  )
}

const cell = '!h-6 !border-0 !px-1 text-right whitespace-nowrap'
/** Rows that are not told yet keep their place, so that nothing jumps when they come. */
const blanks = (count: number, columns: number) => Array.from({ length: Math.max(0, ROWS - count) }, (_, row) => <tr key={`blank ${row}`} aria-hidden="true">{Array.from({ length: columns }, (__, column) => <td key={column} className={cell} />)}</tr>)

const Book = ({ levels, kind, terms }: { readonly levels: readonly Level[]; readonly kind: 'ask' | 'bid'; readonly terms: SymbolTerms }) => {
  const w = useWords()
  const most = Math.max(1e-12, ...levels.map(([, quantity]) => Number(quantity)))
  const missing = blanks(levels.length, 3)
  return (
    <table className="table table-fixed"><caption className="sr-only">{kind === 'ask' ? w.sandbox.asks : w.sandbox.bids}</caption><colgroup><col /><col /><col className="w-14" /></colgroup>
      <thead className={kind === 'ask' ? '' : 'sr-only'}><tr><th scope="col" className="!px-1 !pt-0 text-right">{w.sandbox.price}</th><th scope="col" className="!px-1 !pt-0 text-right">{w.sandbox.quantity}</th><th scope="col" className="!px-1"><span className="sr-only">{w.sandbox.share}</span></th></tr></thead>
      <tbody>
        {kind === 'ask' ? missing : null}
        {levels.map(([price, quantity]) => <tr key={price}><td className={`${cell} ${kind === 'ask' ? 'text-danger' : 'text-safe'}`}>{alignedAmount(price, terms.priceDecimals)}</td><td className={cell}>{alignedAmount(quantity, terms.quantityDecimals)}</td><td className={cell}><svg width="44" height="10" aria-hidden="true"><rect width={Math.max(1, (44 * Number(quantity)) / most)} height="10" rx="1" className={kind === 'ask' ? 'fill-danger opacity-30' : 'fill-safe opacity-30'} /></svg></td></tr>)}
        {kind === 'bid' ? missing : null}
      </tbody>
    </table>
  )
}

const Trades = ({ of, terms }: { readonly of: readonly Tick[]; readonly terms: SymbolTerms }) => {
  const w = useWords()
  return (
    <table className="table table-fixed"><caption className="sr-only">{w.sandbox.trades}</caption><colgroup><col className="w-[40%]" /><col className="w-[28%]" /><col /></colgroup>
      <thead><tr><th scope="col" className="!px-1 !pt-0 text-right">{w.sandbox.price}</th><th scope="col" className="!px-1 !pt-0 text-right">{w.sandbox.quantity}</th><th scope="col" className="!px-1 !pt-0 text-right">{w.sandbox.time}</th></tr></thead>
      <tbody>
        {of.map((trade) => <tr key={trade.id}><td className={`${cell} ${trade.isSell ? 'text-danger' : 'text-safe'}`}><span aria-hidden="true">{trade.isSell ? '▾ ' : '▴ '}</span><span className="sr-only">{trade.isSell ? w.sandbox.sell : w.sandbox.buy} </span>{alignedAmount(trade.price, terms.priceDecimals)}</td><td className={cell}>{alignedAmount(trade.quantity, terms.quantityDecimals)}</td><td className={`${cell} text-soft`}><Time at={new Date(trade.time).toISOString()} style="clock" /></td></tr>)}
        {blanks(of.length, 3)}
      </tbody>
    </table>
  )
}
