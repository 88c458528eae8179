import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { minutesQuery } from '../../api/calls.ts'
import { keysQuery } from '../../api/keys.ts'
import { useMay, useSession } from '../../api/session.ts'
import { CallChart } from '../../parts/call-chart.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Failed, GradeBadge, LiveBadge, Loading, Note } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'
import { Section } from '../../parts/section.tsx'
import { Attention } from './attention.tsx'
import { Refusals } from './refusals.tsx'
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
        <div className="flex min-w-0 flex-col gap-5">
          <Attention told={calls.data ?? []} />
          <Outcomes />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          {may('callLog.see') ? <Section title={w.overview.calls} action={<LiveBadge isLive={calls.isSuccess} />}>{calls.isPending ? <Loading rows={3} /> : calls.isLoadingError ? <Failed error={calls.error} retry={() => void calls.refetch()} /> : <CallChart told={calls.data} slices={MINUTES} sliceMs={60_000} caption={w.overview.halfHour} describe={w.overview.perMinute} />}</Section> : null}
          <Section title={w.overview.byGrade}>
            {keys.isPending ? <Loading rows={3} /> : keys.isLoadingError ? <Failed error={keys.error} retry={() => void keys.refetch()} /> : (
              <ul className="flex flex-col gap-2">
                {(['A', 'B', 'C', 'D', 'E'] as const).map((grade) => {
                  const count = open.filter(({ risk }) => risk?.grade === grade).length
                  return <li key={grade} className="flex items-center gap-3"><span className="w-32"><GradeBadge grade={grade} /></span><svg width="120" height="10" aria-hidden="true"><rect width={open.length === 0 ? 0 : (120 * count) / open.length} height="10" rx="2" className={grade >= 'D' ? 'fill-danger' : grade === 'C' ? 'fill-caution' : 'fill-accent'} /></svg><Link to="/keys" search={{ grade }} className="link numeric ml-auto" aria-label={`${w.keys.count(count)}, ${w.keys.grade} ${grade}`}>{count}</Link></li>
                })}
              </ul>
            )}
          </Section>
          {may('callLog.see') ? <Refusals /> : null}
        </div>
      </div>
    </>
  )
}
