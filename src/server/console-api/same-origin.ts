import { isIP } from 'node:net'
import { isLoopback } from '../client-address.ts'

/** What a request says of where it comes from. */
export interface OriginFacts {
  readonly method: string
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
  readonly hasBearer: boolean
}

export type OriginFault = 'hostUnknown' | 'originForeign' | null

/**
 * Whether a request comes from the console's own pages. A name that somebody else's DNS points here (rebinding) is no name of ours; an address is
 * nobody's name. A changing request names its origin, or carries a script's token, which no browser adds by itself. SameSite is not relied on:
 * pages on another port of this host are the same site.
 */
export const originFault = ({ method, host, origin, fetchSite, hasBearer }: OriginFacts, consoleUrl: string): OriginFault => {
  const here = host === undefined ? null : URL.parse(`http://${host}`)
  const own = new URL(consoleUrl)
  if (!here || here.username !== '' || !isOwnName(here.hostname, own.hostname)) return 'hostUnknown'
  if (origin !== undefined) {
    const from = URL.parse(origin)
    return from && (from.host === host || from.origin === own.origin) ? null : 'originForeign'
  }
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') return 'originForeign'
  return method === 'GET' || method === 'HEAD' || hasBearer ? null : 'originForeign'
}

const isOwnName = (name: string, own: string): boolean => name === own || name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0

/** Whether a request comes from this very machine, under a name that only this machine has. What a proxy passed on may have come from anywhere. */
export const isAskedHere = ({ address, host, isPassedOn }: { readonly address: string; readonly host: string | undefined; readonly isPassedOn: boolean }): boolean => {
  const name = host === undefined ? undefined : URL.parse(`http://${host}`)?.hostname.replace(/^\[|\]$/g, '')
  return !isPassedOn && isLoopback(address) && name !== undefined && (name === 'localhost' || isLoopback(name))
}
