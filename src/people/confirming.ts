import type { AuditValue } from '../audit/entry.ts'
import type { Confirmation } from '../confirmation.ts'
import type { TimeUs } from '../time.ts'
import { actRow } from './acts.ts'
import { changeOf } from './changes.ts'
import { checkFactor, factorsOf, type FactorAnswer, newChallenge, sendCode } from './check-factor.ts'
import { doerOf, type Office, only, type Plan, type Principal, recordedBy } from './office.ts'
import type { BrowserJson } from './passkey.ts'
import type { PeopleChange } from './people-store.ts'
import type { Person } from './person.ts'
import type { Visit } from './ports.ts'
import { allowed, refusal, type Result } from './result.ts'
import { type ChangeDescription, checkAnswerable, makeStepUp, MOST_CHANGES_AT_ONCE, type StepUp, withFactor, withWrongAnswer } from './step-up.ts'
import type { ToldChange } from './told-change.ts'
import { DEFAULT_REQUIREMENTS, type Factor, isMet, isSoundPolicy, requirementFor, type Requirement, type StepUpRequirements } from './step-up-policy.ts'

/** Each may send a letter: so many that nothing was given for are open for one person at once. */
const MOST_OPEN = 30

/** A step-up as its person sees it. */
export interface StepUpView {
  readonly id: string
  /** What is confirmed, a sentence a change. */
  readonly sentences: readonly string[]
  /** The same changes as codes with their arguments, in the same order. */
  readonly told: readonly (ToldChange | null)[]
  /** One factor of each group is needed, none twice. */
  readonly requirement: Requirement
  readonly given: readonly Factor[]
  readonly isConfirmed: boolean
  readonly expiresAtUs: TimeUs
  readonly triesLeft: number
}

const viewOf = ({ id, changes, requirement, given, isConfirmed, expiresAtUs, triesLeft }: StepUp): StepUpView =>
  ({ id, sentences: changes.map(({ sentence }) => sentence), told: changes.map(({ told = null }) => told), requirement, given, isConfirmed, expiresAtUs, triesLeft })

/** A code or a signature for one reviewed set is nothing for another. */
const purposeOf = ({ id, setDigest }: StepUp): string => `stepUp:${id}:${setDigest}`
const askerOf = ({ personId, id }: Principal) => ({ personId, principalId: id })

/** The rules of an account: its own, else the main account's, else the program's. */
export const requirementsOf = async ({ parts: { store, accounts } }: Office, accountId: number | null): Promise<StepUpRequirements> => {
  if (accountId === null) return DEFAULT_REQUIREMENTS
  const parent = accounts.parentOf(accountId)
  const { plain, grave } = await store.byId('stepUpPolicy', String(accountId)) ?? (typeof parent === 'number' ? await store.byId('stepUpPolicy', String(parent)) : undefined) ?? DEFAULT_REQUIREMENTS
  return { plain, grave }
}

/** The strictest of the rules of every account that the set touches: a group that one of them asks for is asked for. */
const requirementOf = async (office: Office, person: Person, changes: readonly ChangeDescription[]): Promise<Result<Requirement>> => {
  const own = await factorsOf(office, person)
  const groups = new Map<string, readonly Factor[]>()
  for (const accountId of new Set(changes.map((change) => change.accountId))) {
    const acts = changes.filter((change) => change.accountId === accountId).map(({ act }) => act)
    const requirement = requirementFor(acts, await requirementsOf(office, accountId), own)
    if (!requirement) return refusal('factorNotEnrolled')
    for (const group of requirement) groups.set([...group].sort().join(), group)
  }
  const all = withoutWider([...groups.values()])
  return isMet(all, [...own]) ? allowed(all) : refusal('factorNotEnrolled')
}

/** A group that another one lies within asks for nothing more. */
const withoutWider = (groups: readonly (readonly Factor[])[]): Requirement =>
  groups.filter((group) => !groups.some((other) => other !== group && other.length < group.length && other.every((factor) => group.includes(factor))))

/** Begins to confirm a reviewed set of changes. Where only a mail code can fill a group, it is on its way already. */
export const beginStepUp = (office: Office, principal: Principal, changes: readonly ChangeDescription[], visit: Visit): Promise<Result<StepUpView>> => office.carryOut(async (): Promise<Plan<StepUpView>> => {
  const person = await office.activePerson(principal.personId)
  if (!person) return only(refusal('notSignedIn'))
  if (changes.length > MOST_CHANGES_AT_ONCE) return only(refusal('limitReached'))
  if (!changes.some(({ act }) => actRow(act).gravity !== 'none')) return only(refusal('nothingToConfirm'))
  for (const { act, accountId } of changes) {
    const may = accountId === null ? (actRow(act).ownOf.length > 0 && principal.kind === 'session' ? allowed(null) : refusal('notAllowed')) : office.may(principal, act, accountId, { isOwn: true })
    if (!may.ok) return only(may)
  }
  const lately = (await office.parts.store.find('stepUp', { personId: person.id })).filter(({ isConfirmed, expiresAtUs }) => !isConfirmed && expiresAtUs > visit.nowUs)
  if (lately.length >= MOST_OPEN) return only(refusal('limitReached'))
  const requirement = await requirementOf(office, person, changes)
  if (!requirement.ok) return only(requirement)
  const stepUp = makeStepUp({ id: office.newId('u'), personId: person.id, principalId: principal.id, changes, requirement: requirement.value, nowUs: visit.nowUs })
  const needsMail = requirement.value.some((group) => group.length === 1 && group[0] === 'mailCode')
  const sent = needsMail ? await sendCode(office, person, 'mail', purposeOf(stepUp), (code) => office.lettersIn(person.language, visit.language).stepUpCode(code, stepUp.changes), visit.nowUs) : allowed([])
  return sent.ok ? { answer: allowed(viewOf(stepUp)), changes: [{ do: 'insert', kind: 'stepUp', record: stepUp }, ...sent.value], audit: null } : only(sent)
})

const answerable = async ({ parts: { store } }: Office, principal: Principal, stepUpId: string, nowUs: TimeUs): Promise<Result<StepUp>> =>
  checkAnswerable(await store.byId('stepUp', stepUpId), askerOf(principal), nowUs)

/** A step-up as it stands, for whoever began it. */
export const seeStepUp = async ({ parts: { store } }: Office, principal: Principal, stepUpId: string, { nowUs }: Pick<Visit, 'nowUs'>): Promise<Result<StepUpView>> => {
  const stepUp = await store.byId('stepUp', stepUpId)
  if (!stepUp || stepUp.personId !== principal.personId || stepUp.principalId !== principal.id) return refusal('stepUpForeign')
  return stepUp.expiresAtUs > nowUs ? allowed(viewOf(stepUp)) : refusal('expired')
}

/** Sends the code of a step-up by mail or SMS, once more where it was sent already. */
export const sendStepUpCode = (office: Office, principal: Principal, { stepUpId, channel }: { readonly stepUpId: string; readonly channel: 'mail' | 'sms' }, visit: Visit): Promise<Result<null>> => office.carryOut(async (): Promise<Plan<null>> => {
  const found = await answerable(office, principal, stepUpId, visit.nowUs)
  if (!found.ok) return only(found)
  const stepUp = found.value
  const person = await office.activePerson(principal.personId)
  if (!person || !stepUp.requirement.flat().includes(channel === 'mail' ? 'mailCode' : 'smsCode')) return only(refusal('factorNotAsked'))
  const letters = office.lettersIn(person.language, visit.language)
  const wordsOf = (code: string) => (channel === 'mail' ? letters.stepUpCode(code, stepUp.changes) : { subject: '', text: letters.stepUpText(code, stepUp.changes) })
  const sent = await sendCode(office, person, channel, purposeOf(stepUp), wordsOf, visit.nowUs)
  return sent.ok ? { answer: allowed(null), changes: sent.value, audit: null } : only(sent)
})

/** What the browser needs to answer with a passkey: the challenge carries the digest of the set, so the signature is over it. */
export const stepUpPasskey = (office: Office, principal: Principal, stepUpId: string, visit: Visit): Promise<Result<BrowserJson>> => office.carryOut(async (): Promise<Plan<BrowserJson>> => {
  const found = await answerable(office, principal, stepUpId, visit.nowUs)
  if (!found.ok) return only(found)
  const known = await office.parts.store.find('passkey', { personId: principal.personId })
  if (known.length === 0 || !found.value.requirement.flat().includes('passkey')) return only(refusal('factorNotAsked'))
  const { challenge, changes } = await newChallenge(office, { id: office.newId('w'), personId: principal.personId, purpose: purposeOf(found.value), boundTo: found.value.setDigest, nowUs: visit.nowUs })
  return { answer: allowed(await office.parts.passkeys.authenticationOptions({ challenge, known })), changes, audit: null }
})

/** Gives one factor. Wrong ones are counted here, for the person and for the address. */
export const answerStepUp = async (office: Office, principal: Principal, { stepUpId, answer }: { readonly stepUpId: string; readonly answer: FactorAnswer }, visit: Visit): Promise<Result<StepUpView>> => {
  const person = await office.activePerson(principal.personId)
  if (!person) return refusal('notSignedIn')
  const counted = office.counted(person.email, person, await office.deviceOf(visit), visit)
  const open = office.charge(counted, visit.nowUs)
  if (!open.ok) return open
  let isWrong = false
  const result = await office.carryOut(async (): Promise<Plan<StepUpView>> => {
    const found = await answerable(office, principal, stepUpId, visit.nowUs)
    if (!found.ok) return only(found)
    const stepUp = found.value
    if (!stepUp.requirement.flat().includes(answer.factor)) return only(refusal('factorNotAsked'))
    const checked = await checkFactor(office, person, answer, purposeOf(stepUp), visit.nowUs)
    isWrong = !checked.isRight
    if (!checked.isRight) return { answer: refusal(checked.reason), changes: [...checked.changes, { do: 'update', kind: 'stepUp', record: withWrongAnswer(stepUp) }], audit: null }
    const answered = withFactor(stepUp, answer.factor)
    return { answer: allowed(viewOf(answered)), changes: [...checked.changes, { do: 'update', kind: 'stepUp', record: answered }], audit: answered.isConfirmed ? confirmedEntry(principal, answered, visit) : null }
  })
  if (!isWrong) office.throttle.giveBack(counted, visit.nowUs)
  await office.keepCounts()
  return result
}

/** What was confirmed stands in it as its sentences, and as codes for readers of other languages: plain JSON, which TypeScript does not see in a union of interfaces. */
const confirmedEntry = (principal: Principal, { id, changes, given, setDigest }: StepUp, visit: Visit) =>
  recordedBy(doerOf(principal.personId, visit), { act: 'stepUp.confirm', subject: id, after: { changes: changes.map(({ sentence }) => sentence), told: changes.map(({ told }) => told ?? null) as unknown as AuditValue, factors: [...given], digest: setDigest } })

/**
 * The right to make one change of another room, once. Whoever stores the change hands the confirmation to the store with it, which uses it up
 * in the same transaction, or refuses both.
 */
export const confirmationOf = async (office: Office, principal: Principal, stepUpId: string, change: ChangeDescription, nowUs: TimeUs): Promise<Result<Confirmation>> => {
  if (!await office.activePerson(principal.personId)) return refusal('notSignedIn')
  const may = change.accountId === null ? allowed(null) : office.may(principal, change.act, change.accountId, { isOwn: true })
  return may.ok ? office.confirm(principal, stepUpId, change, nowUs) : may
}

/** Sets what an account asks for. Only its owner may, and never to none. */
export const setStepUpPolicy = (office: Office, principal: Principal, { accountId, requirements }: { readonly accountId: number; readonly requirements: StepUpRequirements }, stepUpId: string, visit: Visit): Promise<Result<null>> => office.carryOut(async (): Promise<Plan<null>> => {
  const may = office.may(principal, 'stepUpPolicy.edit', accountId)
  if (!may.ok) return only(may)
  if (!isSoundPolicy(requirements)) return only(refusal('policyInvalid'))
  const confirmed = await office.confirm(principal, stepUpId, changeOf.setStepUpPolicy(accountId, requirements), visit.nowUs)
  if (!confirmed.ok) return only(confirmed)
  const former = await office.parts.store.byId('stepUpPolicy', String(accountId))
  const record = { id: String(accountId), version: (former?.version ?? 0) + 1, plain: requirements.plain, grave: requirements.grave }
  const changes: readonly PeopleChange[] = [{ do: former ? 'update' : 'insert', kind: 'stepUpPolicy', record }]
  const before = former ? { plain: former.plain, grave: former.grave } : null
  return { answer: allowed(null), changes, confirmation: confirmed.value, audit: recordedBy(doerOf(principal.personId, visit), { act: 'stepUpPolicy.edit', subject: String(accountId), before, after: { plain: requirements.plain, grave: requirements.grave } }, confirmed.value) }
})
