import type { KeySummary } from '../../../../src/operations/operator.ts'
import { markProgram, useKeyChange } from '../../api/keys.ts'
import { useMay } from '../../api/session.ts'
import { Time } from '../../parts/formats.tsx'
import { Section } from '../../parts/section.tsx'
import { Note, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'

/** Whether the program behind a key should be running. While its owner says that it is off, whatever calls raises the alarm; the key stays as open as it is. */
export const Program = ({ of: { id, account, programOffSince } }: { readonly of: Pick<KeySummary, 'id' | 'account' | 'programOffSince'> }) => {
  const w = useWords()
  const may = useMay()
  const mark = useKeyChange((isOff: boolean) => markProgram(id, isOff))
  const isOff = programOffSince !== null
  return (
    <Section title={w.program.title} action={!may('program.mark', account) ? undefined
      : <button type="button" className="button button-small" disabled={mark.isPending} onClick={() => mark.mutate(!isOff)}>{isOff ? w.program.turnOn : w.program.turnOff}</button>}>
      <RefusedNote error={mark.error} />
      {programOffSince === null ? <p className="text-soft">{w.program.runs}</p> : <Note kind="caution" role="status">{w.program.off} <Time at={programOffSince} style="exact" /></Note>}
    </Section>
  )
}
