import { type ReactNode, useState } from 'react'
import { shortAmount } from '../../parts/amounts.ts'
import { ChoiceField, SelectField } from '../../parts/field.tsx'
import { Section } from '../../parts/section.tsx'
import { useWords } from '../../words/words.tsx'
import { useSending } from './acting.tsx'
import { Sent } from './answers.tsx'
import type { Seen } from './board.tsx'
import { AmountField, Check, Choice } from './fields.tsx'
import { isListKind, LIST_KINDS, type ListPaths } from './order-lists.ts'
import { useOrderState } from './orders.tsx'
import { FIRST_DRAFT, ORDER_TYPE_PARTS, type OrderDraft, orderParameters } from './order-types.ts'

export interface OrderTicketProps extends Seen {
  readonly path: string
  /** What every order of this ticket is told besides. */
  readonly further?: Readonly<Record<string, string>>
  /** Where an order may be judged without being placed. */
  readonly testPath?: string
  /** Where an order is routed over all markets of its base asset. */
  readonly routedPath?: string
  /** Where lists of orders are placed, each kind at its own. */
  readonly listPaths: ListPaths
  readonly children?: ReactNode
}

/** An order or a list, as the wire tells it; a judged one is answered with nothing. */
interface Placed { readonly orderId?: number; readonly status?: string; readonly executedQty?: string; readonly cummulativeQuoteQty?: string; readonly orderListId?: number; readonly listOrderStatus?: string }

/** One order of the spot books, every type that the market takes. */
export const OrderTicket = ({ terms, last, path, further = {}, testPath, routedPath, listPaths, children }: OrderTicketProps) => {
  const w = useWords()
  const [draft, setDraft] = useState<OrderDraft>(FIRST_DRAFT)
  const placing = useSending()
  const stateOf = useOrderState()
  const types = [...terms.orderTypes.filter((type) => ORDER_TYPE_PARTS[type]), ...LIST_KINDS.filter((kind) => listPaths[kind])]
  const listPath = isListKind(draft.type) ? listPaths[draft.type] : undefined
  const put = (next: Partial<OrderDraft>): void => { placing.clear(); setDraft({ ...draft, ...next }) }
  const parts = ORDER_TYPE_PARTS[draft.type] ?? []
  const mayRoute = routedPath !== undefined && terms.isRouted && (draft.type === 'LIMIT' || draft.type === 'MARKET')
  const isRouted = mayRoute && draft.isRouted
  const mayPeg = terms.isPegged && listPath === undefined && !isRouted
  const mayQuote = parts.includes('quote') && !isRouted
  const send = (to: string): void => void placing.send('POST', to, { ...orderParameters({ ...draft, isRouted }, terms.name, last), ...further })
  const sideWord = draft.side === 'BUY' ? w.sandbox.buy : w.sandbox.sell
  return (
    <Section title={w.sandbox.ticket}>
      <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); send(listPath ?? (isRouted ? routedPath : path)) }}>
        {children}
        <Choice legend={w.sandbox.side} isLegendHidden value={draft.side} onChange={(side) => put({ side })} options={[{ value: 'BUY', word: w.sandbox.buy, tone: 'buy' }, { value: 'SELL', word: w.sandbox.sell, tone: 'sell' }]} />
        <SelectField label={w.sandbox.type} hint={w.sandbox.typeTexts[draft.type]} value={draft.type} onChange={(event) => put({ type: event.target.value })}>{types.map((type) => <option key={type} value={type}>{w.sandbox.types[type] ?? type}</option>)}</SelectField>
        {parts.includes('trigger') ? <>
          <Choice legend={w.sandbox.trigger} value={draft.isTrailing ? 'trail' : 'price'} onChange={(how) => put({ isTrailing: how === 'trail' })} options={[{ value: 'price', word: w.sandbox.byPrice }, { value: 'trail', word: w.sandbox.trailing }]} />
          {draft.isTrailing ? <AmountField label={w.sandbox.trailingDelta} hint={w.sandbox.trailingHint} value={draft.trailingDelta} onChange={(trailingDelta) => put({ trailingDelta })} /> : <AmountField label={w.sandbox.stopPrice} unit={terms.quote} value={draft.stopPrice} placeholder={last} onChange={(stopPrice) => put({ stopPrice })} />}
        </> : null}
        {parts.includes('price') && mayPeg ? <ChoiceField label={w.sandbox.peg} value={draft.peg} among={['', 'PRIMARY_PEG', 'MARKET_PEG']} wordOf={(peg) => w.sandbox.pegs[peg]} onChoose={(peg) => put({ peg })} /> : null}
        {parts.includes('price') && draft.peg !== '' && mayPeg ? <AmountField label={w.sandbox.pegOffset} hint={w.sandbox.pegOffsetHint} isRequired={false} value={draft.pegOffset} onChange={(pegOffset) => put({ pegOffset })} /> : null}
        {parts.includes('price') && (draft.peg === '' || !mayPeg) ? <AmountField label={w.sandbox.price} unit={terms.quote} isRequired={false} value={draft.price} placeholder={last} onChange={(price) => put({ price })} /> : null}
        {parts.includes('follower') ? <AmountField label={w.sandbox.followPrice(draft.side === 'BUY' ? w.sandbox.sell : w.sandbox.buy)} unit={terms.quote} value={draft.followPrice} onChange={(followPrice) => put({ followPrice })} /> : null}
        {parts.includes('stopPair') ? <>
          <AmountField label={w.sandbox.stopPrice} unit={terms.quote} value={draft.stopPrice} placeholder={last} onChange={(stopPrice) => put({ stopPrice })} />
          <AmountField label={w.sandbox.stopLimitPrice} unit={terms.quote} isRequired={false} value={draft.stopLimitPrice} onChange={(stopLimitPrice) => put({ stopLimitPrice })} />
        </> : null}
        <AmountField label={draft.isByQuote && mayQuote ? w.sandbox.total : w.sandbox.quantity} unit={draft.isByQuote && mayQuote ? terms.quote : terms.base} value={draft.quantity} onChange={(quantity) => put({ quantity })} />
        {mayRoute ? <Check label={w.sandbox.routed(terms.base)} isOn={draft.isRouted} onChange={(isOn) => put({ isRouted: isOn })} /> : null}
        {mayQuote ? <Check label={w.sandbox.byQuote(terms.quote)} isOn={draft.isByQuote} onChange={(isByQuote) => put({ isByQuote, quantity: isByQuote ? '100' : '0.01' })} /> : null}
        {parts.includes('timeInForce') ? <ChoiceField label={w.sandbox.timeInForce} value={draft.timeInForce} among={['GTC', 'IOC', 'FOK']} wordOf={(one) => w.sandbox.timesInForce[one]} onChoose={(timeInForce) => put({ timeInForce })} /> : null}
        {parts.includes('iceberg') ? <AmountField label={w.sandbox.iceberg} unit={terms.base} isRequired={false} value={draft.icebergQty} onChange={(icebergQty) => put({ icebergQty })} /> : null}
        <button type="submit" disabled={placing.isBusy} className="button button-primary">{w.sandbox.send(sideWord, terms.name)}</button>
        {testPath === undefined || listPath !== undefined ? null : <button type="button" disabled={placing.isBusy} className="button button-quiet" onClick={(event) => { if (event.currentTarget.form?.reportValidity()) send(isRouted ? `${routedPath}/test` : testPath) }}>{w.sandbox.onlyJudge}</button>}
        <Sent<Placed> of={placing} done={({ orderId, status = '', executedQty = '0', cummulativeQuoteQty = '0', orderListId, listOrderStatus }) => {
          if (listOrderStatus !== undefined) return w.sandbox.orderList(String(orderListId), draft.type)
          if (orderId === undefined) return w.sandbox.judged
          return `${w.sandbox.order(String(orderId), stateOf(status))}${Number(executedQty) === 0 ? '' : `, ${w.sandbox.exchanged(`${shortAmount(executedQty)} ${terms.base}`, `${shortAmount(cummulativeQuoteQty)} ${terms.quote}`)}`}`
        }} />
      </form>
    </Section>
  )
}
