import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Factor, Requirement, StepUpRequirements } from '../../../../src/people/step-up-policy.ts'
import { setStepUpPolicy, stepUpPolicyQuery } from '../../api/policies.ts'
import { ChangeReview, useSettingChange } from '../../parts/change-review.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { Failed, Loading, RefusedNote } from '../../parts/states.tsx'
import type { Words } from '../../words/english.ts'
import { useWords } from '../../words/words.tsx'

const CHOOSABLE = ['passkey', 'totp', 'mailCode', 'smsCode'] as const satisfies readonly Factor[]
const GRAVITIES = ['plain', 'grave'] as const
const MOST_GROUPS = 4

const inWords = (requirement: Requirement, w: Words): string => requirement.map((group) => group.map((factor) => w.factors[factor]).join(w.stepUpPolicy.or)).join(' + ')

/** Which fresh factors a plain and a grave change of the account ask for. */
export const StepUpEditor = ({ account, mayEdit }: { readonly account: number; readonly mayEdit: boolean }) => {
  const w = useWords()
  const policy = useQuery(stepUpPolicyQuery(account))
  return (
    <Section title={w.stepUpPolicy.title}>
      <p className="mb-4 text-soft">{w.stepUpPolicy.intro}</p>
      {policy.isPending ? <Loading rows={14} /> : policy.isLoadingError ? <Failed error={policy.error} retry={() => void policy.refetch()} /> : <Editing key={JSON.stringify([account, policy.data])} account={account} policy={policy.data} mayEdit={mayEdit} />}
    </Section>
  )
}

const Editing = ({ account, policy, mayEdit }: { readonly account: number; readonly policy: StepUpRequirements; readonly mayEdit: boolean }) => {
  const w = useWords()
  const [wish, setWish] = useState(policy)
  const [isReviewed, setReviewed] = useState(false)
  const { apply, note, error, isBusy, reset } = useSettingChange(['stepUpPolicy', account], w.stepUpPolicy.changed)
  const changed = GRAVITIES.filter((gravity) => inWords(policy[gravity], w) !== inWords(wish[gravity], w))
  const isWhole = GRAVITIES.every((gravity) => wish[gravity].every((group) => group.length > 0))
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); setReviewed(true) }}>
      <fieldset disabled={!mayEdit} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">{w.stepUpPolicy.title}</legend>
        {GRAVITIES.map((gravity) => <Groups key={gravity} title={w.stepUpPolicy[gravity]} value={wish[gravity]} onChange={(requirement) => { reset(); setWish({ ...wish, [gravity]: requirement }) }} />)}
      </fieldset>
      {note}
      {mayEdit ? <div className="flex gap-2"><button type="submit" className="button button-primary" disabled={changed.length === 0 || !isWhole}>{w.policy.reviewIt}</button>{changed.length === 0 ? null : <button type="button" className="button" onClick={() => setWish(policy)}>{w.common.cancel}</button>}</div> : null}
      {isReviewed ? null : <RefusedNote error={error} />}
      {!isReviewed ? null : (
        <ChangeReview rows={changed.map((gravity) => ({ title: w.stepUpPolicy[gravity], before: inWords(policy[gravity], w), after: inWords(wish[gravity], w) }))} action={w.stepUpPolicy.apply} error={error} isBusy={isBusy} onClose={() => setReviewed(false)}
          onApply={() => void apply(() => setStepUpPolicy(account, wish)).then((isThrough) => { if (isThrough) setReviewed(false) })} />
      )}
    </form>
  )
}

/** One factor of each group. */
const Groups = ({ title, value, onChange }: { readonly title: string; readonly value: Requirement; readonly onChange: (requirement: Requirement) => void }) => {
  const w = useWords()
  const put = (at: number, factor: Factor, isIn: boolean): void => onChange(value.map((group, index) => (index === at ? CHOOSABLE.filter((one) => (one === factor ? isIn : group.includes(one))) : group)))
  return (
    <fieldset className="rounded-md bg-sunken p-3">
      <legend className="sr-only">{title}</legend>
      <p className="mb-2 font-medium" aria-hidden="true">{title}</p>
      {value.map((group, at) => (
        // Groups have no name but their place.
        <fieldset key={at} className="py-1">
          <legend className="text-sm text-soft">{at === 0 ? w.stepUpPolicy.oneOf : w.stepUpPolicy.and}</legend>
          <div className="mt-1 grid grid-cols-2 gap-x-4 gap-y-2">{CHOOSABLE.map((factor) => <label key={factor} className="flex min-h-6 items-center gap-2"><input type="checkbox" checked={group.includes(factor)} onChange={({ target }) => put(at, factor, target.checked)} />{w.factors[factor]}</label>)}</div>
        </fieldset>
      ))}
      <div className="mt-2 flex flex-wrap gap-2">
        {value.length >= MOST_GROUPS ? null : <button type="button" className="button button-small" onClick={() => onChange([...value, ['passkey', 'totp']])}><Icon name="plus" size={14} />{w.stepUpPolicy.addGroup}<span className="sr-only">: {title}</span></button>}
        {value.length < 2 ? null : <button type="button" className="button button-small" onClick={() => onChange(value.slice(0, -1))}>{w.stepUpPolicy.removeGroup}<span className="sr-only">: {title}</span></button>}
      </div>
    </fieldset>
  )
}
