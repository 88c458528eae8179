import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { english as w } from '../../console/src/words/english.ts'
import { signedCall } from '../harness/signed-request.ts'
import { Colleague } from './colleague.ts'
import { CONSOLE_PAGES, DIALOGS, type List, type PageRow } from './console-pages.ts'
import { HeardReads } from './heard-reads.ts'
import { hearShifts, momentOf, MOST_SHIFT, shiftSince } from './layout-shift.ts'
import { onPages } from './many-pages.ts'
import { signUp } from './newcomer.ts'
import { openConsole } from './open-console.ts'

/** What the frame of every page reads. */
const FRAME = ['/api/session', '/api/house', '/api/alerts', '/api/approvals']

/** What finds nothing differs from the whole page by that alone. */
const WHOLE = CONSOLE_PAGES.filter(({ at }) => at?.includes('nosuch') !== true)

let newcomer: BrowserContext
let approver: Colleague
let ids: Readonly<Record<string, string>>

const open = openConsole({ prepare: async ({ browser, scene, server }) => {
  approver = await Colleague.join(browser, scene, { name: 'Bela', email: 'bela@example.com', role: 'Approver' })
  newcomer = await signUp(browser, scene, 'nora@example.com')
  const refused = await signedCall(server.demo.rest, server.demo.keys.read, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '10' })
  await scene.page.goto('/alerts')
  await scene.page.getByLabel(w.alerts.webhook).fill('https://hooks.example.org/bitting')
  await scene.page.getByRole('button', { name: w.alerts.review }).click()
  await scene.page.getByRole('button', { name: w.alerts.apply }).click()
  await scene.confirm()
  const unused = (await scene.asks<readonly { readonly id: string; readonly lastUse: unknown }[]>('/api/keys')).find(({ lastUse }) => lastUse === null)
  ids = { key: unused?.id ?? '', request: refused.headers.get('x-mbx-uuid') ?? '' }
} })

const filled = (at: string): string => at.replace(/:(key|request)\b/g, (_, name: string) => ids[name] ?? '')
/** Goes where the view is, and presses what it has no address for. */
const goTo = async (page: Page, { at, route, presses }: PageRow): Promise<void> => {
  await page.goto(filled(at ?? route))
  await page.getByRole('heading', { level: 1 }).waitFor()
  if (presses) await mainOf(page).getByRole('radio', { name: presses(w), exact: true }).dispatchEvent('click')
}
const nameOf = ({ at, route, presses }: PageRow): string => `${at ?? route}${presses ? ` ${presses(w)}` : ''}`
const readsOf = ({ lists }: PageRow): readonly string[] => lists.flatMap(({ reads }) => reads)
const mainOf = (page: Page): Locator => page.getByRole('main')
const placeOf = (page: Page, list: List): Locator => (list.in ? mainOf(page).getByRole('region', { name: list.in(w), exact: true }) : mainOf(page))
const loadingIn = (place: Locator): Locator => place.getByRole('status').filter({ hasText: w.states.loading })

/** Looks at each of these rows on a page of its own. */
const lookAt = (rows: readonly PageRow[], context: BrowserContext, look: (row: PageRow, page: Page, reads: HeardReads) => Promise<void>): Promise<void> =>
  onPages(() => context.newPage(), rows, nameOf, async (row, page) => look(row, page, await HeardReads.of(page)))

/** Opens the tab of a list where it has one. @returns where the list stands */
const opened = async (page: Page, list: List): Promise<Locator> => {
  // The tab stands in a page that is still coming: it is pressed wherever it is by then.
  if (list.tab) await page.getByRole('tab', { name: list.tab(w), exact: true }).dispatchEvent('click')
  return placeOf(page, list)
}

const isRead = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await loadingIn(page.locator('body')).first().waitFor({ state: 'detached' })
}

/** Presses what reads again until nothing asks for it any more. A read that was under way when the others were let go fails still, and asks once more. */
const readAgain = async (page: Page): Promise<void> => {
  const again = mainOf(page).getByRole('button', { name: w.common.tryAgain })
  for (let tries = 0; tries < 100; tries += 1) {
    if (await again.count() > 0) await again.first().click({ timeout: 500 }).catch(() => undefined)
    else {
      await isRead(page)
      const faults = await mainOf(page).getByRole('alert').allInnerTexts()
      if (faults.length === 0) return
      assert.notEqual(await again.count(), 0, `nothing reads again what failed: ${faults.join()}`)
    }
  }
  assert.fail('it is not read again')
}

test('every page of the router, every desk of the sandbox and every tab of the settings has its rows', () => {
  const text = (file: string): string => readFileSync(fileURLToPath(new URL(`../../console/src/${file}`, import.meta.url)), 'utf8')
  const named = (file: string, pattern: RegExp): readonly string[] => [...text(file).matchAll(pattern)].map(([, name = '']) => name)
  const expected = [
    ...named('app.tsx', /\b(?:page|entry)\('([^']+)'/g), '/sign-in',
    ...named('features/sandbox/sandbox-page.tsx', /\{ name: '(\w+)', rights:/g).map((name) => `/sandbox?desk=${name}`), '/settings?of=account', '/settings?of=mail',
  ]
  assert.ok(expected.length > 30)
  const rows = new Set(CONSOLE_PAGES.flatMap(({ route, at }) => [route, at ?? route]))
  assert.deepEqual(expected.filter((one) => !rows.has(one)), [])
  assert.equal(named('app.tsx', /\bpath: '(\/[^']+)'/g).join(), '/sign-in', 'another way to make a route')
  assert.match(text('features/settings/settings-page.tsx'), /const TABS = \['own', 'account', 'mail'\]/, 'another tab of the settings')
})

test('each list says where it stands that it loads, moves nothing when it comes, and a page reads nothing that has no row', async () => {
  await lookAt(WHOLE, open.scene.context, async (row, page, reads) => {
    await hearShifts(page)
    reads.hold(new Set(readsOf(row)))
    await goTo(page, row)
    for (const list of row.lists) await loadingIn(await opened(page, list)).first().waitFor()
    // What a tab opens takes the place of what was there before.
    const since = row.presses !== undefined || row.lists.some(({ tab }) => tab !== undefined) ? await momentOf(page) : 0
    reads.letGo()
    await isRead(page)
    const { sum, moved } = await shiftSince(page, since)
    assert.ok(sum <= MOST_SHIFT, `${sum.toFixed(3)} moved: ${moved.join('; ')}`)
    const told = [...readsOf(row), ...row.besides ?? []]
    for (const read of told) await reads.hearing(read)
    assert.deepEqual([...reads.heard].filter((read) => ![...FRAME, ...told, ...row.given ?? []].includes(read)), [], 'it reads what has no row')
  })
})

test('each list that could not be read says why, in words of the console, and reads again when asked to', async () => {
  await lookAt(WHOLE.filter(({ lists }) => lists.length > 0), open.scene.context, async (row, page, reads) => {
    const names = readsOf(row)
    const statusOf = (read: string) => (names.indexOf(read) % 2 === 0 ? 500 : 429)
    reads.fail(new Set(names), statusOf)
    await goTo(page, row)
    for (const list of row.lists) {
      const place = await opened(page, list)
      await place.getByRole('alert').filter({ hasText: statusOf(list.reads[0] ?? '') === 500 ? 'Something failed inside.' : 'Too many requests at once.' }).first().waitFor()
      await place.getByRole('button', { name: w.common.tryAgain }).first().waitFor()
    }
    reads.letGo()
    await readAgain(page)
  })
})

test('what is read beside the lists says so too when it could not be read, instead of showing that there is none', async () => {
  await lookAt(CONSOLE_PAGES.filter(({ besides }) => besides !== undefined), open.scene.context, async (row, page, reads) => {
    for (const read of row.besides ?? []) {
      reads.fail(new Set([read]), () => 500)
      await goTo(page, row)
      await mainOf(page).getByRole('alert').filter({ hasText: 'Something failed inside.' }).first().waitFor().catch(() => assert.fail(`nothing is said of ${read}`))
      reads.letGo()
      await readAgain(page)
    }
  })
})

test('a dialog says of what it reads by itself that it comes, and so where it could not be read', async () => {
  await onPages(() => open.scene.context.newPage(), DIALOGS.filter(({ reads }) => reads !== undefined), ({ title }) => title(w), async ({ at, opens, title, reads: names = [], comesSilently }, page) => {
    const reads = await HeardReads.of(page)
    const opened = async (): Promise<Locator> => {
      await page.goto(filled(at))
      await page.getByRole('button', { name: opens(w) }).first().click()
      return page.getByRole('dialog', { name: title(w), exact: true })
    }
    reads.hold(new Set(names))
    const dialog = await opened()
    if (!comesSilently) assert.equal((await loadingIn(dialog).nth(names.length - 1).waitFor(), await loadingIn(dialog).count()), names.length)
    reads.letGo()
    await loadingIn(dialog).first().waitFor({ state: 'detached' })
    reads.fail(new Set(names), () => 500)
    await opened()
    const alerts = dialog.getByRole('alert').filter({ hasText: 'Something failed inside.' })
    await alerts.nth(names.length - 1).waitFor()
    reads.letGo()
    for (const again = dialog.getByRole('button', { name: w.common.tryAgain }); await again.count() > 0;) await again.first().click({ timeout: 500 }).catch(() => undefined)
    await alerts.first().waitFor({ state: 'detached' })
  })
})

test('each list that has nothing says so, and nothing else', async () => {
  const rows = CONSOLE_PAGES.filter(({ lists }) => lists.some(({ empty }) => empty !== null))
  const look = async (row: PageRow, page: Page): Promise<void> => {
    await goTo(page, row)
    await isRead(page)
    for (const list of row.lists) if (list.empty) await (await opened(page, list)).getByText(list.empty(w)).first().waitFor()
    assert.deepEqual(await mainOf(page).getByRole('alert').allInnerTexts(), [])
  }
  await lookAt(rows.filter(({ emptyOf }) => emptyOf === undefined), newcomer, look)
  await lookAt(rows.filter(({ emptyOf }) => emptyOf === 'owner'), open.scene.context, look)
})

test('a page that a role does not open says so and who can change it; those that it opens show nothing that was refused', async () => {
  // A closed page is closed in each of its views.
  const rows = WHOLE.filter((row, index) => !row.isClosedToApprovers || WHOLE.findIndex(({ route, isClosedToApprovers }) => route === row.route && isClosedToApprovers) === index)
  await lookAt(rows, approver.page.context(), async (row, page) => {
    await goTo(page, row)
    await isRead(page)
    if (row.isClosedToApprovers) await mainOf(page).getByText(w.states.noPermission).first().waitFor()
    else assert.deepEqual([await mainOf(page).getByText(w.states.noPermission).count(), await mainOf(page).getByRole('alert').allInnerTexts()], [0, []])
  })
})
