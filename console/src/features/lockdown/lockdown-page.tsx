import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { LockdownWish } from '../../../../src/operations/lockdown/lockdown.ts'
import type { IncidentReport } from '../../../../src/operations/lockdown/report.ts'
import { keysQuery } from '../../api/keys.ts'
import { incidentQuery, lockDown, lockdownPreviewQuery, lockdownsQuery } from '../../api/lockdown.ts'
import { sessionQuery } from '../../api/session.ts'
import { useAccountChoice } from '../../parts/account-choice.tsx'
import { TextField } from '../../parts/field.tsx'
import { Id, Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { Badge, Failed, Loading, Note, RefusedNote, Unread } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'
import { Incident, ReportFiles } from './incident.tsx'

/** One red button: what it will do is spelled out, the account's name is typed, and the report follows. */
export const LockdownPage = () => {
  const w = useWords()
  const queries = useQueryClient()
  const { account, choice } = useAccountChoice('key.lockdown')
  const known = useQuery(keysQuery)
  const keys = known.data ?? []
  const [chosen, setChosen] = useState('')
  const [options, setOptions] = useState<Omit<LockdownWish, 'account' | 'keys'>>({ way: 'disable', cancelOrders: true, endSessions: true, renewFactors: false, sinceHours: 24 })
  const [typed, setTyped] = useState('')
  const navigate = useNavigate()
  const [report, setReport] = useState<IncidentReport | null>(null)
  const wish: LockdownWish = { ...options, account: account?.id ?? 0, ...(chosen !== '' && { keys: [chosen] }) }
  const preview = useQuery({ ...lockdownPreviewQuery(wish), enabled: report === null && account !== undefined })
  const locking = useMutation({
    mutationFn: () => lockDown(wish),
    onSuccess: async (changed) => {
      if (changed.is !== 'done') return
      queries.setQueryData(incidentQuery.queryKey, changed.value)
      // The reader's own session may be among those that ended: the report is read all the same.
      const session = await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
      if (session === null) return navigate({ to: '/incident' })
      setReport(changed.value)
      return queries.invalidateQueries()
    },
  })
  if (report !== null) return <Incident of={report} isSignedIn />
  const name = account?.email ?? ''
  const does = preview.data
  return (
    <>
      <PageHead title={w.nav.lockdown} action={choice}>{w.lockdown.intro}</PageHead>
      <Unread of={[known]} />
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-2">
        <Section title={w.lockdown.what}>
          <div className="flex flex-col gap-3">
            <label className="flex flex-col gap-1"><span className="font-medium">{w.lockdown.keys}</span><select className="input" value={chosen} onChange={(event) => setChosen(event.target.value)}><option value="">{w.lockdown.allKeys}</option>{keys.filter((key) => key.account === account?.id && key.state !== 'deleted').map(({ id, label }) => <option key={id} value={id}>{label}</option>)}</select></label>
            <fieldset className="flex gap-4"><legend className="sr-only">{w.lockdown.keys}</legend>{(['disable', 'delete'] as const).map((way) => <label key={way} className="flex items-center gap-2"><input type="radio" name="way" checked={options.way === way} onChange={() => setOptions({ ...options, way })} />{w.lockdown.ways[way]}</label>)}</fieldset>
            {(['cancelOrders', 'endSessions', 'renewFactors'] as const).map((option) => <label key={option} className="flex items-center gap-3"><input type="checkbox" role="switch" className="switch" checked={options[option]} onChange={() => setOptions({ ...options, [option]: !options[option] })} />{w.lockdown.options[option]}</label>)}
            <div className="w-44"><TextField label={w.lockdown.since} type="number" min={1} max={720} value={options.sinceHours} onChange={(event) => setOptions({ ...options, sinceHours: Math.min(720, Math.max(1, Math.trunc(Number(event.target.value)) || 1)) })} /></div>
          </div>
        </Section>
        <Section title={w.lockdown.willDo}>
          {preview.isPending ? <Loading rows={5} /> : preview.isLoadingError ? <Failed error={preview.error} retry={() => void preview.refetch()} /> : does === undefined ? null : (
            <div className="flex flex-col gap-4">
              <ul aria-live="polite" className="flex flex-col gap-2">
                {[w.lockdown.doesKeys(does.keys.filter(({ isOpen }) => isOpen).length, does.way), ...(options.cancelOrders ? [w.lockdown.doesOrders(does.openOrders)] : []), ...(options.endSessions ? [w.lockdown.doesSessions(does.sessions, does.tokens)] : []), ...(does.switchesAddressBookOn ? [w.lockdown.doesBook(does.addressesInBook)] : []), ...(options.renewFactors ? [w.lockdown.doesFactors(does.people)] : [])].map((line) => <li key={line} className="flex items-start gap-2"><span className="text-danger"><Icon name="lockdown" /></span>{line}</li>)}
                <li className="flex items-start gap-2"><span className="text-danger"><Icon name="lockdown" /></span><span>{w.lockdown.doesLock} <Time at={does.withdrawalsLockedUntil} style="exact" /></span></li>
              </ul>
              {does.withdrawalsUnderWay === 0 ? null : <Note kind="caution">{w.lockdown.underWay(does.withdrawalsUnderWay)}</Note>}
              <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); if (typed === name) locking.mutate() }}>
                <TextField label={w.common.typeName(name)} value={typed} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
                <RefusedNote error={locking.error} />
                <button type="submit" className="button button-red min-h-11 text-lg" disabled={typed !== name || locking.isPending}><Icon name="lockdown" /><span className="min-w-0 [overflow-wrap:anywhere]">{w.lockdown.go(name)}</span></button>
              </form>
            </div>
          )}
        </Section>
      </div>
      {account === undefined ? null : <div className="mt-5"><Earlier account={account.id} /></div>}
    </>
  )
}

/** Lockdowns of before: their reports stay, to be sent whenever support asks. */
const Earlier = ({ account }: { readonly account: number }) => {
  const w = useWords()
  const lockdowns = useQuery(lockdownsQuery(account))
  return (
    <Section title={w.lockdown.earlier}>
      {lockdowns.isPending ? <Loading rows={2} /> : lockdowns.isLoadingError ? <Failed error={lockdowns.error} retry={() => void lockdowns.refetch()} /> : lockdowns.data.length === 0 ? <p className="text-soft">{w.lockdown.noEarlier}</p> : <ul className="divide-y divide-line">{lockdowns.data.map(({ id, beganAt, state, keys, deviations }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-2"><span><Id text={id} what={w.lockdown.reportId} /> · <Time at={beganAt} style="exact" /> · {w.lockdown.earlierText(keys, deviations)}</span>{state === 'closed' ? <span className="flex gap-2"><ReportFiles id={id} /></span> : <Badge kind="caution">{w.lockdown.closing}</Badge>}</li>
      ))}</ul>}
    </Section>
  )
}
