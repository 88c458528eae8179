import { useState } from 'react'
import { groupedAmount, shortAmount } from '../../parts/amounts.ts'
import { SelectField } from '../../parts/field.tsx'
import { Section } from '../../parts/section.tsx'
import { useWords } from '../../words/words.tsx'
import { useAnswer, useSending } from './acting.tsx'
import { bodyOf, Sent } from './answers.tsx'
import { AmountField, Choice } from './fields.tsx'
import type { SymbolTerms } from './symbols.ts'
import { heldIn, useWallet } from './wallet-kinds.ts'

const WAYS = { in: { transFrom: 'SPOT', transTo: 'ISOLATED_MARGIN' }, out: { transFrom: 'ISOLATED_MARGIN', transTo: 'SPOT' } } as const

/** Between the spot wallet and the isolated margin wallet of a pair, in one step. */
export const IsolatedTransfer = ({ terms }: { readonly terms: SymbolTerms }) => {
  const w = useWords()
  const [way, setWay] = useState<keyof typeof WAYS>('in')
  const [isBase, setBase] = useState(false)
  const [amount, setAmount] = useState('100')
  const sending = useSending()
  const asset = isBase ? terms.base : terms.quote
  const spot = bodyOf<unknown>(useWallet('spot'))
  const most = bodyOf<{ readonly amount: string }>(useAnswer('/sapi/v1/margin/maxTransferable', { parameters: { asset, isolatedSymbol: terms.name }, alsoMovedBy: 'market', isWanted: asset !== '' && way === 'out' }))?.amount
  const free = way === 'out' ? most : spot === undefined ? undefined : heldIn('spot', spot).find((held) => held.asset === asset)?.free ?? '0'
  const changed = (act: () => void): void => { sending.clear(); act() }
  return (
    <Section title={w.sandbox.isolatedTransfer(terms.name)}>
      <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); void sending.send('POST', '/sapi/v1/margin/isolated/transfer', { asset, symbol: terms.name, ...WAYS[way], amount }) }}>
        <Choice legend={w.sandbox.isolatedTransfer(terms.name)} isLegendHidden value={way} onChange={(next) => changed(() => setWay(next))} options={[{ value: 'in', word: w.sandbox.moveIn }, { value: 'out', word: w.sandbox.moveOut }]} />
        <SelectField label={w.sandbox.asset} value={isBase ? 'base' : 'quote'} onChange={(event) => changed(() => setBase(event.target.value === 'base'))}><option value="quote">{terms.quote}</option><option value="base">{terms.base}</option></SelectField>
        <AmountField label={w.sandbox.moved} unit={asset} hint={free === undefined ? undefined : w.sandbox.freeOf(shortAmount(free), asset)} value={amount} onChange={(next) => changed(() => setAmount(next))} />
        <button type="submit" disabled={sending.isBusy} className="button">{way === 'in' ? w.sandbox.moveItIn(groupedAmount(amount), asset) : w.sandbox.moveItOut(groupedAmount(amount), asset)}</button>
        <Sent<{ tranId?: number }> of={sending} done={({ tranId }) => w.sandbox.transferred(String(tranId ?? ''))} />
      </form>
    </Section>
  )
}
