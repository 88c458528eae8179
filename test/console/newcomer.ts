import assert from 'node:assert/strict'
import type { Browser, BrowserContext } from 'playwright-core'
import type { ConsoleScene } from './console-scene.ts'

/** Somebody with an account of their own in which there is nothing yet: they signed up by the mailed link. @returns their browser, signed in */
export const signUp = async (browser: Browser, scene: ConsoleScene, email: string): Promise<BrowserContext> => {
  const context = await browser.newContext({ baseURL: scene.server.demo.console, viewport: { width: 1440, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto('/sign-up')
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('button', { name: 'Send me the link' }).click()
  await page.getByText('a letter with a link is on its way').waitFor()
  const letters = await scene.operator.outboxList(20)
  assert.ok(letters.ok)
  const link = letters.value.filter(({ to }) => to === email).map(({ text }) => /https?:\S+\/sign-up#[\w-]+/.exec(text ?? '')?.[0]).find((one) => one !== undefined)
  assert.ok(link)
  await page.goto(link)
  await page.getByLabel('Your name').fill('Nora')
  await page.getByLabel('Password').fill('three grey owls at the ferry')
  await page.getByRole('button', { name: 'Create my account' }).click()
  await page.getByRole('button', { name: 'Later' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.close()
  return context
}
