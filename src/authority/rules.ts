import { type Account, ceilingOf, MAIN_ACCOUNT_RIGHTS } from '../accounts/account.ts'
import type { Product } from '../accounts/product.ts'
import { hasPermission, PERMISSION_TABLE, type Permission, type PermissionBits, permissionsOf } from '../permission.ts'
import { DAY, type TimeUs } from '../time.ts'
import { type AccountPolicy, DEFAULT_POLICY } from './account-policy.ts'
import { MAX_ENTRIES } from './allow-list.ts'
import type { AllowList, ApiKey, GuardRails, KeyKind } from './api-key.ts'
import { boundWords } from './bound-words.ts'
import { railFaults } from './guard-rails.ts'
import type { PresetRow } from './presets.ts'
import { TRADING_BITS } from './sentence.ts'

/**
 * Which rights a key may carry, where, and how long: the rules of keys, without exception for anybody.
 * On the testnet neither a list nor an opened product is asked for: it is for trying. What a kind of key or of account
 * cannot do anywhere (FIX without Ed25519, withdrawals of a sub-account) it cannot do there either.
 */
export const TRADING_LAPSES_AFTER_US = 30 * DAY
const MAX_LABEL_LENGTH = 100

/** Never on a live key that may be used from anywhere. */
export const LISTED_RIGHTS: readonly Permission[] = ['universalTransfer', 'internalTransfer', 'withdrawals']

/** The product that must be opened on the account before a right opens anything. */
export const productOf = (permission: Permission): Product | undefined =>
  permission === 'margin' || permission === 'futures' ? permission : undefined

export type Rule =
  | 'unknownAccount' | 'unknownKey' | 'keyDeleted' | 'tooManyKeys' | 'label' | 'publicKey' | 'allowList' | 'listRequired'
  | 'boundRights' | 'ed25519Required' | 'mainAccountRequired' | 'ceiling' | 'unrestrictedForbidden' | 'guardRails' | 'productRequired' | 'expiry' | 'preset' | 'presetRights' | 'presetAddresses' | 'period' | 'oneTime' | 'handover' | 'split' | 'secret' | 'confirmation'

/** The field of a wish that each rule looks at, for whoever shows the refusal beside it; null where it is no field's fault. */
export const FIELD_OF_RULE: Readonly<Record<Rule, string | null>> = {
  unknownAccount: 'account', unknownKey: null, keyDeleted: null, tooManyKeys: null, label: 'label', publicKey: 'publicKey', allowList: 'allowList', listRequired: 'allowList',
  boundRights: 'permissions', ed25519Required: 'kind', mainAccountRequired: 'permissions', ceiling: 'permissions', unrestrictedForbidden: 'allowList', guardRails: 'guardRails', productRequired: 'permissions', expiry: 'expiresInDays',
  preset: 'preset', presetRights: 'permissions', presetAddresses: 'allowList', period: 'periodDays', oneTime: null, handover: null, split: null, secret: null, confirmation: null,
}

/** A rule that a wish breaks, in words for people. */
export interface Violation {
  readonly rule: Rule
  readonly text: string
}

/** What an installation sets for everybody; the rest is each account's policy. */
export interface RuleSettings {
  readonly maxEntries: number
}
export const DEFAULT_RULES: RuleSettings = { maxEntries: MAX_ENTRIES }

const labelOf = (permission: Permission): string => PERMISSION_TABLE.find((row) => row.name === permission)?.label ?? permission

/** All that a special key of margin may carry: to trade with its wallet and to read it. */
export const BOUND_RIGHTS: readonly Permission[] = ['reading', 'spotAndMarginTrading']

/** What a key of this shape may not carry. */
export const rightsViolations = (key: Pick<ApiKey, 'permissions' | 'allowList' | 'environment' | 'boundTo'> & { kind: KeyKind }, account: Account, policy: Pick<AccountPolicy, 'unrestrictedTrading'> = DEFAULT_POLICY): Violation[] => {
  const violations: Violation[] = []
  const isLive = key.environment === 'live'
  if (key.boundTo !== null && isLive && !account.products.margin) violations.push({ rule: 'productRequired', text: `A special key of margin needs margin to be opened on ${account.email} first.` })
  for (const permission of permissionsOf(key.permissions)) {
    const label = labelOf(permission)
    if (key.boundTo !== null && !BOUND_RIGHTS.includes(permission)) {
      violations.push({ rule: 'boundRights', text: `"${label}" is not for a key that is bound to ${boundWords(key.boundTo)}: it reads and trades with that wallet, and nothing else. Make another key for it.` })
    }
    if (PERMISSION_TABLE.some((row) => row.name === permission && row.ed25519Only) && key.kind !== 'ed25519') {
      violations.push({ rule: 'ed25519Required', text: `"${label}" needs an Ed25519 key; this one is ${key.kind === 'rsa' ? 'RSA' : 'HMAC'}. Make an Ed25519 key for FIX.` })
    }
    if (account.parentId !== null && MAIN_ACCOUNT_RIGHTS.includes(permission)) {
      violations.push({ rule: 'mainAccountRequired', text: `"${label}" belongs to main accounts; ${account.email} is a sub-account. Use a key of its main account.` })
    }
    const isForMainAlone = account.parentId !== null && MAIN_ACCOUNT_RIGHTS.includes(permission)
    if (!isForMainAlone && !hasPermission(ceilingOf(account), permission)) {
      violations.push({ rule: 'ceiling', text: `"${label}" is above the ceiling that the main account set for ${account.email}. The main account can raise it.` })
    }
    if (isTradedUnrestricted({ ...key, permission }) && policy.unrestrictedTrading === 'forbidden') {
      violations.push({ rule: 'unrestrictedForbidden', text: `"${label}" is given only to a key that is bound to addresses: the policy of this account allows no trading from anywhere.` })
    }
    if (isLive && LISTED_RIGHTS.includes(permission) && !hasEntries(key.allowList)) {
      violations.push({ rule: 'listRequired', text: `"${label}" is given only to a key with at least one trusted address: add the address your program calls from.` })
    }
    const product = productOf(permission)
    if (isLive && product !== undefined && !account.products[product]) {
      violations.push({ rule: 'productRequired', text: `"${label}" needs ${product} to be opened on ${account.email} first.` })
    }
  }
  return violations
}

/** Whether a right trades on a live key that may be used from anywhere. */
export const isTradedUnrestricted = ({ environment, allowList, permission }: Pick<ApiKey, 'environment' | 'allowList'> & { readonly permission: Permission }): boolean =>
  environment === 'live' && allowList.mode === 'unrestricted' && hasPermission(TRADING_BITS, permission)

/** Limits that are none: symbols not written as the exchange writes them, amounts that are no numbers … */
export const guardRailViolations = (rails: GuardRails): Violation[] => railFaults(rails).map((text) => ({ rule: 'guardRails', text }))

const hasEntries = (allowList: AllowList): boolean => allowList.mode === 'trusted' && allowList.entries.length > 0

/** Labels that only look different are one label: capitals, width and blanks at the ends do not tell keys apart. */
const labelForm = (label: string): string => label.trim().normalize('NFKC').toLowerCase()

/** Whether the account has room for one more key. @param held those that take a place, sleeping successors among them */
export const placeViolations = ({ email }: Account, held: readonly ApiKey[], { maxKeys }: Pick<AccountPolicy, 'maxKeys'>): Violation[] => {
  // A successor that sleeps stands in another's place.
  const count = held.filter((key) => !key.life.isAsleep).length
  return count < maxKeys ? [] : [{ rule: 'tooManyKeys', text: `${email} has ${count} keys; at most ${maxKeys} are allowed. Delete one that is not used.` }]
}

/** @param held the other keys of the account; those that were deleted give their label free */
export const labelViolations = (label: string, held: Iterable<Pick<ApiKey, 'id' | 'label' | 'deletedAtUs'>>): Violation[] => {
  if (label.trim() === '') return [{ rule: 'label', text: 'Give the key a label that says which program uses it, and where.' }]
  if (label.length > MAX_LABEL_LENGTH) return [{ rule: 'label', text: `The label has ${label.length} characters; at most ${MAX_LABEL_LENGTH} are kept.` }]
  // Control characters could forge lines in logs and tables.
  if (/\p{Cc}/u.test(label)) return [{ rule: 'label', text: 'The label holds control characters (a line break, perhaps): leave them out.' }]
  const form = labelForm(label)
  for (const key of held) {
    if (key.deletedAtUs === null && labelForm(key.label) === form) return [{ rule: 'label', text: `The label "${label.trim()}" is taken: another key of this account has it (capitals do not matter). Say what is different about this one.` }]
  }
  return []
}

export const expiryViolations = (expiresAtUs: TimeUs | null, nowUs: TimeUs): Violation[] =>
  expiresAtUs !== null && !(Number.isSafeInteger(expiresAtUs) && expiresAtUs > nowUs) ? [{ rule: 'expiry', text: 'The key would end in the past: give an end that is still to come, or none.' }] : []

const MAX_PERIOD_DAYS = 3_650

export const periodViolations = (periodDays: number | null): Violation[] =>
  periodDays === null || (Number.isSafeInteger(periodDays) && periodDays >= 1 && periodDays <= MAX_PERIOD_DAYS) ? []
    : [{ rule: 'period', text: `A period is a whole number of days from 1 to ${MAX_PERIOD_DAYS}.` }]

/** What a preset does not allow a new key to be; another preset, or none, may. */
export const presetViolations = (preset: PresetRow, wish: { readonly permissions: PermissionBits; readonly allowList: AllowList; readonly periodDays: number | null }): Violation[] => {
  const violations: Violation[] = []
  const beyond = permissionsOf(wish.permissions).filter((permission) => !preset.rights.includes(permission) && !preset.furtherRights.includes(permission))
  if (beyond.length > 0) {
    const more = preset.furtherRights.length === 0 ? '' : ` (and ${preset.furtherRights.map(labelOf).join(', ')} where asked for)`
    violations.push({ rule: 'presetRights', text: `${beyond.map((permission) => `"${labelOf(permission)}"`).join(' and ')} is more than the preset ${preset.name} needs: it has ${preset.rights.map(labelOf).join(', ')}${more}.` })
  }
  const { least, most } = preset.entries
  const range = least === most ? `${most} ${most === 1 ? 'entry' : 'entries'}` : `${least} to ${most} entries`
  if (wish.allowList.mode === 'unrestricted') violations.push({ rule: 'presetAddresses', text: `A key of the preset ${preset.name} is bound to its addresses: a list of ${range}.` })
  else {
    const count = wish.allowList.entries.length
    if (count < least || count > most) violations.push({ rule: 'presetAddresses', text: `The preset ${preset.name} has a list of ${range}; this one has ${count}.` })
  }
  if (wish.periodDays !== null && wish.periodDays > preset.periodDays) violations.push({ rule: 'period', text: `A key of the preset ${preset.name} lives ${preset.periodDays} ${preset.periodDays === 1 ? 'day' : 'days'} at a time; extend or rotate it then.` })
  return violations
}

const hasLapsingRights = (key: Pick<ApiKey, 'permissions' | 'allowList' | 'environment'>): boolean =>
  key.environment === 'live' && key.allowList.mode === 'unrestricted' && (key.permissions & TRADING_BITS) !== 0

/**
 * When the trading rights of an unrestricted live key lapse: 30 days after they were enabled. Editing other things leaves the clock
 * alone; it starts anew when trading is enabled again — after it had been off, or by naming the rights once it has lapsed.
 */
export const lapseTime = (
  former: ApiKey | null, next: Pick<ApiKey, 'permissions' | 'allowList' | 'environment'>, hasNamedRights: boolean, nowUs: TimeUs,
): TimeUs | null => {
  if (!hasLapsingRights(next)) return null
  const running = former !== null && hasLapsingRights(former) ? former.tradingLapsesAtUs : null
  if (running !== null && (running > nowUs || !hasNamedRights)) return running
  return nowUs + TRADING_LAPSES_AFTER_US
}

/** Whether the trading rights among these have lapsed. */
export const hasLapsed = (key: Pick<ApiKey, 'tradingLapsesAtUs'>, permission: Permission, nowUs: TimeUs): boolean =>
  key.tradingLapsesAtUs !== null && nowUs >= key.tradingLapsesAtUs && hasPermission(TRADING_BITS, permission)

/** The replay guard is on by default where money can leave. */
export const replayGuardByDefault = (permissions: PermissionBits): boolean => hasPermission(permissions, 'withdrawals')
