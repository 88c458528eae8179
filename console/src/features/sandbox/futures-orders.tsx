import { shortAmount } from '../../parts/amounts.ts'
import { Time } from '../../parts/formats.tsx'
import { wordFor } from '../../words/word-for.ts'
import { useWords } from '../../words/words.tsx'
import { useAnswer, useSending } from './acting.tsx'
import { bodyOf, Sent, Told } from './answers.tsx'
import { CancelAll } from './cancel-all.tsx'
import { OrderInWords, Prices, SideWord } from './orders.tsx'
import { SmallTable } from '../../parts/small-table.tsx'

interface Order { readonly orderId: number; readonly symbol: string; readonly side: string; readonly type: string; readonly price: string; readonly origQty: string; readonly executedQty: string; readonly time: number; readonly positionSide: string }
interface Algo { readonly algoId: number; readonly symbol: string; readonly side: string; readonly orderType: string; readonly price: string; readonly triggerPrice: string; readonly quantity: string; readonly closePosition: boolean; readonly createTime: number; readonly positionSide: string }
interface Row { readonly id: string; readonly atMs: number; readonly symbol: string; readonly side: string; readonly type: string; readonly price: string; readonly trigger: string; readonly quantity: string; readonly cancel: readonly [path: string, parameters: Readonly<Record<string, string>>] }

/** Orders in the books, and those that wait for a price, each with its way out. */
export const FuturesOrders = () => {
  const w = useWords()
  const open = useAnswer('/fapi/v1/openOrders')
  const waiting = useAnswer('/fapi/v1/openAlgoOrders')
  const cancelling = useSending()
  return (
    <div className="flex flex-col gap-3">
      <Told<readonly Order[]> by={open} besides={[waiting]}>{(orders) => {
        const rows: readonly Row[] = [
          ...orders.map((order): Row => ({ id: `o${order.orderId}`, atMs: order.time, symbol: order.symbol, side: order.side, type: order.type, price: order.price, trigger: '0', quantity: shortAmount(order.origQty), cancel: ['/fapi/v1/order', { symbol: order.symbol, orderId: String(order.orderId) }] })),
          ...(bodyOf<readonly Algo[]>(waiting) ?? []).map((algo): Row => ({ id: `a${algo.algoId}`, atMs: algo.createTime, symbol: algo.symbol, side: algo.side, type: algo.orderType, price: algo.price, trigger: algo.triggerPrice, quantity: algo.closePosition ? w.sandbox.wholePosition : shortAmount(algo.quantity), cancel: ['/fapi/v1/algoOrder', { algoId: String(algo.algoId) }] })),
        ].sort((a, b) => b.atMs - a.atMs)
        return <><SmallTable isDense caption={w.sandbox.orders} rows={rows} idOf={({ id }) => id} empty={w.sandbox.noOrders} columns={[
          { head: w.sandbox.time, place: 'side', cell: ({ atMs }) => <Time at={new Date(atMs).toISOString()} /> }, { head: w.sandbox.symbol, place: 'head', cell: ({ side, symbol }) => <><SideWord side={side} /> {symbol}</> },
          { head: w.sandbox.type, cell: ({ type }) => wordFor(w.sandbox.futuresTypes, type) }, { head: w.sandbox.price, isNumber: true, cell: ({ price, trigger }) => <Prices price={price} trigger={trigger} /> },
          { head: w.sandbox.quantity, isNumber: true, cell: ({ quantity }) => quantity },
          { head: w.sandbox.cancel, isHeadHidden: true, isNumber: true, cell: ({ id, cancel: [path, parameters] }) => <button type="button" className="button button-small" onClick={() => void cancelling.send('DELETE', path, parameters)}>{w.sandbox.cancel}<span className="sr-only"> {id}</span></button> },
        ]} />
        <CancelAll paths={['/fapi/v1/allOpenOrders', '/fapi/v1/algoOpenOrders']} orders={rows.map(({ id, symbol, side, type, price, trigger, quantity }) => ({ id, symbol, told: <OrderInWords side={side} type={wordFor(w.sandbox.futuresTypes, type)} price={Number(price) === 0 ? trigger : price} quantity={quantity} /> }))} /></>
      }}</Told>
      <Sent<{ orderId?: number; algoId?: number }> of={cancelling} done={({ orderId, algoId }) => w.sandbox.cancelled(String(orderId ?? algoId ?? ''))} />
    </div>
  )
}
