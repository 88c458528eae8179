import { hash } from 'node:crypto'
import { canonicalJson } from '../audit/canonical.ts'
import type { AuditValue } from '../audit/entry.ts'
import type { Confirmation } from '../confirmation.ts'
import { DAY, MINUTE, type TimeUs } from '../time.ts'
import type { Act } from './acts.ts'
import type { Kept } from './person.ts'
import { allowed, refusal, type Result } from './result.ts'
import type { ToldChange } from './told-change.ts'
import { type Factor, isMet, type Requirement } from './step-up-policy.ts'

export const STEP_UP_LIFETIME_US = 5 * MINUTE
const STEP_UP_TRIES = 5
export const MOST_CHANGES_AT_ONCE = 50

/** One change, described to the last detail. What is confirmed is exactly this, the sentence that the person reads included. */
export interface ChangeDescription {
  readonly act: Act
  /** Null: the person's own factors, not an account. */
  readonly accountId: number | null
  /** The id of what changes; '' for what is made anew. */
  readonly subject: string
  /** Everything that decides what the change does. Never a secret. */
  readonly details: AuditValue
  /** What the person confirms, as a sentence. */
  readonly sentence: string
  /** The same as a code with its arguments, for readers of other languages; no part of the digest. Absent where it was stored before changes were told so. */
  readonly told?: ToldChange
}

/** A change as it is described today. */
export type DescribedChange = ChangeDescription & { readonly told: ToldChange }

export const digestOfChange = ({ act, accountId, subject, details, sentence }: ChangeDescription): string =>
  hash('sha256', `bitting change v1\n${canonicalJson({ act, accountId, subject, details, sentence })}`, 'hex')

const digestOfSet = (digests: readonly string[]): string => hash('sha256', `bitting reviewed set v1\n${digests.join('\n')}`, 'hex')

export interface ReviewedChange {
  readonly digest: string
  readonly act: Act
  readonly accountId: number | null
  readonly sentence: string
  readonly told?: ToldChange
}

/** Fresh factors for one reviewed set of changes, asked of one person in one session. */
export interface StepUp extends Kept {
  readonly personId: string
  /** The session or token in which it began: it is worth nothing in another. */
  readonly principalId: string
  /** SHA-256 over the digests of the whole set, in order. */
  readonly setDigest: string
  readonly changes: readonly ReviewedChange[]
  readonly requirement: Requirement
  readonly given: readonly Factor[]
  readonly isConfirmed: boolean
  readonly triesLeft: number
  readonly createdAtUs: TimeUs
  readonly expiresAtUs: TimeUs
  readonly forgetAtUs: TimeUs
}

/** That one change of a set was made. Its id is `step-up:position`, so that there can be only one. */
export interface StepUpUse extends Kept {
  readonly stepUpId: string
  readonly usedAtUs: TimeUs
  readonly forgetAtUs: TimeUs
}

export const stepUpUseId = (stepUpId: string, position: number): string => `${stepUpId}:${position}`

export interface NewStepUp {
  readonly id: string
  readonly personId: string
  readonly principalId: string
  readonly changes: readonly ChangeDescription[]
  readonly requirement: Requirement
  readonly nowUs: TimeUs
}

export const makeStepUp = ({ id, personId, principalId, changes, requirement, nowUs }: NewStepUp): StepUp => {
  const reviewed = changes.map((change) => ({ digest: digestOfChange(change), act: change.act, accountId: change.accountId, sentence: change.sentence, ...(change.told && { told: change.told }) }))
  return {
    id, version: 1, personId, principalId, setDigest: digestOfSet(reviewed.map(({ digest }) => digest)), changes: reviewed, requirement,
    given: [], isConfirmed: false, triesLeft: STEP_UP_TRIES, createdAtUs: nowUs, expiresAtUs: nowUs + STEP_UP_LIFETIME_US, forgetAtUs: nowUs + STEP_UP_LIFETIME_US + DAY,
  }
}

/** Who asks, in which session or with which token. */
export interface Asker {
  readonly personId: string
  readonly principalId: string
}

/** Whether this step-up can still be answered, by this asker. */
export const checkAnswerable = (stepUp: StepUp | undefined, asker: Asker, nowUs: TimeUs): Result<StepUp> => {
  if (!stepUp || stepUp.personId !== asker.personId || stepUp.principalId !== asker.principalId) return refusal('stepUpForeign')
  if (stepUp.expiresAtUs <= nowUs) return refusal('expired')
  if (stepUp.isConfirmed) return refusal('nothingToConfirm')
  return stepUp.triesLeft > 0 ? allowed(stepUp) : refusal('expired')
}

/** A factor that was asked for was given rightly. */
export const withFactor = (stepUp: StepUp, factor: Factor): StepUp => {
  const given = stepUp.given.includes(factor) ? stepUp.given : [...stepUp.given, factor]
  return { ...stepUp, version: stepUp.version + 1, given, isConfirmed: isMet(stepUp.requirement, given) }
}

export const withWrongAnswer = (stepUp: StepUp): StepUp => ({ ...stepUp, version: stepUp.version + 1, triesLeft: stepUp.triesLeft - 1 })

/**
 * The right to make one change, once.
 * @param used positions of the set that were used already
 */
export const confirmationFor = (stepUp: StepUp | undefined, change: ChangeDescription, used: ReadonlySet<number>, asker: Asker, nowUs: TimeUs): Result<Confirmation> => {
  if (!stepUp || stepUp.personId !== asker.personId || stepUp.principalId !== asker.principalId) return refusal('stepUpForeign')
  if (stepUp.expiresAtUs <= nowUs) return refusal('expired')
  if (!stepUp.isConfirmed) return refusal('stepUpNotConfirmed')
  const digest = digestOfChange(change)
  const positions = stepUp.changes.flatMap((reviewed, position) => (reviewed.digest === digest ? [position] : []))
  if (positions.length === 0) return refusal('stepUpOtherChange')
  const position = positions.find((one) => !used.has(one))
  return position === undefined ? refusal('stepUpUsed') : allowed({ stepUpId: stepUp.id, position, digest, factors: stepUp.given, nowUs })
}
