import type { Account } from '../../accounts/account.ts'
import { type Permission, permissionBits } from '../../permission.ts'
import { recordedBy } from '../../people/office.ts'
import { parseEmail, parseLabel } from '../../people/person.ts'
import type { Operation } from '../operation.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import { type AccountDetails, detailsOf } from './account-page.ts'
import { type AccountParts, mainAccountOf, UNCONFIRMED } from './account-parts.ts'
import { ceilingFrom, rightsText } from './edit-sub-account.ts'
import { aboutAccount } from '../about-account.ts'

export interface SubAccountWish {
  main: number
  email: string
  /** Left out: the address. */
  label?: string
  /** The rights its keys may have at most; left out: all that a sub-account can have. */
  ceiling?: readonly Permission[]
  /** Whether the address is invited to manage the sub-account's keys behind factors of its own. */
  invite?: boolean
}

export const MOST_SUB_ACCOUNTS = 200
const LONGEST_LABEL = 60

/** The address of a sub-account that nobody reads mail for. @param suffix letters and digits that nobody else has */
export const virtualEmail = (name: string, suffix: string): string => `${name.toLowerCase()}_virtual@${suffix.toLowerCase()}noemail.com`

const readWish = ({ main, email: typed, label: wished, ceiling }: SubAccountWish, parts: AccountParts): Outcome<{ main: Account; email: string; label: string; ceiling: readonly Permission[] | undefined }> => {
  const account = mainAccountOf(main, parts)
  if (!account.ok) return account
  const email = parseEmail(typed)
  if (email === undefined) return { ok: false, refused: { ...refused('email', `${JSON.stringify(typed)} is not an e-mail address.`, 'Give the address that stands for the sub-account.').refused, fields: [{ field: 'email', text: 'This is not an e-mail address.' }] } }
  const label = parseLabel(wished ?? email, LONGEST_LABEL)
  if (label === undefined) return { ok: false, refused: { ...refused('label', `A label has 1 to ${LONGEST_LABEL} characters on one line.`, 'Give a shorter one.').refused, fields: [{ field: 'label', text: `1 to ${LONGEST_LABEL} characters.` }] } }
  if (parts.accounts.byEmail(email)) return taken(email)
  if (parts.accounts.subAccountsOf(account.value.id).length >= MOST_SUB_ACCOUNTS) return refused('tooManySubAccounts', `${account.value.email} has ${MOST_SUB_ACCOUNTS} sub-accounts; there can be no more.`, 'Use one that is there.')
  const rights = ceilingFrom(ceiling)
  return rights.ok ? done({ main: account.value, email, label, ceiling }) : rights
}

const taken = (email: string): Extract<Outcome<never>, { ok: false }> =>
  ({ ok: false, refused: { ...refused('emailTaken', `${email} is the address of another account.`, 'Give another address.').refused, fields: [{ field: 'email', text: 'Another account has this address.' }] } })

/**
 * Makes a sub-account: its own address, its own ledger in every venue (empty: nothing is moved into it), its own keys, and, where its address is
 * invited, people of its own. Only its main account's owners and admins may.
 */
export const createSubAccount = (parts: AccountParts): Operation<SubAccountWish, AccountDetails> => ({
  name: 'subAccounts.create',
  about: async (wish) => aboutAccount(wish.main, 'subAccount.create', parts),
  describe: async (wish) => {
    const read = readWish(wish, parts)
    if (!read.ok) return read
    const { main, email, label, ceiling } = read.value
    const invited = wish.invite ? ', and invite that address to manage its keys' : ''
    return done({
      change: {
        act: 'subAccount.create', accountId: main.id, subject: '', details: { email, label, ceiling: ceiling ? [...ceiling] : null, invite: wish.invite ?? false },
        sentence: `Make the sub-account ${email} of ${main.email}, whose keys may have ${rightsText(ceiling)}${invited}.`,
        told: { is: 'subAccount.create', email, main: main.email, ceiling: ceiling ?? null, isInvited: wish.invite ?? false },
      },
      holderId: null,
    })
  },
  perform: async (wish, doing) => {
    const read = readWish(wish, parts)
    if (!read.ok) return read
    const { main, email, label, ceiling } = read.value
    const { actor, source, recordedAtUs, confirmation } = doing
    const opened = await parts.accounts.open(email, (id) => ({
      account: { id, email, parentId: main.id, label, createdAtUs: doing.nowUs, products: { margin: false, futures: false }, isApiAccessEnabled: true, ...(ceiling && { ceiling: permissionBits(ceiling) }) },
      audit: recordedBy({ actor, source, nowUs: recordedAtUs }, { act: 'subAccount.create', subject: String(id), after: { email, label, parentId: main.id, ceiling: ceiling ? [...ceiling] : null } }, confirmation),
      confirmation,
    }))
    if (opened === 'taken') return taken(email)
    if (opened === 'unconfirmed') return UNCONFIRMED
    // Should the process end here, the next start gives every account its ledgers.
    await parts.ledgers.open(opened)
    if (wish.invite && doing.personId !== null) await parts.invitations.invite({ email, accountId: opened.id, invitedBy: doing.personId }, { actor, source, nowUs: recordedAtUs })
    return done(detailsOf(opened, parts))
  },
})
