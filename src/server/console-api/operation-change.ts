import type { Changes } from '../../operations/carry-out.ts'
import type { Operation } from '../../operations/operation.ts'
import { done, type Outcome } from '../../operations/outcome.ts'
import type { People, Principal } from '../../people/people.ts'
import { NOT_THERE } from './people-change.ts'
import type { Answered, Asked, Reviewed } from './route.ts'
import { ofOutcome } from './route.ts'

/** What is not of the caller's accounts is not there: an operation's own words about it are for those who may know of it. */
export const isSeen = (people: Pick<People, 'may'>, principal: Principal, account: number | undefined): boolean => account === undefined || people.may(principal, 'account.see', account).ok

/** An operation as a route: described for a reviewed set, carried out like everywhere else. `accountOf` names the account that the path or the body says. */
export const operationChange = <AskedHere extends Asked<unknown, unknown, unknown>, Wish, Value>({ changes, people }: { readonly changes: Changes; readonly people: Pick<People, 'may'> }, operation: Operation<Wish, Value>, wishOf: (asked: AskedHere) => Wish, accountOf: (asked: AskedHere) => number | undefined = () => undefined): {
  review(asked: AskedHere, principal: Principal): Promise<Outcome<Reviewed>>
  act(asked: AskedHere, principal: Principal): Promise<Answered<Value>>
} => ({
  // A set takes operations of every wish; each is described by its own wish.
  review: async (asked, principal) => (isSeen(people, principal, accountOf(asked)) ? done({ kind: 'operation', asked: { operation, wish: wishOf(asked) } as { operation: Operation<never, unknown>; wish: never } }) : NOT_THERE),
  act: async (asked, principal) => (isSeen(people, principal, accountOf(asked)) ? changes.carryOut({ operation, wish: wishOf(asked) }, { kind: 'person', principal, address: asked.visit.address }, asked.stepUpId) : ofOutcome(NOT_THERE)),
})

type Given<Shape> = { readonly [Name in keyof Shape]: Exclude<Shape[Name], undefined> }

/** Fields that were left out are absent, not undefined: that is how wishes say "as it is". */
export const given = <Shape extends object>(shape: Shape): Given<Shape> =>
  // What is undefined is gone, which the type of an object literal cannot say by itself.
  Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Given<Shape>
