import { useQuery } from '@tanstack/react-query'
import type { PresetChange } from '../../../../src/authority/account-policy.ts'
import { presetsQuery } from '../../api/keys.ts'
import { Loading, Unread } from '../../parts/states.tsx'
import type { Words } from '../../words/english.ts'
import { useWords } from '../../words/words.tsx'

type Changes = Readonly<Partial<Record<string, PresetChange>>>

const titleOf = (name: string, w: Words): string => w.create.presets[name]?.title ?? name

/** Which presets are offered, and how wide each may be; an empty field leaves it as the table has it. */
export const PresetChanges = ({ value, onChange, fault }: { readonly value: Changes; readonly onChange: (presets: Changes) => void; readonly fault?: string | undefined }) => {
  const w = useWords()
  const known = useQuery(presetsQuery)
  const presets = known.data ?? []
  const put = (name: string, change: { readonly [Field in keyof PresetChange]?: PresetChange[Field] | undefined }): void => {
    // What is as the table has it is no change.
    const kept = Object.fromEntries(Object.entries({ ...value[name], ...change }).filter(([field, one]) => one !== undefined && !(field === 'isOffered' && one === true)))
    onChange(Object.fromEntries(Object.entries({ ...value, [name]: kept }).filter(([, one]) => one !== undefined && Object.keys(one).length > 0)))
  }
  const numberOf = (text: string): number | undefined => (text === '' ? undefined : Number(text))
  if (known.isPending || known.isLoadingError) return <div><p className="mb-1 font-medium">{w.policy.fields.presets}</p>{known.isPending ? <Loading rows={9} /> : <Unread of={[known]} className="" />}</div>
  return (
    <div className="overflow-x-auto" role="region" aria-label={w.policy.fields.presets} tabIndex={0}>
      <table className="table table-dense">
        <caption className="mb-1 text-left font-medium">{w.policy.fields.presets}</caption>
        <thead><tr><th scope="col">{w.policy.preset}</th><th scope="col">{w.policy.offered}</th><th scope="col">{w.policy.entries}</th><th scope="col">{w.policy.days}</th></tr></thead>
        <tbody>{presets.map(({ name, entries, periodDays }) => {
          const change = value[name] ?? {}
          const title = titleOf(name, w)
          return (
            <tr key={name}>
              <th scope="row" className="!text-sm !font-normal !whitespace-normal !text-ink">{title}</th>
              <td><input type="checkbox" aria-label={`${title}: ${w.policy.offered}`} checked={change.isOffered !== false} onChange={({ target }) => put(name, { isOffered: target.checked })} /></td>
              <td><input type="number" aria-label={`${title}: ${w.policy.entries}`} className="input !min-h-7 !w-16" min={1} max={100} placeholder={String(entries.most)} value={change.mostEntries ?? ''} onChange={({ target }) => put(name, { mostEntries: numberOf(target.value) })} /></td>
              <td><input type="number" aria-label={`${title}: ${w.policy.days}`} className="input !min-h-7 !w-20" min={1} max={3_650} placeholder={String(periodDays)} value={change.periodDays ?? ''} onChange={({ target }) => put(name, { periodDays: numberOf(target.value) })} /></td>
            </tr>
          )
        })}</tbody>
      </table>
      {fault === undefined ? null : <p role="alert" className="mt-1 text-sm text-danger">{fault}</p>}
    </div>
  )
}
