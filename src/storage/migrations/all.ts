import { beginning } from './0001-beginning.ts'
import { callsBeginning } from './calls-0001-beginning.ts'
import type { Migration } from './migration.ts'

/** The main store's history, oldest first. */
export const MAIN_MIGRATIONS: readonly Migration[] = [beginning]
/** The call log's history, oldest first. */
export const CALL_MIGRATIONS: readonly Migration[] = [callsBeginning]
