import { hash } from 'node:crypto'
import { DAY, MINUTE, type TimeUs } from '../time.ts'
import type { Office } from './office.ts'
import { makeCode, tryCode } from './one-time-code.ts'
import { isCounterInOrder, type BrowserJson, type PasskeyChallenge } from './passkey.ts'
import { isPassword } from './password-hash.ts'
import type { PeopleChange } from './people-store.ts'
import type { Person } from './person.ts'
import { hashOfRecoveryCode } from './recovery-codes.ts'
import { allowed, refusal, type RefusalReason, type Result } from './result.ts'
import type { Factor } from './step-up-policy.ts'
import { takeTotpCode } from './totp.ts'

export type FactorAnswer =
  | { readonly factor: Exclude<Factor, 'passkey'>; readonly code: string }
  | { readonly factor: 'passkey'; readonly response: BrowserJson }

/** Whether an answer is right, and what of the factor changes with it (a code was tried, a step was taken …): stored before anything is told. */
export type Checked = { readonly isRight: true; readonly changes: readonly PeopleChange[] } | { readonly isRight: false; readonly reason: RefusalReason; readonly changes: readonly PeopleChange[] }

const right = (...changes: readonly PeopleChange[]): Checked => ({ isRight: true, changes })
const wrong = (...changes: readonly PeopleChange[]): Checked => ({ isRight: false, reason: 'wrongCode', changes })

const CHALLENGE_LIFETIME_US = 5 * MINUTE
const MOST_CODES_FOR_ONE_PURPOSE = 3

/** The second factors that a person has set up, and mail, which everybody has. */
export const factorsOf = async ({ parts: { store, settings } }: Office, person: Person): Promise<ReadonlySet<Factor>> => {
  const [totps, passkeys, recoveryCodes] = await Promise.all([store.find('totp', { personId: person.id }), store.find('passkey', { personId: person.id }), store.find('recoveryCode', { personId: person.id, usedAtUs: null })])
  const has: readonly (readonly [Factor, boolean])[] = [
    ['mailCode', true], ['password', person.passwordHash !== null], ['smsCode', settings.isSmsOffered && person.phone !== null],
    ['totp', totps.some(({ confirmedAtUs }) => confirmedAtUs !== null)], ['passkey', passkeys.length > 0], ['recoveryCode', recoveryCodes.length > 0],
  ]
  return new Set(has.flatMap(([factor, isThere]) => (isThere ? [factor] : [])))
}

/** Checks one answer of a person. A code or a passkey's challenge counts only for the purpose it was made for. */
export const checkFactor = async (office: Office, person: Person, answer: FactorAnswer, purpose: string, nowUs: TimeUs): Promise<Checked> => {
  switch (answer.factor) {
    case 'totp': return checkTotp(office, person, answer.code, nowUs)
    case 'recoveryCode': return checkRecoveryCode(office, person, answer.code, nowUs)
    case 'password': return await isPassword(answer.code.slice(0, 512), person.passwordHash, office.parts.hasher, office.parts.settings.passwordParameters) ? right() : wrong()
    case 'passkey': return checkPasskey(office, person.id, answer.response, purpose, nowUs)
    case 'mailCode':
    case 'smsCode': return checkCode(office, person, answer.factor === 'mailCode' ? 'mail' : 'sms', answer.code, purpose, nowUs)
  }
}

const checkTotp = async ({ parts: { store }, sealer }: Office, person: Person, code: string, nowUs: TimeUs): Promise<Checked> => {
  for (const totp of await store.find('totp', { personId: person.id })) {
    const taken = totp.confirmedAtUs === null ? undefined : takeTotpCode(totp, code, nowUs, sealer)
    if (taken) return right({ do: 'update', kind: 'totp', record: taken })
  }
  return wrong()
}

const checkRecoveryCode = async ({ parts: { store } }: Office, person: Person, code: string, nowUs: TimeUs): Promise<Checked> => {
  const [found] = await store.find('recoveryCode', { hash: hashOfRecoveryCode(person.id, code) })
  return found && found.personId === person.id && found.usedAtUs === null ? right({ do: 'update', kind: 'recoveryCode', record: { ...found, version: found.version + 1, usedAtUs: nowUs } }) : wrong()
}

const checkCode = async ({ parts: { store }, sealer }: Office, person: Person, channel: 'mail' | 'sms', presented: string, purpose: string, nowUs: TimeUs): Promise<Checked> => {
  const open = (await store.find('code', { purpose, channel, personId: person.id, usedAtUs: null })).find((code) => code.triesLeft > 0 && code.expiresAtUs > nowUs)
  const tried = open && tryCode(open, purpose, presented, nowUs, sealer)
  if (!tried) return wrong()
  const change: PeopleChange = { do: 'update', kind: 'code', record: tried.after }
  return tried.isRight ? right(change) : wrong(change)
}

/** @param personId null: any person's passkey (it says who signs in) */
export const checkPasskey = async ({ parts: { store, passkeys } }: Office, personId: string | null, response: BrowserJson, purpose: string, nowUs: TimeUs): Promise<Checked & { readonly ownerId?: string }> => {
  const challenge = (await store.find('passkeyChallenge', { purpose, personId, usedAtUs: null })).find(({ expiresAtUs }) => expiresAtUs > nowUs)
  if (!challenge) return { isRight: false, reason: 'expired', changes: [] }
  // A challenge is answered once, rightly or not.
  const answered: PeopleChange = { do: 'update', kind: 'passkeyChallenge', record: { ...challenge, version: challenge.version + 1, usedAtUs: nowUs } }
  const passkey = await store.byId('passkey', passkeys.credentialIdOf(response) ?? '')
  if (!passkey || (personId !== null && passkey.personId !== personId)) return { isRight: false, reason: 'passkeyRefused', changes: [answered] }
  const counter = await passkeys.verifyAuthentication(response, challenge.challenge, passkey)
  if (counter === undefined) return { isRight: false, reason: 'passkeyRefused', changes: [answered] }
  if (!isCounterInOrder(passkey.counter, counter)) return { isRight: false, reason: 'passkeyCounterWentBack', changes: [answered], ownerId: passkey.personId }
  return { isRight: true, ownerId: passkey.personId, changes: [answered, { do: 'update', kind: 'passkey', record: { ...passkey, version: passkey.version + 1, counter, lastUsedAtUs: nowUs } }] }
}

export interface ChallengeWish {
  readonly id: string
  readonly personId: string | null
  readonly purpose: string
  /** Drawn into the challenge, so that the signature is over it too; '' where there is nothing to bind to. */
  readonly boundTo: string
  readonly label?: string
  readonly nowUs: TimeUs
}

/** A fresh challenge; those that were open for the same purpose are answered no more. */
export const newChallenge = async ({ parts: { store, randomBytes } }: Office, { id, personId, purpose, boundTo, label = '', nowUs }: ChallengeWish): Promise<{ challenge: Uint8Array; changes: readonly PeopleChange[] }> => {
  const challenge = Buffer.from(hash('sha256', Buffer.concat([randomBytes(32), Buffer.from(boundTo)]), 'hex'), 'hex')
  const record: PasskeyChallenge = { id, version: 1, personId, purpose, challenge: challenge.toString('base64url'), label, expiresAtUs: nowUs + CHALLENGE_LIFETIME_US, usedAtUs: null, forgetAtUs: nowUs + CHALLENGE_LIFETIME_US + DAY }
  const former = (await store.find('passkeyChallenge', { purpose, personId, usedAtUs: null })).map((open): PeopleChange => ({ do: 'update', kind: 'passkeyChallenge', record: { ...open, version: open.version + 1, usedAtUs: nowUs } }))
  return { challenge, changes: [...former, { do: 'insert', kind: 'passkeyChallenge', record }] }
}

/** A code by mail or SMS for one purpose; a former one for the same purpose is good no more, and there are few of them. */
export const sendCode = async (office: Office, person: Person, channel: 'mail' | 'sms', purpose: string, wordsOf: (code: string) => { readonly subject: string; readonly text: string }, nowUs: TimeUs): Promise<Result<readonly PeopleChange[]>> => {
  const { parts: { store, randomBytes }, sealer } = office
  const former = await store.find('code', { purpose, channel, personId: person.id })
  if (former.length >= MOST_CODES_FOR_ONE_PURPOSE) return refusal('limitReached')
  const to = channel === 'mail' ? person.email : person.phone
  if (to === null) return refusal('smsUnavailable')
  const { record, code } = makeCode({ id: office.newId('c'), personId: person.id, channel, purpose, nowUs }, sealer, randomBytes)
  const closed = former.filter(({ triesLeft }) => triesLeft > 0).map((one): PeopleChange => ({ do: 'update', kind: 'code', record: { ...one, version: one.version + 1, triesLeft: 0 } }))
  return allowed([...closed, { do: 'insert', kind: 'code', record }, office.letter({ channel, to, ...wordsOf(code) }, nowUs)])
}
