import type { ApiKey } from '../../authority/api-key.ts'
import type { Explanation } from '../../gate/explain.ts'
import { explain } from '../../gate/explain.ts'
import { accountId, apiKeyId, requestId } from '../../ids.ts'
import type { Act } from '../../people/acts.ts'
import type { People, Principal } from '../../people/people.ts'
import type { CallLog } from '../../watch/call-log.ts'
import { summarize } from '../key-summary.ts'
import { type ReviewParts, reviewsOf, type ReviewSummary } from './reviews-due.ts'
import { type AttentionItem, attentionOn } from '../keys-attention.ts'
import type { KeySummary } from '../operator.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import type { KeyParts } from './key-parts.ts'
import { type StillUsed, stillUsed, type StillUsedParts } from './still-used.ts'

export interface KeyQueryParts extends KeyParts, Pick<StillUsedParts, 'audit' | 'wallClock'>, Pick<ReviewParts, 'policies'> {
  readonly people: Pick<People, 'may'>
  readonly callLog: Pick<CallLog, 'trace' | 'refusals' | 'usage' | 'uses' | 'programs'>
}

/** What people may see of keys: of their accounts everything, or what is their own; of others nothing, not even that it is there. */
export interface KeyQueries {
  /** @param account null = every account on which one has a role */
  list(principal: Principal, filter: { readonly account: number | null; readonly includeDeleted?: boolean }): Promise<readonly KeySummary[]>
  show(principal: Principal, key: string): Promise<Outcome<KeySummary>>
  attention(principal: Principal, filter: { readonly account: number | null }): Promise<readonly AttentionItem[]>
  /** Every key that has a rhythm, the longest due first. */
  reviews(principal: Principal, filter: { readonly account: number | null }): Promise<readonly ReviewSummary[]>
  /** From where it is still used, where it was rotated; null where nothing took its place. */
  stillUsed(principal: Principal, key: string): Promise<Outcome<StillUsed | null>>
  explain(principal: Principal, request: string): Promise<Outcome<Explanation>>
  explainLast(principal: Principal, key: string): Promise<Outcome<Explanation>>
}

const NOT_THERE = refused('unknownSubject', 'There is nothing of that name.', 'Look at the list of what you may see.')

export const keyQueries = (parts: KeyQueryParts): KeyQueries => {
  const sees = (principal: Principal, act: Act, key: ApiKey): boolean => parts.people.may(principal, act, key.accountId, { isOwn: key.holderId === principal.personId }).ok

  const visible = async (principal: Principal, account: number | null): Promise<readonly ApiKey[]> => {
    const accounts = account === null ? [...parts.accounts.all()] : [parts.accounts.byId(accountId(account))]
    const found = await Promise.all(accounts.map(async (one) => (one && parts.people.may(principal, 'key.see', one.id, { isOwn: true }).ok ? parts.keys.ofAccount(one.id) : [])))
    return found.flat().filter((key) => sees(principal, 'key.see', key))
  }

  const keyFor = async (principal: Principal, id: string, act: Act): Promise<Outcome<ApiKey>> => {
    const key = await parts.authority.byId(apiKeyId(id))
    return key && sees(principal, act, key) ? done(key) : NOT_THERE
  }

  return {
    list: async (principal, { account, includeDeleted = false }) => {
      const keys = await visible(principal, account)
      return Promise.all(keys.filter(({ deletedAtUs }) => includeDeleted || deletedAtUs === null).map((key) => summarize(key, parts)))
    },
    show: async (principal, id) => {
      const key = await keyFor(principal, id, 'key.see')
      return key.ok ? done(await summarize(key.value, parts)) : key
    },
    attention: async (principal, { account }) => attentionOn((await visible(principal, account)).filter(({ deletedAtUs }) => deletedAtUs === null), parts),
    reviews: async (principal, { account }) => reviewsOf(await visible(principal, account), parts, (key) => sees(principal, 'callLog.see', key)),
    stillUsed: async (principal, id) => {
      const key = await keyFor(principal, id, 'callLog.see')
      return key.ok ? done(await stillUsed(key.value, parts)) : key
    },
    explain: async (principal, request) => {
      const trace = await parts.callLog.trace(requestId(request))
      const key = trace?.keyId == null ? NOT_THERE : await keyFor(principal, trace.keyId, 'callLog.see')
      return trace && key.ok ? done(explain(trace)) : NOT_THERE
    },
    explainLast: async (principal, id) => {
      const key = await keyFor(principal, id, 'callLog.see')
      if (!key.ok) return key
      const [trace] = await parts.callLog.refusals(key.value.id, 1)
      return trace ? done(explain(trace)) : refused('noRefusal', 'This key has no refused request on record.', 'A call whose key was not recognised belongs to no key: explain it by its id (x-mbx-uuid).')
    },
  }
}
