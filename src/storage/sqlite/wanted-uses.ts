import type { SQLInputValue } from 'node:sqlite'
import type { CallQuery } from '../../watch/call-log.ts'

/** By what came of a call, as the reason of its use tells it. */
const OUTCOMES = { admitted: "u.reason = ''", refused: "u.reason > ''", rejected: "u.reason = 'venue'" } as const

/** Which uses a query looks for, as a condition on `uses u`; null: all of them. */
export const wantedUses = ({ seen, keyId, accountId, address, endpoint, symbol, outcome }: CallQuery): { readonly sql: string; readonly parameters: readonly SQLInputValue[] } | null => {
  const conditions: string[] = []
  const parameters: SQLInputValue[] = []
  const want = (sql: string, ...values: readonly SQLInputValue[]): void => { conditions.push(sql); parameters.push(...values) }
  if (seen !== 'all') {
    const [accounts, keys] = [JSON.stringify(seen.accountIds), JSON.stringify(seen.keyIds)]
    // Of two conditions SQLite makes two lists of uses and then one of them, which takes long where an account has many.
    if (seen.keyIds.length === 0) want('u.account_id in (select value from json_each(?))', accounts)
    else want('(u.account_id in (select value from json_each(?)) or u.key_id in (select value from json_each(?)))', accounts, keys)
  }
  if (keyId !== undefined) want('u.key_id = ?', keyId)
  if (accountId !== undefined) want('u.account_id = ?', accountId)
  if (address !== undefined) want('u.address = ?', address)
  if (endpoint !== undefined) want('u.endpoint = ?', endpoint)
  if (symbol !== undefined) want('u.symbol = ?', symbol)
  if (outcome !== undefined) want(OUTCOMES[outcome])
  return conditions.length === 0 ? null : { sql: conditions.join(' and '), parameters }
}
