import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { RunningServer } from '../harness/running-server.ts'
import { faultsOf, giveAuthenticator, openBrowser, PATIENCE_MS } from './browser.ts'
import { ConsoleScene } from './console-scene.ts'

let server: RunningServer
let closed: RunningServer
let browser: Browser
before(async () => {
  [server, closed, browser] = await Promise.all([RunningServer.start({ options: ['--market', 'off'] }), RunningServer.start({ options: ['--market', 'off', '--sign-up', 'closed'] }), openBrowser()])
})
after(async () => {
  await browser?.close()
  await Promise.all([server?.stop(), closed?.stop()])
})

const openPage = async (of: RunningServer) => {
  const context = await browser.newContext({ baseURL: of.demo.console, viewport: { width: 1440, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await giveAuthenticator(page)
  return page
}

test('a stranger opens an account of their own from the sign-in page, by a mailed link that works once, and sees nothing of anybody else', async () => {
  const scene = await ConsoleScene.open(browser, server)
  const page = await openPage(server)
  const faults = faultsOf(page)
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.getByLabel('E-mail').fill('nora@example.com')
  await page.getByRole('button', { name: 'Send me the link' }).click()
  await page.getByText('If nora@example.com has no account here yet, a letter with a link is on its way.').waitFor()

  const letters = await scene.operator.outboxList(20)
  assert.ok(letters.ok)
  const link = letters.value.filter(({ to }) => to === 'nora@example.com').map(({ text }) => /https?:\S+\/sign-up#[\w-]+/.exec(text ?? '')?.[0]).find((one) => one !== undefined)
  assert.ok(link)
  await page.goto(link)
  await page.getByLabel('Your name').fill('Nora')
  assert.ok(!page.url().includes('#'), 'the token leaves the address at once')
  await page.getByLabel('Password').fill('three grey owls at the ferry')
  await page.getByRole('button', { name: 'Create my account' }).click()
  await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor()
  await page.getByRole('button', { name: 'Later' }).click()
  await page.getByText('Good to see you, Nora.').waitFor()
  await page.goto('/keys')
  await page.getByText('No key yet').waitFor()
  await page.getByRole('navigation', { name: 'Main' }).first().waitFor()
  assert.equal(await page.getByRole('button', { name: 'Demo', exact: true }).count(), 0, 'the calendar and the letters are of whoever keeps the house')
  await page.goto('/sandbox?desk=state&environment=testnet')
  await page.getByRole('heading', { level: 1 }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Reset Testnet' }).count(), 0)
  await page.goto('/settings')
  await page.getByRole('heading', { level: 1 }).waitFor()
  assert.equal(await page.getByRole('link', { name: 'Mail', exact: true }).count(), 0)

  // The demo's owner keeps what they had, and reads nothing of hers.
  await scene.signIn()
  await scene.page.getByRole('button', { name: 'Demo', exact: true }).click()
  const drawer = scene.page.getByRole('dialog')
  await drawer.getByText(scene.owner.email).first().waitFor()
  assert.equal(await drawer.getByText('nora@example.com').count(), 0)
  await drawer.getByRole('button', { name: /1 day/ }).first().click()
  await scene.page.getByRole('status').filter({ hasText: /calendar|ahead/i }).first().waitFor()
  assert.equal(await drawer.getByRole('alert').count(), 0)
  await drawer.press('Escape')

  // The record tells who moved the calendar.
  await scene.page.goto('/audit?act=clock.')
  await scene.page.getByRole('row', { name: /Calendar moved/ }).first().getByText('Demo owner').waitFor()
  // What shows the data of both is offered to neither of them; what is the house's own, to whoever keeps it.
  assert.equal(await scene.page.getByRole('link', { name: 'Export' }).count(), 0)
  await scene.page.getByRole('button', { name: 'Verify the record' }).click()
  await scene.page.getByRole('status').filter({ hasText: /rows/ }).waitFor()
  await scene.page.goto('/sandbox?desk=state&environment=testnet')
  await scene.page.getByRole('button', { name: 'Reset Testnet' }).waitFor()
  assert.equal(await scene.page.getByRole('link', { name: 'Download the state' }).count(), 0)
  await page.goto('/audit')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('.shimmer').first().waitFor({ state: 'detached' })
  assert.deepEqual([await page.getByRole('link', { name: 'Export' }).count(), await page.getByRole('button', { name: 'Verify the record' }).count()], [0, 0])

  const other = await openPage(server)
  await other.goto(link)
  await other.getByText('This link was used or has expired.').waitFor()
  assert.deepEqual(faults, [])
})

test('a known address is answered as a new one is, and gets no link to a second account', async () => {
  const scene = await ConsoleScene.open(browser, server)
  const page = await openPage(server)
  await page.goto('/sign-up')
  await page.getByLabel('E-mail').fill(scene.owner.email)
  await page.getByRole('button', { name: 'Send me the link' }).click()
  await page.getByText(`If ${scene.owner.email} has no account here yet, a letter with a link is on its way.`).waitFor()
  const letters = await scene.operator.outboxList(20)
  assert.ok(letters.ok && !letters.value.some(({ to, text }) => to === scene.owner.email && text?.includes('/sign-up#')))
})

test('where sign-up is closed, the sign-in page offers none and its page says who can invite; whoever forgot a password is asked whose', async () => {
  const page = await openPage(closed)
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Forgot the password?' }).click()
  await page.getByText('Write your e-mail above first.').waitFor()
  assert.equal(await page.getByRole('link', { name: 'Create an account' }).count(), 0)
  await page.goto('/sign-up')
  await page.getByText('Accounts are opened by invitation here').waitFor()
})
