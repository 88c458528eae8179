import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Role } from '../../../../src/people/acts.ts'
import type { Changed } from '../../api/client.ts'
import { changeRole, invitationsQuery, invite, offBoard, peopleQuery, type PersonRow, removePerson, withdrawInvitation } from '../../api/people.ts'
import { useMay, useSession } from '../../api/session.ts'
import { useAccountChoice } from '../../parts/account-choice.tsx'
import { Destroy } from '../../parts/destroy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ChoiceField, SelectField, TextField } from '../../parts/field.tsx'
import { Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { LettersStay } from '../../parts/letters-stay.tsx'
import { Section } from '../../parts/section.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { Badge, Failed, Loading, RefusedNote, Unread } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'

const ROLES = ['owner', 'admin', 'trader', 'approver', 'auditor'] as const satisfies readonly Role[]
/** Who may make keys may be given those of somebody who leaves. */
const HOLDS_KEYS: ReadonlySet<Role> = new Set(['owner', 'admin', 'trader'])

/** Who may do what on an account, and how people come and go. */
export const PeoplePage = () => {
  const w = useWords()
  const may = useMay()
  const session = useSession()
  const queries = useQueryClient()
  const { account, choice } = useAccountChoice('person.see')
  const id = account?.id ?? 0
  const people = useQuery(peopleQuery(id))
  const mayInvite = may('person.invite', id)
  const invitations = useQuery({ ...invitationsQuery(id), enabled: mayInvite })
  const [isInviting, setInviting] = useState(false)
  const [wish, setWish] = useState<{ email: string; role: Role }>({ email: '', role: 'trader' })
  const act = useMutation({ mutationFn: (run: () => Promise<Changed<unknown>>) => run(), onSettled: () => queries.invalidateQueries({ queryKey: ['people', id] }) })
  const run = async (what: () => Promise<Changed<unknown>>): Promise<boolean> => (await act.mutateAsync(what).catch(() => ({ is: 'cancelled' as const }))).is !== 'cancelled'
  return (
    <>
      <PageHead title={w.nav.people} action={<>{choice}{mayInvite ? <button type="button" className="button button-primary" onClick={() => { act.reset(); setInviting(true) }}><Icon name="plus" />{w.people.invite}</button> : null}</>}>{w.people.intro}</PageHead>
      <div className="flex flex-col gap-5">
        {act.error === null || isInviting ? null : <RefusedNote error={act.error} />}
        <Unread of={[invitations]} className="" />
        <div className="card">
          {people.isPending ? <Loading rows={3} /> : people.isLoadingError ? <Failed error={people.error} retry={() => void people.refetch()} /> : (
            <SmallTable caption={w.nav.people} rows={people.data} idOf={({ personId }) => personId} empty="" columns={[
              { head: w.people.name, cell: ({ name, email }) => <><span className="font-medium break-words">{name}</span><span className="block text-sm break-all text-soft">{email}</span></> },
              { head: w.people.role, cell: (person) => (may('person.changeRole', id) && person.personId !== session.person.id ? <select aria-label={`${w.people.role}: ${person.name}`} className="input !w-auto" value={person.role} onChange={({ target }) => { for (const role of ROLES) if (role === target.value) void run(() => changeRole(id, person.personId, role)) }}>{ROLES.map((role) => <option key={role} value={role}>{w.roles[role]}</option>)}</select> : w.roles[person.role]) },
              { head: w.people.factor, cell: ({ hasStrongFactor }) => (hasStrongFactor ? <Badge kind="safe">{w.common.yes}</Badge> : <Badge kind="caution">{w.common.none}</Badge>) },
              { head: w.people.since, cell: ({ since }) => <Time at={since} style="date" /> },
              { head: w.people.leave, isHeadHidden: true, isNumber: true, cell: (person) => (person.personId === session.person.id || !may('person.offBoard', id) ? null : <div className="flex justify-end gap-2"><Destroy act="person.takeOff" name={person.email} destruction={() => removePerson(id, person.personId)} /><OffBoard person={person} account={id} others={people.data.filter(({ personId }) => personId !== person.personId)} /></div>) },
            ]} />
          )}
        </div>
        {(invitations.data ?? []).length === 0 ? null : <Section title={w.people.invited}><ul className="divide-y divide-line">{invitations.data?.map((one) => <li key={one.id} className="flex flex-wrap items-center gap-3 py-2"><span className="break-all">{one.email}</span>{one.role === null ? null : <Badge kind="neutral">{w.roles[one.role]}</Badge>}<span className="text-soft">{w.people.until} <Time at={one.expiresAt} /></span><Destroy act="invitation.withdraw" name={one.email} className="button-small ml-auto" destruction={() => withdrawInvitation(id, one.id)} /></li>)}</ul><LettersStay /></Section>}
        <Section title={w.people.roles}><dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-2">{ROLES.map((role) => [<dt key={role} className="font-medium">{w.roles[role]}</dt>, <dd key={`${role} text`} className="text-soft">{w.people.roleTexts[role]}</dd>])}</dl></Section>
      </div>
      {!isInviting ? null : (
        <Dialog title={w.people.invite} onClose={() => setInviting(false)} footer={<><button type="button" className="button" onClick={() => setInviting(false)}>{w.common.cancel}</button><button type="submit" form="invite" className="button button-primary" disabled={act.isPending}>{w.people.invite}</button></>}>
          <form id="invite" className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); void run(() => invite(id, wish)).then((isDone) => { if (isDone) { setInviting(false); setWish({ email: '', role: 'trader' }) } }) }}>
            <TextField label={w.signIn.email} type="email" required autoFocus value={wish.email} onChange={(event) => setWish({ ...wish, email: event.target.value })} />
            <ChoiceField label={w.people.role} hint={w.people.roleTexts[wish.role]} value={wish.role} among={ROLES} wordOf={(role) => w.roles[role]} onChoose={(role) => setWish({ ...wish, role })} />
            <RefusedNote error={act.error} />
          </form>
        </Dialog>
      )}
    </>
  )
}

/** Everything of theirs ends at once, or is handed to somebody who stays. */
const OffBoard = ({ person, account, others }: { readonly person: PersonRow; readonly account: number; readonly others: readonly PersonRow[] }) => {
  const w = useWords()
  const [keysGoTo, setKeysGoTo] = useState('')
  return (
    <Destroy act="person.offBoard" name={person.email} destruction={() => offBoard(account, person.personId, keysGoTo === '' ? null : keysGoTo)}>
      <SelectField label={w.people.keysGoTo} value={keysGoTo} onChange={(event) => setKeysGoTo(event.target.value)}><option value="">{w.people.keysDisabled}</option>{others.filter(({ role }) => HOLDS_KEYS.has(role)).map(({ personId, name }) => <option key={personId} value={personId}>{name}</option>)}</SelectField>
    </Destroy>
  )
}
