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
 * The address a request counts as coming from: the socket's; behind a trusted proxy the rightmost hop that is not one ('' when it is unreadable);
 * in demo mode, from loopback only, what `x-bitting-address` says. From anyone else these headers mean nothing.
 */
export const clientAddressReader = (rules: AddressRules): ((socket: Socket, headers: AddressHeaders) => string) => {
  const proxies = blockListOf(rules.trustedProxies)
  // A connection that was reset has no address any more, and BlockList throws on what is none.
  const isProxy = (address: string): boolean => {
    const version = isIP(address)
    return version !== 0 && proxies.check(address, version === 6 ? 'ipv6' : 'ipv4')
  }
  return (socket, { forwardedFor, demoAddress }) => {
    const peer = socketAddress(socket)
    const isFromProxy = rules.trustedProxies.length > 0 && isProxy(peer)
    // What a proxy passes on may have come from anywhere: a proxy on this machine does not make its callers local.
    if (demoAddress !== undefined && rules.believesDemoHeader && isLoopback(peer) && !(isFromProxy && forwardedFor !== undefined) && isIP(demoAddress) !== 0) return canonicalAddress(demoAddress)
    return isFromProxy && forwardedFor !== undefined ? rightmostStranger(forwardedFor, isProxy) ?? peer : peer
  }
}

/** Of an address; a name is none, not even `127.example.com`. */
export const isLoopback = (address: string): boolean => address === '::1' || (address.startsWith('127.') && isIP(address) === 4)

const socketAddress = (socket: Socket): string => {
  const known = SOCKET_ADDRESS.get(socket)
  if (known !== undefined) return known
  const address = canonicalAddress(socket.remoteAddress ?? '')
  SOCKET_ADDRESS.set(socket, address)
  return address
}

/** Hops are read from the right, and no further than the first stranger: what stands left of it is the stranger's word, however long. */
const rightmostStranger = (forwardedFor: string, isProxy: (address: string) => boolean): string | undefined => {
  for (let end = forwardedFor.length; end >= 0;) {
    const start = end === 0 ? 0 : forwardedFor.lastIndexOf(',', end - 1) + 1
    const hop = canonicalAddress(forwardedFor.slice(start, end).trim())
    // A caller whom the proxy does not name is not the proxy: it stands nowhere, and no list has it.
    if (isIP(hop) === 0) return ''
    if (!isProxy(hop)) return hop
    end = start - 1
  }
  return undefined
}

const blockListOf = (ranges: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits, ...rest] = range.split('/')
    const version = isIP(address)
    // /0 would believe everybody; `10.0.0.0/` reads as that.
    const hasRightBits = bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 6 ? 128 : 32))
    if (version === 0 || address.includes('%') || !hasRightBits || rest.length > 0) throw new Error(`--trusted-proxy ${range}: not an address or CIDR range, such as 10.0.0.1 or 10.0.0.0/8`)
    const type = version === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, type)
    else list.addSubnet(address, Number(bits), type)
  }
  return list
}
