import { useState } from 'react'
import { groupedAmount } from '../../parts/amounts.ts'
import { useWords } from '../../words/words.tsx'
import { useSending } from './acting.tsx'
import { Sent } from './answers.tsx'
import { AmountField, Choice } from './fields.tsx'

/** An isolated position, as margin is added to it or taken off. */
export interface IsolatedPosition { readonly symbol: string; readonly positionSide: 'BOTH' | 'LONG' | 'SHORT'; readonly isolatedWallet: string }

const WAYS = { add: '1', takeOff: '2' } as const

/** Adds margin to an isolated position, or takes off what it can spare. */
export const PositionMargin = ({ position: { symbol, positionSide }, onDone }: { readonly position: IsolatedPosition; readonly onDone: () => void }) => {
  const w = useWords()
  const [way, setWay] = useState<keyof typeof WAYS>('add')
  const [amount, setAmount] = useState('10')
  const changing = useSending()
  const send = (): void => void changing.send('POST', '/fapi/v1/positionMargin', { symbol, positionSide, amount, type: WAYS[way] })
  return (
    <form aria-label={w.sandbox.marginOf(symbol)} className="flex flex-col gap-3 rounded-md bg-sunken p-3" onSubmit={(event) => { event.preventDefault(); send() }}>
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-48 flex-1"><Choice legend={w.sandbox.marginOf(symbol)} value={way} onChange={(next) => { changing.clear(); setWay(next) }} options={[{ value: 'add', word: w.sandbox.addMargin }, { value: 'takeOff', word: w.sandbox.takeMarginOff }]} /></div>
        <div className="w-36 max-sm:flex-1"><AmountField label={w.sandbox.amount} unit="USDT" value={amount} onChange={(next) => { changing.clear(); setAmount(next) }} /></div>
        <button type="submit" className="button min-h-[36px]!" disabled={changing.isBusy}>{way === 'add' ? w.sandbox.addIt(groupedAmount(amount)) : w.sandbox.takeItOff(groupedAmount(amount))}</button>
        <button type="button" className="button button-quiet min-h-[36px]!" onClick={onDone}>{w.common.close}</button>
      </div>
      <Sent of={changing} done={() => w.sandbox.marginChanged(symbol)} />
    </form>
  )
}
