import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { AllowList } from '../../../../src/authority/api-key.ts'
import type { AfterPeriod } from '../../../../src/authority/key-life.ts'
import type { KeyWish, PresetRow } from '../../../../src/operations/operator.ts'
import type { Permission } from '../../../../src/permission.ts'
import { Refused } from '../../api/client.ts'
import { draftQuery, type KeyDraft } from '../../api/drafts.ts'
import { createKey, keysQuery, presetsQuery, useKeyChange } from '../../api/keys.ts'
import { useSession } from '../../api/session.ts'
import { AddressListEditor } from '../../parts/address-list-editor.tsx'
import { Bitting } from '../../parts/bitting.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { KNOWN_PUBLIC_KEY } from '../../parts/known-public-key.ts'
import { useOwnSearch } from '../../parts/own-search.ts'
import { bestStep, riskReasons } from '../../parts/risk-words.ts'
import { rightNamed, tierOf } from '../../parts/rights.ts'
import type { Secret } from '../../parts/secret-file.ts'
import { SecretReveal } from '../../parts/secret-reveal.tsx'
import { faultOfField, fieldFaultIn } from '../../parts/refusal-words.ts'
import { Badge, Failed, GradeBadge, Loading, Note, RefusedNote, Unread } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import type { Words } from '../../words/english.ts'
import { changeInWords, draftInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'
import { askedKey, type AskingSearch } from './asked-key.ts'
import { isPrivate, makeEd25519 } from './browser-pair.ts'
import { RightsEditor } from './rights-editor.tsx'

/** How the pair comes about. */
type Door = 'server' | 'browser' | 'paste'

interface Draft {
  readonly account: number
  readonly environment: 'live' | 'testnet'
  readonly preset: PresetRow | null
  readonly label: string
  readonly permissions: readonly Permission[]
  readonly allowList: AllowList
  readonly periodDays: number | null
  readonly afterPeriod: AfterPeriod
  readonly door: Door
  readonly publicKey: string
}

/** What stands in where the draft is asked about before that step was reached: an address that documents use (RFC 5737). */
const SOME_ADDRESS = '192.0.2.1'

const STEPS = ['purpose', 'rights', 'where', 'howLong', 'confirm'] as const

const wishOf = ({ account, environment, preset, label, permissions, allowList, periodDays, afterPeriod, door, publicKey }: Draft, pasted: string | undefined): KeyWish => ({
  account, environment, label: label.trim(), permissions, allowList, kind: door === 'server' ? 'hmac' : /RSA|MIIBI/.test(publicKey) && door === 'paste' ? 'rsa' : 'ed25519',
  ...(pasted !== undefined && { publicKey: pasted }), ...(preset !== null && { preset: preset.name }), ...(periodDays !== null && { periodDays, afterPeriod }), ...(preset?.name === 'one-time-script' && { afterPeriod: 'delete' as const }),
})

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
      <ol className="mb-5 flex flex-wrap gap-x-5 gap-y-1 max-md:gap-x-3" aria-label={w.create.steps}>
        {STEPS.map((name, index) => (
          <li key={name} aria-current={index + 1 === step ? 'step' : undefined} className={`flex items-center gap-2 ${index + 1 === step ? 'font-medium' : 'text-soft'}`}>
            <span className={`numeric flex size-6 items-center justify-center rounded-full text-sm ${index + 1 < step ? 'bg-safe-soft text-safe' : index + 1 === step ? 'bg-accent text-accent-ink' : 'bg-sunken'}`}>{index + 1 < step ? <Icon name="check" size={14} /> : index + 1}</span>
            {index + 1 < step ? <button type="button" className="hover:underline max-md:sr-only" onClick={() => goTo(index + 1)}>{w.create.stepNames[name]}</button> : <span className={index + 1 === step ? '' : 'max-md:sr-only'}>{w.create.stepNames[name]}</span>}
          </li>
        ))}
      </ol>
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

const faultIn = (of: KeyDraft | undefined, name: string, w: Words): string | undefined => {
  const fault = of?.faults.find(({ field }) => field === name)
  return fault && fieldFaultIn(w, fault)
}

/** The key as it grows, beside every step. */
const Preview = ({ draft, preview }: { readonly draft: Draft; readonly preview: KeyDraft | undefined }) => {
  const w = useWords()
  const isLapsing = draft.allowList.mode === 'unrestricted' && draft.environment === 'live'
  return (
    <aside aria-label={w.create.soFar} className="card sticky top-16 flex flex-col gap-3 p-4 max-lg:static">
      <div className="flex justify-center rounded-md bg-sunken px-2 py-4 max-w-full overflow-hidden"><Bitting height={52} grows of={{ permissions: draft.permissions, allowList: draft.allowList, lapsing: isLapsing ? draft.permissions.filter((name) => tierOf(name) === 'trade') : [] }} /></div>
      <div aria-live="polite" className="flex flex-col gap-3">
        {preview === undefined ? null : <>
          {preview.risk === null ? preview.faults.map((fault) => <Note key={fault.text} kind="danger">{fieldFaultIn(w, fault)}</Note>) : <>
            <div className="flex items-center justify-between gap-2"><span className="text-soft">{w.create.riskGrade}</span><GradeBadge grade={preview.risk.grade} word={w.grades[preview.risk.grade]} /></div>
            <p className="font-medium">{preview.sentence}</p>
            <ul className="flex list-disc flex-col gap-1 pl-4 text-sm text-soft">{riskReasons(preview.risk, w).map((reason) => <li key={reason}>{reason}</li>)}</ul>
            {preview.risk.best === null ? null : <Note kind="info"><p className="text-sm">{bestStep(preview.risk.best, w)} {w.create.thenIs(preview.risk.best.gradeAfter)}</p></Note>}
          </>}
        </>}
      </div>
    </aside>
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

const Purpose = ({ draft, put, presets, takePreset, onNext, fault }: { readonly draft: Draft; readonly put: (next: Partial<Draft>) => void; readonly presets: readonly PresetRow[]; readonly takePreset: (preset: PresetRow | null) => void; readonly onNext: () => void; readonly fault: string | undefined }) => {
  const w = useWords()
  const session = useSession()
  const { data: keys = [] } = useQuery(keysQuery)
  const isTaken = keys.some((key) => key.account === draft.account && key.state !== 'deleted' && key.label.trim().toLowerCase() === draft.label.trim().toLowerCase())
  const mine = session.accounts.filter(({ ownActs }) => ownActs.includes('key.create') || ownActs.includes('key.createReading'))
  return (
    <form className="flex flex-col gap-5" onSubmit={(event) => { event.preventDefault(); if (draft.label.trim() !== '' && !isTaken) onNext() }}>
      <fieldset>
        <legend className="sr-only">{w.create.questions.purpose}</legend>
        <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
          {[...presets, null].map((preset) => (
            <label key={preset?.name ?? 'other'} className="card flex cursor-pointer items-start gap-3 p-4 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent">
              <input type="radio" name="purpose" className="mt-1" checked={draft.preset?.name === preset?.name} onChange={() => takePreset(preset)} />
              <span><span className="font-medium">{preset === null ? w.create.other : w.create.presets[preset.name]?.title ?? preset.title}</span><span className="block text-sm text-soft">{preset === null ? w.create.otherText : w.create.presets[preset.name]?.text ?? preset.sentence}</span>
                {preset === null ? null : <span className="mt-1 block text-xs text-soft">{preset.rights.map((name) => w.rights[name].short).join(', ') || w.create.noRights} · {w.create.entries(preset.entries.most)} · {w.create.days(preset.periodDays)}</span>}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label={w.create.label} hint={w.create.labelHint} required maxLength={100} value={draft.label} placeholder="grid-bot-btc, vps-1" onChange={(event) => put({ label: event.target.value })} fault={isTaken ? w.create.labelTaken : draft.label === '' ? undefined : fault} autoComplete="off" />
        <div className="flex flex-col gap-4">
          {mine.length > 1 ? <SelectField label={w.create.account} value={String(draft.account)} onChange={(event) => put({ account: Number(event.target.value) })}>{mine.map(({ id, email, label }) => <option key={id} value={id}>{label === '' ? email : `${label} (${email})`}</option>)}</SelectField> : null}
          <SelectField label={w.create.environment} value={draft.environment} onChange={(event) => put({ environment: event.target.value === 'testnet' ? 'testnet' : 'live' })}><option value="live">{w.create.live}</option><option value="testnet">{w.create.testnet}</option></SelectField>
        </div>
      </div>
      <div><button type="submit" className="button button-primary" disabled={draft.label.trim() === '' || isTaken}>{w.common.next}</button></div>
    </form>
  )
}

const Rights = ({ draft, put, faults }: { readonly draft: Draft; readonly put: (next: Partial<Draft>) => void; readonly faults: KeyDraft | undefined }) => {
  const w = useWords()
  const texts = faults?.faults.filter(({ field }) => field === 'permissions') ?? []
  const why = (name: Permission): string | undefined => {
    if (draft.preset !== null && !draft.preset.rights.includes(name) && !draft.preset.furtherRights.includes(name)) return w.create.notOfPreset(w.create.presets[draft.preset.name]?.title ?? draft.preset.title)
    return rightNamed(name).ed25519Only && draft.door === 'server' ? w.create.ed25519Only : undefined
  }
  return (
    <div className="flex flex-col gap-4">
      {draft.permissions.includes('spotAndMarginTrading') && !draft.permissions.includes('withdrawals') ? <Note kind="info">{w.create.notLowRisk}</Note> : null}
      {texts.map((fault) => <Note key={fault.text} kind="danger" role="alert">{fieldFaultIn(w, fault)}</Note>)}
      <RightsEditor value={draft.permissions} onChange={(permissions) => put({ permissions })} why={why} recommended={draft.preset?.rights ?? []} />
      {draft.preset === null ? null : <p className="text-soft">{w.create.narrower} <button type="button" className="link" onClick={() => put({ preset: null })}>{w.create.ownWords}</button></p>}
    </div>
  )
}

const Where = ({ draft, put, faults, isForOther }: { readonly draft: Draft; readonly put: (next: Partial<Draft>) => void; readonly faults: KeyDraft | undefined; readonly isForOther: boolean }) => {
  const w = useWords()
  const { address } = useSession()
  const movesFunds = draft.permissions.some((name) => tierOf(name) === 'move inside' || tierOf(name) === 'move out')
  const isFree = draft.preset === null && (!movesFunds || draft.environment === 'testnet')
  const isFilled = draft.allowList.mode === 'trusted' && draft.allowList.entries.length > 0
  return (
    <div className="flex flex-col gap-4">
      {draft.preset?.entries.most === 0 ? <Note kind="info">{w.create.fromNowhere}</Note> : <AddressListEditor value={draft.allowList} onChange={(allowList) => put({ allowList })} myAddress={isForOther ? null : address} mayBeUnrestricted={isFree} fault={isFilled ? faultIn(faults, 'allowList', w) : undefined} />}
      {faults?.risk.grounds.some(({ about }) => about === 'spotAndFutures') ? <Note kind="info">{w.create.twoKeys}</Note> : null}
      <p className="text-sm text-soft">{w.create.addressesText}</p>
    </div>
  )
}

const HowLong = ({ draft, put }: { readonly draft: Draft; readonly put: (next: Partial<Draft>) => void }) => {
  const w = useWords()
  const most = draft.preset?.periodDays ?? 3_650
  return (
    <div className="flex max-w-[560px] flex-col gap-4">
      {draft.preset !== null ? null : <label className="flex items-center gap-2"><input type="checkbox" checked={draft.periodDays !== null} onChange={(event) => put({ periodDays: event.target.checked ? 90 : null })} />{w.create.hasEnd}</label>}
      {draft.periodDays === null ? <Note kind="caution">{w.create.noEnd}</Note> : <>
        <TextField label={w.create.period} hint={draft.preset === null ? w.create.periodHint : w.create.periodMost(most)} type="number" min={1} max={most} value={draft.periodDays} onChange={(event) => put({ periodDays: Math.min(most, Math.max(1, Math.trunc(Number(event.target.value)) || 1)) })} className="numeric" />
        {draft.preset?.name === 'one-time-script' ? <Note kind="info">{w.create.deletedAfter}</Note> : (
          <SelectField label={w.create.after} hint={w.create.afterHint} value={draft.afterPeriod} onChange={(event) => put({ afterPeriod: event.target.value === 'warn' || event.target.value === 'disable' ? event.target.value : 'expire' })}>
            <option value="expire">{w.create.afters.expire}</option><option value="warn">{w.create.afters.warn}</option><option value="disable">{w.create.afters.disable}</option>
          </SelectField>
        )}
      </>}
    </div>
  )
}

const Confirm = ({ draft, put, preview, onMade }: { readonly draft: Draft; readonly put: (next: Partial<Draft>) => void; readonly preview: KeyDraft | undefined; readonly onMade: (secret: Secret, id: string) => void }) => {
  const w = useWords()
  const navigate = useNavigate()
  const creating = useKeyChange(createKey)
  const [awaiting, setAwaiting] = useState<string | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const needsEd25519 = draft.permissions.some((name) => rightNamed(name).ed25519Only)
  const doors: readonly { readonly door: Door; readonly title: string; readonly text: string }[] = [
    ...(needsEd25519 ? [] : [{ door: 'server' as const, title: w.create.doors.server, text: w.create.doors.serverText }]),
    { door: 'browser', title: w.create.doors.browser, text: w.create.doors.browserText }, { door: 'paste', title: w.create.doors.paste, text: w.create.doors.pasteText },
  ]
  const create = async (): Promise<void> => {
    setFault(null)
    try {
      const pair = draft.door === 'browser' ? await makeEd25519() : null
      const changed = await creating.mutateAsync(wishOf(draft, pair?.publicKey ?? (draft.door === 'paste' ? draft.publicKey : undefined)))
      if (changed.is === 'awaitingApproval') setAwaiting(w.states.waiting(changeInWords(changed.approval, w), changed.approval.approvalsNeeded))
      if (changed.is !== 'done') return
      const { key, secretKey } = changed.value
      onMade({ label: key.label, apiKey: key.apiKey, kind: key.kind, secret: secretKey ?? pair?.privateKey ?? null }, key.id)
    } catch (error) { setFault(error) }
  }
  if (awaiting !== null) return <Note kind="info" role="status">{awaiting}</Note>
  const faults = preview?.faults ?? []
  return (
    <div className="flex flex-col gap-5">
      <p className="rounded-md border border-line bg-surface px-4 py-3 text-lg"><strong className="break-words">{draft.label.trim()}</strong><br />{preview?.sentence}</p>
      {faults.map((fault) => <Note key={fault.text} kind="danger" role="alert">{fieldFaultIn(w, fault)}</Note>)}
      <fieldset className="grid gap-3 md:grid-cols-3">
        <legend className="mb-2 font-medium">{w.create.doors.legend}</legend>
        {doors.map(({ door, title, text }) => (
          <label key={door} className="card flex cursor-pointer items-start gap-3 p-4 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent">
            <input type="radio" name="door" className="mt-1" checked={draft.door === door} onChange={() => put({ door })} /><span><span className="font-medium">{title}</span><span className="block text-sm text-soft">{text}</span></span>
          </label>
        ))}
      </fieldset>
      {draft.door !== 'paste' ? null : (
        <div className="flex flex-col gap-1">
          <label htmlFor="public-key" className="font-medium">{w.create.publicKey}</label>
          <textarea id="public-key" rows={5} className="input mono" spellCheck={false} value={draft.publicKey} placeholder="-----BEGIN PUBLIC KEY-----" onChange={(event) => { if (isPrivate(event.target.value)) { put({ publicKey: '' }); setFault(new Refused(0, { code: 'privateKey', message: w.create.privatePasted, remedy: w.create.privatePastedText })) } else { setFault(null); put({ publicKey: event.target.value }) } }} />
          <input type="file" accept=".pem,.pub,.txt" aria-label={w.create.uploadPublic} className="text-sm" onChange={(event) => void event.target.files?.[0]?.text().then((text) => (isPrivate(text) ? setFault(new Refused(0, { code: 'privateKey', message: w.create.privatePasted, remedy: w.create.privatePastedText })) : put({ publicKey: text })))} />
        </div>
      )}
      <RefusedNote error={fault} />
      <div className="flex flex-wrap gap-2">
        <button type="button" className="button" onClick={() => void navigate({ to: '/keys/create', search: { step: 4 } })}>{w.common.back}</button>
        <button type="button" className="button button-primary" disabled={creating.isPending || faults.some(({ field }) => field !== 'publicKey') || (draft.door === 'paste' && draft.publicKey.trim() === '') || (draft.door === 'server' && needsEd25519)} onClick={() => void create()}>{w.create.go(draft.label.trim())}</button>
      </div>
    </div>
  )
}

/** Just a label, verification, and a key with reading only: what people know. */
const Classic = ({ account, onMade }: { readonly account: number; readonly onMade: (secret: Secret, id: string) => void }): ReactNode => {
  const w = useWords()
  const creating = useKeyChange(createKey)
  const [label, setLabel] = useState('')
  const create = async (): Promise<void> => {
    const changed = await creating.mutateAsync({ account, label: label.trim(), kind: 'hmac', permissions: ['reading'], allowList: { mode: 'unrestricted' }, environment: 'live' }).catch(() => undefined)
    if (changed?.is === 'done') onMade({ label: changed.value.key.label, apiKey: changed.value.key.apiKey, kind: 'hmac', secret: changed.value.secretKey }, changed.value.key.id)
  }
  return (
    <form className="card flex max-w-[520px] flex-col gap-4 p-6" onSubmit={(event) => { event.preventDefault(); void create() }}>
      <TextField label={w.create.classicLabel} required maxLength={100} autoFocus value={label} onChange={(event) => setLabel(event.target.value)} fault={faultOfField(w, creating.error, 'label')} autoComplete="off" />
      <p className="text-soft">{w.create.classicText}</p>
      <RefusedNote error={creating.error} />
      <div className="flex flex-wrap gap-2"><button type="submit" className="button button-primary" disabled={label.trim() === '' || creating.isPending}>{w.create.classicGo}</button><Link to="/keys/create" className="button">{w.create.guided}</Link></div>
    </form>
  )
}
