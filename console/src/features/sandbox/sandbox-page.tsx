import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { keysQuery } from '../../api/keys.ts'
import { callSandbox, drawFromFaucet, type SandboxAnswer } from '../../api/sandbox.ts'
import { useSession } from '../../api/session.ts'
import { Field, SelectField, TextField } from '../../parts/field.tsx'
import { groupedAmount, shortAmount } from '../../parts/formats.tsx'
import { Section } from '../../parts/section.tsx'
import { LiveBadge, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'
import { type Level, useMarket } from './market-stream.ts'

// The drawing of candles is the one heavy part of the console: it comes when it is looked at.
const Candles = lazy(() => import('./candles.tsx').then((module) => ({ default: module.Candles })))

const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'SOLUSDT', 'XRPUSDT'] as const

interface Balance { readonly asset: string; readonly free: string; readonly locked: string }
interface Order { readonly orderId: number; readonly symbol: string; readonly side: string; readonly type: string; readonly price: string; readonly origQty: string; readonly executedQty: string }

/** Markets, an order ticket, balances and orders, each call sent as a chosen key and from a chosen address. */
export const SandboxPage = () => {
  const w = useWords()
  const navigate = useNavigate()
  const { urls } = useSession()
  // This page's own search, as app.tsx reads it.
  const search = useSearch({ strict: false }) as { symbol?: string; key?: string; from?: string }
  const symbol = SYMBOLS.find((one) => one === search.symbol) ?? 'BTCUSDT'
  const { data: keys = [] } = useQuery(keysQuery)
  const usable = keys.filter(({ environment, state }) => environment === 'live' && state !== 'deleted')
  const key = usable.find(({ id }) => id === search.key) ?? usable.find(({ label, kind }) => label === 'trade' && kind === 'hmac') ?? usable.find(({ kind, permissions }) => kind === 'hmac' && permissions.includes('spotAndMarginTrading'))
  const market = useMarket(urls.ws, symbol)
  const put = (next: Record<string, string | undefined>): void => void navigate({ to: '/sandbox', replace: true, search: { ...search, ...next } })
  const last = market.trades[0]?.price ?? String(market.candles.at(-1)?.close ?? '')
  return (
    <>
      <PageHead title={w.nav.sandbox} action={<LiveBadge isLive={market.isLive} />}>{w.sandbox.intro}</PageHead>
      <div className="card mb-5 grid gap-4 p-4 sm:grid-cols-3">
        <SelectField label={w.sandbox.symbol} value={symbol} onChange={(event) => put({ symbol: event.target.value })}>{SYMBOLS.map((one) => <option key={one}>{one}</option>)}</SelectField>
        <SelectField label={w.sandbox.actingAs} hint={key?.sentence} value={key?.id ?? ''} onChange={(event) => put({ key: event.target.value })}>{usable.map(({ id, label }) => <option key={id} value={id}>{label}</option>)}</SelectField>
        <TextField label={w.sandbox.from} hint={w.sandbox.fromHint} className="mono" value={search.from ?? ''} placeholder="127.0.0.1" spellCheck={false} onChange={(event) => put({ from: event.target.value === '' ? undefined : event.target.value })} />
      </div>
      <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(0,1fr)_300px_300px]">
        <div className="flex min-w-0 flex-col gap-5">
          <Section title={`${w.sandbox.candles} · ${symbol}`} action={<span className="numeric text-lg">{last === '' ? '' : groupedAmount(shortAmount(last).replaceAll(',', ''))}</span>}>
            <Suspense fallback={<Loading rows={6} />}><Candles key={symbol} candles={market.candles} label={w.sandbox.candlesAlt(symbol, last)} /></Suspense>
            <p className="mt-1 text-xs text-faint">Charts: <a className="underline" href="https://www.tradingview.com/" target="_blank" rel="noreferrer">TradingView</a> Lightweight Charts</p>
          </Section>
          {key === undefined ? null : <Account keyId={key.id} from={search.from ?? null} symbol={symbol} />}
        </div>
        <Section title={w.sandbox.depth}>
          <Book levels={[...market.asks].reverse()} kind="ask" />
          <p className="numeric my-2 text-center text-lg font-medium">{last === '' ? '—' : shortAmount(last)}</p>
          <Book levels={market.bids} kind="bid" />
        </Section>
        <div className="flex min-w-0 flex-col gap-5">
          {key === undefined ? null : <Ticket key={key.id} keyId={key.id} from={search.from ?? null} symbol={symbol} last={last} />}
          {key === undefined ? null : <Faucet account={key.account} />}
          <Section title={w.sandbox.trades}>
            <table className="table table-dense"><caption className="sr-only">{w.sandbox.trades}</caption><thead><tr><th scope="col" className="!px-1 text-right">{w.sandbox.price}</th><th scope="col" className="!px-1 text-right">{w.sandbox.quantity}</th></tr></thead>
              <tbody>{market.trades.slice(0, 12).map((trade) => <tr key={trade.id}><td className={`!h-6 !px-1 text-right ${trade.isSell ? 'text-danger' : 'text-safe'}`}><span aria-hidden="true">{trade.isSell ? '▾ ' : '▴ '}</span><span className="sr-only">{trade.isSell ? w.sandbox.sell : w.sandbox.buy} </span>{shortAmount(trade.price)}</td><td className="!h-6 !px-1 text-right">{shortAmount(trade.quantity)}</td></tr>)}</tbody>
            </table>
          </Section>
        </div>
      </div>
    </>
  )
}

const Book = ({ levels, kind }: { readonly levels: readonly Level[]; readonly kind: 'ask' | 'bid' }) => {
  const w = useWords()
  const most = Math.max(1e-12, ...levels.map(([, quantity]) => Number(quantity)))
  return (
    <table className="table table-dense"><caption className="sr-only">{kind === 'ask' ? w.sandbox.sell : w.sandbox.buy}</caption>
      <thead className="sr-only"><tr><th scope="col">{w.sandbox.price}</th><th scope="col">{w.sandbox.quantity}</th><th scope="col">{w.sandbox.total}</th></tr></thead>
      <tbody>{levels.slice(0, 12).map(([price, quantity]) => <tr key={price}><td className={`!h-6 !border-0 !px-1 text-right ${kind === 'ask' ? 'text-danger' : 'text-safe'}`}>{shortAmount(price)}</td><td className="!h-6 !border-0 !px-1 text-right">{shortAmount(quantity)}</td><td className="!h-6 w-16 !border-0 !px-1"><svg width="56" height="10" aria-hidden="true"><rect width={Math.max(1, (56 * Number(quantity)) / most)} height="10" rx="1" className={kind === 'ask' ? 'fill-danger-soft' : 'fill-safe-soft'} /></svg></td></tr>)}</tbody>
    </table>
  )
}

/** What the wire said no to, in place, with the way to its trace. */
const Refusal = ({ answer }: { readonly answer: SandboxAnswer }) => {
  const w = useWords()
  // An error of the wire is a code and a text.
  const { code, msg } = answer.body as { code?: number; msg?: string }
  return <Note kind="danger" role="alert"><p><strong>{w.sandbox.refusedTitle}</strong> HTTP {answer.status}, {code}: {msg}</p>{answer.requestId === null ? null : <Link to="/refused" search={{ request: answer.requestId }} className="link">{w.sandbox.why}</Link>}</Note>
}

const Ticket = ({ keyId, from, symbol, last }: { readonly keyId: string; readonly from: string | null; readonly symbol: string; readonly last: string }) => {
  const w = useWords()
  const [order, setOrder] = useState({ side: 'BUY' as 'BUY' | 'SELL', type: 'MARKET' as 'LIMIT' | 'MARKET', quantity: '0.01', price: '' })
  const [answer, setAnswer] = useState<SandboxAnswer | null>(null)
  const [error, setError] = useState<unknown>(null)
  const send = async (): Promise<void> => {
    setError(null)
    setAnswer(null)
    try {
      setAnswer(await callSandbox({ environment: 'live', key: keyId, from, method: 'POST', path: '/api/v3/order', parameters: { symbol, side: order.side, type: order.type, quantity: order.quantity, ...(order.type === 'LIMIT' && { price: order.price === '' ? last : order.price, timeInForce: 'GTC' }) } }))
    } catch (fault) { setError(fault) }
  }
  // An accepted order, as the wire tells it.
  const { orderId, status } = (answer?.body ?? {}) as { orderId?: number; status?: string }
  return (
    <Section title={w.sandbox.ticket}>
      <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); void send() }}>
        <fieldset className="grid grid-cols-2 gap-1"><legend className="sr-only">{w.sandbox.side}</legend>{(['BUY', 'SELL'] as const).map((side) => <label key={side} className={`button ${order.side === side ? (side === 'BUY' ? '!border-safe text-safe' : '!border-danger text-danger') : ''}`}><input type="radio" name="side" checked={order.side === side} onChange={() => setOrder({ ...order, side })} />{side === 'BUY' ? w.sandbox.buy : w.sandbox.sell}</label>)}</fieldset>
        <SelectField label={w.sandbox.type} value={order.type} onChange={(event) => setOrder({ ...order, type: event.target.value === 'LIMIT' ? 'LIMIT' : 'MARKET' })}><option value="MARKET">{w.sandbox.types.MARKET}</option><option value="LIMIT">{w.sandbox.types.LIMIT}</option></SelectField>
        {order.type === 'LIMIT' ? <Field label={w.sandbox.price}>{(ties) => <input {...ties} inputMode="decimal" className="input numeric" placeholder={last} value={order.price} onChange={(event) => setOrder({ ...order, price: event.target.value })} />}</Field> : null}
        <Field label={w.sandbox.quantity}>{(ties) => <input {...ties} inputMode="decimal" className="input numeric" value={order.quantity} onChange={(event) => setOrder({ ...order, quantity: event.target.value })} />}</Field>
        <button type="submit" className="button button-primary">{w.sandbox.send(order.side === 'BUY' ? w.sandbox.buy : w.sandbox.sell, symbol)}</button>
        {answer === null ? null : answer.status < 400 ? <Note kind="safe" role="status">{w.sandbox.order(String(orderId ?? ''), status ?? '')}</Note> : <Refusal answer={answer} />}
        <RefusedNote error={error} />
      </form>
    </Section>
  )
}

/** Play money for the account of the chosen key. */
const Faucet = ({ account }: { readonly account: number }) => {
  const w = useWords()
  const queries = useQueryClient()
  const [wish, setWish] = useState({ coin: 'USDT', amount: '1000' })
  const [credited, setCredited] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const draw = async (): Promise<void> => {
    setError(null)
    setCredited(null)
    try {
      const made = await drawFromFaucet({ environment: 'live', account, ...wish })
      if (made.is === 'done') setCredited(w.sandbox.credited(shortAmount(made.value.amount), made.value.coin))
      await queries.invalidateQueries({ queryKey: ['sandbox'] })
    } catch (fault) { setError(fault) }
  }
  return (
    <Section title={w.sandbox.faucet}>
      <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); void draw() }}>
        <div className="grid grid-cols-2 gap-2"><TextField label={w.sandbox.asset} value={wish.coin} spellCheck={false} onChange={(event) => setWish({ ...wish, coin: event.target.value.toUpperCase() })} /><TextField label={w.sandbox.amount} inputMode="decimal" value={wish.amount} onChange={(event) => setWish({ ...wish, amount: event.target.value })} /></div>
        <button type="submit" className="button">{w.sandbox.draw(wish.amount, wish.coin)}</button>
        {credited === null ? null : <Note kind="safe" role="status">{credited}</Note>}
        <RefusedNote error={error} />
      </form>
    </Section>
  )
}

const Account = ({ keyId, from, symbol }: { readonly keyId: string; readonly from: string | null; readonly symbol: string }) => {
  const w = useWords()
  const [tab, setTab] = useState<'balances' | 'orders'>('balances')
  const read = (path: string, parameters: Record<string, string> = {}) => callSandbox({ environment: 'live', key: keyId, from, method: 'GET', path, parameters })
  const answer = useQuery({ queryKey: ['sandbox', tab, keyId, from, symbol], queryFn: () => (tab === 'balances' ? read('/api/v3/account', { omitZeroBalances: 'true' }) : read('/api/v3/openOrders', { symbol })), refetchInterval: 4_000, placeholderData: keepPreviousData, retry: false })
  const isFresh = answer.data !== undefined && !answer.isPlaceholderData
  return (
    <Section title={tab === 'balances' ? w.sandbox.balances : w.sandbox.orders} action={<div className="flex gap-1">{(['balances', 'orders'] as const).map((one) => <button key={one} type="button" aria-pressed={tab === one} className={`button button-small ${tab === one ? 'button-primary' : 'button-quiet'}`} onClick={() => setTab(one)}>{w.sandbox[one]}</button>)}</div>}>
      {answer.isError ? <RefusedNote error={answer.error} /> : !isFresh ? <Loading rows={4} /> : answer.data.status >= 400 ? <Refusal answer={answer.data} /> : tab === 'balances' ? <Balances of={(answer.data.body as { balances: readonly Balance[] }).balances} /> : <Orders of={answer.data.body as readonly Order[]} cancel={(order) => callSandbox({ environment: 'live', key: keyId, from, method: 'DELETE', path: '/api/v3/order', parameters: { symbol: order.symbol, orderId: String(order.orderId) } }).then(() => answer.refetch())} />}
    </Section>
  )
}

const Balances = ({ of }: { readonly of: readonly Balance[] }) => {
  const w = useWords()
  return of.length === 0 ? <p className="text-soft">{w.sandbox.noBalances}</p> : (
    <table className="table table-dense"><caption className="sr-only">{w.sandbox.balances}</caption><thead><tr><th scope="col">{w.sandbox.asset}</th><th scope="col" className="text-right">{w.sandbox.free}</th><th scope="col" className="text-right">{w.sandbox.locked}</th></tr></thead><tbody>{of.map((row) => <tr key={row.asset}><td>{row.asset}</td><td className="text-right">{shortAmount(row.free)}</td><td className="text-right">{shortAmount(row.locked)}</td></tr>)}</tbody></table>
  )
}

const Orders = ({ of, cancel }: { readonly of: readonly Order[]; readonly cancel: (order: Order) => Promise<unknown> }) => {
  const w = useWords()
  return of.length === 0 ? <p className="text-soft">{w.sandbox.noOrders}</p> : (
    <table className="table table-dense"><caption className="sr-only">{w.sandbox.orders}</caption><thead><tr><th scope="col">{w.sandbox.side}</th><th scope="col" className="text-right">{w.sandbox.price}</th><th scope="col" className="text-right">{w.sandbox.quantity}</th><th><span className="sr-only">{w.sandbox.cancel}</span></th></tr></thead><tbody>{of.map((order) => <tr key={order.orderId}><td className={order.side === 'BUY' ? 'text-safe' : 'text-danger'}>{order.side === 'BUY' ? w.sandbox.buy : w.sandbox.sell}</td><td className="text-right">{shortAmount(order.price)}</td><td className="text-right">{shortAmount(order.origQty)}</td><td className="text-right"><button type="button" className="button button-small" onClick={() => void cancel(order)}>{w.sandbox.cancel}</button></td></tr>)}</tbody></table>
  )
}
