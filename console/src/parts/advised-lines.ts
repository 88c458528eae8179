import type { KeyAdvice } from '../../../src/operations/operator.ts'
import type { Words } from '../words/english.ts'

/** What a key could do without, a line each, in the reader's language. */
export const advisedLines = ({ revoke, allowList, guardRails }: NonNullable<KeyAdvice['change']>, w: Words): readonly string[] => [
  ...(revoke ? [w.alerts.revoke(revoke.map((right) => w.rights[right].short).join(w.common.comma))] : []),
  ...(allowList ? [w.alerts.bind(allowList.entries.join(w.common.comma))] : []),
  ...(guardRails?.symbols ? [w.alerts.markets(guardRails.symbols.join(w.common.comma))] : []),
]
