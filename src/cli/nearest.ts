/** Edits (insert, delete, replace, swap of neighbours) from one word to another. */
const distance = (from: string, to: string): number => {
  const rows = Array.from({ length: from.length + 1 }, (_, row) => Array.from({ length: to.length + 1 }, (_, column) => row === 0 ? column : column === 0 ? row : 0))
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0
  for (let row = 1; row <= from.length; row++) {
    for (let column = 1; column <= to.length; column++) {
      const replace = at(row - 1, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1)
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      const best = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, replace, isSwap ? at(row - 2, column - 2) + 1 : Infinity)
      const line = rows[row]
      if (line) line[column] = best
    }
  }
  return at(from.length, to.length)
}

/** The word among `words` that was probably meant, or undefined when none is near. */
export const nearest = (typed: string, words: Iterable<string>): string | undefined => {
  const wanted = typed.toLowerCase()
  let best: string | undefined
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1
  for (const word of words) {
    const candidate = word.toLowerCase()
    const isBeginning = wanted.length >= 2 && candidate.startsWith(wanted)
    const steps = isBeginning ? 1 : distance(wanted, candidate)
    if (steps < bestDistance) {
      best = word
      bestDistance = steps
    }
  }
  return best
}
