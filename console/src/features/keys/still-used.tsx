import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import { stillUsedQuery } from '../../api/keys.ts'
import { Copy, Time } from '../../parts/formats.tsx'
import { Section } from '../../parts/section.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
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
        <SmallTable isDense caption={w.stillUsed.addresses} rows={uses.addresses} idOf={({ address }) => address} empty="" columns={[
          { head: w.calls.address, cell: ({ address }) => <><Link to="/calls" search={{ key: uses.key, address }} className="link"><code>{address}</code></Link> <Copy text={address} what={w.calls.address} /></> },
          { head: w.key.calls, isNumber: true, cell: ({ calls }) => calls }, { head: w.calls.refused, isNumber: true, cell: ({ refused }) => refused },
          { head: w.stillUsed.last, isLong: true, cell: ({ last, endpoint }) => <><Time at={last} /> · <code>{endpoint}</code></> },
          { head: w.stillUsed.successor, place: 'side', cell: ({ usesSuccessor }) => <Badge kind={usesSuccessor ? 'safe' : 'caution'}>{usesSuccessor ? w.stillUsed.moved : w.stillUsed.notMoved}</Badge> },
        ]} />
      )}
    </Section>
  )
}
