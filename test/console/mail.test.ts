import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { SmtpServer } from '../harness/smtp-server.ts'
import { speakChinese } from './console-scene.ts'
import { englishIn } from './english-in.ts'
import { openConsole } from './open-console.ts'

const PASSWORD = 'geheim'

describe('without a mail server', () => {
  const open = openConsole()

  test('the page says so, what to set, and where a demo has its letters; a test letter lies there', async () => {
    const { page, owner } = open.scene
    await page.goto('/settings?of=mail')
    const mail = page.getByRole('region', { name: 'Mail', exact: true })
    await mail.getByText('In this demo letters go to the drawer').waitFor()
    await mail.getByText('No mail server is set').waitFor()
    await mail.getByText('BITTING_SMTP_URL=').waitFor()
    await mail.getByRole('button', { name: `Send a test letter to ${owner.email}` }).click()
    await mail.getByRole('status').getByText(`The letter to ${owner.email} lies in the drawer "Demo".`).waitFor()
    await page.getByRole('region', { name: 'Letters' }).getByText('A test letter from Bitting').waitFor()
    assert.deepEqual(await open.scene.violations(), [])
    await page.getByRole('button', { name: 'Demo', exact: true }).click()
    await page.getByRole('dialog').getByText('A test letter from Bitting').waitFor()
    assert.deepEqual(open.scene.faults, [])
  })
})

describe('with a mail server', () => {
  let smtp: SmtpServer | undefined
  const server = (): SmtpServer => smtp ?? assert.fail('the mail server was not started')
  const open = openConsole({ environment: async () => {
    smtp = await SmtpServer.start(PASSWORD)
    // Not yet: letters that were taken are their readers' alone, and the owner comes in by one.
    smtp.mood = 'refuse'
    return { BITTING_SMTP_URL: `smtp://olga:${PASSWORD}@127.0.0.1:${smtp.port}`, BITTING_MAIL_FROM: 'Bitting <bitting@example.org>' }
  } })
  after(() => smtp?.stop())

  test('it is told with what waits and what it said last, and a test letter arrives or says why not', async () => {
    const { page, owner } = open.scene
    await page.goto('/settings?of=mail')
    const mail = page.getByRole('region', { name: 'Mail', exact: true })
    await mail.getByText(`127.0.0.1:${server().port}`).waitFor()
    await mail.getByText('Bitting <bitting@example.org>').waitFor()
    await mail.getByText(/^\d+ letters?/).first().waitFor()
    await mail.getByText('451 come back later').waitFor()
    assert.equal(await page.getByText(PASSWORD).count(), 0)
    const button = mail.getByRole('button', { name: `Send a test letter to ${owner.email}` })
    server().mood = 'refuseRecipient'
    await button.click()
    await mail.getByRole('alert').getByText('The mail server does not take the address.').waitFor()
    await mail.getByRole('alert').getByText('550 nobody of that name').waitFor()
    server().mood = 'take'
    await button.click()
    await mail.getByRole('status').getByText(`The mail server took the letter to ${owner.email}.`).waitFor()
    assert.ok(server().letters.some((letter) => letter.includes('A test letter from Bitting')))
    await button.click()
    await mail.getByRole('status').getByText(`The mail server took the letter to ${owner.email}.`).waitFor()
    await button.click()
    await mail.getByRole('alert').getByText('3 test letters went to').waitFor()
    assert.deepEqual(await open.scene.violations(), [])
  })

  test('it is told in Chinese to whoever reads Chinese', async () => {
    const { page, owner } = open.scene
    const w = await speakChinese(page)
    await page.reload()
    const mail = page.getByRole('region', { name: w.mail.title, exact: true })
    await mail.getByRole('button', { name: w.mail.test(owner.email) }).waitFor()
    assert.deepEqual(englishIn(await mail.innerText(), [owner.email, 'Bitting <bitting@example.org>', '550 nobody of that name', '451 come back later']), [])
  })
})
