import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { clockQuery, letTimePass } from '../../api/sandbox.ts'
import { Time } from '../../parts/formats.tsx'
import { Section } from '../../parts/section.tsx'
import { Failed, Loading, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { useActing } from './acting.tsx'

const HOUR_S = 3_600
const STEPS = [1, 8, 24, 168] as const

/** Lets hours and days pass at once, so that funding, interest and what expires can be seen without waiting. */
export const PassingTime = () => {
  const w = useWords()
  const { environment } = useActing()
  const queries = useQueryClient()
  const clock = useQuery(clockQuery(environment))
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const pass = async (hours: number): Promise<void> => {
    setBusy(true)
    setError(null)
    await letTimePass(environment, hours * HOUR_S).catch(setError)
    await Promise.all([queries.invalidateQueries({ queryKey: ['sandboxClock', environment] }), queries.invalidateQueries({ queryKey: ['sandbox', environment] })])
    setBusy(false)
  }
  return (
    <Section title={w.sandbox.passing}>
      <p className="mb-3 text-soft">{w.sandbox.passingText}</p>
      {clock.isPending ? <Loading rows={1} /> : clock.isLoadingError ? <Failed error={clock.error} retry={() => void clock.refetch()} /> : <p role="status" className="mb-3">{w.sandbox.clockShows} <Time at={clock.data.at} style="exact" />{clock.data.aheadSeconds === 0 ? '' : ` · ${w.sandbox.ahead(Math.round(clock.data.aheadSeconds / HOUR_S))}`}</p>}
      <div className="flex flex-wrap gap-2">{STEPS.map((hours) => <button key={hours} type="button" className="button" disabled={isBusy} onClick={() => void pass(hours)}>{w.sandbox.pass(hours)}</button>)}</div>
      <div className="mt-3"><RefusedNote error={error} /></div>
    </Section>
  )
}
