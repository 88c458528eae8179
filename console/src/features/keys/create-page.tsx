import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { PresetRow } from '../../../../src/operations/operator.ts'
import { draftQuery } from '../../api/drafts.ts'
import { presetsQuery } from '../../api/keys.ts'
import { useSession } from '../../api/session.ts'
import { Icon } from '../../parts/icon.tsx'
import { KNOWN_PUBLIC_KEY } from '../../parts/known-public-key.ts'
import { useOwnSearch } from '../../parts/own-search.ts'
import { rightNamed } from '../../parts/rights.ts'
import type { Secret } from '../../parts/secret-file.ts'
import { SecretReveal } from '../../parts/secret-reveal.tsx'
import { Badge, Failed, Loading, Note, Unread } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { draftInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'
import { askedKey, type AskingSearch } from './asked-key.ts'
import { Classic } from './create-classic.tsx'
import { Confirm } from './create-confirm.tsx'
import { HowLong, Purpose, Rights, Where } from './create-steps.tsx'
import { Preview } from './draft-preview.tsx'
import { type Draft, faultIn, wishOf } from './key-draft.ts'

/** What stands in where the draft is asked about before that step was reached: an address that documents use (RFC 5737). */
const SOME_ADDRESS = '192.0.2.1'

const STEPS = ['purpose', 'rights', 'where', 'howLong', 'confirm'] as const

/** Create API: purpose, rights, where, how long, confirm, and the secret once. Nothing exists before the last step. */
export const CreatePage = () => {
  const w = useWords()
  const session = useSession()
  const navigate = useNavigate()
  const [search] = useOwnSearch<AskingSearch & { step?: string; preset?: string; path?: string; for?: string }>()
  const isForOther = search.for === 'other'
  // What a service's link asks for is looked at step by step like any other key.
  const [asked] = useState(() => (isForOther ? askedKey(search) : undefined))
  const offered = useQuery(presetsQuery)
  const presets = offered.data ?? []
  const [draft, setDraft] = useState<Draft>({ account: session.accounts[0]?.id ?? 0, environment: 'live', preset: null, label: '', permissions: ['reading'], allowList: { mode: 'trusted', entries: [] }, periodDays: 90, afterPeriod: 'expire', door: 'server', publicKey: '', ...asked })
  const [isWanted, setWanted] = useState(search.preset !== undefined || search.path === 'classic')
  const [secret, setSecret] = useState<Secret | null>(null)
  const [madeId, setMadeId] = useState<string | null>(null)
  const wantedStep = Number(search.step ?? 1)
  // Nobody lands in the middle: without a label there is nothing to go on with.
  const step = draft.label.trim() === '' ? 1 : Math.min(Math.max(1, wantedStep), STEPS.length)
  const put = (next: Partial<Draft>): void => setDraft((former) => ({ ...former, ...next }))
  const takePreset = (preset: PresetRow | null): void => put(preset === null ? { preset: null } : { preset, permissions: preset.rights, periodDays: preset.periodDays, afterPeriod: preset.afterPeriod })
  useEffect(() => {
    const named = presets.find(({ name }) => name === search.preset)
    if (named && draft.preset === null) takePreset(named)
  }, [presets, search.preset])
  // A service makes its pair itself: no secret changes hands.
  useEffect(() => { if (isForOther) { setWanted(true); put({ door: 'paste' }) } }, [isForOther])
  const goTo = (to: number): void => void navigate({ to: '/keys/create', search: { step: to, ...(isForOther && { for: 'other' }) } })
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => { if (isWanted && step > 1) heading.current?.focus() }, [step, isWanted])
  const wish = wishOf(draft, undefined)
  // A canary is used from nowhere: its list is empty on purpose.
  const isListOpen = draft.allowList.mode === 'trusted' && draft.allowList.entries.length === 0 && draft.preset?.entries.most !== 0
  const needsEd25519 = draft.permissions.some((name) => rightNamed(name).ed25519Only)
  const preview = useQuery({
    ...draftQuery({ ...wish, label: wish.label === '' ? '—' : wish.label, ...(draft.door === 'server' && !needsEd25519 ? { kind: 'hmac' } : { kind: 'ed25519', publicKey: KNOWN_PUBLIC_KEY }), ...(isListOpen && { allowList: { mode: 'trusted', entries: [SOME_ADDRESS] } }) }), enabled: secret === null && isWanted,
    select: (told) => ({ ...told, sentence: draftInWords(told, w).replace(SOME_ADDRESS, w.create.addressesToCome) }),
  })

  if (secret !== null) {
    return <><PageHead title={w.create.secretTitle(secret.label)} /><div className="card max-w-[760px] p-6"><SecretReveal secret={secret} onDone={() => { setSecret(null); void navigate({ to: '/keys/$key', params: { key: madeId ?? '' } }) }} /></div></>
  }
  const shown = (one: Secret, id: string): void => { setMadeId(id); setSecret(one) }
  if (search.path === 'classic') return <><PageHead title={w.nav.keys}>{w.create.classicIntro}</PageHead><Classic account={draft.account} onMade={shown} /></>
  if (!isWanted) return <><PageHead title={w.create.title}>{w.create.intro}</PageHead><NeedsAKey onYes={() => setWanted(true)} /></>
  return (
    <>
      <PageHead title={w.create.title} />
      <StepList at={step} goTo={goTo} />
      <Unread of={[preview]} />
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_320px]">
        <section aria-labelledby="step-title" className="min-w-0">
          <h2 id="step-title" ref={heading} tabIndex={-1} className="mb-3 outline-none">{w.create.questions[STEPS[step - 1] ?? 'purpose']}</h2>
          {asked === undefined ? null : <div className="mb-4"><Note kind="caution">{w.create.askedByLink(asked.label)}</Note></div>}
          {isForOther ? <div className="mb-4"><Note kind="info">{w.create.forOther[STEPS[step - 1] ?? 'purpose']}</Note></div> : null}
          {step === 1 ? offered.isPending ? <div className="card"><Loading rows={12} /></div> : offered.isLoadingError ? <div className="card"><Failed error={offered.error} retry={() => void offered.refetch()} /></div> : <Purpose draft={draft} put={put} presets={presets} takePreset={takePreset} onNext={() => goTo(2)} fault={faultIn(preview.data, 'label', w)} /> : null}
          {step === 2 ? <Rights draft={draft} put={put} faults={preview.data} /> : null}
          {step === 3 ? <Where draft={draft} put={put} faults={preview.data} isForOther={isForOther} /> : null}
          {step === 4 ? <HowLong draft={draft} put={put} /> : null}
          {step === 5 ? <Confirm draft={draft} put={put} preview={preview.data} onMade={shown} /> : null}
          {step === 1 || step === 5 ? null : <div className="mt-6 flex gap-2"><button type="button" className="button" onClick={() => goTo(step - 1)}>{w.common.back}</button><button type="button" className="button button-primary" onClick={() => goTo(step + 1)} disabled={step === 3 && isListOpen}>{w.common.next}</button></div>}
        </section>
        <Preview draft={draft} preview={preview.data} />
      </div>
    </>
  )
}

/** Where one is, and the way back. */
const StepList = ({ at, goTo }: { readonly at: number; readonly goTo: (step: number) => void }) => {
  const w = useWords()
  return (
    <ol className="mb-5 flex flex-wrap gap-x-5 gap-y-1 max-md:gap-x-3" aria-label={w.create.steps}>
      {STEPS.map((name, index) => (
        <li key={name} aria-current={index + 1 === at ? 'step' : undefined} className={`flex items-center gap-2 ${index + 1 === at ? 'font-medium' : 'text-soft'}`}>
          <span className={`numeric flex size-6 items-center justify-center rounded-full text-sm ${index + 1 < at ? 'bg-safe-soft text-safe' : index + 1 === at ? 'bg-accent text-accent-ink' : 'bg-sunken'}`}>{index + 1 < at ? <Icon name="check" size={14} /> : index + 1}</span>
          {index + 1 < at ? <button type="button" className="hover:underline max-md:sr-only" onClick={() => goTo(index + 1)}>{w.create.stepNames[name]}</button> : <span className={index + 1 === at ? '' : 'max-md:sr-only'}>{w.create.stepNames[name]}</span>}
        </li>
      ))}
    </ol>
  )
}

const NeedsAKey = ({ onYes }: { readonly onYes: () => void }) => {
  const w = useWords()
  return (
    <div className="grid max-w-[900px] gap-4 md:grid-cols-3">
      {w.create.needs.map(({ title, text, action }, index) => (
        <section key={title} className="card flex flex-col gap-2 p-5">
          <h2>{title}</h2><p className="flex-1 text-soft">{text}</p>
          {index === 0 ? <button type="button" className="button button-primary" onClick={onYes}>{action}</button> : null}
          {index === 1 ? <p><Badge kind="safe">{action}</Badge></p> : null}
          {index === 2 ? <Link to="/keys/create" search={{ preset: 'portfolio-tracker', for: 'other' }} className="button">{action}</Link> : null}
        </section>
      ))}
      <p className="text-soft md:col-span-3">{w.create.classicHint} <Link to="/keys/create" search={{ path: 'classic' }} className="link">{w.create.classicLink}</Link></p>
    </div>
  )
}
