/** One measured figure: a ratio against something measured in the same run, its goal, and what it was made from. */
export interface BenchRow {
  readonly name: string
  readonly ratio: number
  /** The budget; whether the ratio should be at least or at most this. */
  readonly goal: { readonly atLeast: number } | { readonly atMost: number } | null
  /** What the ratio is of what: `signed GET ÷ bare server`. */
  readonly unit: string
  readonly figures: Readonly<Record<string, number>>
}

export const meetsGoal = ({ ratio, goal }: BenchRow): boolean =>
  goal === null || ('atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost)

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Prints rows as a table for people, and writes them as JSON where BITTING_BENCH_JSON names a file. */
export const printRows = (rows: readonly BenchRow[]): void => {
  for (const row of rows) {
    const goal = row.goal === null ? '' : 'atLeast' in row.goal ? `goal ≥ ${row.goal.atLeast}` : `goal ≤ ${row.goal.atMost}`
    const verdict = row.goal === null ? '' : meetsGoal(row) ? 'met' : 'SHORT'
    console.log(`${row.name.padEnd(58)} ${row.ratio.toFixed(3).padStart(8)}  ${goal.padEnd(12)} ${verdict.padEnd(6)} ${row.unit}`)
    console.log(`    ${Object.entries(row.figures).map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`).join(' · ')}`)
  }
}
