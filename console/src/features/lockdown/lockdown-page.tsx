import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { LockdownWish } from '../../../../src/operations/lockdown/lockdown.ts'
import type { IncidentReport } from '../../../../src/operations/lockdown/report.ts'
import { keysQuery } from '../../api/keys.ts'
import { lockDown, lockdownPreviewQuery, lockdownsQuery } from '../../api/lockdown.ts'
import { useAccountChoice } from '../../parts/account-choice.tsx'
import { TextField } from '../../parts/field.tsx'
import { Id, Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { Badge, Failed, Loading, Note, RefusedNote, Unread } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { keyInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'

/** One red button: what it will do is spelled out, the account's name is typed, and the report follows. */
export const LockdownPage = () => {
  const w = useWords()
  const queries = useQueryClient()
  const { account, choice } = useAccountChoice('key.lockdown')
  const known = useQuery(keysQuery)
  const keys = known.data ?? []
  const [chosen, setChosen] = useState('')
  const [options, setOptions] = useState({ way: 'disable' as 'disable' | 'delete', cancelOrders: true, endSessions: true, renewFactors: false, sinceHours: 24 })
  const [typed, setTyped] = useState('')
  const [report, setReport] = useState<IncidentReport | null>(null)
  const wish: LockdownWish = { ...options, account: account?.id ?? 0, ...(chosen !== '' && { keys: [chosen] }) }
  const preview = useQuery({ ...lockdownPreviewQuery(wish), enabled: report === null && account !== undefined })
  const locking = useMutation({ mutationFn: () => lockDown(wish), onSuccess: (changed) => { if (changed.is === 'done') { setReport(changed.value); void queries.invalidateQueries() } } })
  if (report !== null) return <Report of={report} />
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

/** The report as files that can be sent: a page that runs nothing, and text. */
const Files = ({ id }: { readonly id: string }) => (
  <>{(['html', 'md'] as const).map((form) => <a key={form} className="button" href={`/api/lockdowns/${id}/report.${form}`} download><Icon name="download" />{form === 'html' ? 'HTML' : 'Markdown'}</a>)}</>
)

/** Lockdowns of before: their reports stay, to be sent whenever support asks. */
const Earlier = ({ account }: { readonly account: number }) => {
  const w = useWords()
  const lockdowns = useQuery(lockdownsQuery(account))
  return (
    <Section title={w.lockdown.earlier}>
      {lockdowns.isPending ? <Loading rows={2} /> : lockdowns.isLoadingError ? <Failed error={lockdowns.error} retry={() => void lockdowns.refetch()} /> : lockdowns.data.length === 0 ? <p className="text-soft">{w.lockdown.noEarlier}</p> : <ul className="divide-y divide-line">{lockdowns.data.map(({ id, beganAt, state, keys, deviations }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-2"><span><Id text={id} what={w.lockdown.reportId} /> · <Time at={beganAt} style="exact" /> · {w.lockdown.earlierText(keys, deviations)}</span>{state === 'closed' ? <span className="flex gap-2"><Files id={id} /></span> : <Badge kind="caution">{w.lockdown.closing}</Badge>}</li>
      ))}</ul>}
    </Section>
  )
}

/** What was found and closed, ready to be printed or sent to support. No secret is in it. */
const Report = ({ of: report }: { readonly of: IncidentReport }) => {
  const w = useWords()
  const { data: keys = [] } = useQuery(keysQuery)
  const deviations = w.server.deviations?.(report) ?? report.deviations
  /** A key as the reader's language tells it, or as the report does where the key is not theirs to see. */
  const sentenceOf = (reported: IncidentReport['keys'][number]): string => { const key = keys.find(({ id }) => id === reported.id); return key === undefined ? reported.sentence : keyInWords(key, w) }
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' }))
    Object.assign(document.createElement('a'), { href: url, download: `incident-${report.id}.json` }).click()
    URL.revokeObjectURL(url)
  }
  return (
    <>
      <PageHead title={w.lockdown.report(report.id)} action={<span className="no-print flex gap-2"><button type="button" className="button" onClick={() => print()}>{w.lockdown.print}</button><Files id={report.id} /><button type="button" className="button" onClick={save}><Icon name="download" />JSON</button></span>}>{report.account.email}</PageHead>
      <div className="flex flex-col gap-5">
        <Note kind="safe" role="status">{w.lockdown.doneText(report.keys.length, report.done.ordersCancelled, report.done.sessionsEnded)} <Time at={report.done.withdrawalsLockedUntil} style="exact" /></Note>
        {report.done.ordersLeft === 0 ? null : <Note kind="caution">{w.lockdown.ordersLeft(report.done.ordersLeft)}</Note>}
        <Section title={w.lockdown.deviations}>{deviations.length === 0 ? <p>{w.lockdown.noDeviations}</p> : <ul className="list-disc pl-5">{deviations.map((line) => <li key={line}>{line}</li>)}</ul>}</Section>
        <Section title={w.lockdown.keys}><ul className="divide-y divide-line">{report.keys.map((key) => <li key={key.id} className="py-2"><span className="font-medium break-words">{key.label}</span> <code>{key.apiKeyBegins}…</code> <Badge kind={key.isOpen ? 'danger' : 'safe'}>{key.isOpen ? w.accounts.open : w.accounts.closed}</Badge><p className="text-soft">{sentenceOf(key)}</p></li>)}</ul></Section>
        <Section title={w.key.calls}>{report.calls.length === 0 ? <p>{w.common.none}</p> : <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={w.key.newestCalls}><table className="table table-dense"><thead><tr><th scope="col">{w.calls.address}</th><th scope="col">{w.calls.endpoint}</th><th scope="col" className="text-right">{w.key.calls}</th><th scope="col" className="text-right">{w.calls.refused}</th></tr></thead><tbody>{report.calls.map((row) => <tr key={`${row.key} ${row.address} ${row.endpoint}`}><td><Id text={row.address} what={w.calls.address} /> {row.isNewAddress ? <Badge kind="caution">{w.lockdown.new}</Badge> : null}</td><td><code>{row.endpoint}</code></td><td className="text-right">{row.calls}</td><td className="text-right">{row.refused}</td></tr>)}</tbody></table></div>}</Section>
      </div>
    </>
  )
}
