import type { DatabaseSync } from 'node:sqlite'
import { damaged } from './sqlite-fault.ts'

/** Reads all of an open database for damage. Throws a StoreError that calls it `name`. */
export const refuseDamagedPages = (database: DatabaseSync, name: string): void => {
  const finding = database.prepare('pragma quick_check(1)').get()?.['quick_check']
  if (finding !== 'ok') throw damaged(name, String(finding))
}
