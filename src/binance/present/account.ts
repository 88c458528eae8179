import type { Balance } from '../../exchange/exchange-view.ts'
import type { AccountTerms, MarginWalletName } from '../../exchange/command.ts'
import type { AccountId } from '../../ids.ts'
import { formatDecimal, UNIT } from '../../money.ts'
import type { TimeUs } from '../../time.ts'
import { type TimeUnit, wireTime } from '../wire-time.ts'

const ZERO = '0.00000000'
const NO_RATES = { maker: ZERO, taker: ZERO, buyer: ZERO, seller: ZERO }

/** What is left of the standard commission when it is paid in BNB. */
const FEE_DISCOUNT = { asset: 'BNB', rate: '0.75000000' }

/** A rate in hundredths of a per cent, as the old fields tell it: 0.001 is 10. */
const bips = (rate: bigint): number => Number((rate * 10_000n) / UNIT)

const standardRates = (terms: AccountTerms) => ({ maker: formatDecimal(terms.makerRate), taker: formatDecimal(terms.takerRate), buyer: ZERO, seller: ZERO })

const presentBalance = (balance: Balance) => ({ asset: balance.asset, free: formatDecimal(balance.free), locked: formatDecimal(balance.locked) })

export const presentAccount = (accountId: AccountId, terms: AccountTerms, wallet: 'spot' | MarginWalletName, balances: readonly Balance[], updatedAtUs: TimeUs, unit: TimeUnit) => ({
  makerCommission: bips(terms.makerRate),
  takerCommission: bips(terms.takerRate),
  buyerCommission: 0,
  sellerCommission: 0,
  commissionRates: standardRates(terms),
  canTrade: true,
  // Nothing comes to a margin wallet, or leaves it, but by a transfer.
  canWithdraw: wallet === 'spot',
  canDeposit: wallet === 'spot',
  brokered: false,
  requireSelfTradePrevention: false,
  preventSor: false,
  updateTime: wireTime(updatedAtUs, unit),
  accountType: wallet === 'spot' ? 'SPOT' : 'MARGIN',
  balances: balances.map(presentBalance),
  permissions: [wallet === 'spot' ? 'SPOT' : 'MARGIN'],
  uid: accountId,
  // Only of an account that is in a group: -1 stands for none.
  ...(terms.tradeGroupId !== -1 && { tradeGroupId: terms.tradeGroupId }),
})

const presentDiscount = (isEnabled: boolean) =>
  ({ enabledForAccount: isEnabled, enabledForSymbol: true, discountAsset: FEE_DISCOUNT.asset, discount: FEE_DISCOUNT.rate })

/** `/account/commission`. Special and tax commissions are none here. */
export const presentCommission = (symbol: string, terms: AccountTerms, hasFeeDiscount: boolean) => ({
  symbol,
  standardCommission: standardRates(terms),
  specialCommission: NO_RATES,
  taxCommission: NO_RATES,
  discount: presentDiscount(hasFeeDiscount),
})

/** `/order/test` with computeCommissionRates: what this order would pay. */
export const presentOrderCommission = (terms: AccountTerms, hasFeeDiscount: boolean) => ({
  standardCommissionForOrder: { maker: formatDecimal(terms.makerRate), taker: formatDecimal(terms.takerRate) },
  specialCommissionForOrder: { maker: ZERO, taker: ZERO },
  taxCommissionForOrder: { maker: ZERO, taker: ZERO },
  discount: presentDiscount(hasFeeDiscount),
})
