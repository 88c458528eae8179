import type { AccountDirectory } from './accounts/account-directory.ts'
import type { Account } from './accounts/account.ts'
import type { AccountTerms, Command } from './exchange/command.ts'
import { accountId, type AccountId } from './ids.ts'
import { amount } from './money.ts'
import type { AccountsPort, Doer } from './people/ports.ts'
import type { SandboxVenue } from './sandbox/sandbox-venue.ts'

/** 0.1 % for maker and taker. */
const NEW_ACCOUNT_TERMS: AccountTerms = { makerRate: amount('0.001'), takerRate: amount('0.001'), tradeGroupId: -1, keepsHistory: true }

/** What a venue is told of an account that nobody has funded yet. */
export const openingOfNewcomer = ({ id }: Pick<Account, 'id'>): readonly Command[] => [{ kind: 'openAccount', accountId: id, terms: NEW_ACCOUNT_TERMS }]

export interface OpenedAccounts extends AccountsPort {
  /** Gives every account its place in a venue, those that were stored when a process ended in between included. */
  settleIn(venue: SandboxVenue): void
  /** Gives a new account its place in each venue that is open; durable when the promise resolves. */
  settle(account: Account): Promise<void>
}

/**
 * Where people's room gets its accounts from. A new account is stored first and then given its place in each venue that is open.
 * @param isHeld whether anybody has a role on an account: what others hold by now is never given out again for its first owner's address
 */
export const openAccounts = (accounts: AccountDirectory, isHeld: (id: AccountId) => Promise<boolean>): OpenedAccounts => {
  const venues: SandboxVenue[] = []
  let lastOpening: Promise<unknown> = Promise.resolve()
  const settle = (account: Account, venue: SandboxVenue): void => {
    if (venue.view.wallet.terms(account.id) === undefined) for (const command of openingOfNewcomer(account)) venue.mustExecute(command)
  }
  const settleEverywhere = async (account: Account): Promise<void> => {
    for (const venue of venues) settle(account, venue)
    await Promise.all(venues.map((venue) => venue.settled()))
  }
  const open = async (email: string, { actor, source, nowUs }: Doer): Promise<number> => {
    for (const { id, parentId, email: known } of accounts.all()) if (parentId === null && known === email && !await isHeld(id)) return id
    const account = await accounts.open(null, (id) => ({
      account: { id, email, parentId: null, label: email, createdAtUs: nowUs, products: { margin: false, futures: false }, isApiAccessEnabled: true },
      audit: { timeUs: nowUs, actor, source, act: 'account.open', subject: String(id), before: null, after: { email, parentId: null } },
    }))
    // Neither an address that is taken nor a confirmation stands in its way.
    if (typeof account === 'string') throw new Error(`no account could be opened for ${email}: ${account}`)
    await settleEverywhere(account)
    return account.id
  }
  return {
    parentOf: (id) => (Number.isSafeInteger(id) && id > 0 ? accounts.byId(accountId(id))?.parentId : undefined),
    // One after the other: two newcomers never get one number.
    openFor: (email, doer) => {
      const opened = lastOpening.then(() => open(email, doer))
      lastOpening = opened.catch(() => undefined)
      return opened
    },
    settle: settleEverywhere,
    settleIn: (venue) => {
      venues.push(venue)
      for (const account of accounts.all()) settle(account, venue)
    },
  }
}
