import { type ComponentProps, type ReactNode, useId } from 'react'

/** A labelled field with its hint and its fault, tied together for every reader. */
export const Field = ({ label, hint, fault, children }: { readonly label: string; readonly hint?: ReactNode; readonly fault?: string | undefined; readonly children: (ties: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean }) => ReactNode }) => {
  const id = useId()
  const described = [hint === undefined ? null : `${id}-hint`, fault === undefined ? null : `${id}-fault`].filter((one) => one !== null).join(' ')
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">{label}</label>
      {children({ id, 'aria-describedby': described === '' ? undefined : described, 'aria-invalid': fault !== undefined })}
      {hint === undefined ? null : <div id={`${id}-hint`} className="text-sm text-soft">{hint}</div>}
      {fault === undefined ? null : <div id={`${id}-fault`} role="alert" className="text-sm text-danger">{fault}</div>}
    </div>
  )
}

export const TextField = ({ label, hint, fault, className = '', ...input }: { readonly label: string; readonly hint?: ReactNode; readonly fault?: string | undefined } & ComponentProps<'input'>) =>
  <Field label={label} hint={hint} fault={fault}>{(ties) => <input {...ties} {...input} className={`input ${className}`} />}</Field>

export const SelectField = ({ label, hint, children, ...select }: { readonly label: string; readonly hint?: ReactNode } & ComponentProps<'select'>) =>
  <Field label={label} hint={hint}>{(ties) => <select {...ties} {...select} className="input">{children}</select>}</Field>

/** A choice among a few values, each with its word. */
export const ChoiceField = <Value extends string>({ label, hint, value, among, wordOf, onChoose }: { readonly label: string; readonly hint?: ReactNode; readonly value: Value; readonly among: readonly Value[]; readonly wordOf: (one: Value) => string; readonly onChoose: (chosen: Value) => void }) => {
  const choose = (text: string): void => { for (const one of among) if (one === text) onChoose(one) }
  return <SelectField label={label} hint={hint} value={value} onChange={({ target }) => choose(target.value)}>{among.map((one) => <option key={one} value={one}>{wordOf(one)}</option>)}</SelectField>
}
