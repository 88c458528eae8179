import type { CommandOf } from '../../../exchange/command.ts'
import type { ConversionQuote, ConvertWallet } from '../../../exchange/convert/conversion.ts'
import type { About, GuardedOrder } from '../../../gate/guard-rails/asked.ts'
import { MINUTE, SECOND, toMs } from '../../../time.ts'
import { type Answer, type Call, endpoint } from '../../endpoint.ts'
import { faultAnswer, rejectionAnswer, TOO_LATE } from '../../errors.ts'
import { guardedConversion } from '../../guarded-order.ts'
import { assetName, badCombination, decimal, mandatory, oneOf, optional, text, withDefault } from '../../parameter-types.ts'
import type { ParametersOf } from '../../parameters.ts'
import { amountsBody, ratiosBody, statusOf } from './conversion-body.ts'
import { convertWallet, isOfFutures } from './convert-wallet.ts'

const VALID_FOR_US = { '10s': 10 * SECOND, '30s': 30 * SECOND, '1m': MINUTE, '2m': 2 * MINUTE } as const

export const QUOTE_PARAMETERS = {
  fromAsset: mandatory(assetName), toAsset: mandatory(assetName), fromAmount: optional(decimal), toAmount: optional(decimal), validTime: withDefault(oneOf(['10s', '30s', '1m', '2m']), '10s'),
}
type QuoteParameters = ParametersOf<typeof QUOTE_PARAMETERS>
type Acting = Pick<Call<unknown>, 'services' | 'isInTime' | 'caller'>

/** One of the two amounts is named. */
export const checkQuote = ({ fromAmount, toAmount }: QuoteParameters) =>
  (fromAmount === undefined && toAmount === undefined ? { fault: 'oneOfMissing', names: ['fromAmount', 'toAmount'] } as const : fromAmount !== undefined && toAmount !== undefined ? badCombination : undefined)

/** A price to think about: it holds nothing, but only who may trade gets one. */
export const giveQuote = ({ caller: { account }, services: { venue, randomText }, isInTime }: Acting, wallet: ConvertWallet, { fromAsset, toAsset, fromAmount, toAmount, validTime }: QuoteParameters): Answer => {
  const amount = fromAmount ?? toAmount
  if (amount === undefined) return faultAnswer({ fault: 'oneOfMissing', names: ['fromAmount', 'toAmount'] }, 'sapi')
  if (!isInTime()) return TOO_LATE
  const quote: CommandOf<'quoteConversion'>['quote'] = { id: randomText(32), wallet, fromAsset, toAsset, amount, isAmountOf: fromAmount === undefined ? 'to' : 'from', validForUs: VALID_FOR_US[validTime] }
  const outcome = venue.execute({ kind: 'quoteConversion', accountId: account.id, quote })
  if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'convert' })
  const given = venue.view.convert.quote(account.id, quote.id)
  if (given === undefined) throw new Error('a quote that was just given is there')
  // Documented: the quote's id is told only to who has the funds.
  const most = wallet === 'usdFutures' ? venue.view.futures.mostToWithdraw(account.id, fromAsset) : venue.view.wallet.balance(account.id, fromAsset, wallet).free
  const isCovered = most >= given.fromAmount
  return { ok: true, body: { ...(isCovered && { quoteId: given.id }), ...ratiosBody(given), validTimestamp: toMs(given.validUntilUs), ...amountsBody(given) } }
}

export const ACCEPT_PARAMETERS = { quoteId: mandatory(text(64)) }

/** A quote that is not there converts nothing. */
export const ordersOfQuote = ({ quoteId }: ParametersOf<typeof ACCEPT_PARAMETERS>, about: About): readonly GuardedOrder[] => {
  const quote = about.facts.conversion(about.accountId, quoteId)
  return quote ? [guardedConversion(about, { asset: quote.fromAsset, amount: quote.fromAmount }, { asset: quote.toAsset, amount: quote.toAmount }, 'MARKET')] : []
}

/** @param isOwn whether a quote is one of the family that is asked */
export const acceptQuote = ({ caller: { account }, services: { venue }, isInTime }: Acting, quoteId: string, isOwn: (quote: ConversionQuote) => boolean): Answer => {
  if (!isInTime()) return TOO_LATE
  const quote = venue.view.convert.quote(account.id, quoteId)
  if (quote !== undefined && !isOwn(quote)) return rejectionAnswer({ reason: 'quoteExpired' }, { act: 'convert' })
  const outcome = venue.execute({ kind: 'acceptConversion', accountId: account.id, quoteId })
  if (!outcome.ok) return rejectionAnswer(outcome.rejection, { act: 'convert' })
  const made = venue.view.convert.conversions(account.id).findLast((conversion) => conversion.quoteId === quoteId)
  if (made === undefined) throw new Error('a conversion that was just made is there')
  return { ok: true, body: { orderId: String(made.orderId), createTime: toMs(made.createdAtUs), orderStatus: statusOf(made) } }
}

export const convertQuote = endpoint({
  method: 'POST', path: '/sapi/v1/convert/getQuote', security: 'USER_DATA', permission: 'spotAndMarginTrading', weight: { of: 200, scope: 'account' },
  parameters: { ...QUOTE_PARAMETERS, walletType: withDefault(oneOf(['SPOT', 'FUNDING']), 'SPOT') },
  check: checkQuote,
  orders: 'none',
  summary: 'Ask at which price one asset is converted into another now',
  answer: (call) => giveQuote(call, convertWallet(call.parameters.walletType), call.parameters),
})

export const acceptConvertQuote = endpoint({
  method: 'POST', path: '/sapi/v1/convert/acceptQuote', security: 'TRADE', permission: 'spotAndMarginTrading', weight: { of: 500, scope: 'account' },
  parameters: ACCEPT_PARAMETERS,
  orders: ordersOfQuote,
  summary: 'Convert at a price that was quoted',
  answer: (call) => acceptQuote(call, call.parameters.quoteId, (quote) => !isOfFutures(quote)),
})
