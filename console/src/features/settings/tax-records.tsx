import { useState } from 'react'
import type { TaxKind } from '../../../../src/operations/tax-records.ts'
import { taxPath } from '../../api/calls.ts'
import { useMay, useSession } from '../../api/session.ts'
import { SelectField, TextField } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { useWords } from '../../words/words.tsx'

const KINDS: readonly TaxKind[] = ['trades', 'transfers', 'deposits-withdrawals', 'income']
const FIRST_YEAR = 2017

/** What a tax office asks for of a year, each kind a file. */
export const TaxRecords = () => {
  const w = useWords()
  const may = useMay()
  const accounts = useSession().accounts.filter(({ id }) => may('callLog.see', id))
  const [account, setAccount] = useState(accounts[0]?.id ?? 0)
  const [year, setYear] = useState(String(new Date().getUTCFullYear()))
  if (accounts.length === 0) return null
  const isYear = /^\d{4}$/.test(year) && Number(year) >= FIRST_YEAR
  return (
    <Section title={w.tax.title}>
      <p className="mb-3 text-soft">{w.tax.text}</p>
      <div className="mb-3 grid gap-3 sm:grid-cols-2">
        {accounts.length === 1 ? null : <SelectField label={w.common.account} value={String(account)} onChange={(event) => setAccount(Number(event.target.value))}>{accounts.map(({ id, email, label }) => <option key={id} value={id}>{label === '' ? email : `${label} (${email})`}</option>)}</SelectField>}
        <TextField label={w.tax.year} type="number" min={FIRST_YEAR} value={year} onChange={(event) => setYear(event.target.value)} fault={isYear ? undefined : w.tax.noYear} className="numeric" />
      </div>
      {!isYear ? null : <ul className="flex flex-wrap gap-2">{KINDS.map((kind) => <li key={kind}><a className="button button-small" href={taxPath(account, year, kind)} download><Icon name="download" size={14} />{w.tax.kinds[kind]}</a></li>)}</ul>}
    </Section>
  )
}
