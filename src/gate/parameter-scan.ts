import { formDecode, percentDecode } from './percent-encoding.ts'
import type { RawParameters } from './raw-parameters.ts'

/** Marks of one parameter, in positions of the query immediately followed by the body. */
export const MARKS_PER_PARAMETER = 4
const NAME_START = 0
const NAME_END = 1
const VALUE_START = 2
const VALUE_END = 3

/** A name's bit among 32: most names that were not sent are known as such by it alone. */
export const nameBit = (length: number, firstByte: number): number => 1 << ((length * 7 + firstByte) & 31)
const ANY_NAME = -1

/**
 * The parameters of one call over the very strings that came, cut only where somebody asks.
 * `names` and `texts` hold what had to be decoded when the call was read; null where nothing had to.
 */
export class ParameterScan implements RawParameters {
  readonly #query: string
  readonly #body: string
  readonly #marks: readonly number[]
  readonly #names: readonly string[] | null
  readonly #texts: readonly (string | undefined)[] | null
  readonly #areUnique: boolean
  readonly #nameBits: number

  /**
   * @param areUnique that no name stands twice, in query and body together.
   * @param nameBits `nameBit` of every name that was sent.
   */
  constructor(query: string, body: string, marks: readonly number[], names: readonly string[] | null, texts: readonly (string | undefined)[] | null, areUnique: boolean, nameBits: number) {
    this.#query = query
    this.#body = body
    this.#marks = marks
    this.#names = names
    this.#texts = texts
    this.#areUnique = areUnique
    this.#nameBits = nameBits
  }

  get(name: string): string | undefined {
    const index = this.#indexOf(name)
    return index < 0 ? undefined : this.#textAt(index)
  }

  has(name: string): boolean {
    return this.#indexOf(name) >= 0
  }

  getAll(name: string): readonly string[] {
    const texts: string[] = []
    let isOfQuery: boolean | undefined
    for (let index = 0; index < this.count; index += 1) {
      if (!this.#isNamed(index, name)) continue
      // A name in the query hides its namesakes in the body.
      isOfQuery ??= this.#isInQuery(index)
      if (this.#isInQuery(index) === isOfQuery) texts.push(this.#textAt(index))
    }
    return texts
  }

  isInBody(name: string): boolean {
    const index = this.#indexOf(name)
    return index >= 0 && !this.#isInQuery(index)
  }

  names(): readonly string[] {
    const names: string[] = []
    for (let index = 0; index < this.count; index += 1) names.push(this.nameAt(index))
    // A set keeps the order; comparing each name with each other would take a stranger's thousand names too long.
    return this.#areUnique ? names : [...new Set(names)]
  }

  /** How many parameters were sent, repeated ones counted each. */
  get count(): number {
    return this.#marks.length / MARKS_PER_PARAMETER
  }

  /** The decoded name, in the order sent. */
  nameAt(index: number): string {
    return this.#names?.[index] ?? this.#slice(this.#mark(index, NAME_START), this.#mark(index, NAME_END))
  }

  /** The decoded value that goes with `nameAt`. */
  valueAt(index: number): string {
    return this.#textAt(index)
  }

  /** Whether the parameter stood in the query. */
  isInQueryAt(index: number): boolean {
    return this.#isInQuery(index)
  }

  /** Whether a part has an `&` that joins nothing: no client sends it, and no form but the bytes themselves shows it. */
  hasIdleJoints(): boolean {
    return hasIdleJoint(this.#query) || hasIdleJoint(this.#body)
  }

  /** A signature's text: percent-decoded, but a `+` stays what it is in base64. */
  signatureText(): string | undefined {
    const index = this.#indexOf('signature')
    return index < 0 ? undefined : percentDecode(this.#slice(this.#mark(index, VALUE_START), this.#mark(index, VALUE_END)))
  }

  #indexOf(name: string): number {
    if (this.#names) return this.#names.indexOf(name)
    const length = name.length
    if (length > 0 && (this.#nameBits & nameBit(length, name.charCodeAt(0))) === 0) return -1
    const marks = this.#marks
    for (let mark = 0; mark < marks.length; mark += MARKS_PER_PARAMETER) {
      const start = marks[mark + NAME_START] ?? 0
      if ((marks[mark + NAME_END] ?? 0) - start === length && this.#startsAt(start, name)) return mark / MARKS_PER_PARAMETER
    }
    return -1
  }

  #isNamed(index: number, name: string): boolean {
    if (this.#names) return this.#names[index] === name
    const start = this.#mark(index, NAME_START)
    return this.#mark(index, NAME_END) - start === name.length && this.#startsAt(start, name)
  }

  #startsAt(start: number, name: string): boolean {
    const length = this.#query.length
    return start < length ? this.#query.startsWith(name, start) : this.#body.startsWith(name, start - length)
  }

  #textAt(index: number): string {
    return this.#texts?.[index] ?? this.#slice(this.#mark(index, VALUE_START), this.#mark(index, VALUE_END))
  }

  #isInQuery(index: number): boolean {
    return this.#mark(index, NAME_START) < this.#query.length
  }

  #mark(index: number, which: number): number {
    return this.#marks[index * MARKS_PER_PARAMETER + which] ?? 0
  }

  #slice(start: number, end: number): string {
    const length = this.#query.length
    return start < length ? this.#query.slice(start, end) : this.#body.slice(start - length, end - length)
  }
}

const hasIdleJoint = (part: string): boolean => part.startsWith('&') || part.endsWith('&') || part.includes('&&')

/** Decodes what needs it; undefined when something cannot be. */
export const decodedScan = (query: string, body: string, marks: readonly number[]): ParameterScan | undefined => {
  const plain = new ParameterScan(query, body, marks, null, null, false, ANY_NAME)
  const names: string[] = []
  const texts: string[] = []
  for (let index = 0; index < plain.count; index += 1) {
    const name = formDecode(plain.nameAt(index))
    const text = name === undefined ? undefined : formDecode(plain.valueAt(index), name)
    if (name === undefined || text === undefined) return undefined
    names.push(name)
    texts.push(text)
  }
  return new ParameterScan(query, body, marks, names, texts, false, ANY_NAME)
}
