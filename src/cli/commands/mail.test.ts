import assert from 'node:assert/strict'
import { test } from 'node:test'
import { done, refused } from '../../operations/outcome.ts'
import { play } from '../stage.ts'

const QUIET = { waiting: 0, failed: 0, oldestWaiting: null, lastFault: null, lastTest: null } as const
const SERVER = { host: 'mail.example.org', port: 587, encryption: 'startTls', from: 'Bitting <bitting@example.org>' } as const
const FAULT = { at: '2026-11-21T14:03:00.000Z', reason: 'login', said: '535 \u001b[2Jno' } as const

test('mail tells where letters go, what waits and what was said last, and lets nobody steer the terminal', async () => {
  const { out, code } = await play(['mail'], { mailShow: async () => done({ ...QUIET, server: SERVER, isDemo: false, waiting: 1, failed: 2, oldestWaiting: '2026-11-21T14:02:00.000Z', lastFault: FAULT }) })
  assert.equal(code, 0)
  for (const word of ['mail.example.org:587, STARTTLS', 'Bitting <bitting@example.org>', '1 letter, the oldest since 2026-11-21 14:02:00', '2 letters', 'the mail server does not take the user name and password']) assert.ok(out.includes(word), `${word}: ${out}`)
  assert.ok(!out.includes('\u001b'))
})

test('where no mail server is set, it says what to set, and in a demo where letters are read', async () => {
  const shown = async (isDemo: boolean): Promise<string> => (await play(['mail'], { mailShow: async () => done({ ...QUIET, server: null, isDemo }) })).out
  assert.match(await shown(false), /BITTING_SMTP_URL and\s+BITTING_MAIL_FROM/)
  assert.ok(!(await shown(false)).includes('in the demo'))
  assert.match(await shown(true), /in the demo\s[^]*under Demo/)
})

test('mail test tells what became of the letter', async () => {
  const tested = async (state: 'sent' | 'waiting', fault: typeof FAULT | null): Promise<string> => (await play(['mail', 'test', 'olga@example.org'], { mailTest: async (to) => done({ to, at: FAULT.at, state, fault }) })).out
  assert.equal(await tested('sent', null), 'The mail server took the letter to olga@example.org.')
  assert.match(await tested('waiting', null), /waits in the outbox/)
  assert.match(await tested('waiting', FAULT), /was not taken; it is tried again\. .*does not take the user name and password/)
  const limited = await play(['mail', 'test', 'olga@example.org'], { mailTest: async () => refused('tooManyTestLetters', 'Too many.', 'Wait.') })
  assert.equal(limited.code, 1)
})
