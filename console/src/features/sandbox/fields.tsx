import { type ReactNode, useId } from 'react'
import { Field } from '../../parts/field.tsx'

/** A decimal with its unit. */
export const AmountField = ({ label, unit, value, onChange, placeholder, hint, isRequired = true }: { readonly label: string; readonly unit?: string; readonly value: string; readonly onChange: (value: string) => void; readonly placeholder?: string | undefined; readonly hint?: ReactNode; readonly isRequired?: boolean }) => (
  <Field label={label} {...(hint !== undefined && { hint })}>
    {(ties) => (
      <div className="relative">
        <input {...ties} inputMode="decimal" autoComplete="off" required={isRequired} pattern="[0-9]+([.][0-9]+)?" className={`input numeric ${unit === undefined ? '' : 'pr-14'}`} value={value} placeholder={placeholder} onChange={(event) => onChange(event.target.value.trim())} />
        {unit === undefined ? null : <span aria-hidden="true" className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-sm text-soft">{unit}</span>}
      </div>
    )}
  </Field>
)

const CHOSEN = { neutral: '!border-accent bg-accent-soft text-accent', buy: '!border-safe bg-safe-soft text-safe', sell: '!border-danger bg-danger-soft text-danger' } as const

/** A few choices of which one is taken: radios that look like one bar. */
export const Choice = <Value extends string>({ legend, options, value, onChange, isLegendHidden = false }: { readonly legend: string; readonly options: readonly { readonly value: Value; readonly word: string; readonly tone?: keyof typeof CHOSEN }[]; readonly value: Value; readonly onChange: (value: Value) => void; readonly isLegendHidden?: boolean }) => {
  const name = useId()
  return (
    <fieldset className="min-w-0">
      <legend className={isLegendHidden ? 'sr-only' : 'mb-1 font-medium'}>{legend}</legend>
      <div className="flex flex-wrap gap-1">
        {options.map((option) => (
          <label key={option.value} className={`button min-h-[36px]! flex-1 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent ${value === option.value ? CHOSEN[option.tone ?? 'neutral'] : ''}`}>
            <input type="radio" name={name} className="sr-only" checked={value === option.value} onChange={() => onChange(option.value)} />{option.word}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

export const Check = ({ label, isOn, onChange, isDisabled = false }: { readonly label: string; readonly isOn: boolean; readonly onChange: (isOn: boolean) => void; readonly isDisabled?: boolean }) =>
  <label className="flex min-h-7 items-center gap-2"><input type="checkbox" checked={isOn} disabled={isDisabled} onChange={(event) => onChange(event.target.checked)} />{label}</label>

/** Parts of one section, of which one is shown: a tab list as the authoring practices have it. */
export const Tabs = <Name extends string>({ label, tabs, chosen, onChoose, children }: { readonly label: string; readonly tabs: readonly { readonly name: Name; readonly word: string }[]; readonly chosen: Name; readonly onChoose: (name: Name) => void; readonly children: ReactNode }) => {
  const id = useId()
  const move = (by: number, list: HTMLElement): void => {
    const next = tabs[(tabs.findIndex(({ name }) => name === chosen) + by + tabs.length) % tabs.length]
    if (!next) return
    onChoose(next.name)
    list.querySelector<HTMLElement>(`[data-tab="${next.name}"]`)?.focus()
  }
  return (
    <section aria-label={label} className="card min-w-0">
      <div role="tablist" aria-label={label} className="fades-out flex gap-1 overflow-x-auto border-b border-line px-3" onKeyDown={(event) => { if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') move(event.key === 'ArrowRight' ? 1 : -1, event.currentTarget) }}>
        {tabs.map(({ name, word }) => <button key={name} type="button" role="tab" id={`${id}-${name}`} data-tab={name} aria-selected={chosen === name} aria-controls={`${id}-panel`} tabIndex={chosen === name ? 0 : -1} onClick={() => onChoose(name)} className={`min-h-11 px-3 whitespace-nowrap ${chosen === name ? 'border-b-2 border-accent font-medium text-accent' : 'border-b-2 border-transparent text-soft hover:text-ink'}`}>{word}</button>)}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`} className="p-4">{children}</div>
    </section>
  )
}
