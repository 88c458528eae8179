import { useState } from 'react'
import { shortAmount } from '../../parts/amounts.ts'
import { SelectField } from '../../parts/field.tsx'
import { Time } from '../../parts/formats.tsx'
import { Section } from '../../parts/section.tsx'
import { Note, Unread } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { useActing, useAnswer, usePublicAnswer, useSending } from './acting.tsx'
import { bodyOf, Sent, Told } from './answers.tsx'
import { ConvertOrder, ConvertOrders } from './convert-orders.tsx'
import { AmountField, Choice } from './fields.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { useVenueTime } from './venue-time.ts'

interface Pair { readonly fromAsset: string; readonly toAsset: string; readonly fromAssetMinAmount: string; readonly fromAssetMaxAmount: string }
interface Quote { readonly quoteId?: string; readonly ratio: string; readonly inverseRatio: string; readonly validTimestamp: number; readonly fromAmount: string; readonly toAmount: string }
type Wallet = 'SPOT' | 'FUNDING'

/** Convert: a price that is asked for, thought about, and taken. */
export const ConvertDesk = () => {
  const w = useWords()
  const { environment } = useActing()
  const [from, setFrom] = useState('USDT')
  const [to, setTo] = useState('BTC')
  const [amount, setAmount] = useState('100')
  const [wallet, setWallet] = useState<Wallet>('SPOT')
  const [way, setWay] = useState<'now' | 'limit'>('now')
  const [quote, setQuote] = useState<Quote | null>(null)
  const asking = useSending()
  const accepting = useSending()
  const told = usePublicAnswer(environment, '/sapi/v1/convert/exchangeInfo', { parameters: { fromAsset: from } })
  const pairs = bodyOf<readonly Pair[]>(told) ?? []
  const limits = pairs.find(({ toAsset }) => toAsset === to)
  const sources = [...new Set([from, ...pairs.map(({ toAsset }) => toAsset)])].sort()
  const isShort = quote !== null && quote.quoteId === undefined
  const ask = async (): Promise<void> => {
    accepting.clear()
    setQuote(null)
    // What a quote is, as the wire's documentation has it.
    setQuote(await asking.send('POST', '/sapi/v1/convert/getQuote', { fromAsset: from, toAsset: to, fromAmount: amount, walletType: wallet, validTime: '30s' }) as Quote | null)
  }
  const accept = async (): Promise<void> => {
    if (quote?.quoteId === undefined) return
    await accepting.send('POST', '/sapi/v1/convert/acceptQuote', { quoteId: quote.quoteId })
    setQuote(null)
    asking.clear()
  }
  const changed = (act: () => void): void => { asking.clear(); accepting.clear(); setQuote(null); act() }
  return (
    <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[360px_minmax(0,1fr)]">
      <Section title={w.sandbox.convert}>
        <Unread of={[told]} />
        <div className="mb-3 flex flex-col gap-3">
          <Choice legend={w.sandbox.when} isLegendHidden value={way} onChange={(next) => changed(() => setWay(next))} options={[{ value: 'now', word: w.sandbox.atOnce }, { value: 'limit', word: w.sandbox.atPrice }]} />
          <Choice legend={w.sandbox.wallet} value={wallet} onChange={(next) => changed(() => setWallet(next))} options={[{ value: 'SPOT', word: w.sandbox.wallets.spot }, { value: 'FUNDING', word: w.sandbox.wallets.funding }]} />
        </div>
        {way === 'limit' ? <ConvertOrder wallet={wallet} /> : (
          <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); void ask() }}>
            <div className="grid grid-cols-2 gap-2">
              <SelectField label={w.sandbox.fromAsset} value={from} onChange={(event) => changed(() => { if (event.target.value === to) setTo(from); setFrom(event.target.value) })}>{sources.map((asset) => <option key={asset}>{asset}</option>)}</SelectField>
              <SelectField label={w.sandbox.toAsset} value={to} onChange={(event) => changed(() => setTo(event.target.value))}>{[...new Set([to, ...pairs.map(({ toAsset }) => toAsset)])].sort().map((asset) => <option key={asset}>{asset}</option>)}</SelectField>
            </div>
            <AmountField label={w.sandbox.amount} unit={from} value={amount} onChange={(next) => changed(() => setAmount(next))} hint={limits ? w.sandbox.between(shortAmount(limits.fromAssetMinAmount), shortAmount(limits.fromAssetMaxAmount), from) : undefined} />
            <button type="submit" disabled={asking.isBusy} className="button button-primary">{w.sandbox.askQuote}</button>
            {quote === null ? <Sent of={asking} done={() => ''} /> : (
              <div role="status" className="rounded-md bg-sunken p-3">
                <p className="text-lg font-medium">{shortAmount(quote.fromAmount)} {from} → {shortAmount(quote.toAmount)} {to}</p>
                <p className="text-sm text-soft">{Number(quote.ratio) >= 1 ? `1 ${from} = ${shortAmount(quote.ratio)} ${to}` : `1 ${to} = ${shortAmount(quote.inverseRatio)} ${from}`}</p>
                {isShort ? <p className="mt-2 font-medium text-caution">{w.sandbox.notCovered(from)}</p> : <Accepting until={quote.validTimestamp} isBusy={accepting.isBusy} accept={() => void accept()} />}
              </div>
            )}
            {accepting.answer === null && accepting.error === null ? null : <Sent<{ orderId?: string }> of={accepting} done={({ orderId }) => w.sandbox.converted(orderId ?? '')} />}
          </form>
        )}
      </Section>
      <div className="flex min-w-0 flex-col gap-5"><ConvertOrders /><History /></div>
    </div>
  )
}

/** The button lives as long as the price does. */
const Accepting = ({ until, isBusy, accept }: { readonly until: number; readonly isBusy: boolean; readonly accept: () => void }) => {
  const w = useWords()
  const nowMs = useVenueTime()
  const left = Math.ceil((until - nowMs) / 1_000)
  return left <= 0 ? <div className="mt-2"><Note kind="caution">{w.sandbox.quoteOver}</Note></div> : <button type="button" disabled={isBusy} className="button button-primary mt-3 w-full" onClick={accept}>{w.sandbox.acceptQuote} <span aria-hidden="true" className="numeric">({left} s)</span></button>
}

interface Conversion { readonly orderId: number; readonly orderStatus: string; readonly fromAsset: string; readonly fromAmount: string; readonly toAsset: string; readonly toAmount: string; readonly ratio: string; readonly createTime: number }

const DAY_MS = 86_400_000
const SPAN_MS = 30 * DAY_MS - 1_000

const History = () => {
  const w = useWords()
  // A whole day's end, so that the question stays the same for a day.
  const endMs = (Math.floor(useVenueTime() / DAY_MS) + 2) * DAY_MS
  const made = useAnswer('/sapi/v1/convert/tradeFlow', { parameters: { startTime: String(endMs - SPAN_MS), endTime: String(endMs), limit: '50' } })
  return (
    <Section title={w.sandbox.history}>
      <Told<{ readonly list: readonly Conversion[] }> by={made}>{({ list }) => (
        <SmallTable isDense caption={w.sandbox.history} rows={list} idOf={({ orderId }) => String(orderId)} empty={w.sandbox.noConversions} columns={[
          { head: w.sandbox.time, cell: ({ createTime }) => <Time at={new Date(createTime).toISOString()} /> }, { head: w.sandbox.gave, isNumber: true, cell: ({ fromAmount, fromAsset }) => `${shortAmount(fromAmount)} ${fromAsset}` },
          { head: w.sandbox.got, isNumber: true, cell: ({ toAmount, toAsset }) => `${shortAmount(toAmount)} ${toAsset}` }, { head: w.sandbox.ratio, isNumber: true, cell: ({ ratio }) => shortAmount(ratio) },
        ]} />
      )}</Told>
    </Section>
  )
}
