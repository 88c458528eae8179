import { Link } from '@tanstack/react-router'
import { useCalendarNow, useMay } from '../../api/session.ts'
import { advisedLines } from '../../parts/advised-lines.ts'
import { Bitting } from '../../parts/bitting.tsx'
import { Copy, Time } from '../../parts/formats.tsx'
import { stateOfTeeth } from '../../parts/rights.ts'
import { GradeBadge } from '../../parts/states.tsx'
import type { Words } from '../../words/english.ts'
import { keyInWords } from '../../words/told.ts'
import { useWords } from '../../words/words.tsx'
import type { Deciding } from './decision.tsx'
import type { Reviewed } from './reviews-page.tsx'

/** One key, what it was used for, when somebody is to decide of it, and the three answers. */
export const ReviewRow = ({ of: review, isMarked, onMark, onDecide }: { readonly of: Reviewed; readonly isMarked: boolean; readonly onMark: (() => void) | null; readonly onDecide: (deciding: Deciding) => void }) => {
  const w = useWords()
  const may = useMay()
  const nowMs = useCalendarNow()
  const { key, advice } = review
  const isDeciding = may('key.review', key.account)
  return (
    <li aria-label={key.label} className="flex flex-wrap items-start gap-x-4 gap-y-3 py-4">
      {onMark === null ? null : <input type="checkbox" className="mt-1" aria-label={w.reviews.mark(key.label)} disabled={!isDeciding} checked={isMarked} onChange={onMark} />}
      <Bitting of={{ ...key, ...stateOfTeeth(key, nowMs) }} />
      <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1"><Link to="/keys/$key" params={{ key: key.id }} title={keyInWords(key, w)} className="min-w-0 font-medium break-words hover:underline">{key.label}</Link>{key.risk === null ? null : <GradeBadge grade={key.risk.grade} />}<span className="min-w-0 text-sm break-all text-faint">{key.accountEmail}</span></p>
        <p className="text-soft">{key.lastUse === null ? w.reviews.never : <>{w.reviews.lastUsed} <Time at={key.lastUse.at} onCalendar /> {w.reviews.from} <code className="break-all">{key.lastUse.address}</code>. {usedAndNot(review, w)} <Copy text={key.lastUse.address} what={w.calls.address} /></>}</p>
        {advice?.change ? <ul className="list-disc pl-4">{advisedLines(advice.change, w).map((line) => <li key={line} className="break-words">{line}</li>)}</ul> : null}
        {review.dueAt === null && review.last === null ? null : <p className="text-sm text-faint"><When of={review} /></p>}
      </div>
      {!isDeciding ? null : (
        <div className="grid grid-flow-col gap-2 sm:auto-cols-[minmax(72px,auto)]">
          <Answer label={w.reviews.keep} about={key.label} onPress={() => onDecide({ review, decision: 'keep' })} />
          {key.permissions.length > 1 || advice?.change ? <Answer label={w.reviews.narrow} about={key.label} onPress={() => onDecide({ review, decision: 'narrow' })} /> : <span className="max-sm:hidden" />}
          <Answer label={w.reviews.delete} about={key.label} isDanger onPress={() => onDecide({ review, decision: 'delete' })} />
        </div>
      )}
    </li>
  )
}

const Answer = ({ label, about, isDanger = false, onPress }: { readonly label: string; readonly about: string; readonly isDanger?: boolean; readonly onPress: () => void }) =>
  <button type="button" className={`button button-small ${isDanger ? 'button-danger' : ''}`} aria-label={`${label}: ${about}`} onClick={onPress}>{label}</button>

const usedAndNot = ({ key, advice }: Reviewed, w: Words): string => {
  const named = (isUsed: boolean): string => key.permissions.filter((right) => (key.lastUse?.perPermission[right] !== undefined) === isUsed).map((right) => w.rights[right].short).join(w.common.comma)
  const [used, unused] = [named(true), named(false)]
  return [...(used === '' ? [] : [w.reviews.uses(used)]), ...(unused === '' || advice?.change?.revoke ? [] : [w.reviews.neverUsed(unused)])].join(' ')
}

const When = ({ of: { state, dueAt, everyDays, last } }: { readonly of: Reviewed }) => {
  const w = useWords()
  return (
    <>
      {dueAt === null || everyDays === null ? w.reviews.noRhythm : <>{state === 'later' ? w.reviews.next : w.reviews.due} <Time at={dueAt} onCalendar /> · {w.reviews.every(everyDays)}</>}
      {last === null ? (dueAt === null ? null : <> · {w.reviews.unreviewed}</>) : <> · {w.reviews.lastDecision(w.reviews.last[last.decision])} <Time at={last.at} onCalendar />{last.note === null ? null : <span className="break-words">: {last.note}</span>}</>}
    </>
  )
}
