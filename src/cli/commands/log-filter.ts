import type { CallsWish } from '../../operations/calls-list.ts'
import { type OptionValues, readChoice, readWholeNumber } from '../options.ts'

const OUTCOMES = ['admitted', 'refused', 'rejected'] as const

/** What narrows a look at the call log, for every command that looks. */
export const LOG_FILTER = {
  key: { type: 'string', value: 'KEY', help: 'of one key: its id, label or a beginning of it' },
  account: { type: 'string', value: 'UID', help: 'of one account' },
  address: { type: 'string', value: 'IP', help: 'from one address' },
  endpoint: { type: 'string', value: 'NAME', help: 'of one endpoint, as the log names it: "POST /api/v3/order", "WS order.place"' },
  symbol: { type: 'string', value: 'MARKET', help: 'that named one market' },
  outcome: { type: 'string', value: 'WHAT', help: 'admitted; refused (by gate or venue); rejected (by the venue alone)' },
  since: { type: 'string', value: 'DATE', help: 'from that moment on (2026-11-26, or with a time)' },
  until: { type: 'string', value: 'DATE', help: 'up to that moment' },
} as const

export const callsWishOf = ({ key, account, address, endpoint, symbol, outcome, since, until }: OptionValues<typeof LOG_FILTER>): CallsWish => ({
  ...(key !== undefined && { key }), ...(account !== undefined && { account: readWholeNumber('account', account, 1, Number.MAX_SAFE_INTEGER) }), ...(address !== undefined && { address }), ...(endpoint !== undefined && { endpoint }),
  ...(symbol !== undefined && { symbol: symbol.toUpperCase() }), ...(outcome !== undefined && { outcome: readChoice('outcome', outcome, OUTCOMES) }), ...(since !== undefined && { since }), ...(until !== undefined && { until }),
})
