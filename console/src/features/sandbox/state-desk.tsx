import { useState } from 'react'
import { resetSandbox, restoreSandbox, stateFileOf } from '../../api/sandbox.ts'
import { useMay, useMayOfHouse } from '../../api/session.ts'
import { DestroyDialog } from '../../parts/destroy.tsx'
import { TextField } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { Note } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'
import { useActing } from './acting.tsx'
import { PassingTime } from './passing-time.tsx'

type Wish = { readonly act: 'reset'; readonly seed: number | null } | { readonly act: 'restore'; readonly fileName: string; readonly state: string }

/** The sandbox itself: kept in a file, put back from one, or begun anew. */
export const StateDesk = () => {
  const w = useWords()
  const { environment } = useActing()
  const may = useMay()
  const mayOfHouse = useMayOfHouse()
  const [seed, setSeed] = useState('')
  const [wish, setWish] = useState<Wish | null>(null)
  const [told, setTold] = useState<string | null>(null)
  if (!may('sandbox.manage')) return <Note kind="info">{w.sandbox.manageOnly}</Note>
  const name = w.sandbox.environments[environment].name
  const ask = (next: Wish): void => { setTold(null); setWish(next) }
  return (
    <div className="flex flex-col gap-5">
      {told === null ? null : <Note kind="safe" role="status">{told}</Note>}
      <PassingTime />
      <div className="grid grid-cols-1 items-start gap-5 md:grid-cols-3">
        {!mayOfHouse('everywhere', 'sandbox.manage') ? null : <Section title={w.sandbox.keepState}><p className="mb-3 text-soft">{w.sandbox.keepText(name)}</p><a className="button" href={stateFileOf(environment)} download={`sandbox-${environment}.json`}><Icon name="download" />{w.sandbox.keepIt}</a></Section>}
        <Section title={w.sandbox.putBack}>
          <p className="mb-3 text-soft">{w.sandbox.putBackText(name)}</p>
          <label className="button button-danger relative focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent"><input type="file" accept=".json" className="absolute inset-0 cursor-pointer opacity-0" onChange={(event) => { const [file] = event.target.files ?? []; event.target.value = ''; if (file) void file.text().then((state) => ask({ act: 'restore', fileName: file.name, state })) }} />{w.sandbox.chooseFile}</label>
        </Section>
        <Section title={w.sandbox.beginAnew}>
          <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); ask({ act: 'reset', seed: seed === '' ? null : Number(seed) }) }}>
            <p className="text-soft">{w.sandbox.beginText(name)}</p>
            <TextField label={w.sandbox.seed} hint={w.sandbox.resetSeedText} inputMode="numeric" pattern="[0-9]{1,10}" className="numeric" value={seed} onChange={(event) => setSeed(event.target.value)} />
            <div><button type="submit" className="button button-danger">{w.destroying['sandbox.reset'].it(name)}</button></div>
          </form>
        </Section>
      </div>
      {wish === null ? null : (
        <DestroyDialog act={`sandbox.${wish.act}`} name={name} destruction={() => (wish.act === 'reset' ? resetSandbox(environment, wish.seed) : restoreSandbox(environment, wish.state))} onClose={() => setWish(null)}
          onThrough={() => setTold(wish.act === 'reset' ? w.sandbox.resetDone(name) : w.sandbox.restoreDone(name, wish.fileName))}>{wish.act === 'reset' ? null : <p><code>{wish.fileName}</code></p>}</DestroyDialog>
      )}
    </div>
  )
}
