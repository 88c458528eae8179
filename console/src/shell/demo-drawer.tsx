import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { CalendarSummary } from '../../../src/operations/clock-move.ts'
import type { DemoCode } from '../../../src/operations/demo-code.ts'
import { ask, tell } from '../api/client.ts'
import { outboxQuery } from '../api/letters.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Time, useCopy } from '../parts/formats.tsx'
import { Icon } from '../parts/icon.tsx'
import { Loading, type Reading, RefusedNote, Unread } from '../parts/states.tsx'
import { useWords } from '../words/words.tsx'

const codeQuery = queryOptions({ queryKey: ['demo', 'code'], queryFn: ({ signal }) => ask<DemoCode>('/api/demo/code', signal), refetchInterval: 2_000 })
const clockQuery = queryOptions({ queryKey: ['demo', 'clock'], queryFn: ({ signal }) => ask<CalendarSummary>('/api/calendar', signal) })

/** What a demo offers in place of a phone: codes, letters, and a calendar that can be moved. */
export const DemoDrawer = () => {
  const w = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="button button-quiet" onClick={() => setOpen(true)}><Icon name="flask" /><span className="max-md:sr-only">{w.demo.open}</span></button>
      {isOpen ? <Dialog title={w.demo.title} isPanel onClose={() => setOpen(false)}><Drawer /></Dialog> : null}
    </>
  )
}

/** What is not there yet, or could not be read. */
const Coming = ({ of }: { readonly of: Reading }) => (of.isLoadingError ? <Unread of={[of]} className="mt-2" /> : <Loading rows={1} />)

const Drawer = () => {
  const w = useWords()
  const queries = useQueryClient()
  const code = useQuery(codeQuery)
  const outbox = useQuery(outboxQuery)
  const clock = useQuery(clockQuery)
  const [error, setError] = useState<unknown>(null)
  const [isCopied, copy] = useCopy()
  const move = async (seconds: number | null): Promise<void> => {
    setError(null)
    try {
      await tell('POST', '/api/calendar', { seconds })
      await queries.invalidateQueries()
    } catch (fault) { setError(fault) }
  }
  return (
    <div className="flex flex-col gap-6">
      <p className="text-soft">{w.demo.text}</p>
      <section aria-label={w.demo.code}>
        <h3>{w.demo.code}</h3>
        {code.data ? <div className="mt-1 flex flex-wrap items-center gap-3"><output className="mono text-2xl tracking-widest">{code.data.code}</output><button type="button" className="button button-small" onClick={() => copy(code.data.code)}><Icon name={isCopied ? 'check' : 'copy'} size={14} />{isCopied ? w.common.copied : w.demo.fill}</button><span className="text-sm text-soft">{w.demo.codeOf(code.data.email)} · {code.data.isUsed ? w.demo.used(code.data.secondsLeft) : w.demo.secondsLeft(code.data.secondsLeft)}</span></div> : <Coming of={code} />}
      </section>
      <section aria-label={w.demo.calendar}>
        <h3>{w.demo.calendar}</h3>
        {clock.data ? <p className="mt-1">{w.demo.calendarNow} <Time at={clock.data.calendar} style="exact" /></p> : <Coming of={clock} />}
        <div className="mt-2 flex flex-wrap gap-2">{[1, 7, 30, 90].map((days) => <button key={days} type="button" className="button button-small" onClick={() => void move(days * 86_400)}>{w.demo.forward(days)}</button>)}<button type="button" className="button button-small" onClick={() => void move(null)}>{w.demo.reset}</button></div>
        <p className="mt-2 text-sm text-soft">{w.demo.venueClock} <Link to="/sandbox" search={{ desk: 'state' }} className="link">{w.nav.sandbox}</Link></p>
        <RefusedNote error={error} />
      </section>
      <section aria-label={w.demo.outbox}>
        <h3>{w.demo.outbox}</h3>
        {outbox.data === undefined ? <Coming of={outbox} /> : outbox.data.length === 0 ? <p className="mt-1 text-soft">{w.demo.outboxEmpty}</p> : (
          <ul className="mt-2 flex flex-col gap-2">
            {outbox.data.map((letter, index) => (
              <li key={`${letter.at}-${index}`} className="rounded-md border border-line p-3">
                <p className="flex flex-wrap items-center gap-2 font-medium"><Icon name="mail" size={16} />{letter.subject}</p>
                <p className="text-sm text-soft">{letter.to} · <Time at={letter.at} /></p>
                {letter.text === null ? null : <p className="mt-2 text-sm break-words whitespace-pre-wrap">{letter.text.trim()}</p>}
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}
