import { Id, Time } from '../../parts/formats.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { useWords } from '../../words/words.tsx'

type Leaf = string | null

/** Each value of a record by its path: `life.periodDays`. Lists and what is empty are one value. */
const leavesOf = (value: unknown, path = ''): readonly (readonly [path: string, text: Leaf])[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, path === '' ? name : `${path}.${name}`))
    : [[path, value === null ? null : (Array.isArray(value) ? value.join(', ') : typeof value === 'object' ? '' : String(value)) || null]]

/** An id, a digest or an address: it is copied whole. */
const IS_ID = /^(?:(?:person|key|approval):)?[a-z]{1,2}_\w{8,}$|^[0-9a-f]{32,}$|^\d{1,3}(?:\.\d{1,3}){3}$/
/** Moments are kept in microseconds. */
const IS_TIME = /AtUs$/

interface Difference { readonly path: string; readonly before: Leaf; readonly after: Leaf }

const differencesOf = (before: unknown, after: unknown): readonly Difference[] => {
  const [former, present] = [new Map(before === null ? [] : leavesOf(before)), new Map(after === null ? [] : leavesOf(after))]
  return [...new Set([...former.keys(), ...present.keys()])].map((path) => ({ path, before: former.get(path) ?? null, after: present.get(path) ?? null })).filter((one) => one.before !== one.after)
}

/** What one entry of the record changed, a row a value; the whole of both sides is folded below. */
export const Differences = ({ before, after }: { readonly before: unknown; readonly after: unknown }) => {
  const w = useWords()
  const shown = (path: string, text: Leaf) => (text === null ? <span className="text-faint">—</span> : IS_TIME.test(path) ? <Time at={new Date(Number(text) / 1_000).toISOString()} style="exact" /> : IS_ID.test(text) ? <Id text={text} what={path} keep={24} /> : <span className="[overflow-wrap:anywhere] whitespace-normal">{text}</span>)
  return (
    <div className="mt-5 flex flex-col gap-3">
      <SmallTable isDense caption={w.audit.changed} rows={differencesOf(before, after)} idOf={({ path }) => path} empty={w.audit.nothingChanged} columns={[
        { head: w.audit.value, cell: ({ path }) => <code className="break-all whitespace-normal">{path}</code> },
        ...(before === null ? [] : [{ head: w.key.beforeIt, cell: (one: Difference) => shown(one.path, one.before) }]),
        ...(after === null ? [] : [{ head: w.key.afterIt, isLong: true, cell: (one: Difference) => shown(one.path, one.after) }]),
      ]} />
      <details>
        <summary className="link w-fit text-sm">{w.audit.wholeEntry}</summary>
        {([[w.key.beforeIt, before], [w.key.afterIt, after]] as const).map(([title, value]) => (value === null ? null : <section key={title} className="mt-3"><h3>{title}</h3><pre tabIndex={0} aria-label={title} className="mt-1 overflow-auto rounded-md bg-sunken p-3 text-sm whitespace-pre-wrap break-words">{JSON.stringify(value, null, 2)}</pre></section>))}
      </details>
    </div>
  )
}
