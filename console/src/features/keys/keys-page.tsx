import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import { attentionQuery, disableKeys, keysQuery } from '../../api/keys.ts'
import { useCalendarNow, useMay } from '../../api/session.ts'
import { Bitting } from '../../parts/bitting.tsx'
import { DestroyDialog } from '../../parts/destroy.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Copy, Id, Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useOwnSearch } from '../../parts/own-search.ts'
import { stateOfTeeth } from '../../parts/rights.ts'
import { Badge, Empty, Failed, GradeBadge, Loading, Unread } from '../../parts/states.tsx'
import type { TableSearch } from '../../parts/table-search.ts'
import { PageHead } from '../../shell/page-head.tsx'
import { keyInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'
import { KIND_NAMES } from './kind-names.ts'

interface Filters { readonly q?: string | undefined; readonly account?: string | undefined; readonly grade?: string | undefined; readonly kind?: string | undefined; readonly state?: string | undefined }

const KINDS = ['hmac', 'ed25519', 'rsa'] as const

const endOf = (key: KeySummary): string | null => key.expiresAt ?? key.rotationDueAt
const boundTo = (key: KeySummary): string => (key.allowList.mode === 'unrestricted' ? '' : key.allowList.entries.join(' '))

/** API Management: every key in one table. What is searched and filtered stands in the URL. */
export const KeysPage = () => {
  const w = useWords()
  const may = useMay()
  const nowMs = useCalendarNow()
  const navigate = useNavigate()
  const [search, putSearch] = useOwnSearch<Filters & TableSearch>()
  const keys = useQuery(keysQuery)
  const attending = useQuery(attentionQuery)
  const attention = attending.data ?? []
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [isDisabling, setDisabling] = useState(false)
  const put = (next: Filters): void => putSearch({ ...next, page: undefined })
  const all = keys.data ?? []
  const words = (search.q ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '')
  const rows = all.filter((key) =>
    (search.account === undefined || String(key.account) === search.account) && (search.grade === undefined || key.risk?.grade === search.grade) && (search.kind === undefined || key.kind === search.kind)
    && (search.state === undefined ? key.state !== 'deleted' : key.state === search.state)
    && words.every((word) => `${key.label} ${key.id} ${key.apiKey} ${keyInWords(key, w)} ${key.accountEmail} ${boundTo(key)}`.toLowerCase().includes(word)))
  const needing = new Set(attention.map(({ key }) => key))
  const markedRows = rows.filter(({ id }) => marked.has(id))
  const mayDisable = may('key.disable')
  const accounts = [...new Map(all.map((key) => [key.account, key.accountEmail])).entries()]
  const columns = useMemo((): readonly Column<KeySummary>[] => [
    ...(mayDisable ? [{ id: 'mark', head: w.keys.markHead, isHeadHidden: true, place: 'mark' as const, cell: (key: KeySummary) => (key.state === 'enabled' ? <input type="checkbox" aria-label={w.keys.mark(key.label)} checked={marked.has(key.id)} onChange={() => setMarked((former) => (former.has(key.id) ? new Set([...former].filter((id) => id !== key.id)) : new Set([...former, key.id])))} /> : null) }] : []),
    { id: 'label', head: w.keys.label, place: 'head', by: (key) => key.label.toLowerCase(), cell: (key) => (
      <Link to="/keys/$key" params={{ key: key.id }} title={keyInWords(key, w)} className="flex max-w-72 min-w-32 items-center gap-2 font-medium hover:underline">
        {needing.has(key.id) ? <span className="text-caution" title={w.keys.needsAttention}><Icon name="warning" size={16} /><span className="sr-only">{w.keys.needsAttention}: </span></span> : null}
        <span className="truncate">{key.label}</span>
        {key.state === 'enabled' ? null : <Badge kind={key.state === 'disabled' || key.state === 'expired' ? 'caution' : 'neutral'}>{w.keys.states[key.state]}</Badge>}
        {key.environment === 'testnet' ? <Badge kind="accent">{w.sandbox.environments.testnet.name}</Badge> : null}
      </Link>) },
    { id: 'rights', head: w.keys.rights, cell: (key) => <Bitting of={{ ...key, ...stateOfTeeth(key, nowMs) }} /> },
    { id: 'bound', head: w.keys.bound, cell: (key) => (key.allowList.mode === 'unrestricted' ? <Badge kind="caution">{w.keys.anywhere}</Badge> : key.allowList.entries.length === 0 ? <span className="text-soft">{w.keys.nowhere}</span> : <span className="flex items-center gap-1.5 whitespace-nowrap" title={key.allowList.entries.join(', ')}><code className="max-w-52 truncate">{key.allowList.entries[0]}</code>{key.allowList.entries.length > 1 ? <span className="text-soft">+{key.allowList.entries.length - 1}</span> : null}<Copy text={key.allowList.entries.join(', ')} what={w.calls.address} /></span>) },
    { id: 'used', head: w.keys.lastUsed, by: (key) => (key.lastUse === null ? 0 : Date.parse(key.lastUse.at)), cell: (key) => (key.lastUse === null ? <span className="text-soft">{w.common.never}</span> : <span className="block leading-tight"><Time at={key.lastUse.at} onCalendar /><span className="block text-soft max-lg:hidden"><Id text={key.lastUse.address} what={w.calls.address} /></span></span>) },
    { id: 'made', head: w.keys.age, isMinor: true, by: (key) => Date.parse(key.createdAt), cell: (key) => <Time at={key.createdAt} onCalendar /> },
    { id: 'ends', head: w.keys.ends, by: (key) => Date.parse(endOf(key) ?? '9999-01-01'), cell: (key) => { const end = endOf(key); return end === null ? <span className="text-soft">{w.keys.noEnd}</span> : <Time at={end} onCalendar /> } },
    { id: 'kind', head: w.keys.kind, isMinor: true, by: (key) => key.kind, cell: (key) => KIND_NAMES[key.kind] },
    { id: 'grade', head: w.keys.grade, place: 'side', by: (key) => key.risk?.grade ?? 'Z', cell: (key) => (key.risk === null ? null : <GradeBadge grade={key.risk.grade} />) },
  ], [w, marked, attending.data, mayDisable])
  const create = may('key.create') || may('key.createReading') ? <Link to="/keys/create" className="button button-primary"><Icon name="plus" />{w.keys.create}</Link> : undefined
  return (
    <>
      <PageHead title={w.nav.keys} action={create}>{w.keys.intro}</PageHead>
      <Unread of={[attending]} />
      <div className="filters">
        <label className="relative flex-1 basis-56"><span className="sr-only">{w.keys.searchLabel}</span><span className="absolute top-2 left-2.5 text-faint"><Icon name="search" /></span><input type="search" className="input pl-9" placeholder={w.keys.searchLabel} value={search.q ?? ''} onChange={(event) => put({ q: event.target.value })} /></label>
        <Filter label={w.common.account} value={search.account} onChange={(account) => put({ account })} options={accounts.map(([id, email]) => [String(id), email])} all={w.keys.allAccounts} />
        <Filter label={w.keys.grade} value={search.grade} onChange={(grade) => put({ grade })} options={(['A', 'B', 'C', 'D', 'E'] as const).map((grade) => [grade, `${grade} ${w.grades[grade]}`])} all={w.keys.allGrades} />
        <Filter label={w.keys.kind} value={search.kind} onChange={(kind) => put({ kind })} options={KINDS.map((kind) => [kind, KIND_NAMES[kind]])} all={w.keys.allKinds} />
        <Filter label={w.keys.state} value={search.state} onChange={(state) => put({ state })} options={(['enabled', 'disabled', 'expired', 'retired', 'deleted'] as const).map((state) => [state, w.keys.states[state]])} all={w.keys.allStates} />
      </div>
      <div className="mb-2 flex min-h-9 flex-wrap items-center gap-3 text-soft" aria-live="polite">
        <span>{w.keys.count(rows.length)}{needing.size > 0 ? ` · ${w.keys.needing(needing.size)}` : ''}</span>
        {markedRows.length === 0 ? null : <button type="button" className="button button-danger button-small" onClick={() => setDisabling(true)}>{w.keys.disableMarked(markedRows.length)}</button>}
      </div>
      <div className="card">
        {keys.isPending ? <Loading rows={8} /> : keys.isLoadingError ? <Failed error={keys.error} retry={() => void keys.refetch()} /> : rows.length === 0
          ? (all.length === 0 ? <Empty icon="keys" title={w.keys.empty} action={create}>{w.keys.emptyText}</Empty> : <Empty icon="search" title={w.keys.nothingFits} action={<button type="button" className="button" onClick={() => void navigate({ to: '/keys' })}>{w.keys.clear}</button>} />)
          : <DataTable caption={w.nav.keys} rows={rows} columns={columns} idOf={(key) => key.id} opens={(key) => void navigate({ to: '/keys/$key', params: { key: key.id } })} initialSort="label" />}
      </div>
      {!isDisabling ? null : (
        <DestroyDialog act="keys.disable" name={w.keys.count(markedRows.length)} destruction={() => disableKeys(markedRows.map(({ id }) => id))} onThrough={() => setMarked(new Set())} onClose={() => setDisabling(false)}>
          <ul className="list-disc pl-5">{markedRows.map((key) => <li key={key.id} className="break-words">{key.label}</li>)}</ul>
        </DestroyDialog>
      )}
    </>
  )
}

const Filter = ({ label, value, onChange, options, all }: { readonly label: string; readonly value: string | undefined; readonly onChange: (value: string | undefined) => void; readonly options: readonly (readonly [string, string])[]; readonly all: string }) => (
  <select aria-label={label} className="input" value={value ?? ''} onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}>
    <option value="">{all}</option>{options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
  </select>
)
