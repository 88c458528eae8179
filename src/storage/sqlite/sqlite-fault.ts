import { StoreError } from '../store-error.ts'

/** The primary result codes that tell what is wrong (https://sqlite.org/rescode.html). */
const RESULT = { busy: 5, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, constraint: 19, notADatabase: 26 } as const

/** SQLite's primary result code of an error that node:sqlite threw; undefined for any other error. */
export const sqliteResult = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined

/** The row was refused (a duplicate id …), and the store itself is well. */
export const isConstraint = (error: unknown): boolean => sqliteResult(error) === RESULT.constraint

/** Says what SQLite's error means for this file and what to do; errors of other kinds come back as they are. */
export const asStoreError = (error: unknown, file: string): unknown => {
  if (error instanceof StoreError) return error
  switch (sqliteResult(error)) {
    case RESULT.corrupt:
    case RESULT.notADatabase: return damaged(file, messageOf(error), error)
    case RESULT.readOnly:
    case RESULT.cannotOpen: return readOnly(file, error)
    case RESULT.full:
    case RESULT.ioError: return new StoreError('read-only', `${file} cannot be written: ${messageOf(error)}.`, 'Free or repair the disk, then start again; nothing was overwritten.', { cause: error })
    case RESULT.busy: return new StoreError('held by another process', `${file} is in use by another program.`, 'Close that program, then start again.', { cause: error })
    default: return error
  }
}

export const damaged = (file: string, detail: string, cause?: unknown): StoreError =>
  new StoreError('damaged', `${file} is damaged (${detail}). It was left as it is.`, 'Move it away and restore the latest backup: bitting restore FILE --data DIR.', { cause })

export const readOnly = (file: string, cause?: unknown): StoreError =>
  new StoreError('read-only', `${file} cannot be opened for writing.`, 'Give this user write permission on it and on its folder, or name another folder with --data DIR.', { cause })

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
