import { resolve } from 'node:path'
import { command, STORE_OPTIONS } from '../command.ts'
import { dataFolderOf, tellRefusal } from '../with-operator.ts'

export const restore = command({
  name: 'restore',
  summary: 'put a backup into an empty data folder; the server must not run',
  positionals: ['FILE'],
  options: STORE_OPTIONS,
  notes: ['A store that is there is never overwritten: name another folder with --data.'],
  examples: ['./bitting restore /mnt/backup/bitting.backup --data restored'],
  run: async (call) => {
    const isJson = call.options.json ?? false
    const outcome = await call.house.restore(dataFolderOf(call), resolve(call.terminal.workingFolder, call.positionals[0] ?? ''))
    if (!outcome.ok) return tellRefusal(outcome.refused, isJson, call.terminal)
    call.terminal.print(isJson
      ? JSON.stringify(outcome.value, null, 2)
      : `Restored ${outcome.value.bytes.toLocaleString('en-US')} bytes into ${outcome.value.dataFolder}.\nPut the sealing key of that store beside it (sealing.key), or no HMAC secret can be opened.\nThen start it: ./bitting start --data ${outcome.value.dataFolder}`)
    return 0
  },
})
