import { BINANCE_LIMITS } from '../../../gate/rate-limits/settings.ts'
import { toMs } from '../../../time.ts'
import { endpoint } from '../../endpoint.ts'

export const ping = endpoint({
  method: 'GET', path: '/dapi/v1/ping', security: 'NONE', permission: 'none', weight: 1,
  parameters: {},
  summary: 'Test connectivity',
  answer: () => ({ ok: true, body: {} }),
})

export const serverTime = endpoint({
  method: 'GET', path: '/dapi/v1/time', security: 'NONE', permission: 'none', weight: 1,
  parameters: {},
  summary: 'Server time',
  answer: (call) => ({ ok: true, body: { serverTime: toMs(call.nowUs()) } }),
})

const RATE_LIMITS = [
  { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: BINANCE_LIMITS.addressWeightPerMinute.dapi },
  { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: 1200 },
]

/** The venue lists no COIN-M contracts: clients that load every market at their start find none here. */
export const exchangeInfo = endpoint({
  method: 'GET', path: '/dapi/v1/exchangeInfo', security: 'NONE', permission: 'none', weight: 1,
  parameters: {},
  summary: 'COIN-M contracts and their rules',
  answer: (call) => ({
    ok: true,
    body: { exchangeFilters: [], rateLimits: RATE_LIMITS, serverTime: toMs(call.nowUs()), symbols: [], timezone: 'UTC' },
  }),
})
