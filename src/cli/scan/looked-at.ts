import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Leak } from '../../watch/leaks/find-leaks.ts'

const FILE_NAME = '.bittingignore'
/** 128 bits: nobody makes a second text that has them too. */
const FINGERPRINT_LENGTH = 32
/** A fingerprint, and why; `#` begins a line of words. */
const LINE = /^(?:([0-9a-f]{32})\s+\S.*|\s*(?:#.*)?)$/

/** What was found, so that it can be named without being told. */
export const fingerprintOf = ({ text }: Leak): string => createHash('sha256').update(text).digest('hex').slice(0, FINGERPRINT_LENGTH)

/** Findings that somebody looked at: examples that open nothing. A line stands for one text, wherever it is found, so that it never hides another. */
export interface LookedAt {
  /** Where they are written down; null where they are not. */
  readonly file: string | null
  readonly fingerprints: ReadonlySet<string>
  /** Lines that say nothing, in words. */
  readonly faults: readonly string[]
}

/** As it stands in the folder, or at the top of the repository that has it. */
export const lookedAtIn = (path: string): LookedAt => {
  const file = fileFrom(statSync(path).isDirectory() ? path : dirname(path))
  const lines = file === null ? [] : readFileSync(file, 'utf8').split(/\r?\n/).map((line) => LINE.exec(line))
  return {
    file,
    fingerprints: new Set(lines.flatMap((line) => line?.[1] ?? [])),
    faults: lines.flatMap((line, index) => (line ? [] : [`${file}:${index + 1} hides nothing: a line is a fingerprint (${FINGERPRINT_LENGTH} characters, as --json tells it), a space, and why.`])),
  }
}

const fileFrom = (folder: string): string | null => {
  const file = join(folder, FILE_NAME)
  if (existsSync(file)) return file
  return existsSync(join(folder, '.git')) || dirname(folder) === folder ? null : fileFrom(dirname(folder))
}
