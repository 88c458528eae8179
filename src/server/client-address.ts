import { BlockList, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { canonicalAddress } from '../authority/ip-address.ts'

/** Whose word counts for where a caller stands. */
export interface AddressRules {
  /** Proxies whose `X-Forwarded-For` is believed: addresses or CIDR ranges. */
  readonly trustedProxies: readonly string[]
  /** Demo mode: a loopback caller may say where it wants to come from. */
  readonly believesDemoHeader: boolean
}

/** The headers that can speak about the caller's address. */
export interface AddressHeaders {
  readonly forwardedFor: string | undefined
  readonly demoAddress: string | undefined
}

const SOCKET_ADDRESS = new WeakMap<Socket, string>()

/**
 * The address a request counts as coming from: the socket's; behind a trusted proxy the rightmost hop that is not one;
 * in demo mode, from loopback only, what `x-bitting-address` says. From anyone else these headers mean nothing.
 */
export const clientAddressReader = (rules: AddressRules): ((socket: Socket, headers: AddressHeaders) => string) => {
  const proxies = blockListOf(rules.trustedProxies)
  const isProxy = (address: string): boolean => proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (socket, { forwardedFor, demoAddress }) => {
    const peer = socketAddress(socket)
    if (demoAddress !== undefined && rules.believesDemoHeader && isLoopback(peer) && isIP(demoAddress) !== 0) return canonicalAddress(demoAddress)
    if (forwardedFor === undefined || rules.trustedProxies.length === 0 || !isProxy(peer)) return peer
    return rightmostStranger(forwardedFor, isProxy) ?? peer
  }
}

export const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

const socketAddress = (socket: Socket): string => {
  const known = SOCKET_ADDRESS.get(socket)
  if (known !== undefined) return known
  const address = canonicalAddress(socket.remoteAddress ?? '')
  SOCKET_ADDRESS.set(socket, address)
  return address
}

const rightmostStranger = (forwardedFor: string, isProxy: (address: string) => boolean): string | undefined => {
  for (const hop of forwardedFor.split(',').map((text) => canonicalAddress(text.trim())).reverse()) {
    if (isIP(hop) === 0) return undefined
    if (!isProxy(hop)) return hop
  }
  return undefined
}

const blockListOf = (ranges: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits] = range.split('/')
    const version = isIP(address)
    if (version === 0) throw new Error(`--trusted-proxy ${range}: not an address or CIDR range, such as 10.0.0.1 or 10.0.0.0/8`)
    const type = version === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, type)
    else list.addSubnet(address, Number(bits), type)
  }
  return list
}
