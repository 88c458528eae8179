import assert from 'node:assert/strict'
import { findRunningServer } from '../../src/cli/remote-operator.ts'
import type { Operator } from '../../src/operations/operator.ts'

/** The operator of a running server, as the command line reaches it. A server that was started again has another. */
export const operatorOf = async ({ dataFolder }: { readonly dataFolder: string }): Promise<Operator> => {
  const found = await findRunningServer(dataFolder)
  assert.ok(found.ok && found.value, `no server answers for ${dataFolder}`)
  return found.value.operator
}
