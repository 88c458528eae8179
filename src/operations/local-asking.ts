import type { FactorAnswer, People, Principal } from '../people/people.ts'
import type { Result } from '../people/result.ts'
import type { StepUpView } from '../people/confirming.ts'
import { type Clock, toMs } from '../time.ts'
import type { Asked, Changes } from './carry-out.ts'
import type { StepUpAsked } from './operation.ts'
import { done, type Outcome, refused } from './outcome.ts'
import { refusalOfPeople } from './refusal-of-people.ts'

/** Whose factors confirm a change of the local operator, and the step-up for which they were given; null: to be asked for. Plain JSON. */
export interface Asks { readonly as: string | null; readonly stepUp: string | null }

export const NOBODY: Asks = { as: null, stepUp: null }

/** A factor as it is typed. A passkey has no place at a terminal. */
export interface TypedFactor {
  readonly factor: 'mailCode' | 'smsCode' | 'totp'
  readonly code: string
}

export interface AskingParts {
  readonly changes: Changes
  readonly people: Pick<People, 'standInOfStepUp' | 'seeStepUp' | 'answerStepUp' | 'sendStepUpCode'>
  readonly wallClock: Clock
}

/** Asks for a change as the local operator. What is still asked for, or waits for others, is told as a refusal with what to do about it. */
export const askLocally = async <Wish, Value>(asked: Asked<Wish, Value>, { as, stepUp }: Asks, { changes }: Pick<AskingParts, 'changes'>): Promise<Outcome<Value>> => {
  const carried = await changes.carryOut(asked, { kind: 'operator', as }, stepUp)
  switch (carried.is) {
    case 'done': return done(carried.value)
    case 'refused': return { ok: false, refused: carried.refused }
    case 'stepUpNeeded': {
      const { id, email, sentences } = carried.stepUp
      return { ok: false, refused: { code: 'stepUpNeeded', message: `${sentences.join('\n')}\nFresh codes of ${email} confirm this. Nothing was changed yet.`, remedy: `Give them for the step-up ${id}, then ask again with it.`, stepUp: carried.stepUp } }
    }
    case 'awaitingApproval': {
      const { id, sentence, approvalsNeeded, expiresAt } = carried.approval
      return refused('awaitingApproval', `${sentence}\nIt waits for ${approvalsNeeded} other ${approvalsNeeded === 1 ? 'person' : 'people'} until ${expiresAt} (${id}), and is made when they have approved it.`, 'What waits: ./bitting approvals list')
    }
  }
}

/** Begins one confirmation of several changes. Refused with `nothingToConfirm` where none of them asks for one. */
export const reviewLocally = (set: readonly Asked<never, unknown>[], as: string | null, { changes }: Pick<AskingParts, 'changes'>): Promise<Outcome<StepUpAsked>> => changes.review(set, { kind: 'operator', as })

const visitNow = ({ wallClock }: Pick<AskingParts, 'wallClock'>) => ({ nowUs: wallClock.nowUs(), address: 'local', deviceLabel: 'the command line', deviceToken: null, sessionToken: null, language: null })

const told = ({ email }: Principal, seen: Result<StepUpView>): Outcome<StepUpAsked> => {
  if (!seen.ok) return refusalOfPeople(seen.refused)
  const { id, sentences, told, requirement, given, expiresAtUs } = seen.value
  return done({ id, email, sentences, told, requirement, given, expiresAt: new Date(toMs(expiresAtUs)).toISOString() })
}

/** A step-up that the local operator began, as it stands. */
export const showStepUpLocally = async (stepUpId: string, parts: AskingParts): Promise<Outcome<StepUpAsked>> => {
  const principal = await parts.people.standInOfStepUp(stepUpId)
  return principal.ok ? told(principal.value, await parts.people.seeStepUp(principal.value, stepUpId, visitNow(parts))) : refusalOfPeople(principal.refused)
}

/** Takes a code that was typed at the terminal. Wrong ones are counted as anywhere else. */
export const answerLocally = async (stepUpId: string, answer: TypedFactor, parts: AskingParts): Promise<Outcome<StepUpAsked>> => {
  const principal = await parts.people.standInOfStepUp(stepUpId)
  if (!principal.ok) return refusalOfPeople(principal.refused)
  const typed: FactorAnswer = answer
  return told(principal.value, await parts.people.answerStepUp(principal.value, { stepUpId, answer: typed }, visitNow(parts)))
}

/** Mails the code of a step-up, where another factor could do as well and so none was mailed at once. */
export const sendCodeLocally = async (stepUpId: string, parts: AskingParts): Promise<Outcome<null>> => {
  const principal = await parts.people.standInOfStepUp(stepUpId)
  if (!principal.ok) return refusalOfPeople(principal.refused)
  const sent = await parts.people.sendStepUpCode(principal.value, { stepUpId, channel: 'mail' }, visitNow(parts))
  return sent.ok ? done(null) : refusalOfPeople(sent.refused)
}
