import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import { callsQuery, hoursQuery } from '../../api/calls.ts'
import { CallChart } from '../../parts/call-chart.tsx'
import { Copy, Id, Time } from '../../parts/formats.tsx'
import { Badge, Failed, LiveBadge, Loading, Unread } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { Section } from '../../parts/section.tsx'
import { SmallTable } from '../../parts/small-table.tsx'

const NEWEST = 12

const HOURS = 24

/** How often the key was used in the last day and for what lately, by endpoint and by address, and its newest calls with their decisions. */
export const KeyCalls = ({ of: key }: { readonly of: Pick<KeySummary, 'id'> }) => {
  const w = useWords()
  const calls = useQuery(callsQuery({ key: key.id, limit: 200 }))
  const hours = useQuery(hoursQuery(key.id, HOURS))
  const rows = calls.data ?? []
  return (
    <Section title={w.key.calls} action={<LiveBadge isLive={calls.isSuccess} />}>
      <Unread of={[hours]} />
      {calls.isPending ? <Loading rows={3} /> : calls.isLoadingError ? <Failed error={calls.error} retry={() => void calls.refetch()} /> : rows.length === 0 ? <p className="text-soft">{w.key.noCalls}</p> : (
        <div className="flex flex-col gap-4">
          {hours.data === undefined ? null : <CallChart told={hours.data} slices={HOURS} sliceMs={3_600_000} caption={w.key.lastDay} describe={w.key.perHour} />}
          <div className="grid gap-4 sm:grid-cols-2"><Counted title={w.key.byEndpoint} of={rows.map(({ endpoint }) => endpoint)} /><Counted title={w.key.byAddress} of={rows.map(({ address }) => address)} what={w.calls.address} /></div>
          <SmallTable isDense caption={w.key.newestCalls} rows={rows.slice(0, NEWEST)} idOf={({ requestId }) => requestId} empty={w.key.noCalls} columns={[
            { head: w.calls.time, place: 'side', cell: ({ at }) => <Time at={at} /> },
            { head: w.calls.endpoint, place: 'head', cell: ({ endpoint }) => <code className="narrow:break-all narrow:whitespace-normal">{endpoint}</code> },
            { head: w.calls.address, cell: ({ address }) => <Id text={address} what={w.calls.address} /> },
            { head: w.calls.answer, cell: ({ status, code, requestId }) => (status < 400 ? <Badge kind="safe">{status}</Badge> : <Link to="/refused" search={{ request: requestId }} className="inline-flex items-center gap-2"><Badge kind="danger">{status} {code ?? ''}</Badge><span className="link">{w.calls.why}</span></Link>) },
          ]} />
        </div>
      )}
    </Section>
  )
}

const Counted = ({ title, of, what }: { readonly title: string; readonly of: readonly string[]; /** What is copied of each; none: they are no ids. */ readonly what?: string }) => {
  const counts = [...Map.groupBy(of, (one) => one).entries()].map(([name, all]) => [name, all.length] as const).sort((one, other) => other[1] - one[1]).slice(0, 5)
  const most = counts[0]?.[1] ?? 1
  return (
    <div className="min-w-0"><h3 className="mb-1 text-soft">{title}</h3>
      <ul className="flex flex-col gap-1">{counts.map(([name, count]) => <li key={name} className="flex items-center gap-2"><span className="flex min-w-0 flex-1 items-center gap-1"><code className="truncate" title={name}>{name}</code>{what === undefined ? null : <Copy text={name} what={what} />}</span><svg width="64" height="8" aria-hidden="true"><rect width={Math.max(2, (64 * count) / most)} height="8" rx="2" className="fill-accent" /></svg><span className="numeric w-8 text-right">{count}</span></li>)}</ul>
    </div>
  )
}
