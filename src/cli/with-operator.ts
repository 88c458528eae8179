import { resolve } from 'node:path'
import type { Operator } from '../operations/operator.ts'
import type { OperationRefused, Outcome } from '../operations/outcome.ts'
import type { CommandCall, STORE_OPTIONS } from './command.ts'
import type { Terminal } from './terminal.ts'

type StoreCall = Pick<CommandCall<typeof STORE_OPTIONS>, 'options' | 'terminal' | 'house'>

export const dataFolderOf = ({ options, terminal }: Pick<StoreCall, 'options' | 'terminal'>): string => resolve(terminal.workingFolder, options.data ?? '.bitting')

/** Tells a refusal: to the person on stderr, and to a script that asked for JSON on stdout. @returns exit code 1 */
export const tellRefusal = (refused: OperationRefused, isJson: boolean, terminal: Terminal): 1 => {
  if (isJson) terminal.print(JSON.stringify({ refused }, null, 2))
  terminal.complain(`${refused.message}\n${refused.remedy}`)
  return 1
}

/** Does one act and tells what came of it. @returns the exit code */
export const withOperator = async <Value>(call: StoreCall, act: (operator: Operator) => Promise<Outcome<Value>>, tell: (value: Value) => string): Promise<number> => {
  const isJson = call.options.json ?? false
  const opened = await call.house.openOperator(dataFolderOf(call))
  if (!opened.ok) return tellRefusal(opened.refused, isJson, call.terminal)
  try {
    const outcome = await act(opened.value.operator)
    if (!outcome.ok) return tellRefusal(outcome.refused, isJson, call.terminal)
    call.terminal.print(isJson ? JSON.stringify(outcome.value, null, 2) : tell(outcome.value))
    return 0
  } finally {
    await opened.value.close()
  }
}
