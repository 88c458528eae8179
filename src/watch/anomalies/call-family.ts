import type { Permission } from '../../permission.ts'

/** What a call is about, as a person would say it. */
export type CallFamily =
  | 'reading' | 'spot trading' | 'loans' | 'margin trading' | 'futures reading' | 'futures trading' | 'transfers' | 'withdrawals' | 'sub-accounts' | 'other products'

const BY_RIGHT: Readonly<Partial<Record<Permission, CallFamily>>> = {
  withdrawals: 'withdrawals', universalTransfer: 'transfers', internalTransfer: 'transfers', margin: 'loans', vanillaOptions: 'other products', portfolioMargin: 'other products', fixTrade: 'spot trading', fixRead: 'reading',
}

/** Families in which something is moved or traded. */
export const ACTING: ReadonlySet<CallFamily> = new Set<CallFamily>(['spot trading', 'loans', 'margin trading', 'futures trading', 'transfers', 'withdrawals', 'sub-accounts', 'other products'])

/** @param endpoint `POST /api/v3/order`, or `WS order.place` */
export const familyOf = (endpoint: string, permission: Permission | null): CallFamily => {
  if (permission === 'futures') return endpoint.startsWith('GET ') ? 'futures reading' : 'futures trading'
  if (permission === 'spotAndMarginTrading') return endpoint.includes('/margin/') ? 'margin trading' : 'spot trading'
  if (endpoint.includes('/sub-account')) return endpoint.startsWith('GET ') ? 'reading' : 'sub-accounts'
  const byRight = permission === null ? undefined : BY_RIGHT[permission]
  return byRight ?? (endpoint.includes('/fapi/') ? 'futures reading' : 'reading')
}
