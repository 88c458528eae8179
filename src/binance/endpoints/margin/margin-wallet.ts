import { type MarginWalletName } from '../../../exchange/command.ts'
import { isolatedWallet } from '../../../exchange/wallet-name.ts'
import type { Caller } from '../../../gate/gate.ts'
import type { RawParameters } from '../../../gate/raw-parameters.ts'
import type { Permission } from '../../../permission.ts'
import { errorAnswer, type ErrorAnswer } from '../../errors.ts'
import { boolean, oneOf, optional, symbolName, withDefault } from '../../parameter-types.ts'

/** `TRUE` or `FALSE`, as the documentation writes them; small letters do as well. */
export const IS_ISOLATED = { isIsolated: withDefault(boolean, false, 'FALSE') }

export const isolatedAt = { ...IS_ISOLATED, symbol: optional(symbolName) }

interface Where {
  readonly isIsolated: boolean
  readonly symbol: string | undefined
}

/** An isolated account is found by its symbol alone. */
export const whereFault = ({ isIsolated, symbol }: Where) => (isIsolated && symbol === undefined ? { fault: 'missing', name: 'symbol' } as const : undefined)

export const walletAt = ({ isIsolated, symbol }: Where): MarginWalletName => (isIsolated && symbol !== undefined ? isolatedWallet(symbol) : 'crossMargin')

const NOT_OPENED = errorAnswer(-3003, 'Margin account does not exist.')

/** Of rows that ask for another right than margin: the product has to be opened all the same; on the testnet every product is. */
export const closedMargin = ({ account, key }: Caller): ErrorAnswer | undefined => (account.products.margin || key.environment === 'testnet' ? undefined : NOT_OPENED)

const SIDE_EFFECTS = {
  NO_SIDE_EFFECT: { borrows: false, repays: false },
  MARGIN_BUY: { borrows: true, repays: false },
  AUTO_REPAY: { borrows: false, repays: true },
  AUTO_BORROW_REPAY: { borrows: true, repays: true },
} as const
type SideEffectType = keyof typeof SIDE_EFFECTS

export const SIDE_EFFECT = {
  sideEffectType: withDefault(oneOf(Object.keys(SIDE_EFFECTS) as SideEffectType[]), 'NO_SIDE_EFFECT'), // the keys just above
  autoRepayAtCancel: withDefault(boolean, true),
}

export const sideEffectOf = ({ sideEffectType, autoRepayAtCancel }: { readonly sideEffectType: SideEffectType; readonly autoRepayAtCancel: boolean }) =>
  ({ ...SIDE_EFFECTS[sideEffectType], repaysAtCancel: autoRepayAtCancel })

const borrows = (raw: RawParameters): boolean => {
  const type = raw.get('sideEffectType')
  return type === 'MARGIN_BUY' || type === 'AUTO_BORROW_REPAY'
}

/** An order that borrows needs the right to borrow as well. */
export const furtherPermissions = (raw: RawParameters): readonly Permission[] => (borrows(raw) ? ['margin'] : [])

/** And costs as much as borrowing does. */
export const ORDER_WEIGHT = { of: (raw: RawParameters) => (borrows(raw) ? 1500 : 6), scope: 'account' } as const
