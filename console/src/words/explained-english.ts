import { rightNamed } from '../parts/rights.ts'
import type { ExplainedWords } from './explained.ts'

/** The server's sentences are English; here only what names a command of the shell, for the console has a button or a page instead. */
export const explainedEnglish: ExplainedWords = {
  keyUnknown: ({ isMistyped }) => (isMistyped ? { remedy: 'Use a key that was made here; API Management lists them.' } : { remedy: 'See in API Management which keys there are. A deleted key is never opened again: make a new one.' }),
  keyDisabled: () => ({ remedy: 'Find out who disabled it and why (the audit log tells; its own period may have), then enable it.' }),
  keyExpired: () => ({ remedy: 'Give it more time, or make a new key.' }),
  keyRetired: () => ({ remedy: 'Find the program that still uses it and give it the new key, which the lineage on this key\'s page names.' }),
  addressNotAllowed: (_, { address }) => ({ remedy: `If ${address} is yours, add it to the list. If you do not know it, somebody else holds the key: disable it.` }),
  permissionMissing: ({ permission }) => ({ remedy: `If it should, switch "${rightNamed(permission).label}" on. Or use a key that has it.` }),
  permissionLapsed: () => ({ remedy: 'Give the key a list of addresses, and it lapses no more. Or switch the right on for 30 days again.' }),
  listRequired: () => ({ remedy: 'Give the key a list of addresses.' }),
  beyondCeiling: () => ({ remedy: 'The main account can raise the ceiling, on the page Sub-accounts. Withdrawals and internal transfers need a key of the main account.' }),
  unrestrictedForbidden: ({ permission }, { address }) => ({ remedy: `Bind the key to its addresses (this call came from ${address}); then "${rightNamed(permission).label}" opens again.` }),
  productNotOpened: ({ product }) => ({ remedy: `Open ${product} on the page Products; the key's right stays as it is.` }),
  guardRail: () => ({ remedy: 'The owner of the key can change this limit, on its page.' }),
}
