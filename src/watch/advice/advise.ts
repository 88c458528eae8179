import { coversAddress } from './covered-address.ts'
import type { ApiKey } from '../../authority/api-key.ts'
import type { GuardRails } from '../../authority/guard-rails.ts'
import { MAX_SYMBOLS } from '../../authority/guard-rails.ts'
import { MAX_ENTRIES } from '../../authority/allow-list.ts'
import { hasPermission, type Permission, permissionsOf, PERMISSION_TABLE } from '../../permission.ts'
import { DAY, type TimeUs } from '../../time.ts'
import type { KeyUse } from '../call-uses.ts'

/** What would make a key open no more than it was used for: the fields that change, as an edit of the key takes them. */
export interface AdvisedChange {
  readonly revoke?: readonly Permission[]
  readonly allowList?: { readonly mode: 'trusted'; readonly entries: readonly string[] }
  readonly guardRails?: Pick<GuardRails, 'symbols'>
}

/** Calls that the change would have refused, by what they needed. */
export interface WouldRefuse {
  readonly endpoint: string
  readonly address: string
  readonly symbol: string | null
  readonly why: 'right' | 'address' | 'symbol'
  readonly calls: number
  readonly lastUs: TimeUs
}

export type Advice =
  /** Too little was seen of it to say anything. */
  | { readonly is: 'tooEarly'; readonly calls: number; readonly daysKnown: number; readonly needsCalls: number; readonly needsDays: number }
  /** It opens what it needs. */
  | { readonly is: 'fits'; readonly calls: number }
  | { readonly is: 'narrower'; readonly calls: number; readonly change: AdvisedChange; /** Of all that is known of it, also from before those days; the most recent first. */ readonly wouldHaveRefused: readonly WouldRefuse[] }

export interface AdviceQuestion {
  readonly key: Pick<ApiKey, 'permissions' | 'allowList' | 'guardRails' | 'createdAtUs'>
  /** What it was used for in the days that count. */
  readonly uses: readonly KeyUse[]
  /** What it was ever used for, as far as that is known. */
  readonly allUses: readonly KeyUse[]
  /** On the calendar by which keys grow old. */
  readonly nowUs: TimeUs
}

const LEAST_CALLS = 50
const LEAST_DAYS = 7

/** Rights by which orders are placed: where each of their calls names its market, the markets can be listed. */
const TRADING: ReadonlySet<Permission> = new Set(PERMISSION_TABLE.filter(({ tier }) => tier === 'trade').map(({ name }) => name))

/** The gate let it in, whatever the venue said of it. */
const wasAdmitted = ({ reason }: KeyUse): boolean => reason === null || reason === 'venue'
const total = (uses: readonly KeyUse[]): number => uses.reduce((sum, { calls }) => sum + calls, 0)

const isTrade = ({ rights, endpoint }: KeyUse): boolean => permissionsOf(rights).some((right) => TRADING.has(right)) && !endpoint.startsWith('GET ')

const unusedRights = (permissions: number, admitted: readonly KeyUse[]): readonly Permission[] => {
  const needed = admitted.reduce((bits, { rights }) => bits | rights, 0)
  return permissionsOf(permissions).filter((right) => !hasPermission(needed, right))
}

/** The addresses themselves, where the list has more room than they need; null where it fits, or where they are too many to be listed. */
const smallerList = (allowList: ApiKey['allowList'], admitted: readonly KeyUse[]): readonly string[] | null => {
  const addresses = [...new Set(admitted.map(({ address }) => address))].sort()
  if (addresses.length === 0 || addresses.length > MAX_ENTRIES) return null
  if (allowList.mode === 'unrestricted') return addresses
  const { entries } = allowList
  // An entry stays as it is while something inside it called: it may be a block because the address changes inside it.
  const used = entries.filter((entry) => addresses.some((address) => coversAddress(entry, address)))
  return used.length > 0 && used.length < entries.length ? used : null
}

const smallerSymbols = (guardRails: GuardRails, admitted: readonly KeyUse[]): readonly string[] | null => {
  const trades = admitted.filter(isTrade)
  if (trades.length === 0 || trades.some(({ symbol }) => symbol === null)) return null
  const symbols = [...new Set(trades.flatMap(({ symbol }) => (symbol === null ? [] : [symbol])))].sort()
  return symbols.length <= MAX_SYMBOLS && (guardRails.symbols === undefined || symbols.length < guardRails.symbols.length) ? symbols : null
}

const refusedBy = ({ revoke = [], allowList, guardRails }: AdvisedChange) => (use: KeyUse): WouldRefuse | null => {
  const told = (why: WouldRefuse['why']): WouldRefuse => ({ endpoint: use.endpoint, address: use.address, symbol: use.symbol, why, calls: use.calls, lastUs: use.lastUs })
  if (allowList && !allowList.entries.some((entry) => coversAddress(entry, use.address))) return told('address')
  if (revoke.some((right) => hasPermission(use.rights, right))) return told('right')
  return guardRails?.symbols && isTrade(use) && use.symbol !== null && !guardRails.symbols.includes(use.symbol) ? told('symbol') : null
}

/** The smallest rights, list and markets that some days of use needed, and what would have been refused had they been in force. */
export const advise = ({ key, uses, allUses, nowUs }: AdviceQuestion): Advice => {
  const admitted = uses.filter(wasAdmitted)
  const [calls, daysKnown] = [total(admitted), Math.floor((nowUs - key.createdAtUs) / DAY)]
  if (calls < LEAST_CALLS || daysKnown < LEAST_DAYS) return { is: 'tooEarly', calls, daysKnown, needsCalls: LEAST_CALLS, needsDays: LEAST_DAYS }
  const [revoke, entries, symbols] = [unusedRights(key.permissions, admitted), smallerList(key.allowList, admitted), smallerSymbols(key.guardRails, admitted)]
  const change: AdvisedChange = { ...(revoke.length > 0 && { revoke }), ...(entries && { allowList: { mode: 'trusted', entries } }), ...(symbols && { guardRails: { symbols } }) }
  if (Object.keys(change).length === 0) return { is: 'fits', calls }
  const wouldHaveRefused = allUses.filter(wasAdmitted).flatMap((use) => refusedBy(change)(use) ?? []).sort((one, other) => other.lastUs - one.lastUs)
  return { is: 'narrower', calls, change, wouldHaveRefused }
}
