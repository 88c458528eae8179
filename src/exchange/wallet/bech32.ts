/** Bech32 of BIP-173: how Bitcoin's segwit and Cardano's addresses are written. */
const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const
const CHECKSUM_LENGTH = 6

const polymod = (values: readonly number[]): number => {
  let checksum = 1
  for (const value of values) {
    const top = checksum >>> 25
    checksum = ((checksum & 0x1ffffff) << 5) ^ value
    for (const [bit, generator] of GENERATOR.entries()) if ((top >>> bit) & 1) checksum ^= generator
  }
  return checksum
}

const expanded = (prefix: string): number[] => {
  const codes = [...prefix].map((character) => character.charCodeAt(0))
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]
}

/** Regroups bits; `pads` fills the last group with zeros, without it what is left over is dropped. */
export const regroup = (values: Iterable<number>, fromBits: number, toBits: number, pads: boolean): number[] => {
  const groups: number[] = []
  let held = 0
  let bits = 0
  for (const value of values) {
    held = ((held << fromBits) | value) & 0xffff
    bits += fromBits
    while (bits >= toBits) {
      bits -= toBits
      groups.push((held >> bits) & ((1 << toBits) - 1))
    }
  }
  if (pads && bits > 0) groups.push((held << (toBits - bits)) & ((1 << toBits) - 1))
  return groups
}

/** @param words groups of five bits. */
export const encodeBech32 = (prefix: string, words: readonly number[]): string => {
  const rest = polymod([...expanded(prefix), ...words, 0, 0, 0, 0, 0, 0]) ^ 1
  const checksum = Array.from({ length: CHECKSUM_LENGTH }, (_, at) => (rest >>> (5 * (CHECKSUM_LENGTH - 1 - at))) & 31)
  return `${prefix}1${[...words, ...checksum].map((word) => ALPHABET[word]).join('')}`
}

/** @returns prefix and groups of five bits, or null where the text is no Bech32 or its checksum fails. */
export const decodeBech32 = (text: string): { readonly prefix: string; readonly words: readonly number[] } | null => {
  if (text !== text.toLowerCase() && text !== text.toUpperCase()) return null
  const lower = text.toLowerCase()
  const separator = lower.lastIndexOf('1')
  if (separator < 1 || lower.length - separator <= CHECKSUM_LENGTH) return null
  const prefix = lower.slice(0, separator)
  const words = [...lower.slice(separator + 1)].map((character) => ALPHABET.indexOf(character))
  if (words.includes(-1) || polymod([...expanded(prefix), ...words]) !== 1) return null
  return { prefix, words: words.slice(0, -CHECKSUM_LENGTH) }
}
