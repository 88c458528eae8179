import { type Grade, GRADE_WORDS } from '../../authority/risk.ts'
import { stageBefore } from '../../authority/reminders.ts'
import { durationText } from '../../authority/sentence.ts'
import { DAY, HOUR, type TimeUs } from '../../time.ts'
import type { Examination, Finding } from './examination.ts'
import type { ExternalKey } from './external-key.ts'

/** The same as a code with its arguments, for whoever words it otherwise. `dueInHours` is negative once it is overdue. */
export type ConcernAbout =
  | { readonly is: 'rotation'; readonly dueInHours: number }
  | { readonly is: 'finding'; readonly probe: Finding['probe']; readonly verdict: Finding['verdict'] }
  | { readonly is: 'grade'; readonly grade: Grade }
  | { readonly is: 'silence'; readonly forHours: number }

/** One thing that the people of an external key are to know. */
export interface Concern {
  /** The same for as long as nothing new is to be said of it. */
  readonly id: string
  readonly text: string
  readonly remedy: string | null
  readonly about: ConcernAbout
}

/** Networks fail now and again: only what lasts is told. */
const TOLD_AFTER_US = DAY

/** When it is to be rotated: a period after it was made, as far as that is known. */
export const rotationDueUs = ({ createdAtUs, enteredAtUs }: Pick<ExternalKey, 'createdAtUs' | 'enteredAtUs'>, periodDays: number): TimeUs => (createdAtUs ?? enteredAtUs) + periodDays * DAY

const ofRotation = (key: ExternalKey, periodDays: number, nowUs: TimeUs): Concern[] => {
  const dueUs = rotationDueUs(key, periodDays)
  const stage = stageBefore(dueUs, nowUs)
  if (stage === undefined) return []
  const text = stage === 0 ? `It should have been rotated ${durationText(nowUs - dueUs)} ago: its secret grows old.` : `It is to be rotated in ${durationText(dueUs - nowUs)}.`
  return [{ id: `rotation:${stage}:${dueUs}`, text, remedy: 'Make a new key at the exchange, enter it here, then delete this one there and here.', about: { is: 'rotation', dueInHours: Math.round((dueUs - nowUs) / HOUR) } }]
}

/** More rights than its user type needs is the one advice that is told of; faults all are. */
const isGrave = ({ probe, verdict }: Finding): boolean => verdict === 'fault' || (probe === 'fit' && verdict === 'advice')

const ofExamination = ({ findings, risk }: Examination): Concern[] => [
  ...findings.filter(isGrave).map(({ probe, verdict, what, remedy }) => ({ id: probe === 'fit' ? `fit:${verdict}:${what}` : probe, text: what, remedy, about: { is: 'finding' as const, probe, verdict } })),
  ...(risk && (risk.grade === 'D' || risk.grade === 'E') ? [{ id: `grade:${risk.grade}`, text: `Its risk is ${risk.grade} (${GRADE_WORDS[risk.grade]}): ${risk.reasons[0] ?? ''}`, remedy: risk.best?.text ?? null, about: { is: 'grade' as const, grade: risk.grade } }] : []),
]

const ofSilence = ({ fault, faultSinceUs }: ExternalKey, wallUs: TimeUs): Concern[] =>
  fault === null || faultSinceUs === null || wallUs - faultSinceUs < TOLD_AFTER_US ? [] : [{ id: 'silence', text: `It could not be examined for ${durationText(wallUs - faultSinceUs)}: ${fault}`, remedy: null, about: { is: 'silence', forHours: Math.round((wallUs - faultSinceUs) / HOUR) } }]

/** @param nowUs on the authority's calendar, as its rotation is @param wallUs wall time, as its examinations are */
export const concernsOf = (key: ExternalKey, periodDays: number, nowUs: TimeUs, wallUs: TimeUs): readonly Concern[] =>
  [...(key.examination ? ofExamination(key.examination) : []), ...ofSilence(key, wallUs), ...ofRotation(key, periodDays, nowUs)]
