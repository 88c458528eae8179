import type { CommandOf } from '../../../exchange/command.ts'
import { notionalRoundedUp, ratioRoundedDown, UNIT } from '../../../money.ts'
import { DAY, toMs } from '../../../time.ts'
import { type Answer, endpoint } from '../../endpoint.ts'
import { faultAnswer, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { guardedConversion } from '../../guarded-order.ts'
import { assetName, badCombination, decimal, integer, invalidData, mandatory, oneOf, optional, side, withDefault } from '../../parameter-types.ts'
import { conversionBody, statusOf } from './conversion-body.ts'
import { convertWallet } from './convert-wallet.ts'

const EXPIRES_AFTER_US = { '1_D': DAY, '3_D': 3 * DAY, '7_D': 7 * DAY, '30_D': 30 * DAY } as const

export const placeConvertOrder = endpoint({
  method: 'POST', path: '/sapi/v1/convert/limit/placeOrder', security: 'USER_DATA', permission: 'spotAndMarginTrading', weight: { of: 500, scope: 'account' },
  parameters: {
    baseAsset: mandatory(assetName), quoteAsset: mandatory(assetName), limitPrice: mandatory(decimal), baseAmount: optional(decimal), quoteAmount: optional(decimal),
    side: mandatory(side), walletType: withDefault(oneOf(['SPOT', 'FUNDING']), 'SPOT'), expiredType: mandatory(oneOf(['1_D', '3_D', '7_D', '30_D'])),
  },
  check: ({ limitPrice, baseAmount, quoteAmount }) => {
    if (baseAmount === undefined && quoteAmount === undefined) return { fault: 'oneOfMissing', names: ['baseAmount', 'quoteAmount'] }
    if (baseAmount !== undefined && quoteAmount !== undefined) return badCombination
    return limitPrice === 0n ? invalidData('limitPrice') : undefined
  },
  orders: ({ baseAsset, quoteAsset, limitPrice, baseAmount, quoteAmount, side: way }, about) => {
    const base = { asset: baseAsset, amount: baseAmount ?? ratioRoundedDown(quoteAmount ?? 0n, UNIT, limitPrice) }
    const quote = { asset: quoteAsset, amount: quoteAmount ?? notionalRoundedUp(limitPrice, baseAmount ?? 0n) }
    return [way === 'SELL' ? guardedConversion(about, base, quote, 'LIMIT') : guardedConversion(about, quote, base, 'LIMIT')]
  },
  summary: 'Convert once the market reaches a price; the funds are held until then',
  answer: ({ caller: { account }, parameters, services: { venue, randomText }, isInTime }): Answer => {
    const amount = parameters.baseAmount ?? parameters.quoteAmount
    if (amount === undefined) return faultAnswer({ fault: 'oneOfMissing', names: ['baseAmount', 'quoteAmount'] }, 'sapi')
    if (!isInTime()) return TOO_LATE
    const order: CommandOf<'placeConversionOrder'>['order'] = {
      id: randomText(32), wallet: convertWallet(parameters.walletType), baseAsset: parameters.baseAsset, quoteAsset: parameters.quoteAsset, side: parameters.side,
      price: parameters.limitPrice, amount, isAmountOf: parameters.baseAmount === undefined ? 'quote' : 'base', expiresAfterUs: EXPIRES_AFTER_US[parameters.expiredType],
    }
    const outcome = venue.execute({ kind: 'placeConversionOrder', accountId: account.id, order })
    if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'convert' })
    const placed = venue.view.convert.conversions(account.id).findLast(({ quoteId }) => quoteId === order.id)
    if (placed === undefined) throw new Error('an order that was just placed is there')
    return { ok: true, body: { orderId: placed.orderId, status: statusOf(placed) } }
  },
})

export const cancelConvertOrder = endpoint({
  method: 'POST', path: '/sapi/v1/convert/limit/cancelOrder', security: 'USER_DATA', permission: 'spotAndMarginTrading', weight: { of: 200, scope: 'account' },
  parameters: { orderId: mandatory(integer) },
  orders: 'none',
  summary: 'Take back an order to convert; what was held is free again',
  answer: ({ caller: { account }, parameters: { orderId }, services: { venue }, isInTime }): Answer => {
    if (!isInTime()) return TOO_LATE
    const outcome = venue.execute({ kind: 'cancelConversionOrder', accountId: account.id, orderId })
    return outcome.ok ? { ok: true, body: { orderId, status: 'CANCELED' } } : rejectionAnswer(outcome.rejection, { act: 'convert' })
  },
})

/** A POST that reads. */
export const openConvertOrders = endpoint({
  method: 'POST', path: '/sapi/v1/convert/limit/queryOpenOrders', security: 'USER_DATA', permission: 'reading', weight: { of: 3_000, scope: 'account' },
  parameters: {},
  summary: 'Orders to convert that wait for their price',
  answer: ({ caller: { account }, services: { venue: { view } } }) => ({
    ok: true,
    body: {
      list: view.convert.conversions(account.id).filter(({ state }) => state === 'open')
        .map((order) => ({ quoteId: order.quoteId, ...conversionBody(order), expiredTimestamp: toMs(order.expiresAtUs ?? order.createdAtUs) })),
    },
  }),
})
