import type { AllowList, KeyKind } from '../authority/api-key.ts'
import type { Environment } from '../environment.ts'
import { PERMISSION_TABLE, type Permission } from '../permission.ts'

/** One key of the demo store: what it is called in the demo file, whose it is, and what it opens. */
export interface DemoKey {
  readonly name: string
  readonly label: string
  readonly owner: 'main' | 'sub1'
  readonly kind: KeyKind
  readonly environment: Environment
  readonly permissions: readonly Permission[]
  readonly allowList: AllowList
}

const LOOPBACK: AllowList = { mode: 'trusted', entries: ['127.0.0.1', '::1'] }
const ELSEWHERE: AllowList = { mode: 'trusted', entries: ['203.0.113.45'] }
const READ_AND_TRADE: readonly Permission[] = ['reading', 'spotAndMarginTrading']
/** FIX needs Ed25519, so an HMAC key can have every right but those two. */
const EVERY_HMAC_RIGHT: readonly Permission[] = PERMISSION_TABLE.filter((row) => !row.ed25519Only).map((row) => row.name)

const key = (name: string, label: string, permissions: readonly Permission[], rest: Partial<DemoKey> = {}): DemoKey =>
  ({ name, label, owner: 'main', kind: 'hmac', environment: 'live', permissions, allowList: LOOPBACK, ...rest })

/** One key for each purpose; the demo file lists them under these names. */
export const DEMO_KEYS: readonly DemoKey[] = [
  key('read', 'read', ['reading']),
  key('trade', 'trade', READ_AND_TRADE),
  key('tradeOnly', 'tradeOnly', ['spotAndMarginTrading']),
  key('margin', 'margin', [...READ_AND_TRADE, 'margin']),
  key('futures', 'futures', ['reading', 'futures']),
  key('transfer', 'transfer', ['reading', 'universalTransfer', 'internalTransfer']),
  key('withdraw', 'withdraw', ['reading', 'withdrawals']),
  key('all', 'all', EVERY_HMAC_RIGHT),
  key('unrestricted', 'unrestricted', READ_AND_TRADE, { allowList: { mode: 'unrestricted' } }),
  key('otherAddress', 'otherAddress', READ_AND_TRADE, { allowList: ELSEWHERE }),
  key('testnet', 'testnet', EVERY_HMAC_RIGHT, { environment: 'testnet' }),
  key('ed25519', 'ed25519', READ_AND_TRADE, { kind: 'ed25519' }),
  key('rsa', 'rsa', READ_AND_TRADE, { kind: 'rsa' }),
  key('sub1', 'sub1', READ_AND_TRADE, { owner: 'sub1' }),
]
