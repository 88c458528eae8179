import type { Account } from '../accounts/account.ts'
import type { KeyStore } from '../authority/key-store.ts'
import { accountId } from '../ids.ts'
import type { People, Principal } from '../people/people.ts'
import type { Permission } from '../permission.ts'
import { toMs } from '../time.ts'
import type { CallFilter, CallLog, ListedCall } from '../watch/call-log.ts'
import type { RateQuery } from '../watch/call-rates.ts'

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
  /** The market that the call named. */
  readonly symbol: string | null
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
  readonly callLog: Pick<CallLog, 'calls' | 'rates'>
}

/** Whose calls somebody may see: all of an account where the role allows it, else those of one's own keys. */
export const seenCalls = async (principal: Principal, { people, accounts, keys }: Omit<CallsParts, 'callLog'>): Promise<{ readonly accountIds: ReadonlySet<number>; readonly keyIds: ReadonlySet<string>; readonly labels: ReadonlyMap<string, string> }> => {
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
  return { accountIds, keyIds, labels }
}

export const callView = ({ requestId, timeUs, accountId: account, keyId, address, endpoint, permission, symbol, status, code, reason, durationUs, weight }: Omit<ListedCall, 'sequence'>, labels: ReadonlyMap<string, string>): CallView =>
  ({ requestId, at: new Date(toMs(timeUs)).toISOString(), account, key: keyId, label: keyId === null ? null : labels.get(keyId) ?? null, address, endpoint, permission, symbol, status, code, reason, durationUs, weight })

/** The calls that somebody may see, newest first. */
export const listCalls = async (principal: Principal, filter: CallFilter, parts: CallsParts): Promise<CallPage> => {
  const { accountIds, keyIds, labels } = await seenCalls(principal, parts)
  const found = await parts.callLog.calls({ ...filter, seen: { accountIds: [...accountIds], keyIds: [...keyIds] } })
  return { calls: found.map((call) => callView(call, labels)), next: found.length === filter.limit ? found.at(-1)?.sequence ?? null : null }
}

/** Calls in one slice of time. */
export interface CallRateView { readonly at: string; readonly admitted: number; readonly refused: number; readonly weight: number }

/** How many in each slice of time, from roll-ups; slices without any are left out. */
export const callRates = async (principal: Principal, query: Omit<RateQuery, 'seen'>, parts: CallsParts): Promise<readonly CallRateView[]> => {
  const { accountIds, keyIds } = await seenCalls(principal, parts)
  const rates = await parts.callLog.rates({ ...query, seen: { accountIds: [...accountIds], keyIds: [...keyIds] } })
  return rates.map(({ timeUs, admitted, refused, weight }) => ({ at: new Date(toMs(timeUs)).toISOString(), admitted, refused, weight }))
}
