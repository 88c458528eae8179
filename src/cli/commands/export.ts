import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileOfKeys } from '../../operations/key-file/plan.ts'
import { done, type Outcome, refused } from '../../operations/outcome.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import { readWholeNumber } from '../options.ts'
import { withOperator } from '../with-operator.ts'
import { fileOf, FILE_OPTION } from './plan.ts'

const HEAD = '# yaml-language-server: $schema=docs/keys.schema.json\n# The keys of one account, without their secrets: ./bitting plan --file THIS shows what a change of it would change.\n'

export const exportKeys = command({
  name: 'export',
  summary: 'write the keys of an account into a file for plan and apply',
  positionals: ['[FILE]'],
  options: { ...FILE_OPTION, account: { type: 'string', value: 'UID', help: 'whose keys (default the only main account)' }, ...STORE_OPTIONS },
  examples: ['./bitting export --file keys.yaml'],
  run: (call) => {
    const file = fileOf(call.options.file, call.positionals)
    const wanted = call.options.account === undefined ? undefined : readWholeNumber('account', call.options.account, 1, Number.MAX_SAFE_INTEGER)
    return withOperator(call, async (operator): Promise<Outcome<{ file: string; keys: number }>> => {
      const accounts = await operator.accountsList()
      if (!accounts.ok) return accounts
      const mains = accounts.value.filter(({ parent }) => parent === null)
      const account = wanted ?? (mains.length === 1 ? mains[0]?.id : undefined)
      if (account === undefined) return refused('accountNeeded', `There are ${mains.length} main accounts.`, 'Say whose keys: --account UID')
      const keys = await operator.keysList({ account })
      if (!keys.ok) return keys
      const { stringify } = await import('yaml')
      try {
        await writeFile(resolve(call.terminal.workingFolder, file), `${HEAD}${stringify(fileOfKeys(account, keys.value), { lineWidth: 0, flowCollectionPadding: false })}`, { mode: 0o600, flag: 'wx' })
      } catch (error) {
        return refused('fileNotWritten', `${file} could not be written (${error instanceof Error && 'code' in error ? String(error.code) : String(error)}).`, 'Name a file that does not exist yet.')
      }
      return done({ file, keys: keys.value.length })
    }, ({ file: written, keys }) => `${keys} ${keys === 1 ? 'key' : 'keys'} written to ${written}, without secrets.`)
  },
})
