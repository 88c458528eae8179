import { type PermissionBits, permissionBit } from '../permission.ts'
import type { EndpointShape } from './endpoint-shape.ts'
import type { RateLimitSettings } from './rate-limits/settings.ts'
import { MINUTE_MS } from './rate-limits/settings.ts'

/** A row as the gate reads it: what can be worked out once is. */
export class Route<Endpoint extends EndpointShape = EndpointShape> {
  readonly endpoint: Endpoint
  readonly needsKey: boolean
  readonly isSigned: boolean
  readonly permissionBit: PermissionBits
  readonly isByAccount: boolean
  /** What the row's counter stands by, where it is not the family's: the limit that it names, which rows can share, or the row itself. */
  readonly budget: object | null
  readonly weightLimit: number
  readonly weightWindowMs: number

  constructor(endpoint: Endpoint, settings: RateLimitSettings) {
    const { weight, family, permission } = endpoint
    this.endpoint = endpoint
    this.needsKey = permission !== 'none' || endpoint.isSigned
    this.isSigned = endpoint.isSigned
    this.permissionBit = permission === 'none' || permission === 'anyKey' ? 0 : permissionBit(permission)
    this.isByAccount = weight.scope === 'account'
    this.budget = weight.limit ?? (this.isByAccount || family === 'sapi' ? this : null)
    this.weightLimit = weight.limit?.limit ?? (this.isByAccount ? settings.accountWeightPerMinute : settings.addressWeightPerMinute[family])
    this.weightWindowMs = weight.limit?.windowMs ?? MINUTE_MS
  }
}

interface Methods<Endpoint extends EndpointShape> {
  GET?: Route<Endpoint>
  POST?: Route<Endpoint>
  PUT?: Route<Endpoint>
  DELETE?: Route<Endpoint>
  WS?: Route<Endpoint>
}

/** Paths are static: finding a row is one look-up. */
export class Routes<Endpoint extends EndpointShape> {
  readonly #paths = new Map<string, Methods<Endpoint>>()

  /** @throws when two rows have one method and path. */
  constructor(endpoints: Iterable<Endpoint>, settings: RateLimitSettings) {
    for (const endpoint of endpoints) {
      const route = new Route(endpoint, settings)
      for (const path of [endpoint.path, ...(endpoint.formerPaths ?? [])]) this.#add(endpoint.method, path, route)
      for (const path of endpoint.socketPaths ?? []) this.#add('WS', path, route)
    }
  }

  #add(method: EndpointShape['method'], path: string, route: Route<Endpoint>): void {
    const methods = this.#paths.get(path) ?? {}
    if (methods[method]) throw new Error(`two rows for ${method} ${path}`)
    methods[method] = route
    this.#paths.set(path, methods)
  }

  find(method: string, path: string): Route<Endpoint> | undefined {
    const methods = this.#paths.get(path)
    if (!methods) return undefined
    switch (method) {
      case 'GET': return methods.GET
      case 'POST': return methods.POST
      case 'PUT': return methods.PUT
      case 'DELETE': return methods.DELETE
      case 'WS': return methods.WS
      default: return undefined
    }
  }
}
