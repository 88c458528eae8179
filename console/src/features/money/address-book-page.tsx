import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Changed } from '../../api/client.ts'
import { addAddress, bookQuery, removeAddress, setWithdrawalPolicy, turnWhiteListOff } from '../../api/money.ts'
import { useMay } from '../../api/session.ts'
import { useAccountChoice } from '../../parts/account-choice.tsx'
import { Destroy } from '../../parts/destroy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { Id, Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { faultOfField } from '../../parts/refusal-words.ts'
import { SmallTable } from '../../parts/small-table.tsx'
import { Badge, Empty, Failed, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { changeInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'

/** Where money may go, from when on, and whether it may go anywhere else. */
export const AddressBookPage = () => {
  const w = useWords()
  const may = useMay()
  const queries = useQueryClient()
  const { account, choice } = useAccountChoice('account.see')
  const id = account?.id ?? 0
  const book = useQuery(bookQuery(id))
  const [isAdding, setAdding] = useState(false)
  const [wish, setWish] = useState({ name: '', coin: '', network: '', address: '', tag: '' })
  const [told, setTold] = useState<string | null>(null)
  const act = useMutation({ mutationFn: (run: () => Promise<Changed<unknown>>) => run(), onSettled: () => queries.invalidateQueries({ queryKey: ['addresses', id] }) })
  const hear = (changed: Changed<unknown>): boolean => {
    setTold(changed.is === 'awaitingApproval' ? w.states.waiting(changeInWords(changed.approval, w), changed.approval.approvalsNeeded) : null)
    return changed.is !== 'cancelled'
  }
  const run = (what: () => Promise<Changed<unknown>>): Promise<boolean> => act.mutateAsync(what).then(hear, () => false)
  const faultOf = (field: string): string | undefined => faultOfField(w, act.error, field)
  const add = (): Promise<void> => run(() => addAddress(id, { name: wish.name.trim(), network: wish.network.trim().toUpperCase(), address: wish.address.trim(), ...(wish.coin.trim() !== '' && { coin: wish.coin.trim().toUpperCase() }), ...(wish.tag.trim() !== '' && { tag: wish.tag.trim() }) })).then((isDone) => { if (isDone) { setAdding(false); setWish({ name: '', coin: '', network: '', address: '', tag: '' }) } })
  return (
    <>
      <PageHead title={w.nav.addresses} action={<>{choice}{may('address.add', id) ? <button type="button" className="button button-primary" onClick={() => { act.reset(); setAdding(true) }}><Icon name="plus" />{w.book.add}</button> : null}</>}>{w.book.intro}</PageHead>
      {book.isPending ? <div className="card"><Loading /></div> : book.isLoadingError ? <div className="card"><Failed error={book.error} retry={() => void book.refetch()} /></div> : (
        <div className="flex flex-col gap-5">
          {told === null ? null : <Note kind="info" role="status">{told}</Note>}
          {isAdding ? null : <RefusedNote error={act.error} />}
          <Section title={w.book.whiteList} action={<Badge kind={book.data.policy.onlyAddressBook ? 'safe' : 'caution'}>{book.data.policy.onlyAddressBook ? w.key.on : w.key.off}</Badge>}>
            <p className="mb-3 text-soft">{book.data.policy.onlyAddressBook ? w.book.onText : w.book.offText} {w.book.waits(book.data.policy.waitingHours)}</p>
            {book.data.policy.lockedUntil === null ? null : <div className="mb-3"><Note kind="danger">{w.book.locked} <Time at={book.data.policy.lockedUntil} style="exact" /></Note></div>}
            {may('policy.edit', id) ? <div className="flex flex-wrap gap-2">{book.data.policy.onlyAddressBook ? <Destroy act="whiteList.off" className="" name={account?.email ?? ''} destruction={() => turnWhiteListOff(id)} onThrough={hear} /> : <button type="button" className="button" onClick={() => void run(() => setWithdrawalPolicy(id, { onlyAddressBook: true }))}>{w.book.turnOn}</button>}{book.data.policy.lockedUntil === null ? <button type="button" className="button" onClick={() => void run(() => setWithdrawalPolicy(id, { lockHours: 24 }))}>{w.book.lock}</button> : <button type="button" className="button" onClick={() => void run(() => setWithdrawalPolicy(id, { lockHours: 0 }))}>{w.book.unlock}</button>}</div> : null}
          </Section>
          <div className="card">
            {book.data.addresses.length === 0 ? <Empty icon="addresses" title={w.book.none}>{w.book.noneText}</Empty> : (
              <SmallTable caption={w.nav.addresses} rows={book.data.addresses} idOf={(entry) => entry.id} empty="" columns={[
                { head: w.book.name, cell: ({ name }) => <span className="font-medium break-words">{name}</span> },
                { head: w.book.network, cell: ({ coin, network }) => `${coin ?? w.book.anyCoin} · ${network}` },
                { head: w.book.address, isLong: true, cell: ({ address, tag }) => <><Id text={address} what={w.book.address} keep={64} />{tag === '' ? null : <span className="text-soft"> {w.book.tag}: <Id text={tag} what={w.book.tag} /></span>}</> },
                { head: w.book.inForce, place: 'side', cell: ({ isInForce, inForceAt }) => (isInForce ? <Badge kind="safe">{w.book.now}</Badge> : <Badge kind="caution"><Time at={inForceAt} onCalendar /></Badge>) },
                { head: w.settings.remove, isHeadHidden: true, isNumber: true, cell: (entry) => (may('address.remove', id) ? <Destroy act="address.remove" name={entry.name} destruction={() => removeAddress(id, entry.id)} onThrough={hear} /> : null) },
              ]} />
            )}
          </div>
        </div>
      )}
      {!isAdding ? null : (
        <Dialog title={w.book.add} onClose={() => setAdding(false)} footer={<><button type="button" className="button" onClick={() => setAdding(false)}>{w.common.cancel}</button><button type="submit" form="address" className="button button-primary" disabled={act.isPending}>{w.book.add}</button></>}>
          <form id="address" className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); void add() }}>
            <TextField label={w.book.name} required autoFocus maxLength={60} value={wish.name} fault={faultOf('name')} onChange={(event) => setWish({ ...wish, name: event.target.value })} />
            <div className="grid grid-cols-2 gap-3"><TextField label={w.book.network} hint="ETH, BTC, BSC, TRX …" required value={wish.network} fault={faultOf('network')} onChange={(event) => setWish({ ...wish, network: event.target.value })} /><TextField label={w.book.coin} hint={w.book.coinHint} value={wish.coin} fault={faultOf('coin')} onChange={(event) => setWish({ ...wish, coin: event.target.value })} /></div>
            <TextField label={w.book.address} className="mono" required spellCheck={false} autoComplete="off" value={wish.address} fault={faultOf('address')} onChange={(event) => setWish({ ...wish, address: event.target.value })} />
            <TextField label={w.book.tag} hint={w.book.tagHint} className="mono" value={wish.tag} fault={faultOf('tag')} onChange={(event) => setWish({ ...wish, tag: event.target.value })} />
            <RefusedNote error={act.error} />
          </form>
        </Dialog>
      )}
    </>
  )
}
