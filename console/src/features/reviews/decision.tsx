import { type ReactNode, useState } from 'react'
import type { KeyChange, ReviewWish } from '../../../../src/operations/operator.ts'
import type { Permission } from '../../../../src/permission.ts'
import type { Changed } from '../../api/client.ts'
import { deleteReviewed, reviewKey, useKeyChange } from '../../api/keys.ts'
import { DestroyDialog } from '../../parts/destroy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { KeyChanged } from '../../parts/key-changed.tsx'
import { rightNamed } from '../../parts/rights.ts'
import { Badge, Note, RefusedNote } from '../../parts/states.tsx'
import { keyInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'
import { NoteField } from './note-field.tsx'
import type { Reviewed } from './reviews-page.tsx'

export interface Deciding {
  readonly review: Reviewed
  readonly decision: ReviewWish['decision']
}

/** What somebody decides of a key, read once more before it is asked for, with a note for the record. */
export const Decision = ({ of: { review, decision }, onClose, onDecided }: { readonly of: Deciding; readonly onClose: () => void; readonly onDecided: (changed: Changed<unknown>, done: string) => void }) => {
  const w = useWords()
  const { key } = review
  const [note, setNote] = useState('')
  const deciding = useKeyChange((wish: ReviewWish) => reviewKey(wish))
  const decide = async (wish: ReviewWish): Promise<void> => {
    const changed = await deciding.mutateAsync(note.trim() === '' ? wish : { ...wish, note: note.trim() }).catch(() => null)
    if (changed === null || changed.is === 'cancelled') return
    onDecided(changed, { keep: w.reviews.kept, narrow: w.reviews.narrowed, delete: w.reviews.deleted }[decision](key.label))
    onClose()
  }
  const noteField = <NoteField value={note} onChange={setNote} />
  switch (decision) {
    case 'delete': return <DestroyDialog act="key.delete" name={key.label} destruction={() => deleteReviewed({ key: key.id, ...(note.trim() !== '' && { note: note.trim() }) })} onThrough={(changed) => onDecided(changed, w.reviews.deleted(key.label))} onClose={onClose}>{noteField}</DestroyDialog>
    case 'narrow': return <Narrowing of={review} note={noteField} error={deciding.error} isBusy={deciding.isPending} onClose={onClose} onNarrow={(change) => void decide({ key: key.id, decision, change })} />
    case 'keep': return (
      <Dialog title={w.reviews.keepIt(key.label)} onClose={onClose} footer={<><button type="button" className="button" onClick={onClose}>{w.common.cancel}</button><button type="submit" form="keep-key" className="button button-primary" disabled={deciding.isPending}>{w.reviews.keepIt(key.label)}</button></>}>
        <form id="keep-key" className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); void decide({ key: key.id, decision }) }}><p className="break-words">{keyInWords(key, w)}</p><p className="text-soft">{w.reviews.keepText}</p>{noteField}<RefusedNote error={deciding.error} /></form>
      </Dialog>
    )
  }
}

type Narrower = Pick<KeyChange, 'revoke' | 'allowList' | 'guardRails'>

/** What is turned off, chosen one by one: what its use did without is marked already. */
const Narrowing = ({ of: { key, advice }, note, error, isBusy, onClose, onNarrow }: {
  readonly of: Reviewed; readonly note: ReactNode; readonly error: unknown; readonly isBusy: boolean; readonly onClose: () => void; readonly onNarrow: (change: Narrower) => void
}) => {
  const w = useWords()
  const advised = advice?.change ?? null
  const [revoked, setRevoked] = useState<ReadonlySet<Permission>>(new Set(advised?.revoke))
  const [bindsTo, setBindsTo] = useState(advised?.allowList !== undefined)
  const [marketsOnly, setMarketsOnly] = useState(advised?.guardRails?.symbols !== undefined)
  const revoke = key.permissions.filter((right) => revoked.has(right))
  const change: Narrower = { ...(revoke.length > 0 && { revoke }), ...(bindsTo && advised?.allowList && { allowList: advised.allowList }), ...(marketsOnly && advised?.guardRails?.symbols && { guardRails: { symbols: advised.guardRails.symbols } }) }
  const isEmpty = Object.keys(change).length === 0
  const isAllOff = revoke.length === key.permissions.length
  return (
    <Dialog isPanel title={w.reviews.narrowIt(key.label)} onClose={onClose} footer={<><button type="button" className="button" onClick={onClose}>{w.common.cancel}</button><button type="button" className="button button-primary" disabled={isEmpty || isAllOff || isBusy} onClick={() => onNarrow(change)}>{w.reviews.narrowIt(key.label)}</button></>}>
      <div className="flex flex-col gap-4">
        <fieldset className="flex flex-col gap-2">
          <legend className="font-medium">{w.reviews.turnOff}</legend>
          {advised === null ? null : <p className="text-sm text-soft">{w.reviews.turnOffText}</p>}
          {key.permissions.map((right) => <Choice key={right} isOn={revoked.has(right)} badge={advised?.revoke?.includes(right) ? w.reviews.advised : null} label={rightNamed(right).label} onChange={(isOn) => setRevoked(new Set(isOn ? [...revoked, right] : [...revoked].filter((one) => one !== right)))} />)}
          {advised?.allowList === undefined ? null : <Choice isOn={bindsTo} badge={w.reviews.proposed} label={w.alerts.bind(advised.allowList.entries.join(w.common.comma))} onChange={setBindsTo} />}
          {advised?.guardRails?.symbols === undefined ? null : <Choice isOn={marketsOnly} badge={w.reviews.proposed} label={w.alerts.markets(advised.guardRails.symbols.join(w.common.comma))} onChange={setMarketsOnly} />}
        </fieldset>
        {isEmpty ? <p className="text-soft">{w.reviews.chooseSome}</p> : isAllOff ? <Note kind="caution">{w.reviews.allOff}</Note> : <KeyChanged before={key} change={change} />}
        {note}
        <RefusedNote error={error} />
      </div>
    </Dialog>
  )
}

const Choice = ({ isOn, badge, label, onChange }: { readonly isOn: boolean; readonly badge: string | null; readonly label: string; readonly onChange: (isOn: boolean) => void }) =>
  <label className="flex items-start gap-2"><input type="checkbox" className="mt-1" checked={isOn} onChange={({ target }) => onChange(target.checked)} /><span className="min-w-0 break-words">{label}</span>{badge === null ? null : <Badge kind="caution">{badge}</Badge>}</label>
