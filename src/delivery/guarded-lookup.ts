import { lookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { isPublicAddress } from '../authority/public-address.ts'

/** Looks a name up and connects to that very address: what is asked once cannot become another one afterwards. */
export const guardedLookup = (allowsPrivate: boolean): LookupFunction => (host, options, callback) => {
  lookup(host, { all: true }).then((found) => {
    const refused = allowsPrivate ? undefined : found.find(({ address }) => !isPublicAddress(address))
    const [first] = found
    if (refused || !first) return callback(new Error(refused ? `${host} is ${refused.address}, which is no address of the internet` : `${host} has no address`), '', 4)
    if (options.all) return callback(null, found)
    return callback(null, first.address, first.family)
  }, (error: Error) => callback(error, '', 4))
}
