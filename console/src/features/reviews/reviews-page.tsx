import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { KeySummary, ReviewSummary, ReviewWish } from '../../../../src/operations/operator.ts'
import type { Changed } from '../../api/client.ts'
import { keysQuery, reviewKeys, reviewsQuery, useKeyChange } from '../../api/keys.ts'
import { useMay, useSession } from '../../api/session.ts'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { Badge, Empty, Failed, Loading, Note } from '../../parts/states.tsx'
import { PageHead } from '../../shell/page-head.tsx'
import { changeInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'
import { Decision, type Deciding } from './decision.tsx'
import { KeepMany } from './keep-many.tsx'
import { ReviewRow } from './review-row.tsx'

export type Reviewed = Pick<ReviewSummary, 'key' | 'advice' | 'last'> & { readonly state: ReviewSummary['state'] | 'none'; readonly dueAt: string | null; readonly everyDays: number | null }

const GROUPS = ['overdue', 'due', 'none', 'later'] as const
const BADGES = { overdue: 'danger', due: 'caution', later: 'safe', none: 'neutral' } as const

/** Keys that somebody can still decide of, those without a rhythm too. */
const reviewedOf = (reviews: readonly ReviewSummary[], keys: readonly KeySummary[]): readonly Reviewed[] => {
  const known = new Set(reviews.map(({ key }) => key.id))
  const others = keys.filter(({ id, state }) => !known.has(id) && state !== 'deleted' && state !== 'retired')
  return [...reviews, ...others.map((key): Reviewed => ({ key, advice: null, last: null, state: 'none', dueAt: null, everyDays: null }))]
}

/** Each key with its use, and the decision that is asked of somebody: it stays, is narrowed, or goes. */
export const ReviewsPage = () => {
  const w = useWords()
  const may = useMay()
  const reviews = useQuery(reviewsQuery)
  const keys = useQuery(keysQuery)
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  const [told, setTold] = useState<ReactNode>(null)
  const keeping = useKeyChange((wishes: readonly ReviewWish[]) => reviewKeys(wishes))
  const [isKeeping, setKeeping] = useState(false)
  const all = reviews.data && keys.data ? reviewedOf(reviews.data, keys.data) : null
  const markedKeys = (all ?? []).filter(({ key }) => marked.has(key.id))
  const mayDecide = may('key.review')
  const hear = (changed: Changed<unknown>, done: string): void => setTold(changed.is === 'awaitingApproval' ? <Note kind="info" role="status">{w.states.waiting(changeInWords(changed.approval, w), changed.approval.approvalsNeeded)}</Note> : changed.is === 'done' ? <Note kind="safe" role="status">{done}</Note> : null)
  const keepMarked = async (note: string): Promise<void> => {
    const kept = await keeping.mutateAsync(markedKeys.map(({ key }): ReviewWish => ({ key: key.id, decision: 'keep', ...(note !== '' && { note }) }))).catch(() => [])
    if (!kept.some(({ is }) => is === 'done')) return
    setKeeping(false)
    setMarked(new Set())
    setTold(<Note kind="safe" role="status">{w.reviews.keptMany(kept.filter(({ is }) => is === 'done').length)}</Note>)
  }
  const failed = reviews.error ?? keys.error
  return (
    <>
      <PageHead title={w.nav.reviews} action={mayDecide && markedKeys.length > 0 ? <button type="button" className="button button-primary" onClick={() => { keeping.reset(); setTold(null); setKeeping(true) }}><Icon name="check" />{w.reviews.keepMarked(markedKeys.length)}</button> : undefined}>{w.reviews.intro}</PageHead>
      <div className="mb-4 flex flex-col gap-2 empty:hidden">{told}</div>
      {failed ? <div className="card"><Failed error={failed} retry={() => { void reviews.refetch(); void keys.refetch() }} /></div> : all === null ? <div className="card"><Loading rows={8} /></div> : all.length === 0 ? <div className="card"><Empty icon="keys" title={w.reviews.none}>{w.reviews.noneText}</Empty></div> : (
        <div className="flex flex-col gap-5">
          <Rhythm of={all} />
          {GROUPS.map((group) => {
            const rows = all.filter(({ state }) => state === group)
            return rows.length === 0 ? null : (
              <Section key={group} title={w.reviews.states[group]} action={<Badge kind={BADGES[group]}>{w.reviews.count(rows.length)}</Badge>}>
                <ul className="divide-y divide-line">{rows.map((row) => (
                  <ReviewRow key={row.key.id} of={row} isMarked={marked.has(row.key.id)} onDecide={(next) => { setTold(null); setDeciding(next) }}
                    onMark={mayDecide ? () => setMarked((former) => (former.has(row.key.id) ? new Set([...former].filter((id) => id !== row.key.id)) : new Set([...former, row.key.id]))) : null} />
                ))}</ul>
              </Section>
            )
          })}
        </div>
      )}
      {isKeeping ? <KeepMany keys={markedKeys.map(({ key }) => key)} error={keeping.error} isBusy={keeping.isPending} onClose={() => setKeeping(false)} onKeep={(note) => void keepMarked(note)} /> : null}
      {deciding === null ? null : <Decision of={deciding} onClose={() => setDeciding(null)} onDecided={hear} />}
    </>
  )
}

/** How things stand as a whole, and where the rhythm is set. */
const Rhythm = ({ of: all }: { readonly of: readonly Reviewed[] }) => {
  const w = useWords()
  const { accounts } = useSession()
  const waiting = all.filter(({ state }) => state === 'due' || state === 'overdue').length
  const hasRhythm = all.some(({ everyDays }) => everyDays !== null)
  const setting = accounts.find(({ parent, acts }) => parent === null && acts.includes('policy.edit'))
  return (
    <Note kind={!hasRhythm ? 'info' : waiting > 0 ? 'caution' : 'safe'}>
      <p>{!hasRhythm ? w.reviews.noRhythmYet : waiting > 0 ? w.reviews.waiting(waiting) : w.reviews.allDone}</p>
      <p className="text-soft">{w.reviews.rhythmText} {setting === undefined ? null : <Link to="/settings" search={{ of: 'account', account: String(setting.id) }} className="link">{w.reviews.setRhythm}</Link>}</p>
    </Note>
  )
}
