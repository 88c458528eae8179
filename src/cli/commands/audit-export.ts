import { resolve } from 'node:path'
import { command, STORE_OPTIONS } from '../command.ts'
import { withOperator } from '../with-operator.ts'

export const auditExport = command({
  name: 'audit export',
  summary: 'write the whole record into a file, as JSON lines',
  positionals: ['FILE'],
  options: STORE_OPTIONS,
  notes: ['Hand it on with audit-signing.pub of the data folder; audit verify --file checks it by itself.'],
  examples: ['./bitting audit export record.jsonl'],
  run: (call) => withOperator(call, (operator) => operator.auditExport(resolve(call.terminal.workingFolder, call.positionals[0] ?? '')), ({ file, rows }) => `${rows} ${rows === 1 ? 'row' : 'rows'} written to ${file} (mode 0600).`),
})
