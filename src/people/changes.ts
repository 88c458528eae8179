import type { Role } from './acts.ts'
import type { ChangeDescription, DescribedChange } from './step-up.ts'
import type { ToldChange } from './told-change.ts'
import type { StepUpRequirements } from './step-up-policy.ts'

const self = (act: ChangeDescription['act'], subject: string, details: ChangeDescription['details'], sentence: string, told: ToldChange): DescribedChange => ({ act, accountId: null, subject, details, sentence, told })

/**
 * The changes that this room makes, each described to the last detail. The caller of a step-up and the act itself describe a change
 * with the same function, so that what was confirmed and what is done cannot differ.
 */
export const changeOf = {
  addTotp: (label: string) => self('factor.add', '', { factor: 'totp', label }, `Set up the authenticator "${label}".`, { is: 'totp.add', label }),
  addPasskey: (label: string) => self('factor.add', '', { factor: 'passkey', label }, `Set up the passkey "${label}".`, { is: 'passkey.add', label }),
  removeTotp: (id: string, label: string) => self('factor.remove', id, { factor: 'totp', label }, `Remove the authenticator "${label}".`, { is: 'totp.remove', label }),
  removePasskey: (id: string, label: string) => self('factor.remove', id, { factor: 'passkey', label }, `Remove the passkey "${label}".`, { is: 'passkey.remove', label }),
  renewRecoveryCodes: () => self('recoveryCodes.renew', '', {}, 'Make ten new recovery codes; the former ones stop working.', { is: 'recoveryCodes.renew' }),
  changePassword: () => self('password.change', '', {}, 'Choose a new password; every other session ends.', { is: 'password.change' }),
  changePhone: (phone: string | null) => self('phone.change', '', { phone }, phone === null ? 'Remove your telephone number.' : `Send codes by SMS to ${phone}.`, { is: 'phone.change', phone }),
  makeToken: ({ name, accountId, role, lifetimeDays }: { readonly name: string; readonly accountId: number; readonly role: Role; readonly lifetimeDays: number }): DescribedChange =>
    ({ act: 'token.make', accountId, subject: '', details: { name, role, lifetimeDays }, sentence: `Make the token "${name}", which acts as ${role} on account ${accountId} for ${lifetimeDays} days.`, told: { is: 'token.make', name, role, account: accountId, days: lifetimeDays } }),
  invite: ({ email, accountId, role }: { readonly email: string; readonly accountId: number; readonly role: Role }): DescribedChange =>
    ({ act: 'person.invite', accountId, subject: '', details: { email, role }, sentence: `Invite ${email} as ${role} to account ${accountId}.`, told: { is: 'person.invite', email, role, account: accountId } }),
  changeRole: ({ personId, accountId, role }: { readonly personId: string; readonly accountId: number; readonly role: Role }, email: string): DescribedChange =>
    ({ act: 'person.changeRole', accountId, subject: personId, details: { role }, sentence: `Make ${email} ${role} on account ${accountId}.`, told: { is: 'person.changeRole', email, role, account: accountId } }),
  removePerson: ({ personId, accountId }: { readonly personId: string; readonly accountId: number }, email: string): DescribedChange =>
    ({ act: 'person.remove', accountId, subject: personId, details: {}, sentence: `Take ${email} off account ${accountId}.`, told: { is: 'person.remove', email, account: accountId } }),
  offBoard: ({ personId, accountId, keysGoTo }: { readonly personId: string; readonly accountId: number; readonly keysGoTo: string | null }, email: string, /** Of whoever gets the keys. */ heirEmail: string | null): DescribedChange =>
    ({ act: 'person.offBoard', accountId, subject: personId, details: { keysGoTo }, sentence: `Off-board ${email}: end every session and token, withdraw approvals, and ${heirEmail === null ? 'disable the keys' : `hand the keys to ${heirEmail}`}.`, told: { is: 'person.offBoard', email, keysGoTo: heirEmail } }),
  withdrawInvitation: (id: string, accountId: number, email: string): DescribedChange =>
    ({ act: 'invitation.withdraw', accountId, subject: id, details: {}, sentence: `Withdraw the invitation of ${email} to account ${accountId}.`, told: { is: 'invitation.withdraw', email, account: accountId } }),
  setStepUpPolicy: (accountId: number, { plain, grave }: StepUpRequirements): DescribedChange =>
    ({ act: 'stepUpPolicy.edit', accountId, subject: String(accountId), details: { plain, grave }, sentence: `Ask ${inWords(plain)} for plain changes on account ${accountId}, and ${inWords(grave)} for grave ones.`, told: { is: 'stepUpPolicy.edit', account: accountId, requirements: { plain, grave } } }),
} as const

const inWords = (requirement: readonly (readonly string[])[]): string => requirement.map((group) => group.join(' or ')).join(' and ')
