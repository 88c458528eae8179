import { AccountDirectory } from '../../src/accounts/account-directory.ts'
import type { Account } from '../../src/accounts/account.ts'
import type { AuditEntry } from '../../src/audit/entry.ts'
import { Authority } from '../../src/authority/authority.ts'
import { KeyDirectory } from '../../src/authority/key-directory.ts'
import { PolicyDirectory } from '../../src/authority/policy-directory.ts'
import { Sealer } from '../../src/authority/sealing.ts'
import type { Services } from '../../src/binance/endpoint.ts'
import { apiKeyId } from '../../src/ids.ts'
import { accountOperations } from '../../src/operations/accounts/account-operations.ts'
import { Changes } from '../../src/operations/carry-out.ts'
import { keyOperations } from '../../src/operations/keys/key-operations.ts'
import { openFuturesForSubAccount } from '../../src/operations/sub-accounts/open-futures.ts'
import { SpecialKeyOffice } from '../../src/operations/special-keys/special-key-office.ts'
import { SubAccountOffice } from '../../src/operations/sub-accounts/sub-account-office.ts'
import type { Clock } from '../../src/time.ts'
import { MemoryKeyStore } from './memory-key-store.ts'

const nobody = (): never => { throw new Error('no person takes part here') }

/** The operations on sub-accounts and their keys as a server has them, over stores that forget. Each main account's policy lets its keys manage keys. */
export interface SubAccountScene {
  readonly subAccounts: SubAccountOffice
  readonly specialKeys: SpecialKeyOffice
  readonly accounts: Services['accounts']
  readonly directory: AccountDirectory
  readonly policies: PolicyDirectory
  readonly authority: Authority
  readonly keys: KeyDirectory
  readonly store: MemoryKeyStore
  readonly audit: readonly AuditEntry[]
}

/** @param known accounts that there are; more may be added to it later. @param open gives a new account its ledger */
export const subAccountsOver = (known: readonly Account[], clock: Clock, open: (account: Account) => void = () => {}): SubAccountScene => {
  const audit: AuditEntry[] = []
  const keep = (entry: AuditEntry): Promise<'kept'> => {
    audit.push(entry)
    return Promise.resolve('kept')
  }
  const directory: AccountDirectory = new AccountDirectory({ all: () => known.filter(({ id }) => directory.byId(id) === undefined), save: (_, entry) => keep(entry) })
  const policies = new PolicyDirectory({ all: () => known.flatMap(({ id, parentId }) => (parentId === null ? [{ accountId: id, version: 1, change: { keysManageKeys: true } }] : [])), save: (_, entry) => keep(entry) })
  directory.load()
  policies.load()
  let drawn = 0
  const randomBytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => ((drawn += 1) * 131 + index * 29) & 0xff)
  const sealer = new Sealer({ currentVersion: 1, keys: new Map([[1, new Uint8Array(32).fill(9)]]) }, randomBytes)
  const keys = new KeyDirectory({ sealer })
  const store = new MemoryKeyStore()
  const authority = new Authority({ store, directory: keys, sealer, accounts: directory, policyOf: policies.of, randomBytes, newKeyId: () => apiKeyId(`k_sub${String(drawn += 1)}`) })
  const accountActs = accountOperations({ accounts: directory, policies, ledgers: { open: (account) => Promise.resolve(open(account)) }, invitations: { invite: nobody } })
  const keyActs = keyOperations({ authority, keys: store, keyFinder: { named: nobody, labelledLike: nobody, isTextOfAny: nobody, countByAccount: nobody }, accounts: directory, clock })
  const changes = new Changes({
    people: { may: nobody, beginStepUp: nobody, confirmation: nobody, standIns: nobody, standInsToRenew: nobody, needsFirstOwner: nobody },
    accounts: { parentOf: (id) => directory.all().find((account) => account.id === id)?.parentId }, clock, wallClock: clock,
  })
  const subAccounts = new SubAccountOffice({
    changes, accounts: directory, policies, authority, keys: store,
    operations: { createSubAccount: accountActs.createSubAccount, openFutures: openFuturesForSubAccount({ accounts: directory, policies }), keys: keyActs }, clock, randomText: (length) => String(drawn += 1).padStart(length, '0'),
  })
  const specialKeys = new SpecialKeyOffice({ changes, policies, authority, keys: store, operations: keyActs, clock })
  const accounts: Services['accounts'] = {
    byId: (id) => { directory.load(); return directory.byId(id) },
    subAccountsOf: (id) => { directory.load(); return directory.subAccountsOf(id) },
  }
  return { subAccounts, specialKeys, accounts, directory, policies, authority, keys, store, audit }
}
