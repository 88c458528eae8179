import { actRow, type Act } from './acts.ts'
import type { Kept } from './person.ts'

/** What can be given afresh. Password and recovery code stand in only where a person sets up or replaces their own factors. */
export const FACTORS = ['mailCode', 'smsCode', 'totp', 'passkey', 'password', 'recoveryCode'] as const
export type Factor = (typeof FACTORS)[number]

/** One factor of each group, and no factor twice. */
export type Requirement = readonly (readonly Factor[])[]

export interface StepUpRequirements {
  readonly plain: Requirement
  readonly grave: Requirement
}

/** An account's own choice; its id is the account's number. */
export interface StepUpPolicy extends Kept, StepUpRequirements {}

export const DEFAULT_REQUIREMENTS: StepUpRequirements = {
  plain: [['totp', 'passkey', 'mailCode']],
  grave: [['mailCode'], ['totp', 'passkey']],
}

const CHOOSABLE: ReadonlySet<Factor> = new Set(['mailCode', 'smsCode', 'totp', 'passkey'])
const STRONG: ReadonlySet<Factor> = new Set(['totp', 'passkey'])

const isSound = (requirement: Requirement, fewest: number): boolean =>
  requirement.length >= fewest && requirement.length <= 4
  && requirement.every((group) => group.length > 0 && new Set(group).size === group.length && group.every((factor) => CHOOSABLE.has(factor)))
  && isMet(requirement, [...CHOOSABLE])

/** Never none: each kind of change keeps at least one factor, and a grave one at least as many as a plain one. */
export const isSoundPolicy = ({ plain, grave }: StepUpRequirements): boolean => isSound(plain, 1) && isSound(grave, Math.max(1, plain.length))

/** Whether the factors given fill every group, each filling one only. */
export const isMet = (requirement: Requirement, given: readonly Factor[]): boolean => {
  const [first, ...rest] = requirement
  if (first === undefined) return true
  return first.some((factor) => given.includes(factor) && isMet(rest, given.filter((other) => other !== factor)))
}

/** The person's own ways in: the one kind of change that must work with the factors left. */
const REPLACES_FACTORS: ReadonlySet<Act> = new Set(['factor.add', 'factor.remove', 'recoveryCodes.renew', 'password.change', 'phone.change'])

/**
 * What must be given for these acts together. Undefined where the person lacks a factor that is asked for.
 * @param own the factors the person has
 */
export const requirementFor = (acts: readonly Act[], policy: StepUpRequirements, own: ReadonlySet<Factor>): Requirement | undefined => {
  const isGrave = acts.some((act) => actRow(act).gravity === 'grave')
  const replaces = acts.every((act) => REPLACES_FACTORS.has(act))
  const hasStrong = own.has('totp') || own.has('passkey')
  const asked = (isGrave ? policy.grave : policy.plain).map((group) => groupFor(group, replaces, hasStrong))
  const possible = asked.map((group) => group.filter((factor) => own.has(factor)))
  return isMet(possible, [...own]) ? possible : undefined
}

const groupFor = (group: readonly Factor[], replaces: boolean, hasStrong: boolean): readonly Factor[] => {
  if (!replaces || !group.some((factor) => STRONG.has(factor))) return group
  // Whoever has no strong factor yet gives the password for the first one; whoever lost theirs gives a recovery code.
  return hasStrong ? [...group, 'recoveryCode'] : [...group, 'password']
}
