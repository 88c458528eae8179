/**
 * Reads one entry of an address list while it is typed, and says what it covers. The server stays the judge: this only spares a round trip.
 */
export type EntryReading =
  | { readonly is: 'empty' }
  | { readonly is: 'fault'; readonly why: 'zone' | 'name' | 'quad' | 'shape' | 'prefix' | 'every' | 'wide' | 'bits'; readonly suggestion?: string }
  | { readonly is: 'entry'; readonly version: 4 | 6; readonly isBlock: boolean; /** How many addresses; a power of two. */ readonly bitsFree: number; readonly nature: 'public' | 'private' | 'loopback' }

const quad = (text: string): number[] | undefined => {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255) ? parts.map(Number) : undefined
}

const hextets = (text: string): number[] | undefined => {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const read = (half: string | undefined): number[] | undefined => {
    if (half === undefined || half === '') return []
    const numbers: number[] = []
    for (const [index, part] of half.split(':').entries()) {
      const dotted = part.includes('.') && index === half.split(':').length - 1 ? quad(part) : undefined
      if (dotted) numbers.push(((dotted[0] ?? 0) << 8) | (dotted[1] ?? 0), ((dotted[2] ?? 0) << 8) | (dotted[3] ?? 0))
      else if (/^[0-9a-f]{1,4}$/i.test(part)) numbers.push(Number.parseInt(part, 16))
      else return undefined
    }
    return numbers
  }
  const [left, right] = [read(halves[0]), read(halves[1])]
  if (!left || !right) return undefined
  const missing = 8 - left.length - right.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  return [...left, ...Array.from({ length: missing }, () => 0), ...right]
}

const natureOf = (bytes: readonly number[], version: 4 | 6): 'public' | 'private' | 'loopback' => {
  const [a = 0, b = 0] = bytes
  if (version === 6) {
    if (bytes.slice(0, 7).every((one) => one === 0) && bytes[7] === 1) return 'loopback'
    return (a & 0xfe00) === 0xfc00 || (a & 0xffc0) === 0xfe80 ? 'private' : 'public'
  }
  if (a === 127) return 'loopback'
  return a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 100 && b >= 64 && b < 128) || (a === 169 && b === 254) ? 'private' : 'public'
}

/** The bits after the prefix, cut to nothing. */
const cut = (parts: readonly number[], width: number, prefix: number): number[] =>
  parts.map((part, index) => {
    const kept = Math.min(width, Math.max(0, prefix - index * width))
    return kept === 0 ? 0 : part & ~((1 << (width - kept)) - 1)
  })

export const readEntry = (source: string): EntryReading => {
  const text = source.trim()
  if (text === '') return { is: 'empty' }
  if (text.includes('%')) return { is: 'fault', why: 'zone' }
  const [addressText = '', prefixText, ...more] = text.split('/')
  const version = addressText.includes(':') ? 6 : 4
  const parts = version === 4 ? quad(addressText) : hextets(addressText)
  if (!parts) return { is: 'fault', why: version === 4 && /[a-z]/i.test(addressText) ? 'name' : version === 4 && /^[\d.]+$/.test(addressText) ? 'quad' : 'shape' }
  const bits = version === 4 ? 32 : 128
  if (more.length > 0 || (prefixText !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefixText))) return { is: 'fault', why: 'prefix' }
  const prefix = prefixText === undefined ? bits : Number(prefixText)
  if (prefix > bits) return { is: 'fault', why: 'prefix' }
  if (prefix === 0) return { is: 'fault', why: 'every' }
  if (prefix < (version === 4 ? 8 : 16)) return { is: 'fault', why: 'wide' }
  const width = version === 4 ? 8 : 16
  const base = cut(parts, width, prefix)
  if (base.some((part, index) => part !== parts[index])) return { is: 'fault', why: 'bits', ...(version === 4 && { suggestion: `${base.join('.')}/${prefix}` }) }
  return { is: 'entry', version, isBlock: prefix < bits, bitsFree: bits - prefix, nature: natureOf(parts, version) }
}
