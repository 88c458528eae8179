import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { createPortal } from 'react-dom'
import type { Changed, Destruction } from '../api/client.ts'
import type { DestructiveAct } from '../words/destroying-english.ts'
import { useWords } from '../words/words.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'
import { RefusedNote } from './states.tsx'

interface Asked<Value> {
  readonly act: DestructiveAct
  /** What ends, as its people call it: it stands on the button and is what has to be typed. */
  readonly name: string
  /** What is asked of the server once the name was typed. */
  readonly destruction: () => Destruction<Value>
  /** Hears what came of it, unless the reader closed the confirmation or the server said no. */
  readonly onThrough?: (changed: Changed<Value>) => void
  /** More about what is lost than the act's own sentence. */
  readonly children?: ReactNode
}

/** The one dialog that carries a destructive act out, and only when the name of what it ends was typed. */
export const DestroyDialog = <Value,>({ act, name, destruction, onThrough, children, onClose }: Asked<Value> & { readonly onClose: () => void }) => {
  const w = useWords()
  const [typed, setTyped] = useState('')
  const queries = useQueryClient()
  const acting = useMutation({ mutationFn: () => destruction().carryOut(), onSuccess: (changed) => { if (changed.is !== 'cancelled') { onClose(); onThrough?.(changed) } }, onSettled: () => queries.invalidateQueries() })
  const { it, text } = w.destroying[act]
  return createPortal((
    <Dialog title={it(name)} onClose={onClose} footer={<>
      <button type="button" className="button" onClick={onClose}>{w.common.cancel}</button>
      <button type="submit" form="destroy" className="button button-red" disabled={typed !== name || acting.isPending}>{it(name)}</button>
    </>}>
      <form id="destroy" className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); event.stopPropagation(); if (typed === name) acting.mutate() }}>
        <p>{text}</p>
        {children}
        <TextField label={w.common.typeName(name)} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" spellCheck={false} />
        <RefusedNote error={acting.error} />
      </form>
    </Dialog>
  ), document.body)
}

/** A button that ends something: it names what, and its dialog waits for the typed name. */
export const Destroy = <Value,>({ className = 'button-small', icon, ...asked }: Asked<Value> & { readonly className?: string; readonly icon?: ReactNode }) => {
  const w = useWords()
  const [isAsked, setAsked] = useState(false)
  return (
    <>
      <button type="button" className={`button button-danger ${className}`} onClick={() => setAsked(true)}>{icon}{w.destroying[asked.act].button}<span className="sr-only">: {asked.name}</span></button>
      {isAsked ? <DestroyDialog {...asked} onClose={() => setAsked(false)} /> : null}
    </>
  )
}
