import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { AuditEntrySummary } from '../../../../src/operations/record/list.ts'
import { auditPagesQuery, EXPORT_PATH, verifyRecord } from '../../api/record.ts'
import { useMayOfHouse } from '../../api/session.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Id, Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useOwnSearch } from '../../parts/own-search.ts'
import { Badge, Empty, Failed, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { wordFor } from '../../words/word-for.ts'
import { useWords } from '../../words/words.tsx'
import { confirmedIn, withoutTold } from './confirmed.ts'
import { Differences } from './differences.tsx'
import { useNames } from './names.tsx'

/** Acts of one thing begin alike. */
const KINDS = ['key', 'account', 'subAccount', 'product', 'policy', 'address', 'withdrawalPolicy', 'approval', 'approvalRule', 'person', 'people', 'invitation', 'session', 'token', 'factor', 'password', 'stepUp', 'stepUpPolicy', 'sandbox', 'store', 'audit'] as const

const NAMES = ['name', 'label', 'email'] as const

/** What the entry itself calls the thing that nobody else names: an address of the book, a factor, an invitation. */
const ownName = ({ subject, before, after }: AuditEntrySummary): string | null => {
  // Keys, people and accounts are named as they are called now.
  if (/^(?:person:|key:)?(?:k_|p_|\d)/.test(subject)) return null
  // What the record tells of a thing are its members.
  const told = (after ?? before) as Readonly<Record<string, unknown>> | null
  const name = NAMES.map((one) => told?.[one]).find((one) => typeof one === 'string' && one !== '')
  return typeof name === 'string' ? name : null
}

/** The record of every change: a chain in which nothing can be taken out unseen. */
export const AuditPage = () => {
  const w = useWords()
  const [search, put] = useOwnSearch<{ q?: string; act?: string }>()
  const [shown, setShown] = useState<AuditEntrySummary | null>(null)
  const entries = useInfiniteQuery(auditPagesQuery({ act: search.act }))
  const mayOfHouse = useMayOfHouse()
  const verifying = useMutation({ mutationFn: verifyRecord })
  const nameOf = useNames()
  const rows = (entries.data?.pages.flat() ?? []).filter((entry) => JSON.stringify([entry.act, w.acts[entry.act], entry.actor, entry.subject, confirmedIn(entry, w), entry.source, entry.after]).toLowerCase().includes((search.q ?? '').toLowerCase()))
  const actOf = ({ act }: AuditEntrySummary): string => w.acts[act] ?? act
  const confirmedBy = (factor: string, { names }: AuditEntrySummary): string => {
    const voter = /^approval:(.+)$/.exec(factor)?.[1]
    return voter === undefined ? wordFor(w.factors, factor) : w.audit.approvedBy(names[voter] ?? voter)
  }
  const subjectOf = (entry: AuditEntrySummary): ReactNode => {
    const own = confirmedIn(entry, w) ?? ownName(entry)
    return own === null ? nameOf(entry.subject, entry.names) : <span title={own}>{own}</span>
  }
  const columns: readonly Column<AuditEntrySummary>[] = [
    { id: 'row', head: w.audit.row, isNumber: true, isMinor: true, by: (entry) => entry.sequence, cell: (entry) => entry.sequence },
    { id: 'at', head: w.calls.time, place: 'side', by: (entry) => Date.parse(entry.at), cell: (entry) => <Time at={entry.at} style="clock" /> },
    { id: 'act', head: w.audit.act, place: 'head', by: actOf, cell: (entry) => <button type="button" className="whitespace-nowrap font-medium hover:underline" onClick={() => setShown(entry)}>{actOf(entry)}</button> },
    { id: 'actor', head: w.audit.actor, by: (entry) => entry.actor, cell: (entry) => <span className="block max-w-64 truncate">{nameOf(entry.actor, entry.names)}</span> },
    { id: 'subject', head: w.audit.subject, by: (entry) => entry.subject, cell: (entry) => <span className="block max-w-96 truncate">{subjectOf(entry)}</span> },
    { id: 'source', head: w.calls.address, by: (entry) => entry.source, isMinor: true, cell: (entry) => <span className="flex max-w-48"><Id text={entry.source} what={w.calls.address} /></span> },
    { id: 'factors', head: w.audit.factors, isLong: true, cell: (entry) => entry.factors.length === 0 ? null : <span className="flex flex-wrap gap-1">{entry.factors.map((factor) => <Badge key={factor} kind="neutral">{confirmedBy(factor, entry)}</Badge>)}</span> },
  ]
  return (
    <>
      <PageHead title={w.nav.audit} action={<>{mayOfHouse('everywhere', 'audit.see') ? <a className="button" href={EXPORT_PATH} download title={w.audit.proves}><Icon name="download" />{w.audit.export}</a> : null}{mayOfHouse('keeps', 'audit.see') ? <button type="button" className="button button-primary" disabled={verifying.isPending} onClick={() => verifying.mutate()}><Icon name="shield" />{w.audit.verify}</button> : null}</>}>{w.audit.intro}</PageHead>
      <div className="mb-3 flex flex-col gap-2">
        {verifying.data === undefined ? null : verifying.data.firstBadRow === null && verifying.data.fault === null ? <Note kind="safe" role="status">{w.audit.whole(verifying.data.rows, verifying.data.checkpoints)}<br /><Id text={verifying.data.head} what="SHA-256" keep={64} /></Note> : <Note kind="danger" role="alert">{w.audit.broken(verifying.data.firstBadRow ?? 0)} {verifying.data.fault}</Note>}
        <RefusedNote error={verifying.error} />
        <div className="filters">
          <label className="relative flex-1 basis-56 md:max-w-96"><span className="sr-only">{w.audit.search}</span><span className="absolute top-2 left-2.5 text-faint"><Icon name="search" /></span><input type="search" className="input pl-9" placeholder={w.audit.search} value={search.q ?? ''} onChange={(event) => put({ q: event.target.value === '' ? undefined : event.target.value })} /></label>
          <select aria-label={w.audit.act} className="input" value={search.act ?? ''} onChange={(event) => put({ act: event.target.value === '' ? undefined : event.target.value })}><option value="">{w.audit.allActs}</option>{KINDS.map((kind) => <option key={kind} value={`${kind}.`}>{w.audit.kinds[kind]}</option>)}</select>
        </div>
      </div>
      <div className="card">{entries.isPending ? <Loading rows={10} /> : entries.isLoadingError ? <Failed error={entries.error} retry={() => void entries.refetch()} /> : rows.length === 0 ? <Empty icon="audit" title={w.audit.nothing} /> : <DataTable isDense caption={w.nav.audit} rows={rows} columns={columns} idOf={(entry) => String(entry.sequence)} opens={setShown} />}</div>
      {entries.hasNextPage ? <button type="button" className="button mt-3" disabled={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>{w.common.loadMore}</button> : null}
      {shown === null ? null : (
        <Dialog isPanel title={actOf(shown)} onClose={() => setShown(null)}>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2"><dt className="text-soft">{w.audit.row}</dt><dd>{shown.sequence} <code className="text-faint">{shown.act}</code></dd><dt className="text-soft">{w.calls.time}</dt><dd><Time at={shown.at} style="exact" /></dd><dt className="text-soft">{w.audit.actor}</dt><dd className="break-words">{nameOf(shown.actor, shown.names)} <span className="block text-faint"><Id text={shown.actor} what={w.audit.actor} keep={28} /></span></dd><dt className="text-soft">{w.audit.subject}</dt><dd className="break-words">{subjectOf(shown)} <span className="block text-faint"><Id text={shown.subject} what={w.audit.subject} keep={28} /></span></dd><dt className="text-soft">{w.calls.address}</dt><dd><Id text={shown.source} what={w.calls.address} /></dd></dl>
          <Differences before={shown.before} after={withoutTold(shown)} />
        </Dialog>
      )}
    </>
  )
}
