import { useState } from 'react'
import { groupedAmount, shortAmount } from '../../parts/amounts.ts'
import { ChoiceField, SelectField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.tsx'
import { useActing, useSending } from './acting.tsx'
import { bodyOf, Sent } from './answers.tsx'
import { useAssets } from './faucet.tsx'
import { AmountField } from './fields.tsx'
import { useSymbols } from './symbols.ts'
import { heldIn, SPELLINGS, useWallet, type WalletKind, WALLETS, waysFrom } from './wallet-kinds.ts'

/** Between the wallets of the key's account. */
export const Transfer = () => {
  const w = useWords()
  const { environment } = useActing()
  const assets = useAssets()
  const symbols = useSymbols(environment, 'spot')
  const [from, setFrom] = useState<WalletKind>('spot')
  const [to, setTo] = useState<WalletKind>('usdFutures')
  const [fromSymbol, setFromSymbol] = useState('BTCUSDT')
  const [toSymbol, setToSymbol] = useState('BTCUSDT')
  const [asset, setAsset] = useState('USDT')
  const [amount, setAmount] = useState('100')
  const sending = useSending()
  const body = bodyOf<unknown>(useWallet(from))
  const free = body === undefined ? undefined : heldIn(from, body).find((held) => held.asset === asset && (from !== 'isolatedMargin' || held.symbol === fromSymbol))?.free ?? '0'
  const ways = waysFrom(from)
  const changed = (act: () => void): void => { sending.clear(); act() }
  const leave = (next: WalletKind): void => changed(() => { setFrom(next); if (!waysFrom(next).includes(to)) setTo(waysFrom(next)[0] ?? 'spot') })
  const symbolChoice = (label: string, value: string, onChange: (symbol: string) => void) => <SelectField label={label} value={value} onChange={(event) => changed(() => onChange(event.target.value))}>{symbols.map(({ name }) => <option key={name}>{name}</option>)}</SelectField>
  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => {
      event.preventDefault()
      void sending.send('POST', '/sapi/v1/asset/transfer', { type: `${SPELLINGS[from].transfer}_${SPELLINGS[to].transfer}`, asset, amount, ...(from === 'isolatedMargin' && { fromSymbol }), ...(to === 'isolatedMargin' && { toSymbol }) })
    }}>
      <p className="text-soft">{w.sandbox.transferText}</p>
      <div className="grid grid-cols-2 gap-2">
        <ChoiceField label={w.sandbox.fromWallet} value={from} among={WALLETS} wordOf={(one) => w.sandbox.wallets[one]} onChoose={leave} />
        <ChoiceField label={w.sandbox.toWallet} value={to} among={ways} wordOf={(one) => w.sandbox.wallets[one]} onChoose={(one) => changed(() => setTo(one))} />
      </div>
      {from === 'isolatedMargin' ? symbolChoice(w.sandbox.fromSymbol, fromSymbol, setFromSymbol) : null}
      {to === 'isolatedMargin' ? symbolChoice(w.sandbox.toSymbol, toSymbol, setToSymbol) : null}
      <SelectField label={w.sandbox.asset} value={asset} onChange={(event) => changed(() => setAsset(event.target.value))}>{(assets.includes(asset) ? assets : [asset]).map((one) => <option key={one}>{one}</option>)}</SelectField>
      <AmountField label={w.sandbox.amount} unit={asset} value={amount} hint={free === undefined ? undefined : w.sandbox.freeOf(shortAmount(free), asset)} onChange={(next) => changed(() => setAmount(next))} />
      <button type="submit" disabled={sending.isBusy} className="button button-primary">{w.sandbox.transferIt(groupedAmount(amount), asset)}</button>
      <Sent<{ tranId?: number }> of={sending} done={({ tranId }) => w.sandbox.transferred(String(tranId ?? ''))} />
    </form>
  )
}
