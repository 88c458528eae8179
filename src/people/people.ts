import type { Confirmation } from '../confirmation.ts'
import type { Language } from '../language.ts'
import type { Act, Circumstances } from './acts.ts'
import type { FactorAnswer } from './check-factor.ts'
import * as confirming from './confirming.ts'
import * as factors from './factors.ts'
import * as joining from './joining.ts'
import * as leaving from './leaving.ts'
import { Office, type Principal } from './office.ts'
import type { BrowserJson } from './passkey.ts'
import * as language from './own-language.ts'
import * as renewal from './renewal.ts'
import type { Doer, PeopleParts, Visit } from './ports.ts'
import type { Result } from './result.ts'
import type { SecretSealer } from './sealed.ts'
import { isCsrfToken } from './secret-token.ts'
import * as sessions from './sessions.ts'
import * as signing from './sign-in.ts'
import * as standing from './stand-in.ts'
import type { ChangeDescription } from './step-up.ts'
import type { StepUpRequirements } from './step-up-policy.ts'

export type { ChangeDescription } from './step-up.ts'
export type { FactorAnswer } from './check-factor.ts'
export type { Principal } from './office.ts'
export type { Visit } from './ports.ts'
export { changeOf } from './changes.ts'

/**
 * Everything that people do to come in, to prove who they are and to manage each other: what a console, a script's API and a command call.
 * Expected refusals are values. A method that changes something takes the step-up that confirmed exactly that change (`changeOf` describes it);
 * changes of other rooms take their right from `confirmation`.
 */
export class People {
  readonly #office: Office

  constructor(parts: PeopleParts) {
    this.#office = new Office(parts)
  }

  // — the life of the room

  /** Asked once, at start: takes the counts of failures from the store, and finishes off-boardings that were interrupted. */
  async open(doer: Doer): Promise<void> {
    await this.#office.load()
    await leaving.finishLeaving(this.#office, doer)
  }

  /** Asked now and then: lets go of what was to be kept until now. */
  forget(nowUs: number): Promise<void> {
    return this.#office.parts.store.forget(nowUs)
  }

  /** Seals everything of people under another sealing key; the former key may go once this resolved. */
  useSealer(sealer: SecretSealer): void {
    this.#office.useSealer(sealer)
  }

  // — coming in

  signIn(credentials: { readonly email: string; readonly password: string }, visit: Visit) { return signing.signIn(this.#office, credentials, visit) }
  answerSecondFactor(answer: { readonly attempt: string; readonly answer: FactorAnswer }, visit: Visit) { return signing.answerSecondFactor(this.#office, answer, visit) }
  secondFactorPasskey(attempt: string, visit: Visit) { return signing.secondFactorPasskey(this.#office, attempt, visit) }
  confirmDevice(answer: { readonly attempt: string; readonly code: string }, visit: Visit) { return signing.confirmDevice(this.#office, answer, visit) }
  resendDeviceCode(attempt: string, visit: Visit) { return signing.resendDeviceCode(this.#office, attempt, visit) }
  beginPasskeySignIn(visit: Visit) { return signing.beginPasskeySignIn(this.#office, visit) }
  finishPasskeySignIn(answer: { readonly attempt: string; readonly response: BrowserJson }, visit: Visit) { return signing.finishPasskeySignIn(this.#office, answer, visit) }

  // — who asks

  /** By the cookie of a session. A request that changes something must also carry the session's CSRF token. */
  authenticate(sessionToken: string, visit: Pick<Visit, 'nowUs' | 'address' | 'deviceLabel' | 'language'>): Promise<Result<Principal>> { return sessions.authenticate(this.#office, sessionToken, visit) }
  /** By the token of a script. */
  authenticateBearer(token: string, visit: Pick<Visit, 'nowUs'>): Promise<Result<Principal>> { return sessions.authenticateBearer(this.#office, token, visit) }
  isCsrfToken(sessionToken: string, presented: string): boolean { return isCsrfToken(sessionToken, presented) }
  /** Whether somebody may do an act on an account. */
  may(principal: Pick<Principal, 'held'>, act: Act, accountId: number, circumstances?: Circumstances): Result<null> { return this.#office.may(principal, act, accountId, circumstances) }

  // — sessions and tokens

  listSessions(principal: Principal, visit: Pick<Visit, 'nowUs'>) { return sessions.listSessions(this.#office, principal, visit) }
  endSession(principal: Principal, sessionId: string, visit: Visit) { return sessions.endSession(this.#office, principal, sessionId, visit) }
  endAllSessions(principal: Principal, which: { readonly keepThisOne: boolean }, visit: Visit) { return sessions.endAllSessions(this.#office, principal, which, visit) }
  signOut(principal: Principal, visit: Visit) { return sessions.endSession(this.#office, principal, principal.id, visit) }
  makeToken(principal: Principal, wish: sessions.TokenWish, stepUpId: string, visit: Visit) { return sessions.makeToken(this.#office, principal, wish, stepUpId, visit) }
  listTokens(principal: Principal, visit: Pick<Visit, 'nowUs'>) { return sessions.listTokens(this.#office, principal, visit) }
  endToken(principal: Principal, tokenId: string, visit: Visit) { return sessions.endToken(this.#office, principal, tokenId, visit) }

  // — step-up

  beginStepUp(principal: Principal, changes: readonly ChangeDescription[], visit: Visit) { return confirming.beginStepUp(this.#office, principal, changes, visit) }
  seeStepUp(principal: Principal, stepUpId: string, visit: Pick<Visit, 'nowUs'>) { return confirming.seeStepUp(this.#office, principal, stepUpId, visit) }
  sendStepUpCode(principal: Principal, wish: { readonly stepUpId: string; readonly channel: 'mail' | 'sms' }, visit: Visit) { return confirming.sendStepUpCode(this.#office, principal, wish, visit) }
  stepUpPasskey(principal: Principal, stepUpId: string, visit: Visit) { return confirming.stepUpPasskey(this.#office, principal, stepUpId, visit) }
  answerStepUp(principal: Principal, answer: { readonly stepUpId: string; readonly answer: FactorAnswer }, visit: Visit) { return confirming.answerStepUp(this.#office, principal, answer, visit) }
  /**
   * The right to make one change of another room, to be used up in the transaction that stores the change. Whether the role allows it for this very
   * thing (one's own key, say) is asked with `may` besides: only the room that keeps the thing knows whose it is.
   */
  confirmation(principal: Principal, stepUpId: string, change: ChangeDescription, nowUs: number): Promise<Result<Confirmation>> { return confirming.confirmationOf(this.#office, principal, stepUpId, change, nowUs) }
  /** Who can confirm what the local operator does on an account. Their principals are good for a step-up and its confirmation alone. */
  standIns(act: Act, accountId: number) { return standing.standIns(this.#office, act, accountId) }
  /** Whoever could confirm there once they have chosen their factors anew: their addresses. */
  standInsToRenew(accountId: number) { return standing.standInsToRenew(this.#office, accountId) }
  standInOfStepUp(stepUpId: string) { return standing.standInOfStepUp(this.#office, stepUpId) }
  stepUpRequirements(accountId: number): Promise<StepUpRequirements> { return confirming.requirementsOf(this.#office, accountId) }
  setStepUpPolicy(principal: Principal, wish: { readonly accountId: number; readonly requirements: StepUpRequirements }, stepUpId: string, visit: Visit) { return confirming.setStepUpPolicy(this.#office, principal, wish, stepUpId, visit) }

  // — one's own language and factors

  languageOf(principal: Principal) { return language.languageOf(this.#office, principal) }
  chooseLanguage(principal: Principal, chosen: Language, visit: Visit) { return language.chooseLanguage(this.#office, principal, chosen, visit) }
  listFactors(principal: Principal) { return factors.listFactors(this.#office, principal) }
  beginTotp(principal: Principal, wish: { readonly label: string; readonly stepUpId: string }, visit: Visit) { return factors.beginTotp(this.#office, principal, wish, visit) }
  finishTotp(principal: Principal, answer: { readonly id: string; readonly code: string }, visit: Visit) { return factors.finishTotp(this.#office, principal, answer, visit) }
  beginPasskey(principal: Principal, wish: { readonly label: string; readonly stepUpId: string }, visit: Visit) { return factors.beginPasskey(this.#office, principal, wish, visit) }
  finishPasskey(principal: Principal, response: BrowserJson, visit: Visit) { return factors.finishPasskey(this.#office, principal, response, visit) }
  removeFactor(principal: Principal, wish: { readonly id: string; readonly stepUpId: string }, visit: Visit) { return factors.removeFactor(this.#office, principal, wish, visit) }
  renewRecoveryCodes(principal: Principal, wish: { readonly stepUpId: string }, visit: Visit) { return factors.renewRecoveryCodes(this.#office, principal, wish, visit) }
  changePassword(principal: Principal, wish: { readonly password: string; readonly stepUpId: string }, visit: Visit) { return factors.changePassword(this.#office, principal, wish, visit) }
  changePhone(principal: Principal, wish: { readonly phone: string | null; readonly stepUpId: string }, visit: Visit) { return factors.changePhone(this.#office, principal, wish, visit) }

  // — a key leaked

  /** What a lockdown of an account would end. */
  previewLockdown(accountId: number) { return renewal.previewLockdown(this.#office, accountId) }
  /** Ends the sessions of an account's people and asks them for new factors. Whether it may be done is the business of the operation that does it. */
  lockDown(wish: renewal.LockdownOfPeople, doer: Doer) { return renewal.lockDownPeople(this.#office, wish, doer) }

  // — coming and going

  needsFirstOwner(): Promise<boolean> { return joining.needsFirstOwner(this.#office) }
  makeFirstOwnerLink(doer: Doer) { return joining.makeFirstOwnerLink(this.#office, doer) }
  setUpFirstOwner(token: string, wish: joining.NewcomerWish & { readonly email: string }, visit: Visit) { return joining.setUpFirstOwner(this.#office, token, wish, visit) }
  readLink(token: string, nowUs: number) { return joining.readLink(this.#office, token, nowUs) }
  invite(principal: Principal, wish: joining.InvitationWish, stepUpId: string, visit: Visit) { return joining.invite(this.#office, principal, wish, stepUpId, visit) }
  /** For acts of other rooms that a person confirmed, and that bring somebody along. */
  inviteInName(wish: joining.InvitationWish & { readonly invitedBy: string }, doer: Doer) { return joining.inviteInName(this.#office, wish, doer) }
  listInvitations(principal: Principal, accountId: number, visit: Pick<Visit, 'nowUs'>) { return joining.listInvitations(this.#office, principal, accountId, visit) }
  withdrawInvitation(principal: Principal, invitationId: string, stepUpId: string, visit: Visit) { return joining.withdrawInvitation(this.#office, principal, invitationId, stepUpId, visit) }
  acceptInvitation(token: string, wish: joining.NewcomerWish, visit: Visit) { return joining.acceptInvitation(this.#office, token, wish, visit) }
  joinByInvitation(principal: Principal, token: string, visit: Visit) { return joining.joinByInvitation(this.#office, principal, token, visit) }
  requestSignUp(wish: { readonly email: string }, visit: Visit) { return joining.requestSignUp(this.#office, wish, visit) }
  completeSignUp(token: string, wish: joining.NewcomerWish, visit: Visit) { return joining.completeSignUp(this.#office, token, wish, visit) }
  requestPasswordReset(wish: { readonly email: string }, visit: Visit) { return joining.requestPasswordReset(this.#office, wish, visit) }
  resetPassword(token: string, password: string, visit: Visit) { return joining.resetPassword(this.#office, token, password, visit) }

  listPeople(principal: Principal, accountId: number) { return leaving.listPeople(this.#office, principal, accountId) }
  changeRole(principal: Principal, wish: { readonly personId: string; readonly accountId: number; readonly role: leaving.PersonView['role'] }, stepUpId: string, visit: Visit) { return leaving.changeRole(this.#office, principal, wish, stepUpId, visit) }
  removePerson(principal: Principal, wish: { readonly personId: string; readonly accountId: number }, stepUpId: string, visit: Visit) { return leaving.removePerson(this.#office, principal, wish, stepUpId, visit) }
  /** Sessions, tokens, invitations, factors, keys and approvals of a person, closed in one act. */
  offBoard(principal: Principal, wish: leaving.OffBoardWish, stepUpId: string, visit: Visit) { return leaving.offBoard(this.#office, principal, wish, stepUpId, visit) }
}
