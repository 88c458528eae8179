import type { ExchangeView } from '../../exchange/exchange-view.ts'
import type { AccountId } from '../../ids.ts'
import { REFERENCE_ASSET } from '../../approvals/approval-rules.ts'
import { amount, type Amount } from '../../money.ts'
import { DAY, type TimeUs } from '../../time.ts'

/** What may leave an account in 24 hours, valued in USDT: Binance's limit for a verified person. */
export const WITHDRAWAL_QUOTA: Amount = amount('8000000')

const LEFT_THE_ACCOUNT: ReadonlySet<string> = new Set(['awaitingApproval', 'processing', 'completed'])

/** The withdrawals of the last 24 hours of the venue's clock, those under way included: what was rejected or failed has come back. */
const withdrawnLately = (view: ExchangeView, accountId: AccountId, nowUs: TimeUs): readonly { readonly asset: string; readonly gross: Amount }[] => {
  const lately: { asset: string; gross: Amount }[] = []
  for (const one of view.wallet.withdrawals(accountId).toReversed()) {
    if (one.createdAtUs <= nowUs - DAY) break
    if (LEFT_THE_ACCOUNT.has(one.state)) lately.push({ asset: one.asset, gross: one.amount + one.fee })
  }
  return lately
}

/** Their value; an asset without a price counts as nothing. */
export const usedWithdrawalQuota = (view: ExchangeView, accountId: AccountId, nowUs: TimeUs): Amount =>
  withdrawnLately(view, accountId, nowUs).reduce((sum, { asset, gross }) => sum + quotaValue(view, asset, gross), 0n)

export const quotaValue = (view: ExchangeView, asset: string, value: Amount): Amount => view.wallet.valueIn(asset, value, REFERENCE_ASSET) ?? 0n

/** Their value, for a rule; null where a part of it cannot be told. */
export const valueLeftLately = (view: ExchangeView, accountId: AccountId, nowUs: TimeUs): Amount | null => {
  let sum = 0n
  for (const { asset, gross } of withdrawnLately(view, accountId, nowUs)) {
    const value = view.wallet.valueIn(asset, gross, REFERENCE_ASSET)
    if (value === null) return null
    sum += value
  }
  return sum
}
