import type { AuditEntry } from '../audit/entry.ts'
import type { Confirmation, Kept } from '../confirmation.ts'
import { useUp } from './people-store.ts'
import type { Statement } from './sqlite/statement.ts'
import type { Writer } from './sqlite/writer.ts'
import { ChangeRefused } from './store-error.ts'

/**
 * Makes a change and uses its confirmation up, both or neither. The confirmation stands first: where it was used already or has expired,
 * the change is refused as a value; whatever else the store refuses is thrown, as without one.
 */
export const confirmedChange = async (writer: Writer, statements: readonly Statement[], audit: AuditEntry, confirmation: Confirmation | null | undefined): Promise<Kept> => {
  if (!confirmation) {
    await writer.change(statements, audit)
    return 'kept'
  }
  try {
    await writer.change([useUp(confirmation), ...statements], audit)
    return 'kept'
  } catch (error) {
    if (error instanceof ChangeRefused && error.statement === 0) return 'unconfirmed'
    throw error
  }
}
