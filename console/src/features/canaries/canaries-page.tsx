import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { alertsQuery } from '../../api/alerts.ts'
import { keysQuery } from '../../api/keys.ts'
import { useMay } from '../../api/session.ts'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { Empty, Failed, Loading, Note, Unread } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { useWords } from '../../words/words.tsx'
import { Canary } from './canary.tsx'
import { MakeCanary } from './make-canary.tsx'

/** The keys that nobody uses, what is to be planted where, and who tried one. */
export const CanariesPage = () => {
  const w = useWords()
  const may = useMay()
  const keys = useQuery(keysQuery)
  const alarms = useQuery({ ...alertsQuery(false), enabled: may('alert.see') })
  const [isMaking, setMaking] = useState(false)
  const [told, setTold] = useState<string | null>(null)
  const canaries = (keys.data ?? []).filter(({ preset, state }) => preset === 'canary' && state !== 'deleted').sort((one, other) => other.createdAt.localeCompare(one.createdAt))
  const make = may('key.create') ? <button type="button" className="button button-primary" onClick={() => { setTold(null); setMaking(true) }}><Icon name="plus" />{w.canaries.make}</button> : undefined
  return (
    <>
      <PageHead title={w.nav.canaries} action={make}>{w.canaries.intro}</PageHead>
      <Unread of={[alarms]} />
      {told === null ? null : <div className="mb-4"><Note kind="safe" role="status">{told}</Note></div>}
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_360px]">
        {keys.isPending ? <div className="card"><Loading /></div> : keys.isLoadingError ? <div className="card"><Failed error={keys.error} retry={() => void keys.refetch()} /></div>
          : canaries.length === 0 ? <div className="card"><Empty icon="canary" title={w.canaries.none} action={make}>{w.canaries.noneText}</Empty></div>
            : <ul className="flex min-w-0 flex-col gap-3">{canaries.map((key) => <Canary key={key.id} of={key} alarms={alarms.data?.filter(({ kind, keyId }) => kind === 'canary' && keyId === key.id) ?? null} />)}</ul>}
        <Section title={w.canaries.where}><ul className="flex list-disc flex-col gap-2 pl-4 text-soft">{w.canaries.places.map((place) => <li key={place}>{place}</li>)}</ul></Section>
      </div>
      {isMaking ? <MakeCanary taken={(keys.data ?? []).map(({ label }) => label)} onClose={() => setMaking(false)} onTold={setTold} /> : null}
    </>
  )
}
