import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { AccountPolicy, PolicyField } from '../../../../src/authority/account-policy.ts'
import type { Product } from '../../../../src/accounts/product.ts'
import { accountQuery } from '../../api/accounts.ts'
import { editPolicy } from '../../api/policies.ts'
import { ChangeReview, useSettingChange } from '../../parts/change-review.tsx'
import { ChoiceField, TextField } from '../../parts/field.tsx'
import { LimitsEditor } from '../../parts/limits-editor.tsx'
import { draftOf, limitsOf } from '../../parts/limits.ts'
import { policyInWords } from '../../parts/policy-in-words.ts'
import { Section } from '../../parts/section.tsx'
import { faultOfField } from '../../parts/refusal-words.ts'
import { Failed, Loading, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { PresetChanges } from './preset-changes.tsx'

const PRODUCTS = ['margin', 'futures'] as const satisfies readonly Product[]
const SWITCHES = ['keysManageKeys', 'nameAddresses', 'heartbeatAddresses'] as const
/** As the policy's own rules have it. */
const MOST_REVIEW_DAYS = 400
const NUMBERS = { maxKeys: 10_000, movesPerDay: 1_000 } as const

/** What an account lets its keys be: changed field by field, reviewed before and after, confirmed. */
export const PolicyEditor = ({ account, mayEdit }: { readonly account: number; readonly mayEdit: boolean }) => {
  const w = useWords()
  const found = useQuery(accountQuery(account))
  return (
    <Section title={w.policy.title}>
      <p className="mb-4 text-soft">{w.policy.intro}</p>
      {found.isPending ? <Loading rows={6} /> : found.isLoadingError ? <Failed error={found.error} retry={() => void found.refetch()} /> : <Editing key={`${account} ${found.data.policyVersion}`} account={account} email={found.data.email} policy={found.data.policy} mayEdit={mayEdit} />}
    </Section>
  )
}

const Editing = ({ account, email, policy, mayEdit }: { readonly account: number; readonly email: string; readonly policy: AccountPolicy; readonly mayEdit: boolean }) => {
  const w = useWords()
  const [wish, setWish] = useState(policy)
  const [limits, setLimits] = useState(draftOf(policy.guardRails))
  const [isReviewed, setReviewed] = useState(false)
  const { apply, note, error, isBusy, reset } = useSettingChange(['accounts', account], w.policy.changed)
  // Object.keys forgets that a policy has exactly these names.
  const changed = (Object.keys(policy) as PolicyField[]).filter((field) => JSON.stringify(policy[field]) !== JSON.stringify(wish[field]))
  const faultOf = (field: PolicyField): string | undefined => faultOfField(w, error, field)
  const put = (change: Partial<AccountPolicy>): void => { reset(); setWish({ ...wish, ...change }) }
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); setReviewed(true) }}>
      <fieldset disabled={!mayEdit} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">{w.policy.title}</legend>
        {SWITCHES.map((field) => <Switch key={field} label={w.policy.fields[field]} text={w.policy.texts[field]} isOn={wish[field]} set={(isOn) => put({ [field]: isOn })} />)}
        <div className="grid gap-4 sm:grid-cols-2">
          <ChoiceField label={w.policy.fields.unrestrictedTrading} hint={w.policy.texts.unrestrictedTrading} value={wish.unrestrictedTrading} among={['lapses', 'forbidden']} wordOf={(one) => w.policy.trading[one]} onChoose={(unrestrictedTrading) => put({ unrestrictedTrading })} />
          <ChoiceField label={w.policy.fields.afterIdle} hint={w.policy.texts.afterIdle} value={wish.afterIdle} among={['tell', 'disable']} wordOf={(one) => w.policy.idle[one]} onChoose={(afterIdle) => put({ afterIdle })} />
          <ChoiceField label={w.policy.fields.onAlarm} hint={w.policy.texts.onAlarm} value={wish.onAlarm} among={['tell', 'freeze']} wordOf={(one) => w.policy.alarm[one]} onChoose={(onAlarm) => put({ onAlarm })} />
          <ChoiceField label={w.policy.fields.onLeak} hint={w.policy.texts.onLeak} value={wish.onLeak} among={['disable', 'tell']} wordOf={(one) => w.policy.leak[one]} onChoose={(onLeak) => put({ onLeak })} />
          {(['maxKeys', 'movesPerDay'] as const).map((field) => <TextField key={field} label={w.policy.fields[field]} type="number" required min={1} max={NUMBERS[field]} step={1} value={wish[field]} fault={faultOf(field)} onChange={({ target }) => put({ [field]: target.valueAsNumber })} />)}
          <TextField label={w.policy.fields.reviewEveryDays} hint={w.policy.texts.reviewEveryDays} type="number" min={1} max={MOST_REVIEW_DAYS} step={1} value={wish.reviewEveryDays ?? ''} fault={faultOf('reviewEveryDays')} onChange={({ target }) => put({ reviewEveryDays: target.value === '' ? null : target.valueAsNumber })} />
        </div>
        <fieldset><legend className="mb-1 font-medium">{w.policy.fields.products}</legend><div className="flex flex-wrap gap-4">{PRODUCTS.map((product) => <label key={product} className="flex min-h-6 items-center gap-2"><input type="checkbox" checked={wish.products.includes(product)} onChange={({ target }) => put({ products: PRODUCTS.filter((one) => (one === product ? target.checked : wish.products.includes(one))) })} />{w.products[product]}</label>)}</div></fieldset>
        <details className="rounded-md border border-line px-4 py-3" open={Object.keys(policy.guardRails).length > 0}>
          <summary className="font-medium">{w.policy.fields.guardRails}</summary>
          <p className="mt-1 mb-3 text-sm text-soft">{w.policy.texts.guardRails}</p>
          <LimitsEditor value={limits} onChange={(draft) => { setLimits(draft); put({ guardRails: limitsOf(draft) }) }} />
          {faultOf('guardRails') === undefined ? null : <p role="alert" className="mt-1 text-sm text-danger">{faultOf('guardRails')}</p>}
        </details>
        <PresetChanges value={wish.presets} onChange={(presets) => put({ presets })} fault={faultOf('presets')} />
      </fieldset>
      {note}
      {mayEdit ? <div className="flex gap-2"><button type="submit" className="button button-primary" disabled={changed.length === 0}>{w.policy.reviewIt}</button>{changed.length === 0 ? null : <button type="button" className="button" onClick={() => { put(policy); setLimits(draftOf(policy.guardRails)) }}>{w.common.cancel}</button>}</div> : <p className="text-soft">{w.policy.notYours}</p>}
      {isReviewed ? null : <RefusedNote error={error} />}
      {!isReviewed ? null : (
        <ChangeReview rows={changed.map((field) => ({ title: w.policy.fields[field], before: policyInWords(field, policy[field], w), after: policyInWords(field, wish[field], w) }))} action={w.policy.apply(email)} error={error} isBusy={isBusy} onClose={() => setReviewed(false)}
          onApply={() => void apply(() => editPolicy(account, Object.fromEntries(changed.map((field) => [field, wish[field]])))).then((isThrough) => { if (isThrough) setReviewed(false) })} />
      )}
    </form>
  )
}

const Switch = ({ label, text, isOn, set }: { readonly label: string; readonly text: ReactNode; readonly isOn: boolean; readonly set: (isOn: boolean) => void }) => (
  <label className="flex items-start gap-3"><input type="checkbox" role="switch" className="switch mt-0.5" checked={isOn} onChange={({ target }) => set(target.checked)} /><span><span className="font-medium">{label}</span><span className="block text-sm text-soft">{text}</span></span></label>
)
