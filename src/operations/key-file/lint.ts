import { parseEntry } from '../../authority/allow-list.ts'
import { presetNamed } from '../../authority/presets.ts'
import { TRADING_RIGHTS } from '../../authority/sentence.ts'
import type { Permission } from '../../permission.ts'
import type { Acceptable, FileFault, FileKey, FilePath, KeyFile } from './key-file.ts'

/** A key that is wider than it need be, with where the file says so. */
export interface LintFinding extends FileFault {
  readonly risk: Acceptable
}

/** Blocks wider than a small network hold strangers too. */
const WIDEST_PREFIX = { 4: 24, 6: 48 } as const
const MOVING: readonly Permission[] = ['universalTransfer', 'internalTransfer', 'withdrawals']

const isWideBlock = (source: string): boolean => {
  const parsed = parseEntry(source)
  return parsed.ok && parsed.entry.prefixLength < WIDEST_PREFIX[parsed.entry.address.version]
}

const findingsOf = (key: FileKey, at: number): LintFinding[] => {
  if (key.state === 'absent' || key.environment === 'testnet') return []
  const rights = key.rights ?? (key.preset === undefined ? undefined : presetNamed(key.preset)?.rights) ?? []
  const doesMore = rights.some((right) => TRADING_RIGHTS.includes(right) || MOVING.includes(right))
  const finding = (risk: Acceptable, member: keyof FileKey, text: string): LintFinding => ({ risk, path: (member in key ? ['keys', at, member] : ['keys', at]) satisfies FilePath, text: `${key.label}: ${text}` })
  const { addresses } = key
  const wide = addresses === undefined || addresses === 'unrestricted' ? [] : addresses.filter(isWideBlock)
  const trades = (product: Permission): boolean => rights.includes(product)
  const all = [
    ...(addresses === 'unrestricted' && doesMore ? [finding('unrestricted', 'addresses', 'it does more than read and may be used from anywhere: whoever steals it uses it. Name its addresses.')] : []),
    ...(wide.length > 0 && doesMore ? [finding('wideBlock', 'addresses', `${wide.join(', ')} lets whole networks in. Name the machines, or a block of at least 24 fixed bits (IPv6: 48).`)] : []),
    ...(doesMore && key.periodDays === undefined && key.preset === undefined ? [finding('noEnd', 'rights', 'it does more than read and never ends: a leaked key works for ever. Give periodDays or a preset.')] : []),
    ...(trades('spotAndMarginTrading') && trades('futures') ? [finding('spotAndFutures', 'rights', 'it trades spot and futures: one theft loses both. Make two keys of it.')] : []),
    ...(rights.includes('withdrawals') ? [finding('withdrawals', 'rights', 'it can withdraw: what is gone is gone. Leave the right out unless the program is there to withdraw.')] : []),
  ]
  return all.filter(({ risk }) => !key.accept?.includes(risk))
}

/** Keys that are wider than they need be. Nothing is applied while one stands; `accept: [risk]` in the file says that it is meant. */
export const lintKeyFile = ({ keys }: KeyFile): readonly LintFinding[] => keys.flatMap(findingsOf)
