import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Explanation } from '../../../src/gate/explain.ts'
import { type Told, toldOf } from '../words/explained.ts'
import type { ServerWords } from '../words/server-words.ts'
import { useWords } from '../words/words.tsx'
import { hasErrorPage } from './error-pages.ts'
import { Id, Time } from './formats.tsx'
import { Icon } from './icon.tsx'
import { Badge } from './states.tsx'

const MARKS = { passed: ['check', 'text-safe'], failed: ['cross', 'text-danger'], 'not reached': ['dash', 'text-faint'] } as const

/** Of a call that the gate let through: what the venue said, or why the authority itself would not do it. */
const toldOfVenue = ({ refusals, admitted }: ServerWords, { status, code, venue }: Explanation): Told => {
  const why = venue?.why ? refusals[venue.why.code] ?? {} : undefined
  if (why === undefined) return admitted?.(status, code, venue?.message) ?? {}
  return { ...(why.message !== undefined && { what: why.message }), ...(why.remedy !== undefined && { remedy: why.remedy }) }
}

/** One request's decision: each check in order with a tick or a cross, what was seen, and what mends it. */
export const TraceView = ({ explanation, mend }: { readonly explanation: Explanation; readonly mend?: ReactNode }) => {
  const w = useWords()
  const { request, at, status, code, steps, signedPayload, address, keyId, requestId, refusal } = explanation
  const errorCode = code === null ? undefined : String(-code)
  const told = refusal === null ? toldOfVenue(w.server, explanation) : toldOf(w.server.explained, refusal, { address, request })
  const [what, remedy] = [told.what ?? explanation.what, told.remedy ?? explanation.remedy]
  /** What a check saw is an id of its own where it is the key or the address. */
  const idOf = (detail: string): ReactNode => (detail === keyId ? <Id text={detail} what={w.key.id} /> : detail === address ? <Id text={detail} what={w.calls.address} /> : undefined)
  return (
    <article className="flex flex-col gap-4" aria-label={w.refused.decision}>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <code className="font-medium">{request}</code>
        <Badge kind={status < 400 ? 'safe' : 'danger'}>HTTP {status}{code === null ? '' : ` · ${code}`}</Badge>
        <span className="text-soft"><Time at={at} style="exact" /></span>
        <span className="text-soft">{w.refused.from} <Id text={address} what={w.calls.address} /></span>
        <span className="text-faint"><Id text={requestId} what={w.calls.requestId} keep={12} /></span>
      </header>
      <div className="rounded-md border border-line bg-sunken px-4 py-3">
        <p className="text-lg font-medium break-words">{what}</p>
        <p className="mt-1 break-words text-soft">{remedy}</p>
        {errorCode === undefined || !hasErrorPage(errorCode) ? null : <p className="mt-2"><Link to="/learn/errors/$code" params={{ code: errorCode }} className="link">{w.errors.about(`-${errorCode}`)}</Link></p>}
        {mend === undefined ? null : <div className="mt-3 flex flex-wrap gap-2">{mend}</div>}
      </div>
      <ol className="card divide-y divide-line">
        {steps.map((step) => (
          <li key={step.step} className="flex items-start gap-3 px-4 py-2">
            <span className={`mt-px ${MARKS[step.outcome][1]}`}><Icon name={MARKS[step.outcome][0]} /></span>
            <span className="w-48 shrink-0 max-sm:w-32">{w.refused.steps[step.step] ?? step.step}<span className="sr-only">: {w.refused.outcomes[step.outcome]}</span></span>
            <span className={`min-w-0 break-words ${step.outcome === 'failed' ? 'font-medium' : 'text-soft'}`}>{step.outcome === 'not reached' ? w.refused.outcomes['not reached'] : step.outcome === 'failed' ? what : (step.seen === null ? idOf(step.detail) : w.server.seen?.(step.seen)) ?? step.detail}</span>
          </li>
        ))}
      </ol>
      {signedPayload === null ? null : (
        <section>
          <h3>{w.refused.bytes}</h3>
          <p className="text-sm text-soft">{w.refused.bytesText}</p>
          <pre tabIndex={0} aria-label={w.refused.bytes} className="mt-2 overflow-x-auto rounded-md bg-sunken px-3 py-2 whitespace-pre-wrap break-all">{signedPayload}</pre>
        </section>
      )}
    </article>
  )
}
