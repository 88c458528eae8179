/**
 * The parameters of one call as they came: names and decoded values, in the order sent, the query's before the body's.
 * Where a name stands in both, the query's value counts (spec: wire, request encoding).
 */
export interface RawParameters {
  get(name: string): string | undefined
  has(name: string): boolean
  /** Every value of a repeatable name. */
  getAll(name: string): readonly string[]
  /** Whether the value that counts came in the body, which no log keeps. */
  isInBody(name: string): boolean
  /** Names, each once. */
  names(): readonly string[]
}
