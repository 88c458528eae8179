import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ApprovalSummary } from '../../../../src/operations/approvals/approval-summary.ts'
import { approvalsQuery } from '../../api/money.ts'
import { useCalendarNow, useMay, useSession } from '../../api/session.ts'
import { Time } from '../../parts/formats.tsx'
import { remarkInWords } from '../../parts/refusal-words.ts'
import { Section } from '../../parts/section.tsx'
import { Badge, Failed } from '../../parts/states.tsx'
import { changeInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'

/** So long what came of a change is told to whoever asked for it; later the list of approvals still has it. */
const TOLD_FOR_MS = 7 * 86_400_000
const MOST_SHOWN = 5
const KINDS = { approved: 'neutral', executing: 'neutral', done: 'safe', failed: 'danger', rejected: 'caution', expired: 'caution' } as const

const isTold = (state: ApprovalSummary['state']): state is keyof typeof KINDS => state in KINDS

/** What became of the changes that the reader asked others to approve. Nothing is shown where they asked for none lately. */
export const Outcomes = () => {
  const w = useWords()
  const may = useMay()
  const { person } = useSession()
  const nowMs = useCalendarNow()
  const approvals = useQuery({ ...approvalsQuery(true), enabled: may('approval.see') })
  if (approvals.isLoadingError) return <Section title={w.overview.outcomes}><Failed error={approvals.error} retry={() => void approvals.refetch()} /></Section>
  const told = (approvals.data ?? []).filter(({ askedByPerson, state, closedAt, expiresAt }) => askedByPerson === person.id && isTold(state) && nowMs - Date.parse(closedAt ?? expiresAt) < TOLD_FOR_MS)
  if (told.length === 0) return null
  return (
    <Section title={w.overview.outcomes} action={<Link to="/approvals" search={{ show: 'all' }} className="link text-sm">{w.overview.allOutcomes}</Link>}>
      <ul className="divide-y divide-line">{told.slice(0, MOST_SHOWN).map((one) => <Outcome key={one.id} of={one} />)}</ul>
    </Section>
  )
}

const Outcome = ({ of: approval }: { readonly of: ApprovalSummary }) => {
  const w = useWords()
  const { state, approvedBy, closedBy, remark, remarkCode } = approval
  if (!isTold(state)) return null
  return (
    <li className="py-3">
      <p className="flex flex-wrap items-center gap-2"><Badge kind={KINDS[state]}>{w.approvals.states[state] ?? state}</Badge><span className="text-soft"><Time at={approval.closedAt ?? approval.expiresAt} onCalendar /></span></p>
      <p className="mt-1 break-words">{changeInWords(approval, w)}</p>
      <p className="break-words text-soft">{w.overview.became[state](state === 'rejected' ? closedBy ?? '' : approvedBy.map(({ name }) => name).join(w.common.comma))}{remark === null ? null : ` ${remarkInWords(w, { remark, remarkCode })}`}</p>
    </li>
  )
}
