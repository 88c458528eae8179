import { useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { FaucetWallet } from '../../../../src/operations/sandbox-faucet.ts'
import { drawFromFaucet, type SandboxAnswer } from '../../api/sandbox.ts'
import { useMay } from '../../api/session.ts'
import { groupedAmount, shortAmount } from '../../parts/amounts.ts'
import { SelectField } from '../../parts/field.tsx'
import { Note, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { useActing, usePublicAnswer } from './acting.tsx'
import { bodyOf } from './answers.tsx'
import { AmountField, Choice } from './fields.tsx'

/** What tells the assets of the sandbox: each can be had for USDT. */
export const useToldAssets = (): UseQueryResult<SandboxAnswer> => usePublicAnswer(useActing().environment, '/sapi/v1/convert/exchangeInfo', { parameters: { fromAsset: 'USDT' } })

/** The assets of the sandbox, by name. */
export const useAssets = (): readonly string[] => {
  const pairs = bodyOf<readonly { readonly toAsset: string; readonly fromAsset: string }[]>(useToldAssets()) ?? []
  return ['USDT', ...pairs.map(({ toAsset }) => toAsset)].sort()
}

/** Play money for the account of the chosen key. */
export const Faucet = ({ account }: { readonly account: number }) => {
  const w = useWords()
  const queries = useQueryClient()
  const { environment } = useActing()
  const may = useMay()
  const assets = useAssets()
  const [wish, setWish] = useState<{ readonly coin: string; readonly amount: string; readonly wallet: FaucetWallet }>({ coin: 'USDT', amount: '1000', wallet: 'spot' })
  const [credited, setCredited] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const put = (next: Partial<typeof wish>): void => { setCredited(null); setWish({ ...wish, ...next }) }
  const draw = async (): Promise<void> => {
    setError(null)
    setCredited(null)
    try {
      const made = await drawFromFaucet({ environment, account, ...wish })
      if (made.is === 'done') setCredited(w.sandbox.credited(shortAmount(made.value.amount), made.value.coin, w.sandbox.wallets[made.value.wallet]))
      await queries.invalidateQueries({ queryKey: ['sandbox'] })
    } catch (fault) { setError(fault) }
  }
  if (!may('sandbox.act', account)) return <p className="text-soft">{w.states.noPermission}</p>
  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); void draw() }}>
      <p className="text-soft">{w.sandbox.faucetText}</p>
      <Choice legend={w.sandbox.toWallet} value={wish.wallet} onChange={(wallet) => put({ wallet })} options={(['spot', 'funding'] as const).map((value) => ({ value, word: w.sandbox.wallets[value] }))} />
      <SelectField label={w.sandbox.asset} value={wish.coin} onChange={(event) => put({ coin: event.target.value })}>{(assets.includes(wish.coin) ? assets : [wish.coin]).map((asset) => <option key={asset}>{asset}</option>)}</SelectField>
      <AmountField label={w.sandbox.amount} unit={wish.coin} value={wish.amount} onChange={(amount) => put({ amount })} />
      <button type="submit" className="button button-primary">{w.sandbox.draw(groupedAmount(wish.amount), wish.coin)}</button>
      {credited === null ? null : <Note kind="safe" role="status">{credited}</Note>}
      <RefusedNote error={error} />
    </form>
  )
}
