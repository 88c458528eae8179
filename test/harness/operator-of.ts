import assert from 'node:assert/strict'
import { findRunningServer } from '../../src/cli/remote-operator.ts'
import type { Operator } from '../../src/operations/operator.ts'
import type { Outcome } from '../../src/operations/outcome.ts'

/** The operator of a running server, as the command line reaches it. A server that was started again has another. */
export const operatorOf = async ({ dataFolder }: { readonly dataFolder: string }): Promise<Operator> => {
  const found = await findRunningServer(dataFolder)
  assert.ok(found.ok && found.value, `no server answers for ${dataFolder}`)
  return found.value.operator
}

/** What came of an act that must have been done. */
export const done = <Value>(outcome: Outcome<Value>): Value => {
  assert.ok(outcome.ok, JSON.stringify(outcome))
  return outcome.value
}
