import { DAY, type TimeUs } from '../time.ts'
import { isWithin, type Role } from './acts.ts'
import { changeOf } from './changes.ts'
import { doerOf, type Office, only, type Plan, type Principal, recordedBy } from './office.ts'
import type { PeopleChange } from './people-store.ts'
import { parseLabel } from './person.ts'
import type { Visit } from './ports.ts'
import { allowed, refusal, type Result } from './result.ts'
import { csrfTokenOf, hashOfToken, newToken } from './secret-token.ts'
import { type BearerToken, ended, NOTED_EVERY_US, REPLACED_TOKEN_GRACE_US, rotated, type Session, sessionState } from './session.ts'

const MOST_TOKENS = 20
const LONGEST_TOKEN_LIFE_DAYS = 365
const BEARER_PREFIX = 'bitt_'

/** Lets a request in by the token of its session. */
export const authenticate = async (office: Office, token: string, visit: Pick<Visit, 'nowUs' | 'address' | 'deviceLabel' | 'language'>): Promise<Result<Principal>> => {
  const { store, settings } = office.parts
  const tokenHash = hashOfToken(token)
  const session = (await store.find('session', { tokenHash }))[0]
  if (!session) return endStolen(office, tokenHash, visit)
  const state = sessionState(session, visit.nowUs, settings.sessionLimits)
  if (state !== 'alive') return refusal(state === 'ended' ? 'notSignedIn' : 'expired')
  const principal = await principalOf(office, session.personId, 'session', session.id)
  if (principal.ok && visit.nowUs - session.lastSeenAtUs >= NOTED_EVERY_US) await note(office, session, visit)
  return principal
}

/** Another tab may note the same session at the same moment; one of them is enough. */
const note = ({ parts: { store } }: Office, session: Session, { nowUs, address }: Pick<Visit, 'nowUs' | 'address'>): Promise<unknown> =>
  store.save([{ do: 'update', kind: 'session', record: { ...session, version: session.version + 1, lastSeenAtUs: nowUs, address } }], null)

/** A token that was replaced a while ago is in two hands: the session ends for both, and its person is told. */
const endStolen = (office: Office, tokenHash: string, visit: Pick<Visit, 'nowUs' | 'address' | 'deviceLabel' | 'language'>): Promise<Result<Principal>> => office.carryOut(async (): Promise<Plan<Principal>> => {
  const { store } = office.parts
  const session = (await store.find('session', { previousTokenHash: tokenHash, endedAtUs: null }))[0]
  const person = session && await store.byId('person', session.personId)
  if (!session || !person || visit.nowUs - session.rotatedAtUs < REPLACED_TOKEN_GRACE_US) return only(refusal('notSignedIn'))
  return {
    answer: refusal('notSignedIn'),
    changes: [{ do: 'update', kind: 'session', record: ended(session, visit.nowUs) }, office.notice(person, { is: 'oldTokenUsed' }, visit)],
    audit: recordedBy({ actor: 'system', source: visit.address, nowUs: visit.nowUs }, { act: 'session.end', subject: session.id, after: { person: person.id, reason: 'an old copy of its token was used' } }),
  }
})

const principalOf = async (office: Office, personId: string, kind: Principal['kind'], id: string): Promise<Result<Principal>> => {
  const person = await office.activePerson(personId)
  if (!person) return refusal('notSignedIn')
  const held = await office.parts.store.find('membership', { personId })
  const { email, name, mustRenew } = person
  return allowed({ kind, id, personId, email, name, held: mustRenew.length > 0 ? [] : held.map(({ accountId, role }) => ({ accountId, role })), mustRenew })
}

/** Lets a script in by its token: one account, and never more than its person may there now. */
export const authenticateBearer = async (office: Office, token: string, { nowUs }: Pick<Visit, 'nowUs'>): Promise<Result<Principal>> => {
  const { store } = office.parts
  const bearer = (await store.find('bearerToken', { tokenHash: hashOfToken(token) }))[0]
  if (!bearer || bearer.endedAtUs !== null || bearer.expiresAtUs <= nowUs) return refusal('notSignedIn')
  const principal = await principalOf(office, bearer.personId, 'token', bearer.id)
  if (!principal.ok) return principal
  const role = office.roleOn(principal.value, bearer.accountId)
  if (role === undefined || !isWithin(bearer.role, role)) return refusal('notSignedIn')
  if (bearer.lastUsedAtUs === null || nowUs - bearer.lastUsedAtUs >= NOTED_EVERY_US) await store.save([{ do: 'update', kind: 'bearerToken', record: { ...bearer, version: bearer.version + 1, lastUsedAtUs: nowUs } }], null)
  return allowed({ ...principal.value, held: [{ accountId: bearer.accountId, role: bearer.role }], atMost: principal.value.held })
}

export interface SessionView {
  readonly id: string
  readonly device: string
  readonly address: string
  readonly createdAtUs: TimeUs
  readonly lastSeenAtUs: TimeUs
  readonly isThisOne: boolean
}

/** The living sessions of the person, newest use first. */
export const listSessions = async ({ parts: { store, settings } }: Office, { personId, id }: Principal, { nowUs }: Pick<Visit, 'nowUs'>): Promise<readonly SessionView[]> =>
  (await store.find('session', { personId, endedAtUs: null }))
    .filter((session) => sessionState(session, nowUs, settings.sessionLimits) === 'alive')
    .sort((one, other) => other.lastSeenAtUs - one.lastSeenAtUs)
    .map((session) => ({ id: session.id, device: session.deviceLabel, address: session.address, createdAtUs: session.createdAtUs, lastSeenAtUs: session.lastSeenAtUs, isThisOne: session.id === id }))

/** Ends one session of the person, the present one included (that is signing out). */
export const endSession = (office: Office, principal: Principal, sessionId: string, visit: Visit): Promise<Result<null>> => office.carryOut(async (): Promise<Plan<null>> => {
  const session = await office.parts.store.byId('session', sessionId)
  if (!session || session.personId !== principal.personId) return only(refusal('unknownSubject'))
  if (session.endedAtUs !== null) return only(allowed(null))
  return { answer: allowed(null), changes: [{ do: 'update', kind: 'session', record: ended(session, visit.nowUs) }], audit: recordedBy(doerOf(principal.personId, visit), { act: 'session.end', subject: sessionId, after: { person: principal.personId } }) }
})

/** Ends every session of a person; `except` stays. For use inside another plan. */
export const endingSessions = async ({ parts: { store } }: Office, personId: string, nowUs: TimeUs, except?: string): Promise<readonly PeopleChange[]> =>
  (await store.find('session', { personId, endedAtUs: null })).filter(({ id }) => id !== except).map((session): PeopleChange => ({ do: 'update', kind: 'session', record: ended(session, nowUs) }))

/** Ends every session of the person at once, the present one too unless it is to stay. */
export const endAllSessions = (office: Office, principal: Principal, { keepThisOne }: { readonly keepThisOne: boolean }, visit: Visit): Promise<Result<{ readonly ended: number }>> => office.carryOut(async () => {
  const changes = await endingSessions(office, principal.personId, visit.nowUs, keepThisOne ? principal.id : undefined)
  return { answer: allowed({ ended: changes.length }), changes, audit: changes.length === 0 ? null : recordedBy(doerOf(principal.personId, visit), { act: 'session.endAll', subject: principal.personId, after: { sessions: changes.length, keptThisOne: keepThisOne } }) }
})

/** The tokens of a session after its rights or factors changed. */
export interface Rotated {
  readonly sessionToken: string
  readonly csrfToken: string
}

/** The present session under a new token; null for a script's token, which has none. For use inside another plan. */
export const rotating = async ({ parts: { store, randomBytes } }: Office, principal: Principal, nowUs: TimeUs): Promise<{ tokens: Rotated | null; changes: readonly PeopleChange[] }> => {
  const session = principal.kind === 'session' ? await store.byId('session', principal.id) : undefined
  if (!session) return { tokens: null, changes: [] }
  const sessionToken = newToken(randomBytes)
  return { tokens: { sessionToken, csrfToken: csrfTokenOf(sessionToken) }, changes: [{ do: 'update', kind: 'session', record: rotated(session, hashOfToken(sessionToken), nowUs) }] }
}

export interface TokenWish {
  readonly name: string
  readonly accountId: number
  readonly role: Role
  /** Days; 1 to 365. */
  readonly lifetimeDays: number
}

export type TokenView = Pick<BearerToken, 'id' | 'name' | 'accountId' | 'role' | 'createdAtUs' | 'expiresAtUs' | 'lastUsedAtUs'>

/** Makes a token for scripts. It is shown this once. */
export const makeToken = (office: Office, principal: Principal, wish: TokenWish, stepUpId: string, visit: Visit): Promise<Result<{ readonly id: string; readonly token: string; readonly expiresAtUs: TimeUs }>> => office.carryOutInTurn(async () => {
  const { store, randomBytes } = office.parts
  const name = parseLabel(wish.name, 60)
  if (principal.kind !== 'session') return only(refusal('notAllowed'))
  if (name === undefined) return only(refusal('labelInvalid', { field: 'name' }))
  if (!Number.isInteger(wish.lifetimeDays) || wish.lifetimeDays < 1 || wish.lifetimeDays > LONGEST_TOKEN_LIFE_DAYS) return only(refusal('lifetimeInvalid', { field: 'lifetimeDays' }))
  const role = office.roleOn(principal, wish.accountId)
  if (role === undefined || !isWithin(wish.role, role)) return only(refusal('notAllowed'))
  const living = (await store.find('bearerToken', { personId: principal.personId, endedAtUs: null })).filter(({ expiresAtUs }) => expiresAtUs > visit.nowUs)
  if (living.length >= MOST_TOKENS) return only(refusal('limitReached'))
  if (living.some((one) => one.name.toLowerCase() === name.toLowerCase())) return only(refusal('tokenNameTaken', { field: 'name' }))
  const confirmed = await office.confirm(principal, stepUpId, changeOf.makeToken(wish), visit.nowUs)
  if (!confirmed.ok) return only(confirmed)
  const token = newToken(randomBytes, BEARER_PREFIX)
  const expiresAtUs = visit.nowUs + wish.lifetimeDays * DAY
  const record: BearerToken = { id: office.newId('t'), version: 1, personId: principal.personId, tokenHash: hashOfToken(token), name, accountId: wish.accountId, role: wish.role, createdAtUs: visit.nowUs, expiresAtUs, lastUsedAtUs: null, endedAtUs: null }
  return {
    answer: allowed({ id: record.id, token, expiresAtUs }), changes: [{ do: 'insert', kind: 'bearerToken', record }], confirmation: confirmed.value,
    audit: recordedBy(doerOf(principal.personId, visit), { act: 'token.make', subject: record.id, after: { name, account: wish.accountId, role: wish.role, expiresAtUs } }, confirmed.value),
  }
})

export const listTokens = async ({ parts: { store } }: Office, { personId }: Principal, { nowUs }: Pick<Visit, 'nowUs'>): Promise<readonly TokenView[]> =>
  (await store.find('bearerToken', { personId, endedAtUs: null })).filter(({ expiresAtUs }) => expiresAtUs > nowUs)
    .map(({ id, name, accountId, role, createdAtUs, expiresAtUs, lastUsedAtUs }) => ({ id, name, accountId, role, createdAtUs, expiresAtUs, lastUsedAtUs }))

/** Ends a token; a script may end the one it carries and no other. */
export const endToken = (office: Office, principal: Principal, tokenId: string, visit: Visit): Promise<Result<null>> => office.carryOut(async (): Promise<Plan<null>> => {
  const token = await office.parts.store.byId('bearerToken', tokenId)
  if (!token || token.personId !== principal.personId || (principal.kind === 'token' && principal.id !== tokenId)) return only(refusal('unknownSubject'))
  if (token.endedAtUs !== null) return only(allowed(null))
  return { answer: allowed(null), changes: [{ do: 'update', kind: 'bearerToken', record: { ...token, version: token.version + 1, endedAtUs: visit.nowUs } }], audit: recordedBy(doerOf(principal.personId, visit), { act: 'token.end', subject: tokenId, after: { name: token.name } }) }
})
