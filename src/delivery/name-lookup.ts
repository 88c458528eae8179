import { Resolver } from 'node:dns/promises'
import type { NameLookup } from '../operations/moving-addresses/moving-parts.ts'

/** How long one server is waited for, and how often it is asked. */
const OPTIONS = { timeout: 2_000, tries: 2 } as const

/** Looks names up in the DNS itself, past the machine's own table of hosts: what stands there is nobody's address but this machine's. */
export const dnsLookup = (servers: readonly string[] = []): NameLookup => {
  const resolver = new Resolver(OPTIONS)
  if (servers.length > 0) resolver.setServers(servers)
  return {
    addressesOf: async (name) => {
      const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
      const addresses = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
      if (addresses.length === 0) throw new Error(`${name} has no address`)
      return addresses
    },
  }
}
