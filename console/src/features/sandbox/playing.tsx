import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ScenarioSummary } from '../../../../src/operations/scenario-acts.ts'
import { scenarioQuery, stopScenario } from '../../api/sandbox.ts'
import { useMay } from '../../api/session.ts'
import { Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { RefusedNote, Unread } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { useActing } from './acting.tsx'

/** While something goes wrong on purpose, everybody who looks is told so. */
export const PlayingBanner = () => {
  const w = useWords()
  const { environment } = useActing()
  const may = useMay()
  const asked = useQuery(scenarioQuery(environment))
  const { data: playing, refetch } = asked
  const [error, setError] = useState<unknown>(null)
  if (!playing) return <Unread of={[asked]} />
  const stop = async (): Promise<void> => {
    setError(null)
    await stopScenario(environment).catch(setError)
    await refetch()
  }
  return (
    <div className="mb-5 flex flex-col gap-2">
      <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-caution bg-caution-soft px-4 py-2">
        <Icon name="flask" className="text-caution" /><p className="min-w-0 flex-1"><strong>{w.sandbox.playing(playing.name)}</strong> {w.sandbox.until} <Time at={playing.endsAt} style="exact" />. {w.sandbox.seedIs(playing.seed)}</p>
        {may('sandbox.manage') ? <button type="button" className="button" onClick={() => void stop()}>{w.sandbox.stopIt(playing.name)}</button> : null}
      </div>
      <RefusedNote error={error} />
    </div>
  )
}

/** An act as the server tells it: its kind, then what it was told. */
const ActInWords = ({ act }: { readonly act: string }) => {
  const w = useWords()
  const [kind = '', ...rest] = act.split(', ')
  return <>{w.sandbox.acts[kind] ?? kind} <code className="text-soft">{rest.join(', ')}</code></>
}

/** What the scenario struck so far, and what it did to the world. */
export const Played = ({ of }: { readonly of: ScenarioSummary }) => {
  const w = useWords()
  return (
    <div className="grid grid-cols-1 gap-5 md:grid-cols-2">
      <div><h3 className="mb-1">{w.sandbox.struck}</h3>{of.rules.length === 0 ? <p className="text-soft">{w.common.none}</p> : <ul className="flex flex-col gap-1">{of.rules.map((rule, index) => <li key={index} className="flex flex-wrap justify-between gap-x-3"><span>{w.sandbox.faults[rule.fault] ?? rule.fault} <code className="text-soft">{rule.endpoint ?? w.sandbox.everyCall}{rule.key === null ? '' : ` · ${rule.key}`}</code></span><span className="numeric font-medium">{w.sandbox.times(rule.struck)}</span></li>)}</ul>}</div>
      <div><h3 className="mb-1">{w.sandbox.happened}</h3>{of.done.length === 0 ? <p className="text-soft">{w.sandbox.nothingYet}</p> : <ul className="flex flex-col gap-1">{of.done.map(({ at, act, outcome }, index) => <li key={index}><Time at={at} /> <ActInWords act={act} />: {outcome}</li>)}</ul>}</div>
    </div>
  )
}
