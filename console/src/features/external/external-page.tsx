import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { ExternalKeySummary } from '../../../../src/operations/operator.ts'
import { externalKeysQuery } from '../../api/external.ts'
import { useMay } from '../../api/session.ts'
import { Bitting } from '../../parts/bitting.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useOwnSearch } from '../../parts/own-search.ts'
import { Badge, Empty, Failed, GradeBadge, Loading, Note } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'
import { EnterKey } from './enter-key.tsx'
import { ExternalDetails } from './external-details.tsx'

const STATES = { sound: 'safe', concerns: 'caution', unread: 'neutral', silent: 'caution', shown: 'neutral' } as const

/** How a key stands, in one word. */
const stateOf = ({ concerns, fault, hasSecret, permissions }: ExternalKeySummary): keyof typeof STATES =>
  concerns.length > 0 ? 'concerns' : !hasSecret ? 'shown' : fault !== null ? 'silent' : permissions === null ? 'unread' : 'sound'

/** Keys that live at other exchanges, as they were examined last. */
export const ExternalPage = () => {
  const w = useWords()
  const may = useMay()
  const [{ key: opened }, put] = useOwnSearch<{ key?: string }>()
  const keys = useQuery(externalKeysQuery)
  const [isEntering, setEntering] = useState(false)
  const [told, setTold] = useState<string | null>(null)
  const open = (key: string | undefined): void => put({ key })
  const columns = useMemo((): readonly Column<ExternalKeySummary>[] => [
    { id: 'label', head: w.external.columns.label, place: 'head', by: ({ label }) => label.toLowerCase(), cell: (key) => (
      <button type="button" className="flex max-w-72 min-w-24 flex-col items-start text-left" onClick={() => open(key.id)}>
        <span className="flex max-w-full flex-wrap items-center gap-x-2"><span className="max-w-full truncate font-medium hover:underline">{key.label}</span><Badge kind={STATES[stateOf(key)]}>{w.external.states[stateOf(key)]}</Badge></span>
        <span className="max-w-full truncate text-sm text-soft">{new URL(key.url).host}</span>
      </button>) },
    { id: 'rights', head: w.external.columns.rights, cell: (key) => (key.permissions === null ? <span className="text-soft">{w.external.unknown}</span> : <Bitting of={{ permissions: key.permissions, allowList: { mode: key.isBound === true ? 'trusted' : 'unrestricted' } }} />) },
    { id: 'clock', head: w.external.columns.clock, cell: ({ clockAheadMs }) => (clockAheadMs === null ? <span className="text-soft">{w.external.unknown}</span> : <span className="numeric">{w.external.clock(Math.round(clockAheadMs))}</span>) },
    { id: 'examined', head: w.external.columns.examined, by: ({ lastExaminedAt }) => (lastExaminedAt === null ? 0 : Date.parse(lastExaminedAt)), cell: ({ lastExaminedAt }) => (lastExaminedAt === null ? <span className="text-soft">{w.common.never}</span> : <Time at={lastExaminedAt} />) },
    { id: 'rotation', head: w.external.columns.rotation, by: ({ rotationDueAt }) => Date.parse(rotationDueAt), cell: ({ rotationDueAt }) => <Time at={rotationDueAt} onCalendar /> },
    { id: 'grade', head: w.external.columns.grade, place: 'side', by: ({ grade }) => grade ?? 'Z', cell: ({ grade }) => (grade === null ? <span className="text-soft">{w.external.unknown}</span> : <GradeBadge grade={grade} />) },
  ], [w])
  const enter = may('external.add') ? <button type="button" className="button button-primary" onClick={() => { setTold(null); setEntering(true) }}><Icon name="plus" />{w.external.add}</button> : undefined
  const shown = keys.data?.find(({ id }) => id === opened)
  return (
    <>
      <PageHead title={w.nav.external} action={enter}>{w.external.intro}</PageHead>
      {told === null ? null : <div className="mb-4"><Note kind="safe" role="status">{told}</Note></div>}
      <div className="card">
        {keys.isPending ? <Loading rows={5} /> : keys.isLoadingError ? <Failed error={keys.error} retry={() => void keys.refetch()} />
          : keys.data.length === 0 ? <Empty icon="external" title={w.external.none} action={enter}>{w.external.noneText}</Empty>
            : <DataTable caption={w.nav.external} rows={keys.data} columns={columns} idOf={({ id }) => id} opens={({ id }) => open(id)} initialSort="label" />}
      </div>
      {isEntering ? <EnterKey onClose={() => setEntering(false)} onTold={setTold} /> : null}
      {shown === undefined ? null : <ExternalDetails key={shown.id} of={shown} onClose={() => open(undefined)} onTold={setTold} />}
    </>
  )
}
