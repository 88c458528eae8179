import type { Account } from '../accounts/account.ts'
import { isListWithin, parseEntry } from '../authority/allow-list.ts'
import type { AllowList, ApiKey } from '../authority/api-key.ts'
import { lineageOf } from '../authority/handover.ts'
import { closureOf } from '../authority/key-life.ts'
import type { PolicyDirectory } from '../authority/policy-directory.ts'
import { type Clock, DAY, type TimeUs } from '../time.ts'
import type { Changes } from './carry-out.ts'
import type { Asker, Carried, Operation } from './operation.ts'
import type { KeyWish } from './operator.ts'
import { done, type Outcome, refused } from './outcome.ts'

/**
 * A key that has other keys made or edited through the API, with its account and where it calls from. The account's policy (`keysManageKeys`)
 * stands in for the factors that people give; what is made or widened stays within the rights, the list and the limits of the key that asks.
 */
export interface Maker {
  readonly key: ApiKey
  readonly account: Account
  readonly address: string
}

export const BEYOND_MAKER = refused('beyondMaker', 'A key gives another no more than it has itself: its rights, its addresses, its limits and its end.', 'Ask with a key that has them, or ask for less.')

/** The entry as lists have it; what is none stays as it is, and the rules say what is wrong with it. */
export const canonicalEntry = (text: string): string => {
  const parsed = parseEntry(text)
  return parsed.ok ? parsed.entry.text : text
}

/** Whether nothing on the list is no entry: only then can it be held against another. */
export const isReadable = (list: AllowList): boolean => list.mode === 'unrestricted' || list.entries.every((text) => parseEntry(text).ok)

/** Whether rights and list are no wider than those of a key. */
export const isWithin = (wider: Pick<ApiKey, 'permissions' | 'allowList'>, key: Pick<ApiKey, 'permissions' | 'allowList'>): boolean =>
  (wider.permissions & ~key.permissions) === 0 && isListWithin(wider.allowList, key.allowList)

/**
 * What a key that makes another hands down: its limits, which both then spend together, and its end.
 * @returns undefined for a key that can make none: one that counts its calls, or has too little left of its last day, would outlive itself in another
 */
export const handedDown = (key: ApiKey, nowUs: TimeUs): Pick<KeyWish, 'expiresInDays' | 'guardRails' | 'countsWith'> | undefined => {
  // A right that lapses must not begin a month anew in another key.
  const endUs = Math.min(key.expiresAtUs ?? Infinity, key.tradingLapsesAtUs ?? Infinity)
  const expiresInDays = endUs === Infinity ? undefined : Math.max(0, Math.floor((endUs - nowUs) / DAY))
  if (key.life.callsLeft !== null || expiresInDays === 0) return undefined
  return { ...(expiresInDays !== undefined && { expiresInDays }), ...(Object.keys(key.guardRails).length > 0 && { guardRails: key.guardRails, countsWith: lineageOf(key) }) }
}

export interface MakerParts {
  readonly changes: Pick<Changes, 'carryOut'>
  readonly policies: Pick<PolicyDirectory, 'of'>
  readonly authority: { byText(text: string): ApiKey | undefined }
  /** The authority's. */
  readonly clock: Clock
}

const KEYS_MAY_NOT = refused('keysMayNot', 'The policy of this account lets no key make or edit keys and sub-accounts.', 'An owner can switch that on: ./bitting policy edit')
const MAKER_CHANGED = refused('makerChanged', 'The key that asked was changed or closed before its turn came.', 'Ask again, where it still opens this.')

/** Changes wait for their turn, and a key may be closed or narrowed before: what it asked for then would outlive it, beyond what it has. */
const whileHeld = <Wish, Value>(operation: Operation<Wish, Value>, { policies, authority, clock }: MakerParts, { key, account }: Maker): Operation<Wish, Value> => {
  const fault = (): Outcome<never> | null => {
    const now = authority.byText(key.text)
    if (!now || now.changedAtUs !== key.changedAtUs || closureOf(now, clock.nowUs()) !== null) return MAKER_CHANGED
    return policies.of(account).keysManageKeys ? null : KEYS_MAY_NOT
  }
  return { ...operation, describe: async (wish) => fault() ?? operation.describe(wish), perform: async (wish, doing) => fault() ?? operation.perform(wish, doing) }
}

/** Carries out what a key asks for, where its account's policy lets keys manage keys. */
export const carryOutFor = async <Wish, Value>(parts: MakerParts, operation: Operation<Wish, Value>, wish: Wish, maker: Maker): Promise<Outcome<Value>> => {
  const asker: Asker = { kind: 'key', keyId: maker.key.id, accountId: maker.account.id, address: maker.address }
  return outcomeOf(await parts.changes.carryOut({ operation: whileHeld(operation, parts, maker), wish }, asker))
}

const outcomeOf = <Value>(carried: Carried<Value>): Outcome<Value> => {
  switch (carried.is) {
    case 'done': return done(carried.value)
    case 'refused': return { ok: false, refused: carried.refused }
    case 'awaitingApproval': return refused('awaitingApproval', 'Other people have to approve this change first.', 'Ask them; it is made when enough of them have.')
    case 'stepUpNeeded': throw new Error('a key was asked for the factors of a person')
  }
}
