import type { Compilable } from 'kysely'
import type { SQLInputValue } from 'node:sqlite'

/** A compiled query and the rows of parameters it runs with: what travels to the writer's thread. */
export interface Statement {
  readonly sql: string
  readonly rows: readonly (readonly SQLInputValue[])[]
  /** The change is refused when a row of parameters changes nothing (no such key …). */
  readonly mustChange: boolean
}

/** A query that runs once. */
export const statement = (query: Compilable, options: { mustChange?: boolean } = {}): Statement => {
  const { sql, parameters } = query.compile()
  return { sql, rows: [parametersOf(parameters)], mustChange: options.mustChange ?? false }
}

/** A query that runs for each row; `query` is compiled with placeholders in the order of a row's values. */
export const statementFor = (query: Compilable, rows: readonly (readonly SQLInputValue[])[], options: { mustChange?: boolean } = {}): Statement =>
  ({ sql: query.compile().sql, rows, mustChange: options.mustChange ?? false })

// The schema's columns are numbers, text, bytes and null, so a compiled query's parameters are nothing else.
const parametersOf = (parameters: readonly unknown[]): readonly SQLInputValue[] => parameters as readonly SQLInputValue[]
