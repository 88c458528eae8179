import type { ExchangeView } from '../../../exchange/exchange-view.ts'
import type { AccountId } from '../../../ids.ts'
import { amount, type Amount, formatDecimal } from '../../../money.ts'
import { DAY, type TimeUs } from '../../../time.ts'
import { endpoint } from '../../endpoint.ts'

/** What may leave an account in 24 hours, valued in USDT: Binance's limit for a verified person. */
export const WITHDRAWAL_QUOTA: Amount = amount('8000000')
const QUOTA_ASSET = 'USDT'

const LEFT_THE_ACCOUNT: ReadonlySet<string> = new Set(['awaitingApproval', 'processing', 'completed'])

/** Value in USDT of the withdrawals of the last 24 hours, those under way included; an asset without a price counts as nothing. */
export const usedWithdrawalQuota = (view: ExchangeView, accountId: AccountId, nowUs: TimeUs): Amount => {
  let used = 0n
  for (const one of view.wallet.withdrawals(accountId).toReversed()) {
    if (one.createdAtUs <= nowUs - DAY) break
    if (LEFT_THE_ACCOUNT.has(one.state)) used += quotaValue(view, one.asset, one.amount + one.fee)
  }
  return used
}

export const quotaValue = (view: ExchangeView, asset: string, value: Amount): Amount =>
  view.wallet.valueIn(asset, value, QUOTA_ASSET) ?? 0n

export const withdrawalQuota = endpoint({
  method: 'GET', path: '/sapi/v1/capital/withdraw/quota', security: 'USER_DATA', permission: 'reading', weight: 10,
  parameters: {},
  summary: 'What may be withdrawn in 24 hours, and what was, in USDT',
  answer: ({ caller, services: { venue } }) => ({
    ok: true,
    body: { wdQuota: formatDecimal(WITHDRAWAL_QUOTA), usedWdQuota: formatDecimal(usedWithdrawalQuota(venue.view, caller.account.id, venue.nowUs())) },
  }),
})
