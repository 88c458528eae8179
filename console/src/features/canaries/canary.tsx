import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AlertSummary } from '../../../../src/operations/alerts/alert-summary.ts'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import { useSession } from '../../api/session.ts'
import { Time, useCopy } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Badge } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const SECRET_LETTERS = 64

/** Looks like a secret and signs nothing: a canary is refused for its address, before anybody looks at a signature. */
const madeUpSecret = (): string => Array.from(crypto.getRandomValues(new Uint32Array(SECRET_LETTERS)), (number) => LETTERS[number % LETTERS.length]).join('')

/** One canary: whether somebody tried it, and the lines that are planted. */
export const Canary = ({ of: key, alarms }: { readonly of: KeySummary; /** Null: whether somebody tried it is not known, or not told to this reader. */ readonly alarms: readonly AlertSummary[] | null }) => {
  const w = useWords()
  const { urls } = useSession()
  const [secret] = useState(madeUpSecret)
  const [isCopied, copy] = useCopy()
  const lines = [`# ${w.canaries.comment}`, `BITTING_URL=${urls.rest}`, `BITTING_API_KEY=${key.apiKey}`, `BITTING_SECRET_KEY=${secret}`, ''].join('\n')
  const tries = (alarms ?? []).reduce((sum, { count }) => sum + count, 0)
  return (
    <li aria-label={key.label} className="card flex min-w-0 flex-col gap-3 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="flex min-w-0 flex-wrap items-center gap-2"><Link to="/keys/$key" params={{ key: key.id }} className="break-all hover:underline">{key.label}</Link>{alarms === null ? null : <Badge kind={tries === 0 ? 'safe' : 'danger'}>{tries === 0 ? w.canaries.quiet : w.canaries.alarmed(tries)}</Badge>}{key.state === 'enabled' ? null : <Badge kind="caution">{w.keys.states[key.state]}</Badge>}</h2>
        <span className="text-sm text-soft">{w.canaries.madeAt} <Time at={key.createdAt} onCalendar /></span>
      </div>
      {alarms === null || alarms.length === 0 ? null : (
        <section aria-label={w.canaries.alarms} className="flex flex-col gap-2 rounded-md bg-danger-soft px-3 py-2">
          <ul className="flex flex-col gap-1">{alarms.map(({ id, lastAt, evidence }) => <li key={id} className="break-words"><Time at={lastAt} /> · {evidence.kind === 'canary' ? w.alerts.sentences.canary(evidence) : null}</li>)}</ul>
          <p><Link to="/alerts" className="link">{w.canaries.toAlerts}</Link></p>
        </section>
      )}
      <div className="flex flex-wrap items-center justify-between gap-2"><h3 className="font-medium">{w.canaries.lines}</h3><button type="button" className="button button-small" aria-label={`${w.canaries.copyLines}: ${key.label}`} onClick={() => copy(lines)}><Icon name={isCopied ? 'check' : 'copy'} size={14} />{isCopied ? w.common.copied : w.canaries.copyLines}</button></div>
      <pre tabIndex={0} aria-label={`${w.canaries.lines}: ${key.label}`} className="overflow-x-auto rounded-md bg-sunken p-3 text-sm">{lines}</pre>
      <p className="text-sm text-soft">{w.canaries.madeUp}</p>
    </li>
  )
}
