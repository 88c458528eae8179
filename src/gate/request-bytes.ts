import { decodedScan, MARKS_PER_PARAMETER, ParameterScan } from './parameter-scan.ts'

/**
 * The bytes of one call at a time, in a buffer of the gate's own: scanned once, and hashed where they lie.
 * Room for a key block is left in front, because HMAC hashes that block and the payload in one piece.
 */
export const BLOCK_BYTES = 64
/** Query and body together; more is refused as too large. */
export const MAX_REQUEST_BYTES = 128 * 1024
/** The signature is kept behind everything else when bytes have to move. */
const SPARE_BYTES = 4 * 1024
const MAX_MARKED = 1_024
/** Lengths up to this have a view made once; longer payloads are rare. */
const MAX_CACHED_VIEW = 4_096

/* What a byte is to the scan. */
const PLAIN = 0
const JOINT = 1
const EQUALS = 2
const ESCAPE = 3
const BYTE_KINDS = new Uint8Array(256).fill(ESCAPE, 128)
BYTE_KINDS[38] = JOINT
BYTE_KINDS[61] = EQUALS
BYTE_KINDS[37] = ESCAPE
BYTE_KINDS[43] = ESCAPE

/** Length, first and last byte of a name in one number: names that differ in it are not alike. */
const nameKey = (name: string): number => (name.length << 16) | (name.charCodeAt(0) << 8) | name.charCodeAt(name.length - 1)
const TIMESTAMP_KEY = nameKey('timestamp')
const SIGNATURE_KEY = nameKey('signature')
const RECV_WINDOW_KEY = nameKey('recvWindow')

export type ScanFault = 'malformed' | { readonly duplicate: string }

export class RequestBytes {
  /** Block, query, body. */
  readonly bytes = Buffer.alloc(BLOCK_BYTES + MAX_REQUEST_BYTES + SPARE_BYTES)
  readonly #views: (Buffer | undefined)[] = []
  readonly #marks = new Int32Array(MAX_MARKED * MARKS_PER_PARAMETER)
  /** `nameKey` of each name. */
  readonly #nameKeys = new Int32Array(MAX_MARKED)
  #count = 0
  #hasEscapes = false
  #isTooMany = false
  #queryEnd = BLOCK_BYTES
  #end = BLOCK_BYTES

  /* Where the values of the names that the gate reads itself begin and end; -1 = not sent. The query's count before the body's. */
  timestampStart = -1
  timestampEnd = -1
  recvWindowStart = -1
  recvWindowEnd = -1
  signatureStart = -1
  signatureEnd = -1
  /** Segments `signature=…` of query and body, to be left out of what was signed. */
  #querySegment = -1
  #querySegmentEnd = -1
  #bodySegment = -1
  #bodySegmentEnd = -1

  /** Reads query and body, which are latin1 and together at most MAX_REQUEST_BYTES long. */
  scan(query: string, body: string, repeatable: ReadonlySet<string> | undefined): ParameterScan | ScanFault {
    this.#count = 0
    this.#hasEscapes = false
    this.#isTooMany = false
    this.timestampStart = this.recvWindowStart = this.signatureStart = -1
    this.#querySegment = this.#bodySegment = -1
    this.#queryEnd = BLOCK_BYTES + (query === '' ? 0 : this.bytes.write(query, BLOCK_BYTES, 'latin1'))
    this.#end = this.#queryEnd + (body === '' ? 0 : this.bytes.write(body, this.#queryEnd, 'latin1'))
    // A JSON document is not a form: read as one it would be a name without sense.
    if (this.#end > this.#queryEnd && isJsonStart(this.bytes[this.#queryEnd] ?? 0)) return 'malformed'
    this.#scanPart(BLOCK_BYTES, this.#queryEnd)
    const inQuery = this.#count
    if (this.#end > this.#queryEnd) this.#scanPart(this.#queryEnd, this.#end)
    this.#findOwn(0)
    if (this.#isTooMany) return 'malformed'
    if (this.#hasEscapes) return this.#decoded(query, body, inQuery, repeatable)
    const duplicate = this.#duplicate(0, inQuery, repeatable) ?? this.#duplicate(inQuery, this.#count, repeatable)
    return duplicate === undefined ? new ParameterScan(query, body, this.#marksCopy(), null, null) : { duplicate }
  }

  /**
   * Marks names and values of one part. One loop without calls: it runs over every byte of every request, and calls out of it
   * were measured to cost more than the loop itself.
   */
  #scanPart(from: number, to: number): void {
    const bytes = this.bytes
    const marks = this.#marks
    const nameKeys = this.#nameKeys
    let count = this.#count
    let nameStart = from
    let nameEnd = -1
    let hasEscapes = false
    for (let at = from; at <= to; at += 1) {
      const kind = at < to ? BYTE_KINDS[bytes[at] ?? 0] : JOINT
      if (kind === PLAIN) continue
      if (kind === JOINT) {
        if (at > nameStart && count < MAX_MARKED) {
          if (nameEnd < 0) nameEnd = at
          const mark = count * MARKS_PER_PARAMETER
          marks[mark] = nameStart - BLOCK_BYTES
          marks[mark + 1] = nameEnd - BLOCK_BYTES
          marks[mark + 2] = (nameEnd < at ? nameEnd + 1 : at) - BLOCK_BYTES
          marks[mark + 3] = at - BLOCK_BYTES
          nameKeys[count] = nameEnd === nameStart ? 0 : ((nameEnd - nameStart) << 16) | ((bytes[nameStart] ?? 0) << 8) | (bytes[nameEnd - 1] ?? 0)
          count += 1
        } else if (at > nameStart) this.#isTooMany = true
        nameStart = at + 1
        nameEnd = -1
      } else if (kind === EQUALS) {
        if (nameEnd < 0) nameEnd = at
      } else hasEscapes = true
    }
    if (hasEscapes) this.#hasEscapes = true
    this.#count = count
  }

  /** Finds the names that the gate reads itself among those marked since `from`. */
  #findOwn(from: number): void {
    for (let index = from; index < this.#count; index += 1) {
      const key = this.#nameKeys[index]
      if (key !== TIMESTAMP_KEY && key !== SIGNATURE_KEY && key !== RECV_WINDOW_KEY) continue
      const mark = index * MARKS_PER_PARAMETER
      const start = BLOCK_BYTES + (this.#marks[mark] ?? 0)
      const valueStart = BLOCK_BYTES + (this.#marks[mark + 2] ?? 0)
      const end = BLOCK_BYTES + (this.#marks[mark + 3] ?? 0)
      if (key === SIGNATURE_KEY && this.#isNamed(index, 'signature')) this.#markSignature(start, valueStart, end)
      else if (key === TIMESTAMP_KEY && this.timestampStart < 0 && this.#isNamed(index, 'timestamp')) {
        this.timestampStart = valueStart
        this.timestampEnd = end
      } else if (key === RECV_WINDOW_KEY && this.recvWindowStart < 0 && this.#isNamed(index, 'recvWindow')) {
        this.recvWindowStart = valueStart
        this.recvWindowEnd = end
      }
    }
  }

  #markSignature(segment: number, valueStart: number, end: number): void {
    if (segment < this.#queryEnd) {
      this.#querySegment = segment
      this.#querySegmentEnd = end
    } else {
      this.#bodySegment = segment
      this.#bodySegmentEnd = end
    }
    if (this.signatureStart >= 0) return
    this.signatureStart = valueStart
    this.signatureEnd = end
  }

  #isNamed(index: number, name: string): boolean {
    const start = this.#marks[index * MARKS_PER_PARAMETER] ?? 0
    if ((this.#marks[index * MARKS_PER_PARAMETER + 1] ?? 0) - start !== name.length) return false
    for (let i = 0; i < name.length; i += 1) if (this.bytes[BLOCK_BYTES + start + i] !== name.charCodeAt(i)) return false
    return true
  }

  #marksCopy(): number[] {
    const length = this.#count * MARKS_PER_PARAMETER
    const copy = new Array<number>(length)
    for (let i = 0; i < length; i += 1) copy[i] = this.#marks[i] ?? 0
    return copy
  }

  /** The first name that stands twice among parameters [from, to) and may not. */
  #duplicate(from: number, to: number, repeatable: ReadonlySet<string> | undefined): string | undefined {
    if (to - from > 32) return this.#duplicateOfMany(from, to, repeatable)
    const keys = this.#nameKeys
    for (let later = from + 1; later < to; later += 1) {
      const key = keys[later]
      for (let earlier = from; earlier < later; earlier += 1) {
        if (keys[earlier] !== key || !this.#haveSameName(earlier, later)) continue
        const name = this.#nameText(later)
        if (!repeatable?.has(name)) return name
      }
    }
    return undefined
  }

  #duplicateOfMany(from: number, to: number, repeatable: ReadonlySet<string> | undefined): string | undefined {
    const names: string[] = []
    for (let index = from; index < to; index += 1) names.push(this.#nameText(index))
    return firstDuplicate(names, repeatable)
  }

  #haveSameName(one: number, other: number): boolean {
    const from = this.#marks[one * MARKS_PER_PARAMETER] ?? 0
    const length = (this.#marks[one * MARKS_PER_PARAMETER + 1] ?? 0) - from
    const otherFrom = this.#marks[other * MARKS_PER_PARAMETER] ?? 0
    if ((this.#marks[other * MARKS_PER_PARAMETER + 1] ?? 0) - otherFrom !== length) return false
    for (let i = 0; i < length; i += 1) if (this.bytes[BLOCK_BYTES + from + i] !== this.bytes[BLOCK_BYTES + otherFrom + i]) return false
    return true
  }

  #nameText(index: number): string {
    const at = index * MARKS_PER_PARAMETER
    return this.bytes.toString('latin1', BLOCK_BYTES + (this.#marks[at] ?? 0), BLOCK_BYTES + (this.#marks[at + 1] ?? 0))
  }

  #decoded(query: string, body: string, inQuery: number, repeatable: ReadonlySet<string> | undefined): ParameterScan | ScanFault {
    const scan = decodedScan(query, body, this.#marksCopy())
    if (!scan) return 'malformed'
    const names = Array.from({ length: scan.count }, (_, index) => scan.nameAt(index))
    const duplicate = firstDuplicate(names.slice(0, inQuery), repeatable) ?? firstDuplicate(names.slice(inQuery), repeatable)
    if (duplicate !== undefined) return { duplicate }
    // `%73ignature` is a signature to whoever decodes names, and was none to the scan over bytes: nothing may be two things at once.
    const read = names.filter((name) => name === 'signature' || name === 'timestamp' || name === 'recvWindow').length
    return read === this.#countRead() ? scan : 'malformed'
  }

  /** How many of the parameters are, byte for byte, one of the names that the gate reads itself. */
  #countRead(): number {
    let count = 0
    for (let index = 0; index < this.#count; index += 1) {
      if (this.#isNamed(index, 'signature') || this.#isNamed(index, 'timestamp') || this.#isNamed(index, 'recvWindow')) count += 1
    }
    return count
  }

  /**
   * Brings together what was signed: the query immediately followed by the body, each without its signature.
   * Moves bytes, so positions but the signature's mean nothing afterwards.
   * @returns the payload's length; it begins at BLOCK_BYTES.
   */
  gatherPayload(): number {
    if (this.#bodySegment < 0 && this.#querySegment < 0) return this.#end - BLOCK_BYTES
    // By far the most calls: the signature is the last thing sent, and nothing has to move.
    if (this.#bodySegment < 0 && this.#querySegmentEnd === this.#end) return Math.max(0, this.#querySegment - 1 - BLOCK_BYTES)
    this.keepSignature()
    // The body's first: taking it out does not move the query's.
    if (this.#bodySegment >= 0) this.#cut(this.#bodySegment, this.#bodySegmentEnd, this.#queryEnd, this.#end)
    if (this.#querySegment >= 0) this.#cut(this.#querySegment, this.#querySegmentEnd, BLOCK_BYTES, this.#queryEnd)
    this.#querySegment = this.#bodySegment = -1
    return this.#end - BLOCK_BYTES
  }

  /** Copies the signature to where nothing else is written. */
  keepSignature(): void {
    if (this.signatureStart < 0) return
    const length = Math.min(this.signatureEnd - this.signatureStart, SPARE_BYTES)
    const kept = this.bytes.length - SPARE_BYTES
    this.bytes.copyWithin(kept, this.signatureStart, this.signatureStart + length)
    this.signatureStart = kept
    this.signatureEnd = kept + length
  }

  /** Takes a segment out of its part, with the one `&` that joined it to the rest. */
  #cut(segment: number, segmentEnd: number, partStart: number, partEnd: number): void {
    const from = segment > partStart ? segment - 1 : segment
    const to = segment === partStart && segmentEnd < partEnd ? segmentEnd + 1 : segmentEnd
    this.bytes.copyWithin(from, to, this.#end)
    this.#end -= to - from
  }

  /** Puts another payload in the place of the one that came, as UTF-8. @returns its length. */
  replacePayload(payload: string): number {
    return this.bytes.write(payload, BLOCK_BYTES, this.bytes.length - BLOCK_BYTES - SPARE_BYTES, 'utf8')
  }

  /** Block and payload in one piece. */
  blockAndPayload(length: number): Buffer {
    if (length > MAX_CACHED_VIEW) return this.bytes.subarray(0, BLOCK_BYTES + length)
    return (this.#views[length] ??= this.bytes.subarray(0, BLOCK_BYTES + length))
  }

  /** The payload alone. */
  payload(length: number): Buffer {
    return this.bytes.subarray(BLOCK_BYTES, BLOCK_BYTES + length)
  }
}

const isJsonStart = (byte: number): boolean => byte === 0x7b || byte === 0x5b

const firstDuplicate = (names: readonly string[], repeatable: ReadonlySet<string> | undefined): string | undefined => {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name) && !repeatable?.has(name)) return name
    seen.add(name)
  }
  return undefined
}
