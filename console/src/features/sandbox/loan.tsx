import { useState } from 'react'
import { groupedAmount, shortAmount } from '../../parts/amounts.ts'
import { SelectField } from '../../parts/field.tsx'
import { Section } from '../../parts/section.tsx'
import { useWords } from '../../words/words.tsx'
import { useAnswer, useSending } from './acting.tsx'
import { bodyOf, Sent } from './answers.tsx'
import { AmountField, Choice } from './fields.tsx'
import type { MarginMode } from './margin-account.ts'
import type { SymbolTerms } from './symbols.ts'

/** Borrows into the margin account by hand, or repays. */
export const Loan = ({ mode, terms }: { readonly mode: MarginMode; readonly terms: SymbolTerms }) => {
  const w = useWords()
  const [kind, setKind] = useState<'BORROW' | 'REPAY'>('BORROW')
  const [isBase, setBase] = useState(false)
  const [amount, setAmount] = useState('1000')
  const sending = useSending()
  const asset = isBase ? terms.base : terms.quote
  const most = bodyOf<{ amount: string }>(useAnswer('/sapi/v1/margin/maxBorrowable', { parameters: { asset, ...(mode === 'isolated' && { isolatedSymbol: terms.name }) }, isWanted: asset !== '' }))
  return (
    <Section title={w.sandbox.loan}>
      <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); void sending.send('POST', '/sapi/v1/margin/borrow-repay', { type: kind, asset, amount, isIsolated: mode === 'isolated' ? 'TRUE' : 'FALSE', ...(mode === 'isolated' && { symbol: terms.name }) }) }}>
        <Choice legend={w.sandbox.loan} isLegendHidden value={kind} onChange={(next) => { sending.clear(); setKind(next) }} options={[{ value: 'BORROW', word: w.sandbox.borrow }, { value: 'REPAY', word: w.sandbox.repay }]} />
        <SelectField label={w.sandbox.asset} value={isBase ? 'base' : 'quote'} onChange={(event) => setBase(event.target.value === 'base')}><option value="quote">{terms.quote}</option><option value="base">{terms.base}</option></SelectField>
        <AmountField label={w.sandbox.loanAmount} unit={asset} hint={kind === 'BORROW' && most ? w.sandbox.most(shortAmount(most.amount), asset) : undefined} value={amount} onChange={setAmount} />
        <button type="submit" disabled={sending.isBusy} className="button">{kind === 'BORROW' ? w.sandbox.borrowIt(groupedAmount(amount), asset) : w.sandbox.repayIt(groupedAmount(amount), asset)}</button>
        <Sent of={sending} done={() => (kind === 'BORROW' ? w.sandbox.borrowDone : w.sandbox.repayDone)} />
      </form>
    </Section>
  )
}
