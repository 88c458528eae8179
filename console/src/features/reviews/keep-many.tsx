import { useState } from 'react'
import type { KeySummary } from '../../../../src/operations/operator.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { RefusedNote } from '../../parts/states.tsx'
import { keyInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'
import { NoteField } from './note-field.tsx'

/** Several keys that stay as they are, each read once more, with one note for all of them. */
export const KeepMany = ({ keys, error, isBusy, onClose, onKeep }: { readonly keys: readonly KeySummary[]; readonly error: unknown; readonly isBusy: boolean; readonly onClose: () => void; readonly onKeep: (note: string) => void }) => {
  const w = useWords()
  const [note, setNote] = useState('')
  const title = w.reviews.keepMarked(keys.length)
  return (
    <Dialog title={title} onClose={onClose} footer={<><button type="button" className="button" onClick={onClose}>{w.common.cancel}</button><button type="submit" form="keep-keys" className="button button-primary" disabled={isBusy}>{title}</button></>}>
      <form id="keep-keys" className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); onKeep(note.trim()) }}>
        <p className="text-soft">{w.reviews.keepManyText}</p>
        <ul className="max-h-[40dvh] divide-y divide-line overflow-y-auto">{keys.map((key) => <li key={key.id} className="py-2"><p className="font-medium break-all">{key.label}</p><p className="break-words text-soft">{keyInWords(key, w)}</p></li>)}</ul>
        <NoteField value={note} onChange={setNote} />
        <RefusedNote error={error} />
      </form>
    </Dialog>
  )
}
