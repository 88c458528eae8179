import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { CallRateView } from '../../../../src/operations/calls-list.ts'
import { minutesQuery } from '../../api/calls.ts'
import { keysQuery } from '../../api/keys.ts'
import { useMay, useSession } from '../../api/session.ts'
import { Icon } from '../../parts/icon.tsx'
import { Failed, GradeBadge, LiveBadge, Loading, Note } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'
import { Section } from '../../parts/section.tsx'
import { Attention } from './attention.tsx'
import { Outcomes } from './outcomes.tsx'

const MINUTES = 30

/** Whether anything is wrong, and the one step that settles each thing. */
export const OverviewPage = () => {
  const w = useWords()
  const may = useMay()
  const session = useSession()
  const keys = useQuery(keysQuery)
  const calls = useQuery({ ...minutesQuery(MINUTES), enabled: may('callLog.see') })
  const open = (keys.data ?? []).filter(({ state }) => state === 'enabled')
  return (
    <>
      <PageHead title={w.nav.overview} action={may('key.create') || may('key.createReading') ? <Link to="/keys/create" className="button button-primary"><Icon name="plus" />{w.keys.create}</Link> : undefined}>{w.overview.hello(session.person.name)}</PageHead>
      {session.needsFactor ? <div className="mb-5"><Note kind="caution"><div className="flex flex-wrap items-center gap-3">{w.overview.needsFactor}<Link to="/add-factor" className="button button-small">{w.setUp.factorTitle}</Link></div></Note></div> : null}
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_380px]">
        <div className="flex min-w-0 flex-col gap-5"><Attention told={calls.data ?? []} /><Outcomes /></div>
        <div className="flex min-w-0 flex-col gap-5">
          {may('callLog.see') ? <Section title={w.overview.calls} action={<LiveBadge isLive={calls.isSuccess} />}>{calls.isError ? <Failed error={calls.error} retry={() => void calls.refetch()} /> : <PerMinute told={calls.data ?? []} />}</Section> : null}
          <Section title={w.overview.byGrade}>
            {keys.isPending ? <Loading rows={3} /> : keys.isError ? <Failed error={keys.error} retry={() => void keys.refetch()} /> : (
              <ul className="flex flex-col gap-2">
                {(['A', 'B', 'C', 'D', 'E'] as const).map((grade) => {
                  const count = open.filter(({ risk }) => risk?.grade === grade).length
                  return <li key={grade} className="flex items-center gap-3"><span className="w-32"><GradeBadge grade={grade} /></span><svg width="120" height="10" aria-hidden="true"><rect width={open.length === 0 ? 0 : (120 * count) / open.length} height="10" rx="2" className={grade >= 'D' ? 'fill-danger' : grade === 'C' ? 'fill-caution' : 'fill-accent'} /></svg><Link to="/keys" search={{ grade }} className="link numeric ml-auto" aria-label={`${w.keys.count(count)}, ${w.keys.grade} ${grade}`}>{count}</Link></li>
                })}
              </ul>
            )}
          </Section>
        </div>
      </div>
    </>
  )
}

/** Calls of the last half hour, a bar a minute, admitted below and refused on top. */
const PerMinute = ({ told }: { readonly told: readonly CallRateView[] }) => {
  const w = useWords()
  const minutes = useMemo(() => {
    const nowMinute = Math.floor(Date.now() / 60_000)
    return Array.from({ length: MINUTES }, (_, index) => {
      const { admitted = 0, refused = 0 } = told.find(({ at }) => Math.floor(Date.parse(at) / 60_000) === nowMinute - MINUTES + 1 + index) ?? {}
      return { admitted, refused }
    })
  }, [told])
  const most = Math.max(1, ...minutes.map(({ admitted, refused }) => admitted + refused))
  const total = minutes.reduce((sum, { admitted, refused }) => ({ admitted: sum.admitted + admitted, refused: sum.refused + refused }), { admitted: 0, refused: 0 })
  return (
    <figure>
      <svg viewBox="0 0 300 80" className="w-full" role="img" aria-label={w.overview.perMinute(total.admitted, total.refused)}>
        <path d="M0 79.5H300" className="stroke-line" />
        {minutes.map(({ admitted, refused }, index) => { const [a, r] = [(76 * admitted) / most, (76 * refused) / most]; return <g key={index}><rect x={index * 10 + 1} width="8" y={79 - a} height={a} className="fill-accent" /><rect x={index * 10 + 1} width="8" y={79 - a - r} height={r} className="fill-danger" /></g> })}
      </svg>
      <figcaption className="mt-2 flex flex-wrap gap-4 text-sm text-soft"><span>{w.overview.halfHour}</span><span className="flex items-center gap-1"><svg width="8" height="8" aria-hidden="true"><rect width="8" height="8" className="fill-accent" /></svg>{total.admitted} {w.calls.admitted}</span><span className="flex items-center gap-1"><svg width="8" height="8" aria-hidden="true"><rect width="8" height="8" className="fill-danger" /></svg>{total.refused} {w.calls.refused}</span></figcaption>
    </figure>
  )
}
