import { beginning } from './0001-beginning.ts'
import { people } from './0002-people.ts'
import { callsBeginning } from './calls-0001-beginning.ts'
import type { Migration } from './migration.ts'

/** The main store's history, oldest first. */
export const MAIN_MIGRATIONS: readonly Migration[] = [beginning, people]
/** The call log's history, oldest first. */
export const CALL_MIGRATIONS: readonly Migration[] = [callsBeginning]
