import assert from 'node:assert/strict'
import { test } from 'node:test'
import { done, refused } from '../../operations/outcome.ts'
import { play } from '../stage.ts'

const LETTERS = [
  { at: '2026-11-21T14:02:00.000Z', channel: 'mail', to: 'olga@example.org', subject: 'Confirm a change', state: 'waiting', text: 'The code is 12345678.\nIt confirms nothing else.\n' },
  { at: '2026-11-21T14:01:00.000Z', channel: 'sms', to: '+491512345678', subject: '', state: 'sent', text: null },
] as const

test('the outbox shows letters with their text, the newest last, and says what was not sent', async () => {
  const { out, code } = await play(['outbox'], { outboxList: async (limit) => done(LETTERS.slice(0, limit)) })
  assert.equal(code, 0)
  assert.equal(out, [
    'SMS', '  2026-11-21 14:01:00  ·  sms to +491512345678  ·  sent', '',
    'Confirm a change', '  2026-11-21 14:02:00  ·  mail to olga@example.org  ·  not sent: nothing carries it away', '  The code is 12345678.', '  It confirms nothing else.',
  ].join('\n'))
  const json = await play(['outbox', '--last', '1', '--json'], { outboxList: async (limit) => done(LETTERS.slice(0, limit)) })
  assert.deepEqual(JSON.parse(json.out), [LETTERS[0]])
})

test('an empty outbox says so, and a wrong count is told', async () => {
  assert.match((await play(['outbox'], { outboxList: async () => done([]) })).out, /empty/)
  for (const wrong of ['0', '-1', 'all', '1.5']) assert.notEqual((await play(['outbox', `--last=${wrong}`])).code, 0)
})

test('a letter cannot steer the terminal', async () => {
  const evil = { ...LETTERS[0], subject: 'a\u001b[2J', text: 'b\u001b]0;x\u0007' }
  assert.ok(!(await play(['outbox'], { outboxList: async () => done([evil]) })).out.includes('\u001b'))
})

test('otp shows the code alone on its first line, and whether it is spent', async () => {
  const code = { email: 'owner@demo.bitting.example', code: '951008', secondsLeft: 12, isUsed: false, fresh: '951008' as string | null }
  assert.equal((await play(['otp'], { demoCode: async () => done(code) })).out, '951008\nof owner@demo.bitting.example, good for 12 s')
  assert.match((await play(['otp'], { demoCode: async () => done({ ...code, isUsed: true, fresh: '951009' }) })).out, /^951009\n.*used already; it is taken now/)
  assert.match((await play(['otp'], { demoCode: async () => done({ ...code, isUsed: true, fresh: null }) })).out, /^951008\n.*used already.*wait 12 s/)
  const none = await play(['otp'], { demoCode: async () => refused('noDemo', 'There is no demo owner here.', 'x') })
  assert.deepEqual([none.code, none.out], [1, ''])
})
