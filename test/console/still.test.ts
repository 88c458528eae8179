import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { english as w } from '../../console/src/words/english.ts'
import { signedCall } from '../harness/signed-request.ts'
import { HeardReads, readOf } from './heard-reads.ts'
import { hearShifts, momentOf, MOST_SHIFT, shiftSince } from './layout-shift.ts'
import { onPages } from './many-pages.ts'
import { openConsole } from './open-console.ts'

const open = openConsole({ hasPasskey: false })

/** A page that follows by itself: what it reads anew, and where somebody is typing meanwhile. */
interface LivePage {
  readonly at: string
  readonly reads: string
  /** After so long it has asked again at the latest. */
  readonly everyMs: number
  readonly field: (page: Page) => Locator
  /** It takes what is typed; else it only has the focus. */
  readonly isTyped?: true
}

const main = (page: Page): Locator => page.getByRole('main')
const LIVE: readonly LivePage[] = [
  { at: '/', reads: '/api/keys/attention', everyMs: 31_000, field: (page) => main(page).getByRole('link', { name: w.keys.create }) },
  { at: '/keys', reads: '/api/keys', everyMs: 16_000, field: (page) => page.getByRole('searchbox', { name: w.keys.searchLabel }), isTyped: true },
  { at: '/keys/:key', reads: '/api/calls', everyMs: 6_000, field: (page) => main(page).getByRole('button', { name: w.key.rename }) },
  { at: '/calls', reads: '/api/keys', everyMs: 16_000, field: (page) => page.getByRole('searchbox', { name: w.calls.searchLabel }), isTyped: true },
  { at: '/refused', reads: '/api/calls', everyMs: 4_000, field: (page) => page.getByLabel(w.refused.paste), isTyped: true },
  { at: '/alerts', reads: '/api/alerts', everyMs: 6_000, field: (page) => page.getByLabel(w.alerts.webhook), isTyped: true },
  { at: '/canaries', reads: '/api/keys', everyMs: 16_000, field: (page) => main(page).getByRole('button', { name: w.canaries.make }).first() },
  { at: '/external', reads: '/api/external-keys', everyMs: 16_000, field: (page) => main(page).getByRole('button', { name: w.external.add }).first() },
  { at: '/approvals', reads: '/api/approvals', everyMs: 6_000, field: (page) => main(page).getByLabel(w.approvals.all) },
  { at: '/settings?of=mail', reads: '/api/outbox', everyMs: 4_000, field: (page) => page.getByRole('link', { name: w.settings.tabs.own }) },
  { at: '/sandbox?desk=spot', reads: 'wire /api/v3/exchangeInfo', everyMs: 31_000, field: (page) => main(page).getByLabel(w.sandbox.quantity, { exact: true }), isTyped: true },
  { at: '/sandbox?desk=wallets', reads: 'wire /sapi/v1/asset/wallet/balance', everyMs: 3_000, field: (page) => main(page).getByLabel(w.sandbox.amount), isTyped: true },
  { at: '/sandbox?desk=futures', reads: 'wire /fapi/v2/positionRisk', everyMs: 3_000, field: (page) => main(page).getByLabel(w.sandbox.quantity, { exact: true }), isTyped: true },
]

/** Something of everything happens: calls that are let in and refused, orders, balances. */
const happens = async (): Promise<void> => {
  const { rest, keys } = open.server.demo
  await signedCall(rest, keys.read, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '10' })
  await signedCall(rest, keys.trade, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '10' })
}

const nameOf = ({ at }: LivePage): string => at

test('a page that follows by itself takes no focus, keeps what was typed and moves nothing; where it cannot read any more it keeps what it has and says so', async () => {
  const [key] = await open.scene.asks<readonly { readonly id: string }[]>('/api/keys')
  const storageState = await open.scene.context.storageState()
  // A clock is of all windows that one person has open: each page is in a browser of its own.
  const newPage = async (): Promise<Page> => (await open.browser.newContext({ baseURL: open.server.demo.console, viewport: { width: 1440, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce', storageState })).newPage()
  await onPages(newPage, LIVE, nameOf, async ({ at, reads, everyMs, field, isTyped = false }, page) => {
    await hearShifts(page)
    await page.clock.install()
    const answers = await HeardReads.of(page)
    const passes = async (): Promise<void> => {
      const answered = page.waitForResponse((response) => readOf(response.request()) === reads)
      await page.clock.fastForward(everyMs)
      await answered
    }
    await page.goto(at.replace(':key', key?.id ?? ''))
    await main(page).getByRole('status').filter({ hasText: w.states.loading }).first().waitFor({ state: 'detached' })
    const here = field(page)
    await here.focus()
    if (isTyped) await here.press('7')
    const typed = isTyped ? await here.inputValue() : ''
    assert.equal(typed.includes('7'), isTyped)
    await passes()
    const since = await momentOf(page)
    await happens()
    await passes()
    const { sum, moved } = await shiftSince(page, since)
    assert.ok(sum <= MOST_SHIFT, `${sum.toFixed(3)} moved: ${moved.join('; ')}`)
    answers.fail(new Set([reads]), () => 500)
    await passes()
    const stale = page.getByRole('button', { name: w.states.stale })
    await stale.waitFor()
    assert.equal(await main(page).getByRole('button', { name: w.common.tryAgain }).count(), 0, 'what it had is gone')
    await here.and(page.locator(':focus')).waitFor()
    if (isTyped) assert.equal(await here.inputValue(), typed)
    answers.letGo()
    // Some pages ask again by themselves meanwhile.
    await open.scene.until('it is up to date again', async () => { await stale.click({ timeout: 1_000 }).catch(() => undefined); return await stale.count() === 0 })
  })
})
