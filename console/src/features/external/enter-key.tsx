import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ExternalKeyWish } from '../../../../src/operations/operator.ts'
import { addExternalKey, examineExternalKey, externalKeysQuery } from '../../api/external.ts'
import { presetsQuery } from '../../api/keys.ts'
import { useAccountChoice } from '../../parts/account-choice.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field, SelectField, TextField } from '../../parts/field.tsx'
import { faultOfField } from '../../parts/refusal-words.ts'
import { Loading, RefusedNote, Unread } from '../../parts/states.tsx'
import { changeInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'

const BINANCE = 'https://api.binance.com'

/** Enters a key of another exchange. One with its secret is read at once, so that the reader sees at once whether it is sound. */
export const EnterKey = ({ onClose, onTold }: { readonly onClose: () => void; readonly onTold: (text: string) => void }) => {
  const w = useWords()
  const queries = useQueryClient()
  const { account, choice } = useAccountChoice('external.add')
  const known = useQuery(presetsQuery)
  const presets = known.data ?? []
  const [wish, setWish] = useState({ label: '', url: BINANCE, apiKey: '', secret: '', preset: 'grid-bot' })
  const adding = useMutation({ mutationFn: (asked: ExternalKeyWish) => addExternalKey(asked), onSettled: () => queries.invalidateQueries(externalKeysQuery) })
  const { error } = adding
  const faultOf = (field: keyof ExternalKeyWish): string | undefined => faultOfField(w, error, field)
  const put = (change: Partial<typeof wish>): void => setWish({ ...wish, ...change })
  const enter = async (): Promise<void> => {
    if (account === undefined) return
    const { secret, ...asked } = wish
    const changed = await adding.mutateAsync({ account: account.id, ...asked, label: asked.label.trim(), ...(secret.trim() !== '' && { secret: secret.trim() }) }).catch(() => null)
    if (changed === null || changed.is === 'cancelled') return
    if (changed.is === 'done' && changed.value.hasSecret) void examineExternalKey(changed.value.id).catch(() => null).then(() => queries.invalidateQueries(externalKeysQuery))
    onTold(changed.is === 'awaitingApproval' ? w.states.waiting(changeInWords(changed.approval, w), changed.approval.approvalsNeeded) : w.external.added(wish.label))
    onClose()
  }
  return (
    <Dialog isPanel title={w.external.title} onClose={onClose} footer={<><button type="button" className="button" onClick={onClose}>{w.common.cancel}</button><button type="submit" form="enter-key" className="button button-primary" disabled={adding.isPending}>{w.external.go(wish.label.trim())}</button></>}>
      <form id="enter-key" className="flex flex-col gap-4" autoComplete="off" onSubmit={(event) => { event.preventDefault(); void enter() }}>
        {choice === null ? null : <div>{choice}</div>}
        <TextField label={w.external.label} required autoFocus maxLength={60} value={wish.label} fault={faultOf('label')} onChange={({ target }) => put({ label: target.value })} />
        <TextField label={w.external.url} hint={w.external.urlHint} required type="url" value={wish.url} fault={faultOf('url')} onChange={({ target }) => put({ url: target.value })} />
        <TextField label={w.external.key} hint={w.external.keyHint} className="mono" required spellCheck={false} autoComplete="off" value={wish.apiKey} fault={faultOf('apiKey')} onChange={({ target }) => put({ apiKey: target.value })} />
        <Field label={w.external.secret} hint={w.external.secretHint} fault={faultOf('secret')}>{(ties) => <textarea {...ties} rows={3} spellCheck={false} autoComplete="off" className="input mono text-sm" value={wish.secret} onChange={({ target }) => put({ secret: target.value })} />}</Field>
        <Unread of={[known]} className="" />
        {known.isPending ? <Loading rows={1} /> : null}
        <SelectField label={w.external.preset} hint={w.external.presetHint} value={wish.preset} onChange={({ target }) => put({ preset: target.value })}>{presets.map(({ name }) => <option key={name} value={name}>{w.create.presets[name]?.title ?? name}</option>)}</SelectField>
        <RefusedNote error={error} />
      </form>
    </Dialog>
  )
}
