import assert from 'node:assert/strict'
import { test } from 'node:test'
import { confirmed } from '../../src/cli/confirming.ts'
import type { Operator } from '../../src/operations/operator.ts'
import { bitting } from '../harness/bitting-command.ts'
import { DEMO_CODES } from '../harness/confirmed-operator.ts'
import { operatorOf } from '../harness/operator-of.ts'
import { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

const DELETED_A_ROUND = 6
const HERE = '127.0.0.1'
const ELSEWHERE = '198.51.100.1'

interface Reviewed {
  readonly id: string
  readonly decision: 'keep' | 'narrow' | 'delete'
  readonly apiKey: string
  readonly secretKey: string
}

/** Reading keys of the demo account, with what will be decided of each. */
const keysFor = async (operator: Operator, decisions: readonly Reviewed['decision'][]): Promise<readonly Reviewed[]> => {
  const made: Reviewed[] = []
  for (const [number, decision] of decisions.entries()) {
    const created = await operator.keysCreate({ label: `${decision} ${number}`, environment: 'live', kind: 'hmac', permissions: ['reading'], allowList: { mode: 'trusted', entries: [HERE, ELSEWHERE] }, account: 100_001 })
    assert.ok(created.ok, JSON.stringify(created))
    made.push({ id: created.value.key.id, decision, apiKey: created.value.key.apiKey, secretKey: created.value.secretKey ?? '' })
  }
  return made
}

/** Asks for the decision. @returns whether it was answered as done; undefined where nothing was answered */
const decide = async (operator: Operator, { id, decision }: Reviewed): Promise<boolean | undefined> => {
  try {
    const outcome = await confirmed(DEMO_CODES, operator, (asks) => decision === 'narrow'
      ? operator.reviewsDecide({ key: id, decision, note: 'killed', change: { allowList: { mode: 'trusted', entries: [HERE] } } }, asks)
      : operator.reviewsDecide({ key: id, decision, note: 'killed' }, asks))
    return outcome.ok ? true : undefined
  } catch {
    return undefined
  }
}

/** What is to be seen of a decision after the start: on the wire, in the key, in the review and in the record. */
const seenOf = async (server: RunningServer, operator: Operator, { id, decision, apiKey, secretKey }: Reviewed): Promise<{ readonly isChanged: boolean; readonly isNoted: boolean; readonly rows: number }> => {
  const rows = await operator.auditList({ act: 'key.review', subject: id })
  const reviews = await operator.reviewsList({})
  const shown = await operator.keysShow(id)
  assert.ok(rows.ok && reviews.ok, JSON.stringify([rows, reviews]))
  const { status } = await signedCall(server.demo.rest, { apiKey, secretKey, permissions: ['reading'] }, 'GET', '/api/v3/account')
  const isNoted = reviews.value.find(({ key }) => key.id === id)?.last?.decision === decision
  if (decision === 'delete') {
    assert.equal(status === 200, shown.ok && shown.value.state === 'enabled', 'the wire and the key agree')
    return { isChanged: status !== 200, isNoted: status !== 200, rows: rows.value.length }
  }
  assert.equal(status, 200)
  assert.ok(shown.ok)
  const isChanged = decision === 'narrow' ? shown.value.allowList.mode === 'trusted' && shown.value.allowList.entries.length === 1 : isNoted
  return { isChanged, isNoted, rows: rows.value.length }
}

test('kill -9 while keys are reviewed: each decision is done, noted and recorded, or none of the three', async (context) => {
  const server = await RunningServer.start({ options: ['--market', 'off'] })
  context.after(() => server.stop())
  const policy = await bitting('policy', 'edit', '--set', 'reviewEveryDays=30', '--demo-codes', '--data', server.dataFolder)
  assert.equal(policy.code, 0, policy.stderr)
  let [answered, done, asked] = [0, 0, 0]
  for (const decision of ['keep', 'narrow'] as const) {
    const before = await operatorOf(server)
    const keys = await keysFor(before, [decision, ...Array.from({ length: DELETED_A_ROUND }, () => 'delete' as const)])
    const answers = new Map<string, boolean>()
    const killed = Promise.withResolvers<void>()
    const [careful, ...deleted] = keys
    assert.ok(careful)
    // All go out together. Once the first answer of any is the moment of the kill, once that of the one that asked for codes, which comes late.
    const note = (key: Reviewed) => (is: boolean | undefined): void => {
      if (is) answers.set(key.id, true)
      if (decision === 'keep' ? answers.size > 0 : answers.has(careful.id)) killed.resolve()
    }
    const underWay = [careful, ...deleted].map((key) => decide(before, key).then(note(key)))
    await Promise.race([killed.promise, Promise.all(underWay)])
    assert.equal(await server.end('SIGKILL'), 'SIGKILL')
    await Promise.all(underWay)
    await server.launch()
    const operator = await operatorOf(server)
    for (const key of keys) {
      const { isChanged, isNoted, rows } = await seenOf(server, operator, key)
      assert.ok(isChanged === isNoted && rows === (isChanged ? 1 : 0), `${key.decision}: ${JSON.stringify({ isChanged, isNoted, rows })}`)
      if (answers.has(key.id)) assert.ok(isChanged, `${key.decision} was answered, so it is done`)
      asked += 1
      answered += answers.has(key.id) ? 1 : 0
      done += isChanged ? 1 : 0
      // What was not done can be decided again; what was done is not done twice.
      if (!isChanged && key.decision === 'delete') assert.equal(await decide(operator, key), true)
    }
    const verified = await operator.auditVerify()
    assert.ok(verified.ok && verified.value.fault === null, JSON.stringify(verified))
  }
  context.diagnostic(`2 kills: of ${asked} decisions ${answered} were answered, ${done} done`)
})
