import type { Confirmation } from '../confirmation.ts'
import type { Act } from '../people/acts.ts'
import type { Principal } from '../people/office.ts'
import type { DescribedChange } from '../people/step-up.ts'
import type { ToldChange } from '../people/told-change.ts'
import type { Factor, Requirement } from '../people/step-up-policy.ts'
import type { TimeUs } from '../time.ts'
import type { OperationRefused, Outcome } from './outcome.ts'

/** Who asks for a change. */
export type Asker =
  /** Somebody in a session of the console, or a script with a token. */
  | { readonly kind: 'person'; readonly principal: Principal; readonly address: string }
  /** Whoever may open the data folder. Changes are confirmed by the factors of a person who may make them: whose, by e-mail; null = the only owner's. */
  | { readonly kind: 'operator'; readonly as: string | null }
  /** A main account's key through `/sapi`, where the account's policy lets keys stand in for step-up. */
  | { readonly kind: 'key'; readonly keyId: string; readonly accountId: number; readonly address: string }
  /** The approved payload of several people, or time itself. */
  | { readonly kind: 'system' }

/** A change as it is carried out: who, from where, when, and what is used up in the transaction that stores it. */
export interface Doing {
  /** As the audit chain names it: `person:…`, `operator:local`, `key:k_…`, `system`. */
  readonly actor: string
  readonly source: string
  /** The authority's calendar. */
  readonly nowUs: TimeUs
  /** Wall time, for the record. */
  readonly recordedAtUs: TimeUs
  /** Null where the table of acts asks for none. */
  readonly confirmation: Confirmation | null
  /** The person who acts or whose factors confirmed; null where nobody's did. */
  readonly personId: string | null
}

/** A change, described to the last detail on the state as it stands now. */
export interface Described {
  readonly change: DescribedChange
  /** The person who holds what is changed (who made the key, say); null = nobody in particular. Decides whether a trader may. */
  readonly holderId: string | null
  /** It is made anew, and so is its maker's own. */
  readonly isMakersOwn?: true
  /** Nobody but this person, whatever their role. */
  readonly onlyPersonId?: string | null
  /** What the person must be allowed to do besides: whoever gives a key a right to move money must be one who may move money. */
  readonly furtherActs?: readonly Act[]
}

/** What a wish names: whose it is, which act shows it, and the least act of a person's that the wish comes to. */
export interface About {
  readonly see: Act
  readonly accountId: number
  readonly holderId: string | null
  /** It is made anew, and so is its maker's own. */
  readonly isMakersOwn?: true
  /** Who may not do this hears so before anything is described: what a refusal says would tell of what is there. */
  readonly needs: Act
}

/**
 * One act that changes something, written once for console, command line, `/sapi` and approvals. `Wish` is plain JSON, parsed at the edge:
 * an approval stores it and carries it out later, by `name`.
 */
export interface Operation<Wish, Value> {
  /** `keys.create`; stable, because approvals that wait carry it. */
  readonly name: string
  /**
   * Whose it is that the wish names, asked before anything is told of it: somebody who may not see it hears only that there is no such thing.
   * Undefined where there is none. Absent: the description tells nothing that its asker might not know.
   */
  about?(wish: Wish): Promise<About | undefined>
  /** What exactly would change now, and the sentence that a person confirms. Refused where it could not be done anyway. Changes nothing. */
  describe(wish: Wish): Promise<Outcome<Described>>
  /** Does it: durable, with its audit entry and the confirmation used up in the same transaction, before the promise resolves. */
  perform(wish: Wish, doing: Doing): Promise<Outcome<Value>>
}

/** What is asked of a person before a change is made. */
export interface StepUpAsked {
  readonly id: string
  /** Of whom it is asked. */
  readonly email: string
  /** One sentence a change, as they will be made. */
  readonly sentences: readonly string[]
  /** The same changes as codes with their arguments, in the same order; null where one is told by its sentence alone. */
  readonly told: readonly (ToldChange | null)[]
  /** One factor of each group. */
  readonly requirement: Requirement
  readonly given: readonly Factor[]
  /** ISO 8601, UTC. */
  readonly expiresAt: string
}

/** A change that waits for other people. */
export interface ApprovalAsked {
  readonly id: string
  readonly sentence: string
  /** Null: it is told by its sentence alone. */
  readonly told: ToldChange | null
  readonly approvalsNeeded: number
  /** ISO 8601, UTC. */
  readonly expiresAt: string
}

/** What came of asking for a change. */
export type Carried<Value> =
  | { readonly is: 'done'; readonly value: Value }
  | { readonly is: 'stepUpNeeded'; readonly stepUp: StepUpAsked }
  | { readonly is: 'awaitingApproval'; readonly approval: ApprovalAsked }
  | { readonly is: 'refused'; readonly refused: OperationRefused }

/** Where changes that need several people wait. Asked after the step-up and before the change is made. */
export interface ApprovalDesk {
  /** Whether a rule asks for other people before this change. */
  isNeeded(operation: string, wish: unknown, described: Described): Promise<boolean>
  /** The very same change that waits already, whoever asked for it: nobody is asked twice. */
  waiting(operation: string, described: Described): Promise<ApprovalAsked | undefined>
  /** Stores the payload, bound to the digest of its description; uses the confirmation up. */
  request(operation: string, wish: unknown, described: Described, doing: Doing): Promise<Outcome<ApprovalAsked>>
}
