import { DAY, type TimeUs } from '../time.ts'
import type { Role } from './acts.ts'
import { changeOf } from './changes.ts'
import { isLinkOpen, LINK_LIFETIME_US, type Link, type LinkKind } from './link.ts'
import { linkUrl } from './letters.ts'
import { doerOf, type Office, only, type Plan, type Principal, recordedBy } from './office.ts'
import { hashPassword, SALT_BYTES } from './password-hash.ts'
import { checkPassword } from './password-rules.ts'
import type { PeopleChange } from './people-store.ts'
import { membershipId, parseEmail, parseName, type Person } from './person.ts'
import type { Doer, Visit } from './ports.ts'
import { renewed } from './renewal.ts'
import { allowed, refusal, type Result } from './result.ts'
import { hashOfToken, newToken } from './secret-token.ts'
import { endingSessions } from './sessions.ts'
import { beginSession, type SignedIn } from './sign-in.ts'

const KEPT_AFTER_US = 30 * DAY

interface NewLink {
  readonly kind: LinkKind
  readonly email: string
  readonly personId?: string | null
  readonly accountId?: number | null
  readonly role?: Role | null
  readonly invitedBy?: string | null
}

const makeLink = (office: Office, { kind, email, personId = null, accountId = null, role = null, invitedBy = null }: NewLink, nowUs: TimeUs): { token: string; record: Link } => {
  const token = newToken(office.parts.randomBytes)
  const expiresAtUs = nowUs + LINK_LIFETIME_US[kind]
  return { token, record: { id: office.newId('l'), version: 1, tokenHash: hashOfToken(token), kind, email, personId, accountId, role, invitedBy, createdAtUs: nowUs, expiresAtUs, usedAtUs: null, withdrawnAtUs: null, forgetAtUs: expiresAtUs + KEPT_AFTER_US } }
}

const openLink = async ({ parts: { store } }: Office, token: string, kind: LinkKind, nowUs: TimeUs): Promise<Link | undefined> => {
  const link = (await store.find('link', { tokenHash: hashOfToken(token) }))[0]
  return link?.kind === kind && isLinkOpen(link, nowUs) ? link : undefined
}

const used = (link: Link, nowUs: TimeUs): PeopleChange => ({ do: 'update', kind: 'link', record: { ...link, version: link.version + 1, usedAtUs: nowUs } })
const withdrawn = (link: Link, nowUs: TimeUs): PeopleChange => ({ do: 'update', kind: 'link', record: { ...link, version: link.version + 1, withdrawnAtUs: nowUs } })

/** What a link is for, before anything is typed; undefined where it is no longer good. */
export const readLink = async ({ parts: { store } }: Office, token: string, nowUs: TimeUs): Promise<Pick<Link, 'kind' | 'email' | 'accountId' | 'role'> | undefined> => {
  const link = (await store.find('link', { tokenHash: hashOfToken(token) }))[0]
  return link && isLinkOpen(link, nowUs) ? { kind: link.kind, email: link.email, accountId: link.accountId, role: link.role } : undefined
}

export interface NewcomerWish {
  readonly name: string
  readonly password: string
}

/** Checks name and password, and hashes the password. Nothing is hashed for whoever has no good link. */
const newcomer = async (office: Office, email: string, { name: typed, password }: NewcomerWish): Promise<Result<{ name: string; passwordHash: string }>> => {
  const { breached, hasher, randomBytes, settings } = office.parts
  const name = parseName(typed)
  if (name === undefined) return refusal('nameInvalid', { field: 'name' })
  const checked = await checkPassword(password, [email, name], breached)
  return checked.ok ? allowed({ name, passwordHash: await hashPassword(password, randomBytes(SALT_BYTES), hasher, settings.passwordParameters) }) : checked
}

/** A person who comes, or comes back: their record under a role on an account, and a first session on a device that is theirs. */
const join = async (office: Office, link: Link, email: string, { name, passwordHash }: { name: string; passwordHash: string }, accountId: number, role: Role, act: string, visit: Visit): Promise<Plan<SignedIn>> => {
  const { nowUs } = visit
  const former = await office.personOfEmail(email)
  if (former && former.state !== 'left') return only(refusal('alreadyMember'))
  const person: Person = former
    ? { ...former, version: former.version + 1, name, passwordHash, phone: null, state: 'active', keysGoTo: null, mustRenew: [], language: visit.language ?? former.language }
    : { id: office.newId('p'), version: 1, email, name, phone: null, passwordHash, createdAtUs: nowUs, state: 'active', keysGoTo: null, mustRenew: [], language: visit.language }
  const changes: readonly PeopleChange[] = [
    { do: former ? 'update' : 'insert', kind: 'person', record: person }, used(link, nowUs),
    { do: 'insert', kind: 'membership', record: { id: membershipId(person.id, accountId), version: 1, personId: person.id, accountId, role, sinceUs: nowUs } },
  ]
  const plan = await beginSession(office, person, null, ['password'], visit, changes)
  return { ...plan, audit: recordedBy(doerOf(person.id, visit), { act, subject: person.id, after: { email, name, account: accountId, role, link: link.id, ...(link.invitedBy !== null && { invitedBy: link.invitedBy }) } }) }
}

/** Whether nobody owns anything here yet. */
export const needsFirstOwner = async ({ parts: { store } }: Office): Promise<boolean> => (await store.find('membership', { role: 'owner' })).length === 0

/** The link with which the first owner is set up; a former one is good no more. Refused once there is an owner. */
export const makeFirstOwnerLink = (office: Office, doer: Doer): Promise<Result<{ readonly url: string; readonly token: string; readonly expiresAtUs: TimeUs }>> => office.carryOut(async () => {
  if (!await needsFirstOwner(office)) return only(refusal('ownerExists'))
  const former = (await office.parts.store.find('link', { kind: 'firstOwner', usedAtUs: null, withdrawnAtUs: null })).map((link) => withdrawn(link, doer.nowUs))
  const { token, record } = makeLink(office, { kind: 'firstOwner', email: '' }, doer.nowUs)
  return {
    answer: allowed({ token, url: linkUrl(office.parts.settings.consoleUrl(), 'firstOwner', token), expiresAtUs: record.expiresAtUs }), changes: [...former, { do: 'insert', kind: 'link', record }],
    audit: recordedBy(doer, { act: 'firstOwner.link', subject: record.id, after: { expiresAtUs: record.expiresAtUs } }),
  }
})

/** Sets up the first owner and signs them in. */
export const setUpFirstOwner = async (office: Office, token: string, wish: NewcomerWish & { readonly email: string }, visit: Visit): Promise<Result<SignedIn>> => {
  const email = parseEmail(wish.email)
  if (!await openLink(office, token, 'firstOwner', visit.nowUs)) return refusal('linkInvalid')
  if (email === undefined) return refusal('emailInvalid', { field: 'email' })
  const ready = await newcomer(office, email, wish)
  if (!ready.ok) return ready
  if (!await needsFirstOwner(office)) return refusal('ownerExists')
  const accountId = await office.parts.accounts.openFor(email, { actor: 'system', source: visit.address, nowUs: visit.nowUs })
  return office.carryOut(async (): Promise<Plan<SignedIn>> => {
    const link = await openLink(office, token, 'firstOwner', visit.nowUs)
    if (!link) return only(refusal('linkInvalid'))
    return await needsFirstOwner(office) ? join(office, link, email, ready.value, accountId, 'owner', 'firstOwner.setUp', visit) : only(refusal('ownerExists'))
  })
}

export interface InvitationWish {
  readonly email: string
  readonly accountId: number
  readonly role: Role
}

/** Invites somebody by mail to a role on an account. The answer does not tell whether that address is known. */
export const invite = (office: Office, principal: Principal, wish: InvitationWish, stepUpId: string, visit: Visit): Promise<Result<{ readonly id: string; readonly expiresAtUs: TimeUs }>> => office.carryOutInTurn(async () => {
  const may = office.may(principal, 'person.invite', wish.accountId, { touchesRoles: [wish.role] })
  const email = parseEmail(wish.email)
  if (!may.ok) return only(may)
  if (email === undefined) return only(refusal('emailInvalid', { field: 'email' }))
  const { store, settings } = office.parts
  const person = await office.personOfEmail(email)
  // Members of an account see each other, so this tells nothing new.
  if (person && await store.byId('membership', membershipId(person.id, wish.accountId))) return only(refusal('alreadyMember', { field: 'email' }))
  const confirmed = await office.confirm(principal, stepUpId, changeOf.invite(wish), visit.nowUs)
  if (!confirmed.ok) return only(confirmed)
  const { token, record } = makeLink(office, { kind: 'invitation', email, accountId: wish.accountId, role: wish.role, invitedBy: principal.personId }, visit.nowUs)
  const former = (await store.find('link', { kind: 'invitation', email, accountId: wish.accountId, usedAtUs: null, withdrawnAtUs: null })).map((link) => withdrawn(link, visit.nowUs))
  const inviter = await store.byId('person', principal.personId)
  const words = office.lettersIn(person?.language, inviter?.language, visit.language).invitation(linkUrl(settings.consoleUrl(), 'invitation', token), { inviter: principal, accountId: wish.accountId, role: wish.role })
  return {
    answer: allowed({ id: record.id, expiresAtUs: record.expiresAtUs }), changes: [...former, { do: 'insert', kind: 'link', record }, office.mail({ email }, words, visit.nowUs)], confirmation: confirmed.value,
    audit: recordedBy(doerOf(principal.personId, visit), { act: 'person.invite', subject: record.id, after: { email, account: wish.accountId, role: wish.role } }, confirmed.value),
  }
})

/** Invites somebody in the name of a person whose factors confirmed the very change that asks for it (a sub-account is made with people of its own). */
export const inviteInName = (office: Office, wish: InvitationWish & { readonly invitedBy: string }, doer: Doer): Promise<Result<{ readonly id: string }>> => office.carryOutInTurn(async () => {
  const { store, settings } = office.parts
  const inviter = await office.activePerson(wish.invitedBy)
  const email = parseEmail(wish.email)
  if (!inviter || !office.may({ held: await store.find('membership', { personId: wish.invitedBy }) }, 'person.invite', wish.accountId, { touchesRoles: [wish.role] }).ok) return only(refusal('notAllowed'))
  if (email === undefined) return only(refusal('emailInvalid', { field: 'email' }))
  const { token, record } = makeLink(office, { kind: 'invitation', email, accountId: wish.accountId, role: wish.role, invitedBy: inviter.id }, doer.nowUs)
  const words = office.lettersIn((await office.personOfEmail(email))?.language, inviter.language).invitation(linkUrl(settings.consoleUrl(), 'invitation', token), { inviter, accountId: wish.accountId, role: wish.role })
  return {
    answer: allowed({ id: record.id }), changes: [{ do: 'insert', kind: 'link', record }, office.mail({ email }, words, doer.nowUs)],
    audit: recordedBy(doer, { act: 'person.invite', subject: record.id, after: { email, account: wish.accountId, role: wish.role } }),
  }
})

/** An invitation is worth what the inviter may still give when it is accepted. */
const isStillMeant = async (office: Office, link: Link): Promise<boolean> => {
  const inviter = link.invitedBy === null ? undefined : await office.activePerson(link.invitedBy)
  if (!inviter || link.accountId === null || link.role === null) return false
  const held = await office.parts.store.find('membership', { personId: inviter.id })
  return office.may({ held }, 'person.invite', link.accountId, { touchesRoles: [link.role] }).ok
}

/** Accepts an invitation as somebody new. Whoever has an account here signs in first, and then calls joinByInvitation. */
export const acceptInvitation = async (office: Office, token: string, wish: NewcomerWish, visit: Visit): Promise<Result<SignedIn>> => {
  const link = await openLink(office, token, 'invitation', visit.nowUs)
  if (!link || !await isStillMeant(office, link)) return refusal('linkInvalid')
  const known = await office.personOfEmail(link.email)
  if (known?.state === 'active') return refusal('notSignedIn')
  const ready = await newcomer(office, link.email, wish)
  if (!ready.ok) return ready
  return office.carryOut(async (): Promise<Plan<SignedIn>> => {
    const open = await openLink(office, token, 'invitation', visit.nowUs)
    if (!open || open.accountId === null || open.role === null || !await isStillMeant(office, open)) return only(refusal('linkInvalid'))
    return join(office, open, open.email, ready.value, open.accountId, open.role, 'invitation.accept', visit)
  })
}

/** Accepts an invitation as the person who is signed in; it must have been sent to them. */
export const joinByInvitation = (office: Office, principal: Principal, token: string, visit: Visit): Promise<Result<{ readonly accountId: number; readonly role: Role }>> => office.carryOut(async () => {
  const link = await openLink(office, token, 'invitation', visit.nowUs)
  if (!link || link.email !== principal.email || link.accountId === null || link.role === null || principal.kind !== 'session' || !await isStillMeant(office, link)) return only(refusal('linkInvalid'))
  const { accountId, role } = link
  const id = membershipId(principal.personId, accountId)
  if (await office.parts.store.byId('membership', id)) return only(refusal('alreadyMember'))
  return {
    answer: allowed({ accountId, role }), changes: [used(link, visit.nowUs), { do: 'insert', kind: 'membership', record: { id, version: 1, personId: principal.personId, accountId, role, sinceUs: visit.nowUs } }],
    audit: recordedBy(doerOf(principal.personId, visit), { act: 'invitation.accept', subject: principal.personId, after: { account: accountId, role, link: link.id } }),
  }
})

export type InvitationView = Pick<Link, 'id' | 'email' | 'role' | 'createdAtUs' | 'expiresAtUs' | 'invitedBy'>

/** The open invitations of an account. */
export const listInvitations = async (office: Office, principal: Principal, accountId: number, { nowUs }: Pick<Visit, 'nowUs'>): Promise<Result<readonly InvitationView[]>> => {
  const may = office.may(principal, 'person.see', accountId)
  if (!may.ok) return may
  const links = await office.parts.store.find('link', { kind: 'invitation', accountId })
  return allowed(links.filter((link) => isLinkOpen(link, nowUs)).map(({ id, email, role, createdAtUs, expiresAtUs, invitedBy }) => ({ id, email, role, createdAtUs, expiresAtUs, invitedBy })))
}

/** Withdraws an invitation that was not accepted yet. */
export const withdrawInvitation = (office: Office, principal: Principal, invitationId: string, stepUpId: string, visit: Visit): Promise<Result<null>> => office.carryOut(async () => {
  const link = await office.parts.store.byId('link', invitationId)
  if (!link || link.kind !== 'invitation' || link.accountId === null || !isLinkOpen(link, visit.nowUs)) return only(refusal('unknownSubject'))
  const may = office.may(principal, 'invitation.withdraw', link.accountId)
  if (!may.ok) return only(may)
  const confirmed = await office.confirm(principal, stepUpId, changeOf.withdrawInvitation(invitationId, link.accountId, link.email), visit.nowUs)
  if (!confirmed.ok) return only(confirmed)
  return { answer: allowed(null), changes: [withdrawn(link, visit.nowUs)], confirmation: confirmed.value, audit: recordedBy(doerOf(principal.personId, visit), { act: 'invitation.withdraw', subject: invitationId, before: { email: link.email, role: link.role } }, confirmed.value) }
})

/** Every open invitation that somebody made or got, withdrawn. For use inside another plan. */
export const withdrawingInvitationsOf = async ({ parts: { store } }: Office, person: Person, nowUs: TimeUs): Promise<readonly PeopleChange[]> => {
  const links = [...await store.find('link', { invitedBy: person.id, usedAtUs: null, withdrawnAtUs: null }), ...await store.find('link', { email: person.email, usedAtUs: null, withdrawnAtUs: null })]
  return [...new Map(links.map((link) => [link.id, link])).values()].map((link) => withdrawn(link, nowUs))
}

/** Charges an address for mail that strangers cause: each asking counts, rightly or not. */
const chargeMail = (office: Office, email: string, visit: Visit): Result<null> => office.charge(office.counted(`mail to ${email}`, undefined, undefined, visit), visit.nowUs)

/** Asks for an account of one's own, where the operator allows it. The answer is the same whether the address is known or not. */
export const requestSignUp = async (office: Office, { email: typed }: { readonly email: string }, visit: Visit): Promise<Result<null>> => {
  if (!office.parts.settings.isSignUpOpen) return refusal('signUpClosed')
  const email = parseEmail(typed)
  if (email === undefined) return refusal('emailInvalid', { field: 'email' })
  const open = chargeMail(office, email, visit)
  if (!open.ok) return open
  return office.carryOut(async (): Promise<Plan<null>> => {
    const known = await office.personOfEmail(email)
    const isKnown = known?.state === 'active'
    // A known address gets a link that leads nowhere, so that both cost the same; its letter does not carry it.
    const { token, record } = makeLink(office, { kind: 'signUp', email: isKnown ? '' : email }, visit.nowUs)
    const letters = office.lettersIn(known?.language, visit.language)
    const words = isKnown ? letters.knownAddress() : letters.signUp(linkUrl(office.parts.settings.consoleUrl(), 'signUp', token))
    return { answer: allowed(null), changes: [{ do: 'insert', kind: 'link', record }, office.mail({ email }, words, visit.nowUs)], audit: null }
  })
}

/** Finishes a sign-up: opens an account and signs its owner in. */
export const completeSignUp = async (office: Office, token: string, wish: NewcomerWish, visit: Visit): Promise<Result<SignedIn>> => {
  const link = await openLink(office, token, 'signUp', visit.nowUs)
  if (!link || link.email === '' || !office.parts.settings.isSignUpOpen) return refusal('linkInvalid')
  const ready = await newcomer(office, link.email, wish)
  if (!ready.ok) return ready
  if ((await office.personOfEmail(link.email))?.state === 'active') return refusal('linkInvalid')
  const accountId = await office.parts.accounts.openFor(link.email, { actor: 'system', source: visit.address, nowUs: visit.nowUs })
  return office.carryOut(async (): Promise<Plan<SignedIn>> => {
    const open = await openLink(office, token, 'signUp', visit.nowUs)
    return open ? join(office, open, open.email, ready.value, accountId, 'owner', 'signUp.complete', visit) : only(refusal('linkInvalid'))
  })
}

/** Asks for a link to choose a new password. The answer, and what it costs, are the same whether the address is known or not. */
export const requestPasswordReset = async (office: Office, { email: typed }: { readonly email: string }, visit: Visit): Promise<Result<null>> => {
  const email = parseEmail(typed)
  if (email === undefined) return refusal('emailInvalid', { field: 'email' })
  const open = chargeMail(office, email, visit)
  if (!open.ok) return open
  return office.carryOut(async (): Promise<Plan<null>> => {
    const found = await office.personOfEmail(email)
    const person = found?.state === 'active' ? found : undefined
    const { token, record } = makeLink(office, { kind: 'passwordReset', email: person?.email ?? '', personId: person?.id ?? null }, visit.nowUs)
    const words = office.lettersIn(person?.language, visit.language).passwordReset(linkUrl(office.parts.settings.consoleUrl(), 'passwordReset', token))
    const letter = office.mail({ email }, words, visit.nowUs)
    return { answer: allowed(null), changes: [{ do: 'insert', kind: 'link', record }, ...(person ? [letter] : [])], audit: null }
  })
}

/** Chooses a new password by the mailed link. Every session ends; the second factor is asked for at the next sign-in as before. */
export const resetPassword = async (office: Office, token: string, password: string, visit: Visit): Promise<Result<null>> => {
  const link = await openLink(office, token, 'passwordReset', visit.nowUs)
  const before = link?.personId ? await office.activePerson(link.personId) : undefined
  if (!link || !before) return refusal('linkInvalid')
  const ready = await newcomer(office, before.email, { name: before.name, password })
  if (!ready.ok) return ready
  return office.carryOut(async (): Promise<Plan<null>> => {
    const open = await openLink(office, token, 'passwordReset', visit.nowUs)
    const person = open?.personId ? await office.activePerson(open.personId) : undefined
    if (!open || !person) return only(refusal('linkInvalid'))
    const others = (await office.parts.store.find('link', { kind: 'passwordReset', personId: person.id, usedAtUs: null, withdrawnAtUs: null })).filter(({ id }) => id !== open.id).map((one) => withdrawn(one, visit.nowUs))
    const sessions = await endingSessions(office, person.id, visit.nowUs)
    const told = office.notice(person, { is: 'passwordChangedByLink' }, visit)
    return {
      answer: allowed(null), changes: [{ do: 'update', kind: 'person', record: { ...renewed(person, 'password'), passwordHash: ready.value.passwordHash } }, used(open, visit.nowUs), ...others, ...sessions, told],
      audit: recordedBy(doerOf(person.id, visit), { act: 'password.reset', subject: person.id, after: { sessionsEnded: sessions.length, link: open.id } }),
    }
  })
}
