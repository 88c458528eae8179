import { EXCHANGE_FILTERS } from '../../../exchange/listing/exchange-filters.ts'
import { ROUTES } from '../../../exchange/listing/routes.ts'
import type { SymbolDefinition } from '../../../exchange/symbol.ts'
import type { ParameterFault } from '../../../gate/endpoint-shape.ts'
import { type Endpoint, endpoint } from '../../endpoint.ts'
import { INVALID_SYMBOL } from '../../errors.ts'
import { badCombination, boolean, invalidData, optional, type ParameterType, symbolName, symbolNames, symbolStatus, withDefault } from '../../parameter-types.ts'
import { presentRateLimits } from '../../present/rate-limit.ts'
import { presentExchangeFilters, presentSymbol, symbolPermissions } from '../../present/symbol.ts'
import { wireTime } from '../../wire-time.ts'

const ping = endpoint({
  method: 'GET', path: '/api/v3/ping', socketMethods: ['ping'], formerPaths: ['/api/v1/ping'], security: 'NONE', permission: 'none', weight: 1, parameters: {},
  summary: 'Test connectivity.',
  answer: () => ({ ok: true, body: {} }),
})

const time = endpoint({
  method: 'GET', path: '/api/v3/time', socketMethods: ['time'], formerPaths: ['/api/v1/time'], security: 'NONE', permission: 'none', weight: 1, parameters: {},
  summary: "The server's wall time, against which request timestamps are checked.",
  answer: (call) => ({ ok: true, body: { serverTime: wireTime(call.nowUs(), call.timeUnit) } }),
})

const GROUP = /^TRD_GRP_\d{3}$/
const isPermission = (name: string): boolean => name === 'SPOT' || name === 'MARGIN' || name === 'LEVERAGED' || GROUP.test(name)

/** One account permission, or a JSON array of them. */
const accountPermissions: ParameterType<readonly string[]> = {
  kind: 'ENUM or ARRAY OF ENUM: SPOT, MARGIN, LEVERAGED, TRD_GRP_002 …',
  parse: (text, name) => {
    if (isPermission(text)) return { ok: true, value: [text] }
    const names = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1).split(',').map((one) => one.trim()) : []
    const bare = names.map((one) => (/^"[A-Z0-9_]+"$/.test(one) ? one.slice(1, -1) : ''))
    return bare.length > 0 && bare.every(isPermission) ? { ok: true, value: bare } : { ok: false, fault: invalidData(name) }
  },
}

const selectedTwice = (chosen: { readonly symbol?: string | undefined; readonly symbols?: unknown; readonly permissions?: unknown; readonly symbolStatus?: unknown }): ParameterFault | undefined =>
  [chosen.symbol, chosen.symbols, chosen.permissions ?? chosen.symbolStatus].filter((one) => one !== undefined).length > 1 ? badCombination : undefined

const exchangeInfo = endpoint({
  method: 'GET', path: '/api/v3/exchangeInfo', socketMethods: ['exchangeInfo'], formerPaths: ['/api/v1/exchangeInfo'], security: 'NONE', permission: 'none', weight: 20,
  parameters: {
    symbol: optional(symbolName),
    symbols: optional(symbolNames),
    permissions: optional(accountPermissions),
    showPermissionSets: withDefault(boolean, true),
    symbolStatus: optional(symbolStatus),
  },
  check: selectedTwice,
  summary: 'Trading rules: limits, markets and their filters.',
  answer: (call) => {
    const { parameters, services: { venue: { view }, limits } } = call
    const names = parameters.symbols ?? (parameters.symbol === undefined ? undefined : [parameters.symbol])
    const chosen = names?.map((name) => view.symbol(name)) ?? view.symbols().filter((symbol) =>
      (parameters.symbolStatus === undefined || symbol.status === parameters.symbolStatus) && opensTo(symbol, parameters.permissions))
    if (!chosen.every((symbol) => symbol !== undefined)) return INVALID_SYMBOL
    const routes = ROUTES.filter(({ symbols }) => chosen.some(({ name }) => symbols.includes(name)))
    return {
      ok: true,
      body: {
        timezone: 'UTC',
        serverTime: wireTime(call.nowUs(), call.timeUnit),
        rateLimits: presentRateLimits(limits),
        exchangeFilters: presentExchangeFilters(EXCHANGE_FILTERS),
        symbols: chosen.map((symbol) => presentSymbol(symbol, parameters.showPermissionSets)),
        ...(routes.length > 0 && { sors: routes }),
      },
    }
  },
})

const opensTo = (symbol: SymbolDefinition, permissions: readonly string[] = ['SPOT', 'MARGIN', 'LEVERAGED']): boolean =>
  symbolPermissions(symbol).some((name) => permissions.includes(name))

export const generalEndpoints: readonly Endpoint[] = [ping, time, exchangeInfo]
