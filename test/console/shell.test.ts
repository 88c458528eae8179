import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { PERMISSION_TABLE } from '../../src/permission.ts'
import { RIGHTS } from '../../console/src/parts/rights.ts'
import type { RunningServer } from '../harness/running-server.ts'
import { PATIENCE_MS } from './browser.ts'
import type { ConsoleScene } from './console-scene.ts'
import { openConsole } from './open-console.ts'

const dist = fileURLToPath(new URL('../../console/dist/', import.meta.url))
const FIRST_PAGE_LIMIT = 250 * 1024

interface Chunk { readonly file: string; readonly isEntry?: boolean; readonly imports?: readonly string[] }

let server: RunningServer
let browser: Browser
let scene: ConsoleScene
openConsole({ options: [], hasPasskey: false, prepare: async (opened) => { ({ server, browser, scene } = opened) } })

test('the console knows the rights as the server does', () => {
  assert.deepEqual(RIGHTS, PERMISSION_TABLE.map(({ name, label, tier, ed25519Only }) => ({ name, label, tier, ed25519Only })))
})

test('the first page weighs less than 250 kB of compressed JavaScript', () => {
  // Vite's own list of what imports what.
  const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8')) as Readonly<Record<string, Chunk>>
  const needed = new Set<string>()
  const need = (name: string): void => {
    const chunk = manifest[name]
    if (!chunk || needed.has(chunk.file)) return
    needed.add(chunk.file)
    for (const next of chunk.imports ?? []) need(next)
  }
  need('index.html')
  for (const first of ['src/features/overview/overview-page.tsx', 'src/features/entry/sign-in.tsx']) need(first)
  const bytes = [...needed].filter((file) => file.endsWith('.js')).reduce((sum, file) => sum + gzipSync(readFileSync(dist + file)).length, 0)
  assert.ok(needed.size > 2 && bytes < FIRST_PAGE_LIMIT, `${needed.size} files, ${bytes} bytes`)
})

test('pages come with a policy that lets in nothing inline, and files of the build forever and compressed', async () => {
  const page = await fetch(server.demo.console, { headers: { accept: 'text/html' } })
  const policy = page.headers.get('content-security-policy') ?? ''
  assert.match(policy, /script-src 'self';/)
  assert.match(policy, /style-src 'self';/)
  assert.doesNotMatch(policy, /unsafe|\*/)
  assert.equal(page.headers.get('x-content-type-options'), 'nosniff')
  assert.equal((await fetch(`${server.demo.console}/keys/create`, { headers: { accept: 'text/html' } })).status, 200)
  assert.equal((await fetch(`${server.demo.console}/../../package.json`)).status, 404)
  const [script] = readdirSync(`${dist}assets`).filter((name) => name.endsWith('.js'))
  assert.match((await fetch(`${server.demo.console}/assets/${script}`)).headers.get('cache-control') ?? '', /immutable/)
  const [packed, plain] = await Promise.all(['gzip, br', 'identity'].map((encoding) => fetch(`${server.demo.console}/assets/${script}`, { headers: { 'accept-encoding': encoding } })))
  assert.deepEqual([packed?.headers.get('content-encoding'), plain?.headers.get('content-encoding')], ['gzip', null])
  assert.equal(await packed?.text(), await plain?.text())
})

const PAGES = ['/', '/keys', '/keys/create', '/keys/create?preset=grid-bot', '/keys/create?path=classic', '/reviews', '/external', '/refused', '/calls', '/alerts', '/canaries', '/products', '/lockdown', '/audit', '/addresses', '/approvals', '/accounts', '/people', '/settings', '/settings?of=account', '/settings?of=mail', '/sandbox', '/explorer', '/learn']

test('every page, in both themes, breaks no rule of accessibility, and no script or policy fails', async () => {
  const { page } = scene
  const found: string[] = []
  for (const path of PAGES) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.locator('.shimmer').first().waitFor({ state: 'detached' })
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme })
      for (const violation of await scene.violations()) found.push(`${path} ${theme}: ${violation}`)
    }
  }
  assert.deepEqual(found, [])
  assert.deepEqual(scene.faults, [])
})

test('every entry of the navigation leads to a page with a title of its own', async () => {
  const { page } = scene
  await page.goto('/')
  await page.getByRole('heading', { level: 1 }).waitFor()
  const links = await page.getByRole('navigation', { name: 'Main' }).first().getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  assert.ok(links.length > 10)
  const titles = new Set<string>()
  for (const link of new Set(links)) {
    await page.goto(link)
    await page.getByRole('heading', { level: 1 }).waitFor()
    assert.equal(await page.getByText('There is nothing at this address.').count(), 0, link)
    titles.add(await page.title())
  }
  assert.equal(titles.size, new Set(links).size)
})

test('a newcomer in a demo comes in and makes a key by clicks alone: no file, no phone, no command line', async () => {
  const context = await browser.newContext({ baseURL: server.demo.console, locale: 'en-GB', reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  // Slow answers: whoever confirms before the code has come confirms as soon as it has.
  let answers = 0
  let isUsedUp = false
  await page.route('**/api/demo/owner', async (route) => {
    const response = await route.fetch()
    const { value } = await response.json() as { value: object }
    answers += 1
    await new Promise((resolve) => setTimeout(resolve, 200))
    await route.fulfill({ response, json: { value: isUsedUp ? { ...value, totp: null, secondsLeft: 1 } : value } })
  })
  await page.goto('/')
  await page.getByRole('button', { name: 'Fill in the demo owner' }).click()
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Fill in the demo\'s authenticator code' }).click()
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('heading', { name: 'Confirm this device' }).waitFor()
  await page.getByRole('button', { name: 'Fill in the code from the demo\'s letter' }).click()
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.goto('/keys/create?preset=grid-bot')
  await page.getByLabel('Label').fill('newcomer')
  for (let step = 0; step < 2; step += 1) await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: /Add mine/ }).click()
  for (let step = 0; step < 2; step += 1) await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Create newcomer' }).click()
  const confirming = page.getByRole('dialog', { name: 'Confirm', exact: true })
  await confirming.getByText('Sent. It works').waitFor()
  await confirming.getByRole('button', { name: 'Fill in the code from the demo\'s letter' }).click()
  await confirming.getByRole('textbox', { name: 'Code by mail' }).press('Enter')
  await confirming.getByText('Given').first().waitFor()
  // Both codes of the half minute were used: the button says so, waits and fills in the next.
  isUsedUp = true
  const told = answers
  await confirming.getByRole('button', { name: 'Fill in the demo\'s authenticator code' }).click()
  await confirming.getByRole('textbox', { name: 'Authenticator code' }).press('Enter')
  await confirming.getByText(/the next one comes in \d+ s and is filled in/).waitFor()
  isUsedUp = false
  await page.getByRole('heading', { name: 'newcomer is made' }).waitFor()
  assert.ok(answers > told + 1)
  await context.close()
})

test('the page speaks Chinese when asked, remembers it, and nothing but theme and language is kept in the browser', async () => {
  const { page } = scene
  await page.goto('/keys')
  await page.locator('summary', { hasText: 'Account menu' }).click()
  await page.getByRole('radio', { name: '简体中文' }).click()
  await page.getByRole('heading', { name: 'API 管理' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'API 管理' }).waitFor()
  assert.equal(await page.evaluate('document.documentElement.lang'), 'zh-Hans')
  assert.deepEqual(await page.evaluate('Object.keys(localStorage)'), ['bitting.language'])
  assert.equal(await page.evaluate("Object.keys(sessionStorage).every((name) => name.startsWith('tsr-scroll'))"), true)
  assert.equal(await page.evaluate('document.cookie'), '')
  await page.evaluate('localStorage.clear()')
})

test('Ctrl-K finds a key by its label and opens its page', async () => {
  const { page } = scene
  await page.goto('/learn')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'A page, a key, a request id or an action' }).waitFor()
  // What is typed at once goes where it is asked for.
  await page.keyboard.type('otherAddress')
  await page.getByRole('option', { name: 'otherAddress Key' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'otherAddress', level: 1 }).waitFor()
})

test('on a phone a bar at the bottom leads on, "More" holds API Management and all else, and nothing scrolls sideways', async () => {
  const { page } = scene
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of PAGES) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.locator('.shimmer').first().waitFor({ state: 'detached' })
    assert.deepEqual(await page.evaluate('document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth && !one.closest(".overflow-x-auto")).map((one) => one.outerHTML.slice(0, 160))'), [], `${path} scrolls sideways`)
  }
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('dialog', { name: 'More' }).getByRole('link', { name: 'API Management' }).click()
  await page.getByRole('heading', { name: 'API Management' }).waitFor()
  await page.setViewportSize({ width: 1440, height: 900 })
})
