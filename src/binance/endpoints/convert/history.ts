import { toMs } from '../../../time.ts'
import { type Answer, endpoint } from '../../endpoint.ts'
import { rejectionAnswer } from '../../errors.ts'
import { integer, limitOf, endOfSpan, mandatory, optional, text, time } from '../../parameter-types.ts'
import { historyWindow, isWithin } from '../wallet/history-window.ts'
import { conversionBody } from './conversion-body.ts'

export const convertOrderStatus = endpoint({
  method: 'GET', path: '/sapi/v1/convert/orderStatus', security: 'USER_DATA', permission: 'reading', weight: { of: 100, scope: 'account' },
  parameters: { orderId: optional(integer), quoteId: optional(text(64)) },
  check: ({ orderId, quoteId }) => (orderId === undefined && quoteId === undefined ? { fault: 'oneOfMissing', names: ['orderId', 'quoteId'] } : undefined),
  summary: 'What became of a conversion',
  answer: ({ caller: { account }, parameters: { orderId, quoteId }, services: { venue: { view } } }): Answer => {
    const found = view.convert.conversions(account.id).findLast((conversion) => (orderId === undefined || conversion.orderId === orderId) && (quoteId === undefined || conversion.quoteId === quoteId))
    return found ? { ok: true, body: conversionBody(found) } : rejectionAnswer({ reason: 'unknownConversion' }, { act: 'convert' })
  },
})

const LONGEST_SPAN_DAYS = 30

export const convertHistory = endpoint({
  method: 'GET', path: '/sapi/v1/convert/tradeFlow', security: 'USER_DATA', permission: 'reading', weight: { of: 3_000, scope: 'account' },
  parameters: { startTime: mandatory(time), endTime: mandatory(endOfSpan), limit: limitOf(100, 1_000) },
  summary: 'Conversions that were made, newest first',
  answer: ({ caller: { account }, parameters: { startTime, endTime, limit }, services: { venue } }): Answer => {
    const span = historyWindow({ startTime, endTime }, venue.nowUs(), LONGEST_SPAN_DAYS)
    if (!span.ok) return span
    const made = venue.view.convert.conversions(account.id).filter(({ state, createdAtUs }) => state === 'done' && isWithin(span, createdAtUs)).reverse()
    return {
      ok: true,
      body: {
        list: made.slice(0, limit).map((conversion) => ({ quoteId: conversion.quoteId, ...conversionBody(conversion) })),
        startTime: toMs(startTime), endTime: toMs(endTime), limit, moreData: made.length > limit,
      },
    }
  },
})
