import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AttentionItem, AuditEntrySummary, KeySummary, ReviewSummary } from '../../src/operations/operator.ts'
import { bitting, bittingOn } from '../harness/bitting-command.ts'
import { RunningServer } from '../harness/running-server.ts'
import { signedCall } from '../harness/signed-request.ts'

let server: RunningServer
before(async () => { server = await RunningServer.start({ options: ['--market', 'off'] }) })
after(() => server.stop())

const run = (...words: string[]): Promise<string> => bittingOn(server, ...words)
const reviews = async (): Promise<readonly ReviewSummary[]> => JSON.parse(await run('review', '--json')) as ReviewSummary[]
const stateOf = async (label: string): Promise<ReviewSummary['state'] | undefined> => (await reviews()).find(({ key }) => key.label === label)?.state

test('on the rhythm of the policy each key is shown with its use, kept, narrowed or deleted, and the record tells it', async () => {
  const { read, trade, all } = server.demo.keys
  assert.match(await run('review'), /No key is reviewed on a rhythm/)
  await run('policy', 'edit', '--set', 'reviewEveryDays=30', '--demo-codes')
  assert.match(await run('review'), /No review is due\.\nNext: /)
  for (let call = 0; call < 60; call += 1) assert.equal((await signedCall(server.demo.rest, all, 'GET', '/api/v3/account')).status, 200)
  await run('clock', '+31d')
  const shown = await run('review', 'all')
  assert.match(shown, /^due {2}all \(k_\w+\) {2}grade [A-E]/)
  assert.match(shown, /used .* from 127\.0\.0\.1, GET \/api\/v3\/account[^]*→ Turn off /)

  await run('review', 'read', '--keep', '--note', 'the dashboard reads with it', '--demo-codes')
  assert.deepEqual([await stateOf('read'), await stateOf('trade')], ['later', 'due'])
  await run('review', 'all', '--narrow', '--demo-codes')
  assert.deepEqual((JSON.parse(await run('keys', 'show', 'all', '--json')) as KeySummary).permissions, ['reading'])
  assert.equal((await signedCall(server.demo.rest, all, 'GET', '/api/v3/account')).status, 200)
  await run('clock', '+15d')
  const overdue = (JSON.parse(await run('keys', 'attention', '--json')) as AttentionItem[]).filter(({ about }) => about === 'review')
  assert.ok(overdue.some(({ label, urgency }) => label === 'trade' && urgency === 'soon'), JSON.stringify(overdue))
  assert.match(await run('outbox'), /overdue|keys need you/)
  await run('review', 'trade', '--delete')
  assert.equal((await signedCall(server.demo.rest, trade, 'GET', '/api/v3/account')).status, 401)
  assert.equal(await stateOf('trade'), undefined)
  assert.equal((await signedCall(server.demo.rest, read, 'GET', '/api/v3/account')).status, 200)

  const rows = JSON.parse(await run('audit', 'list', '--act', 'key.review', '--json')) as AuditEntrySummary[]
  assert.equal(rows.length, 3)
  assert.match(await run('audit', 'verify'), /./)
})

test('says what it cannot do, and how', async () => {
  for (const [words, told] of [[['review', 'read', '--keep', '--delete'], /say different things/], [['review', '--keep'], /Which key\?/], [['review', 'read', '--narrow', '--demo-codes'], /says? too little/], [['review', 'nothing', '--keep'], /nothing/]] as const) {
    const { code, stdout, stderr } = await bitting(...words, '--data', server.dataFolder)
    assert.notEqual(code, 0)
    assert.match(`${stdout}${stderr}`, told)
  }
})
