/**
 * IPv4 and IPv6 addresses as 32-bit words, their canonical text, and how a socket writes them.
 * IPv6 text follows RFC 4291 §2.2 when read and RFC 5952 when written; an IPv4-mapped address is the IPv4 address it carries.
 */
export interface IpAddress {
  readonly version: 4 | 6
  /** Signed 32-bit words, the highest first. An IPv4 address stands in `word3` and leaves the others 0. */
  readonly word0: number
  readonly word1: number
  readonly word2: number
  readonly word3: number
}

const ipv4 = (word: number): IpAddress => ({ version: 4, word0: 0, word1: 0, word2: 0, word3: word | 0 })

/** A dotted quad without leading zeros, as a signed 32-bit word. */
const parseIpv4Word = (text: string): number | undefined => {
  let word = 0
  let octets = 0
  let octet = -1
  for (let i = 0; i <= text.length; i += 1) {
    const code = i === text.length ? 46 : text.charCodeAt(i)
    if (code === 46) {
      if (octet < 0) return undefined
      word = (word << 8) | octet
      octets += 1
      octet = -1
    } else if (code >= 48 && code <= 57) {
      // 010 is octal to some readers and decimal to others: an address that is read in two ways is no address.
      if (octet === 0) return undefined
      octet = (octet < 0 ? 0 : octet * 10) + code - 48
      if (octet > 255) return undefined
    } else return undefined
  }
  return octets === 4 ? word : undefined
}

const parseHextets = (text: string): number[] | undefined => {
  if (text === '') return []
  const hextets: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1 && part.includes('.')) {
      const word = parseIpv4Word(part)
      if (word === undefined) return undefined
      hextets.push(word >>> 16, word & 0xffff)
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) hextets.push(Number.parseInt(part, 16))
    else return undefined
  }
  return hextets
}

const parseIpv6 = (text: string): IpAddress | undefined => {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const left = parseHextets(halves[0] ?? '')
  const right = halves.length === 2 ? parseHextets(halves[1] ?? '') : []
  // Only the very end of an address may be dotted.
  if (!left || !right || (halves.length === 2 && halves[0]?.includes('.'))) return undefined
  const missing = 8 - left.length - right.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const hextets = [...left, ...new Array<number>(missing).fill(0), ...right]
  const word = (index: number): number => ((hextets[index * 2] ?? 0) << 16) | (hextets[index * 2 + 1] ?? 0)
  const address: IpAddress = { version: 6, word0: word(0), word1: word(1), word2: word(2), word3: word(3) }
  return isMapped(address) ? ipv4(address.word3) : address
}

const isMapped = (address: IpAddress): boolean => address.word0 === 0 && address.word1 === 0 && address.word2 === 0xffff

/** Reads an address; undefined when the text is none. `::ffff:1.2.3.4` is 1.2.3.4. */
export const parseIpAddress = (text: string): IpAddress | undefined => {
  if (text.includes(':')) return parseIpv6(text)
  const word = parseIpv4Word(text)
  return word === undefined ? undefined : ipv4(word)
}

/** Reads the address of a socket's other end, which may carry a zone (`fe80::1%eth0`): the zone is ours, not the caller's. */
export const parseSocketAddress = (text: string): IpAddress | undefined => {
  const zone = text.indexOf('%')
  return parseIpAddress(zone < 0 ? text : text.slice(0, zone))
}

const formatIpv4 = (word: number): string => `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`

/** The longest run of at least two zeros, the first of equals: what RFC 5952 §4.2 writes as `::`. */
const longestZeroRun = (hextets: readonly number[]): { start: number; length: number } => {
  let best = { start: -1, length: 1 }
  for (let start = 0; start < hextets.length; start += 1) {
    let length = 0
    while (hextets[start + length] === 0) length += 1
    if (length > best.length) best = { start, length }
    start += length
  }
  return best
}

/** The canonical text: dotted quad, or RFC 5952. */
export const formatIpAddress = (address: IpAddress): string => {
  if (address.version === 4) return formatIpv4(address.word3)
  const hextets = [address.word0, address.word1, address.word2, address.word3].flatMap((word) => [word >>> 16, word & 0xffff])
  const run = longestZeroRun(hextets)
  const written = (from: number, to: number): string => hextets.slice(from, to).map((hextet) => hextet.toString(16)).join(':')
  return run.start < 0 ? written(0, 8) : `${written(0, run.start)}::${written(run.start + run.length, 8)}`
}

/** The canonical text of what a socket says of its other end; the text itself when it is no address. */
export const canonicalAddress = (text: string): string => {
  const address = parseSocketAddress(text)
  return address ? formatIpAddress(address) : text
}
