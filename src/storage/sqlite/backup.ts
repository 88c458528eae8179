import { chmodSync, closeSync, constants, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { MAIN_MIGRATIONS } from '../migrations/all.ts'
import { StoreError } from '../store-error.ts'
import { Ownership } from './ownership.ts'
import { examineFile, syncFolder } from './prepare-file.ts'
import { messageOf, readOnly } from './sqlite-fault.ts'

export interface Backup {
  readonly file: string
  readonly bytes: number
  /** What must be kept besides, in a sentence for people. */
  readonly notice: string
}

const SEALING_KEY_NOTICE =
  'The sealing key is not in it: keep a copy of sealing.key (or of what BITTING_SEALING_KEY gives) elsewhere, or no HMAC secret can be opened after a restore. The call log is not in it either.'

/** What a store is made of; none of these may be there when one is restored. */
const STORE_FILES = ['bitting.db', 'bitting.db-wal', 'bitting.db-journal']

/**
 * Copies the store as it is at this moment to `target` (mode 0600, synced), from a thread and a connection of its own:
 * writing goes on, and what is committed meanwhile is not in it.
 */
export const takeBackup = async (source: string, target: string): Promise<Backup> => {
  const file = resolve(target)
  // The name is taken first, and gets its content whole at the end: a copy that is cut short is never found under it.
  createTarget(file)
  const draft = `${file}.partial`
  try {
    rmSync(draft, { force: true })
    createTarget(draft)
    await copyConsistently(source, draft)
    syncFile(draft)
    renameSync(draft, file)
    syncFolder(dirname(file))
  } catch (error) {
    for (const leftover of [draft, file]) rmSync(leftover, { force: true })
    throw new StoreError('read-only', `The backup could not be written to ${file}: ${messageOf(error)}.`, 'Name a file on a disk with room for it. The store itself is well.', { cause: error })
  }
  return { file, bytes: statSync(file).size, notice: SEALING_KEY_NOTICE }
}

/**
 * Makes the store of `folder` from a backup. Refuses where a store is already, and a backup that is damaged or newer than this program.
 */
export const restoreBackup = (source: string, folder: string, nowUs: number): Backup => {
  if (!existsSync(source)) throw new StoreError('not found', `There is no backup ${source}.`, 'Name the file that bitting backup wrote.')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const ownership = Ownership.take(folder, new Date(nowUs / 1_000).toISOString(), process.pid)
  try {
    refuseStore(folder)
    return restoreOwned(source, folder)
  } finally {
    ownership.release()
  }
}

const restoreOwned = (source: string, folder: string): Backup => {
  const file = join(folder, 'bitting.db')
  const copy = join(folder, 'bitting.db.restoring')
  rmSync(copy, { force: true })
  try {
    copyFileSync(source, copy, constants.COPYFILE_EXCL)
    // Examined as copied, not at its place, which may be a medium that cannot be written; told by the name that people know.
    if (examineFile(copy, MAIN_MIGRATIONS, source) === 0) throw new StoreError('damaged', `${source} holds no store.`, 'Name the file that bitting backup wrote.')
    chmodSync(copy, 0o600)
    syncFile(copy)
    renameSync(copy, file)
    syncFolder(folder)
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
  }
  return { file, bytes: statSync(file).size, notice: SEALING_KEY_NOTICE }
}

const refuseStore = (folder: string): void => {
  const found = STORE_FILES.find((name) => existsSync(join(folder, name)))
  if (found) throw new StoreError('exists already', `There is a store in ${folder} already (${found}).`, 'Restore into an empty folder, or move that store away first.')
}

const createTarget = (file: string): void => {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new StoreError('exists already', `${file} exists already.`, 'A backup never overwrites: name another file.', { cause: error })
    }
    throw readOnly(file, error)
  }
}

const copyConsistently = (source: string, target: string): Promise<void> => new Promise((resolve, reject) => {
  const worker = new Worker(new URL('./backup-thread.ts', import.meta.url), { workerData: { source, target }, execArgv: [], name: 'bitting-backup' })
  worker.once('error', reject)
  worker.once('exit', (code) => {
    if (code === 0) resolve()
    else reject(new Error('the copying thread ended early'))
  })
})

const syncFile = (file: string): void => {
  const descriptor = openSync(file, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
