import { resolve } from 'node:path'
import { type KeyPlan, planKeys } from '../../operations/key-file/plan.ts'
import type { Operator } from '../../operations/operator.ts'
import { done, type Outcome, refused } from '../../operations/outcome.ts'
import { command, STORE_OPTIONS } from '../command.ts'
import type { KeyFileSource } from '../key-file-source.ts'
import { painter } from '../paint.ts'
import { planPage } from '../plan-page.ts'
import type { Terminal } from '../terminal.ts'
import { withOperator } from '../with-operator.ts'
import { WrongUsage } from '../wrong-usage.ts'

export const FILE_OPTION = { file: { type: 'string', value: 'FILE', short: 'f', help: 'the file of keys (YAML or JSON); -f for short' } } as const

export const fileOf = (given: string | undefined, positionals: readonly string[]): string => {
  const file = given ?? positionals[0]
  if (file === undefined) throw new WrongUsage('Which file of keys?', 'For instance: ./bitting plan --file keys.yaml. The present state as such a file: ./bitting export --file keys.yaml')
  return file
}

/** The account that a file speaks of, by what the operator says of it: the only main one where none is named. */
const accountOf = async (source: KeyFileSource, operator: Operator): Promise<Outcome<number>> => {
  const accounts = await operator.accountsList()
  if (!accounts.ok) return accounts
  const named = source.file.account
  const mains = accounts.value.filter(({ parent }) => parent === null)
  const found = named === undefined ? (mains.length === 1 ? mains[0] : undefined) : accounts.value.find(({ id }) => id === named)
  if (found) return done(found.id)
  return named === undefined ? refused('accountNeeded', `There are ${mains.length} main accounts.`, `Say whose keys these are, in the file: account: ${mains[0]?.id ?? 'UID'}`) : refused('unknownAccount', `There is no account ${named}.`, 'The accounts: ./bitting accounts')
}

export interface ReadPlan { readonly plan: KeyPlan; readonly source: KeyFileSource; readonly account: number }

/** Reads a file, holds it against the lint and against what is. */
export const readPlan = async (file: string, terminal: Terminal, operator: Operator): Promise<Outcome<ReadPlan>> => {
  const { lintRefusal, readKeyFileSource } = await import('../key-file-source.ts')
  const source = await readKeyFileSource(resolve(terminal.workingFolder, file), file)
  if (!source.ok) return source
  const lint = lintRefusal(source.value, file)
  if (!lint.ok) return lint
  const account = await accountOf(source.value, operator)
  if (!account.ok) return account
  const keys = await operator.keysList({ account: account.value })
  if (!keys.ok) return keys
  const presets = await operator.presetsList(account.value)
  if (!presets.ok) return presets
  const plan = planKeys({ ...source.value.file, account: account.value }, keys.value, presets.value)
  if (plan.faults.length > 0) return refused('notChangeable', plan.faults.map(({ at, member, text }) => `${file}:${source.value.lineOf(['keys', at, member])}: ${text}`).join('\n'), 'Nothing was changed.')
  return done({ plan, source: source.value, account: account.value })
}

export const plan = command({
  name: 'plan',
  summary: 'what apply would change so that the keys are as a file says',
  positionals: ['[FILE]'],
  options: { ...FILE_OPTION, ...STORE_OPTIONS },
  notes: ['Keys are known by their label. Nothing is deleted unless the file says state: absent.', 'A key that is wider than it need be is refused, with the line and the reason.'],
  examples: ['./bitting plan --file keys.yaml'],
  run: (call) => {
    const file = fileOf(call.options.file, call.positionals)
    return withOperator(call, async (operator): Promise<Outcome<KeyPlan>> => {
      const read = await readPlan(file, call.terminal, operator)
      return read.ok ? done(read.value.plan) : read
    }, (made) => planPage(made, painter(call.terminal)))
  },
})
