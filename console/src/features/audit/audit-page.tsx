import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { AuditEntrySummary } from '../../../../src/operations/record/list.ts'
import { auditQuery, verifyRecord } from '../../api/record.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Badge, Empty, Failed, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'

/** The record of every change: a chain in which nothing can be taken out unseen. */
export const AuditPage = () => {
  const w = useWords()
  const navigate = useNavigate()
  // This page's own search, as app.tsx reads it.
  const search = useSearch({ strict: false }) as { q?: string }
  const [older, setOlder] = useState<readonly AuditEntrySummary[]>([])
  const [before, setBefore] = useState<number | undefined>(undefined)
  const [shown, setShown] = useState<AuditEntrySummary | null>(null)
  const entries = useQuery(auditQuery({}))
  const more = useQuery({ ...auditQuery({ before }), enabled: before !== undefined })
  const verifying = useMutation({ mutationFn: verifyRecord })
  const all = [...(entries.data ?? []), ...older, ...(before === undefined ? [] : more.data ?? [])]
  const rows = all.filter((entry) => JSON.stringify([entry.act, entry.actor, entry.subject, entry.source, entry.after]).toLowerCase().includes((search.q ?? '').toLowerCase()))
  const last = all.at(-1)?.sequence
  const columns: readonly Column<AuditEntrySummary>[] = [
    { id: 'row', head: w.audit.row, isNumber: true, isMinor: true, by: (entry) => entry.sequence, cell: (entry) => entry.sequence },
    { id: 'at', head: w.calls.time, by: (entry) => Date.parse(entry.at), cell: (entry) => <Time at={entry.at} /> },
    { id: 'act', head: w.audit.act, by: (entry) => entry.act, cell: (entry) => <button type="button" className="link" onClick={() => setShown(entry)}><code>{entry.act}</code></button> },
    { id: 'actor', head: w.audit.actor, by: (entry) => entry.actor, cell: (entry) => <code className="break-all">{entry.actor}</code> },
    { id: 'subject', head: w.audit.subject, by: (entry) => entry.subject, isMinor: true, cell: (entry) => <code>{entry.subject}</code> },
    { id: 'source', head: w.calls.address, by: (entry) => entry.source, isMinor: true, cell: (entry) => <code>{entry.source}</code> },
    { id: 'factors', head: w.audit.factors, isMinor: true, cell: (entry) => entry.factors.map((factor) => <Badge key={factor} kind="neutral">{factor in w.factors ? w.factors[factor as keyof typeof w.factors] : factor}</Badge>) },
  ]
  return (
    <>
      <PageHead title={w.nav.audit} action={<button type="button" className="button button-primary" disabled={verifying.isPending} onClick={() => verifying.mutate()}><Icon name="shield" />{w.audit.verify}</button>}>{w.audit.intro}</PageHead>
      <div className="mb-3 flex flex-col gap-2">
        {verifying.data === undefined ? null : verifying.data.firstBadRow === null && verifying.data.fault === null ? <Note kind="safe" role="status">{w.audit.whole(verifying.data.rows, verifying.data.checkpoints)}<br /><code className="text-sm break-all">{verifying.data.head}</code></Note> : <Note kind="danger" role="alert">{w.audit.broken(verifying.data.firstBadRow ?? 0)} {verifying.data.fault}</Note>}
        <RefusedNote error={verifying.error} />
        <label className="relative max-w-96"><span className="sr-only">{w.audit.search}</span><span className="absolute top-2 left-2.5 text-faint"><Icon name="search" /></span><input type="search" className="input pl-9" placeholder={w.audit.search} value={search.q ?? ''} onChange={(event) => void navigate({ to: '/audit', replace: true, search: event.target.value === '' ? {} : { q: event.target.value } })} /></label>
      </div>
      <div className="card">{entries.isPending ? <Loading rows={10} /> : entries.isError ? <Failed error={entries.error} retry={() => void entries.refetch()} /> : rows.length === 0 ? <Empty icon="audit" title={w.audit.nothing} /> : <DataTable isDense caption={w.nav.audit} rows={rows} columns={columns} idOf={(entry) => String(entry.sequence)} opens={setShown} />}</div>
      {last === undefined || last <= 1 || rows.length === 0 ? null : <button type="button" className="button mt-3" onClick={() => { setOlder((former) => (before === undefined ? former : [...former, ...(more.data ?? [])])); setBefore(last) }}>{w.common.loadMore}</button>}
      {shown === null ? null : (
        <Dialog isPanel title={shown.act} onClose={() => setShown(null)}>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2"><dt className="text-soft">{w.audit.row}</dt><dd>{shown.sequence}</dd><dt className="text-soft">{w.calls.time}</dt><dd><Time at={shown.at} style="exact" /></dd><dt className="text-soft">{w.audit.actor}</dt><dd className="break-all">{shown.actor}</dd><dt className="text-soft">{w.audit.subject}</dt><dd className="break-all">{shown.subject}</dd><dt className="text-soft">{w.calls.address}</dt><dd>{shown.source}</dd></dl>
          {([[w.key.beforeIt, shown.before], [w.key.afterIt, shown.after]] as const).map(([title, value]) => (value === null ? null : <section key={title} className="mt-4"><h3>{title}</h3><pre tabIndex={0} aria-label={title} className="mt-1 overflow-auto rounded-md bg-sunken p-3 text-sm whitespace-pre-wrap break-words">{JSON.stringify(value, null, 2)}</pre></section>))}
        </Dialog>
      )}
    </>
  )
}
