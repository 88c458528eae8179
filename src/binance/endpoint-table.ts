import type { Family } from '../gate/endpoint-shape.ts'
import type { Endpoint } from './endpoint.ts'
import { endpoints as coinFutures } from './endpoints/coin-futures/index.ts'
import { endpoints as convert } from './endpoints/convert/index.ts'
import { endpoints as futures } from './endpoints/futures/index.ts'
import { endpoints as margin } from './endpoints/margin/index.ts'
import { endpoints as spot } from './endpoints/spot/index.ts'
import { endpoints as subAccount } from './endpoints/sub-account/index.ts'
import { endpoints as wallet } from './endpoints/wallet/index.ts'

/** Every endpoint there is: what routing, permission checks, rate limits and the reference page read. */
export const ENDPOINT_TABLE: readonly Endpoint[] = [...spot, ...wallet, ...subAccount, ...convert, ...margin, ...futures, ...coinFutures]

/** Those that are called over HTTP; the others are messages of a socket alone. */
export const HTTP_ENDPOINTS: readonly Endpoint[] = ENDPOINT_TABLE.filter(({ method }) => method !== 'WS')

/** Families whose socket API has methods. */
export const SOCKET_APIS: ReadonlySet<Family> = new Set(ENDPOINT_TABLE.filter(({ method, socketPaths }) => method === 'WS' || socketPaths !== undefined).map(({ family }) => family))

export const routeOf = (method: string, path: string): string => `${method} ${path}`

const byRoute: ReadonlyMap<string, Endpoint> = new Map(ENDPOINT_TABLE.map((row) => [routeOf(row.method, row.path), row]))

/** The row of a method and path (no environment prefix, no query), or undefined where nothing is built. */
export const findEndpoint = (method: string, path: string): Endpoint | undefined => byRoute.get(routeOf(method, path))
