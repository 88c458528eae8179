import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { MailSummary, TestLetter } from '../../src/operations/mail/mail-office.ts'
import type { AuditEntrySummary } from '../../src/operations/operator.ts'
import { bitting } from '../harness/bitting-command.ts'
import { SmtpServer } from '../harness/smtp-server.ts'
import { ConsoleHouse, consoleHouse } from './console-house.ts'

const PASSWORD = `geheim ${randomBytes(6).toString('hex')}`

describe('mail by a server that signs in', () => {
  const house = new ConsoleHouse()
  let smtp: SmtpServer
  before(async () => {
    smtp = await SmtpServer.start(PASSWORD)
    // Not yet: letters that were taken are their readers' alone, and the owner comes in by one.
    smtp.mood = 'refuse'
    await house.open([], { BITTING_SMTP_URL: `smtp://olga:${encodeURIComponent(PASSWORD)}@127.0.0.1:${smtp.port}`, BITTING_MAIL_FROM: 'Bitting <bitting@example.org>' })
  })
  after(async () => {
    await house.close()
    await smtp.stop()
  })
  const shown = (): Promise<MailSummary> => house.owner.browser.must('GET', '/api/mail')

  it('tells where letters go and from whom, never the password, what waits and why', async () => {
    const mail = await shown()
    assert.deepEqual(mail.server, { host: '127.0.0.1', port: smtp.port, encryption: 'none', from: 'Bitting <bitting@example.org>' })
    assert.ok(mail.waiting > 0 && mail.oldestWaiting !== null)
    assert.deepEqual([mail.lastFault?.reason, mail.lastFault?.said], ['refused', '451 come back later'])
    assert.ok(!JSON.stringify(mail).includes('geheim'))
  })

  it('a test letter goes to whoever asks, is answered once it was tried, and is recorded', async () => {
    smtp.mood = 'take'
    const test = await house.owner.browser.must<TestLetter>('POST', '/api/mail/test')
    assert.deepEqual([test.to, test.state, test.fault], [house.owner.email, 'sent', null])
    const letter = smtp.letters.find((text) => text.includes('Subject: A test letter from Bitting')) ?? ''
    assert.match(letter, /From: Bitting <bitting@example\.org>/)
    assert.match(letter, /Mail from Bitting arrives here/)
    const [entry] = await house.owner.browser.must<AuditEntrySummary[]>('GET', '/api/audit?act=mail.test&limit=1')
    assert.deepEqual([entry?.actor.startsWith('person:'), entry?.source, entry?.after], [true, '127.0.0.1', { to: house.owner.email }])
  })

  it('one that is not taken says why, in the words of the mail server, and is tried again', async () => {
    smtp.mood = 'refuseRecipient'
    const test = await house.owner.browser.must<TestLetter>('POST', '/api/mail/test')
    assert.deepEqual([test.state, test.fault?.reason, test.fault?.said], ['waiting', 'recipient', '550 nobody of that name'])
    assert.deepEqual((await shown()).lastTest, test)
  })

  it('the command shows the same and sends one too; the fourth within ten minutes is refused, whoever asks', async () => {
    smtp.mood = 'take'
    const run = (...words: string[]) => bitting(...words, '--data', house.server.dataFolder)
    const sent = await run('mail', 'test', house.owner.email)
    assert.deepEqual([sent.code, sent.stdout.trim()], [0, `The mail server took the letter to ${house.owner.email}.`])
    assert.match((await run('mail')).stdout, new RegExp(`127\\.0\\.0\\.1:${smtp.port}.*Bitting <bitting@example\\.org>`, 's'))
    assert.equal((await run('mail', 'test', house.owner.email)).code, 1)
    assert.deepEqual(await house.owner.browser.send('POST', '/api/mail/test').then(({ body }) => body.refused?.code), 'tooManyTestLetters')
    assert.equal((await run('mail', 'test', 'nobody')).code, 1)
  })

  it('is for whoever keeps the house alone', async () => {
    smtp.mood = 'refuse'
    const admin = await house.joined('admin@example.org', 'admin')
    for (const [method, path] of [['GET', '/api/mail'], ['POST', '/api/mail/test']] as const) assert.equal((await admin.send(method, path)).status, 403)
  })
})

describe('a mail server that does not let Bitting in', () => {
  const house = new ConsoleHouse()
  let smtp: SmtpServer
  before(async () => {
    smtp = await SmtpServer.start('another password')
    await house.open([], { BITTING_SMTP_URL: `smtp://olga:${encodeURIComponent(PASSWORD)}@127.0.0.1:${smtp.port}`, BITTING_MAIL_FROM: 'bitting@example.org' })
  })
  after(async () => {
    await house.close()
    await smtp.stop()
  })

  it('is told as that, without the password that it repeats', async () => {
    const test = await house.owner.browser.must<TestLetter>('POST', '/api/mail/test')
    assert.deepEqual([test.state, test.fault?.reason], ['waiting', 'login'])
    assert.match(test.fault?.said ?? '', /^535 no such user: … …$/)
    await smtp.stop()
    const { lastFault } = await house.owner.browser.must<MailSummary>('GET', '/api/mail')
    assert.ok(!JSON.stringify(lastFault).includes('geheim'))
  })
})

describe('a demo without a mail server', () => {
  const house = consoleHouse()

  it('says so, and a test letter lies in its drawer', async () => {
    const mail = await house.owner.browser.must<MailSummary>('GET', '/api/mail')
    assert.deepEqual([mail.server, mail.isDemo, mail.lastFault], [null, true, null])
    assert.equal((await house.owner.browser.must<TestLetter>('POST', '/api/mail/test')).state, 'waiting')
    assert.ok((await house.letters()).some(({ to, subject }) => to === house.owner.email && subject === 'A test letter from Bitting'))
  })
})
