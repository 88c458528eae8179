import { PERMISSION_TABLE, type Permission, permissionBits, permissionsOf } from '../permission.ts'
import { nearest } from './nearest.ts'
import { WrongUsage } from './wrong-usage.ts'

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Every spelling by which a right is known: its name, its switch's label with and without the verb, its wire field. */
const BY_SPELLING: ReadonlyMap<string, Permission> = new Map(PERMISSION_TABLE.flatMap(({ name, label, wireField }) =>
  [name, label, label.replace(/^(Enable|Permits) /, ''), wireField].map((spelling): [string, Permission] => [plain(spelling), name])))

const unknownRight = (option: string, text: string): WrongUsage => {
  const guess = nearest(text, PERMISSION_TABLE.map((row) => row.name))
  return new WrongUsage(
    `--${option}: "${text}" is not a right.${guess === undefined ? '' : ` Did you mean ${guess}?`}`,
    `The rights are: ${PERMISSION_TABLE.map((row) => row.name).join(', ')}. The labels of Binance's switches work too.`)
}

/**
 * Reads a list of rights, each by its name or by the label of Binance's switch; `none` is the empty list.
 * One label has a comma of its own ("Enable Margin Loan, Repay & Transfer"), so the longest spelling that fits wins.
 */
export const readPermissions = (option: string, text: string): Permission[] => {
  if (plain(text) === 'none') return []
  const parts = text.split(',')
  const found: Permission[] = []
  for (let start = 0; start < parts.length;) {
    let end = parts.length
    while (end > start && !BY_SPELLING.has(plain(parts.slice(start, end).join('')))) end--
    const permission = BY_SPELLING.get(plain(parts.slice(start, end).join('')))
    if (permission === undefined) throw unknownRight(option, (parts[start] ?? '').trim())
    found.push(permission)
    start = end
  }
  return permissionsOf(permissionBits(found))
}

const SHORT: Readonly<Record<Permission, string>> = {
  reading: 'read', spotAndMarginTrading: 'spot & margin', margin: 'margin loans', futures: 'futures', vanillaOptions: 'options', portfolioMargin: 'portfolio margin',
  universalTransfer: 'universal transfer', internalTransfer: 'internal transfer', withdrawals: 'withdraw', fixTrade: 'FIX trading', fixRead: 'FIX reading',
}

/** Rights in words, short enough for a column. */
export const rightsInWords = (permissions: readonly Permission[]): string => permissions.length === 0 ? 'none' : permissions.map((name) => SHORT[name]).join(', ')
