import { useQuery } from '@tanstack/react-query'
import type { PresetRow } from '../../../../src/operations/operator.ts'
import type { Permission } from '../../../../src/permission.ts'
import type { KeyDraft } from '../../api/drafts.ts'
import { keysQuery } from '../../api/keys.ts'
import { useSession } from '../../api/session.ts'
import { AddressListEditor } from '../../parts/address-list-editor.tsx'
import { ChoiceField, SelectField, TextField } from '../../parts/field.tsx'
import { rightNamed, tierOf } from '../../parts/rights.ts'
import { fieldFaultIn } from '../../parts/refusal-words.ts'
import { Note } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { type Drafting, faultIn } from './key-draft.ts'
import { RightsEditor } from './rights-editor.tsx'

/** Which of the usual purposes it is for, its name, its account. */
export const Purpose = ({ draft, put, presets, takePreset, onNext, fault }: Drafting & { readonly presets: readonly PresetRow[]; readonly takePreset: (preset: PresetRow | null) => void; readonly onNext: () => void; readonly fault: string | undefined }) => {
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
          <ChoiceField label={w.create.environment} value={draft.environment} among={['live', 'testnet']} wordOf={(one) => w.create[one]} onChoose={(environment) => put({ environment })} />
        </div>
      </div>
      <div><button type="submit" className="button button-primary" disabled={draft.label.trim() === '' || isTaken}>{w.common.next}</button></div>
    </form>
  )
}

/** What it may do. */
export const Rights = ({ draft, put, faults }: Drafting & { readonly faults: KeyDraft | undefined }) => {
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

/** From which addresses. */
export const Where = ({ draft, put, faults, isForOther }: Drafting & { readonly faults: KeyDraft | undefined; readonly isForOther: boolean }) => {
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

/** For how long, and what comes then. */
export const HowLong = ({ draft, put }: Drafting) => {
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
