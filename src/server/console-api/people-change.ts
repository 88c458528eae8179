import { done, type Outcome, refused } from '../../operations/outcome.ts'
import { refusalOfPeople } from '../../operations/refusal-of-people.ts'
import type { ChangeDescription, People, Principal } from '../../people/people.ts'
import type { Result } from '../../people/result.ts'
import type { StepUpView } from '../../people/confirming.ts'
import type { StepUpAsked } from '../../operations/operation.ts'
import { type Answered, type Asked, ofResult, type Reviewed } from './route.ts'
import { isoOf } from './schemas.ts'

export const stepUpAskedOf = ({ id, sentences, told, requirement, given, expiresAtUs }: StepUpView, { email }: Pick<Principal, 'email'>): StepUpAsked =>
  ({ id, email, sentences, told, requirement, given, expiresAt: isoOf(expiresAtUs) })

export const NOT_THERE = refused('unknownSubject', 'There is nothing of that name.', 'Look at the list of what you may see.')

/** A change of the room of people, in two steps of one route: asked for without a confirmation it begins one. */
export const peopleChange = <AskedHere extends Asked<unknown, unknown, unknown>, Value, Told>(people: People, { change, act, tell }: {
  /** What exactly would change, in the words of the room itself. */
  readonly change: (asked: AskedHere, principal: Principal) => ChangeDescription | Promise<Outcome<ChangeDescription>>
  readonly act: (asked: AskedHere, principal: Principal, stepUpId: string) => Promise<Result<Value>>
  readonly tell: (value: Value, asked: AskedHere) => Told
}): { review(asked: AskedHere, principal: Principal): Promise<Outcome<Reviewed>>; act(asked: AskedHere, principal: Principal): Promise<Answered<Told>> } => {
  const described = async (asked: AskedHere, principal: Principal): Promise<Outcome<ChangeDescription>> => {
    const found = await change(asked, principal)
    return 'ok' in found ? found : done(found)
  }
  return {
    review: async (asked, principal) => {
      const found = await described(asked, principal)
      return found.ok ? done({ kind: 'people', change: found.value }) : found
    },
    act: async (asked, principal) => {
      // Without a confirmation the room refuses last of all, so whatever else is wrong is told before anybody is asked for a code.
      const result = await act(asked, principal, asked.stepUpId ?? '')
      if (result.ok || asked.stepUpId !== null || result.refused.reason !== 'stepUpForeign') return ofResult(result, (value) => tell(value, asked))
      const found = await described(asked, principal)
      if (!found.ok) return { is: 'refused', refused: found.refused }
      const begun = await people.beginStepUp(principal, [found.value], asked.visit)
      return begun.ok ? { is: 'stepUpNeeded', stepUp: stepUpAskedOf(begun.value, principal) } : { is: 'refused', refused: refusalOfPeople(begun.refused).refused, retryAfterS: begun.refused.retryAfterS }
    },
  }
}
