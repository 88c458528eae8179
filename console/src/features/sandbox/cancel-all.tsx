import { type ReactNode, useState } from 'react'
import { Dialog } from '../../parts/dialog.tsx'
import { useWords } from '../../words/words.tsx'
import { useSending } from './acting.tsx'
import { Sent } from './answers.tsx'

export interface Cancellable { readonly id: string; readonly symbol: string; readonly told: ReactNode }

/** Where all orders of a symbol are cancelled; of contracts the conditional ones have an address of their own. */
export interface CancelAllProps { readonly orders: readonly Cancellable[]; readonly paths: readonly string[]; readonly parameters?: Readonly<Record<string, string>> }

/** One way out for all open orders of a symbol, which first shows each order that it ends. */
export const CancelAll = ({ orders, paths, parameters = {} }: CancelAllProps) => {
  const w = useWords()
  const [asked, setAsked] = useState<string | null>(null)
  const [ended, setEnded] = useState<string | null>(null)
  const cancelling = useSending()
  const symbols = [...new Set(orders.map(({ symbol }) => symbol))].sort()
  const those = orders.filter(({ symbol }) => symbol === asked)
  const cancel = async (symbol: string): Promise<void> => {
    setEnded(symbol)
    setAsked(null)
    for (const path of paths) if (await cancelling.send('DELETE', path, { symbol, ...parameters }) === null) return
  }
  return <>
    {symbols.length === 0 ? null : <div className="flex flex-wrap justify-end gap-2">{symbols.map((symbol) => <button key={symbol} type="button" className="button button-small" onClick={() => { cancelling.clear(); setAsked(symbol) }}>{w.sandbox.cancelAllOf(symbol, orders.filter((one) => one.symbol === symbol).length)}</button>)}</div>}
    {asked === null ? null : (
      <Dialog title={w.sandbox.cancelAllTitle(asked)} onClose={() => setAsked(null)} footer={<><button type="button" className="button" onClick={() => setAsked(null)}>{w.sandbox.keepThem}</button><button type="button" className="button button-danger" disabled={those.length === 0} onClick={() => void cancel(asked)}>{w.sandbox.cancelThem(those.length, asked)}</button></>}>
        <p className="mb-3 text-soft">{w.sandbox.cancelAllText}</p>
        {those.length === 0 ? <p>{w.sandbox.noOrders}</p> : <ul className="flex max-h-80 flex-col gap-1 overflow-y-auto">{those.map(({ id, told }) => <li key={id} className="numeric">{told}</li>)}</ul>}
      </Dialog>
    )}
    {ended === null ? null : <Sent of={cancelling} done={() => w.sandbox.allCancelled(ended)} />}
  </>
}
