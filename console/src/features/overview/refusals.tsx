import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { callsQuery } from '../../api/calls.ts'
import { RefusalLine } from '../../parts/refusal-line.tsx'
import { Section } from '../../parts/section.tsx'
import { Failed, Loading } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'

const NEWEST = 5

/** What was refused last, each with the way to why. */
export const Refusals = () => {
  const w = useWords()
  const refusals = useQuery(callsQuery({ outcome: 'refused', limit: NEWEST }))
  return (
    <Section title={w.overview.refusals} action={<Link to="/refused" className="link text-sm">{w.overview.allRefusals}</Link>}>
      {refusals.isPending ? <Loading rows={3} /> : refusals.isLoadingError ? <Failed error={refusals.error} retry={() => void refusals.refetch()} /> : refusals.data.length === 0 ? <p className="text-soft">{w.overview.noRefusals}</p>
        : <ul className="-mx-3">{refusals.data.map((call) => <li key={call.requestId}><RefusalLine of={call} /></li>)}</ul>}
    </Section>
  )
}
