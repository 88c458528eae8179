import type { ExchangeView } from '../../../exchange/exchange-view.ts'
import type { AccountId } from '../../../ids.ts'
import { type Answer, endpoint } from '../../endpoint.ts'
import { rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { boolean, optional } from '../../parameter-types.ts'

/** Loans bear no interest before there are loans, so nothing of it is paid in BNB. */
const burnAnswer = (view: ExchangeView, accountId: AccountId): Answer =>
  ({ ok: true, body: { spotBNBBurn: view.wallet.hasFeeDiscount(accountId), interestBNBBurn: false } })

export const bnbBurn = endpoint({
  method: 'GET', path: '/sapi/v1/bnbBurn', security: 'USER_DATA', permission: 'reading', weight: 1,
  parameters: {},
  summary: 'Whether commissions are paid in BNB',
  answer: ({ caller, services: { venue: { view } } }) => burnAnswer(view, caller.account.id),
})

export const setBnbBurn = endpoint({
  method: 'POST', path: '/sapi/v1/bnbBurn', security: 'USER_DATA', permission: 'spotAndMarginTrading', weight: 1,
  parameters: { spotBNBBurn: optional(boolean), interestBNBBurn: optional(boolean) },
  orders: 'none',
  summary: 'Pay commissions in BNB, at a discount, or not',
  answer: ({ caller, parameters: { spotBNBBurn }, services: { venue }, isInTime }) => {
    const accountId = caller.account.id
    if (spotBNBBurn !== undefined) {
      if (!isInTime()) return TOO_LATE
      const outcome = venue.execute({ kind: 'setFeeDiscount', accountId, isEnabled: spotBNBBurn })
      if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'wallet' })
    }
    return burnAnswer(venue.view, accountId)
  },
})
