import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type FoundLeak, leaksOfText } from './scanned-place.ts'

const PIECE_BYTES = 16 * 1_048_576
/** What a leak is long at most: pieces overlap by so much, so that none is cut in two. */
const OVERLAP_BYTES = 16_384

export interface ScannedFiles {
  readonly leaks: readonly FoundLeak[]
  readonly files: number
  readonly bytes: number
  /** What could not be read, each with the reason. */
  readonly unread: readonly string[]
  /** Whether the folder that was to be left out lies there. */
  readonly hasLeftOut: boolean
}

/**
 * Reads every file under a path, or the one that it names. Links are not followed, and a `.git` folder is not looked into.
 * @param leftOut a folder that is not looked into either: where a store keeps what it has
 */
export const scanTree = (root: string, leftOut?: string): ScannedFiles => {
  const result = { leaks: [] as FoundLeak[], files: 0, bytes: 0, unread: [] as string[], hasLeftOut: false }
  const buffer = Buffer.allocUnsafe(PIECE_BYTES)
  const visit = (path: string, size: number): void => {
    try {
      const found = scanFile(path, relative(root, path) || path, size, buffer)
      result.leaks.push(...found)
      result.files += 1
      result.bytes += size
    } catch (error) {
      result.unread.push(`${path}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const walk = (folder: string): void => {
    if (folder === leftOut) {
      result.hasLeftOut = true
      return
    }
    for (const entry of entriesOf(folder, result.unread)) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (entry.name !== '.git') walk(path)
      } else if (entry.isFile()) {
        visit(path, statSync(path).size)
      }
    }
  }
  const stats = statSync(root)
  if (stats.isDirectory()) walk(root)
  else visit(root, stats.size)
  return result
}

const entriesOf = (folder: string, unread: string[]) => {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))
  } catch (error) {
    unread.push(`${folder}: ${error instanceof Error ? error.message : String(error)}`)
    return []
  }
}

const scanFile = (path: string, name: string, size: number, buffer: Buffer): readonly FoundLeak[] => {
  const file = openSync(path, 'r')
  try {
    if (size <= buffer.length) return leaksOfText(readPiece(file, buffer, 0), name, null)
    const found = new Map<string, FoundLeak>()
    let line = 1
    for (let at = 0; at < size; at += buffer.length - OVERLAP_BYTES) {
      const piece = readPiece(file, buffer, at)
      // What lies in the overlap is met twice; it is one leak.
      for (const one of leaksOfText(piece, name, null, line)) found.set(`${one.line} ${one.leak.text}`, one)
      line += linesIn(piece.subarray(0, buffer.length - OVERLAP_BYTES))
    }
    return [...found.values()]
  } finally {
    closeSync(file)
  }
}

const readPiece = (file: number, buffer: Buffer, at: number): Buffer => {
  let filled = 0
  while (filled < buffer.length) {
    const read = readSync(file, buffer, filled, buffer.length - filled, at + filled)
    if (read === 0) break
    filled += read
  }
  return buffer.subarray(0, filled)
}

const linesIn = (bytes: Buffer): number => {
  let lines = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1
  return lines
}
