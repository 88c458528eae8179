import { BlockList } from 'node:net'
import { LOOPBACK, NO_SOURCE, PRIVATE } from './allow-list.ts'
import { formatIpAddress, parseSocketAddress } from './ip-address.ts'

/** What else is no place of the internet (IANA special-purpose registries, RFC 6890), or leads to an IPv4 address that is written inside. */
const SPECIAL = ['192.0.0.0/24', '192.0.2.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '192.88.99.0/24', '2001:db8::/32', '3fff::/20', '2002::/16', '2001::/23'] as const

const blocks = new BlockList()
for (const block of [...LOOPBACK, ...NO_SOURCE, ...PRIVATE, ...SPECIAL]) {
  const [net = '', prefix = ''] = block.split('/')
  blocks.addSubnet(net, Number(prefix), net.includes(':') ? 'ipv6' : 'ipv4')
}

/** All that IPv6 has given out as places of the internet (RFC 4291 §2.4): what lies outside is something else, whatever it will be called. */
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')

/** Whether an address is one of the internet at large: nothing of this machine, of its network, or of a network's own services. */
export const isPublicAddress = (text: string): boolean => {
  const address = parseSocketAddress(text)
  if (address === undefined) return false
  const [literal, version] = [formatIpAddress(address), address.version === 4 ? 'ipv4' : 'ipv6'] as const
  return !blocks.check(literal, version) && (version === 'ipv4' || global.check(literal, version))
}

/** The host of a URL where it is written as an address, and as none of the internet; null otherwise. A name is looked up by whoever connects. */
export const insideAddressOf = ({ hostname }: URL): string | null => {
  const literal = hostname.replace(/^\[|\]$/g, '')
  return /^[\d.]+$|:/.test(literal) && !isPublicAddress(literal) ? literal : null
}
