import { resolve } from 'node:path'
import { command, STORE_OPTIONS } from '../command.ts'
import { withOperator } from '../with-operator.ts'

export const backup = command({
  name: 'backup',
  summary: 'copy the store into one file, while it runs',
  positionals: ['FILE'],
  options: STORE_OPTIONS,
  notes: ['The sealing key is not in the backup: keep it elsewhere, or HMAC keys cannot be used after a restore.'],
  examples: ['./bitting backup /mnt/backup/bitting.backup'],
  run: (call) => withOperator(call, (operator) => operator.backup(resolve(call.terminal.workingFolder, call.positionals[0] ?? '')),
    ({ file, bytes }) => `Wrote ${file} (${bytes.toLocaleString('en-US')} bytes).\nThe sealing key is not in it: keep a copy of that elsewhere.`),
})
