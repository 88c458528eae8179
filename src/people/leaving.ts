import type { TimeUs } from '../time.ts'
import type { Role } from './acts.ts'
import { changeOf } from './changes.ts'
import { withdrawingInvitationsOf } from './joining.ts'
import { doerOf, type Office, only, type Plan, type Principal, recordedBy } from './office.ts'
import type { PeopleChange } from './people-store.ts'
import { type Membership, membershipId, type Person } from './person.ts'
import type { Doer, Visit } from './ports.ts'
import { allowed, refusal, type Result } from './result.ts'
import { endingSessions, rotating, type Rotated } from './sessions.ts'

export interface PersonView {
  readonly personId: string
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly sinceUs: TimeUs
  /** Whether an authenticator or a passkey is set up. */
  readonly hasStrongFactor: boolean
}

/** The people of an account. */
export const listPeople = async (office: Office, principal: Principal, accountId: number): Promise<Result<readonly PersonView[]>> => {
  const { store } = office.parts
  const may = office.may(principal, 'person.see', accountId)
  if (!may.ok) return may
  const views: PersonView[] = []
  for (const { personId, role, sinceUs } of await store.find('membership', { accountId })) {
    const person = await store.byId('person', personId)
    const strong = [...await store.find('totp', { personId }), ...await store.find('passkey', { personId })]
    if (person) views.push({ personId, email: person.email, name: person.name, role, sinceUs, hasStrongFactor: strong.some((factor) => !('confirmedAtUs' in factor) || factor.confirmedAtUs !== null) })
  }
  return allowed(views)
}

/** A sub-account may do without: whoever owns the account above owns it too. */
const isLastOwner = async ({ parts: { store, accounts } }: Office, { accountId, personId, role }: Membership): Promise<boolean> =>
  role === 'owner' && typeof accounts.parentOf(accountId) !== 'number' && (await store.find('membership', { accountId, role: 'owner' })).every((other) => other.personId === personId)

const found = async ({ parts: { store } }: Office, personId: string, accountId: number): Promise<{ person: Person; membership: Membership } | undefined> => {
  const [person, membership] = await Promise.all([store.byId('person', personId), store.byId('membership', membershipId(personId, accountId))])
  return person && membership ? { person, membership } : undefined
}

/** Owners are made and unmade one at a time: each such change touches the same owners, so that two tabs cannot remove the last two. */
const touchingOwners = async ({ parts: { store } }: Office, { accountId, id, role }: Membership): Promise<readonly PeopleChange[]> =>
  role !== 'owner' ? [] : (await store.find('membership', { accountId, role: 'owner' })).filter((other) => other.id !== id).map((other) => ({ do: 'update', kind: 'membership', record: { ...other, version: other.version + 1 } }))

/** The sessions of somebody whose rights changed: their own present one goes on under a new token, every other ends. */
const renewingSessions = async (office: Office, principal: Principal, personId: string, nowUs: TimeUs): Promise<{ rotated: Rotated | null; changes: readonly PeopleChange[] }> => {
  if (personId !== principal.personId) return { rotated: null, changes: await endingSessions(office, personId, nowUs) }
  const { tokens, changes } = await rotating(office, principal, nowUs)
  return { rotated: tokens, changes: [...changes, ...await endingSessions(office, personId, nowUs, principal.id)] }
}

/** Gives somebody another role. Their sessions end, so that what they see is what they may. */
export const changeRole = (office: Office, principal: Principal, wish: { readonly personId: string; readonly accountId: number; readonly role: Role }, stepUpId: string, visit: Visit): Promise<Result<{ readonly rotated: Rotated | null }>> => office.carryOut(async () => {
  const target = await found(office, wish.personId, wish.accountId)
  const may = office.may(principal, 'person.changeRole', wish.accountId, { touchesRoles: [wish.role, ...(target ? [target.membership.role] : [])] })
  if (!may.ok) return only(may)
  if (!target) return only(refusal('unknownSubject'))
  if (wish.role !== 'owner' && await isLastOwner(office, target.membership)) return only(refusal('lastOwner'))
  const confirmed = await office.confirm(principal, stepUpId, changeOf.changeRole(wish, target.person.email), visit.nowUs)
  if (!confirmed.ok) return only(confirmed)
  const { rotated, changes } = await renewingSessions(office, principal, wish.personId, visit.nowUs)
  return {
    answer: allowed({ rotated }), confirmation: confirmed.value,
    changes: [{ do: 'update', kind: 'membership', record: { ...target.membership, version: target.membership.version + 1, role: wish.role } }, ...await touchingOwners(office, target.membership), ...changes],
    audit: recordedBy(doerOf(principal.personId, visit), { act: 'person.changeRole', subject: wish.personId, before: { account: wish.accountId, role: target.membership.role }, after: { account: wish.accountId, role: wish.role } }, confirmed.value),
  }
})

/** Takes somebody off one account; they stay on others. */
export const removePerson = (office: Office, principal: Principal, wish: { readonly personId: string; readonly accountId: number }, stepUpId: string, visit: Visit): Promise<Result<{ readonly rotated: Rotated | null }>> => office.carryOut(async () => {
  const target = await found(office, wish.personId, wish.accountId)
  const may = office.may(principal, 'person.remove', wish.accountId, { touchesRoles: target ? [target.membership.role] : [] })
  if (!may.ok) return only(may)
  if (!target) return only(refusal('unknownSubject'))
  if (await isLastOwner(office, target.membership)) return only(refusal('lastOwner'))
  const confirmed = await office.confirm(principal, stepUpId, changeOf.removePerson(wish, target.person.email), visit.nowUs)
  if (!confirmed.ok) return only(confirmed)
  const { rotated, changes } = await renewingSessions(office, principal, wish.personId, visit.nowUs)
  return {
    answer: allowed({ rotated }), confirmation: confirmed.value, changes: [{ do: 'remove', kind: 'membership', id: target.membership.id }, ...await touchingOwners(office, target.membership), ...changes],
    audit: recordedBy(doerOf(principal.personId, visit), { act: 'person.remove', subject: wish.personId, before: { account: wish.accountId, role: target.membership.role } }, confirmed.value),
  }
})

export interface OffBoardWish {
  readonly personId: string
  /** The account on whose behalf this is done. */
  readonly accountId: number
  /** Who gets the keys; null = they are disabled. */
  readonly keysGoTo: string | null
}

export interface OffBoarded {
  readonly sessions: number
  readonly tokens: number
  readonly invitations: number
  readonly keys: number
  readonly approvals: number
}

/**
 * Off-boards a person in one act. First, in one transaction, every way in is closed; then what other rooms hold of the person. Should the process
 * die in between, `finishLeaving` goes on at the next start: nobody is let in meanwhile.
 */
export const offBoard = async (office: Office, principal: Principal, wish: OffBoardWish, stepUpId: string, visit: Visit): Promise<Result<OffBoarded>> => {
  const closed = await office.carryOut(() => closeWaysIn(office, principal, wish, stepUpId, visit))
  if (!closed.ok) return closed
  const rest = await finishOne(office, wish.personId, doerOf(principal.personId, visit))
  return allowed({ ...closed.value, ...rest })
}

type ClosedWays = Omit<OffBoarded, 'keys' | 'approvals'>

const closeWaysIn = async (office: Office, principal: Principal, wish: OffBoardWish, stepUpId: string, visit: Visit): Promise<Plan<ClosedWays>> => {
  const { store } = office.parts
  const { nowUs } = visit
  const person = await office.activePerson(wish.personId)
  const memberships = await store.find('membership', { personId: wish.personId })
  if (!person || memberships.length === 0) return only(refusal(office.may(principal, 'person.offBoard', wish.accountId).ok ? 'unknownSubject' : 'notAllowed'))
  for (const membership of memberships) {
    const may = office.may(principal, 'person.offBoard', membership.accountId, { touchesRoles: [membership.role] })
    if (!may.ok) return only(may)
    if (await isLastOwner(office, membership)) return only(refusal('lastOwner'))
  }
  const heir = wish.keysGoTo === null ? undefined : await office.activePerson(wish.keysGoTo)
  if (wish.keysGoTo !== null && (!heir || heir.id === person.id || !await mayHoldKeys(office, heir.id, memberships))) return only(refusal('cannotHoldKeys', { field: 'keysGoTo' }))
  const confirmed = await office.confirm(principal, stepUpId, changeOf.offBoard(wish, person.email, heir?.email ?? null), nowUs)
  if (!confirmed.ok) return only(confirmed)
  const sessions = await endingSessions(office, person.id, nowUs)
  const tokens = (await store.find('bearerToken', { personId: person.id, endedAtUs: null })).map((token): PeopleChange => ({ do: 'update', kind: 'bearerToken', record: { ...token, version: token.version + 1, endedAtUs: nowUs } }))
  const invitations = await withdrawingInvitationsOf(office, person, nowUs)
  const owners = (await Promise.all(memberships.map((membership) => touchingOwners(office, membership)))).flat()
  const after = { sessions: sessions.length, tokens: tokens.length, invitations: invitations.length }
  return {
    answer: allowed(after), confirmation: confirmed.value,
    changes: [
      { do: 'update', kind: 'person', record: { ...person, version: person.version + 1, state: 'leaving', passwordHash: null, phone: null, keysGoTo: wish.keysGoTo } },
      ...memberships.map(({ id }): PeopleChange => ({ do: 'remove', kind: 'membership', id })), ...owners, ...sessions, ...tokens, ...invitations, ...await forgettingFactors(office, person.id),
    ],
    audit: recordedBy(doerOf(principal.personId, visit), {
      act: 'person.offBoard', subject: person.id, before: { email: person.email, roles: memberships.map(({ accountId, role }) => ({ account: accountId, role })) }, after: { ...after, keysGoTo: wish.keysGoTo },
    }, confirmed.value),
  }
}

/** Whether somebody's role lets them hold keys on each of these accounts: nobody inherits a key of an account that they cannot see, nor one that their role could not have made. */
const mayHoldKeys = async (office: Office, personId: string, accounts: readonly { readonly accountId: number }[]): Promise<boolean> => {
  const held = await office.parts.store.find('membership', { personId })
  return accounts.every(({ accountId }) => office.may({ held }, 'key.rotate', accountId, { isOwn: true }).ok)
}

const forgettingFactors = async ({ parts: { store } }: Office, personId: string): Promise<readonly PeopleChange[]> => {
  const [totps, passkeys, codes, devices] = await Promise.all([store.find('totp', { personId }), store.find('passkey', { personId }), store.find('recoveryCode', { personId }), store.find('device', { personId })])
  const removed = (kind: 'totp' | 'passkey' | 'recoveryCode' | 'device', records: readonly { readonly id: string }[]): readonly PeopleChange[] => records.map(({ id }) => ({ do: 'remove', kind, id }))
  return [...removed('totp', totps), ...removed('passkey', passkeys), ...removed('recoveryCode', codes), ...removed('device', devices)]
}

/** Closes what other rooms hold of a leaving person; what was closed already stays closed. */
const finishOne = async (office: Office, personId: string, doer: Doer): Promise<{ keys: number; approvals: number }> => {
  const { store, leaving } = office.parts
  const person = await store.byId('person', personId)
  if (person?.state !== 'leaving') return { keys: 0, approvals: 0 }
  const { keys } = await leaving.closeKeysOf(personId, person.keysGoTo, doer)
  const { approvals } = await leaving.withdrawApprovalsOf(personId, doer)
  await office.carryOut(async (): Promise<Plan<null>> => {
    const still = await store.byId('person', personId)
    if (still?.state !== 'leaving') return only(allowed(null))
    return { answer: allowed(null), changes: [{ do: 'update', kind: 'person', record: { ...still, version: still.version + 1, state: 'left' } }], audit: recordedBy(doer, { act: 'person.left', subject: personId, after: { keys, approvals, keysGoTo: still.keysGoTo } }) }
  })
  return { keys, approvals }
}

/** Goes on with every off-boarding that a crash interrupted; asked at start. @returns how many */
export const finishLeaving = async (office: Office, doer: Doer): Promise<number> => {
  const leaving = await office.parts.store.find('person', { state: 'leaving' })
  for (const { id } of leaving) await finishOne(office, id, doer)
  return leaving.length
}
