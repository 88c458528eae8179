import { percentDecode } from '../../gate/percent-encoding.ts'
import { SOCKET_API_PATHS, type SocketFamily } from '../endpoint.ts'

/** Products whose streams have paths of their own. */
export type StreamProduct = 'spot' | 'futures'

/** What the path of a socket opens. */
export type SocketRoute =
  | { readonly kind: 'api'; readonly family: SocketFamily }
  | { readonly kind: 'streams'; readonly product: StreamProduct; readonly isCombined: boolean; readonly streams: readonly string[]; /** Of a listenKey's events only these; null = all. */ readonly events: readonly string[] | null }

const APIS = { '/ws-api/v3': 'api', '/ws-fapi/v1': 'fapi' } as const

/**
 * ccxt tells spot from futures by `/stream` in the address, which on Binance is the host's name. Whoever serves both from one host
 * needs it in the path: `/stream/ws/0` is `/ws/0`.
 */
const STREAM_HOST = /^\/stream(?=\/ws(?:\/|$))/

/** `/ws/a/b`, `/stream`; for futures behind `/fstream`, and behind the kinds of streams that Binance has parted there, which stand at the root too. */
const STREAMS = /^(\/fstream)?(\/public|\/market|\/private)?\/(ws|stream)(?:\/(.*))?$/

/** The first value of a name, percent-decoded: a `+` in a stream's name is one. */
const queryValue = (query: string, name: string): string | undefined => {
  for (const part of query.split('&')) if (part.startsWith(`${name}=`)) return percentDecode(part.slice(name.length + 1))
  return undefined
}

const names = (text: string | undefined): readonly string[] => (text ?? '').split('/').filter((name) => name !== '')

/** @param path without the query and without the environment's prefix. @returns undefined where no socket opens */
export const socketRoute = (path: string, query: string): SocketRoute | undefined => {
  const whole = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
  if (Object.hasOwn(APIS, whole)) return { kind: 'api', family: APIS[whole as keyof typeof APIS] } // just asked
  const found = STREAMS.exec(path.replace(STREAM_HOST, ''))
  if (!found) return undefined
  const [, fstream, part, form, rest] = found
  const listenKey = part === '/private' ? names(queryValue(query, 'listenKey')) : []
  const asked = form === 'ws' ? names(percentDecode(rest ?? '')) : names(queryValue(query, 'streams'))
  const events = queryValue(query, 'events')
  return {
    kind: 'streams', product: fstream === undefined && part === undefined ? 'spot' : 'futures', isCombined: form === 'stream', streams: [...asked, ...listenKey],
    events: part === '/private' && events !== undefined ? names(events) : null,
  }
}

/** Its path without what the caller chose, as the call log names it. */
export const socketPath = (route: SocketRoute): string =>
  route.kind === 'api' ? SOCKET_API_PATHS[route.family] : `${route.product === 'futures' ? '/fstream' : ''}/${route.isCombined ? 'stream' : 'ws'}`

/** The unit that `timeUnit` in the query asks for; undefined where it is none. */
export const timeUnitOf = (query: string): 'MILLISECOND' | 'MICROSECOND' | undefined => {
  const wish = queryValue(query, 'timeUnit')
  if (wish === undefined) return 'MILLISECOND'
  const upper = wish.toUpperCase()
  return upper === 'MICROSECOND' || upper === 'MILLISECOND' ? upper : undefined
}

export const returnsRateLimits = (query: string): boolean => queryValue(query, 'returnRateLimits') !== 'false'
