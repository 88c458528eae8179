import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { AllowList } from '../../../../src/authority/api-key.ts'
import type { KeyChange, KeySummary } from '../../../../src/operations/operator.ts'
import type { Permission } from '../../../../src/permission.ts'
import type { Changed } from '../../api/client.ts'
import { deleteKey, disableKey, editKey, enableKey, extendKey, keyQuery, useKeyChange } from '../../api/keys.ts'
import { useCalendarNow, useMay, useSession } from '../../api/session.ts'
import { AddressListEditor } from '../../parts/address-list-editor.tsx'
import { shortAmount } from '../../parts/amounts.ts'
import { Bitting } from '../../parts/bitting.tsx'
import { Destroy } from '../../parts/destroy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { Copy, Id, Time } from '../../parts/formats.tsx'
import { KeyChanged } from '../../parts/key-changed.tsx'
import { Icon } from '../../parts/icon.tsx'
import { LimitsEditor } from '../../parts/limits-editor.tsx'
import { changeOf, draftOf, LIMIT_NAMES, type LimitDraft, limitText } from '../../parts/limits.ts'
import { RIGHTS, rightNamed, stateOfTeeth, tierOf } from '../../parts/rights.ts'
import { Section } from '../../parts/section.tsx'
import { Badge, Failed, GradeBadge, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { bestStep, riskReasons } from '../../parts/risk-words.ts'
import { PageHead } from '../../shell/page-head.tsx'
import { changeInWords, keyInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'
import { Advice } from './advice.tsx'
import { KeyCalls } from './key-calls.tsx'
import { KIND_NAMES } from './kind-names.ts'
import { MovingAddresses } from './moving-addresses.tsx'
import { RightsEditor } from './rights-editor.tsx'
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

/** What of a key is being edited, before it is reviewed. */
type Editing = { readonly what: 'rights'; readonly permissions: readonly Permission[] } | { readonly what: 'addresses'; readonly allowList: AllowList } | { readonly what: 'limits'; readonly draft: LimitDraft } | { readonly what: 'label'; readonly label: string }

const KeyView = ({ of: key }: { readonly of: KeySummary }) => {
  const w = useWords()
  const may = useMay()
  const { address } = useSession()
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
  const end = key.expiresAt ?? key.rotationDueAt
  // A key that was made to be used once goes at its end: it is neither extended nor rotated.
  const isOnce = key.afterPeriod === 'delete'
  const mayExtend = end !== null && !isOnce && may('key.extend', key.account)
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
        {key.reminders.map((text) => <Note key={text} kind="caution"><div className="flex flex-wrap items-center gap-3">{text}{mayExtend ? <button type="button" className="button button-small" onClick={() => void run(() => extendKey(key.id), w.key.extended)}>{w.key.extend}</button> : null}</div></Note>)}
      </div>
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_360px]">
        <div className="flex min-w-0 flex-col gap-5">
          <Section title={w.keys.rights} action={mayEdit ? <button type="button" className="button button-small" onClick={() => setEditing({ what: 'rights', permissions: key.permissions })}><Icon name="edit" size={14} />{w.key.editRights}</button> : undefined}>
            <ul className="divide-y divide-line">
              {RIGHTS.map(({ name, label }) => {
                const isOn = key.permissions.includes(name)
                if (!isOn && !['reading', 'spotAndMarginTrading', 'futures', 'withdrawals'].includes(name)) return null
                const at = key.lastUse?.perPermission[name]
                return (
                  <li key={name} className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
                    <span className={isOn ? (name === 'withdrawals' ? 'text-danger' : 'text-safe') : 'text-faint'}><Icon name={isOn ? 'check' : 'dash'} /></span>
                    <span className={isOn ? '' : 'text-soft'}>{label}<span className="sr-only">: {isOn ? w.key.on : w.key.off}</span></span>
                    <span className="ml-auto flex items-center gap-2 text-sm text-soft">
                      {!isOn ? w.key.off : at === undefined ? w.key.neverUsed : <>{w.key.used} <Time at={at} onCalendar /></>}
                      {isOn && mayEdit && key.permissions.length > 1 && (at === undefined || teeth.unused.includes(name)) ? <button type="button" className="button button-small" onClick={() => setReview({ revoke: [name] })}>{w.key.turnOff}<span className="sr-only">: {label}</span></button> : null}
                    </span>
                  </li>
                )
              })}
            </ul>
            {key.tradingLapsesAt === null ? null : <Note kind="caution">{w.key.lapses} <Time at={key.tradingLapsesAt} onCalendar /></Note>}
          </Section>
          <Section title={w.addresses.legend} action={mayEdit ? <button type="button" className="button button-small" onClick={() => setEditing({ what: 'addresses', allowList: key.allowList })}><Icon name="edit" size={14} />{w.key.editAddresses}</button> : undefined}>
            {key.allowList.mode === 'unrestricted' ? <Note kind="caution">{w.addresses.unrestrictedNote}</Note> : key.allowList.entries.length === 0 ? <Note kind="info">{w.addresses.emptyList}</Note>
              : <ul className="flex flex-wrap gap-2">{key.allowList.entries.map((entry) => <li key={entry} className="rounded-md bg-sunken px-3 py-1"><Id text={entry} what={w.calls.address} /></li>)}</ul>}
          </Section>
          <MovingAddresses of={key} mayEdit={mayEdit} />
          <Section title={w.limits.title} action={mayEdit ? <button type="button" className="button button-small" onClick={() => setEditing({ what: 'limits', draft: draftOf(key.guardRails) })}><Icon name="edit" size={14} />{w.limits.edit}</button> : undefined}>
            {Object.keys(key.guardRails).length === 0 ? <p className="text-soft">{w.limits.none}</p> : (
              <dl className="grid gap-x-4 sm:grid-cols-[auto_minmax(0,1fr)] sm:gap-y-2 max-sm:[&>dd]:mb-2">
                {LIMIT_NAMES.map((name) => { const text = limitText(key.guardRails, name); const left = name === 'notionalPerWindow' || name === 'withdrawalPerWindow' ? key.limitsLeft[name] : undefined; return text === null ? null : <Fact key={name} name={w.limits.names[name]}><span className="break-words">{text}</span>{left === undefined ? null : <span className="text-soft"> · {w.limits.left(shortAmount(left))}</span>}</Fact> })}
              </dl>
            )}
          </Section>
          <Advice of={key} onNarrow={mayEdit ? setReview : null} />
          <StillUsed of={key} />
          <KeyCalls of={key} />
          <Snippets of={key} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <Section title={w.key.facts}>
            <div className="mb-3 flex justify-center overflow-hidden rounded-md bg-sunken px-2 py-4"><Bitting of={{ ...key, ...teeth }} height={52} /></div>
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2">
              <Fact name={w.reveal.apiKey}><Id text={key.apiKey} what={w.reveal.apiKey} keep={16} /></Fact>
              <Fact name={w.key.id}><Id text={key.id} what={w.key.id} keep={20} /></Fact>
              <Fact name={w.keys.kind}>{KIND_NAMES[key.kind]}</Fact>
              <Fact name={w.keys.state}><Badge kind={key.state === 'enabled' ? 'safe' : 'caution'}>{w.keys.states[key.state]}</Badge></Fact>
              <Fact name={w.common.account}><span className="break-all">{key.accountEmail}</span></Fact>
              <Fact name={w.create.environment}>{w.sandbox.environments[key.environment].name}</Fact>
              {key.boundTo === null ? null : <Fact name={w.key.boundTo}>{w.key.boundWallet(key.boundTo === 'crossMargin' ? null : key.boundTo.slice('isolatedMargin:'.length))}</Fact>}
              <Fact name={w.keys.age}><Time at={key.createdAt} style="date" /></Fact>
              <Fact name={w.keys.lastUsed}>{key.lastUse === null ? w.common.never : <><Time at={key.lastUse.at} onCalendar /> · <Id text={key.lastUse.address} what={w.calls.address} /></>}</Fact>
              <Fact name={w.keys.ends}>{end === null ? w.keys.noEnd : <Time at={end} style="date" />}</Fact>
              {key.preset === null ? null : <Fact name={w.key.preset}>{w.create.presets[key.preset]?.title ?? key.preset}</Fact>}
              {key.callsLeft === null ? null : <Fact name={w.key.callsLeft}>{key.callsLeft}</Fact>}
            </dl>
            {isOpen && mayExtend ? <button type="button" className="button button-small mt-3" onClick={() => void run(() => extendKey(key.id), w.key.extended)}>{w.key.extend}</button> : null}
          </Section>
          {isOpen ? <Program of={key} /> : null}
          {key.risk === null ? null : (
            <Section title={w.create.riskGrade}>
              <GradeBadge grade={key.risk.grade} word={w.grades[key.risk.grade]} />
              <ul className="mt-2 flex list-disc flex-col gap-1 pl-4 text-soft">{riskReasons(key.risk, w).map((reason) => <li key={reason}>{reason}</li>)}</ul>
              {key.risk.best === null ? null : <div className="mt-3"><Note kind="info">{bestStep(key.risk.best, w)} {key.risk.best.gradeAfter === key.risk.grade ? '' : w.create.thenIs(key.risk.best.gradeAfter)}</Note></div>}
            </Section>
          )}
          <Section title={w.key.lineage}>
            <p>{w.key.generation(key.lineage.generation)}{key.lineage.isAsleep ? ` ${w.key.asleep}` : ''}</p>
            <ul className="mt-1 flex flex-col gap-1">
              {key.lineage.predecessor === null ? null : <li>{w.key.before} <Link to="/keys/$key" params={{ key: key.lineage.predecessor }} className="link"><code>{key.lineage.predecessor}</code></Link> <Copy text={key.lineage.predecessor} what={w.key.id} /></li>}
              {key.lineage.successor === null ? null : <li>{w.key.after} <Link to="/keys/$key" params={{ key: key.lineage.successor }} className="link"><code>{key.lineage.successor}</code></Link> <Copy text={key.lineage.successor} what={w.key.id} /></li>}
              {key.lineage.retiresAt === null ? null : <li>{w.key.retires} <Time at={key.lineage.retiresAt} style="exact" /></li>}
            </ul>
            <p className="mt-2 text-sm text-soft">{w.reveal.gone}</p>
          </Section>
          {!isOpen ? null : (
            <Section title={w.key.closing}>
              {key.permissions.includes('spotAndMarginTrading') && key.permissions.includes('futures') ? <div className="mb-3"><p className="mb-2 text-soft">{w.key.splitText}</p><button type="button" className="button" onClick={() => setDialog('split')}>{w.key.split}</button></div> : null}
              {may('key.delete', key.account) ? <><p className="mb-2 text-soft">{w.destroying['key.delete'].text}</p><Destroy act="key.delete" name={key.label} className="" icon={<Icon name="trash" />} destruction={() => deleteKey(key.id)} onThrough={(changed) => hear(changed, w.key.deleted)} /></> : null}
            </Section>
          )}
        </div>
      </div>
      {editing?.what === 'rights' ? (
        <Dialog isPanel title={w.key.editRights} onClose={() => setEditing(null)} footer={<Footer cancel={() => setEditing(null)} isSame={same(editing.permissions, key.permissions)} review={() => setReview({ permissions: editing.permissions })} />}>
          <RightsEditor value={editing.permissions} onChange={(permissions) => setEditing({ what: 'rights', permissions })} why={(name) => (rightNamed(name).ed25519Only && key.kind !== 'ed25519' ? w.key.ed25519Only : ['move inside', 'move out'].includes(tierOf(name)) && key.environment === 'live' && (key.allowList.mode === 'unrestricted' || key.allowList.entries.length === 0) ? w.key.listFirst : undefined)} />
        </Dialog>
      ) : null}
      {editing?.what === 'addresses' ? (
        <Dialog isPanel title={w.key.editAddresses} onClose={() => setEditing(null)} footer={<Footer cancel={() => setEditing(null)} isSame={JSON.stringify(editing.allowList) === JSON.stringify(key.allowList)} review={() => setReview({ allowList: editing.allowList })} />}>
          <AddressListEditor value={editing.allowList} onChange={(allowList) => setEditing({ what: 'addresses', allowList })} myAddress={address} mayBeUnrestricted={key.environment === 'testnet' || !key.permissions.some((name) => tierOf(name).startsWith('move'))} />
        </Dialog>
      ) : null}
      {editing?.what === 'limits' ? (
        <Dialog isPanel title={w.limits.edit} onClose={() => setEditing(null)} footer={<Footer cancel={() => setEditing(null)} isSame={Object.keys(changeOf(editing.draft, key.guardRails)).length === 0} review={() => setReview({ guardRails: changeOf(editing.draft, key.guardRails) })} />}>
          <LimitsEditor value={editing.draft} onChange={(draft) => setEditing({ what: 'limits', draft })} />
        </Dialog>
      ) : null}
      {editing?.what === 'label' ? (
        <Dialog title={w.key.rename} onClose={() => setEditing(null)} footer={<Footer cancel={() => setEditing(null)} isSame={editing.label.trim() === key.label || editing.label.trim() === ''} review={() => setReview({ label: editing.label.trim() })} />}>
          <TextField label={w.keys.label} autoFocus maxLength={100} value={editing.label} onChange={(event) => setEditing({ what: 'label', label: event.target.value })} />
        </Dialog>
      ) : null}
      {review === null ? null : (
        <Dialog title={w.key.review} onClose={() => setReview(null)} footer={<><button type="button" className="button" onClick={() => setReview(null)}>{w.common.back}</button><button type="button" className="button button-primary" disabled={edit.isPending} onClick={() => void save()}>{w.key.apply(key.label)}</button></>}>
          <KeyChanged before={key} change={review} /><div className="mt-3"><RefusedNote error={edit.error} /></div>
        </Dialog>
      )}
      {dialog === 'rotate' || dialog === 'split' ? <RotateDialog of={key} how={dialog} onClose={() => setDialog(null)} /> : null}
    </>
  )
}

const same = (one: readonly string[], other: readonly string[]): boolean => one.length === other.length && one.every((name) => other.includes(name))

const Footer = ({ cancel, isSame, review }: { readonly cancel: () => void; readonly isSame: boolean; readonly review: () => void }) => {
  const w = useWords()
  return <><button type="button" className="button" onClick={cancel}>{w.common.cancel}</button><button type="button" className="button button-primary" disabled={isSame} onClick={review}>{w.key.reviewIt}</button></>
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => <><dt className="text-soft">{name}</dt><dd className="min-w-0">{children}</dd></>
