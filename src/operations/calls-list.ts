import type { Account } from '../accounts/account.ts'
import type { KeyStore } from '../authority/key-store.ts'
import { accountId } from '../ids.ts'
import type { People, Principal } from '../people/people.ts'
import type { Permission } from '../permission.ts'
import { toMs } from '../time.ts'
import type { CallLog, CallQuery } from '../watch/call-log.ts'

/** One call as people read it. */
export interface CallView {
  readonly requestId: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly account: number | null
  /** The id of the key; null where none was known. */
  readonly key: string | null
  readonly label: string | null
  readonly address: string
  readonly endpoint: string
  readonly permission: Permission | null
  readonly status: number
  readonly code: number | null
  readonly reason: string | null
  readonly durationUs: number
  readonly weight: number
}

export interface CallPage {
  readonly calls: readonly CallView[]
  /** Where the next page begins; null where there is none. */
  readonly next: number | null
}

export interface CallsParts {
  readonly people: Pick<People, 'may'>
  readonly accounts: { all(): Iterable<Account> }
  readonly keys: Pick<KeyStore, 'ofAccount'>
  readonly callLog: Pick<CallLog, 'calls'>
}

/** The calls that somebody may see, newest first: all of an account where the role allows it, else those of one's own keys. */
export const listCalls = async (principal: Principal, filter: Omit<CallQuery, 'accountIds' | 'keyIds'>, { people, accounts, keys, callLog }: CallsParts): Promise<CallPage> => {
  const [accountIds, keyIds] = [new Set<number>(), new Set<string>()]
  const labels = new Map<string, string>()
  for (const { id } of accounts.all()) {
    const [isWhole, isOwn] = [people.may(principal, 'callLog.see', id).ok, people.may(principal, 'callLog.see', id, { isOwn: true }).ok]
    if (!isWhole && !isOwn) continue
    if (isWhole) accountIds.add(id)
    for (const key of await keys.ofAccount(accountId(id))) {
      labels.set(key.id, key.label)
      if (!isWhole && key.holderId === principal.personId) keyIds.add(key.id)
    }
  }
  const found = await callLog.calls({ ...filter, accountIds: [...accountIds], keyIds: [...keyIds] })
  return {
    calls: found.map(({ requestId, timeUs, accountId: account, keyId, address, endpoint, permission, status, code, reason, durationUs, weight }) =>
      ({ requestId, at: new Date(toMs(timeUs)).toISOString(), account, key: keyId, label: keyId === null ? null : labels.get(keyId) ?? null, address, endpoint, permission, status, code, reason, durationUs, weight })),
    next: found.length === filter.limit ? found.at(-1)?.sequence ?? null : null,
  }
}
