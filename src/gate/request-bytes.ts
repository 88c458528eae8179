import { decodedScan, MARKS_PER_PARAMETER, nameBit, ParameterScan } from './parameter-scan.ts'

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
/** Behind the spare bytes a digest is laid to be compared. */
const HEX_DIGITS = 64
const COMPARED_AT = BLOCK_BYTES + MAX_REQUEST_BYTES + SPARE_BYTES
/** Lengths up to this have a view made once; longer payloads are rare. */
const MAX_CACHED_VIEW = 4_096

const TOO_MANY = -1
const HIGH_BITS = 0x80808080 | 0

/**
 * Marks names and values of one part, after those of the part before. The platform looks for a character many times faster than a loop over
 * bytes can; and nothing is looked for twice, so that no text makes this slow.
 * @param at where the part begins among query and body.
 * @returns how many parameters are marked now, or TOO_MANY.
 */
const markPart = (text: string, at: number, marks: Int32Array, marked: number): number => {
  const length = text.length
  let count = marked
  let start = 0
  let equals = -1
  while (start < length) {
    let end = text.indexOf('&', start)
    if (end < 0) end = length
    if (end > start) {
      if (count >= MAX_MARKED) return TOO_MANY
      if (equals < start) {
        equals = text.indexOf('=', start)
        if (equals < 0) equals = length
      }
      const mark = count * MARKS_PER_PARAMETER
      marks[mark] = at + start
      marks[mark + 1] = at + (equals < end ? equals : end)
      marks[mark + 2] = at + (equals < end ? equals + 1 : end)
      marks[mark + 3] = at + end
      count += 1
    }
    start = end + 1
  }
  return count
}

/** Whether something has to be decoded, bytes above 127 left aside. */
const hasEscapes = (text: string): boolean => text.includes('%') || text.includes('+')

/** Length, first and last byte of a name in one number: names that differ in it are not alike. */
const nameKey = (name: string): number => (name.length << 16) | (name.charCodeAt(0) << 8) | name.charCodeAt(name.length - 1)
const TIMESTAMP_KEY = nameKey('timestamp')
const SIGNATURE_KEY = nameKey('signature')
const RECV_WINDOW_KEY = nameKey('recvWindow')
const TIMESTAMP = Buffer.from('timestamp')
const SIGNATURE = Buffer.from('signature')
const RECV_WINDOW = Buffer.from('recvWindow')

export type ScanFault = 'malformed' | { readonly duplicate: string }

export class RequestBytes {
  /** Block, query, body. */
  readonly bytes = Buffer.alloc(COMPARED_AT + HEX_DIGITS + 4)
  /** The same bytes, four at a time. */
  readonly #words = new Int32Array(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length >> 2)
  readonly #views: (Buffer | undefined)[] = []
  readonly #marks = new Int32Array(MAX_MARKED * MARKS_PER_PARAMETER)
  /** `nameKey` of each name. */
  readonly #nameKeys = new Int32Array(MAX_MARKED)
  #count = 0
  #nameBits = 0
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
    this.timestampStart = this.recvWindowStart = this.signatureStart = -1
    this.#querySegment = this.#bodySegment = -1
    this.#queryEnd = BLOCK_BYTES + (query === '' ? 0 : this.bytes.write(query, BLOCK_BYTES, 'latin1'))
    this.#end = this.#queryEnd + (body === '' ? 0 : this.bytes.write(body, this.#queryEnd, 'latin1'))
    // A JSON document is not a form: read as one it would be a name without sense.
    if (this.#end > this.#queryEnd && isJsonStart(this.bytes[this.#queryEnd] ?? 0)) return 'malformed'
    const inQuery = markPart(query, 0, this.#marks, 0)
    const count = inQuery === TOO_MANY || body === '' ? inQuery : markPart(body, query.length, this.#marks, inQuery)
    if (count === TOO_MANY || (inQuery > 0 && count > inQuery && !(this.#isWhole(inQuery - 1) && this.#isWhole(inQuery)))) return 'malformed'
    this.#count = count
    this.#readNames()
    if (hasEscapes(query) || (body !== '' && hasEscapes(body)) || this.#hasHighBytes()) return this.#decoded(query, body, inQuery, repeatable)
    const duplicate = this.#duplicate(0, inQuery, repeatable) ?? this.#duplicate(inQuery, this.#count, repeatable)
    return duplicate === undefined ? new ParameterScan(query, body, this.#marksCopy(), null, null, repeatable === undefined && (inQuery === 0 || inQuery === count), this.#nameBits) : { duplicate }
  }

  /**
   * Whether the parameter has a name and an equals sign. Query and body are signed as one run of bytes, so a call that was sent whole
   * in one of them could be cut in two on its way — `amount=100` into `amount=1` and `00` — with the signature still right: what meets
   * where the query ends must be whole.
   */
  #isWhole(index: number): boolean {
    const at = index * MARKS_PER_PARAMETER
    const nameEnd = this.#marks[at + 1] ?? 0
    return nameEnd > (this.#marks[at] ?? 0) && nameEnd < (this.#marks[at + 3] ?? 0)
  }

  /** Notes a key of every name, and where the names stand that the gate reads itself. */
  #readNames(): void {
    const bytes = this.bytes
    const marks = this.#marks
    const nameKeys = this.#nameKeys
    let nameBits = 0
    for (let index = 0; index < this.#count; index += 1) {
      const mark = index * MARKS_PER_PARAMETER
      const start = BLOCK_BYTES + (marks[mark] ?? 0)
      const length = BLOCK_BYTES + (marks[mark + 1] ?? 0) - start
      const firstByte = bytes[start] ?? 0
      const key = nameKeys[index] = length === 0 ? 0 : (length << 16) | (firstByte << 8) | (bytes[start + length - 1] ?? 0)
      nameBits |= nameBit(length, firstByte)
      if (key !== TIMESTAMP_KEY && key !== SIGNATURE_KEY && key !== RECV_WINDOW_KEY) continue
      const valueStart = BLOCK_BYTES + (marks[mark + 2] ?? 0)
      const end = BLOCK_BYTES + (marks[mark + 3] ?? 0)
      if (key === SIGNATURE_KEY && this.#isNamed(index, SIGNATURE)) this.#markSignature(start, valueStart, end)
      else if (key === TIMESTAMP_KEY && this.timestampStart < 0 && this.#isNamed(index, TIMESTAMP)) {
        this.timestampStart = valueStart
        this.timestampEnd = end
      } else if (key === RECV_WINDOW_KEY && this.recvWindowStart < 0 && this.#isNamed(index, RECV_WINDOW)) {
        this.recvWindowStart = valueStart
        this.recvWindowEnd = end
      }
    }
    this.#nameBits = nameBits
  }

  /** Whether any byte of the request is above 127. */
  #hasHighBytes(): boolean {
    const words = this.#words
    const end = this.#end
    let bits = 0
    const fullWords = end >> 2
    for (let word = BLOCK_BYTES >> 2; word < fullWords; word += 1) bits |= words[word] ?? 0
    for (let at = fullWords << 2; at < end; at += 1) bits |= (this.bytes[at] ?? 0) & 0x80
    return (bits & HIGH_BITS) !== 0
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

  #isNamed(index: number, name: Uint8Array): boolean {
    const bytes = this.bytes
    const length = name.length
    const start = this.#marks[index * MARKS_PER_PARAMETER] ?? 0
    if ((this.#marks[index * MARKS_PER_PARAMETER + 1] ?? 0) - start !== length) return false
    for (let i = 0; i < length; i += 1) if (bytes[BLOCK_BYTES + start + i] !== name[i]) return false
    return true
  }

  #marksCopy(): number[] {
    const marks = this.#marks
    const length = this.#count * MARKS_PER_PARAMETER
    const copy = new Array<number>(length)
    for (let i = 0; i < length; i += 1) copy[i] = marks[i] ?? 0
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
      if (this.#isNamed(index, SIGNATURE) || this.#isNamed(index, TIMESTAMP) || this.#isNamed(index, RECV_WINDOW)) count += 1
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
    const kept = COMPARED_AT - SPARE_BYTES
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

  /**
   * Whether the signature is this digest, as 64 hex digits in any case. Takes the same time wherever they differ; whether they agree is told anyway.
   * The digest is laid down at the signature's own distance from a whole word, so that both can be compared four bytes at a time.
   */
  isSignatureHex(hex: string): boolean {
    const start = this.signatureStart
    if (this.signatureEnd - start !== HEX_DIGITS) return false
    const words = this.#words
    const digestStart = COMPARED_AT + (start & 3)
    this.bytes.write(hex, digestStart, 'latin1')
    const between = (digestStart >> 2) - (start >> 2)
    const firstWord = (start + 3) >> 2
    const endWord = (start + HEX_DIGITS) >> 2
    let difference = 0
    for (let word = firstWord; word < endWord; word += 1) difference |= (words[word] ?? 0) ^ (words[word + between] ?? -1)
    difference |= this.#difference(start, firstWord * 4, digestStart) | this.#difference(endWord * 4, start + HEX_DIGITS, digestStart + endWord * 4 - start)
    return difference === 0 || this.#isSameInCapitals(start, digestStart)
  }

  #difference(from: number, to: number, other: number): number {
    let difference = 0
    for (let at = from; at < to; at += 1) difference |= (this.bytes[at] ?? 0) ^ (this.bytes[other + at - from] ?? -1)
    return difference
  }

  #isSameInCapitals(start: number, digestStart: number): boolean {
    let difference = 0
    for (let at = 0; at < HEX_DIGITS; at += 1) {
      const byte = this.bytes[start + at] ?? 0
      // A capital letter becomes small; nothing else that passes as a digit changes.
      difference |= (byte >= 65 && byte <= 70 ? byte | 32 : byte) ^ (this.bytes[digestStart + at] ?? -1)
    }
    return difference === 0
  }

  /** Puts another payload in the place of the one that came, as UTF-8. @returns its length. */
  replacePayload(payload: string): number {
    return this.bytes.write(payload, BLOCK_BYTES, COMPARED_AT - SPARE_BYTES - BLOCK_BYTES, 'utf8')
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
