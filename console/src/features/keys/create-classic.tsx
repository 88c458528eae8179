import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { createKey, useKeyChange } from '../../api/keys.ts'
import { TextField } from '../../parts/field.tsx'
import type { Secret } from '../../parts/secret-file.ts'
import { faultOfField } from '../../parts/refusal-words.ts'
import { RefusedNote } from '../../parts/states.tsx'
import { useWords } from '../../words/words.tsx'

/** Just a label, verification, and a key with reading only: what people know. */
export const Classic = ({ account, onMade }: { readonly account: number; readonly onMade: (secret: Secret, id: string) => void }): ReactNode => {
  const w = useWords()
  const creating = useKeyChange(createKey)
  const [label, setLabel] = useState('')
  const create = async (): Promise<void> => {
    const changed = await creating.mutateAsync({ account, label: label.trim(), kind: 'hmac', permissions: ['reading'], allowList: { mode: 'unrestricted' }, environment: 'live' }).catch(() => undefined)
    if (changed?.is === 'done') onMade({ label: changed.value.key.label, apiKey: changed.value.key.apiKey, kind: 'hmac', secret: changed.value.secretKey }, changed.value.key.id)
  }
  return (
    <form className="card flex max-w-[520px] flex-col gap-4 p-6" onSubmit={(event) => { event.preventDefault(); void create() }}>
      <TextField label={w.create.classicLabel} required maxLength={100} autoFocus value={label} onChange={(event) => setLabel(event.target.value)} fault={faultOfField(w, creating.error, 'label')} autoComplete="off" />
      <p className="text-soft">{w.create.classicText}</p>
      <RefusedNote error={creating.error} />
      <div className="flex flex-wrap gap-2"><button type="submit" className="button button-primary" disabled={label.trim() === '' || creating.isPending}>{w.create.classicGo}</button><Link to="/keys/create" className="button">{w.create.guided}</Link></div>
    </form>
  )
}
