import type { Conversion } from '../../../exchange/convert/conversion.ts'
import { toMs } from '../../../time.ts'
import { type Answer, type Call, endpoint } from '../../endpoint.ts'
import { rejectionAnswer } from '../../errors.ts'
import { integer, limitOf, endOfSpan, mandatory, optional, text, time } from '../../parameter-types.ts'
import type { ParametersOf } from '../../parameters.ts'
import { historyWindow, isWithin } from '../wallet/history-window.ts'
import { conversionBody } from './conversion-body.ts'
import { isOfFutures } from './convert-wallet.ts'

export const STATUS_PARAMETERS = { orderId: optional(integer), quoteId: optional(text(64)) }
type StatusParameters = ParametersOf<typeof STATUS_PARAMETERS>

export const checkStatus = ({ orderId, quoteId }: StatusParameters) => (orderId === undefined && quoteId === undefined ? { fault: 'oneOfMissing', names: ['orderId', 'quoteId'] } as const : undefined)

/** @param isOwn whether a conversion is one of the family that is asked */
export const statusAnswer = ({ caller: { account }, services: { venue: { view } } }: Pick<Call<unknown>, 'caller' | 'services'>, { orderId, quoteId }: StatusParameters, isOwn: (conversion: Conversion) => boolean): Answer => {
  const found = view.convert.conversions(account.id).findLast((conversion) => isOwn(conversion) && (orderId === undefined || conversion.orderId === orderId) && (quoteId === undefined || conversion.quoteId === quoteId))
  return found ? { ok: true, body: conversionBody(found) } : rejectionAnswer({ reason: 'unknownConversion' }, { act: 'convert' })
}

export const convertOrderStatus = endpoint({
  method: 'GET', path: '/sapi/v1/convert/orderStatus', security: 'USER_DATA', permission: 'reading', weight: { of: 100, scope: 'account' },
  parameters: STATUS_PARAMETERS,
  check: checkStatus,
  summary: 'What became of a conversion',
  answer: (call) => statusAnswer(call, call.parameters, (conversion) => !isOfFutures(conversion)),
})

const LONGEST_SPAN_DAYS = 30

export const convertHistory = endpoint({
  method: 'GET', path: '/sapi/v1/convert/tradeFlow', security: 'USER_DATA', permission: 'reading', weight: { of: 3_000, scope: 'account' },
  parameters: { startTime: mandatory(time), endTime: mandatory(endOfSpan), limit: limitOf(100, 1_000) },
  summary: 'Conversions that were made, newest first',
  answer: ({ caller: { account }, parameters: { startTime, endTime, limit }, services: { venue } }): Answer => {
    const span = historyWindow({ startTime, endTime }, venue.nowUs(), LONGEST_SPAN_DAYS)
    if (!span.ok) return span
    const made = venue.view.convert.conversions(account.id).filter((conversion) => conversion.state === 'done' && !isOfFutures(conversion) && isWithin(span, conversion.createdAtUs)).reverse()
    return {
      ok: true,
      body: {
        list: made.slice(0, limit).map((conversion) => ({ quoteId: conversion.quoteId, ...conversionBody(conversion) })),
        startTime: toMs(startTime), endTime: toMs(endTime), limit, moreData: made.length > limit,
      },
    }
  },
})
