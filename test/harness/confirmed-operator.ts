import assert from 'node:assert/strict'
import { confirmed, confirmedSet } from '../../src/cli/confirming.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import type { Asks, CreatedKey, KeyWish, Operator } from '../../src/operations/operator.ts'
import type { Outcome } from '../../src/operations/outcome.ts'
import { operatorOf } from './operator-of.ts'
import type { DemoKeyFile } from './running-server.ts'

const terminal: Terminal = { print: () => {}, complain: () => {}, isInteractive: false, hasColour: false, ask: () => Promise.resolve(''), workingFolder: '.', nowMs: () => Date.now() }
/** A command line on which `--demo-codes` was said. */
export const DEMO_CODES = { options: { 'demo-codes': true }, terminal } as const

/** An operator of a demo whose changes are confirmed with the demo owner's codes, one change after the other. Two changes that ask for the authenticator go at once; a third waits. */
export const confirmedOperator = (operator: Operator): Operator => {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Value>(act: (asks: Asks) => Promise<Outcome<Value>>): Promise<Outcome<Value>> => {
    const turn = last.then(() => confirmed(DEMO_CODES, operator, act))
    last = turn.catch(() => undefined)
    return turn
  }
  return {
    ...operator,
    keysCreate: (wish) => inTurn((asks) => operator.keysCreate(wish, asks)),
    keysEdit: (reference, change) => inTurn((asks) => operator.keysEdit(reference, change, asks)),
    keysEnable: (reference) => inTurn((asks) => operator.keysEnable(reference, asks)),
    keysTellSecret: (reference) => inTurn((asks) => operator.keysTellSecret(reference, asks)),
    keysExtend: (reference, days) => inTurn((asks) => operator.keysExtend(reference, days, asks)),
    keysRotate: (reference, wish, overlapHours) => inTurn((asks) => operator.keysRotate(reference, wish, overlapHours, asks)),
    keysSplit: (reference, wish) => inTurn((asks) => operator.keysSplit(reference, wish, asks)),
  }
}

/** That of a running server. */
export const confirmedOperatorOf = async (server: { readonly dataFolder: string }): Promise<Operator> => confirmedOperator(await operatorOf(server))

/** Several changes of keys of a demo, confirmed together as one reviewed set. @returns what each of them is asked for with */
export const confirmedTogether = async (operator: Operator, set: Parameters<Operator['keysReview']>[0]): Promise<Asks> => {
  const asks = await confirmedSet(DEMO_CODES, operator, set)
  assert.ok(asks.ok, JSON.stringify(asks))
  return asks.value
}

/** Makes several keys of a demo, confirmed together. */
export const makeKeys = async (operator: Operator, wishes: readonly KeyWish[]): Promise<readonly CreatedKey[]> => {
  const asks = await confirmedTogether(operator, wishes.map((wish) => ({ act: 'create', wish })))
  const made: CreatedKey[] = []
  for (const wish of wishes) {
    const created = await operator.keysCreate(wish, asks)
    assert.ok(created.ok, JSON.stringify(created))
    made.push(created.value)
  }
  return made
}

/** A key that was made, as calls are signed with it. */
export const keyFileOf = ({ key, secretKey }: CreatedKey): DemoKeyFile => ({ apiKey: key.apiKey, secretKey: secretKey ?? '', permissions: key.permissions })
