import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Permission } from '../../../../src/permission.ts'
import { accountQuery, closeToApi, createSubAccount, editSubAccount, reopenToApi } from '../../api/accounts.ts'
import { type Changed } from '../../api/client.ts'
import { keysQuery } from '../../api/keys.ts'
import { sessionQuery, type SessionView, useMay } from '../../api/session.ts'
import { useAccountChoice } from '../../parts/account-choice.tsx'
import { Bitting } from '../../parts/bitting.tsx'
import { Destroy } from '../../parts/destroy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { Id } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { RIGHTS } from '../../parts/rights.ts'
import { faultOfField } from '../../parts/refusal-words.ts'
import { Badge, Empty, Failed, Loading, RefusedNote, Unread } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useSession } from '../../api/session.ts'
import { useWords } from '../../words/words.tsx'

/** What a sub-account can have at all. */
const GIVABLE: readonly Permission[] = RIGHTS.map(({ name }) => name).filter((name) => name !== 'withdrawals' && name !== 'internalTransfer')

/** Sub-accounts: own ledger, own keys, a ceiling of rights, and one switch. */
export const AccountsPage = () => {
  const w = useWords()
  const may = useMay()
  const { accounts } = useSession()
  const { account: main, choice } = useAccountChoice('account.see', ({ parent }) => parent === null)
  const subs = accounts.filter(({ parent }) => parent === main?.id)
  const known = useQuery(keysQuery)
  const [isMaking, setMaking] = useState(false)
  return (
    <>
      <PageHead title={w.nav.accounts} action={<>{choice}{main && may('subAccount.create', main.id) ? <button type="button" className="button button-primary" onClick={() => setMaking(true)}><Icon name="plus" />{w.accounts.create}</button> : null}</>}>{w.accounts.intro}</PageHead>
      <Unread of={[known]} />
      {subs.length === 0 ? <div className="card"><Empty icon="accounts" title={w.accounts.none}>{w.accounts.noneText}</Empty></div> : <ul className="grid grid-cols-1 gap-4 lg:grid-cols-2">{subs.map((sub) => <SubAccount key={sub.id} of={sub} mayEdit={main !== undefined && may('subAccount.edit', main.id)} />)}</ul>}
      {isMaking && main ? <Making main={main.id} onClose={() => setMaking(false)} /> : null}
    </>
  )
}

const SubAccount = ({ of: sub, mayEdit }: { readonly of: SessionView['accounts'][number]; readonly mayEdit: boolean }) => {
  const w = useWords()
  const queries = useQueryClient()
  const details = useQuery(accountQuery(sub.id))
  const { data: keys } = useQuery(keysQuery)
  const [dialog, setDialog] = useState<'ceiling' | null>(null)
  const [ceiling, setCeiling] = useState<readonly Permission[]>([])
  const act = useMutation({ mutationFn: (run: () => Promise<Changed<unknown>>) => run(), onSettled: () => queries.invalidateQueries({ queryKey: ['accounts'] }) })
  const run = (what: () => Promise<Changed<unknown>>): Promise<void> => act.mutateAsync(what).then((changed) => { if (changed.is !== 'cancelled') setDialog(null) }, () => undefined)
  const name = sub.label === '' ? sub.email : sub.label
  return (
    <li className="card flex min-w-0 flex-col gap-3 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2"><h2 className="break-words">{name}</h2>{details.data ? <Badge kind={details.data.isApiAccessEnabled ? 'safe' : 'danger'}>{details.data.isApiAccessEnabled ? w.accounts.open : w.accounts.closed}</Badge> : null}</div>
      <p className="text-sm break-all text-soft">{sub.email} · <Id text={String(sub.id)} what={w.accounts.id} /></p>
      {details.isPending ? <Loading rows={2} /> : details.isLoadingError ? <Failed error={details.error} retry={() => void details.refetch()} /> : (
        <>
          <div className="flex flex-wrap items-center gap-3"><Bitting of={{ permissions: details.data.ceiling, allowList: { mode: 'trusted' } }} height={28} /><span className="text-soft">{w.accounts.ceiling(details.data.ceiling.map((right) => w.rights[right].short).join(', '))}</span></div>
          <div className="flex flex-wrap gap-2">
            <Link to="/keys" search={{ account: String(sub.id) }} className="button button-small"><Icon name="keys" size={14} />{keys === undefined ? w.nav.keys : w.keys.count(keys.filter(({ account, state }) => account === sub.id && state !== 'deleted').length)}</Link>
            {!mayEdit ? null : <>
              <button type="button" className="button button-small" onClick={() => { setCeiling(details.data.ceiling); setDialog('ceiling') }}>{w.accounts.editCeiling}</button>
              {details.data.isApiAccessEnabled ? <Destroy act="account.close" name={sub.email} destruction={() => closeToApi(sub.id)} /> : <button type="button" className="button button-small" onClick={() => void run(() => reopenToApi(sub.id))}>{w.accounts.reopen}</button>}
            </>}
          </div>
          {dialog === null ? <RefusedNote error={act.error} /> : null}
        </>
      )}
      {dialog === 'ceiling' ? (
        <Dialog title={w.accounts.editCeiling} onClose={() => setDialog(null)} footer={<><button type="button" className="button" onClick={() => setDialog(null)}>{w.common.cancel}</button><button type="button" className="button button-primary" onClick={() => void run(() => editSubAccount(sub.id, { ceiling }))}>{w.common.save}</button></>}>
          <p className="mb-3 text-soft">{w.accounts.ceilingText}</p><Ceiling value={ceiling} onChange={setCeiling} /><div className="mt-3"><RefusedNote error={act.error} /></div>
        </Dialog>
      ) : null}
    </li>
  )
}

const Ceiling = ({ value, onChange }: { readonly value: readonly Permission[]; readonly onChange: (rights: readonly Permission[]) => void }) => (
  <ul className="flex flex-col gap-2">{RIGHTS.filter(({ name }) => GIVABLE.includes(name)).map(({ name, label }) => <li key={name}><label className="flex items-center gap-3"><input type="checkbox" role="switch" className="switch" checked={value.includes(name)} onChange={() => onChange(GIVABLE.filter((one) => (one === name ? !value.includes(name) : value.includes(one))))} />{label}</label></li>)}</ul>
)

const Making = ({ main, onClose }: { readonly main: number; readonly onClose: () => void }) => {
  const w = useWords()
  const queries = useQueryClient()
  const [wish, setWish] = useState({ email: '', label: '', invite: false })
  const [ceiling, setCeiling] = useState<readonly Permission[]>(['reading', 'spotAndMarginTrading'])
  const making = useMutation({ mutationFn: createSubAccount, onSuccess: async (changed) => { if (changed.is !== 'cancelled') { await queries.invalidateQueries(sessionQuery); onClose() } } })
  const faultOf = (field: string): string | undefined => faultOfField(w, making.error, field)
  return (
    <Dialog title={w.accounts.create} onClose={onClose} footer={<><button type="button" className="button" onClick={onClose}>{w.common.cancel}</button><button type="submit" form="sub-account" className="button button-primary" disabled={making.isPending}>{w.accounts.create}</button></>}>
      <form id="sub-account" className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); making.mutate({ main, email: wish.email, ...(wish.label.trim() !== '' && { label: wish.label.trim() }), ceiling, invite: wish.invite }) }}>
        <TextField label={w.signIn.email} hint={w.accounts.emailHint} type="email" required autoFocus value={wish.email} fault={faultOf('email')} onChange={(event) => setWish({ ...wish, email: event.target.value })} />
        <TextField label={w.common.label} maxLength={60} value={wish.label} fault={faultOf('label')} onChange={(event) => setWish({ ...wish, label: event.target.value })} />
        <fieldset><legend className="mb-2 font-medium">{w.accounts.editCeiling}</legend><Ceiling value={ceiling} onChange={setCeiling} /></fieldset>
        <label className="flex items-center gap-2"><input type="checkbox" checked={wish.invite} onChange={(event) => setWish({ ...wish, invite: event.target.checked })} />{w.accounts.invite}</label>
        <RefusedNote error={making.error} />
      </form>
    </Dialog>
  )
}
