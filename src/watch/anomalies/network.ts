import { parseSocketAddress } from '../../authority/ip-address.ts'

/** Home and office lines change their address within a block now and then; whoever comes from elsewhere mostly comes from another block. */
const BITS = { 4: 24, 6: 48 } as const

const hextet = (word: number): string => `${(word >>> 16).toString(16)}:${(word & 0xffff).toString(16)}`

/** One machine, as a network of its own. */
export const hostOf = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`

/** What a provider has much of: the /16 of an IPv4 network, the /32 of an IPv6 one. */
export const blockOf = (network: string): string => {
  const parts = network.split(network.includes(':') ? ':' : '.')
  return `${parts[0] ?? ''} ${parts[1] ?? ''}`
}

/** The block in which an address stands: a /24 of IPv4, a /48 of IPv6. What is no address is its own block. */
export const networkOf = (text: string): string => {
  const address = parseSocketAddress(text)
  if (!address) return text
  if (address.version === 4) return `${(address.word3 >>> 24) & 255}.${(address.word3 >>> 16) & 255}.${(address.word3 >>> 8) & 255}.0/${BITS[4]}`
  return `${hextet(address.word0)}:${(address.word1 >>> 16).toString(16)}::/${BITS[6]}`
}
