/**
 * Where the calls of one use stand: rising sequences as the distance of each from the one before, in bytes of 7 bits, the low ones first (LEB128).
 * One such list for some thousand calls is written once, where an index would touch a page for nearly every row.
 */
export const encodeSequences = (sequences: readonly number[]): Uint8Array => {
  const bytes: number[] = []
  for (let at = 1; at < sequences.length; at++) {
    let distance = (sequences[at] ?? 0) - (sequences[at - 1] ?? 0)
    while (distance >= 0x80) {
      bytes.push((distance % 0x80) | 0x80)
      distance = Math.floor(distance / 0x80)
    }
    bytes.push(distance)
  }
  return Uint8Array.from(bytes)
}

/** @param first the first of them, which stands beside the bytes */
export const decodeSequences = (first: number, bytes: Uint8Array): number[] => {
  const sequences = [first]
  let [sequence, distance, factor] = [first, 0, 1]
  for (const byte of bytes) {
    distance += (byte & 0x7f) * factor
    factor *= 0x80
    if (byte >= 0x80) continue
    sequence += distance
    sequences.push(sequence)
    distance = 0
    factor = 1
  }
  return sequences
}
