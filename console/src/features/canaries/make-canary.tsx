import { useState } from 'react'
import type { KeyWish } from '../../../../src/operations/operator.ts'
import { createKey, useKeyChange } from '../../api/keys.ts'
import { useAccountChoice } from '../../parts/account-choice.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { RefusedNote } from '../../parts/states.tsx'
import { changeInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'

/** A label suggests itself, so that a canary is made by two clicks and its confirmation. */
export const MakeCanary = ({ taken, onClose, onTold }: { readonly taken: readonly string[]; readonly onClose: () => void; readonly onTold: (text: string) => void }) => {
  const w = useWords()
  const { account, choice } = useAccountChoice('key.create')
  const [label, setLabel] = useState(() => {
    let count = 1
    while (taken.includes(w.canaries.suggested(count))) count += 1
    return w.canaries.suggested(count)
  })
  const making = useKeyChange((wish: KeyWish) => createKey(wish))
  const make = async (): Promise<void> => {
    if (account === undefined) return
    const changed = await making.mutateAsync({ account: account.id, label: label.trim(), kind: 'hmac', environment: 'live', allowList: { mode: 'trusted', entries: [] }, preset: 'canary' }).catch(() => null)
    if (changed === null || changed.is === 'cancelled') return
    onTold(changed.is === 'awaitingApproval' ? w.states.waiting(changeInWords(changed.approval, w), changed.approval.approvalsNeeded) : w.canaries.made(label.trim()))
    onClose()
  }
  return (
    <Dialog title={w.canaries.title} onClose={onClose} footer={<><button type="button" className="button" onClick={onClose}>{w.common.cancel}</button><button type="submit" form="make-canary" className="button button-primary" disabled={making.isPending}>{w.canaries.go}</button></>}>
      <form id="make-canary" className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); void make() }}>
        {choice === null ? null : <div>{choice}</div>}
        <TextField label={w.canaries.label} hint={w.canaries.labelHint} required autoFocus maxLength={100} value={label} onChange={({ target }) => setLabel(target.value)} />
        <RefusedNote error={making.error} />
      </form>
    </Dialog>
  )
}
