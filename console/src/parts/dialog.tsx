import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react'
import { useWords } from '../words/words.tsx'
import { Icon } from './icon.tsx'

/** The browser's own modal dialog: it keeps the focus, makes the rest inert and gives the focus back. What it holds comes once it is open, for nothing can be focused before. */
export const Dialog = ({ title, onClose, children, isPanel = false, footer }: { readonly title: string; readonly onClose: () => void; readonly children: ReactNode; readonly isPanel?: boolean; readonly footer?: ReactNode }) => {
  const w = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  useLayoutEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    if (element && !element.open) element.showModal()
    setOpen(true)
    return () => {
      element?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog ref={dialog} aria-labelledby={id} className={`dialog ${isPanel ? 'panel-dialog' : ''}`} onCancel={(event) => { event.preventDefault(); onClose() }}>
      <div className="sticky top-0 z-10 flex items-center justify-between gap-3 border-b border-line bg-raised px-5 py-3">
        <h2 id={id}>{title}</h2>
        <button type="button" className="button button-quiet button-small" onClick={onClose} aria-label={w.common.close}><Icon name="cross" /></button>
      </div>
      <div className="px-5 py-4">{isOpen ? children : null}</div>
      {footer === undefined ? null : <div className="sticky bottom-0 z-10 flex flex-wrap justify-end gap-2 border-t border-line bg-raised px-5 py-3">{footer}</div>}
    </dialog>
  )
}
