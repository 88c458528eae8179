import { type Act, ROLES } from './acts.ts'
import type { Office, Principal } from './office.ts'
import { parseEmail } from './person.ts'
import { allowed, refusal, type Result } from './result.ts'

/** The local operator has no session. What a person confirms there is good at that terminal alone. */
const OPERATOR_PRINCIPAL_ID = 'operator:local'

const standInFor = async ({ parts: { store } }: Office, personId: string): Promise<Principal | undefined> => {
  const person = await store.byId('person', personId)
  // Whoever must renew their factors confirms nothing with the former ones.
  if (person?.state !== 'active' || person.mustRenew.length > 0) return undefined
  const held = await store.find('membership', { personId })
  return { kind: 'token', id: OPERATOR_PRINCIPAL_ID, personId, email: person.email, name: person.name, held: held.map(({ accountId, role }) => ({ accountId, role })) }
}

/**
 * The people whose factors can confirm an act of the local operator on an account: those who could do it themselves, the weightiest role first.
 * Whoever may open the data folder may ask for their names; without their factors it gives nothing.
 */
export const standIns = async (office: Office, act: Act, accountId: number): Promise<readonly Principal[]> => {
  const { store, accounts } = office.parts
  const parent = accounts.parentOf(accountId)
  const memberships = [...await store.find('membership', { accountId }), ...(typeof parent === 'number' ? await store.find('membership', { accountId: parent }) : [])]
  const found: Principal[] = []
  for (const personId of new Set(memberships.map((membership) => membership.personId))) {
    const principal = await standInFor(office, personId)
    if (principal && office.may(principal, act, accountId).ok) found.push(principal)
  }
  const weight = (principal: Principal): number => ROLES.indexOf(office.roleOn(principal, accountId) ?? 'auditor')
  return found.sort((one, other) => weight(one) - weight(other) || one.email.localeCompare(other.email))
}

/** People with a role on an account who confirm nothing until they have chosen a new password and second factor, as a lockdown may ask. */
export const standInsToRenew = async ({ parts: { store } }: Office, accountId: number): Promise<readonly string[]> => {
  const people = await Promise.all((await store.find('membership', { accountId })).map(({ personId }) => store.byId('person', personId)))
  return people.flatMap((person) => (person?.state === 'active' && person.mustRenew.length > 0 ? [person.email] : []))
}

/** The person whose step-up at the terminal it is. */
export const standInOfStepUp = async (office: Office, stepUpId: string): Promise<Result<Principal>> => {
  const stepUp = await office.parts.store.byId('stepUp', stepUpId)
  const principal = stepUp?.principalId === OPERATOR_PRINCIPAL_ID ? await standInFor(office, stepUp.personId) : undefined
  return principal ? allowed(principal) : refusal('stepUpForeign')
}

/** Whether one of them is meant by an address as people type it. */
export const isCalled = ({ email }: Pick<Principal, 'email'>, typed: string): boolean => email === parseEmail(typed)
