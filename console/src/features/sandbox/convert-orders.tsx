import { useState } from 'react'
import { groupedAmount, shortAmount } from '../../parts/amounts.ts'
import { ChoiceField, SelectField } from '../../parts/field.tsx'
import { Time } from '../../parts/formats.tsx'
import { Section } from '../../parts/section.tsx'
import { useWords } from '../../words/words.tsx'
import { useActing, useAnswer, usePublicAnswer, useSending } from './acting.tsx'
import { bodyOf, Sent, Told } from './answers.tsx'
import { AmountField, Choice } from './fields.tsx'
import { useSymbols } from './symbols.ts'
import { SmallTable } from '../../parts/small-table.tsx'

const LASTING = ['1_D', '3_D', '7_D', '30_D'] as const

/** An order to convert that waits for its price; what it needs is held meanwhile. */
export const ConvertOrder = ({ wallet }: { readonly wallet: 'SPOT' | 'FUNDING' }) => {
  const w = useWords()
  const { environment } = useActing()
  const symbols = useSymbols(environment, 'spot')
  const [name, setName] = useState('BTCUSDT')
  const [side, setSide] = useState<'BUY' | 'SELL'>('BUY')
  const [price, setPrice] = useState('')
  const [amount, setAmount] = useState('0.01')
  const [lasts, setLasts] = useState<(typeof LASTING)[number]>('1_D')
  const placing = useSending()
  const { base, quote } = symbols.find((one) => one.name === name) ?? { base: 'BTC', quote: 'USDT' }
  const last = bodyOf<{ readonly price: string }>(usePublicAnswer(environment, '/api/v3/ticker/price', { parameters: { symbol: name }, everyMs: 2_000 }))?.price
  const changed = (act: () => void): void => { placing.clear(); act() }
  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); void placing.send('POST', '/sapi/v1/convert/limit/placeOrder', { baseAsset: base, quoteAsset: quote, side, limitPrice: price, baseAmount: amount, walletType: wallet, expiredType: lasts }) }}>
      <SelectField label={w.sandbox.pair} value={name} onChange={(event) => changed(() => { setName(event.target.value); setPrice('') })}>{(symbols.length === 0 ? [{ name }] : symbols).map((one) => <option key={one.name}>{one.name}</option>)}</SelectField>
      <Choice legend={w.sandbox.side} isLegendHidden value={side} onChange={(next) => changed(() => setSide(next))} options={[{ value: 'BUY', word: w.sandbox.buy, tone: 'buy' }, { value: 'SELL', word: w.sandbox.sell, tone: 'sell' }]} />
      <AmountField label={w.sandbox.limitPrice} unit={quote} value={price} hint={last === undefined ? undefined : w.sandbox.lastPriceIs(shortAmount(last), quote)} onChange={(next) => changed(() => setPrice(next))} />
      <AmountField label={w.sandbox.amount} unit={base} value={amount} onChange={(next) => changed(() => setAmount(next))} />
      <ChoiceField label={w.sandbox.lasts} value={lasts} among={LASTING} wordOf={(one) => w.sandbox.lastings[one]} onChoose={(one) => changed(() => setLasts(one))} />
      <button type="submit" disabled={placing.isBusy} className="button button-primary">{w.sandbox.placeConversion(side === 'BUY' ? w.sandbox.buy : w.sandbox.sell, groupedAmount(amount), base)}</button>
      <Sent<{ orderId?: number }> of={placing} done={({ orderId }) => w.sandbox.conversionWaits(String(orderId ?? ''))} />
    </form>
  )
}

interface Waiting { readonly orderId: number; readonly fromAsset: string; readonly fromAmount: string; readonly toAsset: string; readonly toAmount: string; readonly ratio: string; readonly createTime: number; readonly expiredTimestamp: number }

/** What waits for its price, each with its way out. */
export const ConvertOrders = () => {
  const w = useWords()
  const open = useAnswer('/sapi/v1/convert/limit/queryOpenOrders', { method: 'POST' })
  const cancelling = useSending()
  return (
    <Section title={w.sandbox.waitingConversions}>
      <div className="flex flex-col gap-3">
        <Told<{ readonly list: readonly Waiting[] }> by={open} rows={1}>{({ list }) => (
          <SmallTable isDense caption={w.sandbox.waitingConversions} rows={list} idOf={({ orderId }) => String(orderId)} empty={w.sandbox.noWaitingConversions} columns={[
            { head: w.sandbox.gives, isNumber: true, cell: ({ fromAmount, fromAsset }) => `${shortAmount(fromAmount)} ${fromAsset}` }, { head: w.sandbox.gets, isNumber: true, cell: ({ toAmount, toAsset }) => `${shortAmount(toAmount)} ${toAsset}` },
            { head: w.sandbox.waitsUntil, cell: ({ expiredTimestamp }) => <Time at={new Date(expiredTimestamp).toISOString()} style="exact" /> },
            { head: w.sandbox.cancel, isHeadHidden: true, isNumber: true, cell: ({ orderId }) => <button type="button" className="button button-small" disabled={cancelling.isBusy} onClick={() => void cancelling.send('POST', '/sapi/v1/convert/limit/cancelOrder', { orderId: String(orderId) })}>{w.sandbox.cancel}<span className="sr-only"> {orderId}</span></button> },
          ]} />
        )}</Told>
        <Sent<{ orderId?: number }> of={cancelling} done={({ orderId }) => w.sandbox.cancelled(String(orderId ?? ''))} />
      </div>
    </Section>
  )
}
