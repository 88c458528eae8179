import { command, STORE_OPTIONS } from '../command.ts'
import { tellRefusal, withOperator } from '../with-operator.ts'

export const auditVerify = command({
  name: 'audit verify',
  summary: 'prove that no row of the audit chain was changed or removed',
  positionals: [],
  options: STORE_OPTIONS,
  examples: ['./bitting audit verify'],
  run: async (call) => {
    let firstBadRow: number | null = null
    const code = await withOperator(call, async (operator) => {
      const outcome = await operator.auditVerify()
      if (outcome.ok) firstBadRow = outcome.value.firstBadRow
      return outcome
    }, ({ rows, head }) => firstBadRow === null ? `The audit chain is whole: ${rows} ${rows === 1 ? 'row' : 'rows'}, head ${head}.` : `The audit chain has ${rows} rows; its head reads ${head}.`)
    return code !== 0 || firstBadRow === null ? code : tellRefusal({
      code: 'auditChainBroken', message: `Row ${String(firstBadRow)} of the audit chain does not follow from the one before: it, or what stood before it, was changed.`,
      remedy: 'Keep this data folder as it is, and compare it with a backup from before.',
    }, false, call.terminal)
  },
})
