import { useQuery } from '@tanstack/react-query'
import { Link, Navigate } from '@tanstack/react-router'
import { incidentQuery } from '../../api/lockdown.ts'
import { Note } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { Incident } from './incident.tsx'

/** The report of a lockdown that ended its reader's own session too: this page holds it until it is left. */
export const IncidentPage = () => {
  const w = useWords()
  const { data: report } = useQuery(incidentQuery)
  if (report === undefined) return <Navigate to="/" />
  return (
    <main className="mx-auto max-w-[1100px] px-6 py-8 max-sm:px-4">
      <div className="no-print mb-5"><Note kind="info"><p>{w.lockdown.yoursToo}</p><Link to="/sign-in" search={{ next: '/lockdown' }} className="link">{w.signIn.title}</Link></Note></div>
      <Incident of={report} isSignedIn={false} />
    </main>
  )
}
