import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Explanation } from '../../../../src/gate/explain.ts'
import { callsQuery, explanationQuery } from '../../api/calls.ts'
import { editKey, enableKey, extendKey, keysQuery, useKeyChange } from '../../api/keys.ts'
import type { Changed } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { TextField } from '../../parts/field.tsx'
import { useOwnSearch } from '../../parts/own-search.ts'
import { RefusalLine } from '../../parts/refusal-line.tsx'
import { rightNamed } from '../../parts/rights.ts'
import { Empty, Failed, Loading, Note, RefusedNote, Unread } from '../../parts/states.tsx'
import { TraceView } from '../../parts/trace-view.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'

/** Why was I refused? A request id pasted, or one picked from the newest refusals; each check in order, and the button that mends it. */
export const RefusedPage = () => {
  const w = useWords()
  const navigate = useNavigate()
  const [{ request }] = useOwnSearch<{ request?: string }>()
  const refusals = useQuery(callsQuery({ outcome: 'refused', limit: 50 }))
  const [typed, setTyped] = useState(request ?? '')
  useEffect(() => { if (request !== undefined) setTyped(request) }, [request])
  const go = (id: string): void => void navigate({ to: '/refused', search: { request: id } })
  return (
    <>
      <PageHead title={w.refused.title}>{w.refused.intro}</PageHead>
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[340px_minmax(0,1fr)]">
        <section className="card min-w-0" aria-label={w.refused.newest}>
          <form className="border-b border-line p-4" onSubmit={(event) => { event.preventDefault(); if (typed.trim() !== '') go(typed.trim()) }}>
            <TextField label={w.refused.paste} hint={w.refused.pasteHint} className="mono" value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" spellCheck={false} />
            <button type="submit" className="button button-primary mt-3" disabled={typed.trim() === ''}>{w.refused.explain}</button>
          </form>
          <h2 className="px-4 pt-3">{w.refused.newest}</h2>
          {refusals.isPending ? <Loading rows={4} /> : refusals.isLoadingError ? <Failed error={refusals.error} retry={() => void refusals.refetch()} /> : refusals.data.length === 0 ? <p className="p-4 text-soft">{w.refused.none}</p> : (
            <ul className="max-h-[60dvh] overflow-y-auto p-2">
              {refusals.data.map((call) => (
                <li key={call.requestId}>
                  <RefusalLine of={call} isShown={call.requestId === request} />
                </li>
              ))}
            </ul>
          )}
        </section>
        <div className={`min-w-0 ${request === undefined ? 'max-lg:hidden' : 'max-lg:order-first'}`}>{request === undefined ? <div className="card"><Empty icon="refused" title={w.refused.pick}>{w.refused.pickText}</Empty></div> : <Explained key={request} requestId={request} />}</div>
      </div>
    </>
  )
}

const Explained = ({ requestId }: { readonly requestId: string }) => {
  const w = useWords()
  const explanation = useQuery(explanationQuery(requestId))
  if (explanation.isPending) return <div className="card"><Loading rows={8} /></div>
  if (explanation.isLoadingError) return <div className="card"><Failed error={explanation.error} retry={() => void explanation.refetch()} /></div>
  return <TraceView explanation={explanation.data} mend={<Mend explanation={explanation.data} />} key={w.refused.title} />
}

/** The one step that would have let the call through, where it is the owner's to take. */
const Mend = ({ explanation: { keyId, refusal, address } }: { readonly explanation: Explanation }) => {
  const w = useWords()
  const may = useMay()
  const keys = useQuery(keysQuery)
  const key = keys.data?.find(({ id }) => id === keyId)
  const [done, setDone] = useState(false)
  const mending = useKeyChange((run: () => Promise<Changed<unknown>>) => run())
  if (!key) return <Unread of={[keys]} className="w-full" />
  const reason = refusal?.reason
  const missing = refusal?.reason === 'permissionMissing' ? refusal.permission : undefined
  const step = reason === 'addressNotAllowed' && may('key.widen', key.account) ? { text: w.refused.addAddress(address), run: () => editKey(key.id, { addAddresses: [address] }) }
    : reason === 'permissionMissing' && missing !== undefined && !key.permissions.includes(missing) && may('key.grant', key.account) ? { text: w.refused.grant(rightNamed(missing).label), run: () => editKey(key.id, { grant: [missing] }) }
      : reason === 'keyDisabled' && may('key.enable', key.account) ? { text: w.refused.enable(key.label), run: () => enableKey(key.id) }
        : reason === 'keyExpired' && key.afterPeriod !== 'delete' && may('key.extend', key.account) ? { text: w.refused.extend(key.label), run: () => extendKey(key.id) } : null
  return (
    <>
      {step === null || done ? null : <button type="button" className="button button-primary" disabled={mending.isPending} onClick={() => void mending.mutateAsync(step.run).then((changed) => { if (changed.is !== 'cancelled') setDone(true) }, () => undefined)}>{step.text}</button>}
      <Link to="/keys/$key" params={{ key: key.id }} className="button">{w.refused.openKey(key.label)}</Link>
      {done ? <div className="w-full"><Note kind="safe" role="status">{w.refused.mended}</Note></div> : null}
      {mending.error === null ? null : <div className="w-full"><RefusedNote error={mending.error} /></div>}
    </>
  )
}
