import type { CommandOf } from '../../../exchange/command.ts'
import { MINUTE, SECOND, toMs } from '../../../time.ts'
import { type Answer, endpoint } from '../../endpoint.ts'
import { faultAnswer, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { guardedConversion } from '../../guarded-order.ts'
import { assetName, badCombination, decimal, mandatory, oneOf, optional, text, withDefault } from '../../parameter-types.ts'
import { amountsBody, ratiosBody, statusOf } from './conversion-body.ts'
import { convertWallet } from './convert-wallet.ts'

const VALID_FOR_US = { '10s': 10 * SECOND, '30s': 30 * SECOND, '1m': MINUTE, '2m': 2 * MINUTE } as const

/** A price to think about: it holds nothing, but only who may trade gets one. */
export const convertQuote = endpoint({
  method: 'POST', path: '/sapi/v1/convert/getQuote', security: 'USER_DATA', permission: 'spotAndMarginTrading', weight: { of: 200, scope: 'account' },
  parameters: {
    fromAsset: mandatory(assetName), toAsset: mandatory(assetName), fromAmount: optional(decimal), toAmount: optional(decimal),
    walletType: withDefault(oneOf(['SPOT', 'FUNDING']), 'SPOT'), validTime: withDefault(oneOf(['10s', '30s', '1m', '2m']), '10s'),
  },
  check: ({ fromAmount, toAmount }) => (fromAmount === undefined && toAmount === undefined ? { fault: 'oneOfMissing', names: ['fromAmount', 'toAmount'] } : fromAmount !== undefined && toAmount !== undefined ? badCombination : undefined),
  orders: 'none',
  summary: 'Ask at which price one asset is converted into another now',
  answer: ({ caller: { account }, parameters, services: { venue, randomText }, isInTime }): Answer => {
    const { fromAsset, toAsset, fromAmount, toAmount, walletType, validTime } = parameters
    const amount = fromAmount ?? toAmount
    if (amount === undefined) return faultAnswer({ fault: 'oneOfMissing', names: ['fromAmount', 'toAmount'] }, 'sapi')
    if (!isInTime()) return TOO_LATE
    const wallet = convertWallet(walletType)
    const quote: CommandOf<'quoteConversion'>['quote'] = { id: randomText(32), wallet, fromAsset, toAsset, amount, isAmountOf: fromAmount === undefined ? 'to' : 'from', validForUs: VALID_FOR_US[validTime] }
    const outcome = venue.execute({ kind: 'quoteConversion', accountId: account.id, quote })
    if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'convert' })
    const given = venue.view.convert.quote(account.id, quote.id)
    if (given === undefined) throw new Error('a quote that was just given is there')
    // Documented: the quote's id is told only to who has the funds.
    const isCovered = venue.view.wallet.balance(account.id, fromAsset, wallet).free >= given.fromAmount
    return { ok: true, body: { ...(isCovered && { quoteId: given.id }), ...ratiosBody(given), validTimestamp: toMs(given.validUntilUs), ...amountsBody(given) } }
  },
})

export const acceptConvertQuote = endpoint({
  method: 'POST', path: '/sapi/v1/convert/acceptQuote', security: 'TRADE', permission: 'spotAndMarginTrading', weight: { of: 500, scope: 'account' },
  parameters: { quoteId: mandatory(text(64)) },
  // A quote that is not there converts nothing.
  orders: ({ quoteId }, about) => {
    const quote = about.facts.conversion(about.accountId, quoteId)
    return quote ? [guardedConversion(about, { asset: quote.fromAsset, amount: quote.fromAmount }, { asset: quote.toAsset, amount: quote.toAmount }, 'MARKET')] : []
  },
  summary: 'Convert at a price that was quoted',
  answer: ({ caller: { account }, parameters: { quoteId }, services: { venue }, isInTime }): Answer => {
    if (!isInTime()) return TOO_LATE
    const outcome = venue.execute({ kind: 'acceptConversion', accountId: account.id, quoteId })
    if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'convert' })
    const made = venue.view.convert.conversions(account.id).findLast((conversion) => conversion.quoteId === quoteId)
    if (made === undefined) throw new Error('a conversion that was just made is there')
    return { ok: true, body: { orderId: String(made.orderId), createTime: toMs(made.createdAtUs), orderStatus: statusOf(made) } }
  },
})
