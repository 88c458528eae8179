import { BINANCE_LIMITS } from '../../../gate/rate-limits/settings.ts'
import { COLLATERAL } from '../../../exchange/futures/contract.ts'
import { toMs } from '../../../time.ts'
import { endpoint } from '../../endpoint.ts'
import { presentContract } from '../../present/futures/contract.ts'
import { FUTURES_ORDER_LIMITS } from './order-count.ts'

export const ping = endpoint({
  method: 'GET', path: '/fapi/v1/ping', security: 'NONE', permission: 'none', weight: 1,
  parameters: {},
  summary: 'Test connectivity',
  answer: () => ({ ok: true, body: {} }),
})

export const serverTime = endpoint({
  method: 'GET', path: '/fapi/v1/time', security: 'NONE', permission: 'none', weight: 1,
  parameters: {},
  summary: 'Server time',
  answer: (call) => ({ ok: true, body: { serverTime: toMs(call.nowUs()) } }),
})

const RATE_LIMITS = [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: BINANCE_LIMITS.addressWeightPerMinute.fapi }, ...FUTURES_ORDER_LIMITS]

export const exchangeInfo = endpoint({
  method: 'GET', path: '/fapi/v1/exchangeInfo', security: 'NONE', permission: 'none', weight: 1,
  parameters: {},
  summary: 'USD-M contracts and their rules',
  answer: (call) => {
    const { futures } = call.services.venue.view
    return {
      ok: true,
      body: {
        exchangeFilters: [], rateLimits: RATE_LIMITS, serverTime: toMs(call.nowUs()), assets: [...COLLATERAL.keys()].map((asset) => ({ asset, marginAvailable: true, autoAssetExchange: '0.00000000' })),
        symbols: futures.contracts.map((contract) => presentContract(contract, futures.market(contract.name)?.status ?? 'TRADING')), timezone: 'UTC',
      },
    }
  },
})
