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

/** A place in the noise: everything that was asked for so far, as one number. */
type Place = number

const further = (place: Place, part: number): Place =>
  scramble(scramble(place ^ (part | 0)) + Math.floor(part / 4_294_967_296) + 0x6d2b79f5)

/** Where several numbers are drawn that begin with the same parts, those are gone through once. `parts` may be any safe integers. */
export const placeOf = (seed: number, ...parts: readonly number[]): Place => {
  let place = scramble(seed ^ 0x9e3779b9)
  for (const part of parts) place = further(place, part)
  return place
}

const uniformOf = (place: Place): number => (place >>> 0) / 4_294_967_296

/** Evenly spread in [0, 1), for one more part behind a place. */
export const uniformAt = (place: Place, part: number): number => uniformOf(further(place, part))

/** Nearly normal: mean 0, deviation 1, never beyond ±3.5. */
const bellAt = (place: Place): number =>
  (uniformAt(place, 0) + uniformAt(place, 1) + uniformAt(place, 2) + uniformAt(place, 3) - 2) * 1.732

export const uniform = (seed: number, ...parts: readonly number[]): number => uniformOf(placeOf(seed, ...parts))
export const bell = (seed: number, ...parts: readonly number[]): number => bellAt(placeOf(seed, ...parts))

/** A number that stands for a name. */
export const nameNumber = (name: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  return hash | 0
}
