import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AddressBook } from '../../../../src/operations/money-out/addresses.ts'
import { bookQuery } from '../../api/money.ts'
import { groupedAmount, shortAmount } from '../../parts/amounts.ts'
import { SelectField, TextField } from '../../parts/field.tsx'
import { Id, Time } from '../../parts/formats.tsx'
import { Failed, Loading } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { useActing, useAnswer, useSending } from './acting.tsx'
import { Sent, Told } from './answers.tsx'
import { useAssets } from './faucet.tsx'
import { AmountField, Choice } from './fields.tsx'
import { SmallTable } from '../../parts/small-table.tsx'

/** Out of the venue, to an address of the book or, where the white list is off, to any other. */
export const Withdrawal = () => {
  const { key } = useActing()
  const book = useQuery(bookQuery(key.account))
  return book.isPending ? <Loading /> : book.isLoadingError ? <Failed error={book.error} retry={() => void book.refetch()} /> : <div className="flex flex-col gap-5"><Standing book={book.data} /><Form book={book.data} /><Withdrawn /></div>
}

/** What the key may, and what the account's own rules let out. */
const Standing = ({ book: { policy, addresses } }: { readonly book: AddressBook }) => {
  const w = useWords()
  const { key } = useActing()
  const mayWithdraw = key.permissions.includes('withdrawals')
  const rails = key.guardRails
  const waiting = addresses.filter(({ isInForce }) => !isInForce).length
  return (
    <ul className="flex flex-col gap-1 rounded-md bg-sunken px-3 py-2 text-sm">
      <li>{mayWithdraw ? w.sandbox.mayWithdraw(key.label) : <><strong className="text-danger">{w.sandbox.mayNotWithdraw(key.label)}</strong> <Link to="/keys/$key" params={{ key: key.id }} className="link">{w.sandbox.openKey}</Link></>}</li>
      {mayWithdraw && rails.withdrawalAmount !== undefined ? <li>{w.sandbox.railAmount(shortAmount(rails.withdrawalAmount))}</li> : null}
      {mayWithdraw && rails.withdrawalAddresses !== undefined ? <li>{w.sandbox.railAddresses(rails.withdrawalAddresses.length)}</li> : null}
      <li>{policy.onlyAddressBook ? w.book.onText : w.book.offText} {waiting > 0 ? w.sandbox.waiting(waiting) : ''} <Link to="/addresses" search={{ account: String(policy.account) }} className="link">{w.nav.addresses}</Link></li>
      {policy.lockedUntil === null ? null : <li className="text-danger">{w.book.locked} <Time at={policy.lockedUntil} style="exact" /></li>}
    </ul>
  )
}

const OTHER = ''

const Form = ({ book: { policy, addresses } }: { readonly book: AddressBook }) => {
  const w = useWords()
  const assets = useAssets()
  const sending = useSending()
  const [entryId, setEntry] = useState(addresses.find(({ isInForce }) => isInForce)?.id ?? OTHER)
  const [other, setOther] = useState({ network: 'ETH', address: '', tag: '' })
  const [wish, setWish] = useState<{ readonly coin: string; readonly amount: string; readonly wallet: 'spot' | 'funding' }>({ coin: 'USDT', amount: '50', wallet: 'spot' })
  const entry = addresses.find(({ id }) => id === entryId)
  const coin = entry?.coin ?? wish.coin
  const put = (next: Partial<typeof wish>): void => { sending.clear(); setWish({ ...wish, ...next }) }
  const to = entry ?? other
  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => {
      event.preventDefault()
      void sending.send('POST', '/sapi/v1/capital/withdraw/apply', { coin, network: to.network, address: to.address, ...(to.tag !== '' && { addressTag: to.tag }), amount: wish.amount, walletType: wish.wallet === 'funding' ? '1' : '0' })
    }}>
      <SelectField label={w.sandbox.destination} value={entryId} onChange={(event) => { sending.clear(); setEntry(event.target.value) }}>
        {addresses.map(({ id, name, network, isInForce }) => <option key={id} value={id}>{name} · {network}{isInForce ? '' : ` (${w.sandbox.notYet})`}</option>)}
        <option value={OTHER}>{policy.onlyAddressBook ? w.sandbox.otherRefused : w.sandbox.otherAddress}</option>
      </SelectField>
      {entry === undefined ? <>
        <TextField label={w.book.address} className="mono" required spellCheck={false} autoComplete="off" value={other.address} onChange={(event) => { sending.clear(); setOther({ ...other, address: event.target.value.trim() }) }} />
        <div className="grid grid-cols-2 gap-2"><TextField label={w.book.network} required value={other.network} onChange={(event) => setOther({ ...other, network: event.target.value.trim().toUpperCase() })} /><TextField label={w.book.tag} value={other.tag} onChange={(event) => setOther({ ...other, tag: event.target.value.trim() })} /></div>
      </> : <p className="text-sm text-soft"><Id text={entry.address} what={w.book.address} keep={26} /></p>}
      <Choice legend={w.sandbox.fromWallet} value={wish.wallet} onChange={(wallet) => put({ wallet })} options={(['spot', 'funding'] as const).map((value) => ({ value, word: w.sandbox.wallets[value] }))} />
      {entry?.coin ? null : <SelectField label={w.sandbox.asset} value={coin} onChange={(event) => put({ coin: event.target.value })}>{(assets.includes(coin) ? assets : [coin]).map((one) => <option key={one}>{one}</option>)}</SelectField>}
      <AmountField label={w.sandbox.amount} hint={w.sandbox.feeWithin} unit={coin} value={wish.amount} onChange={(amount) => put({ amount })} />
      <button type="submit" disabled={sending.isBusy} className="button button-danger">{w.sandbox.withdrawIt(groupedAmount(wish.amount), coin)}</button>
      <Sent<{ id?: string }> of={sending} done={({ id }) => w.sandbox.withdrawalTaken(id ?? '')} />
    </form>
  )
}

interface Row { readonly id: string; readonly coin: string; readonly amount: string; readonly network: string; readonly status: number; readonly address: string }

const Withdrawn = () => {
  const w = useWords()
  return (
    <div>
      <h3 className="mb-2">{w.sandbox.withdrawals}</h3>
      <Told<readonly Row[]> by={useAnswer('/sapi/v1/capital/withdraw/history', { alsoMovedBy: 'others' })}>{(rows) => (
        <SmallTable isDense caption={w.sandbox.withdrawals} rows={rows.slice(0, 20)} idOf={({ id }) => id} empty={w.sandbox.noWithdrawals} columns={[
          { head: w.sandbox.amount, isNumber: true, cell: ({ amount, coin }) => `${shortAmount(amount)} ${coin}` }, { head: w.book.network, cell: ({ network }) => network },
          { head: w.sandbox.status, cell: ({ status }) => w.sandbox.withdrawalStates[status] ?? String(status) }, { head: w.book.address, cell: ({ address }) => <Id text={address} what={w.book.address} keep={10} /> },
        ]} />
      )}</Told>
    </div>
  )
}
