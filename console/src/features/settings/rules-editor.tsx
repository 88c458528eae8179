import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { RulesWish } from '../../../../src/approvals/approval-rules.ts'
import { rulesQuery } from '../../api/money.ts'
import { setRules } from '../../api/policies.ts'
import { ChangeReview, type ChangedRow, useSettingChange } from '../../parts/change-review.tsx'
import { ChoiceField, TextField } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { faultOfField } from '../../parts/refusal-words.ts'
import { Failed, Loading, RefusedNote } from '../../parts/states.tsx'
import type { Words } from '../../words/english.ts'
import { useWords } from '../../words/words.tsx'

const COUNTS = ['withdrawalRight', 'newAddress', 'ruleChange'] as const
const MOST_APPROVALS = 10
const MOST_THRESHOLDS = 10

const thresholdsInWords = ({ withdrawals }: RulesWish, w: Words): string => withdrawals.map(({ per, from, approvals }) => w.rules.threshold(per, from, w.rules.people(approvals))).join('; ') || w.rules.people(0)

/** What would be different, in words; nothing that stays. */
const changesOf = (before: RulesWish, after: RulesWish, w: Words): readonly ChangedRow[] => [
  { title: w.rules.thresholds, before: thresholdsInWords(before, w), after: thresholdsInWords(after, w) },
  ...COUNTS.map((rule) => ({ title: w.rules[rule], before: w.rules.people(before[rule]), after: w.rules.people(after[rule]) })),
  { title: w.rules.lifetimeHours, before: w.rules.hours(before.lifetimeHours), after: w.rules.hours(after.lifetimeHours) },
].filter((row) => row.before !== row.after)

/** What waits until other people said yes. */
export const RulesEditor = ({ account, mayEdit }: { readonly account: number; readonly mayEdit: boolean }) => {
  const w = useWords()
  const rules = useQuery(rulesQuery(account))
  return (
    <Section title={w.rules.title}>
      <p className="mb-4 text-soft">{w.rules.intro}</p>
      {rules.isPending ? <Loading rows={5} /> : rules.isLoadingError ? <Failed error={rules.error} retry={() => void rules.refetch()} /> : <>
        <p className="mb-4 flex flex-wrap items-center gap-3">{w.rules.canDecide(rules.data.deciders.length)}<Link to="/people" search={{ account: String(account) }} className="link">{w.rules.invite}</Link></p>
        <Editing key={JSON.stringify([account, rules.data.rules])} account={account} rules={rules.data.rules} mayEdit={mayEdit} />
      </>}
    </Section>
  )
}

const Editing = ({ account, rules, mayEdit }: { readonly account: number; readonly rules: RulesWish; readonly mayEdit: boolean }) => {
  const w = useWords()
  const [wish, setWish] = useState(rules)
  const [isReviewed, setReviewed] = useState(false)
  const { apply, note, error, isBusy, reset } = useSettingChange(['approvalRules', account], w.rules.changed)
  const rows = changesOf(rules, wish, w)
  const put = (change: Partial<RulesWish>): void => { reset(); setWish({ ...wish, ...change }) }
  const faultOf = (field: keyof RulesWish): string | undefined => faultOfField(w, error, field)
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); setReviewed(true) }}>
      <fieldset disabled={!mayEdit} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">{w.rules.title}</legend>
        <Thresholds value={wish.withdrawals} onChange={(withdrawals) => put({ withdrawals })} fault={faultOf('withdrawals')} />
        <div className="grid gap-4 sm:grid-cols-2">
          {COUNTS.map((rule) => <TextField key={rule} label={w.rules[rule]} hint={w.rules.people(wish[rule])} type="number" required min={0} max={MOST_APPROVALS} step={1} value={wish[rule]} fault={faultOf(rule)} onChange={({ target }) => put({ [rule]: target.valueAsNumber })} />)}
          <TextField label={w.rules.lifetimeHours} type="number" required min={1} max={720} step={1} value={wish.lifetimeHours} fault={faultOf('lifetimeHours')} onChange={({ target }) => put({ lifetimeHours: target.valueAsNumber })} />
        </div>
      </fieldset>
      {note}
      {mayEdit ? <div className="flex gap-2"><button type="submit" className="button button-primary" disabled={rows.length === 0}>{w.policy.reviewIt}</button>{rows.length === 0 ? null : <button type="button" className="button" onClick={() => put(rules)}>{w.common.cancel}</button>}</div> : null}
      {isReviewed ? null : <RefusedNote error={error} />}
      {!isReviewed ? null : <ChangeReview rows={rows} action={w.rules.change} error={error} isBusy={isBusy} onClose={() => setReviewed(false)} onApply={() => void apply(() => setRules(account, wish)).then((isThrough) => { if (isThrough) setReviewed(false) })} />}
    </form>
  )
}

const Thresholds = ({ value, onChange, fault }: { readonly value: RulesWish['withdrawals']; readonly onChange: (withdrawals: RulesWish['withdrawals']) => void; readonly fault?: string | undefined }) => {
  const w = useWords()
  const put = (at: number, change: Partial<RulesWish['withdrawals'][number]>): void => onChange(value.map((one, index) => (index === at ? { ...one, ...change } : one)))
  return (
    <fieldset className="flex flex-col gap-3 rounded-md bg-sunken p-3">
      <legend className="sr-only">{w.rules.thresholds}</legend>
      <p className="font-medium" aria-hidden="true">{w.rules.thresholds}</p>
      {value.map(({ per, from, approvals }, at) => (
        // Rules have no name but their place.
        <div key={at} role="group" aria-label={`${w.rules.thresholds} ${at + 1}`} className="flex flex-wrap items-end gap-3">
          <div className="w-44"><ChoiceField label={w.rules.per} value={per} among={['withdrawal', 'day']} wordOf={(one) => w.rules.pers[one]} onChoose={(chosen) => put(at, { per: chosen })} /></div>
          <div className="w-36"><TextField label={w.rules.from} required inputMode="decimal" value={from} onChange={({ target }) => put(at, { from: target.value })} /></div>
          <div className="w-20"><TextField label={w.rules.approvals} type="number" required min={1} max={MOST_APPROVALS} step={1} value={approvals} onChange={({ target }) => put(at, { approvals: target.valueAsNumber })} /></div>
          <button type="button" className="button button-quiet" aria-label={w.rules.removeThreshold} onClick={() => onChange(value.filter((_, index) => index !== at))}><Icon name="cross" size={14} /></button>
        </div>
      ))}
      {fault === undefined ? null : <p role="alert" className="text-sm text-danger">{fault}</p>}
      {value.length >= MOST_THRESHOLDS ? null : <button type="button" className="button button-small w-fit" onClick={() => onChange([...value, { per: 'withdrawal', from: '1000', approvals: 1 }])}><Icon name="plus" size={14} />{w.rules.addThreshold}</button>}
    </fieldset>
  )
}
