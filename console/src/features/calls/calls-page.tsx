import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { type CallFilter, type CallView, exportPath } from '../../api/calls.ts'
import { keysQuery } from '../../api/keys.ts'
import { workedOut } from '../../parts/amounts.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Copy, Id, Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useOwnSearch } from '../../parts/own-search.ts'
import { Badge, Empty, Failed, LiveBadge, Loading, Unread } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'
import { useLiveCalls } from './live-calls.ts'

const PAGE = 200

/** Every call, as it comes; filters in the URL; what they leave can be taken away as a file. */
export const CallsPage = () => {
  const w = useWords()
  const [search, put] = useOwnSearch<{ key?: string; outcome?: string; address?: string; endpoint?: string; q?: string }>()
  const [isFollowing, setFollowing] = useState(true)
  const outcome = search.outcome === 'refused' || search.outcome === 'admitted' ? search.outcome : undefined
  const filter: CallFilter = { key: search.key, outcome, address: search.address, endpoint: search.endpoint }
  const { calls, pages, isLive } = useLiveCalls({ ...filter, limit: PAGE }, isFollowing)
  const known = useQuery(keysQuery)
  const keys = known.data ?? []
  const words = (search.q ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '')
  const rows = calls.filter((call) => words.every((word) => `${call.endpoint} ${call.address} ${call.label ?? ''} ${call.requestId} ${call.code ?? ''} ${call.reason ?? ''}`.toLowerCase().includes(word)))
  /** What a row holds narrows the list to itself. */
  const narrowing = (name: 'address' | 'endpoint', value: string): ReactNode => <button type="button" className="font-mono text-[.93em] whitespace-nowrap hover:underline narrow:text-left narrow:break-all narrow:whitespace-normal" title={w.calls.only(value)} onClick={() => put({ [name]: value })}>{value}</button>
  const columns: readonly Column<CallView>[] = [
    { id: 'at', head: w.calls.time, place: 'side', by: (call) => Date.parse(call.at), cell: (call) => <Time at={call.at} style="clock" /> },
    { id: 'answer', head: w.calls.answer, by: (call) => call.status, cell: (call) => (call.status < 400 ? <Badge kind="safe">{call.status} {w.calls.admitted}</Badge> : <Link to="/refused" search={{ request: call.requestId }} className="inline-flex items-center gap-2 whitespace-nowrap"><Badge kind="danger">{call.status} {call.code ?? ''}</Badge><span className="link text-sm">{w.calls.why}</span></Link>) },
    { id: 'endpoint', head: w.calls.endpoint, place: 'head', by: (call) => call.endpoint, cell: (call) => narrowing('endpoint', call.endpoint) },
    { id: 'key', head: w.calls.key, by: (call) => call.label ?? '', cell: (call) => (call.key === null ? <span className="whitespace-nowrap text-soft">{w.calls.noKey}</span> : <Link to="/keys/$key" params={{ key: call.key }} className="block max-w-48 truncate hover:underline">{call.label ?? call.key}{call.successor === null ? null : <> <Badge kind="caution">{w.stillUsed.old}</Badge></>}</Link>) },
    { id: 'address', head: w.calls.address, by: (call) => call.address, cell: (call) => <span className="inline-flex items-center gap-1">{narrowing('address', call.address)}<Copy text={call.address} what={w.calls.address} /></span> },
    { id: 'took', head: w.calls.took, isMinor: true, isNumber: true, by: (call) => call.durationUs, cell: (call) => <span className="whitespace-nowrap">{workedOut(call.durationUs / 1_000, 1)} ms</span> },
    { id: 'request', head: w.calls.requestId, isMinor: true, cell: (call) => <Id text={call.requestId} what={w.calls.requestId} keep={8} /> },
  ]
  return (
    <>
      <PageHead title={w.nav.calls} action={<>{(['csv', 'jsonl'] as const).map((format) => <a key={format} className="button" href={exportPath(filter, format)} download><Icon name="download" />{w.calls.exportAs[format]}</a>)}</>}>{w.calls.intro}</PageHead>
      <Unread of={[known]} />
      <div className="filters">
        <label className="relative flex-1 basis-56"><span className="sr-only">{w.calls.searchLabel}</span><span className="absolute top-2 left-2.5 text-faint"><Icon name="search" /></span><input type="search" className="input pl-9" placeholder={w.calls.searchLabel} value={search.q ?? ''} onChange={(event) => put({ q: event.target.value === '' ? undefined : event.target.value })} /></label>
        <select aria-label={w.calls.key} className="input" value={search.key ?? ''} onChange={(event) => put({ key: event.target.value === '' ? undefined : event.target.value })}><option value="">{w.calls.allKeys}</option>{keys.map(({ id, label }) => <option key={id} value={id}>{label}</option>)}</select>
        <select aria-label={w.calls.answer} className="input" value={outcome ?? ''} onChange={(event) => put({ outcome: event.target.value === '' ? undefined : event.target.value })}><option value="">{w.calls.allAnswers}</option><option value="admitted">{w.calls.admitted}</option><option value="refused">{w.calls.refused}</option></select>
        <button type="button" className="button" aria-pressed={isFollowing} onClick={() => setFollowing(!isFollowing)}><LiveBadge isLive={isLive} />{isFollowing ? w.calls.pause : w.calls.resume}</button>
        {(['address', 'endpoint'] as const).map((name) => { const value = search[name]; return value === undefined ? null : <button key={name} type="button" className="button button-small" onClick={() => put({ [name]: undefined })}><span className="min-w-0 truncate">{w.calls[name]}: <code>{value}</code></span><Icon name="cross" size={14} /><span className="sr-only">{w.keys.clear}</span></button> })}
      </div>
      <div className="card">{pages.isPending ? <Loading rows={10} /> : pages.isLoadingError && rows.length === 0 ? <Failed error={pages.error} retry={() => void pages.refetch()} /> : rows.length === 0 ? <Empty icon="calls" title={w.calls.empty}>{w.calls.emptyText}</Empty> : <DataTable isDense caption={w.nav.calls} rows={rows} columns={columns} idOf={(call) => call.requestId} />}</div>
      {pages.hasNextPage ? <button type="button" className="button mt-3" disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{w.common.loadMore}</button> : null}
    </>
  )
}
