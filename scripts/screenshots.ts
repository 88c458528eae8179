/**
 * Makes the pictures of docs/screenshots/ anew: the real program, a real Chromium, its pages at the widths of a phone, a tablet and a desk, light and dark.
 *
 *   npm run screenshots                               those that the repository keeps: the first pages, light at every width, dark at a desk
 *   npm run screenshots -- --to FOLDER                every page, at every width, light and dark
 *   npm run screenshots -- --to FOLDER keys sandbox   those whose name begins so
 */
import { createHmac } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { openBrowser } from '../test/console/browser.ts'
import { ConsoleScene } from '../test/console/console-scene.ts'
import { RunningServer } from '../test/harness/running-server.ts'

const { values: { to }, positionals: wanted } = parseArgs({ options: { to: { type: 'string' } }, allowPositionals: true })
const FOLDER = to === undefined ? fileURLToPath(new URL('../docs/screenshots/', import.meta.url)) : `${resolve(to)}/`
const KEPT = ['sign-in', 'overview', 'keys', 'create-2-rights', 'key', 'refused', 'sandbox', 'sandbox-futures', 'sandbox-wallets', 'learn']
const WIDTHS = [390, 768, 1440] as const
const HEIGHT = { 390: 844, 768: 1024, 1440: 900 } as const

interface Picture {
  readonly name: string
  readonly path: string
  /** What is done on the page before it is taken. */
  readonly act?: (page: Page) => Promise<unknown>
}

const next = (times: number) => async (page: Page): Promise<void> => { for (let at = 0; at < times; at += 1) await page.getByRole('button', { name: 'Next' }).click() }
const toLabelled = (page: Page): Promise<void> => page.getByLabel('Label', { exact: true }).fill('grid-bot-btc')

const PICTURES: readonly Picture[] = [
  { name: 'overview', path: '/' }, { name: 'keys', path: '/keys' },
  { name: 'create-0-need', path: '/keys/create' }, { name: 'create-1-purpose', path: '/keys/create?preset=grid-bot', act: toLabelled },
  { name: 'create-2-rights', path: '/keys/create?preset=grid-bot', act: async (page) => { await toLabelled(page); await next(1)(page) } },
  { name: 'create-3-where', path: '/keys/create?preset=grid-bot', act: async (page) => { await toLabelled(page); await next(2)(page); await page.getByRole('button', { name: /Add mine/ }).click() } },
  { name: 'create-4-how-long', path: '/keys/create?preset=grid-bot', act: async (page) => { await toLabelled(page); await next(2)(page); await page.getByRole('button', { name: /Add mine/ }).click(); await next(1)(page) } },
  { name: 'create-5-confirm', path: '/keys/create?preset=grid-bot', act: async (page) => { await toLabelled(page); await next(2)(page); await page.getByRole('button', { name: /Add mine/ }).click(); await next(2)(page) } },
  { name: 'key', path: '/keys', act: (page) => page.getByRole('link', { name: 'trade', exact: true }).first().click() },
  { name: 'reviews', path: '/reviews' }, { name: 'external', path: '/external' },
  { name: 'refused', path: '/refused', act: async (page) => { await page.getByRole('link', { name: /GET \/api\/v3\/account/ }).first().click(); await page.getByText('failed here').waitFor({ state: 'attached' }) } },
  { name: 'sandbox', path: '/sandbox', act: (page) => page.waitForTimeout(1_500) }, ...['margin', 'futures', 'convert', 'wallets', 'scenarios', 'state'].map((desk): Picture => ({ name: `sandbox-${desk}`, path: `/sandbox?desk=${desk}`, act: (page) => page.waitForTimeout(1_500) })),
  { name: 'lockdown', path: '/lockdown' }, { name: 'calls', path: '/calls' }, { name: 'alerts', path: '/alerts' }, { name: 'canaries', path: '/canaries' }, { name: 'audit', path: '/audit' }, { name: 'products', path: '/products' }, { name: 'approvals', path: '/approvals' },
  { name: 'addresses', path: '/addresses' }, { name: 'accounts', path: '/accounts' }, { name: 'people', path: '/people' }, { name: 'settings', path: '/settings' }, { name: 'settings-account', path: '/settings?of=account' }, { name: 'settings-mail', path: '/settings?of=mail' }, { name: 'explorer', path: '/explorer' }, { name: 'learn', path: '/learn' },
]

const main = async (): Promise<void> => {
  const isWanted = (name: string): boolean => (wanted.length > 0 ? wanted.some((one) => name.startsWith(one)) : to !== undefined || KEPT.includes(name))
  mkdirSync(FOLDER, { recursive: true })
  const [server, browser] = await Promise.all([RunningServer.start(), openBrowser()])
  try {
    await callsOf(server)
    const scene = await ConsoleScene.open(browser, server)
    const { page } = scene
    const take = async (name: string): Promise<void> => {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: HEIGHT[width] })
        for (const theme of ['light', 'dark'] as const) {
          if (to === undefined && theme === 'dark' && width !== 1440) continue
          await page.emulateMedia({ colorScheme: theme })
          await page.waitForTimeout(150)
          writeFileSync(`${FOLDER}${name}-${width}-${theme}.png`, await page.screenshot({ animations: 'disabled', caret: 'hide' }))
        }
      }
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.emulateMedia({ colorScheme: 'light' })
    }
    if (isWanted('sign-in')) {
      await page.goto('/sign-in')
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      await take('sign-in')
    }
    await scene.signIn()
    // A page that failed is no picture.
    for (const { name, path, act } of PICTURES.filter((picture) => isWanted(picture.name))) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.locator('.shimmer').first().waitFor({ state: 'detached' })
      await act?.(page)
      await page.locator('.shimmer').first().waitFor({ state: 'detached' })
      await page.getByRole('heading', { level: 1 }).waitFor()
      await take(name)
      console.log(name)
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** Some calls, so that the pages have something to show: programs that trade and leave orders and positions behind, and some that may not. */
const callsOf = async ({ demo }: RunningServer): Promise<void> => {
  const call = (key: 'read' | 'trade' | 'futures' | 'margin' | 'otherAddress', method: 'GET' | 'POST', path: string, parameters: Readonly<Record<string, string>> = {}): Promise<Response> => {
    const { apiKey, secretKey = '' } = demo.keys[key]
    const query = new URLSearchParams({ ...parameters, timestamp: String(Date.now()) }).toString()
    return fetch(`${demo.rest}${path}?${query}&signature=${createHmac('sha256', secretKey).update(query).digest('hex')}`, { method, headers: { 'x-mbx-apikey': apiKey } })
  }
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.001' }
  // Far enough from the market to stay.
  const waiting = { symbol: 'BTCUSDT', type: 'LIMIT', timeInForce: 'GTC' }
  for (let round = 0; round < 12; round += 1) {
    await call('trade', 'POST', '/api/v3/order', order)
    await call('read', 'GET', '/api/v3/account')
  }
  for (const [side, price, quantity] of [['BUY', '80000', '0.5'], ['SELL', '110000', '0.25']] as const) await call('trade', 'POST', '/api/v3/order', { ...waiting, side, price, quantity })
  await call('margin', 'POST', '/sapi/v1/margin/borrow-repay', { asset: 'BTC', isIsolated: 'FALSE', amount: '0.2', type: 'BORROW' })
  for (const [symbol, side, quantity] of [['BTCUSDT', 'BUY', '0.35'], ['ETHUSDT', 'SELL', '4']] as const) await call('futures', 'POST', '/fapi/v1/order', { symbol, side, type: 'MARKET', quantity })
  await call('otherAddress', 'GET', '/api/v3/account')
  await call('read', 'POST', '/api/v3/order', order)
}

await main()
