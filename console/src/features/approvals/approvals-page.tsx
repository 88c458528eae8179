import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ApprovalSummary } from '../../../../src/operations/approvals/approval-summary.ts'
import type { Changed } from '../../api/client.ts'
import { keysQuery } from '../../api/keys.ts'
import { approvalsQuery, approve, reject, rulesQuery, takeBack } from '../../api/money.ts'
import { useMay, useSession } from '../../api/session.ts'
import { useAccountChoice } from '../../parts/account-choice.tsx'
import { Destroy } from '../../parts/destroy.tsx'
import { Id, Time } from '../../parts/formats.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useOwnSearch } from '../../parts/own-search.ts'
import { rulesInWords } from '../../parts/rules-in-words.ts'
import { Section } from '../../parts/section.tsx'
import { refusedInWords, remarkInWords } from '../../parts/refusal-words.ts'
import { Badge, Empty, Failed, Loading, Note, RefusedNote } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { changeInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'
import { Exactly } from './exactly.tsx'

/** What waits for several people: exactly what would be done, who approved so far, until when. */
export const ApprovalsPage = () => {
  const w = useWords()
  const may = useMay()
  const [search] = useOwnSearch<{ show?: string }>()
  const isAll = search.show === 'all'
  const navigate = useNavigate()
  const approvals = useQuery(approvalsQuery(isAll))
  const { account, choice } = useAccountChoice('approval.see')
  const rules = useQuery({ ...rulesQuery(account?.id ?? 0), enabled: account !== undefined })
  return (
    <>
      <PageHead title={w.nav.approvals} action={choice}>{w.approvals.intro}</PageHead>
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="flex min-w-0 flex-col gap-3">
          <label className="flex items-center gap-2 text-soft"><input type="checkbox" checked={isAll} onChange={(event) => void navigate({ to: '.', search: (former: object) => ({ ...former, show: event.target.checked ? 'all' : undefined }) })} />{w.approvals.all}</label>
          {approvals.isPending ? <div className="card"><Loading /></div> : approvals.isLoadingError ? <div className="card"><Failed error={approvals.error} retry={() => void approvals.refetch()} /></div> : approvals.data.length === 0 ? <div className="card"><Empty icon="approvals" title={w.approvals.none}>{w.approvals.noneText}</Empty></div>
            : <ul className="flex flex-col gap-3">{approvals.data.map((one) => <Approval key={one.id} of={one} />)}</ul>}
        </div>
        <Section title={w.approvals.rules} action={account === undefined || !may('approvalRule.edit', account.id) ? undefined : <Link to="/settings" search={{ of: 'account', account: String(account.parent ?? account.id) }} className="button button-small">{w.rules.edit}</Link>}>{rules.isLoadingError ? <Failed error={rules.error} retry={() => void rules.refetch()} /> : rules.data === undefined ? <Loading rows={3} /> : <><ul className="flex list-disc flex-col gap-1 pl-4">{rulesInWords(rules.data.rules, w).map((line) => <li key={line}>{line}</li>)}</ul><h3 className="mt-4 mb-1">{w.approvals.deciders}</h3><p className="text-soft">{rules.data.deciders.map(({ name }) => name).join(', ')}</p></>}</Section>
      </div>
    </>
  )
}

const Approval = ({ of: approval }: { readonly of: ApprovalSummary }) => {
  const w = useWords()
  const may = useMay()
  const { person } = useSession()
  const queries = useQueryClient()
  const act = useMutation({ mutationFn: (run: () => Promise<Changed<unknown>>) => run(), onSettled: () => queries.invalidateQueries({ queryKey: ['approvals'] }) })
  // A program that asked is named as its people know it, by the label of its key.
  const askingKey = /^key:(.+)$/.exec(approval.askedBy)?.[1]
  const label = useQuery({ ...keysQuery, enabled: askingKey !== undefined }).data?.find(({ id }) => id === askingKey)?.label
  const asker = label === undefined ? approval.askedBy : w.approvals.keyNamed(label)
  const isWaiting = approval.state === 'waiting'
  const mayDecide = isWaiting && approval.mayDecide.some(({ person: id }) => id === person.id) && may('approval.decide', approval.account)
  const isOwn = may('approval.cancel', approval.account) && approval.askedByPerson === person.id
  return (
    <li className="card flex flex-col gap-3 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2"><Badge kind={isWaiting ? 'caution' : approval.state === 'done' ? 'safe' : 'neutral'}>{w.approvals.states[approval.state] ?? approval.state}</Badge><span className="text-sm text-soft">{isWaiting ? <>{w.approvals.until} <Time at={approval.expiresAt} style="exact" /></> : approval.closedAt === null ? null : <>{approval.closedBy === null ? null : `${approval.closedBy}, `}<Time at={approval.closedAt} onCalendar /></>}</span></div>
      <p className="text-lg font-medium break-words">{changeInWords(approval, w)}</p>
      <p className="text-soft">{w.approvals.askedBy(asker)} <Time at={approval.askedAt} onCalendar /></p>
      <div role="group" aria-label={w.approvals.exactly} className="overflow-x-auto rounded-md bg-sunken p-3"><Exactly of={approval.details} /></div>
      <div><p className="font-medium">{w.approvals.progress(approval.approvedBy.length, approval.approvalsNeeded)}</p>
        {approval.approvedBy.length === 0 ? null : <ul className="mt-1">{approval.approvedBy.map(({ person: id, name, at }) => <li key={id} className="flex items-center gap-2"><span className="text-safe"><Icon name="check" size={16} /></span><span>{name}</span><span className="text-soft"><Time at={at} onCalendar /></span></li>)}</ul>}
        {approval.mayDecide.length === 0 ? null : <p className="mt-1 text-sm text-soft">{w.approvals.mayDecide(approval.mayDecide.map(({ name }) => name).join(', '))}</p>}
      </div>
      <details><summary className="link w-fit text-sm">{w.approvals.byte}</summary><pre tabIndex={0} aria-label={w.approvals.byte} className="mt-2 overflow-auto rounded-md bg-sunken p-3 text-sm whitespace-pre-wrap break-words">{JSON.stringify(approval.details, null, 2)}</pre><p className="mt-1 text-sm text-soft">SHA-256 <Id text={approval.digest} what="SHA-256" keep={64} /></p></details>
      {approval.obstacle === null ? null : <Obstacle of={approval.obstacle} />}
      {approval.remark === null ? null : <p className="text-soft">{approval.state === 'failed' ? <span className="font-medium">{w.approvals.whyRefused} </span> : null}{remarkInWords(w, { ...approval, remark: approval.remark })}</p>}
      <RefusedNote error={act.error} />
      {!isWaiting ? null : <div className="flex flex-wrap gap-2">
        {mayDecide ? <><button type="button" className="button button-primary" disabled={act.isPending} onClick={() => act.mutate(() => approve(approval.id))}><Icon name="check" />{w.approvals.approve}</button><Destroy act="approval.reject" name={label ?? approval.askedBy} className="" destruction={() => reject(approval.id)}><p className="font-medium break-words">{changeInWords(approval, w)}</p></Destroy></> : null}
        {isOwn ? <button type="button" className="button button-quiet" disabled={act.isPending} onClick={() => act.mutate(() => takeBack(approval.id))}>{w.approvals.takeBack}</button> : null}
      </div>}
    </li>
  )
}

/** What stands against it now, so that nobody approves what would be refused all the same. */
const Obstacle = ({ of: obstacle }: { readonly of: NonNullable<ApprovalSummary['obstacle']> }) => {
  const w = useWords()
  const [message, remedy] = refusedInWords(w, obstacle)
  return <Note kind="caution"><p className="font-medium">{w.approvals.wouldFail}</p><p>{w.approvals.whyRefused} {message}</p><p className="text-soft">{remedy}</p></Note>
}
