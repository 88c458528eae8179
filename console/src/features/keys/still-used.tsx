import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import { stillUsedQuery } from '../../api/keys.ts'
import { Copy, Time } from '../../parts/formats.tsx'
import { Section } from '../../parts/section.tsx'
import { Badge, Failed, Note } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'

/** While a key gives way to another, and after: which address still calls with the old one. Shown on the pages of both. */
export const StillUsed = ({ of: { id, lineage } }: { readonly of: Pick<KeySummary, 'id' | 'lineage'> }) => {
  const w = useWords()
  const old = lineage.successor === null ? lineage.predecessor : id
  const told = useQuery({ ...stillUsedQuery(old ?? ''), enabled: old !== null })
  const { data: uses } = told
  if (told.isLoadingError) return <Section title={w.stillUsed.title}><Failed error={told.error} retry={() => void told.refetch()} /></Section>
  if (!uses) return null
  return (
    <Section title={w.stillUsed.title} action={old === id ? undefined : <Link to="/keys/$key" params={{ key: uses.key }} className="link text-sm">{w.stillUsed.old}</Link>}>
      {uses.addresses.length === 0 ? <Note kind="safe">{w.stillUsed.nobody} <Time at={uses.since} style="exact" /></Note> : (
        <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={w.stillUsed.addresses}>
          <table className="table table-dense"><caption className="sr-only">{w.stillUsed.title}</caption>
            <thead><tr><th scope="col">{w.calls.address}</th><th scope="col" className="text-right">{w.key.calls}</th><th scope="col" className="text-right">{w.calls.refused}</th><th scope="col">{w.stillUsed.last}</th><th scope="col">{w.stillUsed.successor}</th></tr></thead>
            <tbody>{uses.addresses.map((one) => (
              <tr key={one.address}><td><Link to="/calls" search={{ key: uses.key, address: one.address }} className="link"><code>{one.address}</code></Link> <Copy text={one.address} what={w.calls.address} /></td><td className="text-right">{one.calls}</td><td className="text-right">{one.refused}</td>
                <td><Time at={one.last} /> · <code>{one.endpoint}</code></td><td><Badge kind={one.usesSuccessor ? 'safe' : 'caution'}>{one.usesSuccessor ? w.stillUsed.moved : w.stillUsed.notMoved}</Badge></td></tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </Section>
  )
}
