import type { Account } from '../accounts/account.ts'
import type { KeyStore } from '../authority/key-store.ts'
import { accountId } from '../ids.ts'
import type { People, Principal } from '../people/people.ts'
import type { Permission } from '../permission.ts'
import { MS, type TimeUs, toMs } from '../time.ts'
import type { CallGap } from '../watch/call-gap.ts'
import type { CallFilter, CallLog, CallOutcome, ListedCall } from '../watch/call-log.ts'
import type { RateQuery } from '../watch/call-rates.ts'
import { findKey } from './find-key.ts'
import type { OperatorParts } from './operator-parts.ts'
import { done, type Outcome, refused } from './outcome.ts'

/** One call as people read it. */
export interface CallView {
  /** Its number in the log: where the next page begins. A number that is missing is a call that was lost; null while the call is on its way there. */
  readonly sequence: number | null
  readonly requestId: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly account: number | null
  /** The id of the key; null where none was known. */
  readonly key: string | null
  readonly label: string | null
  /** The key that takes over from this one, where it was rotated: whoever still calls with this one is to move. */
  readonly successor: string | null
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

/** What a key is called, and which one takes over from it. */
export interface KeyNames { readonly label: string; readonly successor: string | null }
const namesOf = (keyId: string | null, names: ReadonlyMap<string, KeyNames>): KeyNames | undefined => (keyId === null ? undefined : names.get(keyId))

/** Whose calls somebody may see: all of an account where the role allows it, else those of one's own keys. */
export const seenCalls = async (principal: Principal, { people, accounts, keys }: Omit<CallsParts, 'callLog'>): Promise<{ readonly accountIds: ReadonlySet<number>; readonly keyIds: ReadonlySet<string>; readonly names: ReadonlyMap<string, KeyNames> }> => {
  const [accountIds, keyIds] = [new Set<number>(), new Set<string>()]
  const names = new Map<string, KeyNames>()
  for (const { id } of accounts.all()) {
    const [isWhole, isOwn] = [people.may(principal, 'callLog.see', id).ok, people.may(principal, 'callLog.see', id, { isOwn: true }).ok]
    if (!isWhole && !isOwn) continue
    if (isWhole) accountIds.add(id)
    const own = await keys.ofAccount(accountId(id))
    const living = new Set(own.filter(({ deletedAtUs }) => deletedAtUs === null).map((key) => key.id))
    for (const key of own) {
      names.set(key.id, { label: key.label, successor: key.life.successorId !== null && living.has(key.life.successorId) ? key.life.successorId : null })
      if (!isWhole && key.holderId === principal.personId) keyIds.add(key.id)
    }
  }
  return { accountIds, keyIds, names }
}

export const callView = ({ requestId, timeUs, accountId: account, keyId, address, endpoint, permission, symbol, status, code, reason, durationUs, weight, sequence }: Omit<ListedCall, 'sequence'> & { readonly sequence?: number }, names: ReadonlyMap<string, KeyNames>): CallView =>
  ({ sequence: sequence ?? null, requestId, at: new Date(toMs(timeUs)).toISOString(), account, key: keyId, label: namesOf(keyId, names)?.label ?? null, successor: namesOf(keyId, names)?.successor ?? null, address, endpoint, permission, symbol, status, code, reason, durationUs, weight })

/** The calls that somebody may see, newest first. */
export const listCalls = async (principal: Principal, filter: CallFilter, parts: CallsParts): Promise<CallPage> => {
  const { accountIds, keyIds, names } = await seenCalls(principal, parts)
  const found = await parts.callLog.calls({ ...filter, seen: { accountIds: [...accountIds], keyIds: [...keyIds] } })
  return { calls: found.map((call) => callView(call, names)), next: found.length === filter.limit ? found.at(-1)?.sequence ?? null : null }
}

/** Which calls the operator of the machine looks for; what is left out does not narrow. */
export interface CallsWish {
  /** As people name a key. */
  key?: string
  account?: number
  address?: string
  endpoint?: string
  symbol?: string
  outcome?: CallOutcome
  /** ISO 8601. */
  since?: string
  until?: string
  /** Only calls of a lower number, newest first. */
  before?: number
  /** Only calls of a higher number, oldest first: what came since. */
  after?: number
  order?: 'newest' | 'oldest'
  limit?: number
}

/** A place where calls are missing, as people read it. */
export interface GapView {
  readonly sequence: number
  /** ISO 8601, UTC. */
  readonly at: string
  readonly why: CallGap['why']
  readonly atMost: number
}

export interface OperatorCallPage extends CallPage {
  /** Where calls are known to be missing, newest first. */
  readonly gaps: readonly GapView[]
  /** Whether a server runs, so that more may come. */
  readonly isServed: boolean
}

const MOST_LISTED = 2_000
const USUALLY_LISTED = 50
const GAPS_TOLD = 5

/** Every call, strangers' included: what the operator of the machine may see. */
export const listAllCalls = async ({ key, account, since, until, limit, ...rest }: CallsWish, parts: Pick<OperatorParts, 'authority' | 'keys' | 'keyFinder' | 'accounts' | 'callLog' | 'venueOf'>): Promise<Outcome<OperatorCallPage>> => {
  const found = key === undefined ? null : await findKey(key, parts)
  if (found !== null && !found.ok) return found
  const [fromUs, untilUs] = [timeOf(since), timeOf(until)]
  if (fromUs === null || untilUs === null) return refused('badTime', `"${(fromUs === null ? since : until) ?? ''}" is no moment.`, 'Write it as 2026-11-26 or 2026-11-26T12:30:00Z.')
  const most = Math.min(Math.max(1, limit ?? USUALLY_LISTED), MOST_LISTED)
  const calls = await parts.callLog.calls({ ...rest, ...(found !== null && { keyId: found.value.id }), accountId: account, fromUs, untilUs, limit: most, seen: 'all' })
  const names = new Map<string, KeyNames>()
  for (const id of new Set(calls.flatMap(({ keyId }) => (keyId === null ? [] : [keyId])))) {
    const known = await parts.authority.byId(id)
    const successor = known?.life.successorId ? await parts.authority.byId(known.life.successorId) : undefined
    if (known) names.set(id, { label: known.label, successor: successor?.deletedAtUs === null ? successor.id : null })
  }
  return done({ calls: calls.map((call) => callView(call, names)), next: calls.length === most ? calls.at(-1)?.sequence ?? null : null, gaps: (await parts.callLog.gaps(GAPS_TOLD)).map(gapView), isServed: parts.venueOf('live') !== null })
}

export const gapView = ({ sequence, timeUs, why, atMost }: CallGap): GapView => ({ sequence, at: new Date(toMs(timeUs)).toISOString(), why, atMost })

/** Null: the text is no moment. */
const timeOf = (text: string | undefined): TimeUs | undefined | null => {
  if (text === undefined) return undefined
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? null : ms * MS
}

/** Calls in one slice of time. */
export interface CallRateView { readonly at: string; readonly admitted: number; readonly refused: number; readonly weight: number }

/** How many in each slice of time, from roll-ups; slices without any are left out. */
export const callRates = async (principal: Principal, query: Omit<RateQuery, 'seen'>, parts: CallsParts): Promise<readonly CallRateView[]> => {
  const { accountIds, keyIds } = await seenCalls(principal, parts)
  const rates = await parts.callLog.rates({ ...query, seen: { accountIds: [...accountIds], keyIds: [...keyIds] } })
  return rates.map(({ timeUs, admitted, refused, weight }) => ({ at: new Date(toMs(timeUs)).toISOString(), admitted, refused, weight }))
}
