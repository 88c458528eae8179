import { MAIN_ACCOUNT_RIGHTS } from '../../accounts/account.ts'
import type { AuditValue } from '../../audit/entry.ts'
import { type Permission, PERMISSION_TABLE, permissionBits, permissionsOf } from '../../permission.ts'
import { recordedBy } from '../../people/office.ts'
import { parseLabel } from '../../people/person.ts'
import type { ToldChange } from '../../people/told-change.ts'
import type { Operation } from '../operation.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import { type AccountDetails, detailsOf } from './account-page.ts'
import { type AccountParts, subAccountOf, UNCONFIRMED } from './account-parts.ts'
import { aboutSubAccount } from '../about-account.ts'

export interface SubAccountChange {
  account: number
  label?: string
  /** Null takes the ceiling away: all that a sub-account can have. */
  ceiling?: readonly Permission[] | null
}

const labelOf = (permission: Permission): string => PERMISSION_TABLE.find(({ name }) => name === permission)?.label ?? permission

export const rightsText = (rights: readonly Permission[] | null | undefined): string =>
  rights === undefined || rights === null ? 'every right that a sub-account can have' : rights.length === 0 ? 'no right at all' : rights.map((right) => `"${labelOf(right)}"`).join(', ')

/** A ceiling that somebody wants; what a sub-account can never have is no part of one. */
export const ceilingFrom = (rights: readonly Permission[] | null | undefined): Outcome<number | undefined> => {
  const never = rights?.filter((right) => MAIN_ACCOUNT_RIGHTS.includes(right)) ?? []
  return never.length === 0 ? done(rights === undefined || rights === null ? undefined : permissionBits(rights))
    : { ok: false, refused: { ...refused('mainAccountRequired', `${never.map((right) => `"${labelOf(right)}"`).join(' and ')} belongs to main accounts: a sub-account can never have it.`, 'Leave it out.').refused, fields: [{ field: 'ceiling', text: `A sub-account can never have ${never.join(', ')}.` }] } }
}

/** Gives a sub-account another label, or another ceiling: the rights that its keys may have at most, in force at the next request. */
export const editSubAccount = (parts: AccountParts): Operation<SubAccountChange, AccountDetails> => {
  const read = ({ account: uid, label: wished, ceiling: rights }: SubAccountChange) => {
    const account = subAccountOf(uid, parts)
    if (!account.ok) return account
    const ceiling = ceilingFrom(rights)
    if (!ceiling.ok) return ceiling
    const label = wished === undefined ? account.value.label : parseLabel(wished, 60)
    if (label === undefined) return refused('label', 'A label has 1 to 60 characters on one line.', 'Give a shorter one.')
    if (wished === undefined && rights === undefined) return refused('nothingToChange', 'Nothing was asked to change.', 'Give a label or a ceiling.')
    return done({ account: account.value, label, ceiling: rights === undefined ? account.value.ceiling : ceiling.value })
  }
  const told = (label: string, ceiling: number | undefined): { readonly [name: string]: AuditValue } => ({ label, ceiling: ceiling === undefined ? null : permissionsOf(ceiling) })
  return {
    name: 'subAccounts.edit',
    about: async (wish) => aboutSubAccount(wish.account, 'subAccount.edit', parts),
    describe: async (wish) => {
      const found = read(wish)
      if (!found.ok) return found
      const { account, label, ceiling } = found.value
      const sentences = [
        ...(wish.label === undefined ? [] : [`Call the sub-account ${account.email} "${label}".`]),
        ...(wish.ceiling === undefined ? [] : [`Let keys of the sub-account ${account.email} have at most ${rightsText(wish.ceiling)} (now: ${rightsText(account.ceiling === undefined ? null : permissionsOf(account.ceiling))}).`]),
      ]
      const toldEdit: ToldChange = {
        is: 'subAccount.edit', email: account.email, ...(wish.label !== undefined && { label }),
        ...(wish.ceiling !== undefined && { ceiling: { before: account.ceiling === undefined ? null : permissionsOf(account.ceiling), after: wish.ceiling } }),
      }
      return done({ change: { act: 'subAccount.edit', accountId: account.parentId, subject: String(account.id), details: { before: told(account.label, account.ceiling), after: told(label, ceiling) }, sentence: sentences.join(' '), told: toldEdit }, holderId: null })
    },
    perform: async (wish, { actor, source, recordedAtUs, confirmation }) => {
      const found = read(wish)
      if (!found.ok) return found
      const changed = await parts.accounts.change(found.value.account.id, (account) => {
        const label = wish.label === undefined ? account.label : found.value.label
        const ceiling = wish.ceiling === undefined ? account.ceiling : found.value.ceiling
        return {
          account: { ...account, label, ceiling }, confirmation,
          audit: recordedBy({ actor, source, nowUs: recordedAtUs }, { act: 'subAccount.edit', subject: String(account.id), before: told(account.label, account.ceiling), after: told(label, ceiling) }, confirmation),
        }
      })
      if (changed === 'unconfirmed') return UNCONFIRMED
      return changed === 'refused' ? refused('unknownAccount', `There is no account ${wish.account}.`, 'The accounts: ./bitting accounts') : done(detailsOf(changed, parts))
    },
  }
}
