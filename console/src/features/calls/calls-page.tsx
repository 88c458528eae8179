import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { callsQuery, type CallView } from '../../api/calls.ts'
import { keysQuery } from '../../api/keys.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Badge, Empty, Failed, LiveBadge, Loading } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'

const csvField = (value: unknown): string => {
  const text = String(value ?? '')
  // A field that begins like a formula would be run by spreadsheets.
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

const exported = (calls: readonly CallView[]): string => {
  const names = ['at', 'requestId', 'key', 'label', 'address', 'endpoint', 'status', 'code', 'reason', 'durationUs'] as const
  return [names.join(','), ...calls.map((call) => names.map((name) => csvField(call[name])).join(','))].join('\r\n')
}

/** Every call, as it comes; filters in the URL; what is shown can be taken away as CSV. */
export const CallsPage = () => {
  const w = useWords()
  const navigate = useNavigate()
  // This page's own search, as app.tsx reads it.
  const search = useSearch({ strict: false }) as { key?: string; outcome?: string; q?: string }
  const [isLive, setLive] = useState(true)
  const outcome = search.outcome === 'refused' || search.outcome === 'admitted' ? search.outcome : undefined
  const query = callsQuery({ key: search.key, outcome, limit: 500 })
  const calls = useQuery({ ...query, refetchInterval: isLive ? 3_000 : false })
  const { data: keys = [] } = useQuery(keysQuery)
  const put = (next: Record<string, string | undefined>): void => void navigate({ to: '/calls', replace: true, search: { ...search, ...next } })
  const words = (search.q ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '')
  const rows = (calls.data ?? []).filter((call) => words.every((word) => `${call.endpoint} ${call.address} ${call.label ?? ''} ${call.requestId} ${call.code ?? ''} ${call.reason ?? ''}`.toLowerCase().includes(word)))
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([exported(rows)], { type: 'text/csv' }))
    Object.assign(document.createElement('a'), { href: url, download: 'calls.csv' }).click()
    URL.revokeObjectURL(url)
  }
  const columns: readonly Column<CallView>[] = [
    { id: 'at', head: w.calls.time, by: (call) => Date.parse(call.at), cell: (call) => <Time at={call.at} /> },
    { id: 'key', head: w.calls.key, by: (call) => call.label ?? '', cell: (call) => (call.key === null ? <span className="text-soft">{w.calls.noKey}</span> : <Link to="/keys/$key" params={{ key: call.key }} className="block max-w-48 truncate hover:underline">{call.label ?? call.key}</Link>) },
    { id: 'endpoint', head: w.calls.endpoint, by: (call) => call.endpoint, cell: (call) => <code className="whitespace-nowrap">{call.endpoint}</code> },
    { id: 'address', head: w.calls.address, isMinor: true, by: (call) => call.address, cell: (call) => <code>{call.address}</code> },
    { id: 'answer', head: w.calls.answer, by: (call) => call.status, cell: (call) => (call.status < 400 ? <Badge kind="safe">{call.status} {w.calls.admitted}</Badge> : <Link to="/refused" search={{ request: call.requestId }} className="link"><Badge kind="danger">{call.status} {call.code ?? ''}</Badge> <span className="text-sm">{w.calls.why}</span></Link>) },
    { id: 'took', head: w.calls.took, isMinor: true, isNumber: true, by: (call) => call.durationUs, cell: (call) => `${(call.durationUs / 1_000).toFixed(1)} ms` },
  ]
  return (
    <>
      <PageHead title={w.nav.calls} action={<button type="button" className="button" onClick={save} disabled={rows.length === 0}><Icon name="download" />{w.calls.export}</button>}>{w.calls.intro}</PageHead>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <label className="relative flex-1 basis-56"><span className="sr-only">{w.calls.searchLabel}</span><span className="absolute top-2 left-2.5 text-faint"><Icon name="search" /></span><input type="search" className="input pl-9" placeholder={w.calls.searchLabel} value={search.q ?? ''} onChange={(event) => put({ q: event.target.value === '' ? undefined : event.target.value })} /></label>
        <select aria-label={w.calls.key} className="input !w-auto max-w-56" value={search.key ?? ''} onChange={(event) => put({ key: event.target.value === '' ? undefined : event.target.value })}><option value="">{w.calls.allKeys}</option>{keys.map(({ id, label }) => <option key={id} value={id}>{label}</option>)}</select>
        <select aria-label={w.calls.answer} className="input !w-auto" value={outcome ?? ''} onChange={(event) => put({ outcome: event.target.value === '' ? undefined : event.target.value })}><option value="">{w.calls.allAnswers}</option><option value="admitted">{w.calls.admitted}</option><option value="refused">{w.calls.refused}</option></select>
        <button type="button" className="button" aria-pressed={isLive} onClick={() => setLive(!isLive)}><LiveBadge isLive={isLive} />{isLive ? w.calls.pause : w.calls.resume}</button>
      </div>
      <div className="card">{calls.isPending ? <Loading rows={10} /> : calls.isError ? <Failed error={calls.error} retry={() => void calls.refetch()} /> : rows.length === 0 ? <Empty icon="calls" title={w.calls.empty}>{w.calls.emptyText}</Empty> : <DataTable isDense caption={w.nav.calls} rows={rows} columns={columns} idOf={(call) => call.requestId} />}</div>
    </>
  )
}
