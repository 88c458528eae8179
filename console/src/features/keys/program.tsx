import { useQuery } from '@tanstack/react-query'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import { markProgram, programQuery, useKeyChange } from '../../api/keys.ts'
import { useMay } from '../../api/session.ts'
import { Time } from '../../parts/formats.tsx'
import { Section } from '../../parts/section.tsx'
import { Failed, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'

/** Whether the program behind a key should be running. While its owner says that it is off, whatever calls raises the alarm; the key stays as open as it is. */
export const Program = ({ of: { id, account } }: { readonly of: Pick<KeySummary, 'id' | 'account'> }) => {
  const w = useWords()
  const may = useMay()
  const found = useQuery(programQuery(id))
  const mark = useKeyChange((isOff: boolean) => markProgram(id, isOff))
  const isOff = found.data !== undefined && found.data.offSince !== null
  return (
    <Section title={w.program.title} action={found.data === undefined || !may('program.mark', account) ? undefined
      : <button type="button" className="button button-small" disabled={mark.isPending} onClick={() => mark.mutate(!isOff)}>{isOff ? w.program.turnOn : w.program.turnOff}</button>}>
      <RefusedNote error={mark.error} />
      {found.isPending ? <Loading rows={1} /> : found.isLoadingError ? <Failed error={found.error} retry={() => void found.refetch()} />
        : found.data.offSince === null ? <p className="text-soft">{w.program.runs}</p> : <Note kind="caution" role="status">{w.program.off} <Time at={found.data.offSince} style="exact" /></Note>}
    </Section>
  )
}
