/** What can be wrong with a store. Each is told with what happened and what to do. */
export type StoreFault =
  | 'held by another process'
  | 'newer than this program'
  | 'damaged'
  | 'read-only'
  | 'not found'
  | 'exists already'
  | 'refused by the store'
  | 'sealing key'
  | 'audit key'

/** A store that cannot be used as asked. Nothing was overwritten. */
export class StoreError extends Error {
  readonly fault: StoreFault
  readonly remedy: string

  /** @param happened what is the case; @param remedy what the reader can do about it */
  constructor(fault: StoreFault, happened: string, remedy: string, options?: ErrorOptions) {
    super(`${happened} ${remedy}`, options)
    this.name = 'StoreError'
    this.fault = fault
    this.remedy = remedy
  }
}

/** A change that the store refuses (no such row, one of that name already …). The store itself is well. */
export class ChangeRefused extends StoreError {
  /** The place of the refused statement among those of the change. */
  readonly statement: number

  constructor(happened: string, statement: number) {
    super('refused by the store', `The change was refused: ${happened}.`, 'Nothing was changed.')
    this.statement = statement
  }
}

/**
 * The store stopped writing while it ran (disk full, I/O error, its thread died). It stays stopped until the
 * process is started anew: nothing that came after the last acknowledged change was kept.
 */
export class StoreFailure extends Error {
  constructor(happened: string, options?: ErrorOptions) {
    super(`The store can no longer write: ${happened}. Nothing acknowledged was lost. Free the disk or repair it, then start Bitting again.`, options)
    this.name = 'StoreFailure'
  }
}
