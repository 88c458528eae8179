import { type ReactNode, useState } from 'react'
import { useWords } from '../words/words.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'
import { RefusedNote } from './states.tsx'

/** A dangerous act waits until the name of what it destroys was typed. */
export const ConfirmByName = ({ title, name, action, children, onClose, onConfirm, error }: {
  readonly title: string; readonly name: string; readonly action: string; readonly children: ReactNode; readonly onClose: () => void; readonly onConfirm: () => Promise<unknown>; readonly error?: unknown
}) => {
  const w = useWords()
  const [typed, setTyped] = useState('')
  const [isBusy, setBusy] = useState(false)
  const confirm = async (): Promise<void> => {
    setBusy(true)
    try { await onConfirm() } finally { setBusy(false) }
  }
  return (
    <Dialog title={title} onClose={onClose} footer={<>
      <button type="button" className="button" onClick={onClose}>{w.common.cancel}</button>
      <button type="submit" form="confirm-by-name" className="button button-red" disabled={typed !== name || isBusy}>{action}</button>
    </>}>
      <form id="confirm-by-name" className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); if (typed === name) void confirm() }}>
        {children}
        <TextField label={w.common.typeName(name)} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" spellCheck={false} />
        <RefusedNote error={error} />
      </form>
    </Dialog>
  )
}
