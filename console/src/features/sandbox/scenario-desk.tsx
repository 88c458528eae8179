import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { scenarioQuery, startForGood, startScenario } from '../../api/sandbox.ts'
import { useMay } from '../../api/session.ts'
import { DestroyDialog } from '../../parts/destroy.tsx'
import { Field, TextField } from '../../parts/field.tsx'
import { Section } from '../../parts/section.tsx'
import { Note, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { useActing } from './acting.tsx'
import { Played } from './playing.tsx'
import { isForGood, type SampleName, SAMPLES, scriptOf } from './scenario-samples.ts'

const SEED = /^\d{1,10}$/

/** What can go wrong on purpose: ready-made scenarios, and a script of one's own. */
export const ScenarioDesk = ({ symbol }: { readonly symbol: string | undefined }) => {
  const w = useWords()
  const { environment, key } = useActing()
  const may = useMay()
  const { data: playing, refetch } = useQuery(scenarioQuery(environment))
  const [seed, setSeed] = useState('42')
  const [script, setScript] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [asked, setAsked] = useState<SampleName | null>(null)
  if (!may('sandbox.manage')) return <Note kind="info">{w.sandbox.manageOnly}</Note>
  const name = symbol ?? 'BTCUSDT'
  const textOf = (sample: SampleName): string => scriptOf(sample, w.sandbox.samples[sample].title, Number(SEED.test(seed) ? seed : 1), { symbol: name, asset: name.replace(/(USDT|USDC|BTC)$/, ''), key: key.label })
  const start = async (text: string): Promise<void> => {
    setError(null)
    await startScenario(environment, text).catch(setError)
    await refetch()
  }
  return (
    <div className="flex flex-col gap-5">
      {playing ? <Section title={w.sandbox.playing(playing.name)}><Played of={playing} /></Section> : null}
      <Note kind="info">{w.sandbox.scenarioText}</Note>
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_420px]">
        <Section title={w.sandbox.ready}>
          <ul className="flex flex-col divide-y divide-line">{SAMPLES.map((sample) => (
            <li key={sample} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
              <div className="min-w-0 flex-1 basis-64"><h3>{w.sandbox.samples[sample].title}</h3><p className="text-soft">{w.sandbox.samples[sample].text(name, key.label)}</p></div>
              <div className="flex gap-2"><button type="button" className="button button-small" onClick={() => { setError(null); setScript(textOf(sample)) }}>{w.sandbox.change}<span className="sr-only">: {w.sandbox.samples[sample].title}</span></button><button type="button" className={`button button-small ${isForGood(sample) ? 'button-danger' : ''}`} onClick={() => (isForGood(sample) ? setAsked(sample) : void start(textOf(sample)))}>{w.sandbox.start}<span className="sr-only">: {w.sandbox.samples[sample].title}</span></button></div>
            </li>
          ))}</ul>
        </Section>
        <Section title={w.sandbox.ownScript}>
          <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); void start(script) }}>
            <TextField label={w.sandbox.seed} hint={w.sandbox.seedText} inputMode="numeric" pattern="[0-9]{1,10}" className="numeric" value={seed} onChange={(event) => setSeed(event.target.value)} />
            <Field label={w.sandbox.script} hint={w.sandbox.scriptText}>{(ties) => <textarea {...ties} required rows={14} spellCheck={false} className="input mono text-sm" value={script} onChange={(event) => setScript(event.target.value)} />}</Field>
            <label className="button relative focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent"><input type="file" accept=".yaml,.yml,.json" className="absolute inset-0 cursor-pointer opacity-0" onChange={(event) => { const [file] = event.target.files ?? []; if (file) void file.text().then(setScript) }} />{w.sandbox.chooseFile}</label>
            <button type="submit" className="button button-primary">{w.sandbox.startScript}</button>
            <RefusedNote error={error} />
          </form>
        </Section>
      </div>
      {asked === null ? null : (
        <DestroyDialog act="scenario.takeRight" name={key.label} destruction={() => startForGood(environment, textOf(asked))} onThrough={() => void refetch()} onClose={() => setAsked(null)}><p>{w.sandbox.samples[asked].text(name, key.label)}</p></DestroyDialog>
      )}
    </div>
  )
}
