import type { AuditEntrySummary } from '../../../../src/operations/record/list.ts'
import type { ToldChange } from '../../../../src/people/told-change.ts'
import type { Words } from '../../words/english.ts'
import { changeInWords } from '../../words/told.ts'

/** As `stepUp.confirm` records it; rows of before have the sentences alone. */
interface Confirmed { readonly changes: readonly string[]; readonly told?: readonly (ToldChange | null)[] }

/** What somebody confirmed, in words; null for any other entry, whose subject says what it is of. */
export const confirmedIn = ({ act, after }: AuditEntrySummary, w: Words): string | null => {
  if (act !== 'stepUp.confirm') return null
  const { changes, told = [] } = after as unknown as Confirmed // this act records nothing else
  return changes.map((sentence, at) => changeInWords({ sentence, told: told[at] ?? null }, w)).join(' ')
}

/** What an entry keeps for readers of other languages says nothing that the rest does not say. */
export const withoutTold = ({ act, after }: AuditEntrySummary): unknown => {
  if (act !== 'stepUp.confirm' || typeof after !== 'object' || after === null) return after
  return Object.fromEntries(Object.entries(after).filter(([name]) => name !== 'told'))
}
