import { TextField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.tsx'

const MOST_NOTE = 500

/** Why it was decided so, for the record. */
export const NoteField = ({ value, onChange }: { readonly value: string; readonly onChange: (note: string) => void }) => {
  const w = useWords()
  return <TextField label={w.reviews.note} hint={w.reviews.noteHint} maxLength={MOST_NOTE} value={value} onChange={({ target }) => onChange(target.value)} />
}
