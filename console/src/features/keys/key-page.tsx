import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { KeyChange, KeySummary } from '../../../../src/operations/operator.ts'
import type { Changed } from '../../api/client.ts'
import { deleteKey, disableKey, editKey, enableKey, extendKey, keyQuery, useKeyChange } from '../../api/keys.ts'
import { useCalendarNow, useMay } from '../../api/session.ts'
import { Destroy } from '../../parts/destroy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { KeyChanged } from '../../parts/key-changed.tsx'
import { Icon } from '../../parts/icon.tsx'
import { draftOf } from '../../parts/limits.ts'
import { stateOfTeeth } from '../../parts/rights.ts'
import { Section } from '../../parts/section.tsx'
import { Failed, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { changeInWords, keyInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'
import { Advice } from './advice.tsx'
import { KeyCalls } from './key-calls.tsx'
import { type Editing, EditDialog } from './key-editing.tsx'
import { endOf, KeyFacts, KeyRisk, Lineage } from './key-facts.tsx'
import { KeyAddresses, KeyLimits, KeyRights } from './key-holds.tsx'
import { MovingAddresses } from './moving-addresses.tsx'
import { Program } from './program.tsx'
import { RotateDialog } from './rotate-dialog.tsx'
import { Snippets } from './snippets.tsx'
import { StillUsed } from './still-used.tsx'
import { WaitingSecret } from './waiting-secret.tsx'

/** One key: what it may do, from where, how it is used, how it goes on, and how it ends. */
export const KeyPage = () => {
  const { key: id } = useParams({ strict: false }) as { key: string } // its route has it
  const found = useQuery(keyQuery(id))
  // Until its label is known, the key is called by its id.
  if (found.isPending) return <><PageHead title={id} /><div className="card"><Loading rows={10} /></div></>
  if (found.isLoadingError) return <><PageHead title={id} /><div className="card"><Failed error={found.error} retry={() => void found.refetch()} /></div></>
  return <KeyView key={found.data.id} of={found.data} />
}

const KeyView = ({ of: key }: { readonly of: KeySummary }) => {
  const w = useWords()
  const may = useMay()
  const [editing, setEditing] = useState<Editing | null>(null)
  const [review, setReview] = useState<KeyChange | null>(null)
  const [dialog, setDialog] = useState<'rotate' | 'split' | null>(null)
  const [told, setTold] = useState<ReactNode>(null)
  const edit = useKeyChange((change: KeyChange) => editKey(key.id, change))
  const act = useKeyChange((run: () => Promise<Changed<unknown>>) => run())
  const isOpen = key.state === 'enabled' || key.state === 'disabled' || key.state === 'expired'
  const mayEdit = isOpen && may('key.edit', key.account)
  const nowMs = useCalendarNow()
  const teeth = stateOfTeeth(key, nowMs)
  const hear = (changed: Changed<unknown>, done: string): boolean => {
    if (changed.is === 'awaitingApproval') setTold(<Note kind="info" role="status">{w.states.waiting(changeInWords(changed.approval, w), changed.approval.approvalsNeeded)}</Note>)
    if (changed.is === 'done') setTold(<Note kind="safe" role="status">{done}</Note>)
    return changed.is !== 'cancelled'
  }
  const save = async (): Promise<void> => {
    if (review === null) return
    const changed = await edit.mutateAsync(review).catch(() => undefined)
    if (changed && hear(changed, w.key.changed)) { setReview(null); setEditing(null) }
  }
  const run = async (what: () => Promise<Changed<unknown>>, done: string): Promise<void> => {
    const changed = await act.mutateAsync(what).catch(() => undefined)
    if (changed && hear(changed, done)) setDialog(null)
  }
  const extend = (): void => void run(() => extendKey(key.id), w.key.extended)
  // A key that was made to be used once goes at its end: it is neither extended nor rotated.
  const isOnce = key.afterPeriod === 'delete'
  const mayExtend = endOf(key) !== null && !isOnce && may('key.extend', key.account)
  return (
    <>
      <PageHead title={key.label} action={!isOpen ? undefined : <>
        {key.lineage.successor === null && !isOnce && may('key.rotate', key.account) ? <button type="button" className="button button-primary" onClick={() => setDialog('rotate')}><Icon name="rotate" />{w.key.rotate}</button> : null}
        {mayEdit ? <button type="button" className="button" onClick={() => setEditing({ what: 'label', label: key.label })}><Icon name="edit" />{w.key.rename}</button> : null}
        {key.state === 'enabled' && may('key.disable', key.account) ? <Destroy act="key.disable" name={key.label} className="" destruction={() => disableKey(key.id)} onThrough={(changed) => hear(changed, w.key.disabled)} /> : null}
        {key.state === 'disabled' && may('key.enable', key.account) ? <button type="button" className="button" onClick={() => void run(() => enableKey(key.id), w.key.enabled)}>{w.key.enable}</button> : null}
      </>}>{keyInWords(key, w)}</PageHead>
      <div className="mb-5 flex flex-col gap-2">
        {told}
        <RefusedNote error={act.error} />
        <WaitingSecret of={key} />
        {key.reminders.map((text) => <Note key={text} kind="caution"><div className="flex flex-wrap items-center gap-3">{text}{mayExtend ? <button type="button" className="button button-small" onClick={extend}>{w.key.extend}</button> : null}</div></Note>)}
      </div>
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_360px]">
        <div className="flex min-w-0 flex-col gap-5">
          <KeyRights of={key} unused={teeth.unused} onEdit={mayEdit ? () => setEditing({ what: 'rights', permissions: key.permissions }) : null} onRevoke={(name) => setReview({ revoke: [name] })} />
          <KeyAddresses of={key} onEdit={mayEdit ? () => setEditing({ what: 'addresses', allowList: key.allowList }) : null} />
          <MovingAddresses of={key} mayEdit={mayEdit} />
          <KeyLimits of={key} onEdit={mayEdit ? () => setEditing({ what: 'limits', draft: draftOf(key.guardRails) }) : null} />
          <Advice of={key} onNarrow={mayEdit ? setReview : null} />
          <StillUsed of={key} />
          <KeyCalls of={key} />
          <Snippets of={key} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <KeyFacts of={key} teeth={teeth} onExtend={isOpen && mayExtend ? extend : null} />
          {isOpen ? <Program of={key} /> : null}
          {key.risk === null ? null : <KeyRisk risk={key.risk} />}
          <Lineage of={key.lineage} />
          {!isOpen ? null : (
            <Section title={w.key.closing}>
              {key.permissions.includes('spotAndMarginTrading') && key.permissions.includes('futures') ? <div className="mb-3"><p className="mb-2 text-soft">{w.key.splitText}</p><button type="button" className="button" onClick={() => setDialog('split')}>{w.key.split}</button></div> : null}
              {may('key.delete', key.account) ? <><p className="mb-2 text-soft">{w.destroying['key.delete'].text}</p><Destroy act="key.delete" name={key.label} className="" icon={<Icon name="trash" />} destruction={() => deleteKey(key.id)} onThrough={(changed) => hear(changed, w.key.deleted)} /></> : null}
            </Section>
          )}
        </div>
      </div>
      {editing === null ? null : <EditDialog of={key} editing={editing} onEdit={setEditing} onReview={setReview} />}
      {review === null ? null : (
        <Dialog title={w.key.review} onClose={() => setReview(null)} footer={<><button type="button" className="button" onClick={() => setReview(null)}>{w.common.back}</button><button type="button" className="button button-primary" disabled={edit.isPending} onClick={() => void save()}>{w.key.apply(key.label)}</button></>}>
          <KeyChanged before={key} change={review} /><div className="mt-3"><RefusedNote error={edit.error} /></div>
        </Dialog>
      )}
      {dialog === 'rotate' || dialog === 'split' ? <RotateDialog of={key} how={dialog} onClose={() => setDialog(null)} /> : null}
    </>
  )
}
