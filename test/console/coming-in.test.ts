import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { startServer, type RunningServer } from '../../src/main.ts'
import { totpCode } from '../../src/people/totp.ts'
import { faultsOf, giveAuthenticator, openBrowser, PATIENCE_MS } from './browser.ts'

let browser: Browser
let server: RunningServer
const folder = mkdtempSync(join(tmpdir(), 'bitting-console-'))
before(async () => {
  [browser, server] = await Promise.all([openBrowser(), startServer({
    dataFolder: folder, host: '127.0.0.1', port: 0, consolePort: 0, isDemo: false, demoFile: join(folder, 'demo.json'), areRateLimitsOn: true, tls: null, trustedProxies: [], isMarketOn: false, seed: null,
    people: { isSignUpOpen: false, publicConsoleUrl: null, mail: null, sms: null }, metricsToken: null,
  })])
})
after(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const PASSWORD = 'five quiet otters under one bridge'

test('the first owner is set up by the one-time link: password, authenticator by its QR code, recovery codes, passkey; then signs in by passkey alone', async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  const faults = faultsOf(page)
  await giveAuthenticator(page)

  assert.ok(server.firstOwnerUrl)
  const token = new URL(server.firstOwnerUrl).hash.slice(1)
  await page.goto(server.firstOwnerUrl)
  await page.getByLabel('Your name').fill('Ada Owner')
  assert.ok(!page.url().includes(token), 'the token leaves the address at once')
  await page.getByLabel('E-mail').fill('ada@example.com')
  await page.getByLabel('Password').fill('password1234')
  await page.getByRole('button', { name: 'Create the owner' }).click()
  await page.getByText('This password is on lists of common or stolen passwords.').first().waitFor()
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Create the owner' }).click()

  await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor()
  await page.getByRole('button', { name: 'Set up an authenticator' }).click()
  const confirming = page.getByRole('dialog', { name: 'Confirm', exact: true })
  await confirming.getByRole('textbox', { name: 'Password' }).waitFor()
  const mailed = confirming.getByRole('textbox', { name: 'Code by mail' })
  assert.equal(await mailed.count(), 1)
  await page.getByText('Sent. It works').waitFor()
  await confirming.getByText('No mail server is set here, so the letter waits where Bitting runs. Read it there: ./bitting outbox').waitFor()
  await mailed.fill(await newestMailCode())
  await confirming.getByRole('textbox', { name: 'Code by mail' }).press('Enter')
  await confirming.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await confirming.getByRole('textbox', { name: 'Password' }).press('Enter')

  await page.getByRole('img', { name: 'QR code with the authenticator secret' }).waitFor()
  const secret = (await page.getByText('Or type this secret into the app').locator('xpath=following-sibling::div/code').innerText()).replaceAll(' ', '')
  await page.getByLabel('Authenticator code').fill(totpCode(secret, Date.now() * 1_000))
  await page.getByRole('button', { name: 'Confirm the code' }).click()
  await page.getByRole('heading', { name: 'Recovery codes' }).waitFor()
  assert.equal(await page.getByRole('region', { name: 'Recovery codes' }).getByRole('listitem').count(), 10)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.getByRole('listitem').filter({ hasText: 'Letters reach nobody' }).getByRole('link', { name: 'Open' }).waitFor()

  await page.goto('/settings'.replace('/', `${server.urls.console}/`))
  const passkeys = page.getByRole('region', { name: 'Passkey' })
  await passkeys.getByLabel('Name of this one').fill('laptop')
  await passkeys.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('Sent. It works').waitFor()
  await confirming.getByRole('textbox', { name: 'Code by mail' }).fill(await newestMailCode())
  await confirming.getByRole('textbox', { name: 'Code by mail' }).press('Enter')
  await confirming.getByRole('textbox', { name: 'Authenticator code' }).fill(totpCode(secret, Date.now() * 1_000 + 30_000_000))
  await confirming.getByRole('textbox', { name: 'Authenticator code' }).press('Enter')
  await page.getByText('laptop').first().waitFor()

  await page.locator('summary', { hasText: 'Account menu' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  assert.deepEqual(await page.evaluate('[document.cookie, ...Object.keys(localStorage)].filter((one) => one !== "" && !one.startsWith("bitting.language"))'), [])
  assert.deepEqual(faults, [])
  await context.close()
})

test('outside a demo nobody is told codes or passwords', async () => {
  const answer = await fetch(`${server.urls.console}/api/demo/owner`)
  assert.equal(answer.status, 404)
  assert.equal((await answer.json() as { refused: { code: string } }).refused.code, 'noDemo')
})

test('a used link says so, and a page behind the sign-in leads to it and back', async () => {
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(server.firstOwnerUrl ?? '')
  await page.getByText('This link was used or has expired.').waitFor()
  await page.goto(`${server.urls.console}/audit`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  assert.match(page.url(), /next=%2Faudit/)
  await page.getByLabel('E-mail').fill('nobody@example.com')
  await page.getByLabel('Password').fill('not the password at all')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('The e-mail address or the password is not right.').waitFor()
  await context.close()
})

/** The newest code that a letter of the outbox carries. */
let lastCode: string | undefined
const newestMailCode = async (): Promise<string> => {
  const { findRunningServer } = await import('../../src/cli/remote-operator.ts')
  const found = await findRunningServer(folder)
  assert.ok(found.ok && found.value)
  for (let tries = 0; tries < 200; tries += 1) {
    const letters = await found.value.operator.outboxList(10)
    const code = letters.ok ? letters.value.map(({ text }) => /\b(\d{8})\b/.exec(text ?? '')?.[1]).find((one) => one !== undefined) : undefined
    if (code !== undefined && code !== lastCode) return lastCode = code
  }
  throw new Error('no letter with a code came')
}
