import type { AllowList } from './api-key.ts'
import { formatIpAddress, type IpAddress, parseIpAddress } from './ip-address.ts'

/**
 * From where a key may be used: entries are IPv4 or IPv6 addresses or CIDR blocks.
 * `trusted` without entries admits nobody; `unrestricted` is a choice of its own.
 */
export const MAX_ENTRIES = 20

/** A wider block than these is not a list of known places; every address at once is what `unrestricted` says openly. */
const WIDEST_PREFIX = { 4: 8, 6: 16 } as const

export interface AllowListEntry {
  /** Canonical text: `203.0.113.45`, `198.51.100.0/28`, `2001:db8::/32`. */
  readonly text: string
  readonly address: IpAddress
  /** Leading bits that must agree: 32 or 128 for a single address. */
  readonly prefixLength: number
  /** Something the owner should know of an entry that is accepted. */
  readonly remark: string | null
}

export type ParsedEntry = { readonly ok: true; readonly entry: AllowListEntry } | { readonly ok: false; readonly text: string }
export type ParsedAllowList =
  | { readonly ok: true; readonly allowList: AllowList; readonly remarks: readonly string[] }
  | { readonly ok: false; readonly texts: readonly string[] }

const refused = (text: string): ParsedEntry => ({ ok: false, text })

/** The mask of one 32-bit word out of a prefix that begins at its highest bit. */
const maskOf = (bits: number): number => (bits <= 0 ? 0 : bits >= 32 ? -1 : -1 << (32 - bits))

const masked = (address: IpAddress, prefixLength: number): IpAddress => {
  if (address.version === 4) return { ...address, word3: address.word3 & maskOf(prefixLength) }
  return {
    version: 6,
    word0: address.word0 & maskOf(prefixLength), word1: address.word1 & maskOf(prefixLength - 32),
    word2: address.word2 & maskOf(prefixLength - 64), word3: address.word3 & maskOf(prefixLength - 96),
  }
}

const isIn = (address: IpAddress, block: string): boolean => {
  const [text = '', prefix = ''] = block.split('/')
  const base = parseIpAddress(text)
  if (!base || base.version !== address.version) return false
  const cut = masked(address, Number(prefix))
  return cut.word0 === base.word0 && cut.word1 === base.word1 && cut.word2 === base.word2 && cut.word3 === base.word3
}

/** Special blocks (RFC 6890): where calls cannot come from, and where they come from only inside one network. */
export const NO_SOURCE = ['0.0.0.0/8', '224.0.0.0/4', '240.0.0.0/4', '::/128', 'ff00::/8'] as const
export const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', 'fc00::/7', 'fe80::/10'] as const
export const LOOPBACK = ['127.0.0.0/8', '::1/128'] as const

/** Where calls come from only inside one network, or one machine. */
export const isPrivateAddress = (address: IpAddress): boolean => [...PRIVATE, ...LOOPBACK].some((block) => isIn(address, block))

const remarkOn = (address: IpAddress, text: string): string | null => {
  if (LOOPBACK.some((block) => isIn(address, block))) return `${text} is this machine itself: only programs on the server's own machine come from there.`
  if (PRIVATE.some((block) => isIn(address, block))) return `${text} is a private address: calls come from there only inside the same network, never over the internet.`
  return null
}

/** Reads one entry. What cannot be accepted is told in words that say how to mend it. */
export const parseEntry = (source: string): ParsedEntry => {
  const text = source.trim()
  if (text === '') return refused('An entry is empty: write an address such as 203.0.113.45 or a block such as 198.51.100.0/28.')
  if (text.includes('%')) return refused(`${text} carries a zone (%…): zones mean something on one machine only; leave it out.`)
  const slash = text.indexOf('/')
  const addressText = slash < 0 ? text : text.slice(0, slash)
  const address = parseIpAddress(addressText)
  if (!address) return refused(`${text} is not an IPv4 or IPv6 address. ${whyNoAddress(addressText)}`)
  const isMappedText = address.version === 4 && addressText.includes(':')
  const bits = address.version === 4 ? 32 : 128
  let prefixLength = bits
  if (slash >= 0) {
    const prefixText = text.slice(slash + 1)
    const written = /^(0|[1-9]\d{0,2})$/.test(prefixText) ? Number(prefixText) : Number.NaN
    prefixLength = isMappedText ? written - 96 : written
    if (!(prefixLength >= 0 && prefixLength <= bits)) return refused(`${text}: after the slash stands a number of bits from ${isMappedText ? 96 : 0} to ${isMappedText ? 128 : bits}.`)
    if (prefixLength === 0) return refused(`${text} is every address: choose "unrestricted" if that is meant.`)
    if (prefixLength < WIDEST_PREFIX[address.version]) return refused(`${text} is too wide: a block has at least ${WIDEST_PREFIX[address.version]} fixed bits (IPv${address.version}).`)
  }
  const base = masked(address, prefixLength)
  const canonical = prefixLength === bits ? formatIpAddress(base) : `${formatIpAddress(base)}/${prefixLength}`
  if (base.word0 !== address.word0 || base.word1 !== address.word1 || base.word2 !== address.word2 || base.word3 !== address.word3) {
    return refused(`${text} has bits set after the first ${prefixLength}: the block is ${canonical}; for the one address write ${formatIpAddress(address)}.`)
  }
  if (NO_SOURCE.some((block) => isIn(base, block))) return refused(`${text}: no call can come from that address.`)
  return { ok: true, entry: { text: canonical, address: base, prefixLength, remark: remarkOn(base, canonical) } }
}

const whyNoAddress = (text: string): string => {
  if (/^[\d.]+$/.test(text)) {
    if (text.split('.').some((octet) => /^0\d/.test(octet))) return 'Its numbers have leading zeros, which some programs read as octal: leave them out.'
    if (text.split('.').some((octet) => Number(octet) > 255)) return 'None of the four numbers may be greater than 255.'
    return 'An IPv4 address has four numbers, as in 203.0.113.45.'
  }
  if (/[g-z]/i.test(text)) return 'Names are not looked up: write the address itself.'
  if (text.includes(':')) return 'An IPv6 address has eight groups of hexadecimal digits, or fewer with one "::".'
  return 'Write an address such as 203.0.113.45 or a block such as 198.51.100.0/28.'
}

/** Reads a whole list: every fault is told, entries become canonical, repeated ones stand once, in the order given. */
export const parseAllowList = (wish: AllowList, maxEntries = MAX_ENTRIES): ParsedAllowList => {
  if (wish.mode === 'unrestricted') return { ok: true, allowList: { mode: 'unrestricted' }, remarks: [] }
  const texts: string[] = []
  const entries = new Map<string, AllowListEntry>()
  for (const source of wish.entries) {
    const parsed = parseEntry(source)
    if (parsed.ok) entries.set(parsed.entry.text, parsed.entry)
    else texts.push(parsed.text)
  }
  if (entries.size > maxEntries) texts.push(`The list has ${entries.size} entries; at most ${maxEntries} are allowed. A block such as 198.51.100.0/28 can stand for several addresses.`)
  if (texts.length > 0) return { ok: false, texts }
  const remarks = [...entries.values()].flatMap((entry) => entry.remark ?? [])
  return { ok: true, allowList: { mode: 'trusted', entries: [...entries.keys()] }, remarks }
}

/** Whether every address that one list admits is admitted by another. A block that others cover only together counts as not covered. */
export const isListWithin = (inner: AllowList, outer: AllowList): boolean => {
  if (outer.mode === 'unrestricted') return true
  if (inner.mode === 'unrestricted') return false
  const blocks = outer.entries.map(entryOf)
  return inner.entries.map(entryOf).every((entry) => blocks.some((block) => block.prefixLength <= entry.prefixLength && block.address.version === entry.address.version && isSameAddress(masked(entry.address, block.prefixLength), block.address)))
}

const entryOf = (text: string): AllowListEntry => {
  const parsed = parseEntry(text)
  if (!parsed.ok) throw new Error(`not an entry of an allow list: ${parsed.text}`)
  return parsed.entry
}

const isSameAddress = (one: IpAddress, other: IpAddress): boolean => one.word0 === other.word0 && one.word1 === other.word1 && one.word2 === other.word2 && one.word3 === other.word3

/** A list made ready for asking: words and masks, no text. */
export class AllowListMatcher {
  readonly #isUnrestricted: boolean
  /** Pairs of base and mask. */
  readonly #ipv4: Int32Array
  /** Four words of base, four of mask. */
  readonly #ipv6: Int32Array

  /** @throws when an entry is not one that `parseAllowList` made: then the store is damaged, and nothing may be guessed. */
  constructor(allowList: AllowList) {
    this.#isUnrestricted = allowList.mode === 'unrestricted'
    const ipv4: number[] = []
    const ipv6: number[] = []
    for (const text of allowList.mode === 'trusted' ? allowList.entries : []) {
      const parsed = parseEntry(text)
      if (!parsed.ok) throw new Error(`not an entry of an allow list: ${parsed.text}`)
      const { address, prefixLength } = parsed.entry
      if (address.version === 4) ipv4.push(address.word3, maskOf(prefixLength))
      else ipv6.push(address.word0, address.word1, address.word2, address.word3, maskOf(prefixLength), maskOf(prefixLength - 32), maskOf(prefixLength - 64), maskOf(prefixLength - 96))
    }
    this.#ipv4 = Int32Array.from(ipv4)
    this.#ipv6 = Int32Array.from(ipv6)
  }

  /** Whether a call from this address is let in. An address that could not be read is let in nowhere but where anyone is. */
  admits(address: IpAddress | undefined): boolean {
    if (this.#isUnrestricted) return true
    if (!address) return false
    return address.version === 4 ? this.#admitsIpv4(address.word3) : this.#admitsIpv6(address)
  }

  #admitsIpv4(word: number): boolean {
    const list = this.#ipv4
    for (let i = 0; i < list.length; i += 2) if ((word & (list[i + 1] ?? 0)) === list[i]) return true
    return false
  }

  #admitsIpv6(address: IpAddress): boolean {
    const list = this.#ipv6
    for (let i = 0; i < list.length; i += 8) {
      if ((address.word0 & (list[i + 4] ?? 0)) === list[i] && (address.word1 & (list[i + 5] ?? 0)) === list[i + 1] &&
        (address.word2 & (list[i + 6] ?? 0)) === list[i + 2] && (address.word3 & (list[i + 7] ?? 0)) === list[i + 3]) return true
    }
    return false
  }
}
