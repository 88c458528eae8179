import { type Office, only, recordedBy } from './office.ts'
import type { PeopleChange } from './people-store.ts'
import type { Person, Renewal } from './person.ts'
import type { Doer } from './ports.ts'
import { allowed, type Result } from './result.ts'
import { endingSessions } from './sessions.ts'

export interface LockdownOfPeople {
  readonly accountId: number
  /** Every session and every script's token of the account's people ends. */
  readonly endSessions: boolean
  /** Each of them chooses a new password and sets up a new second factor before anything else. */
  readonly renewFactors: boolean
}

export interface PeopleLocked {
  readonly people: number
  readonly sessions: number
  readonly tokens: number
}

/** What a lockdown would do to the people who have a role on an account. */
export const previewLockdown = async ({ parts: { store } }: Office, accountId: number): Promise<PeopleLocked> => {
  let [people, sessions, tokens] = [0, 0, 0]
  for (const { personId } of await store.find('membership', { accountId })) {
    people += 1
    sessions += (await store.find('session', { personId, endedAtUs: null })).length
    tokens += (await store.find('bearerToken', { personId, endedAtUs: null })).length
  }
  return { people, sessions, tokens }
}

const endingTokens = async ({ parts: { store } }: Office, personId: string, nowUs: number): Promise<readonly PeopleChange[]> =>
  (await store.find('bearerToken', { personId, endedAtUs: null })).map((token): PeopleChange => ({ do: 'update', kind: 'bearerToken', record: { ...token, version: token.version + 1, endedAtUs: nowUs } }))

const BOTH: readonly Renewal[] = ['password', 'factor']

/** A key leaked: whoever has a role on the account is let in with fresh factors alone. Asked again, it does what is left to do. */
export const lockDownPeople = (office: Office, { accountId, endSessions, renewFactors }: LockdownOfPeople, doer: Doer): Promise<Result<PeopleLocked>> => office.carryOut(async () => {
  const { store } = office.parts
  const changes: PeopleChange[] = []
  const done = { people: 0, sessions: 0, tokens: 0 }
  for (const { personId } of await store.find('membership', { accountId })) {
    const person = await office.activePerson(personId)
    if (!person) continue
    done.people += 1
    const [sessions, tokens] = endSessions ? await Promise.all([endingSessions(office, personId, doer.nowUs), endingTokens(office, personId, doer.nowUs)]) : [[], []]
    done.sessions += sessions.length
    done.tokens += tokens.length
    changes.push(...sessions, ...tokens)
    if (!renewFactors || person.mustRenew.length === BOTH.length) continue
    changes.push(
      { do: 'update', kind: 'person', record: { ...person, version: person.version + 1, mustRenew: BOTH } },
      office.notice(person, { is: 'lockedDown' }, { deviceLabel: 'Bitting', address: doer.source, language: null, nowUs: doer.nowUs }),
    )
  }
  if (changes.length === 0) return only(allowed(done))
  return { answer: allowed(done), changes, audit: recordedBy(doer, { act: 'people.lockdown', subject: String(accountId), after: { ...done, endSessions, renewFactors } }) }
})

/** The person as they are once they did one of what they must. */
export const renewed = (person: Person, what: Renewal): Person => ({ ...person, version: person.version + 1, mustRenew: person.mustRenew.filter((one) => one !== what) })

/** Somebody who must set up a new factor loses the former ones with it: they may be in other hands. */
export const withoutFormerFactors = async ({ parts: { store } }: Office, person: Person, newId: string): Promise<readonly PeopleChange[]> => {
  const [totps, passkeys] = await Promise.all([store.find('totp', { personId: person.id }), store.find('passkey', { personId: person.id })])
  const gone = (kind: 'totp' | 'passkey', records: readonly { readonly id: string }[]): readonly PeopleChange[] => records.filter(({ id }) => id !== newId).map(({ id }) => ({ do: 'remove', kind, id }))
  return [...gone('totp', totps), ...gone('passkey', passkeys)]
}
