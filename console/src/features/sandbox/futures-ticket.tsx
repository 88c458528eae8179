import { useState } from 'react'
import { ChoiceField } from '../../parts/field.tsx'
import { Section } from '../../parts/section.tsx'
import { useWords } from '../../words/words.tsx'
import { useSending } from './acting.tsx'
import { Sent } from './answers.tsx'
import type { Seen } from './board.tsx'
import { AmountField, Check, Choice } from './fields.tsx'
import { useOrderState } from './orders.tsx'
import { FIRST_FUTURES_DRAFT, FUTURES_TIMES_IN_FORCE, FUTURES_TYPE_NAMES, futuresCall, type FuturesDraft, partsOf, POSITION_SIDES } from './futures-order.ts'

/** What either path answers: an order that is placed at once, or one that waits. */
interface PlacedOnEitherPath { readonly orderId?: number; readonly status?: string; readonly algoId?: number; readonly algoStatus?: string }

/** One order of a contract: at once, or when a price is reached. */
export const FuturesTicket = ({ terms, last, isHedge }: Seen & { readonly isHedge: boolean }) => {
  const w = useWords()
  const [draft, setDraft] = useState<FuturesDraft>(FIRST_FUTURES_DRAFT)
  const placing = useSending()
  const stateOf = useOrderState()
  const put = (next: Partial<FuturesDraft>): void => { placing.clear(); setDraft({ ...draft, ...next }) }
  const parts = partsOf(draft.type)
  const closes = parts.includes('close') && draft.closesPosition
  const send = (): void => {
    const { path, parameters } = futuresCall(draft, terms.name, last, isHedge)
    void placing.send('POST', path, parameters)
  }
  return (
    <Section title={w.sandbox.ticket}>
      <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); send() }}>
        <Choice legend={w.sandbox.side} isLegendHidden value={draft.side} onChange={(side) => put({ side })} options={[{ value: 'BUY', word: w.sandbox.buy, tone: 'buy' }, { value: 'SELL', word: w.sandbox.sell, tone: 'sell' }]} />
        {isHedge ? <Choice legend={w.sandbox.positionSide} value={draft.positionSide} onChange={(positionSide) => put({ positionSide })} options={POSITION_SIDES.map((value) => ({ value, word: w.sandbox.positionSides[value] }))} /> : null}
        <ChoiceField label={w.sandbox.type} hint={w.sandbox.futuresTypeTexts[draft.type]} value={draft.type} among={FUTURES_TYPE_NAMES} wordOf={(type) => w.sandbox.futuresTypes[type]} onChoose={(type) => put({ type })} />
        {parts.includes('trigger') ? <>
          <AmountField label={w.sandbox.stopPrice} unit={terms.quote} value={draft.triggerPrice} placeholder={last} onChange={(triggerPrice) => put({ triggerPrice })} />
          <ChoiceField label={w.sandbox.workingType} value={draft.workingType} among={['CONTRACT_PRICE', 'MARK_PRICE']} wordOf={(one) => w.sandbox.workingTypes[one]} onChoose={(workingType) => put({ workingType })} />
        </> : null}
        {parts.includes('trail') ? <>
          <AmountField label={w.sandbox.callbackRate} unit="%" value={draft.callbackRate} onChange={(callbackRate) => put({ callbackRate })} />
          <AmountField label={w.sandbox.activatePrice} unit={terms.quote} isRequired={false} value={draft.activatePrice} placeholder={last} onChange={(activatePrice) => put({ activatePrice })} />
        </> : null}
        {parts.includes('price') ? <AmountField label={w.sandbox.price} unit={terms.quote} isRequired={false} value={draft.price} placeholder={last} onChange={(price) => put({ price })} /> : null}
        {closes ? null : <AmountField label={w.sandbox.quantity} unit={terms.base} value={draft.quantity} onChange={(quantity) => put({ quantity })} />}
        {parts.includes('close') ? <Check label={w.sandbox.closesPosition} isOn={draft.closesPosition} onChange={(closesPosition) => put({ closesPosition })} /> : null}
        {isHedge || closes ? null : <Check label={w.sandbox.reduceOnly} isOn={draft.isReduceOnly} onChange={(isReduceOnly) => put({ isReduceOnly })} />}
        {parts.includes('timeInForce') ? <ChoiceField label={w.sandbox.timeInForce} value={draft.timeInForce} among={FUTURES_TIMES_IN_FORCE} wordOf={(one) => w.sandbox.timesInForce[one]} onChoose={(timeInForce) => put({ timeInForce })} /> : null}
        <button type="submit" disabled={placing.isBusy} className="button button-primary">{w.sandbox.send(draft.side === 'BUY' ? w.sandbox.buy : w.sandbox.sell, terms.name)}</button>
        <Sent<PlacedOnEitherPath> of={placing} done={({ orderId, status, algoId, algoStatus }) => w.sandbox.order(String(orderId ?? algoId ?? ''), stateOf(status ?? algoStatus ?? ''))} />
      </form>
    </Section>
  )
}
