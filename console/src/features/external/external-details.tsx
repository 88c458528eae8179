import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { ExternalKeySummary } from '../../../../src/operations/operator.ts'
import type { Changed } from '../../api/client.ts'
import { examineExternalKey, externalKeysQuery, removeExternalKey } from '../../api/external.ts'
import { useMay } from '../../api/session.ts'
import { Bitting } from '../../parts/bitting.tsx'
import { Destroy } from '../../parts/destroy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Id, Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Badge, GradeBadge, Note, RefusedNote } from '../../parts/states.tsx'
import { changeInWords } from '../../words/told.ts'
import { concernInWords, findingInWords } from '../../words/findings.ts'
import { useWords } from '../../words/words.tsx'
import { EditKey } from './edit-key.tsx'

const VERDICTS = { fine: 'safe', advice: 'caution', fault: 'danger', unknown: 'neutral' } as const

/** One external key: what it needs, what its exchange says of it, and how it ends. */
export const ExternalDetails = ({ of: key, onClose, onTold }: { readonly of: ExternalKeySummary; readonly onClose: () => void; readonly onTold: (text: string) => void }) => {
  const w = useWords()
  const may = useMay()
  const queries = useQueryClient()
  const examining = useMutation({ mutationFn: () => examineExternalKey(key.id), onSettled: () => queries.invalidateQueries(externalKeysQuery) })
  const removed = (changed: Changed<unknown>): void => {
    onTold(changed.is === 'awaitingApproval' ? w.states.waiting(changeInWords(changed.approval, w), changed.approval.approvalsNeeded) : w.external.removed(key.label))
    onClose()
  }
  const [isEditing, setEditing] = useState(false)
  const [changed, setChanged] = useState<string | null>(null)
  const acts = <>
    {may('external.edit', key.account) ? <button type="button" className="button" onClick={() => { setChanged(null); setEditing(true) }}><Icon name="edit" />{w.external.edit}</button> : null}
    {may('external.remove', key.account) ? <Destroy act="externalKey.remove" name={key.label} className="" icon={<Icon name="trash" />} destruction={() => removeExternalKey(key.id)} onThrough={removed} /> : null}
    {key.hasSecret && may('external.add', key.account) ? <button type="button" className="button button-primary" disabled={examining.isPending} onClick={() => examining.mutate()}>{examining.isPending ? w.external.examining : w.external.examine}</button> : null}
  </>
  return (
    <>
      <Dialog isPanel title={key.label} onClose={onClose} footer={acts}>
        <div className="flex flex-col gap-5">
          {examining.isSuccess ? <Note kind="safe" role="status">{w.external.examined}</Note> : null}
          {changed === null ? null : <Note kind="safe" role="status">{changed}</Note>}
          <RefusedNote error={examining.error} />
          {key.hasSecret ? null : <Note kind="info">{w.external.noSecret}</Note>}
          {key.fault === null ? null : <Note kind="caution">{w.external.silentNote(key.fault)}</Note>}
          <Part title={w.external.needs}>
            {key.concerns.length === 0 ? <p className="flex items-center gap-2">{key.hasSecret && key.permissions !== null ? <><span className="text-safe"><Icon name="check" /></span>{w.external.needsNothing}</> : w.external.unknown}</p>
              : <ul className="flex flex-col gap-2">{key.concerns.map((concern) => { const { what, remedy } = concernInWords(concern, w); return <li key={concern.text}><Note kind="caution"><p>{what}</p>{remedy === null ? null : <p className="text-soft">{remedy}</p>}</Note></li> })}</ul>}
          </Part>
          <Part title={w.external.facts}>
            {key.permissions === null ? null : <div className="mb-3 flex justify-center overflow-hidden rounded-md bg-sunken px-2 py-4"><Bitting of={{ permissions: key.permissions, allowList: { mode: key.isBound === true ? 'trusted' : 'unrestricted' } }} height={48} /></div>}
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2">
              {key.grade === null ? null : <Fact name={w.external.columns.grade}><GradeBadge grade={key.grade} /></Fact>}
              <Fact name={w.external.columns.rights}>{key.permissions === null ? w.external.unknown : key.permissions.map((right) => w.rights[right].short).join(w.common.comma) || w.bitting.none}</Fact>
              <Fact name={w.external.bound}>{key.isBound === null ? w.external.notTold : w.external.isBound[key.isBound ? 'yes' : 'no']}</Fact>
              <Fact name={w.external.purpose}>{w.create.presets[key.preset]?.title ?? key.preset}</Fact>
              <Fact name={w.external.exchange}><span className="break-all">{key.url}</span></Fact>
              <Fact name={w.external.apiKey}><Id text={key.apiKey} what={w.external.apiKey} keep={16} /></Fact>
              <Fact name={w.external.columns.clock}>{key.clockAheadMs === null ? w.external.unknown : w.external.clock(Math.round(key.clockAheadMs))}</Fact>
              {key.addressSeen === null ? null : <Fact name={w.external.seen}><Id text={key.addressSeen} what={w.calls.address} /></Fact>}
              {key.createdAt === null ? <Fact name={w.external.enteredAt}><Time at={key.enteredAt} style="date" /></Fact> : <Fact name={w.external.madeAt}><Time at={key.createdAt} style="date" /></Fact>}
              <Fact name={w.external.columns.rotation}><Time at={key.rotationDueAt} style="date" /></Fact>
              <Fact name={w.external.columns.examined}>{key.lastExaminedAt === null ? w.common.never : <Time at={key.lastExaminedAt} />}</Fact>
              <Fact name={w.external.next}>{key.nextExaminationAt === null ? w.external.never : <Time at={key.nextExaminationAt} />}</Fact>
            </dl>
          </Part>
          {key.findings.length === 0 ? null : (
            <Part title={w.external.found}>
              <ul className="divide-y divide-line">{key.findings.map((one) => ({ ...one, ...findingInWords(one, w) })).map(({ probe, verdict, what, remedy }) => (
                <li key={`${probe} ${what}`} className="flex flex-col gap-1 py-2"><p className="flex flex-wrap items-center gap-2"><span className="font-medium">{w.external.probes[probe]}</span><Badge kind={VERDICTS[verdict]}>{w.external.verdicts[verdict]}</Badge></p><p className="break-words">{what}</p>{remedy === null ? null : <p className="text-sm break-words text-soft">{remedy}</p>}</li>
              ))}</ul>
            </Part>
          )}
        </div>
      </Dialog>
      {isEditing ? <EditKey of={key} onClose={() => setEditing(false)} onChanged={setChanged} /> : null}
    </>
  )
}

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => <section aria-label={title}><h3 className="mb-2 font-medium">{title}</h3>{children}</section>
const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => <><dt className="text-soft">{name}</dt><dd className="min-w-0 break-words">{children}</dd></>
