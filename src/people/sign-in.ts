import { DAY } from '../time.ts'
import { checkFactor, checkPasskey, factorsOf, newChallenge, sendCode, type FactorAnswer } from './check-factor.ts'
import { doerOf, type Office, only, type Plan, recordedBy } from './office.ts'
import type { BrowserJson } from './passkey.ts'
import { hashPassword, isOfParameters, isPassword, PasswordsBusy, SALT_BYTES } from './password-hash.ts'
import type { PeopleChange } from './people-store.ts'
import { type Device, parseEmail, type Person, plainLine, type Renewal } from './person.ts'
import type { Visit } from './ports.ts'
import { allowed, refusal, type Result } from './result.ts'
import { csrfTokenOf, hashOfToken, newToken } from './secret-token.ts'
import { ended, forgottenAt, type Session } from './session.ts'
import { SIGN_IN_LIFETIME_US, SIGN_IN_TRIES, type SignInAttempt } from './sign-in-attempt.ts'
import type { Factor } from './step-up-policy.ts'
import type { Counted } from './throttle.ts'

/** A session that began. The tokens are shown this once; the browser keeps them in cookies. */
export interface SignedIn {
  readonly kind: 'signedIn'
  readonly personId: string
  readonly sessionId: string
  readonly sessionToken: string
  readonly csrfToken: string
  /** A new device's token, for a long-lived cookie; null where the device has one already. */
  readonly deviceToken: string | null
  /** Neither authenticator nor passkey is set up yet. */
  readonly needsFactor: boolean
  /** After a lockdown: what must be chosen anew before anything else. */
  readonly mustRenew: readonly Renewal[]
}

/** What is still missing. `attempt` goes with the next answer; it opens nothing by itself. */
export type SignInStep =
  | SignedIn
  | { readonly kind: 'factorNeeded'; readonly attempt: string; readonly factors: readonly Factor[] }
  /** A code was sent by mail, because this device was not seen before. */
  | { readonly kind: 'deviceCodeNeeded'; readonly attempt: string }

const SECOND_FACTORS: readonly Factor[] = ['passkey', 'totp', 'recoveryCode']
const LONGEST_TRIED = 512

const attemptPurpose = (attempt: SignInAttempt): string => `signIn:${attempt.id}`

/** Signs in by address and password. The same work, the same delays and the same answer whether there is such a person or not. */
export const signIn = async (office: Office, { email: typed, password }: { readonly email: string; readonly password: string }, visit: Visit): Promise<Result<SignInStep>> => {
  const { hasher, settings } = office.parts
  const email = parseEmail(typed) ?? ''
  const [person, device] = [await office.personOfEmail(email), await office.deviceOf(visit)]
  const counted = office.counted(email === '' ? typed.slice(0, 254) : email, person, device, visit)
  const open = office.charge(counted, visit.nowUs)
  if (!open.ok) return open
  const known = person?.state === 'active' ? person.passwordHash : null
  let isRight: boolean
  try {
    isRight = await isPassword(password.slice(0, LONGEST_TRIED), known, hasher, settings.passwordParameters)
  } catch (error) {
    if (!(error instanceof PasswordsBusy)) throw error
    office.throttle.giveBack(counted, visit.nowUs)
    return refusal('busy', { retryAfterS: 1 })
  }
  if (!isRight || !person) return office.carryOut(() => Promise.resolve({ ...only(refusal('wrongCredentials')), audit: refusedEntry(person, 'password', visit) }))
  office.throttle.giveBack(counted, visit.nowUs)
  const renewed = await renewedHash(office, person, password)
  const result = await office.carryOut(async (): Promise<Plan<SignInStep>> => {
    const now = await office.activePerson(person.id)
    if (!now || now.passwordHash !== known) return only(refusal('wrongCredentials'))
    // Stored with what follows: a plan decided anew must not lose it.
    const [current, changes] = changed(now, { passwordHash: renewed ?? now.passwordHash, language: now.language ?? visit.language })
    return nextStep(office, current, null, ['password'], visit, changes)
  })
  return settled(office, result, counted)
}

/** The person as they are from now on, and what is to be stored for it: nothing where it is what they were. */
const changed = (person: Person, change: Pick<Person, 'passwordHash' | 'language'>): readonly [Person, readonly PeopleChange[]] => {
  if (change.passwordHash === person.passwordHash && change.language === person.language) return [person, []]
  const record = { ...person, ...change, version: person.version + 1 }
  return [record, [{ do: 'update', kind: 'person', record }]]
}

/** A refused attempt stands in the record, the same for nobody as for somebody. */
const refusedEntry = (person: Person | undefined, factor: Factor, { address, nowUs }: Visit) =>
  recordedBy({ actor: 'system', source: address, nowUs }, { act: 'signIn.refused', subject: person?.id ?? 'nobody', after: { factor } })

/** Whoever was let in proved to be who they are: their former failures count no more. */
const settled = async (office: Office, result: Result<SignInStep>, counted: readonly Counted[]): Promise<Result<SignInStep>> => {
  if (result.ok && result.value.kind === 'signedIn') office.throttle.forgive(counted.slice(0, 1))
  await office.keepCounts()
  return result
}

/** The password under the parameters of the day, where it was kept under others. */
const renewedHash = async ({ parts: { hasher, randomBytes, settings } }: Office, { passwordHash }: Person, password: string): Promise<string | null> =>
  passwordHash === null || isOfParameters(passwordHash, settings.passwordParameters) ? null : hashPassword(password, randomBytes(SALT_BYTES), hasher, settings.passwordParameters)

/** What is missing once these factors were given: a second factor, a look at a new device, or nothing. */
const nextStep = async (office: Office, person: Person, attempt: SignInAttempt | null, given: readonly Factor[], visit: Visit, changes: readonly PeopleChange[]): Promise<Plan<SignInStep>> => {
  const factors = await factorsOf(office, person)
  const second = SECOND_FACTORS.filter((factor) => factors.has(factor))
  // A passkey proves two things at once: the device that holds it and the person who unlocked it.
  const needsSecond = (factors.has('totp') || factors.has('passkey')) && !given.some((factor) => SECOND_FACTORS.includes(factor))
  if (needsSecond) {
    const pending = newAttempt(office, person, 'factor', given, visit)
    return { answer: allowed({ kind: 'factorNeeded', attempt: pending.token, factors: second }), changes: [...changes, ...pending.changes], audit: null }
  }
  const device = await office.deviceOf(visit)
  if (device?.personId !== person.id) return askForDevice(office, person, given, visit, [...changes, ...closing(attempt, visit)])
  return beginSession(office, person, device, given, visit, [...changes, ...closing(attempt, visit)])
}

const newAttempt = (office: Office, person: Person, stage: SignInAttempt['stage'], given: readonly Factor[], visit: Visit): { token: string; record: SignInAttempt; changes: readonly PeopleChange[] } => {
  const token = newToken(office.parts.randomBytes)
  const record: SignInAttempt = {
    id: office.newId('a'), version: 1, personId: person.id, tokenHash: hashOfToken(token), stage, given, deviceLabel: plainLine(visit.deviceLabel), triesLeft: SIGN_IN_TRIES,
    expiresAtUs: visit.nowUs + SIGN_IN_LIFETIME_US, usedAtUs: null, forgetAtUs: visit.nowUs + DAY,
  }
  return { token, record, changes: [{ do: 'insert', kind: 'signIn', record }] }
}

const closing = (attempt: SignInAttempt | null, { nowUs }: Visit): readonly PeopleChange[] =>
  attempt === null ? [] : [{ do: 'update', kind: 'signIn', record: { ...attempt, version: attempt.version + 1, usedAtUs: nowUs } }]

const askForDevice = async (office: Office, person: Person, given: readonly Factor[], visit: Visit, changes: readonly PeopleChange[]): Promise<Plan<SignInStep>> => {
  const { token, record, changes: begun } = newAttempt(office, person, 'device', given, visit)
  const sent = await sendCode(office, person, 'mail', attemptPurpose(record), (code) => office.lettersIn(person.language, visit.language).deviceCode(code, visit.deviceLabel, visit.address), visit.nowUs)
  if (!sent.ok) return only(sent)
  return { answer: allowed({ kind: 'deviceCodeNeeded', attempt: token }), changes: [...changes, ...begun, ...sent.value], audit: null }
}

/** Begins a session under a token that nobody had before; whatever session the browser carried ends. `device` null: this device is confirmed now. */
export const beginSession = async (office: Office, person: Person, device: Device | null, given: readonly Factor[], visit: Visit, changes: readonly PeopleChange[]): Promise<Plan<SignedIn>> => {
  const { store, randomBytes, settings } = office.parts
  const { nowUs, address } = visit
  const deviceLabel = plainLine(visit.deviceLabel)
  const sessionToken = newToken(randomBytes)
  const deviceToken = device ? null : newToken(randomBytes)
  const seen: Device = device
    ? { ...device, version: device.version + 1, address, lastSeenAtUs: nowUs }
    : { id: office.newId('d'), version: 1, personId: person.id, tokenHash: hashOfToken(deviceToken ?? ''), label: deviceLabel, address, confirmedAtUs: nowUs, lastSeenAtUs: nowUs }
  const session: Session = {
    id: office.newId('s'), version: 1, personId: person.id, tokenHash: hashOfToken(sessionToken), previousTokenHash: null, rotatedAtUs: nowUs, deviceId: seen.id, deviceLabel, address,
    createdAtUs: nowUs, lastSeenAtUs: nowUs, endedAtUs: null, forgetAtUs: forgottenAt(nowUs, settings.sessionLimits),
  }
  const former = visit.sessionToken === null ? undefined : (await store.find('session', { tokenHash: hashOfToken(visit.sessionToken), endedAtUs: null }))[0]
  const factors = await factorsOf(office, person)
  return {
    answer: allowed({ kind: 'signedIn', personId: person.id, sessionId: session.id, sessionToken, csrfToken: csrfTokenOf(sessionToken), deviceToken, needsFactor: !factors.has('totp') && !factors.has('passkey'), mustRenew: person.mustRenew }),
    changes: [
      ...changes, { do: device ? 'update' : 'insert', kind: 'device', record: seen }, { do: 'insert', kind: 'session', record: session },
      ...(former ? [{ do: 'update', kind: 'session', record: ended(former, nowUs) } as const] : []),
    ],
    audit: recordedBy(doerOf(person.id, visit), { act: 'session.begin', subject: session.id, after: { person: person.id, device: seen.id, deviceLabel, isNewDevice: device === null, factors: [...given] } }),
  }
}

const openAttempt = async ({ parts: { store } }: Office, token: string, stage: SignInAttempt['stage'], { nowUs }: Visit): Promise<SignInAttempt | undefined> => {
  const attempt = (await store.find('signIn', { tokenHash: hashOfToken(token) }))[0]
  return attempt && attempt.stage === stage && attempt.usedAtUs === null && attempt.triesLeft > 0 && attempt.expiresAtUs > nowUs ? attempt : undefined
}

/** One more try of an attempt, charged before it is looked at. */
const answerAttempt = async (office: Office, token: string, stage: SignInAttempt['stage'], answer: FactorAnswer, visit: Visit, whenRight: (person: Person, attempt: SignInAttempt, changes: readonly PeopleChange[]) => Promise<Plan<SignInStep>>): Promise<Result<SignInStep>> => {
  const begun = await openAttempt(office, token, stage, visit)
  const person = begun && await office.activePerson(begun.personId)
  if (!begun || !person) return refusal('expired')
  const counted = office.counted(person.email, person, await office.deviceOf(visit), visit)
  const open = office.charge(counted, visit.nowUs)
  if (!open.ok) return open
  let isRight = false
  const result = await office.carryOut(async (): Promise<Plan<SignInStep>> => {
    const attempt = await openAttempt(office, token, stage, visit)
    if (!attempt) return only(refusal('expired'))
    const checked = await checkFactor(office, person, answer, attemptPurpose(attempt), visit.nowUs)
    isRight = checked.isRight
    if (!checked.isRight) {
      const tried: PeopleChange = { do: 'update', kind: 'signIn', record: { ...attempt, version: attempt.version + 1, triesLeft: attempt.triesLeft - 1 } }
      return { answer: refusal(checked.reason), changes: [...checked.changes, tried], audit: refusedEntry(person, answer.factor, visit) }
    }
    return whenRight(person, attempt, checked.changes)
  })
  if (isRight) office.throttle.giveBack(counted, visit.nowUs)
  return settled(office, result, counted)
}

/** Answers the second factor of a sign-in. */
export const answerSecondFactor = (office: Office, { attempt: token, answer }: { readonly attempt: string; readonly answer: FactorAnswer }, visit: Visit): Promise<Result<SignInStep>> =>
  SECOND_FACTORS.includes(answer.factor)
    ? answerAttempt(office, token, 'factor', answer, visit, (person, attempt, changes) => nextStep(office, person, attempt, [...attempt.given, answer.factor], visit, changes))
    : Promise.resolve(refusal('factorNotAsked'))

/** Lets a new device in by the code that was mailed. */
export const confirmDevice = (office: Office, { attempt: token, code }: { readonly attempt: string; readonly code: string }, visit: Visit): Promise<Result<SignInStep>> =>
  answerAttempt(office, token, 'device', { factor: 'mailCode', code }, visit, async (person, attempt, changes) => {
    const plan = await beginSession(office, person, null, [...attempt.given, 'mailCode'], visit, [...changes, ...closing(attempt, visit)])
    const told = office.notice(person, { is: 'deviceSignedIn' }, visit)
    return { ...plan, changes: [...plan.changes, told] }
  })

/** Mails another code for the new device; there are few. */
export const resendDeviceCode = (office: Office, token: string, visit: Visit): Promise<Result<null>> => office.carryOut(async (): Promise<Plan<null>> => {
  const attempt = await openAttempt(office, token, 'device', visit)
  const person = attempt && await office.activePerson(attempt.personId)
  if (!attempt || !person) return only(refusal('expired'))
  const sent = await sendCode(office, person, 'mail', attemptPurpose(attempt), (code) => office.lettersIn(person.language, visit.language).deviceCode(code, visit.deviceLabel, visit.address), visit.nowUs)
  return sent.ok ? { answer: allowed(null), changes: sent.value, audit: null } : only(sent)
})

/** What the browser needs to answer the second factor with a passkey. */
export const secondFactorPasskey = (office: Office, token: string, visit: Visit): Promise<Result<BrowserJson>> => office.carryOut(async (): Promise<Plan<BrowserJson>> => {
  const attempt = await openAttempt(office, token, 'factor', visit)
  if (!attempt) return only(refusal('expired'))
  const known = await office.parts.store.find('passkey', { personId: attempt.personId })
  if (known.length === 0) return only(refusal('factorNotEnrolled'))
  const { challenge, changes } = await newChallenge(office, { id: office.newId('w'), personId: attempt.personId, purpose: attemptPurpose(attempt), boundTo: '', nowUs: visit.nowUs })
  return { answer: allowed(await office.parts.passkeys.authenticationOptions({ challenge, known })), changes, audit: null }
})

/** Begins to sign in by passkey alone: the browser offers those it has, so nobody is named. */
export const beginPasskeySignIn = (office: Office, visit: Visit): Promise<Result<{ readonly attempt: string; readonly options: BrowserJson }>> => {
  const attempt = office.newId('w')
  return office.carryOut(async () => {
    const { challenge, changes } = await newChallenge(office, { id: attempt, personId: null, purpose: `passkeySignIn:${attempt}`, boundTo: '', nowUs: visit.nowUs })
    return { answer: allowed({ attempt, options: await office.parts.passkeys.authenticationOptions({ challenge, known: [] }) }), changes, audit: null }
  })
}

/** Signs in by passkey alone; a device that was not seen before is confirmed by mail all the same. */
export const finishPasskeySignIn = async (office: Office, { attempt, response }: { readonly attempt: string; readonly response: BrowserJson }, visit: Visit): Promise<Result<SignInStep>> => {
  const counted = office.counted(`passkey of ${visit.address}`, undefined, undefined, visit).slice(1)
  const open = office.charge(counted, visit.nowUs)
  if (!open.ok) return open
  let isRight = false
  const result = await office.carryOut(async (): Promise<Plan<SignInStep>> => {
    const checked = await checkPasskey(office, null, response, `passkeySignIn:${attempt}`, visit.nowUs)
    const person = checked.ownerId === undefined ? undefined : await office.activePerson(checked.ownerId)
    isRight = checked.isRight && person !== undefined
    if (!checked.isRight) return { answer: refusal(checked.reason), changes: checked.changes, audit: refusedEntry(person, 'passkey', visit) }
    return person ? nextStep(office, person, null, ['passkey'], visit, checked.changes) : { answer: refusal('passkeyRefused'), changes: checked.changes, audit: null }
  })
  if (isRight) office.throttle.giveBack(counted, visit.nowUs)
  await office.keepCounts()
  return result
}
