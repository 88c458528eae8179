import type { TimeUs } from '../time.ts'
import { changeOf } from './changes.ts'
import { newChallenge } from './check-factor.ts'
import { doerOf, type Office, only, type Plan, type Principal, recordedBy } from './office.ts'
import type { BrowserJson, Passkey } from './passkey.ts'
import { hashPassword, SALT_BYTES } from './password-hash.ts'
import { checkPassword } from './password-rules.ts'
import type { PeopleChange } from './people-store.ts'
import { parseLabel, parsePhone, type Person } from './person.ts'
import type { Visit } from './ports.ts'
import { makeRecoveryCodes } from './recovery-codes.ts'
import { renewed, withoutFormerFactors } from './renewal.ts'
import { allowed, refusal, type Result } from './result.ts'
import { endingSessions, rotating, type Rotated } from './sessions.ts'
import { makeTotp, newTotpSecret, takeTotpCode, type Totp, totpUri } from './totp.ts'

const MOST_OF_A_KIND = 10

export interface FactorsView {
  readonly totps: readonly { readonly id: string; readonly label: string; readonly createdAtUs: TimeUs }[]
  readonly passkeys: readonly { readonly id: string; readonly label: string; readonly createdAtUs: TimeUs; readonly lastUsedAtUs: TimeUs | null }[]
  readonly recoveryCodesLeft: number
  readonly phone: string | null
}

export const listFactors = async ({ parts: { store } }: Office, { personId }: Principal): Promise<FactorsView> => {
  const [person, totps, passkeys, codes] = await Promise.all([store.byId('person', personId), store.find('totp', { personId }), store.find('passkey', { personId }), store.find('recoveryCode', { personId, usedAtUs: null })])
  return {
    totps: totps.filter(({ confirmedAtUs }) => confirmedAtUs !== null).map(({ id, label, createdAtUs }) => ({ id, label, createdAtUs })),
    passkeys: passkeys.map(({ id, label, createdAtUs, lastUsedAtUs }) => ({ id, label, createdAtUs, lastUsedAtUs })), recoveryCodesLeft: codes.length, phone: person?.phone ?? null,
  }
}

/** What a person is told when a factor is set up: codes only where there were none, tokens because the session's rights grew. */
export interface FactorAdded {
  readonly id: string
  /** Ten, shown this once; null where there are some already. */
  readonly recoveryCodes: readonly string[] | null
  readonly rotated: Rotated | null
}

const signedInPerson = async (office: Office, principal: Principal): Promise<Person | undefined> => (principal.kind === 'session' ? office.activePerson(principal.personId) : undefined)

/** The first ones; or new ones in place of those that may be in other hands. */
const firstRecoveryCodes = async (office: Office, personId: string, areFormerGone: boolean): Promise<{ codes: readonly string[] | null; changes: readonly PeopleChange[] }> => {
  const former = await office.parts.store.find('recoveryCode', { personId })
  if (former.length > 0 && !areFormerGone) return { codes: null, changes: [] }
  const { codes, records } = makeRecoveryCodes(personId, () => office.newId('r'), office.parts.randomBytes)
  return { codes, changes: [...former.map(({ id }): PeopleChange => ({ do: 'remove', kind: 'recoveryCode', id })), ...records.map((record): PeopleChange => ({ do: 'insert', kind: 'recoveryCode', record }))] }
}

/** Begins to set up an authenticator: its secret is shown this once, and it counts from its first right code on. */
export const beginTotp = (office: Office, principal: Principal, { label: typed, stepUpId }: { readonly label: string; readonly stepUpId: string }, visit: Visit): Promise<Result<{ readonly id: string; readonly secret: string; readonly uri: string }>> => office.carryOutInTurn(async () => {
  const person = await signedInPerson(office, principal)
  const label = parseLabel(typed, 60)
  if (!person) return only(refusal('notAllowed'))
  if (label === undefined) return only(refusal('labelInvalid', { field: 'label' }))
  const { store, randomBytes } = office.parts
  const [former, pending] = partedByConfirmation(await store.find('totp', { personId: person.id }))
  if (former.length >= MOST_OF_A_KIND) return only(refusal('limitReached'))
  const confirmed = await office.confirm(principal, stepUpId, changeOf.addTotp(typed), visit.nowUs)
  if (!confirmed.ok) return only(confirmed)
  const secret = newTotpSecret(randomBytes)
  const totp = makeTotp({ id: office.newId('o'), personId: person.id, label, secret, nowUs: visit.nowUs }, office.sealer)
  return {
    answer: allowed({ id: totp.id, secret, uri: totpUri(secret, person.email) }), changes: [...pending.map(({ id }): PeopleChange => ({ do: 'remove', kind: 'totp', id })), { do: 'insert', kind: 'totp', record: totp }], confirmation: confirmed.value,
    audit: recordedBy(doerOf(person.id, visit), { act: 'factor.begin', subject: totp.id, after: { factor: 'totp', label } }, confirmed.value),
  }
})

/** Authenticators that count, and those whose first code never came: a new beginning replaces the latter. */
const partedByConfirmation = (totps: readonly Totp[]): readonly [confirmed: readonly Totp[], pending: readonly Totp[]] =>
  [totps.filter(({ confirmedAtUs }) => confirmedAtUs !== null), totps.filter(({ confirmedAtUs }) => confirmedAtUs === null)]

/** The app shows the right code: from now on it counts. */
export const finishTotp = async (office: Office, principal: Principal, { id, code }: { readonly id: string; readonly code: string }, visit: Visit): Promise<Result<FactorAdded>> => {
  const person = await signedInPerson(office, principal)
  if (!person) return refusal('notAllowed')
  const counted = office.counted(person.email, person, await office.deviceOf(visit), visit)
  const open = office.charge(counted, visit.nowUs)
  if (!open.ok) return open
  const result = await office.carryOut(async (): Promise<Plan<FactorAdded>> => {
    const totp = await office.parts.store.byId('totp', id)
    if (!totp || totp.personId !== person.id || totp.confirmedAtUs !== null) return only(refusal('unknownSubject'))
    const taken = takeTotpCode(totp, code, visit.nowUs, office.sealer)
    if (!taken) return only(refusal('wrongCode'))
    return added(office, principal, person, { id, factor: 'totp', label: totp.label }, [{ do: 'update', kind: 'totp', record: { ...taken, confirmedAtUs: visit.nowUs } }], visit)
  })
  if (result.ok) office.throttle.giveBack(counted, visit.nowUs)
  await office.keepCounts()
  return result
}

const added = async (office: Office, principal: Principal, person: Person, { id, factor, label }: { readonly id: string; readonly factor: string; readonly label: string }, changes: readonly PeopleChange[], visit: Visit): Promise<Plan<FactorAdded>> => {
  const isRenewal = person.mustRenew.includes('factor')
  const { codes, changes: codeChanges } = await firstRecoveryCodes(office, person.id, isRenewal)
  const renewing: readonly PeopleChange[] = isRenewal ? [{ do: 'update', kind: 'person', record: renewed(person, 'factor') }, ...await withoutFormerFactors(office, person, id)] : []
  const { tokens, changes: rotation } = await rotating(office, principal, visit.nowUs)
  const told = office.notice(person, { is: 'factorAdded', label }, visit)
  return { answer: allowed({ id, recoveryCodes: codes, rotated: tokens }), changes: [...changes, ...renewing, ...codeChanges, ...rotation, told], audit: recordedBy(doerOf(person.id, visit), { act: 'factor.add', subject: id, after: { factor, label } }) }
}

/** Begins to set up a passkey. */
export const beginPasskey = (office: Office, principal: Principal, { label: typed, stepUpId }: { readonly label: string; readonly stepUpId: string }, visit: Visit): Promise<Result<{ readonly options: BrowserJson }>> => office.carryOut(async () => {
  const person = await signedInPerson(office, principal)
  const label = parseLabel(typed, 60)
  if (!person) return only(refusal('notAllowed'))
  if (label === undefined) return only(refusal('labelInvalid', { field: 'label' }))
  const known = await office.parts.store.find('passkey', { personId: person.id })
  if (known.length >= MOST_OF_A_KIND) return only(refusal('limitReached'))
  const confirmed = await office.confirm(principal, stepUpId, changeOf.addPasskey(typed), visit.nowUs)
  if (!confirmed.ok) return only(confirmed)
  const { challenge, changes } = await newChallenge(office, { id: office.newId('w'), personId: person.id, purpose: registrationPurpose(principal), boundTo: '', label, nowUs: visit.nowUs })
  const options = await office.parts.passkeys.registrationOptions({ personId: person.id, email: person.email, name: person.name, challenge, known })
  return { answer: allowed({ options }), changes, confirmation: confirmed.value, audit: recordedBy(doerOf(person.id, visit), { act: 'factor.begin', subject: person.id, after: { factor: 'passkey', label } }, confirmed.value) }
})

const registrationPurpose = ({ id }: Principal): string => `passkeyRegistration:${id}`

/** Takes the passkey that the browser made. */
export const finishPasskey = (office: Office, principal: Principal, response: BrowserJson, visit: Visit): Promise<Result<FactorAdded>> => office.carryOut(async (): Promise<Plan<FactorAdded>> => {
  const { store, passkeys } = office.parts
  const person = await signedInPerson(office, principal)
  if (!person) return only(refusal('notAllowed'))
  const challenge = (await store.find('passkeyChallenge', { purpose: registrationPurpose(principal), personId: person.id, usedAtUs: null })).find(({ expiresAtUs }) => expiresAtUs > visit.nowUs)
  if (!challenge) return only(refusal('expired'))
  const answered: PeopleChange = { do: 'update', kind: 'passkeyChallenge', record: { ...challenge, version: challenge.version + 1, usedAtUs: visit.nowUs } }
  const registered = await passkeys.verifyRegistration(response, challenge.challenge)
  if (!registered || await store.byId('passkey', registered.credentialId)) return { answer: refusal('passkeyRefused'), changes: [answered], audit: null }
  const { credentialId, publicKey, counter, transports } = registered
  const record: Passkey = { id: credentialId, version: 1, personId: person.id, label: challenge.label, publicKey, counter, transports: transports.join(','), createdAtUs: visit.nowUs, lastUsedAtUs: null }
  return added(office, principal, person, { id: credentialId, factor: 'passkey', label: challenge.label }, [answered, { do: 'insert', kind: 'passkey', record }], visit)
})

/** Removes an authenticator or a passkey. */
export const removeFactor = (office: Office, principal: Principal, { id, stepUpId }: { readonly id: string; readonly stepUpId: string }, visit: Visit): Promise<Result<{ readonly rotated: Rotated | null }>> => office.carryOut(async () => {
  const { store } = office.parts
  const person = await signedInPerson(office, principal)
  const totp = await store.byId('totp', id)
  const passkey = await store.byId('passkey', id)
  const found = totp ?? passkey
  if (!person || !found || found.personId !== person.id) return only(refusal('unknownSubject'))
  const confirmed = await office.confirm(principal, stepUpId, totp ? changeOf.removeTotp(id, found.label) : changeOf.removePasskey(id, found.label), visit.nowUs)
  if (!confirmed.ok) return only(confirmed)
  const { tokens, changes } = await rotating(office, principal, visit.nowUs)
  const told = office.notice(person, { is: 'factorRemoved', label: found.label }, visit)
  return {
    answer: allowed({ rotated: tokens }), changes: [{ do: 'remove', kind: totp ? 'totp' : 'passkey', id }, ...changes, told], confirmation: confirmed.value,
    audit: recordedBy(doerOf(person.id, visit), { act: 'factor.remove', subject: id, before: { factor: totp ? 'totp' : 'passkey', label: found.label } }, confirmed.value),
  }
})

/** Ten new recovery codes in place of all former ones. */
export const renewRecoveryCodes = (office: Office, principal: Principal, { stepUpId }: { readonly stepUpId: string }, visit: Visit): Promise<Result<{ readonly recoveryCodes: readonly string[] }>> => office.carryOut(async () => {
  const { store, randomBytes } = office.parts
  const person = await signedInPerson(office, principal)
  if (!person) return only(refusal('notAllowed'))
  const confirmed = await office.confirm(principal, stepUpId, changeOf.renewRecoveryCodes(), visit.nowUs)
  if (!confirmed.ok) return only(confirmed)
  const former = await store.find('recoveryCode', { personId: person.id })
  const { codes, records } = makeRecoveryCodes(person.id, () => office.newId('r'), randomBytes)
  const told = office.notice(person, { is: 'recoveryCodesReplaced' }, visit)
  return {
    answer: allowed({ recoveryCodes: codes }), confirmation: confirmed.value,
    changes: [...former.map(({ id }): PeopleChange => ({ do: 'remove', kind: 'recoveryCode', id })), ...records.map((record): PeopleChange => ({ do: 'insert', kind: 'recoveryCode', record })), told],
    audit: recordedBy(doerOf(person.id, visit), { act: 'recoveryCodes.renew', subject: person.id, before: { left: former.filter(({ usedAtUs }) => usedAtUs === null).length }, after: { left: codes.length } }, confirmed.value),
  }
})

/** Chooses a new password; every other session ends, and this one goes on under a new token. */
export const changePassword = async (office: Office, principal: Principal, { password, stepUpId }: { readonly password: string; readonly stepUpId: string }, visit: Visit): Promise<Result<{ readonly rotated: Rotated | null }>> => {
  const { breached, hasher, randomBytes, settings } = office.parts
  const checked = await checkPassword(password, [principal.email, principal.name], breached)
  if (!checked.ok) return checked
  // Before anything is hashed: hashing costs memory, and only who confirmed may ask for it.
  const confirmed = await office.confirm(principal, stepUpId, changeOf.changePassword(), visit.nowUs)
  if (!confirmed.ok) return confirmed
  const passwordHash = await hashPassword(password, randomBytes(SALT_BYTES), hasher, settings.passwordParameters)
  return office.carryOut(async () => {
    const person = await signedInPerson(office, principal)
    const still = await office.confirm(principal, stepUpId, changeOf.changePassword(), visit.nowUs)
    if (!person) return only(refusal('notAllowed'))
    if (!still.ok) return only(still)
    const { tokens, changes } = await rotating(office, principal, visit.nowUs)
    const others = await endingSessions(office, person.id, visit.nowUs, principal.id)
    const told = office.notice(person, { is: 'passwordChanged' }, visit)
    return {
      answer: allowed({ rotated: tokens }), confirmation: still.value, changes: [{ do: 'update', kind: 'person', record: { ...renewed(person, 'password'), passwordHash } }, ...changes, ...others, told],
      audit: recordedBy(doerOf(person.id, visit), { act: 'password.change', subject: person.id, after: { sessionsEnded: others.length } }, still.value),
    }
  })
}

/** Sets or removes the telephone number for codes by SMS. */
export const changePhone = (office: Office, principal: Principal, { phone: typed, stepUpId }: { readonly phone: string | null; readonly stepUpId: string }, visit: Visit): Promise<Result<null>> => office.carryOut(async () => {
  const person = await signedInPerson(office, principal)
  const phone = typed === null ? null : parsePhone(typed)
  if (!person) return only(refusal('notAllowed'))
  if (phone === undefined) return only(refusal('phoneInvalid', { field: 'phone' }))
  const confirmed = await office.confirm(principal, stepUpId, changeOf.changePhone(typed), visit.nowUs)
  if (!confirmed.ok) return only(confirmed)
  const told = office.notice(person, { is: phone === null ? 'phoneRemoved' : 'phoneSet' }, visit)
  return {
    answer: allowed(null), changes: [{ do: 'update', kind: 'person', record: { ...person, version: person.version + 1, phone } }, told], confirmation: confirmed.value,
    audit: recordedBy(doerOf(person.id, visit), { act: 'phone.change', subject: person.id, before: { phone: person.phone }, after: { phone } }, confirmed.value),
  }
})
