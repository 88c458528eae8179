import { accessSync, closeSync, constants, fsyncSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { SQLITE_COLUMN_TYPES } from '../column-types.ts'
import type { Migration } from '../migrations/migration.ts'
import { migrate } from '../migrations/migrate.ts'
import type { MigrationTable } from '../tables/record.ts'
import { StoreError } from '../store-error.ts'
import { openForReading, openForWriting } from './connection.ts'
import type { Durability } from './connection.ts'
import { refuseDamagedPages } from './damaged-pages.ts'
import { kyselyOver } from './dialect.ts'
import { asStoreError, damaged, readOnly } from './sqlite-fault.ts'

const SQLITE_HEADER = 'SQLite format 3\0'

/** Up to this size a file is read through before it is used; that takes well under 0.1 s. */
const CHECKED_AT_ONCE_BYTES = 64 * 1024 * 1024

/**
 * Looks whether `file` can be used, and only then brings it up to date. A file that is damaged, newer than this
 * program or read-only is left untouched, and the StoreError says what to do.
 * @returns whether the file was read through for damage; a large one that needs no migration was not, and whoever
 * writes it must do so before the first write
 */
export const prepareFile = async (file: string, migrations: readonly Migration[], durability: Durability, nowUs: number): Promise<{ readonly isChecked: boolean }> => {
  refuseReadOnly(dirname(file))
  if (existsSync(file)) refuseReadOnly(file)
  const size = existsSync(file) ? statSync(file).size : 0
  const reached = size > 0 ? reachedMigration(file, migrations, file) : 0
  const isLater = size > CHECKED_AT_ONCE_BYTES && reached === newestOf(migrations)
  if (size > 0 && !isLater) refuseDamaged(file, file)
  createPrivately(file)
  await bringUpToDate(file, migrations, reached, durability, nowUs)
  syncFolder(dirname(file))
  return { isChecked: !isLater }
}

/** Proves that `file` (`name` to people) is whole and not newer than `migrations`. @returns the number of its newest migration */
export const examineFile = (file: string, migrations: readonly Migration[], name = file): number => {
  const reached = reachedMigration(file, migrations, name)
  refuseDamaged(file, name)
  return reached
}

const refuseDamaged = (file: string, name: string): void => reading(file, name, (database) => refuseDamagedPages(database, name))

const reachedMigration = (file: string, migrations: readonly Migration[], name: string): number => {
  refuseForeign(file, name)
  const reached = reading(file, name, (database) => newestMigration(database, name))
  if (reached > newestOf(migrations)) throw newer(name, reached, newestOf(migrations))
  return reached
}

const newestOf = (migrations: readonly Migration[]): number => migrations.at(-1)?.number ?? 0

const reading = <Answer>(file: string, name: string, ask: (database: DatabaseSync) => Answer): Answer => {
  const database = openForReading(file)
  try {
    return ask(database)
  } catch (error) {
    throw asStoreError(error, name)
  } finally {
    database.close()
  }
}

const bringUpToDate = async (file: string, migrations: readonly Migration[], reached: number, durability: Durability, nowUs: number): Promise<void> => {
  const database = openForWriting(file, durability)
  try {
    await migrate(kyselyOver<{ migrations: MigrationTable }>(database), migrations, reached, SQLITE_COLUMN_TYPES, nowUs)
  } catch (error) {
    throw asStoreError(error, file)
  } finally {
    database.close()
  }
}

/** Throws a StoreError when this user may not read and write `path` (a file or a folder). */
export const refuseReadOnly = (path: string): void => {
  try {
    accessSync(path, constants.W_OK | constants.R_OK)
  } catch (error) {
    throw readOnly(path, error)
  }
}

/** An empty file is a store that was never begun; anything else must begin as SQLite's files do. */
const refuseForeign = (file: string, name: string): void => {
  const header = Buffer.alloc(SQLITE_HEADER.length)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, header, 0, header.length, 0)
  } finally {
    closeSync(descriptor)
  }
  if (header.toString('latin1') !== SQLITE_HEADER) throw damaged(name, 'it is not a database')
}

const newestMigration = (database: DatabaseSync, file: string): number => {
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all().map((row) => row['name'])
  if (tables.length === 0) return 0
  if (!tables.includes('migrations')) throw new StoreError('damaged', `${file} is a database of some other program.`, 'Name another folder with --data DIR.')
  return Number(database.prepare('select max(number) as reached from migrations').get()?.['reached'] ?? 0)
}

const newer = (file: string, reached: number, known: number): StoreError =>
  new StoreError('newer than this program', `${file} was written by a newer Bitting (its schema is ${reached}, this program knows ${known}). It was left as it is.`, 'Start the newer Bitting, or restore a backup made by this one.')

/** Made by us and not by SQLite, so that it is never readable by others, not even for a moment. */
const createPrivately = (file: string): void => {
  if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600))
}

/** A file's name is durable when its folder is. */
export const syncFolder = (folder: string): void => {
  // Windows cannot open a folder; there the name is durable with the file.
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
