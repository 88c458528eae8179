import { shortAmount } from '../../parts/amounts.ts'
import { Time } from '../../parts/formats.tsx'
import { useWords } from '../../words/words.tsx'
import { useAnswer, useSending } from './acting.tsx'
import { bodyOf, Sent, Told } from './answers.tsx'
import { CancelAll } from './cancel-all.tsx'
import { SmallTable, type TableColumn } from '../../parts/small-table.tsx'

export interface WireOrder { readonly orderId: number; readonly symbol: string; readonly side: 'BUY' | 'SELL'; readonly type: string; readonly price: string; readonly stopPrice?: string; readonly origQty: string; readonly executedQty: string; readonly status: string; readonly time: number; readonly isIsolated?: boolean }

export const SideWord = ({ side }: { readonly side: string }) => {
  const w = useWords()
  return <span className={side === 'BUY' ? 'text-safe' : 'text-danger'}><span aria-hidden="true">{side === 'BUY' ? '▴ ' : '▾ '}</span>{side === 'BUY' ? w.sandbox.buy : w.sandbox.sell}</span>
}

/** What became of an order, in a word. */
export const useOrderState = (): ((status: string) => string) => {
  const w = useWords()
  return (status) => w.sandbox.statuses[status] ?? status
}

const isNothing = (amount: string | undefined): boolean => amount === undefined || Number(amount) === 0

/** One order in a line, for a list of what would be cancelled. */
export const OrderInWords = ({ side, type, price, quantity }: { readonly side: string; readonly type: string; readonly price: string; readonly quantity: string }) =>
  <><SideWord side={side} /> {quantity} · {type}{isNothing(price) ? null : ` · ${shortAmount(price)}`}</>

/** At which price, and below it the one that sets it off. */
export const Prices = ({ price, trigger }: { readonly price: string; readonly trigger?: string | undefined }) =>
  <span className="inline-block leading-tight">{isNothing(price) ? '—' : shortAmount(price)}{isNothing(trigger) ? null : <span className="block text-soft"> @ {shortAmount(trigger ?? '')}</span>}</span>

const useOrderColumns = (): readonly TableColumn<WireOrder>[] => {
  const w = useWords()
  return [
    { head: w.sandbox.time, place: 'side', cell: ({ time }) => <Time at={new Date(time).toISOString()} /> },
    { head: w.sandbox.symbol, place: 'head', cell: ({ side, symbol }) => <><SideWord side={side} /> {symbol}</> },
    { head: w.sandbox.type, cell: ({ type }) => w.sandbox.types[type] ?? type },
    { head: w.sandbox.price, isNumber: true, cell: ({ price, stopPrice }) => <Prices price={price} trigger={stopPrice} /> },
    { head: w.sandbox.quantity, isNumber: true, cell: ({ origQty, executedQty }) => <span className="inline-block leading-tight">{shortAmount(origQty)}{isNothing(executedQty) ? null : <span className="block text-soft"> {w.sandbox.filled} {shortAmount(executedQty)}</span>}</span> },
  ]
}

export interface OrdersProps { readonly path: string; readonly cancelPath: string; readonly parameters?: Readonly<Record<string, string>>; readonly cancelParameters?: Readonly<Record<string, string>>; /** Where all of a symbol are cancelled. */ readonly cancelAllPath: string }

/** The open orders, each with its way out. */
export const OpenOrders = ({ path, cancelPath, cancelAllPath, parameters = {}, cancelParameters = {} }: OrdersProps) => {
  const w = useWords()
  const columns = useOrderColumns()
  const open = useAnswer(path, { parameters })
  const cancelling = useSending()
  return (
    <div className="flex flex-col gap-3">
      <Told<readonly WireOrder[]> by={open}>{(orders) => (
        <SmallTable isDense caption={w.sandbox.orders} rows={orders} idOf={({ orderId, symbol }) => `${symbol} ${orderId}`} empty={w.sandbox.noOrders} columns={[...columns, { head: w.sandbox.cancel, isHeadHidden: true, isNumber: true, cell: ({ symbol, orderId }) => <button type="button" className="button button-small" onClick={() => void cancelling.send('DELETE', cancelPath, { symbol, orderId: String(orderId), ...cancelParameters })}>{w.sandbox.cancel}<span className="sr-only"> {orderId}</span></button> }]} />
      )}</Told>
      <CancelAll paths={[cancelAllPath]} parameters={cancelParameters} orders={(bodyOf<readonly WireOrder[]>(open) ?? []).map(({ orderId, symbol, side, type, price, stopPrice = '0', origQty }) => ({ id: String(orderId), symbol, told: <OrderInWords side={side} type={w.sandbox.types[type] ?? type} price={isNothing(price) ? stopPrice : price} quantity={shortAmount(origQty)} /> }))} />
      <Sent<{ orderId?: number }> of={cancelling} done={({ orderId }) => w.sandbox.cancelled(String(orderId ?? ''))} />
    </div>
  )
}

/** The newest orders of a market, whatever became of them. */
export const OrderHistory = ({ path, symbol, parameters = {} }: { readonly path: string; readonly symbol: string; readonly parameters?: Readonly<Record<string, string>> }) => {
  const w = useWords()
  const columns = useOrderColumns()
  const stateOf = useOrderState()
  const all = useAnswer(path, { parameters: { symbol, limit: '20', ...parameters } })
  return <Told<readonly WireOrder[]> by={all}>{(orders) => <SmallTable isDense caption={w.sandbox.history} rows={orders.toReversed()} idOf={({ orderId }) => String(orderId)} empty={w.sandbox.noHistory} columns={[...columns, { head: w.sandbox.status, cell: ({ status }) => stateOf(status) }]} />}</Told>
}
