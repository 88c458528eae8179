import type { AuditValue } from '../../../../src/audit/entry.ts'
import { shortAmount } from '../../parts/amounts.ts'
import { PERMISSIONS, rightNamed } from '../../parts/rights.ts'
import type { Words } from '../../words/english.ts'
import { useWords } from '../../words/words.tsx'

type Members = Readonly<Record<string, AuditValue>>

const membersOf = (value: AuditValue | undefined): Members | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null)

/** What is on, in the reader's words where the console has them; anything else as it is written. */
const inWords = (value: AuditValue | undefined, w: Words): string => {
  if (value === undefined || value === null || value === '') return '—'
  if (typeof value === 'boolean') return value ? w.key.on : w.key.off
  if (Array.isArray(value)) return value.map((one) => { const right = PERMISSIONS.find((name) => name === one); return right === undefined ? inWords(one, w) : rightNamed(right).label }).join(', ') || '—'
  const members = membersOf(value)
  if (members === null) return String(value)
  return Array.isArray(members.entries) ? inWords(members.entries, w) : Object.values(members).map((one) => inWords(one, w)).join(' · ')
}

/** Exactly what would be done, field by field; of a change only what would differ. */
export const Exactly = ({ of: details }: { readonly of: AuditValue }) => {
  const w = useWords()
  const all = membersOf(details)
  const [before, after] = [membersOf(all?.before), membersOf(all?.after)]
  const titleOf = (field: string): string => w.approvals.fields[field] ?? field
  if (all === null) return null
  if (before && after) {
    // What follows its period stands among the other dates of a key's life.
    const was = (field: string): AuditValue | undefined => (field in before ? before[field] : membersOf(before.life)?.[field])
    const rows = Object.keys(after).filter((field) => inWords(was(field), w) !== inWords(after[field], w))
    return (
      <table className="table table-dense">
        <caption className="sr-only">{w.approvals.exactly}</caption>
        <thead><tr><td /><th scope="col">{w.key.beforeIt}</th><th scope="col">{w.key.afterIt}</th></tr></thead>
        <tbody>{rows.map((field) => <tr key={field}><th scope="row" className="!text-sm">{titleOf(field)}</th><td className="py-1 break-words text-soft">{inWords(was(field), w)}</td><td className="py-1 font-medium break-words">{inWords(after[field], w)}</td></tr>)}</tbody>
      </table>
    )
  }
  return <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">{Object.entries(all).filter(([, value]) => inWords(value, w) !== '—').map(([field, value]) => [<dt key={field} className="text-soft">{titleOf(field)}</dt>, <dd key={`${field} value`} className="break-all">{field === 'amount' && typeof value === 'string' ? shortAmount(value) : inWords(value, w)}</dd>])}</dl>
}
