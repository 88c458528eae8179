import { useState } from 'react'
import type { AllowList } from '../../../src/authority/api-key.ts'
import { useWords } from '../words/words.tsx'
import { type EntryReading, readEntry } from './address-entry.ts'
import { Field } from './field.tsx'
import { Icon } from './icon.tsx'
import { Note } from './states.tsx'

/** What one entry covers, in words. */
const useEntryWords = (): ((reading: EntryReading) => { readonly text: string; readonly isFault: boolean } | null) => {
  const w = useWords()
  return (reading) => {
    if (reading.is === 'empty') return null
    if (reading.is === 'fault') return { text: w.addresses.faults[reading.why] + (reading.suggestion === undefined ? '' : ` ${w.addresses.meant(reading.suggestion)}`), isFault: true }
    const count = reading.bitsFree > 40 ? w.addresses.manyAddresses(reading.bitsFree) : w.addresses.count(2 ** reading.bitsFree)
    return { text: [w.addresses.version[reading.version], count, w.addresses.nature[reading.nature]].filter((part) => part !== '').join(' · '), isFault: false }
  }
}

/** From where a key may be used: two explicit modes; entries are checked and explained as they are typed. */
export const AddressListEditor = ({ value, onChange, myAddress, mayBeUnrestricted = true, fault }: {
  readonly value: AllowList; readonly onChange: (list: AllowList) => void; readonly myAddress: string | null; readonly mayBeUnrestricted?: boolean; readonly fault?: string | undefined
}) => {
  const w = useWords()
  const [typed, setTyped] = useState('')
  const explain = useEntryWords()
  const entries = value.mode === 'trusted' ? value.entries : []
  const reading = readEntry(typed)
  const told = explain(reading)
  const add = (text: string): void => {
    const parts = text.split(/[\s,;]+/).filter((part) => part !== '')
    if (parts.length === 0 || parts.some((part) => readEntry(part).is !== 'entry')) return
    onChange({ mode: 'trusted', entries: [...new Set([...entries, ...parts])] })
    setTyped('')
  }
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="sr-only">{w.addresses.legend}</legend>
      <label className="flex items-start gap-2">
        <input type="radio" name="address-mode" className="mt-1" checked={value.mode === 'trusted'} onChange={() => onChange({ mode: 'trusted', entries })} />
        <span><span className="font-medium">{w.addresses.trusted}</span><span className="block text-sm text-soft">{w.addresses.trustedText}</span></span>
      </label>
      {value.mode !== 'trusted' ? null : (
        <div className="ml-6 flex flex-col gap-2">
          {entries.length === 0 ? <p className="text-sm text-caution">{w.addresses.emptyList}</p> : (
            <ul className="flex flex-col gap-1">
              {entries.map((entry) => (
                <li key={entry} className="flex items-center gap-x-2 rounded-md bg-sunken py-1 pr-1 pl-3">
                  <span className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-3"><code className="max-w-full break-words">{entry}</code><span className="text-sm text-soft">{explain(readEntry(entry))?.text}</span></span>
                  <button type="button" className="button button-quiet button-small" aria-label={w.addresses.remove(entry)} onClick={() => onChange({ mode: 'trusted', entries: entries.filter((other) => other !== entry) })}><Icon name="cross" size={14} /></button>
                </li>
              ))}
            </ul>
          )}
          <Field label={w.addresses.add} hint={told !== null && !told.isFault ? told.text : w.addresses.hint} fault={told?.isFault ? told.text : fault}>
            {(ties) => (
              <div className="flex flex-wrap gap-2">
                <input {...ties} className="input mono min-w-[14rem] flex-1" value={typed} placeholder="203.0.113.45" autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)}
                  onPaste={(event) => { const text = event.clipboardData.getData('text'); if (/[\s,;]/.test(text.trim())) { event.preventDefault(); add(text) } }}
                  onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); add(typed) } }} />
                <button type="button" className="button" disabled={reading.is !== 'entry'} onClick={() => add(typed)}>{w.common.add}</button>
                {myAddress === null || entries.includes(myAddress) ? null : <button type="button" className="button" onClick={() => add(myAddress)}><Icon name="plus" size={14} />{w.addresses.mine(myAddress)}</button>}
              </div>
            )}
          </Field>
        </div>
      )}
      <label className="flex items-start gap-2">
        <input type="radio" name="address-mode" className="mt-1" checked={value.mode === 'unrestricted'} disabled={!mayBeUnrestricted} onChange={() => onChange({ mode: 'unrestricted' })} />
        <span><span className="font-medium">{w.addresses.unrestricted}</span><span className="block text-sm text-soft">{mayBeUnrestricted ? w.addresses.unrestrictedText : w.addresses.unrestrictedForbidden}</span></span>
      </label>
      {value.mode === 'unrestricted' ? <Note kind="caution">{w.addresses.unrestrictedNote}</Note> : null}
    </fieldset>
  )
}
