import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ExternalKeyChange, ExternalKeySummary } from '../../../../src/operations/operator.ts'
import { editExternalKey, examineExternalKey, externalKeysQuery } from '../../api/external.ts'
import { presetsQuery } from '../../api/keys.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Field, SelectField, TextField } from '../../parts/field.tsx'
import { faultOfField } from '../../parts/refusal-words.ts'
import { Loading, RefusedNote, Unread } from '../../parts/states.tsx'
import { changeInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'

/** Changes what a key is called, meant for, or signed by; with a new secret it is read at once. */
export const EditKey = ({ of: key, onClose, onChanged }: { readonly of: ExternalKeySummary; readonly onClose: () => void; readonly onChanged: (told: string) => void }) => {
  const w = useWords()
  const queries = useQueryClient()
  const known = useQuery(presetsQuery)
  const presets = known.data ?? []
  const [label, setLabel] = useState(key.label)
  const [preset, setPreset] = useState(key.preset)
  const [secret, setSecret] = useState('')
  const editing = useMutation({ mutationFn: (change: ExternalKeyChange) => editExternalKey(change), onSettled: () => queries.invalidateQueries(externalKeysQuery) })
  const faultOf = (field: keyof ExternalKeyChange): string | undefined => faultOfField(w, editing.error, field)
  const change: ExternalKeyChange = { id: key.id, ...(label.trim() !== key.label && { label: label.trim() }), ...(preset !== key.preset && { preset }), ...(secret.trim() !== '' && { secret: secret.trim() }) }
  const edit = async (): Promise<void> => {
    const changed = await editing.mutateAsync(change).catch(() => null)
    if (changed === null || changed.is === 'cancelled') return
    if (change.secret !== undefined) void examineExternalKey(key.id).catch(() => null).then(() => queries.invalidateQueries(externalKeysQuery))
    onChanged(changed.is === 'awaitingApproval' ? w.states.waiting(changeInWords(changed.approval, w), changed.approval.approvalsNeeded) : w.external.edited)
    onClose()
  }
  return (
    <Dialog title={w.external.editIt(key.label)} onClose={onClose} footer={<><button type="button" className="button" onClick={onClose}>{w.common.cancel}</button><button type="submit" form="edit-key" className="button button-primary" disabled={Object.keys(change).length === 1 || editing.isPending}>{w.external.editIt(key.label)}</button></>}>
      <form id="edit-key" className="flex flex-col gap-4" autoComplete="off" onSubmit={(event) => { event.preventDefault(); void edit() }}>
        <TextField label={w.external.label} required autoFocus maxLength={60} value={label} fault={faultOf('label')} onChange={({ target }) => setLabel(target.value)} />
        <Unread of={[known]} className="" />
        {known.isPending ? <Loading rows={1} /> : null}
        <SelectField label={w.external.preset} hint={w.external.presetHint} value={preset} onChange={({ target }) => setPreset(target.value)}>{presets.map(({ name }) => <option key={name} value={name}>{w.create.presets[name]?.title ?? name}</option>)}</SelectField>
        <Field label={w.external.secret} hint={w.external.newSecretHint} fault={faultOf('secret')}>{(ties) => <textarea {...ties} rows={3} spellCheck={false} autoComplete="off" className="input mono text-sm" value={secret} onChange={({ target }) => setSecret(target.value)} />}</Field>
        <RefusedNote error={editing.error} />
      </form>
    </Dialog>
  )
}
