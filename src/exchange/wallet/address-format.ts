import validator from 'multicoin-address-validator'
import type { AssetNetwork } from '../symbol.ts'
import { decodeBase58, decodeBase58Check, RIPPLE_ALPHABET } from './base58.ts'

/** No chain writes longer addresses; decoding takes the square of the length. */
const LONGEST_ADDRESS = 128
const LARGEST_XRP_TAG = 4_294_967_295

type Check = (address: string) => boolean

/**
 * Chains whose rule the library gets wrong. It takes a Solana address by its length alone (43 or 44 characters, whatever
 * they decode to; the chain also has shorter ones), and refuses XRP addresses shorter than 28 characters, which exist.
 */
const OWN_CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['solana', (address) => decodeBase58(address)?.length === 32],
  ['ripple', (address) => {
    const decoded = decodeBase58Check(address, RIPPLE_ALPHABET)
    return decoded !== null && decoded.version === 0 && decoded.payload.length === 20
  }],
])

const libraryCheck = (addressFormat: string): Check => (address) => {
  try {
    return validator.validate(address, addressFormat)
  } catch {
    // Some of its decoders throw on texts that are far from any address.
    return false
  }
}

/** Whether an address is one of the network's chain: format and checksum. */
export const isAddress = (network: Pick<AssetNetwork, 'addressFormat' | 'addressRegex'>, address: string): boolean =>
  address.length <= LONGEST_ADDRESS
  && new RegExp(network.addressRegex).test(address)
  && (OWN_CHECKS.get(network.addressFormat) ?? libraryCheck(network.addressFormat))(address)

/** Whether a memo is one the network takes. Networks without memos take none. */
export const isAddressTag = (network: Pick<AssetNetwork, 'network' | 'memoRegex'>, tag: string): boolean =>
  network.memoRegex !== '' && new RegExp(network.memoRegex).test(tag) && (network.network !== 'XRP' || Number(tag) <= LARGEST_XRP_TAG)
