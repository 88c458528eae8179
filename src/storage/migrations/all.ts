import { beginning } from './0001-beginning.ts'
import { people } from './0002-people.ts'
import { keyLife } from './0003-key-life.ts'
import { calendar } from './0004-calendar.ts'
import { keyHolder } from './0005-key-holder.ts'
import { moneyOut } from './0006-money-out.ts'
import { accounts } from './0007-accounts.ts'
import { spending } from './0008-spending.ts'
import { watch } from './0009-watch.ts'
import { externalKeys } from './0010-external-keys.ts'
import { boundKeys } from './0011-bound-keys.ts'
import { letterFaults } from './0012-letter-faults.ts'
import { languages } from './0013-languages.ts'
import { remarkCodes } from './0014-remark-codes.ts'
import { callsBeginning } from './calls-0001-beginning.ts'
import { callsUses } from './calls-0002-uses.ts'
import type { Migration } from './migration.ts'

/** The main store's history, oldest first. */
export const MAIN_MIGRATIONS: readonly Migration[] = [beginning, people, keyLife, calendar, keyHolder, moneyOut, accounts, spending, watch, externalKeys, boundKeys, letterFaults, languages, remarkCodes]
/** The call log's history, oldest first. */
export const CALL_MIGRATIONS: readonly Migration[] = [callsBeginning, callsUses]
