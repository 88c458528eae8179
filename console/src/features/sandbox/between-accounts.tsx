import { useState } from 'react'
import { useSession } from '../../api/session.ts'
import { groupedAmount, shortAmount } from '../../parts/amounts.ts'
import { ChoiceField, SelectField } from '../../parts/field.tsx'
import { Note } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { useActing, useAnswer, useSending } from './acting.tsx'
import { Sent, Told } from './answers.tsx'
import { useAssets } from './faucet.tsx'
import { AmountField } from './fields.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { SpotBalances } from './spot-desk.tsx'

/** How transfers between accounts spell a wallet. */
const TYPES = ['SPOT', 'USDT_FUTURE', 'MARGIN'] as const
/** Where it leaves, or where it comes in. */
interface End { readonly email: string; readonly type: (typeof TYPES)[number] }

/** Between the main account and its sub-accounts: a main account's key moves both ways, a sub-account's key only gives. */
export const BetweenAccounts = () => {
  const w = useWords()
  const { key } = useActing()
  const { accounts } = useSession()
  const own = accounts.find(({ id }) => id === key.account)
  const main = accounts.find(({ id }) => id === (own?.parent ?? key.account))
  const subs = accounts.filter(({ parent }) => parent !== null && parent === main?.id)
  if (own === undefined || main === undefined || subs.length === 0) return <Note kind="info">{w.sandbox.noSubAccounts}</Note>
  return own.parent === null ? <AsMain main={main.email} subs={subs.map(({ email }) => email)} /> : <AsSub own={own.email} main={main.email} others={subs.map(({ email }) => email).filter((email) => email !== own.email)} />
}

const useDraft = () => {
  const [asset, setAsset] = useState('USDT')
  const [amount, setAmount] = useState('100')
  return { asset, setAsset, amount, setAmount, assets: useAssets(), sending: useSending() }
}

const AssetAndAmount = ({ asset, setAsset, amount, setAmount, assets, sending }: ReturnType<typeof useDraft>) => {
  const w = useWords()
  return <>
    <SelectField label={w.sandbox.asset} value={asset} onChange={(event) => { sending.clear(); setAsset(event.target.value) }}>{(assets.includes(asset) ? assets : [asset]).map((one) => <option key={one}>{one}</option>)}</SelectField>
    <AmountField label={w.sandbox.amount} unit={asset} value={amount} onChange={(next) => { sending.clear(); setAmount(next) }} />
    <button type="submit" disabled={sending.isBusy} className="button button-primary">{w.sandbox.transferIt(groupedAmount(amount), asset)}</button>
    <Sent<{ tranId?: number; txnId?: string }> of={sending} done={({ tranId, txnId }) => w.sandbox.transferred(String(tranId ?? txnId ?? ''))} />
  </>
}

const AsMain = ({ main, subs }: { readonly main: string; readonly subs: readonly string[] }) => {
  const w = useWords()
  const draft = useDraft()
  const [from, setFrom] = useState<End>({ email: main, type: 'SPOT' })
  const [to, setTo] = useState<End>({ email: subs[0] ?? '', type: 'SPOT' })
  const seen = subs.find((email) => email === to.email) ?? subs.find((email) => email === from.email) ?? subs[0] ?? ''
  const end = (label: string, walletLabel: string, value: End, set: (next: End) => void) => (
    <div className="grid grid-cols-[minmax(0,1fr)_128px] gap-2">
      <SelectField label={label} value={value.email} onChange={(event) => { draft.sending.clear(); set({ ...value, email: event.target.value }) }}>{[main, ...subs].map((email) => <option key={email}>{email}</option>)}</SelectField>
      <ChoiceField label={walletLabel} value={value.type} among={TYPES} wordOf={(type) => w.sandbox.accountTypes[type]} onChoose={(type) => { draft.sending.clear(); set({ ...value, type }) }} />
    </div>
  )
  return (
    <div className="flex flex-col gap-5">
      <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); void draft.sending.send('POST', '/sapi/v1/sub-account/universalTransfer', { fromEmail: from.email, toEmail: to.email, fromAccountType: from.type, toAccountType: to.type, asset: draft.asset, amount: draft.amount }) }}>
        <p className="text-soft">{w.sandbox.asMainText}</p>
        {end(w.sandbox.fromAccount, w.sandbox.fromWallet, from, setFrom)}
        {end(w.sandbox.toAccount, w.sandbox.toWallet, to, setTo)}
        <AssetAndAmount {...draft} />
      </form>
      <SubAccountAssets email={seen} />
    </div>
  )
}

interface SubAsset { readonly asset: string; readonly free: string | number; readonly locked: string | number }

const SubAccountAssets = ({ email }: { readonly email: string }) => {
  const w = useWords()
  return (
    <div>
      <h3 className="mb-2">{w.sandbox.assetsOf(email)}</h3>
      <Told<{ readonly balances: readonly SubAsset[] }> by={useAnswer('/sapi/v4/sub-account/assets', { parameters: { email }, alsoMovedBy: 'others' })}>{({ balances }) => (
        <SmallTable isDense caption={w.sandbox.assetsOf(email)} rows={balances.filter(({ free, locked }) => Number(free) + Number(locked) > 0)} idOf={({ asset }) => asset} empty={w.sandbox.noBalances} columns={[
          { head: w.sandbox.asset, cell: ({ asset }) => asset }, { head: w.sandbox.free, isNumber: true, cell: ({ free }) => shortAmount(String(free)) }, { head: w.sandbox.locked, isNumber: true, cell: ({ locked }) => shortAmount(String(locked)) },
        ]} />
      )}</Told>
    </div>
  )
}

const AsSub = ({ own, main, others }: { readonly own: string; readonly main: string; readonly others: readonly string[] }) => {
  const w = useWords()
  const draft = useDraft()
  const [to, setTo] = useState(main)
  return (
    <div className="flex flex-col gap-5">
      <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); void draft.sending.send('POST', `/sapi/v1/sub-account/transfer/${to === main ? 'subToMaster' : 'subToSub'}`, { ...(to !== main && { toEmail: to }), asset: draft.asset, amount: draft.amount }) }}>
        <p className="text-soft">{w.sandbox.asSubText(own)}</p>
        <SelectField label={w.sandbox.toAccount} value={to} onChange={(event) => { draft.sending.clear(); setTo(event.target.value) }}>{[main, ...others].map((email) => <option key={email}>{email}</option>)}</SelectField>
        <AssetAndAmount {...draft} />
      </form>
      <div><h3 className="mb-2">{w.sandbox.assetsOf(own)}</h3><SpotBalances /></div>
    </div>
  )
}
