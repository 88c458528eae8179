import { spawn, spawnSync } from 'node:child_process'
import { findLeaks } from '../../watch/leaks/find-leaks.ts'
import { type FoundLeak, leaksOfText } from './scanned-place.ts'

/** A blob greater than this is not text that somebody committed a key in. */
const LARGEST_BLOB = 64 * 1_048_576

/** Whether a folder is (in) a Git repository. */
export const isRepository = (folder: string): boolean => spawnSync('git', ['-C', folder, 'rev-parse', '--git-dir'], { stdio: 'ignore' }).status === 0

/**
 * Reads every version of every file that the repository ever had, each once, whatever branch it is on. Of a leak the oldest commit is told.
 * @throws with Git's own words when it cannot be read
 */
export const scanHistory = async (folder: string): Promise<readonly FoundLeak[]> => {
  const leaky: { readonly id: string; readonly bytes: Buffer }[] = []
  await eachBlob(folder, (id, bytes) => {
    if (findLeaks(bytes).length > 0) leaky.push({ id, bytes: Buffer.from(bytes) })
  })
  return leaky.flatMap(({ id, bytes }) => {
    const place = placeOf(folder, id)
    return place === undefined ? [] : leaksOfText(bytes, place.path, place.commit)
  })
}

const eachBlob = (folder: string, visit: (id: string, bytes: Buffer) => void): Promise<void> => new Promise((resolve, reject) => {
  const git = spawn('git', ['-C', folder, 'cat-file', '--batch-all-objects', '--unordered', '--buffer', '--batch'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const reader = new BatchReader(visit)
  let complaint = ''
  git.stdout.on('data', (chunk: Buffer) => reader.take(chunk))
  git.stderr.on('data', (chunk: Buffer) => { complaint += chunk.toString('utf8') })
  git.on('error', reject)
  git.on('close', (code) => (code === 0 ? resolve() : reject(new Error(complaint.trim() || `git ended with ${code}`))))
})

/** Reads what `git cat-file --batch` writes: a line `id type size`, the bytes, a line break, and so on. */
class BatchReader {
  readonly #visit: (id: string, bytes: Buffer) => void
  #pieces: Buffer[] = []
  #length = 0
  #current: { readonly id: string; readonly isBlob: boolean; readonly size: number } | undefined

  constructor(visit: (id: string, bytes: Buffer) => void) {
    this.#visit = visit
  }

  take(chunk: Buffer): void {
    this.#pieces.push(chunk)
    this.#length += chunk.length
    // Putting pieces together for every chunk of a great blob would copy it over and over.
    if (this.#current && this.#length <= this.#current.size) return
    this.#read(Buffer.concat(this.#pieces))
  }

  #read(bytes: Buffer): void {
    let at = 0
    for (;;) {
      if (this.#current === undefined) {
        const end = bytes.indexOf(10, at)
        if (end === -1) break
        const [id = '', type, size = '0'] = bytes.toString('latin1', at, end).split(' ')
        this.#current = { id, isBlob: type === 'blob', size: Number(size) }
        at = end + 1
      }
      const { id, isBlob, size } = this.#current
      if (bytes.length - at <= size) break
      if (isBlob && size <= LARGEST_BLOB) this.#visit(id, bytes.subarray(at, at + size))
      at += size + 1
      this.#current = undefined
    }
    this.#pieces = at < bytes.length ? [bytes.subarray(at)] : []
    this.#length = bytes.length - at
  }
}

/** The oldest commit that has the blob, and under which path; undefined for a blob that no commit has (any more). */
const placeOf = (folder: string, id: string): { readonly path: string; readonly commit: string } | undefined => {
  const { stdout } = spawnSync('git', ['-C', folder, 'log', '--all', '--reverse', '--find-object', id, '--no-renames', '--raw', '--no-abbrev', '--format=commit %H'], { encoding: 'utf8', maxBuffer: 64 * 1_048_576 })
  let commit = ''
  for (const line of stdout.split('\n')) {
    if (line.startsWith('commit ')) commit = line.slice('commit '.length)
    const [, path] = line.includes(id) ? line.split('\t') : []
    if (path !== undefined) return { path, commit }
  }
  return undefined
}
