import type { SQLOutputValue } from 'node:sqlite'

/** What a column holds; numbers and texts may be null, bytes may not. */
export type ColumnKind = 'number' | 'text' | 'bytes'

/** Many rows packed for the way between threads: copying three large values costs a small part of what copying each cell does. */
export interface RowPack {
  readonly count: number
  /** For each row and column: the number (NaN = null), or the length of the text (-1 = null) or of the bytes. */
  readonly numbers: Float64Array<ArrayBuffer>
  /** All texts, one behind the other. */
  readonly text: string
  /** All bytes, one behind the other. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

const NULL_TEXT = -1

export const packRows = (rows: readonly (readonly SQLOutputValue[])[], kinds: readonly ColumnKind[]): RowPack => {
  const numbers = new Float64Array(rows.length * kinds.length)
  const texts: string[] = []
  const chunks: Uint8Array[] = []
  let at = 0
  for (const row of rows) {
    for (let column = 0; column < kinds.length; column++) {
      const value = row[column]
      if (typeof value === 'string') {
        texts.push(value)
        numbers[at++] = value.length
      } else if (typeof value === 'number') {
        numbers[at++] = value
      } else if (value instanceof Uint8Array) {
        chunks.push(value)
        numbers[at++] = value.length
      } else {
        numbers[at++] = kinds[column] === 'number' ? Number.NaN : NULL_TEXT
      }
    }
  }
  return { count: rows.length, numbers, text: texts.join(''), bytes: joined(chunks) }
}

/** The rows of a pack, each as an array in the order of its columns. */
export function* unpackRows({ count, numbers, text, bytes }: RowPack, kinds: readonly ColumnKind[]): Iterable<unknown[]> {
  let at = 0
  let textAt = 0
  let bytesAt = 0
  for (let row = 0; row < count; row++) {
    const values = new Array<unknown>(kinds.length)
    for (let column = 0; column < kinds.length; column++) {
      const number = numbers[at++] ?? 0
      const kind = kinds[column]
      if (kind === 'number') values[column] = number === number ? number : null
      else if (kind === 'bytes') values[column] = bytes.subarray(bytesAt, (bytesAt += number))
      else values[column] = number === NULL_TEXT ? null : text.slice(textAt, (textAt += number))
    }
    yield values
  }
}

const joined = (chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
