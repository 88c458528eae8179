import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Changed } from '../api/client.ts'
import { changeInWords } from '../words/told.ts'
import { useWords } from '../words/words.tsx'
import { Dialog } from './dialog.tsx'
import { Note, RefusedNote } from './states.tsx'

/** One setting as it is and as it would be, in words. */
export interface ChangedRow {
  readonly title: string
  readonly before: string
  readonly after: string
}

/** What a set of settings would become, line by line; nothing is asked for before it was read here. */
export const ChangeReview = ({ rows, action, error, isBusy, onClose, onApply }: {
  readonly rows: readonly ChangedRow[]; readonly action: string; readonly error: unknown; readonly isBusy: boolean; readonly onClose: () => void; readonly onApply: () => void
}) => {
  const w = useWords()
  return (
    <Dialog title={w.policy.review} onClose={onClose} footer={<><button type="button" className="button" onClick={onClose}>{w.common.back}</button><button type="button" className="button button-primary" disabled={isBusy} onClick={onApply}>{action}</button></>}>
      <div className="flex flex-col gap-3">
        <table className="table">
          <caption className="sr-only">{w.policy.review}</caption>
          <thead><tr><td /><th scope="col">{w.key.beforeIt}</th><th scope="col">{w.key.afterIt}</th></tr></thead>
          <tbody>{rows.map(({ title, before, after }) => <tr key={title}><th scope="row" className="!text-sm !whitespace-normal">{title}</th><td className="py-2 break-words text-soft">{before}</td><td className="py-2 font-medium break-words">{after}</td></tr>)}</tbody>
        </table>
        <RefusedNote error={error} />
      </div>
    </Dialog>
  )
}

/** Asks for one change of settings: it may be made, may wait for other people, or be left when its confirmation is closed. */
export const useSettingChange = (queryKey: readonly unknown[], doneText: string) => {
  const w = useWords()
  const queries = useQueryClient()
  const [told, setTold] = useState<string | null>(null)
  const acting = useMutation({ mutationFn: (run: () => Promise<Changed<unknown>>) => run(), onSettled: () => queries.invalidateQueries({ queryKey }) })
  /** @returns whether the reader is through with it */
  const apply = async (run: () => Promise<Changed<unknown>>): Promise<boolean> => {
    setTold(null)
    const changed = await acting.mutateAsync(run).catch(() => null)
    if (changed === null || changed.is === 'cancelled') return false
    setTold(changed.is === 'awaitingApproval' ? w.states.waiting(changeInWords(changed.approval, w), changed.approval.approvalsNeeded) : doneText)
    return true
  }
  const note = told === null ? null : <Note kind="safe" role="status">{told}</Note>
  return { apply, note, error: acting.error, isBusy: acting.isPending, reset: () => { acting.reset(); setTold(null) } }
}
