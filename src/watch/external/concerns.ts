import { GRADE_WORDS } from '../../authority/risk.ts'
import { stageBefore } from '../../authority/reminders.ts'
import { durationText } from '../../authority/sentence.ts'
import { DAY, type TimeUs } from '../../time.ts'
import type { Examination, Finding } from './examination.ts'
import type { ExternalKey } from './external-key.ts'

/** One thing that the people of an external key are to know. */
export interface Concern {
  /** The same for as long as nothing new is to be said of it. */
  readonly id: string
  readonly text: string
  readonly remedy: string | null
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
  return [{ id: `rotation:${stage}:${dueUs}`, text, remedy: 'Make a new key at the exchange, enter it here, then delete this one there and here.' }]
}

/** More rights than its user type needs is the one advice that is told of; faults all are. */
const isGrave = ({ probe, verdict }: Finding): boolean => verdict === 'fault' || (probe === 'fit' && verdict === 'advice')

const ofExamination = ({ findings, risk }: Examination): Concern[] => [
  ...findings.filter(isGrave).map(({ probe, verdict, what, remedy }) => ({ id: probe === 'fit' ? `fit:${verdict}:${what}` : probe, text: what, remedy })),
  ...(risk && (risk.grade === 'D' || risk.grade === 'E') ? [{ id: `grade:${risk.grade}`, text: `Its risk is ${risk.grade} (${GRADE_WORDS[risk.grade]}): ${risk.reasons[0] ?? ''}`, remedy: risk.best?.text ?? null }] : []),
]

const ofSilence = ({ fault, faultSinceUs }: ExternalKey, wallUs: TimeUs): Concern[] =>
  fault === null || faultSinceUs === null || wallUs - faultSinceUs < TOLD_AFTER_US ? [] : [{ id: 'silence', text: `It could not be examined for ${durationText(wallUs - faultSinceUs)}: ${fault}`, remedy: null }]

/** @param nowUs on the authority's calendar, as its rotation is @param wallUs wall time, as its examinations are */
export const concernsOf = (key: ExternalKey, periodDays: number, nowUs: TimeUs, wallUs: TimeUs): readonly Concern[] =>
  [...(key.examination ? ofExamination(key.examination) : []), ...ofSilence(key, wallUs), ...ofRotation(key, periodDays, nowUs)]
