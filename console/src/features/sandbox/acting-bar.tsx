import { useEffect, useState } from 'react'
import type { Environment } from '../../../../src/environment.ts'
import type { CreatedKey, KeySummary } from '../../../../src/operations/operator.ts'
import { copyToTestnet } from '../../api/sandbox.ts'
import { useKeyChange } from '../../api/keys.ts'
import { useMay, useSession } from '../../api/session.ts'
import { readEntry } from '../../parts/address-entry.ts'
import { SelectField, TextField } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { SecretReveal } from '../../parts/secret-reveal.tsx'
import { Section } from '../../parts/section.tsx'
import { RefusedNote } from '../../parts/states.tsx'
import { keyInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'
import { Choice } from './fields.tsx'

/** One address: a block is none. */
const isAddress = (text: string): boolean => {
  const read = readEntry(text)
  return read.is === 'entry' && !read.isBlock
}

const ENVIRONMENTS = ['live', 'testnet'] as const

export interface ActingBarProps {
  readonly environment: Environment
  readonly keys: readonly KeySummary[]
  readonly chosen: KeySummary | undefined
  readonly from: string
  readonly put: (next: Readonly<Record<string, string | undefined>>) => void
}

/** As whom, from where and in which of the two sandboxes everything below is sent. */
export const ActingBar = ({ environment, keys, chosen, from, put }: ActingBarProps) => {
  const w = useWords()
  const may = useMay()
  const { accounts, address } = useSession()
  const [made, setMade] = useState<CreatedKey | null>(null)
  const copying = useKeyChange(copyToTestnet)
  const copy = async (id: string): Promise<void> => {
    const changed = await copying.mutateAsync(id)
    if (changed.is === 'done') setMade(changed.value)
  }
  const [typed, setTyped] = useState(from)
  useEffect(() => setTyped(from), [from])
  const type = (text: string): void => {
    setTyped(text)
    if (text === '' || isAddress(text)) put({ from: text === '' ? undefined : text })
  }
  const many = new Set(keys.map(({ account }) => account)).size > 1
  const emailOf = (id: number): string => accounts.find((account) => account.id === id)?.email ?? String(id)
  if (made !== null) return (
    <Section title={w.sandbox.copied(made.key.label)}>
      <p className="mb-4 text-soft">{keyInWords(made.key, w)}</p>
      <SecretReveal secret={{ label: made.key.label, apiKey: made.key.apiKey, secret: made.secretKey, kind: made.key.kind }} onDone={() => { setMade(null); put({ environment: 'testnet', key: made.key.id }) }} />
    </Section>
  )
  return (
    <div className="card mb-5 flex flex-col gap-3 p-4">
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 max-md:[&>fieldset]:col-span-2 md:grid-cols-[200px_minmax(0,1fr)_minmax(0,1fr)]">
        <Choice legend={w.sandbox.environment} value={environment} onChange={(next) => put({ environment: next === 'live' ? undefined : next, key: undefined })} options={ENVIRONMENTS.map((value) => ({ value, word: w.sandbox.environments[value].name }))} />
        <SelectField label={w.sandbox.actingAs} value={chosen?.id ?? ''} onChange={(event) => put({ key: event.target.value })}>{keys.map(({ id, label, account, state }) => <option key={id} value={id}>{label}{many && accounts.find((one) => one.id === account)?.parent !== null ? ` · ${emailOf(account)}` : ''}{state === 'enabled' ? '' : ` (${w.keys.states[state]})`}</option>)}</SelectField>
        <TextField label={w.sandbox.from} className="mono" value={typed} fault={typed === '' || isAddress(typed) ? undefined : w.sandbox.notAddress} placeholder={address} spellCheck={false} autoComplete="off" onChange={(event) => type(event.target.value.trim())} />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-sm text-soft">
        <p className="min-w-0 flex-1 basis-64">{chosen === undefined ? w.sandbox.environments[environment].text : keyInWords(chosen, w)} {from === '' ? w.sandbox.fromHint : ''}</p>
        {chosen !== undefined && environment === 'live' && may('key.create', chosen.account) ? <button type="button" className="button button-small" disabled={copying.isPending} onClick={() => void copy(chosen.id).catch(() => undefined)}><Icon name="copy" size={14} />{w.sandbox.copyIt(chosen.label)}</button> : null}
      </div>
      <RefusedNote error={copying.error} />
    </div>
  )
}
