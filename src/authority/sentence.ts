import { hasPermission, type Permission, permissionBits } from '../permission.ts'
import { DAY, HOUR, type TimeUs } from '../time.ts'
import type { ApiKey } from './api-key.ts'
import { boundWords } from './bound-words.ts'
import { railWords } from './guard-rails.ts'
import { type Closure, closureOf } from './key-life.ts'

/** What a right lets its holder do, as a verb phrase; trading ones share their verb. */
const TRADED: readonly (readonly [Permission, string])[] = [
  ['spotAndMarginTrading', 'spot'], ['futures', 'futures'], ['vanillaOptions', 'options'], ['portfolioMargin', 'portfolio margin'], ['fixTrade', 'over FIX'],
]
const DONE: readonly (readonly [Permission, string])[] = [
  ['margin', 'borrows and repays on margin'], ['universalTransfer', 'moves funds between wallets'], ['internalTransfer', 'moves funds between sub-accounts'], ['withdrawals', 'withdraws'],
]

/** Rights that lapse on a live key which may be used from anywhere. */
export const TRADING_RIGHTS: readonly Permission[] = ['spotAndMarginTrading', 'margin', 'futures', 'vanillaOptions', 'portfolioMargin', 'fixTrade', 'fixRead']
export const TRADING_BITS = permissionBits(TRADING_RIGHTS)

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A length of time in the unit people would use: `90 days`, `5 hours`, `1 minute`. */
export const durationText = (durationUs: number): string => {
  const [unit, name] = durationUs >= 2 * DAY - HOUR ? [DAY, 'day'] : durationUs >= HOUR ? [HOUR, 'hour'] : [HOUR / 60, 'minute']
  const count = Math.max(1, Math.round(durationUs / unit))
  return `${count} ${name}${count === 1 ? '' : 's'}`
}

const doings = (key: ApiKey): string[] => {
  const parts: string[] = []
  if (hasPermission(key.permissions, 'reading')) parts.push('reads')
  const traded = TRADED.filter(([permission]) => hasPermission(key.permissions, permission)).map(([, what]) => what)
  if (traded.length > 0) parts.push(key.boundTo === null ? `trades ${joined(traded)}` : 'trades')
  for (const [permission, what] of DONE) if (hasPermission(key.permissions, permission)) parts.push(what)
  if (hasPermission(key.permissions, 'fixRead') && !hasPermission(key.permissions, 'fixTrade')) parts.push('reads over FIX')
  return parts
}

const whence = (key: ApiKey): string => {
  if (key.allowList.mode === 'unrestricted') return 'from any address'
  const { entries } = key.allowList
  if (entries.length === 0) return 'from no address at all (its list is empty)'
  return entries.length <= 3 ? `only from ${joined(entries)}` : `only from ${entries.length} listed addresses`
}

const ending = (key: ApiKey, nowUs: TimeUs): string[] => {
  const parts: string[] = []
  if (key.tradingLapsesAtUs !== null && (key.permissions & TRADING_BITS) !== 0) {
    parts.push(key.tradingLapsesAtUs > nowUs ? `its trading rights lapse in ${durationText(key.tradingLapsesAtUs - nowUs)}` : 'its trading rights have lapsed')
  }
  if (key.expiresAtUs === null) parts.push('without an end')
  else parts.push(key.expiresAtUs > nowUs ? `ends in ${durationText(key.expiresAtUs - nowUs)}` : `ended ${durationText(nowUs - key.expiresAtUs)} ago`)
  return parts
}

/** What stands before the sentence of a key that opens nothing; an end is told by its date. */
const CLOSED_WORDS: Readonly<Record<Closure, string | undefined>> = {
  keyDeleted: 'Deleted: it opens nothing any more. It was made so', keyRetired: 'Retired: its successor has taken over. It was made so', keyDisabled: 'Disabled: it opens nothing now. When enabled', keyExpired: undefined,
}

/** The key in one sentence, the same everywhere: `Reads and trades spot, only from 203.0.113.45, ends in 90 days.` */
export const sentenceOf = (key: ApiKey, nowUs: TimeUs): string => {
  const doing = doings(key)
  const closure = closureOf(key, nowUs)
  const state = closure === null ? undefined : CLOSED_WORDS[closure]
  const head = joined(doing) || 'opens public market data alone'
  const rest = [...(key.boundTo === null ? [] : [`on ${boundWords(key.boundTo)} alone`]), ...railWords(key.guardRails), whence(key), ...(key.environment === 'testnet' ? ['on the testnet'] : []), ...ending(key, nowUs)]
  const told = `${[head, ...rest].join(', ')}.`
  return state === undefined ? capitalised(told) : `${state}: ${told}`
}
