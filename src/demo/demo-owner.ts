import type { AccountId } from '../ids.ts'
import type { DemoAuthenticator } from '../operations/demo-code.ts'
import { hashPassword, type PasswordHasher, SALT_BYTES } from '../people/password-hash.ts'
import type { PeopleStore } from '../people/people-store.ts'
import { membershipId } from '../people/person.ts'
import type { SecretSealer } from '../people/sealed.ts'
import { makeTotp, presentTotpCode } from '../people/totp.ts'
import type { TimeUs } from '../time.ts'
import { demoAccounts } from './demo-accounts.ts'

/** What the demo owner signs in with; it stands in the demo file. */
export interface DemoOwner {
  readonly email: string
  readonly password: string
  /** Base32. */
  readonly totpSecret: string
}

export interface DemoOwnerParts {
  readonly store: PeopleStore
  readonly sealer: SecretSealer
  readonly hasher: PasswordHasher
  readonly randomBytes: (length: number) => Uint8Array
}

const PERSON_ID = 'p_demo000000000000'
const TOTP_ID = 'o_demo000000000000'

/** Makes the demo's owner: a person with password and authenticator who owns the main account. */
export const makeDemoOwner = async ({ email, password, totpSecret }: DemoOwner, accountId: AccountId, { store, sealer, hasher, randomBytes }: DemoOwnerParts, act: { readonly actor: string; readonly source: string; readonly nowUs: TimeUs }): Promise<void> => {
  const { nowUs } = act
  const passwordHash = await hashPassword(password, randomBytes(SALT_BYTES), hasher)
  const totp = makeTotp({ id: TOTP_ID, personId: PERSON_ID, label: 'demo', secret: totpSecret, nowUs }, sealer)
  const saved = await store.save([
    { do: 'insert', kind: 'person', record: { id: PERSON_ID, version: 1, email, name: 'Demo owner', phone: null, passwordHash, createdAtUs: nowUs, state: 'active', keysGoTo: null, mustRenew: [], language: null } },
    { do: 'insert', kind: 'membership', record: { id: membershipId(PERSON_ID, accountId), version: 1, personId: PERSON_ID, accountId, role: 'owner', sinceUs: nowUs } },
    { do: 'insert', kind: 'totp', record: { ...totp, confirmedAtUs: nowUs } },
  ], { timeUs: nowUs, actor: act.actor, source: act.source, act: 'firstOwner.setUp', subject: PERSON_ID, before: null, after: { email, name: 'Demo owner', account: accountId, role: 'owner' } })
  if (saved !== 'saved') throw new Error('the demo owner is there already')
}

/** What the demo owner's authenticator shows, for whoever runs the demo. Only a demo has this person. */
export const demoAuthenticator = (store: PeopleStore, sealer: SecretSealer): DemoAuthenticator => ({
  present: async (nowUs) => {
    const totp = await store.byId('totp', TOTP_ID)
    const shown = totp && presentTotpCode(totp, nowUs, sealer)
    return shown && { email: demoAccounts(nowUs)[0]?.email ?? '', ...shown }
  },
})
