/**
 * Randomness without state: the same numbers in give the same number out, on every machine. Only integer
 * operations and exact float arithmetic, because the venue's replay must not depend on how a machine computes a logarithm.
 */
const scramble = (value: number): number => {
  let x = value | 0
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return (x ^ (x >>> 15)) | 0
}

/** Evenly spread in [0, 1). `place` may be any safe integers. */
export const uniform = (seed: number, ...place: readonly number[]): number => {
  let hash = scramble(seed ^ 0x9e3779b9)
  for (const part of place) {
    hash = scramble(hash ^ (part | 0))
    hash = scramble(hash + Math.floor(part / 4_294_967_296) + 0x6d2b79f5)
  }
  return (hash >>> 0) / 4_294_967_296
}

/** Nearly normal: mean 0, deviation 1, never beyond ±3.5. */
export const bell = (seed: number, ...place: readonly number[]): number => {
  let sum = 0
  for (let part = 0; part < 4; part++) sum += uniform(seed, ...place, part)
  return (sum - 2) * 1.732
}

/** A number that stands for a name. */
export const nameNumber = (name: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  return hash | 0
}
