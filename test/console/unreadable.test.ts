import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openConsole } from './open-console.ts'

const open = openConsole({ hasPasskey: false })
/** What a page is opened by in any case; everything else that it reads fails here. */
const FOR_EVERY_PAGE: ReadonlySet<string> = new Set(['/api/session', '/api/house'])
const LISTS = ['/', '/keys', '/refused', '/calls', '/alerts', '/products', '/lockdown', '/audit', '/addresses', '/approvals', '/accounts', '/people', '/settings', '/settings?of=account', '/settings?of=mail', '/explorer', '/reviews', '/external']

test('a page that could not be read says so, and reads again when asked to: every page with a list', async () => {
  // Six at a time: each waits until what failed was asked for again by itself.
  for (let at = 0; at < LISTS.length; at += 6) await Promise.all(LISTS.slice(at, at + 6).map(readsAgain))
})

const readsAgain = async (path: string): Promise<void> => {
  const page = await open.scene.context.newPage()
  await page.route((url) => url.pathname.startsWith('/api/') && !FOR_EVERY_PAGE.has(url.pathname), (route) => route.abort())
  await page.goto(path)
  const again = page.getByRole('main').getByRole('button', { name: 'Try again' })
  await again.first().waitFor()
  await page.getByRole('main').getByText('The server does not answer.').first().waitFor()
  await page.unrouteAll()
  for (let tries = 0; await again.count() > 0; tries += 1) {
    assert.ok(tries < 100, `${path} is not read again`)
    await again.first().click({ timeout: 500 }).catch(() => undefined)
    await page.waitForTimeout(50)
  }
  assert.equal(await page.getByText('The server does not answer.').count(), 0, path)
  await page.close()
}
