import type { Leak } from '../../watch/leaks/find-leaks.ts'
import { findLeaks } from '../../watch/leaks/find-leaks.ts'

/** A leak, and where a person finds it. */
export interface FoundLeak {
  readonly leak: Leak
  /** Relative to what was scanned. */
  readonly path: string
  /** 1 for the first line. */
  readonly line: number
  readonly column: number
  /** The oldest commit that has it; null in the working tree. */
  readonly commit: string | null
}

/** The leaks of one file, with lines and columns. @param startLine the line on which these bytes begin, for a file that is read in pieces */
export const leaksOfText = (bytes: Buffer, path: string, commit: string | null, startLine = 1): readonly FoundLeak[] => {
  let line = startLine
  let lineStart = 0
  return findLeaks(bytes).map((leak) => {
    for (let next = bytes.indexOf(10, lineStart); next !== -1 && next < leak.at; next = bytes.indexOf(10, lineStart)) {
      line += 1
      lineStart = next + 1
    }
    return { leak, path, line, column: leak.at - lineStart + 1, commit }
  })
}
