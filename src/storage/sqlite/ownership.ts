import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../store-error.ts'
import { asStoreError, readOnly, sqliteResult } from './sqlite-fault.ts'

const SQLITE_BUSY = 5

/** Who holds a store, for people to read. */
export interface Holder {
  readonly pid: number
  /** ISO 8601. */
  readonly since: string
  /** Where its command line or server is reached; null until known. */
  readonly url: string | null
}

/**
 * One process owns a data folder. The lock is SQLite's own, held on an empty file for the process's life: the kernel
 * lets it go however the process ends, so a holder that was killed is never in the way. `holder.json` only tells who it is.
 */
export class Ownership {
  readonly #lock: DatabaseSync
  readonly #holderFile: string
  #holder: Holder

  private constructor(lock: DatabaseSync, holderFile: string, holder: Holder) {
    this.#lock = lock
    this.#holderFile = holderFile
    this.#holder = holder
    this.#write()
  }

  /** Throws a StoreError that names the holder when another process, or another store of this one, has the folder. */
  static take(folder: string, since: string, pid: number): Ownership {
    const holderFile = join(folder, 'holder.json')
    return new Ownership(lock(join(folder, 'lock.db'), () => heldBy(folder, holderFile)), holderFile, { pid, since, url: null })
  }

  /** Tells where this process is reached. */
  announce(url: string): void {
    this.#holder = { ...this.#holder, url }
    this.#write()
  }

  release(): void {
    rmSync(this.#holderFile, { force: true })
    this.#lock.close()
  }

  #write(): void {
    writeFileSync(this.#holderFile, `${JSON.stringify(this.#holder, null, 2)}\n`, { mode: 0o600 })
  }
}

const lock = (file: string, held: () => StoreError): DatabaseSync => {
  const database = new DatabaseSync(file, { open: false, timeout: 0 })
  try {
    createPrivately(file)
    database.open()
    database.exec('begin exclusive')
    return database
  } catch (error) {
    if (database.isOpen) database.close()
    throw sqliteResult(error) === SQLITE_BUSY ? held() : asStoreError(error, file)
  }
}

/**
 * SQLite would make the file readable for all. Only a file that is not there is opened here: POSIX drops a process's locks
 * on a file as soon as the process closes any descriptor of it, so opening it again would let go of a store that this process holds.
 */
const createPrivately = (file: string): void => {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if (!existsSync(file)) throw readOnly(file, error)
  }
}

const heldBy = (folder: string, holderFile: string): StoreError =>
  new StoreError('held by another process', `The store in ${folder} is held by ${describe(holderFile)}.`, 'Stop that process first (its ./bitting commands work meanwhile), or name another folder with --data DIR.')

const describe = (holderFile: string): string => {
  try {
    // Written by Ownership alone; a file that is not whole is told as such.
    const { pid, since, url } = JSON.parse(readFileSync(holderFile, 'utf8')) as Holder
    return `process ${pid}, since ${since}${url === null ? '' : `, at ${url}`}`
  } catch {
    return 'another process (holder.json does not say which)'
  }
}
